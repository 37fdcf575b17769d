/** What is accepted is for people: neither the engine nor a vendor gets it. */
import { describe, expect, it } from "vitest";
import { readConfig } from "../../provider/accounts/config.js";
import { declareAll } from "../../provider/pulumi/declare.js";
import { toyRegistry } from "../toy/vendor.js";
import { entriesOf } from "./sides.js";

const product = (lifecycle: string): string =>
  "vendor: polar\nproducts:\n  pro:\n    name: Pro\n" +
  `${lifecycle}    prices: [{ amount_type: fixed, price_amount: 990 }]\n`;

describe("lifecycle.accept", () => {
  it("changes nothing of what is declared", () => {
    const config = readConfig({}, toyRegistry);
    const accepted = entriesOf(product('    lifecycle: { accept: { times-ten: "99.00 -> 9.90: it is so" } }\n'));
    expect(accepted[0]?.lifecycle.accept).toEqual({ "times-ten": "99.00 -> 9.90: it is so" });
    const declared = declareAll(accepted, config, "catalogue/dev");
    expect(declared).toEqual(declareAll(entriesOf(product("")), config, "catalogue/dev"));
    expect(JSON.stringify(declared)).not.toContain("it is so");
  });

  it("holds for one entry, not for a file", () => {
    const head = 'lifecycle: { accept: { times-ten: "99.00 -> 9.90: it is so" } }\n';
    expect(() => entriesOf(head + product(""))).toThrow(/`accept` is not a field/);
  });
});

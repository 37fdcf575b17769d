/** Typed resources that are refused: the message names the place, the address and the remedy. */
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import type { Json } from "../../provider/fields/shape.js";
import { polar, sequence } from "../../provider/index.js";
import { check } from "../../provider/lifecycle/check.js";
import { UNKNOWN } from "../../provider/validation/engine-words.js";
import { registry } from "../../provider/vendors/registry.js";
import { EUR, fixed, prices, refusal } from "./typed-program.js";

let count = 0;

describe("what is refused", () => {
  const product = (): sequence.Product => {
    count += 1;
    return new sequence.Product(`p${count}`, { name: `Product ${count}` });
  };

  it("a mistake in a field: place, address, path and remedy", () => {
    const text = refusal(() => new sequence.ListPrice("bad", { ...EUR, product: product(), structure: fixed("1,00") }));
    expect(text).toMatch(
      /^the catalogue has problems\n\ntest\/pulumi\/typed-refused\.test\.ts:[0-9]+:[0-9]+ error\[bad-decimal\]: sequence\/p[^ ]*\/bad: structure\.price: "1,00" is not/,
    );
    expect(text).toContain('help: write digits with a point, as in "99.00"');
  });

  it.each<[string, () => unknown, RegExp]>([
    ["a missing field", () => new sequence.Product("m", {} as never), /sequence\/m: .*needs `name`/],
    ["no arguments at all", () => new sequence.Product("n", undefined as never), /needs `name`/],
    [
      "an unknown field",
      () => new sequence.Product("u", { name: "U", lable: "x" } as never),
      /lable: .*\n.*did you mean `label`/,
    ],
    ["a name that is no key", () => new sequence.Product("Big One", { name: "B" }), /`Big One` cannot be a key/],
    [
      "an account that is no key",
      () => new sequence.Product("k", { name: "K", account: "A B" }),
      /account: "A B" does not have the form of/,
    ],
    [
      "children in a product",
      () => new sequence.Product("c", { name: "C", listPrices: {} } as never),
      /listPrices: .*not a field of/,
    ],
    [
      "a computed archived",
      () => new sequence.Product("o", { name: "O", archived: pulumi.output(true) } as never),
      /archived: .*true or false/s,
    ],
    [
      "a wrong lifecycle",
      () => new polar.Product("l", { name: "Lll", prices, lifecycle: { onRemove: "remove" } as never }),
      /lifecycle\.onRemove/,
    ],
    [
      "a rule of the kind",
      () => new polar.Product("r", { name: "Rrr", prices: [...prices, ...prices] }),
      /price-set\]: polar\/r: prices\[1\]/,
    ],
    [
      "no parent",
      () => new sequence.ListPrice("np", { ...EUR, structure: fixed("1") } as never),
      /the list price needs `product`/,
    ],
    [
      "a parent of another kind",
      () =>
        new sequence.ListPrice("ok", {
          ...EUR,
          product: new polar.Product("pp", { name: "Ppp", prices }),
          structure: fixed("1"),
        } as never),
      /`product` must be a sequence\.Product, not a polar\.Product\n.*pass a sequence\.Product/,
    ],
    [
      "import",
      () => new polar.Product("i", { name: "Iii", prices }, { import: "x" }),
      /polar\/i: this resource does not support the import option/,
    ],
    [
      "an account of another vendor",
      () => new polar.Product("a", { name: "Aaa", prices, account: "live" }),
      /live is an account of Sequence/,
    ],
  ])("%s", (_title, run, text) => {
    expect(refusal(run)).toMatch(text);
  });

  it("a value that looks like a credential, without showing it", () => {
    const secret = "polar_oat_abcdefghijklmnop";
    const text = refusal(() => new polar.Product("s", { name: "Sss", prices, metadata: { token: secret } }));
    expect(text).toMatch(/secret-in-catalogue\]: polar\/s: metadata\.token: /);
    expect(text).not.toContain(secret);
  });

  it("an address, a name, a content twice: both places", () => {
    const above = product();
    new sequence.ListPrice("one", { ...EUR, product: above, structure: fixed("7") });
    expect(refusal(() => new sequence.ListPrice("one", { ...EUR, product: above, structure: fixed("8") }))).toMatch(
      /typed-refused\.test\.ts:[0-9]+:[0-9]+ error\[duplicate-entry\]: .*\/one is already defined in test\/pulumi\/typed-refused\.test\.ts line [0-9]+/,
    );
    expect(refusal(() => new sequence.ListPrice("two", { ...EUR, product: above, structure: fixed("7.0") }))).toContain(
      "equal-entries",
    );
    new sequence.Product("same-1", { name: "Same" });
    expect(refusal(() => new sequence.Product("same-2", { name: "Same" }))).toMatch(
      /same-natural-key\].*same-1 \(test.*line [0-9]+\)/,
    );
    new sequence.Product("same-3", { name: "Same", archived: true });
  });

  it("nothing that is not known yet", () => {
    const above = product();
    const later = pulumi.output(fixed("1"));
    new sequence.ListPrice("later-1", { ...EUR, product: above, structure: later });
    new sequence.ListPrice("later-2", { ...EUR, product: above, structure: later });
    new sequence.Product("unknown-1", { name: pulumi.output("One") });
    new sequence.Product("unknown-2", { name: pulumi.output("Two") });
    new polar.Product("unknown", { name: "Unknown", prices: [pulumi.output(prices[0]), prices[0]] });
  });

  it("nothing that is not known yet, by the provider's check in a preview", () => {
    const { vendor, kind } = registry.kind("fynn:PricePlan") ?? {};
    if (!vendor || !kind) throw new Error("no such kind");
    const plan = (price: Json) => ({
      product: "p-1",
      type: "flat_fee",
      price,
      account: "fynn",
      address: "fynn/a/b",
      owner: "o",
      archived: false,
    });
    expect(check(vendor, kind, {}, plan(UNKNOWN)).failures).toEqual([]);
    expect(check(vendor, kind, {}, plan({})).failures).toHaveLength(1);
  });
});

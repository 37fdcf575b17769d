/** A new entry with a value that another object of the account keeps: refused before anything is archived. */
import { describe, expect, it } from "vitest";
import { readConfig } from "../../provider/accounts/config.js";
import { checkCatalogue } from "../../provider/catalogue/load.js";
import type { JsonObject } from "../../provider/fields/shape.js";
import { hasNoRow, removedRows } from "../../provider/pulumi/removals.js";
import type { StackRow } from "../../provider/pulumi/stack-rows.js";
import { UniqueValues } from "../../provider/pulumi/unique-values.js";
import { registry } from "../../provider/vendors/registry.js";

const product = (number: string, more: JsonObject = {}): JsonObject => ({
  name: `Seat ${number}`,
  type: "product",
  number,
  ...more,
});
const row = (key: string, number: string, archived = false): StackRow => ({
  urn: `urn:${key}`,
  name: `fynn/${key}`,
  type: "fynn:Product",
  fromCatalogue: true,
  account: "fynn",
  archived,
  host: "",
  outputs: { number },
});

/** The message of the refusal; "" when there is none. */
function guarded(
  rows: readonly StackRow[],
  products: JsonObject,
  settings: JsonObject = { numberUnique: true },
): string {
  const account = { vendor: "fynn", baseUrl: "https://acme.coreapi.io", ...settings };
  const config = readConfig({ "catalogue:accounts": JSON.stringify({ fynn: account }) }, registry);
  const text = JSON.stringify({ vendor: "fynn", products });
  const { entries, problems } = checkCatalogue([{ name: "fynn.yaml", text }], { registry, values: {} });
  expect(problems).toEqual([]);
  try {
    new UniqueValues(hasNoRow(rows), config).check(entries, removedRows(rows, entries));
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

describe("a number that only one product may have", () => {
  const successor = { old: product("M-1", { archived: true }), next: product("M-1") };

  it("an entry that is archived, and its successor with the same number in one commit", () => {
    expect(guarded([row("old", "M-1")], successor)).toBe(
      'fynn/next: Fynn may refuse a new product with number "M-1", because fynn/old has it and keeps it when it ' +
        "is archived; nothing was sent\n" +
        "  what to do: write another `number` in fynn/next; or if archiving frees the value, set " +
        "`archivedNumbersCount: false` for account fynn in catalogue:accounts",
    );
  });

  it("an entry that is removed, and a new one with its number", () => {
    const message = guarded([row("old", "M-1")], { next: product("M-1") });
    expect(message).toContain("because fynn/old has it, and its object is archived only after new objects are created");
    expect(message).toContain(
      "set `lifecycle: { renamedFrom: fynn/old }` in fynn/next to keep the object under its new key",
    );
    // The order is the same where archiving frees the number.
    expect(
      guarded([row("old", "M-1")], { next: product("M-1") }, { numberUnique: true, archivedNumbersCount: false }),
    ).toBe(message);
  });

  it.each<[string, readonly StackRow[], JsonObject, JsonObject?]>([
    ["numbers need not be unique", [row("old", "M-1")], successor, { numberUnique: false }],
    ["archiving frees the number", [row("old", "M-1")], successor, { numberUnique: true, archivedNumbersCount: false }],
    ["another number", [row("old", "M-1")], { old: product("M-1", { archived: true }), next: product("M-2") }],
    ["both have their objects already", [row("old", "M-1"), row("next", "M-1")], successor],
    ["the key is renamed", [row("old", "M-1")], { next: product("M-1", { lifecycle: { renamedFrom: "old" } }) }],
    [
      "the new entry adopts an object",
      [row("old", "M-1")],
      { ...successor, next: product("M-1", { lifecycle: { adopt: "id-1" } }) },
    ],
    ["no number", [row("old", "M-1")], { next: { name: "Seat", type: "product" } }],
  ])("%s: no refusal", (_name, rows, products, settings) => {
    expect(guarded(rows, products, settings)).toBe("");
  });
});

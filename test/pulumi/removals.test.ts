/** What a preview says of entries that are no longer in the YAML. */
import { describe, expect, it } from "vitest";
import { readConfig } from "../../provider/accounts/config.js";
import { checkCatalogue } from "../../provider/catalogue/load.js";
import type { Json, JsonObject } from "../../provider/fields/shape.js";
import { type Options, removals, removedRows } from "../../provider/pulumi/removals.js";
import type { StackRow } from "../../provider/pulumi/stack-rows.js";
import { registry } from "../../provider/vendors/registry.js";

const config = readConfig({}, registry);
const entriesOf = (products: JsonObject) =>
  checkCatalogue([{ name: "polar.yaml", text: JSON.stringify({ vendor: "polar", products }) }], {
    registry,
    values: {},
  }).entries;
const content = (n: Json): JsonObject => ({
  name: `Product ${n}`,
  recurring_interval: "month",
  prices: [{ amount_type: "fixed", price_amount: 1000, price_currency: "usd" }],
});
const row = (key: string, n: Json, more: Partial<StackRow> = {}): StackRow => ({
  urn: `urn:${key}`,
  name: `polar/${key}`,
  type: "polar:Product",
  fromCatalogue: true,
  account: "polar",
  archived: false,
  host: "",
  outputs: { ...content(n), address: `polar/${key}`, account: "polar" },
  ...more,
});
const said = (rows: readonly StackRow[], products: JsonObject, options: Options = []) => {
  const entries = entriesOf(products);
  return removals(removedRows(rows, entries), rows, entries, config, options);
};
/** What archiving a Polar product does besides. */
const LINKS = "Polar takes an archived product out of its checkout links; un-archiving does not put it back";
const option = (key: string, more: object) => ({ type: "polar:Product", address: `polar/${key}`, ...more });

describe("entries that were removed", () => {
  it(
    "are archived at the vendor, although the engine says delete; those that are archived or " +
      "retained are told apart",
    () => {
      const rows = [row("keep", 1), row("go", 2), row("old", 3, { archived: true }), row("stay", 4)];
      const { lines, refusal } = said(rows, { keep: content(1) }, [option("stay", { retained: true })]);
      expect(lines).toEqual([
        "1 removed entry: what the preview calls delete archives the object at the vendor; nothing is " +
          "deleted there: polar/go",
        `polar/go: ${LINKS}`,
        "1 removed entry: already archived; only its row in the state is removed: polar/old",
        "1 removed entry: the object is left as it is at the vendor (onRemove: retain): polar/stay",
      ]);
      expect(refusal).toBeUndefined();
    },
  );

  it("of a kind whose archiving does nothing else: no more is said", () => {
    const price = row("plan", 1, { type: "sequence:Product", name: "sequence/platform", account: "sequence" });
    expect(said([price], { keep: content(2) }).lines).toEqual([expect.stringContaining("sequence/platform")]);
  });

  it("are none when an entry names its old address, and none that the program declared itself", () => {
    const rows = [row("before", 1), row("own", 2, { fromCatalogue: false })];
    expect(said(rows, { after: { ...content(1), lifecycle: { renamedFrom: "before" } } })).toEqual({ lines: [] });
  });

  it("and are protected: refused, with the way to remove them", () => {
    const { refusal } = said([row("keep", 1), row("go", 2)], { keep: content(1) }, [option("go", { protected: true })]);
    expect(refusal).toBe(
      "1 entry was removed, and it is protected (active in a production account, or onRemove: forbid): polar/go; " +
        "nothing was sent\n" +
        "  what to do: put the entry back, set `archived: true` (or `lifecycle: { onRemove: archive }`), run " +
        "`pulumi up`, then remove the entry",
    );
  });

  it("and have the content of a new one: the preview names `renamedFrom`, whatever the spelling", () => {
    const respelled = { ...content(1), prices: [{ price_amount: 1000, amount_type: "fixed" }] };
    const hint =
      "polar/new has the content of polar/old, which is removed; if it is the same object under " +
      "another key, set `lifecycle: { renamedFrom: polar/old }` in polar/new";
    expect(said([row("old", 1)], { new: respelled }).lines.at(-1)).toBe(hint);
    expect(said([row("old", 1)], { new: respelled }, [option("old", { protected: true })]).refusal).toContain(hint);
    expect(said([row("old", 1)], { new: content(2) }).lines).toEqual([
      expect.stringContaining("archives the object at the vendor"),
      `polar/old: ${LINKS}`,
    ]);
  });

  it("and are many: the list ends with a count", () => {
    const rows = Array.from({ length: 25 }, (_, n) => row(`p${n}`, n));
    expect(said(rows, { keep: content("x") }).lines).toEqual([
      expect.stringMatching(/^25 removed entries: .*: polar\/p0, polar\/p1.*polar\/p9 and 15 more$/),
      expect.stringMatching(/^polar\/p0, polar\/p1.*polar\/p9 and 15 more: Polar takes/),
    ]);
  });
});

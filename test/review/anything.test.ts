/** Whatever stands in a catalogue, the rules do not throw: values that are not known, of other types, or extreme. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import "../support/seed.js";
import type { Json, JsonObject } from "../../provider/fields/shape.js";
import { catalogueFindings, findings } from "../../provider/review/findings.js";
import type { Side } from "../../provider/review/side.js";
import { sideOf } from "../../provider/review/sides.js";
import { UNKNOWN } from "../../provider/validation/engine-words.js";
import { defaultsOf, entriesOf, pairsOf } from "./sides.js";

const read = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../catalogue/${name}.yaml`, import.meta.url)), "utf8");
// Without values, each placeholder is an unknown value.
const entries = entriesOf(["sequence", "fynn", "polar"].map(read));
const VALUES: readonly Json[] = [
  ...[UNKNOWN, null, "", "x", "0", "0.00", "-1", "1e5", "999999999999999", "0.00000000000000000001", "NaN"],
  ...[
    0,
    -5,
    1.5,
    1e21,
    true,
    [],
    {},
    [UNKNOWN],
    { tiers: UNKNOWN },
    { tiers: [null, {}, "x"] },
    "JPY",
    "YEARLY",
    "once",
  ],
];

/** Replaces the n-th value within the fields. */
function replaced(value: Json, at: { n: number }, by: Json): Json {
  if (at.n === 0) {
    at.n -= 1;
    return by;
  }
  at.n -= 1;
  if (Array.isArray(value)) return value.map((item) => replaced(item, at, by));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item as Json, at, by)]));
}

const mutations = fc.array(
  fc.record({
    entry: fc.nat(),
    value: fc.integer({ min: 1, max: 30 }),
    by: fc.constantFrom(...VALUES),
    archive: fc.boolean(),
  }),
  { maxLength: 12 },
);

function mutated(list: typeof mutations extends fc.Arbitrary<infer T> ? T : never): readonly Side[] {
  const fields = entries.map((entry) => ({ entry, fields: entry.fields, archived: entry.archived }));
  for (const { entry, value, by, archive } of list) {
    const item = fields[entry % fields.length];
    if (!item) continue;
    item.fields = replaced(item.fields, { n: value }, by) as JsonObject;
    if (archive && value % 5 === 0) item.archived = !item.archived;
  }
  return fields.map(({ entry, ...rest }) => sideOf({ ...entry, ...rest }, defaultsOf(entry.vendor)));
}

describe("the rules", () => {
  it("find nothing wrong in the sample, only a meter that no price uses yet", () => {
    const found = catalogueFindings({ entries: mutated([]) });
    expect(found.map(({ severity, code, address }) => [severity, code, address])).toEqual([
      ["note", "unused-meter", "polar/active-projects"],
    ]);
  });

  it("do not throw on any values, and their findings can be accepted", () => {
    fc.assert(
      fc.property(mutations, mutations, fc.integer({ min: 0, max: 40 }), (before, after, cut) => {
        const [was, is] = [mutated(before), mutated(after)];
        const found = [
          ...findings({
            pairs: pairsOf(
              was,
              is.filter((_side, index) => index % 41 !== cut),
            ),
          }),
          ...findings({ pairs: is.map((side) => ({ after: side })) }),
          ...findings({ pairs: is.map((side) => ({ before: side })) }),
          ...catalogueFindings({ entries: is }),
        ];
        for (const { accept, message } of found) {
          expect(message).not.toContain(UNKNOWN);
          if (accept !== undefined) expect(accept).toMatch(/: "[^:]*[^:\s][^:]*: why" \} \}$|'[^:]+: why'$/);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** What the indexes of a list find for an entry is what a comparison with every object finds. */
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { isObject, type Json, type JsonObject } from "../../provider/fields/shape.js";
import { clearingOf, restingValue } from "../../provider/kinds/absence.js";
import type { Settings } from "../../provider/kinds/field.js";
import type { Kind } from "../../provider/kinds/kind.js";
import { settingsOf } from "../../provider/kinds/vendor.js";
import { nearest } from "../../provider/lifecycle/identity/adoption.js";
import type { Wanted } from "../../provider/lifecycle/identity/decision.js";
import { candidates } from "../../provider/lifecycle/identity/identity.js";
import { Listed } from "../../provider/lifecycle/observe/listed.js";
import { createBody } from "../../provider/lifecycle/plan/bodies.js";
import type { Adopt } from "../../provider/validation/adopt.js";
import { arbitraryOf } from "../support/arbitrary.js";
import { Random } from "../support/random.js";
import { runs } from "../support/runs.js";
import { toyRegistry } from "../toy/vendor.js";

const MARKS = ["account/one", "account/two"].map((address) => ({ address, owner: "project/stack" }));

/** Each kind, and the same without a mark and a natural key: then every field is compared. */
const kinds = toyRegistry.vendors.flatMap((vendor) =>
  vendor.kinds.flatMap((kind) => {
    const { marker: _marker, naturalKey: _key, ...plain } = kind;
    const all = [{ label: kind.type, vendor, kind }];
    return kind.marker || kind.naturalKey
      ? [...all, { label: `${kind.type} by its content`, vendor, kind: plain }]
      : all;
  }),
);

function fieldsOf(kind: Kind): fc.Arbitrary<JsonObject> {
  const own = Object.entries(kind.fields);
  const model = Object.fromEntries(own.map(([name, { shape }]) => [name, arbitraryOf(shape)]));
  return fc
    .record(model, { requiredKeys: own.filter(([, { required }]) => required).map(([name]) => name) })
    .map((value) => JSON.parse(JSON.stringify(value)) as JsonObject);
}

/** A value as another answer may hold it: spelt differently, or really another one. */
function varied(value: Json, random: Random): Json {
  if (Array.isArray(value)) {
    const items = value.map((item) => (random.chance(0.2) ? varied(item, random) : item));
    return random.chance(0.1) ? items.toReversed() : random.chance(0.05) ? items.slice(1) : items;
  }
  if (isObject(value)) {
    const entries = Object.entries(value).flatMap(([key, item]): [string, Json][] =>
      random.chance(0.04) ? [] : [[key, random.chance(0.2) ? varied(item, random) : item]],
    );
    const more: [string, Json][] = random.chance(0.1)
      ? [[random.pick(["extra", "createdAt", "id"]), junk(random)]]
      : [];
    return Object.fromEntries(random.chance(0.3) ? [...entries, ...more].toReversed() : [...entries, ...more]);
  }
  if (typeof value === "string" && /^-?[0-9]+(\.[0-9]+)?$/.test(value))
    return random.pick([`${value}${value.includes(".") ? "00" : ".0"}`, `${value}E0`, Number(value), "7.5", value]);
  if (typeof value === "string") return random.pick([` ${value} `, value, value, `${value}!`]);
  return random.chance(0.7) ? value : junk(random);
}

const junk = (random: Random): Json => random.pick([null, "", [], {}, 0, false, "other", 1.5, { id: "x" }]);

/** Where a kind may look for the archived state, an id or a mark. */
const around = (random: Random, id: number): JsonObject => ({
  id: `o-${id}`,
  key: `o-${id}`,
  ...(random.chance(0.3)
    ? random.pick<JsonObject>([
        { is_archived: true, isArchived: true, away: true, status: "archived", archived_at: "2026-01-01T00:00:00Z" },
        { is_archived: false, isArchived: false, away: false, status: "active", archived_at: null },
      ])
    : {}),
});

/** An object that came of an entry, with some fields in another form, at rest, taken away, or set besides. */
function objectOf(kind: Kind, fields: JsonObject, settings: Settings, random: Random, id: number): JsonObject {
  const body: Record<string, Json> = { ...createBody(kind, fields, random.pick(MARKS), { settings }) };
  if (kind.marker && random.chance(0.5)) delete body[kind.marker.field];
  for (const [name, field] of Object.entries(kind.fields)) {
    if (random.chance(0.7)) continue;
    const clearing = clearingOf(field, settings);
    const resting = restingValue(field);
    const values: (Json | undefined)[] = [
      ...(typeof clearing === "object" ? [clearing.value] : []),
      ...(resting === undefined ? [] : [resting]),
      ...(field.required ? [] : [null, undefined, junk(random)]),
      varied(body[name] ?? null, random),
      varied(body[name] ?? null, random),
    ];
    const value = values[random.below(values.length)];
    if (value === undefined) delete body[name];
    else body[name] = value;
  }
  return { ...body, ...around(random, id) };
}

/** The entry as it was, with some fields in another form, with null, or without them. */
function entryOf(kind: Kind, fields: JsonObject, random: Random): JsonObject {
  const entries = Object.entries(fields).flatMap(([name, value]): [string, Json][] => {
    if (random.chance(0.75)) return [[name, value]];
    if (kind.fields[name]?.required !== true && random.chance(0.5)) return random.chance(0.5) ? [] : [[name, null]];
    return [[name, random.chance(0.5) ? varied(value, random) : value]];
  });
  return Object.fromEntries(entries);
}

const ADOPTS: readonly (Adopt | undefined)[] = [undefined, undefined, true, { overwrite: true }];
const seen = { wanted: 0, found: 0, compared: 0, all: 0 };
afterAll(() => {
  expect(seen.found).toBeGreaterThan(seen.wanted / 10);
  expect(seen.compared).toBeLessThan(seen.all / 2);
});

describe.each(kinds)("$label", ({ vendor, kind }) => {
  const settings = fc
    .record(
      Object.fromEntries(
        Object.entries(vendor.settings)
          .filter(([, { shape }]) => shape.type === "choice" || shape.type === "boolean")
          .map(([name, { shape }]) => [name, arbitraryOf(shape)]),
      ),
      { requiredKeys: [] },
    )
    .map((given) => settingsOf(vendor, given as JsonObject));

  it("finds through indexes what a scan finds", () => {
    fc.assert(
      fc.property(fc.array(fieldsOf(kind), { minLength: 1, maxLength: 3 }), settings, fc.nat(), (all, given, seed) => {
        const random = new Random(seed);
        const context = { settings: given };
        // More objects with the same required fields than are compared one by one.
        const listed = Array.from({ length: 40 }, (_, id) => objectOf(kind, random.pick(all), given, random, id));
        const objects = Listed.of(kind, listed);
        for (let entry = 0; entry < 4; entry += 1) {
          const adopt = random.pick<{ value: Adopt | undefined }>(ADOPTS.map((value) => ({ value }))).value;
          const wanted: Wanted = {
            kind,
            fields: entryOf(kind, random.pick(all), random),
            archived: random.chance(0.3),
            mark: random.pick(MARKS),
            ...(adopt === undefined ? {} : { adopt }),
          };
          const found = candidates(wanted, listed, context);
          const near = objects.about(wanted, context);
          expect(candidates(wanted, near, context)).toEqual(found);
          seen.wanted += 1;
          seen.found += found.length;
          seen.compared += near.length;
          seen.all += listed.length;
          if (entry > 0) continue;
          const at = { context, held: new Map<string, string>(), created: new Set<string>() };
          expect(nearest(wanted, objects.near(wanted, context), at)).toEqual(nearest(wanted, listed, at));
        }
      }),
      { numRuns: runs(100), endOnFailure: true },
    );
  });
});

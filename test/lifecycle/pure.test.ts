/** Check and diff as functions of data: properties that hold for every kind, from its field table. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../provider/fields/shape.js";
import type { Kind } from "../../provider/kinds/kind.js";
import { changes, settle } from "../../provider/lifecycle/plan/managed.js";
import { wireSafe } from "../../provider/lifecycle/wire-safe.js";
import { overTheWire } from "../engine/engine.js";
import { arbitraryOf } from "../support/arbitrary.js";
import { toyRegistry } from "../toy/vendor.js";

const kinds = toyRegistry.vendors.flatMap((vendor) => vendor.kinds.map((kind) => ({ vendor, kind, label: kind.type })));

const settingsOf = (vendor: (typeof kinds)[number]["vendor"]): Record<string, Json> =>
  Object.fromEntries(Object.entries(vendor.settings).map(([name, member]) => [name, member.default ?? null]));

/** Field sets of a kind: required ones always, others sometimes, clearable ones sometimes null. */
function fieldsOf(kind: Kind): fc.Arbitrary<JsonObject> {
  const model = Object.fromEntries(Object.entries(kind.fields).map(([name, { shape }]) => [name, arbitraryOf(shape)]));
  const requiredKeys = Object.entries(kind.fields).filter(([, { required }]) => required);
  return fc.record(model, { requiredKeys: requiredKeys.map(([name]) => name) }) as fc.Arbitrary<JsonObject>;
}

describe.each(kinds)("$label", ({ vendor, kind }) => {
  const settings = settingsOf(vendor);
  const values = fieldsOf(kind);

  it("equal fields do not differ", () => {
    fc.assert(fc.property(values, (fields) => changes(kind, fields, structuredClone(fields), settings).length === 0));
  });

  it("check is settled after one pass, and diff sees exactly what check kept apart", () => {
    fc.assert(
      fc.property(values, values, (olds, news) => {
        const once = settle(kind, olds, news);
        expect(settle(kind, once, news)).toEqual(
          Object.fromEntries(Object.entries(once).filter(([name, value]) => value !== null || news[name] === null)),
        );
        for (const { name } of changes(kind, olds, once, settings))
          expect(JSON.stringify(once[name])).not.toBe(JSON.stringify(olds[name]));
      }),
    );
  });

  it("diff is symmetric in what differs", () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const names = (from: JsonObject, to: JsonObject): string[] =>
          changes(kind, from, to, settings)
            .map(({ name }) => name)
            .filter((name) => Object.hasOwn(a, name) && Object.hasOwn(b, name))
            .sort();
        expect(names(a, b)).toEqual(names(b, a));
      }),
    );
  });

  it("inputs survive the engine's wire", () => {
    fc.assert(
      fc.property(values, (fields) => {
        expect(overTheWire(wireSafe(fields) as object)).toEqual(JSON.parse(JSON.stringify(fields)));
      }),
    );
  });
});

describe("the wire sanitiser", () => {
  it("keeps what a Struct can hold, and loses no object over what it cannot", () => {
    const hostile = {
      undef: undefined,
      big: 2n ** 70n,
      nan: Number.NaN,
      date: new Date("2026-01-01T00:00:00Z"),
      map: new Map([["a", 1]]),
      set: new Set([1]),
      fn: () => 1,
      lone: "\ud800",
      nested: [undefined, { deep: undefined }],
    };
    const safe = wireSafe(hostile);
    expect(safe).toEqual({
      big: "1180591620717411303424",
      nan: null,
      date: "2026-01-01T00:00:00.000Z",
      map: { a: 1 },
      set: [1],
      lone: "\ufffd",
      nested: [null, {}],
    });
    expect(overTheWire(safe as object)).toEqual(safe);
  });
});

/** The way of values between the YAML, the engine and the vendors: nothing is lost or changed on it, whatever comes. */
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { contractViolation } from "../../provider/accounts/contract-violation.js";
import { fits } from "../../provider/fields/compare.js";
import { isObject, type Json, type JsonObject } from "../../provider/fields/shape.js";
import type { Kind } from "../../provider/kinds/kind.js";
import { check } from "../../provider/lifecycle/check.js";
import { decideById } from "../../provider/lifecycle/identity/adoption.js";
import { candidates, decide } from "../../provider/lifecycle/identity/identity.js";
import { createBody, markOf, patchBody, putBody, unmarked } from "../../provider/lifecycle/plan/bodies.js";
import {
  changes,
  mismatches,
  observedFields,
  readFields,
  sentOnCreate,
} from "../../provider/lifecycle/plan/managed.js";
import { wireSafe, wireSafeBag } from "../../provider/lifecycle/wire-safe.js";
import { holdsEngineWord } from "../../provider/validation/engine-words.js";
import { registry } from "../../provider/vendors/registry.js";
import { CASES } from "../conformance/cases.js";
import { overTheWire } from "../engine/engine.js";
import { arbitraryOf } from "../support/arbitrary.js";
import { runs } from "../support/runs.js";
import { fixtureOf, liveOf, sandboxOf, worldOf } from "../support/vendors.js";

const tried = { fields: 0, valid: 0, answers: 0, taken: 0, values: 0 };
const MARK = { address: "account/one", owner: "project/stack" };

/** Only what JSON and the engine's wire can hold: no undefined, no NaN, no infinite number, no odd object. */
function isClean(value: unknown): value is Json {
  if (value === null || typeof value === "boolean") return true;
  if (typeof value === "string") return value.isWellFormed();
  if (typeof value === "number") return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isClean);
  return (
    typeof value === "object" &&
    Object.getPrototypeOf(value) === Object.prototype &&
    Object.values(value).every(isClean)
  );
}

const overJson = (value: Json): Json => JSON.parse(JSON.stringify(value)) as Json;

const kinds = registry.vendors.flatMap((vendor) =>
  vendor.kinds.map((kind) => {
    const settings = Object.fromEntries(
      Object.entries(vendor.settings).map(([name, { default: value }]) => [name, value ?? null]),
    );
    return { vendor, kind, settings, context: { settings } };
  }),
);

/** Field sets of a kind: required ones always, others sometimes. */
function fieldsOf(kind: Kind): fc.Arbitrary<JsonObject> {
  const own = Object.entries(kind.fields);
  const model = Object.fromEntries(own.map(([name, { shape }]) => [name, arbitraryOf(shape)]));
  // As JSON gives it: plain objects.
  return fc
    .record(model, { requiredKeys: own.filter(([, { required }]) => required).map(([name]) => name) })
    .map((value) => overJson(value as JsonObject) as JsonObject);
}

/** What a vendor may answer with in place of anything. */
const JUNK: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -0,
    1.5,
    1e308,
    Number.MAX_SAFE_INTEGER + 2,
    "",
    " ",
    "1E-3",
    "1e999",
    "NaN",
    "\u0000",
    "\ud800",
    "\u202e",
    "__proto__",
    "constructor",
  ],
  ...[
    [],
    [null],
    [[]],
    [{}],
    {},
    { id: null },
    { id: {} },
    { id: [] },
    { toString: null, valueOf: null },
    { length: 3 },
    { constructor: { prototype: { admin: true } } },
  ],
  JSON.parse('{ "__proto__": { "admin": true } }'),
  JSON.parse('[{ "__proto__": null }]'),
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "x" },
  { __provider: "x" },
];
const MISSING = Symbol("missing");

type Step = { readonly deep: readonly number[]; readonly what: number };
const steps = fc.array(
  fc.record({
    deep: fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 5 }),
    what: fc.nat({ max: JUNK.length + 5 }),
  }),
  { minLength: 1, maxLength: 3 },
);

/** The answer with one place in it taken away, replaced, or joined by a member that nobody knows. */
function mutated(value: unknown, { deep, what }: Step): unknown {
  const [first = 0, ...rest] = deep;
  const put = what < JUNK.length ? structuredClone(JUNK[what]) : MISSING;
  if (Array.isArray(value) && value.length > 0) {
    const at = first % value.length;
    const inner = rest.length > 0 ? mutated(value[at], { deep: rest, what }) : put;
    return inner === MISSING ? value.toSpliced(at, 1) : value.with(at, inner);
  }
  if (!isObject(value) || Object.keys(value).length === 0) return put === MISSING ? null : put;
  const keys = [...Object.keys(value), "extra"];
  const key = keys[first % keys.length] ?? "extra";
  const inner = rest.length > 0 && key !== "extra" ? mutated(value[key], { deep: rest, what }) : put;
  const others = Object.entries(value).filter(([name]) => name !== key);
  return Object.fromEntries(inner === MISSING ? others : [...others, [key, inner]]);
}

describe.each(kinds)("$kind.type", ({ vendor, kind, settings, context }) => {
  it("what is written reaches the vendor and the state as it is", () => {
    fc.assert(
      fc.property(fieldsOf(kind), fieldsOf(kind), (before, after) => {
        tried.fields += 1;
        const bag = { ...after, archived: false, account: "account", address: "account/one", owner: MARK.owner };
        const { inputs, failures } = check(vendor, kind, {}, bag, { settings });
        expect(isClean(inputs)).toBe(true);
        expect(overTheWire(wireSafeBag(inputs))).toEqual(overJson(inputs as JsonObject));
        for (const { reason } of failures) expect(reason).toMatch(/^account\/one: [\s\S]+\n {2}what to do: /);
        if (failures.length > 0) return;
        tried.valid += 1;
        for (const [name, value] of Object.entries(after))
          expect(JSON.stringify(inputs[name])).toBe(JSON.stringify(value));

        const body = createBody(kind, after, MARK, context);
        const changed = changes(kind, before, after, settings);
        const patch = patchBody(kind, changed, MARK, "set", context);
        const put = putBody(kind, { changed, fields: after, left: new Set() }, body, context);
        for (const one of [body, patch, put]) {
          expect(isClean(one)).toBe(true);
          expect(overJson(one)).toEqual(one);
        }
        for (const [name, value] of Object.entries(sentOnCreate(kind, after))) {
          const field = kind.fields[name];
          if (!field?.toWire) {
            const sent = name === kind.marker?.field ? unmarked(kind, body) : body[name];
            expect(JSON.stringify(sent)).toBe(JSON.stringify(value));
          } else expect(body[name]).not.toBeNull();
        }
      }),
      { numRuns: runs(400) },
    );
  });

  it("what a vendor answers becomes clean fields, or is refused in words", async () => {
    const answer = await answerOf(kind);
    expect(contractViolation(kind, answer, context)).toBeUndefined();
    fc.assert(
      fc.property(steps, fieldsOf(kind), (all, managed) => {
        tried.answers += 1;
        const live = all.reduce<unknown>(mutated, answer) as Json;
        const strange = contractViolation(kind, live, context);
        if (!isObject(live)) {
          expect(strange).toBe("the answer is not an object");
          return;
        }
        const seen = {
          fields: readFields(kind, managed, live, context),
          observed: observedFields(kind, managed, live, context),
        };
        // A list shows objects that nobody has looked at; to decide about one must not fail either.
        const wanted = { kind, fields: managed, archived: false, mark: MARK };
        const at = {
          context,
          environment: "sandbox" as const,
          held: new Map(),
          isReplaced: false,
          created: new Set<string>(),
          isYoung: () => true,
          wasInterrupted: false,
        };
        const found = candidates(wanted, [live], context);
        decide(wanted, found, at);
        decideById({ ...wanted, adopt: "1" }, live, at);
        markOf(kind, live);
        expect(
          [typeof kind.createdAt?.(live), typeof kind.organization?.(live)].every(
            (type) => type === "string" || type === "undefined",
          ),
        ).toBe(true);
        mismatches(kind, managed, live, context);
        if (strange !== undefined) {
          expect(strange).not.toBe("");
          return;
        }

        tried.taken += 1;
        for (const [name, value] of Object.entries({ ...seen.fields, ...seen.observed })) {
          const shape = kind.fields[name]?.shape;
          if (value === null || (shape && fits(shape, value))) continue;
          expect({ name, value }).toBe("a value that fits the field, or none");
        }
        const safe = wireSafeBag(seen.fields);
        expect(isClean(safe)).toBe(true);
        expect(overTheWire(safe)).toEqual(overJson(safe));
        expect(holdsEngineWord(safe)).toBe(false);
        const changed = changes(kind, seen.fields, managed, settings);
        for (const one of [
          putBody(kind, { changed, fields: managed, left: new Set() }, live, context),
          patchBody(kind, changed, MARK, "remove", { ...context, live }),
        ])
          expect(JSON.stringify(one)).not.toContain(":undefined");
      }),
      { numRuns: runs(1_500) },
    );
  });
});

/** As the sandbox answers for the smallest entry of a kind. */
async function answerOf(kind: Kind): Promise<JsonObject> {
  const cases = CASES.find((one) => one.kind === kind.type);
  const vendor = registry.kind(kind.type)?.vendor;
  if (!cases || !vendor) throw new Error(`no case for ${kind.type}`);
  const fixture = fixtureOf(vendor.name);
  const world = worldOf(fixture);
  cases.prepare?.(sandboxOf(fixture, world));
  const parent = vendor.kinds.find(({ type }) => type === kind.parent?.type);
  const above = parent && CASES.find((one) => one.kind === parent.type)?.base;
  const content = parent
    ? { [parent.collection]: { above: { ...above, [kind.collection]: { one: cases.base } } } }
    : { [kind.collection]: { one: cases.base } };
  const { errors } = await world.up({
    "catalogue.yaml": JSON.stringify({ vendor: vendor.name, ...cases.beside, ...content }),
  });
  expect(errors).toEqual([]);
  const id = world.ids[parent ? `${vendor.name}/above/one` : `${vendor.name}/one`];
  return liveOf(fixture, world).find((one) => one.id === id)?.body as JsonObject;
}

describe("the guard of the engine's wire", () => {
  it("any JavaScript value becomes one that the wire keeps as it is", () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string({ unit: "binary" }),
          fc.anything({
            withBigInt: true,
            withDate: true,
            withSet: true,
            withNullPrototype: true,
            withTypedArray: true,
            withSparseArray: true,
          }),
        ),
        (value) => {
          tried.values += 1;
          const safe = wireSafeBag(value);
          expect(isClean(safe)).toBe(true);
          expect(overTheWire(safe)).toEqual(overJson(safe));
          expect(wireSafe(safe)).toEqual(safe);
        },
      ),
      { numRuns: runs(3_000) },
    );
  });

  it("plain JSON is not changed", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        tried.values += 1;
        expect(wireSafe(value)).toEqual(overJson(value as JsonObject));
      }),
      { numRuns: runs(2_000) },
    );
  });
});

afterAll(() => {
  console.info(
    `${tried.fields} field sets (${tried.valid} valid), ${tried.answers} answers (${tried.taken} ` +
      `taken, the others refused), ${tried.values} values tried`,
  );
  expect(tried.fields).toBeGreaterThanOrEqual(runs(400) * kinds.length);
  expect(tried.valid).toBeGreaterThanOrEqual(runs(400));
  expect(tried.answers).toBeGreaterThanOrEqual(runs(1_500) * kinds.length);
  expect(tried.taken).toBeGreaterThanOrEqual(runs(1_000));
  expect(({} as JsonObject)["admin"]).toBeUndefined();
  expect(Object.keys(Object.prototype)).toEqual([]);
});

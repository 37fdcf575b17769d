import fc from "fast-check";
import type { Json, JsonObject, Members, Shape } from "../../provider/fields/shape.js";

/** Values of a shape, as the YAML or a vendor may hold them. */
export function arbitraryOf(shape: Shape, depth = 0): fc.Arbitrary<Json> {
  switch (shape.type) {
    case "text":
      return shape.pattern === undefined
        ? fc.string({ minLength: shape.min ?? 0, maxLength: Math.min(shape.max ?? 20, (shape.min ?? 0) + 20) })
        : fc.stringMatching(new RegExp(shape.pattern), { maxLength: 40 });
    case "decimal":
      return decimals.map((value) => (shape.min !== undefined && value.startsWith("-") ? value.slice(1) : value));
    case "integer":
      return fc.integer({ min: shape.min ?? -1_000, max: Math.min(shape.max ?? 100_000, (shape.min ?? 0) + 100_000) });
    case "number":
      return fc
        .double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 })
        .map((value) => Math.round(value * 1_000) / 1_000);
    case "boolean":
      return fc.boolean();
    case "choice":
      return fc.constantFrom(...shape.values);
    case "object":
      return members(shape.members, depth);
    case "union":
      return fc.oneof(
        ...Object.entries(shape.cases).map(([tag, one]) =>
          members(one.members, depth).map((value) => ({ [shape.tag]: tag, ...value })),
        ),
      );
    case "map":
      return fc.dictionary(
        fc
          .string({ minLength: 1, maxLength: 10 })
          .filter(
            (key) =>
              !["__proto__", "constructor", "prototype"].includes(key) &&
              (!shape.keyPattern || new RegExp(shape.keyPattern).test(key)),
          ),
        arbitraryOf(shape.of, depth),
        { maxKeys: 4 },
      );
    case "list":
      // What holds itself ends somewhere.
      if (shape.of.type === "named" && depth >= 2) return fc.constant([]);
      return fc.array(arbitraryOf(shape.of, depth), {
        minLength: shape.min ?? 0,
        maxLength: Math.max(4, shape.min ?? 0),
      });
    case "either":
      return fc.oneof(...shape.of.map((one) => arbitraryOf(one, depth)));
    case "open":
      return shape.outer === "object"
        ? fc.dictionary(fc.constantFrom("a", "b", "c"), fc.oneof(fc.integer(), fc.string()), { maxKeys: 3 })
        : shape.outer === "list"
          ? fc.array(fc.integer(), { maxLength: 3 })
          : fc.oneof(
              fc.string(),
              fc.integer(),
              fc.dictionary(fc.constantFrom("a", "b", "c"), fc.integer(), { maxKeys: 3 }),
            );
    case "named":
      return arbitraryOf(shape.of(), depth + 1);
  }
}

const decimals = fc
  .tuple(
    fc.boolean(),
    fc.integer({ min: 0, max: 1_000_000 }),
    fc.integer({ min: 0, max: 99 }),
    fc.constantFrom(0, 1, 2, 3),
  )
  .map(
    ([negative, whole, fraction, zeros]) =>
      `${negative && whole > 0 ? "-" : ""}${whole}.${String(fraction).padStart(2, "0")}${"0".repeat(zeros)}`,
  );

function members(all: Members, depth: number): fc.Arbitrary<JsonObject> {
  const writable = Object.entries(all).filter(([, { readOnly }]) => !readOnly);
  const model = Object.fromEntries(writable.map(([name, { shape }]) => [name, arbitraryOf(shape, depth)]));
  const requiredKeys = writable.filter(([, { required }]) => required).map(([name]) => name);
  return fc.record(model, { requiredKeys }) as fc.Arbitrary<JsonObject>;
}

/** The validators that the build compiles refuse what ajv refuses, with the same errors. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { ErrorObject, ValidateFunction } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { settingsSchema } from "../../provider/accounts/account-settings.js";
import { REVIEW_SCHEMA } from "../../provider/accounts/review-config.js";
import { isObject, type Json, type JsonObject } from "../../provider/fields/shape.js";
import { schemasOf } from "../../provider/validation/validate.js";
import { ajvFor, digestOf, type NamedSchema } from "../../provider/validation/validators.js";
import { registry } from "../../provider/vendors/registry.js";
import { ROOT } from "../../tools/local/repository.ts";
import { sampleFiles } from "../../tools/local/sample.ts";
import { arbitraryOf } from "../support/arbitrary.ts";
import { runs } from "../support/runs.ts";

const require = createRequire(import.meta.url);

interface Compiled {
  readonly default: ValidateFunction;
  readonly digest: string;
}

const fileOf = ({ name }: NamedSchema): string => join(ROOT, "dist/provider/validation/compiled", `${name}.cjs`);

/** Values that are good, almost good, and anything: of a sample, one place at a time holds another value. */
const samples = Object.values(sampleFiles()).map((text) => parse(text, { merge: true }) as JsonObject);
const anything = fc.oneof(
  fc.constantFrom<Json>(null, true, "yes", "no", "", "1.00", "-1", 1.5, 0, -3, [], {}, "ARCHIVED", "x".repeat(300)),
  fc.jsonValue().map((value) => value as Json),
  arbitraryOf({ type: "decimal" }),
);

/** Every place within a value: each as the function that puts another value there. */
function places(value: Json): ((other: Json) => Json)[] {
  const members = Array.isArray(value)
    ? value.map((item, index) => [index, item] as const)
    : Object.entries(value ?? {});
  if (typeof value !== "object" || value === null) return [(other) => other];
  const within = members.flatMap(([key, item]) =>
    places(item as Json).map((put) => (other: Json): Json => {
      const copy = structuredClone(value) as unknown as Record<string | number, Json>;
      copy[key] = put(other);
      return copy as unknown as Json;
    }),
  );
  const added = isObject(value) ? [(other: Json): Json => ({ ...value, unknown: other })] : [];
  return [(other) => other, ...within, ...added];
}

const changed = (whole: readonly JsonObject[]): fc.Arbitrary<Json> => {
  const all = whole.flatMap((value) => places(value));
  return fc
    .tuple(fc.integer({ min: 0, max: all.length - 1 }), anything)
    .map(([index, other]) => all[index]?.(other) ?? null);
};

const said = (validate: ValidateFunction, value: Json): unknown =>
  validate(value)
    ? []
    : (validate.errors ?? []).map(
        ({ instancePath, schemaPath, keyword, params, parentSchema, data, propertyName }: ErrorObject) =>
          JSON.stringify({ instancePath, schemaPath, keyword, params, parentSchema, data, propertyName }),
      );

const schemas = [
  ...registry.vendors.flatMap((vendor) => [...schemasOf(vendor), settingsSchema(vendor)]),
  REVIEW_SCHEMA,
];

describe.each(schemas.map((schema) => [schema.name, schema] as const))("%s", (_name, schema) => {
  it("is compiled from this schema", () => {
    expect(existsSync(fileOf(schema))).toBe(true);
    expect((require(fileOf(schema)) as Compiled).digest).toBe(digestOf(schema));
  });

  it("says what ajv says", () => {
    const compiled = (require(fileOf(schema)) as Compiled).default;
    const own = ajvFor(schema).compile(schema.schema);
    const values = schema.name.endsWith(".file")
      ? samples
      : samples.flatMap((sample) => entriesOf(sample, schema.name));
    const given = values.length > 0 ? fc.oneof(changed(values), anything) : anything;
    let refused = 0;
    fc.assert(
      fc.property(given, (value) => {
        const expected = said(own, value);
        if ((expected as unknown[]).length > 0) refused += 1;
        expect(said(compiled, value)).toEqual(expected);
      }),
      { numRuns: runs(400) },
    );
    expect(refused).toBeGreaterThan(0);
  });
});

/** Values that are near to what the schema of a kind's fields or of one entry takes. */
function entriesOf(sample: JsonObject, name: string): JsonObject[] {
  const entries = Object.values(sample).flatMap((map) => (isObject(map) ? Object.values(map).filter(isObject) : []));
  return name.endsWith(".entry") ? [sample, ...entries] : entries;
}

/** Fourth stage: validates a file's value against its vendor's schema, and turns ajv's errors into violations. */
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { compareDecimals } from "../fields/decimal.js";
import type { Json, JsonObject } from "../fields/shape.js";
import type { Kind } from "../kinds/kind.js";
import type { Vendor } from "../kinds/vendor.js";
import { besideInsteadOfBelow } from "./beside.js";
import { UNKNOWN } from "./engine-words.js";
import { keyOf, type Path } from "./problem.js";
import { remember } from "./remember.js";
import { fieldsSchema, fileSchema, oneEntrySchema } from "./schema.js";
import { schemaViolations } from "./schema-violations.js";
import type { SchemaViolation } from "./violation.js";
import { isYesNo } from "./wrong-type.js";

/** Compiling takes longer than validating most catalogues, and most of it would be the search for shorter code. */
const code = { optimize: false } as const;
const ajv = new Ajv({
  allErrors: true,
  verbose: true,
  strict: false,
  ownProperties: true,
  allowUnionTypes: true,
  code,
});
/** `yes` and `no` were booleans in YAML 1.1 and are strings now. Where a boolean is allowed, they are mistakes. */
ajv.addKeyword({ keyword: "x-no-yes-no", type: "string", validate: (_on: boolean, value: string) => !isYesNo(value) });
ajv.addKeyword({
  keyword: "x-decimal",
  type: ["string", "integer"],
  validate: (bounds: { min?: string; exclusive?: boolean }, value: string | number) => {
    if (bounds.min === undefined || !/^-?[0-9]+(\.[0-9]+)?$/.test(String(value))) return true;
    const difference = compareDecimals(String(value), bounds.min);
    return bounds.exclusive ? difference > 0 : difference >= 0;
  },
});

const files = new Map<Vendor, ValidateFunction>();
const entries = new Map<Kind, ValidateFunction>();
const fields = new Map<Kind, ValidateFunction>();

/** `source` gives a scalar as it is written in the file. */
export function validateFile(
  vendor: Vendor,
  value: Json,
  source: (path: Path) => string | undefined,
): SchemaViolation[] {
  const validate = remember(files, vendor, () => ajv.compile(fileSchema(vendor, { editor: false }) as object));
  return run(validate, value, vendor, source);
}

/** One entry as a program declares it: `{ account?, [collection]: { [key]: entry } }`. */
export function validateEntry(vendor: Vendor, kind: Kind, value: JsonObject): SchemaViolation[] {
  const validate = remember(entries, kind, () => ajv.compile(oneEntrySchema(kind) as object));
  return run(validate, value, vendor, () => undefined);
}

/** The fields that the engine hands over for one entry. */
export function validateFields(vendor: Vendor, kind: Kind, value: JsonObject): SchemaViolation[] {
  const validate = remember(fields, kind, () => ajv.compile(fieldsSchema(kind) as object));
  return run(validate, value, vendor, () => undefined);
}

function run(
  validate: ValidateFunction,
  value: Json,
  vendor: Vendor,
  source: (path: Path) => string | undefined,
): SchemaViolation[] {
  if (validate(value)) return [];
  const violations = relevant(validate.errors ?? []).flatMap((error) => schemaViolations(error, vendor, source));
  return withoutMistyped(besideInsteadOfBelow(notBelowWholes(violations), value));
}

/** A violation of a whole value explains every violation below it. */
function notBelowWholes(violations: readonly SchemaViolation[]): SchemaViolation[] {
  const wholes = new Set(violations.filter(({ whole }) => whole).map(({ path }) => keyOf(path)));
  if (wholes.size === 0) return [...violations];
  return violations.filter(({ whole, path }) => whole || !path.some((_, index) => wholes.has(keyOf(path, index + 1))));
}

/** Drops errors of branches, which their `anyOf` or `oneOf` reports, and errors of unknown values. */
function relevant(errors: readonly ErrorObject[]): ErrorObject[] {
  const branches = [
    ...new Set(
      errors
        .filter(({ keyword }) => keyword === "anyOf" || keyword === "oneOf")
        .map(({ schemaPath }) => `${schemaPath}/`),
    ),
  ];
  return errors.filter((error) => {
    if (error.keyword === "if" || error.data === UNKNOWN) return false;
    return !branches.some((branch) => error.schemaPath.startsWith(branch));
  });
}

/** A field that is present under a mistyped name is not reported as missing too. */
function withoutMistyped(violations: readonly SchemaViolation[]): SchemaViolation[] {
  const meant = new Set(
    violations.flatMap(({ path, meant: name }) => (name === undefined ? [] : [keyOf([...path.slice(0, -1), name])])),
  );
  return violations.filter(
    ({ path, missing }) => missing === undefined || !missing.some((name) => meant.has(keyOf([...path, name]))),
  );
}

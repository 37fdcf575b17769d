/** Fourth stage: validates a file's value against its vendor's schema, and turns ajv's errors into violations. */
import type { ErrorObject, ValidateFunction } from "ajv";
import type { Json, JsonObject } from "../fields/shape.js";
import type { Kind } from "../kinds/kind.js";
import type { Vendor } from "../kinds/vendor.js";
import { besideInsteadOfBelow } from "./beside.js";
import { UNKNOWN } from "./engine-words.js";
import { keyOf, type Path } from "./problem.js";
import { remember } from "./remember.js";
import { fieldsSchema, fileSchema, oneEntrySchema } from "./schema.js";
import { schemaViolations } from "./schema-violations.js";
import { type NamedSchema, validatorOf } from "./validators.js";
import type { SchemaViolation } from "./violation.js";

const named = (name: string, schema: object): NamedSchema => ({ name, schema, allErrors: true });
const ofFile = (vendor: Vendor): NamedSchema => named(`${vendor.name}.file`, fileSchema(vendor, { editor: false }));
const ofEntry = (kind: Kind): NamedSchema => named(`${kind.type.replace(":", ".")}.entry`, oneEntrySchema(kind));
const ofFields = (kind: Kind): NamedSchema => named(`${kind.type.replace(":", ".")}.fields`, fieldsSchema(kind));

/** All schemas that entries of a vendor are checked against. */
export const schemasOf = (vendor: Vendor): NamedSchema[] => [
  ofFile(vendor),
  ...vendor.kinds.flatMap((kind) => [ofEntry(kind), ofFields(kind)]),
];

const files = new Map<Vendor, ValidateFunction>();
const entries = new Map<Kind, ValidateFunction>();
const fields = new Map<Kind, ValidateFunction>();

/** `source` gives a scalar as it is written in the file. */
export function validateFile(
  vendor: Vendor,
  value: Json,
  source: (path: Path) => string | undefined,
): SchemaViolation[] {
  const validate = remember(files, vendor, () => validatorOf(ofFile(vendor)));
  return run(validate, value, vendor, source);
}

/** One entry as a program declares it: `{ account?, [collection]: { [key]: entry } }`. */
export function validateEntry(vendor: Vendor, kind: Kind, value: JsonObject): SchemaViolation[] {
  const validate = remember(entries, kind, () => validatorOf(ofEntry(kind)));
  return run(validate, value, vendor, () => undefined);
}

/** The fields that the engine hands over for one entry. */
export function validateFields(vendor: Vendor, kind: Kind, value: JsonObject): SchemaViolation[] {
  const validate = remember(fields, kind, () => validatorOf(ofFields(kind)));
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

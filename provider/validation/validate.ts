/** Fourth stage: a file's value against its vendor's schema. What ajv says becomes problems at their place, in words. */
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { compareDecimals } from "../fields/decimal.js";
import { isObject, type Json, type JsonObject, own } from "../fields/shape.js";
import type { Kind } from "../kinds/kind.js";
import type { Vendor } from "../kinds/vendor.js";
import { UNKNOWN } from "./engine-words.js";
import type { Path } from "./problem.js";
import { remember } from "./remember.js";
import { fieldsSchema, fileSchema, oneEntrySchema } from "./schema.js";
import { schemaViolations } from "./schema-violations.js";
import type { SchemaViolation } from "./violation.js";
import { isYesNo } from "./wrong-type.js";

const ajv = new Ajv({ allErrors: true, verbose: true, strict: false, ownProperties: true, allowUnionTypes: true });
/** Words that YAML 1.1 read as true and false, and that are texts now: never meant as a text where true may stand. */
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
  const complaints = relevant(validate.errors ?? []).flatMap((error) => schemaViolations(error, vendor, source));
  const wholes = complaints.filter(({ whole }) => whole);
  const rest = complaints.filter((one) => one.whole || !wholes.some(({ path }) => isWithin(one.path, path)));
  return oneForOneCause(rest.reduce((kept, one) => besideInsteadOfBelow(kept, one, value), rest));
}

/** Errors of branches are said by the branch point; what concerns an unknown value is not said at all. */
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

/** `monthly:` with nothing below it, and its fields at its own indentation: one mistake. */
function besideInsteadOfBelow(
  complaints: readonly SchemaViolation[],
  { path, empty }: SchemaViolation,
  value: Json,
): SchemaViolation[] {
  const key = path.at(-1);
  const container = path.slice(0, -1);
  const keys = Object.keys(valueAt(value, container) ?? {});
  const isBelow = (one: SchemaViolation, name: string): boolean =>
    at(one.path.slice(0, path.length), "") === at([...container, name], "");
  const belongs = (name: string): boolean =>
    empty === "entries"
      ? complaints.some((one) => one.code === "unknown-field" && one.path.length === path.length && isBelow(one, name))
      : empty?.includes(name) === true && complaints.some((one) => isBelow(one, name));
  const after = keys.slice(keys.indexOf(String(key)) + 1);
  const end = after.findIndex((name) => !belongs(name));
  const beside = end < 0 ? after : after.slice(0, end);
  const [first] = beside;
  if (empty === undefined || first === undefined) return [...complaints];
  return complaints
    .filter((one) => !beside.some((name) => isBelow(one, name)))
    .map((one) => {
      if (one.path !== path || one.empty === undefined) return one;
      const message = `\`${key}\` is empty, because \`${first}\` is not indented more than it`;
      return {
        ...one,
        code: "bad-indentation",
        message,
        remedy: `indent \`${first}\` and what follows by two spaces more than \`${key}\``,
      };
    });
}

function valueAt(value: Json, path: Path): JsonObject | undefined {
  const found = path.reduce<Json | undefined>(
    (inner, part) => (isObject(inner) ? own(inner, String(part)) : undefined),
    value,
  );
  return isObject(found) ? found : undefined;
}

/** A field that is there under a mistyped name is not missing as well. */
function oneForOneCause(complaints: readonly SchemaViolation[]): SchemaViolation[] {
  const meant = new Set(
    complaints.flatMap(({ path, meant: name }) => (name === undefined ? [] : [at(path.slice(0, -1), name)])),
  );
  return complaints.filter(
    ({ path, missing }) => missing === undefined || !missing.some((name) => meant.has(at(path, name))),
  );
}

const isWithin = (path: Path, outer: Path): boolean => at(path.slice(0, outer.length), "") === at(outer, "");
const at = (path: Path, name: string): string => JSON.stringify([...path.map(String), name]);

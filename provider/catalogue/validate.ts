/** Fourth stage: a file's value against its vendor's schema. What ajv says becomes problems at their place, in words. */
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { compareDecimals } from "../fields/decimal.js";
import type { Schema } from "../fields/json-schema.js";
import { isObject, type Json, type JsonObject, own } from "../fields/shape.js";
import { childrenOf, type Kind, type Vendor } from "../vendors/kind.js";
import type { Code } from "./codes.js";
import { didYouMean } from "./did-you-mean.js";
import { UNKNOWN } from "./engine-words.js";
import type { Path } from "./problem.js";
import { remember } from "./remember.js";
import { fieldsSchema, fileSchema, oneEntrySchema } from "./schema.js";

/** A finding at a path; `at: "key"` points at the key instead of the value. */
export interface Complaint {
  readonly code: Code;
  readonly path: Path;
  readonly at: "key" | "value";
  readonly message: string;
  readonly remedy: string;
}

const ajv = new Ajv({ allErrors: true, verbose: true, strict: false, ownProperties: true, allowUnionTypes: true });
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
export function validateFile(vendor: Vendor, value: Json, source: (path: Path) => string | undefined): Complaint[] {
  const validate = remember(files, vendor, () => ajv.compile(fileSchema(vendor, { editor: false }) as object));
  return run(validate, value, vendor, source);
}

/** One entry as a program declares it: `{ account?, [collection]: { [key]: entry } }`. */
export function validateEntry(vendor: Vendor, kind: Kind, value: JsonObject): Complaint[] {
  const validate = remember(entries, kind, () => ajv.compile(oneEntrySchema(kind) as object));
  return run(validate, value, vendor, () => undefined);
}

/** The fields that the engine hands over for one entry. */
export function validateFields(vendor: Vendor, kind: Kind, value: JsonObject): Complaint[] {
  const validate = remember(fields, kind, () => ajv.compile(fieldsSchema(kind) as object));
  return run(validate, value, vendor, () => undefined);
}

function run(validate: ValidateFunction, value: Json, vendor: Vendor, source: (path: Path) => string | undefined): Complaint[] {
  if (validate(value)) return [];
  return relevant(validate.errors ?? []).flatMap((error) => complaint(error, vendor, source));
}

/** Errors of branches are said by the branch point; what concerns an unknown value is not said at all. */
function relevant(errors: readonly ErrorObject[]): ErrorObject[] {
  const branches = [
    ...new Set(errors.filter(({ keyword }) => keyword === "anyOf" || keyword === "oneOf").map(({ schemaPath }) => `${schemaPath}/`)),
  ];
  return errors.filter((error) => {
    if (error.keyword === "if" || error.data === UNKNOWN) return false;
    return !branches.some((branch) => error.schemaPath.startsWith(branch));
  });
}

function complaint(error: ErrorObject, vendor: Vendor, source: (path: Path) => string | undefined): Complaint[] {
  const path = error.instancePath
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  const schema = (error.parentSchema ?? {}) as Schema;
  const name = String(path.at(-1) ?? "the file");
  const written = source(path);
  // A filled-in value is what is wrong, not the placeholder in its place.
  const shown = written?.includes("${") ? `${show(error.data as Json)} (${written})` : (written ?? show(error.data as Json));
  const make = (code: Code, at: "key" | "value", message: string, remedy: string, where: Path = path): Complaint[] => [
    { code, path: where, at, message, remedy },
  ];
  const params = error.params as Record<string, unknown>;

  switch (error.keyword) {
    case "required": {
      const missing = String(params["missingProperty"]);
      return make(
        "missing-field",
        "key",
        `${titleOf(path, vendor)} needs \`${missing}\``,
        `add \`${missing}: …\`${hint((schema["properties"] as Schema | undefined)?.[missing])}`,
      );
    }
    case "additionalProperties": {
      const extra = String(params["additionalProperty"]);
      const readOnly = own((schema["x-read-only"] ?? {}) as JsonObject, extra);
      if (readOnly !== undefined) {
        const [message, remedy] = [`\`${extra}\` is set by ${vendor.title} and cannot be written`, "remove the line"];
        return make("read-only-field", "key", message, readOnly === null ? remedy : `${remedy}; ${String(readOnly)}`, [...path, extra]);
      }
      const known = Object.keys((schema["properties"] ?? {}) as object);
      const elsewhere = path.length === 0 ? undefined : misplaced(extra, vendor);
      return make("unknown-field", "key", `\`${extra}\` is not a field of ${titleOf(path, vendor)}`, didYouMean(extra, known, elsewhere), [
        ...path,
        extra,
      ]);
    }
    case "propertyNames":
      return make(
        "bad-key",
        "key",
        `\`${String(params["propertyName"])}\` cannot be a key here`,
        `use ${String((schema["propertyNames"] as Schema | undefined)?.["x-help"] ?? "another key")}`,
        [...path, String(params["propertyName"])],
      );
    case "const":
      return make("wrong-value", "value", `\`${name}\` is ${shown}`, `write ${show(params["allowedValue"] as Json)}`);
    case "enum": {
      const values = (params["allowedValues"] as Json[]).filter((one) => one !== null).map(String);
      if (typeof error.data !== "string") return [];
      return make("unknown-value", "value", `${shown} is not a value of \`${name}\``, didYouMean(error.data, values));
    }
    case "type":
      return typeComplaint(error, name, shown, make);
    case "pattern":
      if (schema["x-decimal"] !== undefined)
        return make(
          "bad-decimal",
          "value",
          `${shown} is not a decimal number`,
          'write digits with a point, as in "99.00": no currency, no comma, no exponent',
        );
      return error.propertyName === undefined
        ? make(
            "bad-text",
            "value",
            `${shown} does not fit \`${name}\``,
            `write ${String(schema["x-help"] ?? `a text that matches ${String(params["pattern"])}`)}`,
          )
        : [];
    case "x-decimal":
      return make(
        "out-of-range",
        "value",
        `${shown} is too small for \`${name}\``,
        `write a decimal ${bounds(schema["x-decimal"] as Schema)}`,
      );
    case "minLength":
    case "maxLength":
      return make(
        "bad-length",
        "value",
        `\`${name}\` has ${[...String(error.data)].length} character${[...String(error.data)].length === 1 ? "" : "s"}`,
        `write ${error.keyword === "minLength" ? "at least" : "at most"} ${String(params["limit"])} characters`,
      );
    case "minimum":
    case "maximum":
      return make(
        "out-of-range",
        "value",
        `${shown} is too ${error.keyword === "minimum" ? "small" : "large"} for \`${name}\``,
        `write a number of ${error.keyword === "minimum" ? "at least" : "at most"} ${String(params["limit"])}`,
      );
    case "minItems":
    case "maxItems":
    case "minProperties":
    case "maxProperties":
      return make(
        "bad-length",
        "value",
        `\`${name}\` has ${Array.isArray(error.data) ? error.data.length : Object.keys((error.data ?? {}) as object).length} items`,
        `list ${error.keyword.startsWith("min") ? "at least" : "at most"} ${String(params["limit"])}`,
      );
    case "oneOf": {
      const group = schema["x-exactly-one"] as string[] | undefined;
      if (!group) break;
      const given = group.filter((one) => isObject(error.data as Json) && Object.hasOwn(error.data as object, one));
      const names = group.map((one) => `\`${one}\``).join(" or ");
      return given.length === 0
        ? make("missing-field", "key", `${titleOf(path, vendor)} needs ${names}`, "add one of them")
        : make(
            "conflicting-fields",
            "key",
            `${given.map((one) => `\`${one}\``).join(" and ")} say the same thing twice`,
            "keep one of them",
            [...path, given[1] ?? ""],
          );
    }
    case "anyOf": {
      if (path.length === 0) {
        const roots = vendor.kinds.filter(({ parent }) => parent === undefined).map(({ collection }) => `\`${collection}\``);
        return make("missing-field", "value", "the file has no entries", `add ${roots.join(" or ")}`);
      }
      const wanted = (schema["x-either"] as string[] | undefined)?.join(" or ") ?? "another value";
      return make("wrong-type", "value", `\`${name}\` is ${kindOfValue(error.data as Json)}`, `write ${wanted}`);
    }
    case "not":
      return make(
        "wrong-value",
        "value",
        `\`${name}\` is ${shown}`,
        `write ${String(schema["x-help"] ?? "another value, or leave it out")}`,
      );
  }
  return make("invalid", "value", `\`${name}\` ${error.message ?? "is not valid"}`, "correct it");
}

type Make = (code: Code, at: "key" | "value", message: string, remedy: string) => Complaint[];

function typeComplaint(error: ErrorObject, name: string, shown: string, make: Make): Complaint[] {
  const wanted = ([] as string[]).concat((error.params as { type: string | string[] }).type);
  const clearable = wanted.includes("null");
  if (error.data === null) {
    return make(
      "cannot-clear",
      "value",
      `\`${name}\` has no value`,
      clearable ? "write a value" : "write a value, or leave the line out if the field is optional",
    );
  }
  if (typeof error.data === "number" && wanted.includes("string")) {
    return make(
      "number-not-text",
      "value",
      `\`${name}\` is the number ${shown}, where text is wanted`,
      shown.includes("${") ? "set the value as text in the stack's configuration" : `put it into quotes: "${shown}"`,
    );
  }
  if (typeof error.data === "string" && (wanted.includes("integer") || wanted.includes("number"))) {
    return make(
      "text-not-number",
      "value",
      `\`${name}\` is the text ${show(error.data)}, where a number is wanted`,
      /^-?[0-9]+$/.test(error.data)
        ? `write ${error.data} without quotes`
        : `write ${wanted.includes("integer") ? "a whole number" : "a number"}`,
    );
  }
  if (typeof error.data === "number" && wanted.includes("integer")) {
    return make("not-whole", "value", `${shown} is not a whole number`, `\`${name}\` takes whole numbers`);
  }
  return make(
    "wrong-type",
    "value",
    `\`${name}\` is ${kindOfValue(error.data as Json)}`,
    `write ${wanted
      .filter((one) => one !== "null")
      .map(typeInWords)
      .join(" or ")}`,
  );
}

const bounds = (schema: Schema): string => `${schema["exclusive"] === true ? "greater than" : "of at least"} ${String(schema["min"])}`;

const typeInWords = (type: string): string =>
  ({ string: "a text", integer: "a whole number", number: "a number", boolean: "true or false", array: "a list", object: "a map" })[type] ??
  type;

const kindOfValue = (value: Json): string => {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  return isObject(value)
    ? "a map"
    : `the ${typeof value === "string" ? "text" : typeof value === "number" ? "number" : "value"} ${show(value)}`;
};

function show(value: Json): string {
  if (typeof value === "object" && value !== null) return kindOfValue(value);
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function hint(schema: unknown): string {
  const { enum: all, "x-values": usual } = (schema ?? {}) as { enum?: Json[]; "x-values"?: Json[] };
  const values = (all ?? (usual && usual.length <= 10 ? usual : undefined))?.filter((one) => one !== null);
  return values ? ` (one of ${values.map((one) => `\`${String(one)}\``).join(", ")})` : "";
}

/** "a list price", "the file", "a tier": what the path leads to, in the words of the kinds. */
function titleOf(path: Path, vendor: Vendor): string {
  if (path.length === 0) return "the file";
  let { kinds } = vendor;
  let at = 0;
  let title: string | undefined;
  let kind = kinds.find(({ collection }) => collection === path[at]);
  while (kind && at + 1 < path.length) {
    title = `a ${kind.title}`;
    at += 2;
    kinds = childrenOf(vendor, kind);
    kind = kinds.find(({ collection }) => collection === path[at]);
  }
  if (at === path.length && title) return title;
  const inner = path.findLast((part) => typeof part === "string" && !/^[0-9]+$/.test(part));
  return `\`${String(inner)}\``;
}

/** Fields of one kind written at another are a usual slip. */
function misplaced(name: string, vendor: Vendor): string | undefined {
  const owner = vendor.kinds.find(({ fields }) => Object.hasOwn(fields, name) && !fields[name]?.fromParent);
  return owner ? `move it to ${owner.title === "product" ? "the product" : `a ${owner.title}`}, where it belongs` : undefined;
}

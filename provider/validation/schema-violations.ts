/** An error of the schema's validator in our own words: what is wrong with which field, and what to write instead. */
import type { ErrorObject } from "ajv";
import { DECIMAL_DIGITS as DIGITS } from "../fields/decimal.js";
import type { Schema } from "../fields/json-schema.js";
import { isObject, type Json } from "../fields/shape.js";
import type { Vendor } from "../kinds/vendor.js";
import { didYouMean } from "./did-you-mean.js";
import type { Path } from "./problem.js";
import { type ErrorViolation, example, type SchemaError, violation } from "./schema-error.js";
import { additional } from "./unknown-field.js";
import { unreadKey } from "./unread-key.js";
import type { SchemaViolation } from "./violation.js";
import { counted, kindOfValue, show, titleOf, whatOf } from "./words.js";
import { wrongType, yesNo } from "./wrong-type.js";

/** None where another error of the validator says the same. `source` gives a scalar as it is written in the file. */
export function schemaViolations(
  error: ErrorObject,
  vendor: Vendor,
  source: (path: Path) => string | undefined,
): SchemaViolation[] {
  const path = error.instancePath
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  const data = error.data as Json;
  const written = source(path);
  // A filled-in value is what is wrong, not the placeholder in its place.
  const shown = written?.includes("${") ? `${show(data)} (${written})` : (written ?? show(data));
  const schema = (error.parentSchema ?? {}) as Schema;
  const params = error.params as SchemaError["params"];
  const found = violationOf({ error, path, schema, data, params, vendor, what: whatOf(path), shown });
  return found === undefined ? [] : [{ path, at: "value", ...found }];
}

function violationOf(given: SchemaError): ErrorViolation | undefined {
  const { error, path, schema, data, params, vendor, what, shown } = given;
  switch (error.keyword) {
    case "required":
      return missing(given, String(params["missingProperty"]));
    case "additionalProperties":
      return additional(String(params["additionalProperty"]), path, schema, data, vendor);
    case "propertyNames":
      return badKey(given, String(params["propertyName"]));
    case "const": {
      const allowed = `\`${String(params["allowedValue"])}\``;
      return violation("wrong-value", `${what} must be ${allowed}, not ${shown}`, `write ${allowed}`);
    }
    case "enum": {
      const values = (params["allowedValues"] as Json[]).filter((value) => value !== null).map(String);
      return typeof data === "string"
        ? violation("unknown-value", notAValue(path, shown), didYouMean(data, values))
        : undefined;
    }
    case "type":
      return wrongType(given);
    case "pattern":
      return error.propertyName === undefined ? wrongForm(given) : undefined;
    case "x-decimal": {
      const remedy = `write a decimal ${bounds(schema["x-decimal"] as Schema)}`;
      return violation("out-of-range", `${shown} is too small for ${what}`, remedy);
    }
    case "x-no-yes-no":
      return yesNo(given);
    case "minLength":
    case "maxLength": {
      const { length } = [...String(data)];
      return violation(
        "bad-length",
        `${what} has ${counted(length, "character")}`,
        `write ${limitOf(given)} ${params["limit"] === 1 ? "character" : "characters"}`,
      );
    }
    case "minimum":
    case "maximum": {
      const size = error.keyword === "minimum" ? "small" : "large";
      return violation("out-of-range", `${shown} is too ${size} for ${what}`, `write a number of ${limitOf(given)}`);
    }
    case "minItems":
    case "maxItems":
    case "minProperties":
    case "maxProperties": {
      const { length } = Array.isArray(data) ? data : Object.keys((data ?? {}) as object);
      const limit = `${limitOf(given)} ${params["limit"] === 1 ? "item" : "items"}`;
      const like = error.keyword.startsWith("min") ? example(given) : "";
      return violation("bad-length", `${what} has ${counted(length, "item")}`, `write ${limit}${like}`);
    }
    case "oneOf":
      return exactlyOne(given);
    case "anyOf": {
      if (path.length === 0) return noEntries(vendor);
      const either = (schema["x-either"] as string[] | undefined) ?? ["another value"];
      const wanted = either.filter((type) => type !== "a whole number" || !either.includes("a number")).join(" or ");
      return violation("wrong-type", `${what} must be ${wanted}, not ${kindOfValue(data)}`, `write ${wanted}`);
    }
    case "not": {
      const remedy = `write ${String(schema["x-help"] ?? "another value, or remove the line")}`;
      return violation("wrong-value", `${what} cannot be ${shown}`, remedy);
    }
    default:
      return notAllowed(given);
  }
}

/** "at least 3" */
const limitOf = ({ error, params }: SchemaError): string =>
  `${error.keyword.startsWith("min") ? "at least" : "at most"} ${String(params["limit"])}`;

const notAllowed = (given: SchemaError): ErrorViolation =>
  violation(
    "invalid",
    `${given.what} has a value that is not allowed here`,
    `compare it with docs/${given.vendor.name}.md${example(given)}`,
  );

function noEntries({ kinds }: Vendor): ErrorViolation {
  const collections = kinds.filter(({ parent }) => parent === undefined).map(({ collection }) => collection);
  const roots = collections.map((collection) => `\`${collection}:\``);
  const remedy = `add ${roots.join(" or ")} with an entry below it`;
  return { ...violation("missing-field", "the file has no entries", remedy), missing: collections };
}

const notAValue = (path: Path, shown: string): string => {
  const name = path.findLast((part) => !/^[0-9]+$/.test(String(part)));
  return name === "ignoreChanges"
    ? `${shown} is not a field that \`ignoreChanges\` can name`
    : `${shown} is not a value of \`${String(name)}\``;
};

function badKey({ schema, path, vendor }: SchemaError, name: string): ErrorViolation {
  const entry = schema["additionalProperties"] as Schema | undefined;
  const below = schema["x-entry"] === "entries" && Object.hasOwn((entry?.["properties"] ?? {}) as object, name);
  if (below) {
    const outer = String(path.at(-1));
    const message = `\`${name}\` is indented like a key of \`${outer}\`, but it belongs below one of those keys`;
    const remedy = `indent \`${name}\` and what is below it by two more spaces`;
    return { ...violation("bad-indentation", message, remedy), at: "key", path: [...path, name], whole: true };
  }
  const help = String((schema["propertyNames"] as Schema | undefined)?.["x-help"] ?? "another key");
  const key = keyLike(name);
  const remedy = `use ${help}${key && help.startsWith("lower-case") ? `: \`${key}\`` : ""}`;
  const message =
    name === "" ? "a key is missing before the colon" : `\`${name}\` cannot be a key of ${titleOf(path, vendor)}`;
  return { ...violation("bad-key", message, remedy), at: "key", path: [...path, name] };
}

/** A key of a catalogue that is like a name: "Großer Plan" → "grosser-plan". */
const keyLike = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[äöü]/g, (letter) => ({ ä: "ae", ö: "oe", ü: "ue" })[letter] ?? letter)
    .replaceAll("ß", "ss")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9_-]+/g, "-")
    .replace(/^[-_]+|-+$/g, "");

function missing({ path, schema, vendor, data }: SchemaError, name: string): ErrorViolation {
  const glued = Object.keys(isObject(data) ? data : {}).find((key) => key.startsWith(`${name}:`));
  const line = glued === undefined ? undefined : unreadKey(glued);
  if (glued !== undefined && line) return { ...line, at: "key", path: [...path, glued], meant: name };
  const wanted = (schema["properties"] as Schema | undefined)?.[name] as Schema | undefined;
  const value = wanted?.["x-example"];
  const values = ([] as Json[])
    .concat((wanted?.["enum"] ?? wanted?.["x-values"] ?? []) as Json[])
    .filter((choice) => choice !== null);
  const choices =
    values.length > 0 && (wanted?.["enum"] !== undefined || values.length <= 10)
      ? ` (one of ${values.map((choice) => `\`${String(choice)}\``).join(", ")})`
      : "";
  const like =
    typeof value === "string" && value !== "…" && choices === "" ? `, for example \`${name}: ${value}\`` : choices;
  const help = schema["x-help"] === undefined ? "" : `; or, instead of a map, write ${String(schema["x-help"])}`;
  const remedy = `add \`${name}: …\`${like}${help}`;
  const message = `${titleOf(path, vendor)} needs \`${name}\``;
  return { ...violation("missing-field", message, remedy), at: "key", missing: [name] };
}

function exactlyOne(given: SchemaError): ErrorViolation {
  const { schema, data, path, vendor } = given;
  const group = schema["x-exactly-one"] as string[] | undefined;
  if (!group) return notAllowed(given);
  const set = group.filter((name) => isObject(data) && Object.hasOwn(data, name));
  if (set.length === 0) {
    const names = group.map((name) => `\`${name}\``).join(" or ");
    const message = `${titleOf(path, vendor)} needs ${names}`;
    return {
      ...violation("missing-field", message, `add one of them: \`${group[0]}: …\``),
      at: "key",
      missing: group,
    };
  }
  const message = `${set.map((name) => `\`${name}\``).join(" and ")} cannot be set together`;
  return {
    ...violation("conflicting-fields", message, "keep one of them, and remove the other"),
    at: "key",
    path: [...path, set[1] ?? ""],
  };
}

/** A string that the field's pattern does not match. */
function wrongForm({ schema, what, shown, data, params }: SchemaError): ErrorViolation {
  if (schema["x-decimal"] === undefined) {
    const help = String(schema["x-help"] ?? `a string that matches ${String(params["pattern"])}`);
    return violation("bad-text", `${shown} does not have the form of ${what}`, `write ${help}`);
  }
  const [, whole = "", fraction = ""] = /^-?(0|[1-9][0-9]*)(?:\.([0-9]+))?$/.exec(String(data)) ?? [];
  if (whole.length > DIGITS.whole || fraction.length > DIGITS.fraction) {
    return violation(
      "too-many-digits",
      `${what} has ${whole.length} digits before the point and ${fraction.length} after it`,
      `write at most ${DIGITS.whole} digits before the point and ${DIGITS.fraction} after it`,
    );
  }
  const name = /^(?:\$|\{\{\s*|<|%)([A-Za-z_][\w.-]*)(?:\s*\}\}|>|%)?$/.exec(String(data))?.[1];
  const remedy =
    name === undefined
      ? 'write digits with a point, as in "99.00": no currency, no comma, no exponent'
      : `write a value of the stack's configuration as \`"\${${name}}"\``;
  return violation("bad-decimal", `${shown} is not a decimal number`, remedy);
}

const bounds = (schema: Schema): string =>
  `${schema["exclusive"] === true ? "greater than" : "of at least"} ${String(schema["min"])}`;

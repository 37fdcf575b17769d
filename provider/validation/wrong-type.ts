/** What is said of a value whose type is not that of its field, or that is missing. */
import type { Schema } from "../fields/json-schema.js";
import { plainNumber } from "./numbers.js";
import { type ErrorViolation, example, type SchemaError, violation } from "./schema-error.js";
import { unreadKey } from "./unread-key.js";
import { kindOfValue, show, typeInWords } from "./words.js";
import { isYesNo } from "./yes-no.js";

export function wrongType(error: SchemaError): ErrorViolation {
  const { schema, data, what, shown, path, params } = error;
  const wanted = ([] as string[]).concat(params["type"] as string | string[]);
  if (data === null) return noValue(error, wanted);
  if (typeof data === "number" && wanted.includes("string")) return numberNotText(error, data);
  if (typeof data === "string" && (wanted.includes("integer") || wanted.includes("number"))) {
    const remedy = /^-?[0-9]+$/.test(data)
      ? `write ${data} without quotes`
      : `write ${wanted.includes("integer") ? "a whole number" : "a number"}, in digits only`;
    return violation("text-not-number", `${what} must be a number, not the string ${show(data)}`, remedy);
  }
  if (typeof data === "number" && wanted.includes("integer"))
    return violation("not-whole", `${shown} is not a whole number`, `write a whole number: ${what} takes no decimals`);
  if (typeof data === "string" && wanted.includes("boolean") && isYesNo(data)) return yesNo(error);
  if (typeof data === "string" && wanted.includes("object")) {
    // A line without its colon, or without the space after it, is read as a string.
    const line = unreadKey(data);
    const known = Object.keys((schema["properties"] ?? {}) as object);
    if (line && (line.code === "missing-space" || known.includes(data.split(/[\s=;]/, 1)[0] ?? ""))) return line;
  }
  const words = wanted
    .filter((type) => type !== "null" && !(type === "integer" && wanted.includes("number")))
    .map(typeInWords)
    .join(" or ");
  const fits = wanted.includes("object") || wanted.includes("array");
  return violation(
    "wrong-type",
    `${what} must be ${words}, not ${kindOfValue(data)}`,
    `write ${words}${fits ? example({ schema, path }) : ""}`,
  );
}

function numberNotText({ schema, what, shown }: SchemaError, data: number): ErrorViolation {
  const text = schema["x-decimal"] !== undefined && Number.isFinite(data) ? numberAsText(data, shown) : shown;
  const finite = Number.isFinite(data) && !/inf|nan/i.test(shown);
  const remedy = !finite
    ? `write digits with a point, in quotes, as in "99.00"`
    : shown.includes("${")
      ? "set the value as a string in the stack's configuration"
      : `put it in quotes: "${text}"`;
  return violation("number-not-text", `${what} must be a string, not the number ${shown}`, remedy);
}

function numberAsText(value: number, shown: string): string {
  return /^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/.test(shown) ? shown : plainNumber(value);
}

/** `adopt: yes`: a boolean in YAML 1.1, a string in YAML 1.2. */
export function yesNo({ what, data, schema }: SchemaError): ErrorViolation {
  const isTrue = /^(?:y|yes|on|true)$/i.test(String(data));
  const onlyTrue = schema["not"] !== undefined;
  const remedy = isTrue
    ? "write `true`, without quotes"
    : onlyTrue
      ? "remove the line"
      : "write `false`, without quotes";
  const why = /^(?:true|false)$/i.test(String(data))
    ? "because of the quotes"
    : "which YAML 1.2 does not read as true or false";
  return violation("wrong-type", `${what} is the string ${show(data)}, ${why}`, remedy);
}

function noValue({ schema, what, path }: SchemaError, wanted: readonly string[]): ErrorViolation {
  if (wanted.includes("object") && typeof schema["x-entry"] === "string") {
    const remedy = `write its ${schema["x-entry"]} below it, indented by two more spaces${example({ schema, path })}`;
    const empty = schema["x-entry"] === "fields" ? Object.keys((schema["properties"] ?? {}) as object) : "entries";
    return { ...violation("cannot-clear", `${what} is empty`, remedy), empty };
  }
  const members = wanted.includes("object") ? namesIn(schema) : [];
  const instead = schema["x-required"] === true ? "" : "remove the line, or ";
  const remedy = `${instead}write a value${example({ schema, path })}`;
  const found = violation("cannot-clear", `${what} has no value`, remedy);
  return members.length > 0 ? { ...found, empty: members } : found;
}

/** The members of an object, of all cases of a union. */
const namesIn = (schema: Schema): string[] =>
  [schema, ...((schema["allOf"] ?? []) as Schema[]).map((branch) => (branch["then"] ?? {}) as Schema)].flatMap(
    (branch) => Object.keys((branch["properties"] ?? {}) as object),
  );

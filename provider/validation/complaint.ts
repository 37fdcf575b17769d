/** What the schema's validator finds, in words: what is wrong with which field, and what to write instead. */
import type { ErrorObject } from "ajv";
import { DECIMAL_DIGITS as DIGITS } from "../fields/decimal.js";
import type { Schema } from "../fields/json-schema.js";
import { isObject, type Json } from "../fields/shape.js";
import type { Vendor } from "../kinds/vendor.js";
import type { Code } from "./codes.js";
import { didYouMean } from "./did-you-mean.js";
import { plainNumber } from "./numbers.js";
import type { Path } from "./problem.js";
import { additional } from "./unknown-field.js";
import { unreadKey } from "./unread-key.js";
import { kindOfValue, show, titleOf, typeInWords, whatOf } from "./words.js";

/** A finding at a path; `at: "key"` points at the key instead of the value. */
export interface Complaint {
  readonly code: Code;
  readonly path: Path;
  readonly at: "key" | "value";
  readonly message: string;
  readonly remedy: string;
  /** The fields of which one is missing at the path. */
  readonly missing?: readonly string[];
  /** The field that an unknown one was probably meant to be. */
  readonly meant?: string | undefined;
  /** It is what is wrong with everything below the path. */
  readonly whole?: true;
  /** It has nothing below it. What may stand there: these fields, or entries under any key. */
  readonly empty?: readonly string[] | "entries";
}

/** What is known of one error. */
interface Case {
  readonly error: ErrorObject;
  readonly path: Path;
  readonly schema: Schema;
  readonly data: Json;
  readonly params: Readonly<Record<string, unknown>>;
  readonly vendor: Vendor;
  /** "`price`", "an item of `prices`", "the file" */
  readonly what: string;
  /** The value as it is written. */
  readonly shown: string;
}

export function complaint(error: ErrorObject, vendor: Vendor, source: (path: Path) => string | undefined): Complaint[] {
  const path = error.instancePath
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  const data = error.data as Json;
  const written = source(path);
  // A filled-in value is what is wrong, not the placeholder in its place.
  const shown = written?.includes("${") ? `${show(data)} (${written})` : (written ?? show(data));
  const schema = (error.parentSchema ?? {}) as Schema;
  const found = told({
    error,
    path,
    schema,
    data,
    params: error.params as Case["params"],
    vendor,
    what: whatOf(path),
    shown,
  });
  return found === undefined ? [] : [{ path, at: "value", ...found }];
}

type Told = Omit<Complaint, "path" | "at"> & Partial<Pick<Complaint, "path" | "at">>;
const say = (code: Code, message: string, remedy: string): Told => ({ code, message, remedy });

function told(one: Case): Told | undefined {
  const { error, path, schema, data, params, vendor, what, shown } = one;
  switch (error.keyword) {
    case "required":
      return missing(one, String(params["missingProperty"]));
    case "additionalProperties":
      return additional(String(params["additionalProperty"]), path, schema, data, vendor);
    case "propertyNames": {
      return badKey(one, String(params["propertyName"]));
    }
    case "const":
      return say("wrong-value", `${what} is ${shown}`, `write \`${String(params["allowedValue"])}\``);
    case "enum": {
      const values = (params["allowedValues"] as Json[]).filter((value) => value !== null).map(String);
      return typeof data === "string"
        ? say("unknown-value", notAValue(path, shown), didYouMean(data, values))
        : undefined;
    }
    case "type":
      return wrongType(one);
    case "pattern":
      return error.propertyName === undefined ? otherForm(one) : undefined;
    case "x-decimal":
      return say(
        "out-of-range",
        `${shown} is too small for ${what}`,
        `write a decimal ${bounds(schema["x-decimal"] as Schema)}`,
      );
    case "x-no-yes-no":
      return yesNo(one);
    case "minLength":
    case "maxLength": {
      const { length } = [...String(data)];
      const limit = `${error.keyword === "minLength" ? "at least" : "at most"} ${String(params["limit"])}`;
      return say(
        "bad-length",
        `${what} has ${length} character${length === 1 ? "" : "s"}`,
        `write ${limit} character${params["limit"] === 1 ? "" : "s"}`,
      );
    }
    case "minimum":
    case "maximum": {
      const [size, limit] = error.keyword === "minimum" ? ["small", "at least"] : ["large", "at most"];
      return say(
        "out-of-range",
        `${shown} is too ${size} for ${what}`,
        `write a number of ${limit} ${String(params["limit"])}`,
      );
    }
    case "minItems":
    case "maxItems":
    case "minProperties":
    case "maxProperties": {
      const { length } = Array.isArray(data) ? data : Object.keys((data ?? {}) as object);
      const limit = `${error.keyword.startsWith("min") ? "at least" : "at most"} ${String(params["limit"])}`;
      return say(
        "bad-length",
        `${what} has ${length} items`,
        `list ${limit}${error.keyword.startsWith("min") ? example(one) : ""}`,
      );
    }
    case "oneOf":
      return exactlyOne(one);
    case "anyOf": {
      if (path.length === 0) {
        const collections = vendor.kinds
          .filter(({ parent }) => parent === undefined)
          .map(({ collection }) => collection);
        const roots = collections.map((collection) => `\`${collection}:\``);
        return {
          ...say("missing-field", "the file has no entries", `add ${roots.join(" or ")} with an entry below it`),
          missing: collections,
        };
      }
      const wanted = (schema["x-either"] as string[] | undefined)?.join(" or ") ?? "another value";
      return say("wrong-type", `${what} is ${kindOfValue(data)}`, `write ${wanted}`);
    }
    case "not":
      return say(
        "wrong-value",
        `${what} is ${shown}`,
        `write ${String(schema["x-help"] ?? "another value, or remove the line")}`,
      );
  }
  return say(
    "invalid",
    `${what} has a value that is not allowed here`,
    `compare it with docs/${vendor.name}.md${example(one)}`,
  );
}

/** ", for example `prices: [{ … }]`" */
function example({ schema, path }: Pick<Case, "schema" | "path">): string {
  const [value, name] = [schema["x-example"], path.at(-1)];
  if (typeof value !== "string") return "";
  return `, for example \`${name === undefined || /^[0-9]+$/.test(String(name)) ? "" : `${name}: `}${value}\``;
}

const notAValue = (path: Path, shown: string): string => {
  const name = path.findLast((part) => !/^[0-9]+$/.test(String(part)));
  return name === "ignoreChanges"
    ? `${shown} is not a field that \`ignoreChanges\` can name`
    : `${shown} is not a value of \`${String(name)}\``;
};

function badKey({ schema, path, vendor }: Case, name: string): Told {
  const entry = schema["additionalProperties"] as Schema | undefined;
  const below = schema["x-entry"] === "entries" && Object.hasOwn((entry?.["properties"] ?? {}) as object, name);
  if (below) {
    const message = `\`${name}\` is indented like a key of \`${String(path.at(-1))}\`, and belongs below one of them`;
    const remedy = `indent \`${name}\` and what is below it by two spaces more`;
    return { ...say("bad-indentation", message, remedy), at: "key", path: [...path, name], whole: true };
  }
  const help = String((schema["propertyNames"] as Schema | undefined)?.["x-help"] ?? "another key");
  const slug = name
    .toLowerCase()
    .replace(/[äöü]/g, (letter) => ({ ä: "ae", ö: "oe", ü: "ue" })[letter] ?? letter)
    .replaceAll("ß", "ss")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9_-]+/g, "-")
    .replace(/^[-_]+|-+$/g, "");
  const remedy = `use ${help}${slug && help.startsWith("lower-case") ? `: \`${slug}\`` : ""}`;
  const message =
    name === "" ? "a key is missing before the colon" : `\`${name}\` cannot be a key of ${titleOf(path, vendor)}`;
  return { ...say("bad-key", message, remedy), at: "key", path: [...path, name] };
}

function missing({ path, schema, vendor, data }: Case, name: string): Told {
  const glued = Object.keys(isObject(data) ? data : {}).find((key) => key.startsWith(`${name}:`));
  const line = glued === undefined ? undefined : unreadKey(glued);
  if (glued !== undefined && line) return { ...line, at: "key", path: [...path, glued], meant: name };
  const wanted = (schema["properties"] as Schema | undefined)?.[name] as Schema | undefined;
  const value = wanted?.["x-example"];
  const values = ([] as Json[])
    .concat((wanted?.["enum"] ?? wanted?.["x-values"] ?? []) as Json[])
    .filter((one) => one !== null);
  const choices =
    values.length > 0 && (wanted?.["enum"] !== undefined || values.length <= 10)
      ? ` (one of ${values.map((one) => `\`${String(one)}\``).join(", ")})`
      : "";
  const like =
    typeof value === "string" && value !== "…" && choices === "" ? `, for example \`${name}: ${value}\`` : choices;
  const help = schema["x-help"] === undefined ? "" : `; or write no map, but ${String(schema["x-help"])}`;
  const remedy = `add \`${name}: …\`${like}${help}`;
  return { ...say("missing-field", `${titleOf(path, vendor)} needs \`${name}\``, remedy), at: "key", missing: [name] };
}

function exactlyOne({ schema, data, path, vendor }: Case): Told | undefined {
  const group = schema["x-exactly-one"] as string[] | undefined;
  if (!group)
    return say(
      "invalid",
      `\`${String(path.at(-1))}\` has a value that is not allowed here`,
      `compare it with docs/${vendor.name}.md`,
    );
  const given = group.filter((one) => isObject(data) && Object.hasOwn(data, one));
  const names = group.map((one) => `\`${one}\``).join(" or ");
  if (given.length === 0)
    return {
      ...say("missing-field", `${titleOf(path, vendor)} needs ${names}`, `add one of them: \`${group[0]}: …\``),
      at: "key",
      missing: group,
    };
  const message = `${given.map((one) => `\`${one}\``).join(" and ")} cannot be set together`;
  return {
    ...say("conflicting-fields", message, "keep one of them, and remove the other"),
    at: "key",
    path: [...path, given[1] ?? ""],
  };
}

function otherForm({ schema, what, shown, data, params }: Case): Told {
  if (schema["x-decimal"] === undefined) {
    const help = String(schema["x-help"] ?? `a text that matches ${String(params["pattern"])}`);
    return say("bad-text", `${shown} does not fit ${what}`, `write ${help}`);
  }
  const [, whole = "", fraction = ""] = /^-?(0|[1-9][0-9]*)(?:\.([0-9]+))?$/.exec(String(data)) ?? [];
  if (whole.length > DIGITS.whole || fraction.length > DIGITS.fraction) {
    return say(
      "too-many-digits",
      `${what} has ${whole.length} digits before the point and ${fraction.length} after it`,
      `write at most ${DIGITS.whole} digits before the point and ${DIGITS.fraction} after it`,
    );
  }
  const name = /^(?:\$|\{\{\s*|<|%)([A-Za-z_][\w.-]*)(?:\s*\}\}|>|%)?$/.exec(String(data))?.[1];
  if (name !== undefined)
    return say(
      "bad-decimal",
      `${shown} is not a decimal number`,
      `a value of the stack's configuration is written \`"\${${name}}"\``,
    );
  return say(
    "bad-decimal",
    `${shown} is not a decimal number`,
    'write digits with a point, as in "99.00": no currency, no comma, no exponent',
  );
}

export const isYesNo = (text: string): boolean => /^(?:y|yes|n|no|on|off|true|false)$/i.test(text);

/** `adopt: yes`: in YAML 1.1 a boolean. */
function yesNo({ what, data, schema }: Case): Told {
  const isTrue = /^(?:y|yes|on|true)$/i.test(String(data));
  const onlyTrue = schema["not"] !== undefined;
  const remedy = isTrue
    ? "write `true`, without quotes"
    : onlyTrue
      ? "remove the line"
      : "write `false`, without quotes";
  const why = /^(?:true|false)$/i.test(String(data)) ? "in quotes" : "which YAML 1.2 does not read as true or false";
  return say("wrong-type", `${what} is the text ${show(data)}, ${why}`, remedy);
}

function wrongType(one: Case): Told {
  const { error, schema, data, what, shown, path } = one;
  const wanted = ([] as string[]).concat((error.params as { type: string | string[] }).type);
  if (data === null) return noValue(one, wanted);
  if (typeof data === "number" && wanted.includes("string")) {
    const text = schema["x-decimal"] !== undefined && Number.isFinite(data) ? numberAsText(data, shown) : shown;
    const finite = Number.isFinite(data) && !/inf|nan/i.test(shown);
    const remedy = !finite
      ? `write digits with a point, in quotes, as in "99.00"`
      : shown.includes("${")
        ? "set the value as text in the stack's configuration"
        : `put it into quotes: "${text}"`;
    return say("number-not-text", `${what} is the number ${shown}, where text is wanted`, remedy);
  }
  if (typeof data === "string" && (wanted.includes("integer") || wanted.includes("number"))) {
    const digits = /^-?[0-9]+$/.test(data);
    const remedy = digits
      ? `write ${data} without quotes`
      : `write ${wanted.includes("integer") ? "a whole number" : "a number"}, in digits only`;
    return say("text-not-number", `${what} is the text ${show(data)}, where a number is wanted`, remedy);
  }
  if (typeof data === "number" && wanted.includes("integer"))
    return say("not-whole", `${shown} is not a whole number`, `write a whole number: ${what} takes no decimals`);
  if (typeof data === "string" && wanted.includes("boolean") && isYesNo(data)) return yesNo(one);
  if (typeof data === "string" && wanted.includes("object")) {
    // A line without its colon, or without the space after it, is a text.
    const line = unreadKey(data);
    const known = Object.keys((schema["properties"] ?? {}) as object);
    if (line && (line.code === "missing-space" || known.includes(data.split(/[\s=;]/, 1)[0] ?? ""))) return line;
  }
  const words = wanted
    .filter((type) => type !== "null" && !(type === "integer" && wanted.includes("number")))
    .map(typeInWords)
    .join(" or ");
  const fits = wanted.includes("object") || wanted.includes("array");
  return say("wrong-type", `${what} is ${kindOfValue(data)}`, `write ${words}${fits ? example({ schema, path }) : ""}`);
}

function numberAsText(value: number, shown: string): string {
  return /^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/.test(shown) ? shown : plainNumber(value);
}

function noValue({ schema, what, path }: Case, wanted: readonly string[]): Told {
  if (wanted.includes("object") && typeof schema["x-entry"] === "string") {
    const remedy = `write its ${schema["x-entry"]} below it, indented by two spaces more${example({ schema, path })}`;
    const empty = schema["x-entry"] === "fields" ? Object.keys((schema["properties"] ?? {}) as object) : "entries";
    return { ...say("cannot-clear", `${what} is empty`, remedy), empty };
  }
  const members = wanted.includes("object") ? namesIn(schema) : [];
  const instead = schema["x-required"] === true ? "" : "remove the line, or ";
  const told = say("cannot-clear", `${what} has no value`, `${instead}write a value${example({ schema, path })}`);
  return members.length > 0 ? { ...told, empty: members } : told;
}

/** The members of an object, in whatever form it is. */
const namesIn = (schema: Schema): string[] =>
  [schema, ...((schema["allOf"] ?? []) as Schema[]).map((branch) => (branch["then"] ?? {}) as Schema)].flatMap((one) =>
    Object.keys((one["properties"] ?? {}) as object),
  );

const bounds = (schema: Schema): string =>
  `${schema["exclusive"] === true ? "greater than" : "of at least"} ${String(schema["min"])}`;

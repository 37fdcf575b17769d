/** The settings of an account, and the messages about settings that are not valid. */
import type { ErrorObject, ValidateFunction } from "ajv";
import { memberSchema } from "../fields/json-schema.js";
import { isObject, type Json, type JsonObject } from "../fields/shape.js";
import { isLoopback } from "../http/loopback.js";
import type { Vendor } from "../kinds/vendor.js";
import { didYouMean } from "../validation/did-you-mean.js";
import { remember } from "../validation/remember.js";
import { type NamedSchema, validatorOf } from "../validation/validators.js";

const BASICS = {
  vendor: { type: "string" },
  environment: { type: "string", enum: ["sandbox", "production"] },
  baseUrl: { type: "string", minLength: 1 },
  organization: { type: "string", minLength: 1 },
  allowHttp: { type: "boolean" },
  allowEmpty: { type: "boolean" },
  limits: {
    type: "object",
    properties: {
      requestSeconds: { type: "number", exclusiveMinimum: 0, maximum: 600 },
      operationSeconds: { type: "number", exclusiveMinimum: 0, maximum: 3_600 },
      concurrent: { type: "integer", minimum: 1, maximum: 64 },
      searchSeconds: { type: "number", minimum: 0, maximum: 600 },
      perMinute: { type: "integer", minimum: 0 },
      maxRetryAfterSeconds: { type: "number", minimum: 0, maximum: 3_600 },
    },
    additionalProperties: false,
  },
};

/** The schema of the settings that an account of this vendor may have. */
export function settingsSchema({ name, settings }: Vendor): NamedSchema {
  const own = Object.entries(settings).map(([key, member]) => [key, memberSchema(member, { editor: false })]);
  return {
    name: `${name}.settings`,
    schema: {
      type: "object",
      properties: { ...BASICS, ...Object.fromEntries(own) },
      additionalProperties: false,
    },
    allErrors: false,
  };
}

const validators = new Map<Vendor, ValidateFunction>();

/** The first error in an account's settings, with the command that corrects it. `at`: "catalogue:accounts.polar". */
export function troubleWithAccount(value: JsonObject, vendor: Vendor, at: string): string | undefined {
  const validate = remember(validators, vendor, () => validatorOf(settingsSchema(vendor)));
  const error = validate(value) ? undefined : validate.errors?.[0];
  if (!error) return undefined;
  const path = `${at}${error.instancePath.replaceAll("/", ".")}`;
  const extra = error.params["additionalProperty"] as string | undefined;
  if (extra !== undefined) {
    const known = Object.keys((error.parentSchema?.["properties"] ?? {}) as object);
    const meant = didYouMean(extra, known);
    const remedy = meant.startsWith("use") ? `${meant}.` : `${meant} The settings are ${known.join(", ")}.`;
    const remove = `pulumi config rm --path '${path}.${extra}'`;
    return `${path}.${extra} is not a setting\n  what to do: ${remedy} Remove this one: ${remove}`;
  }
  const { wanted, example } = wantedBy(error);
  const shown = isSecretName(path) ? "not a valid value" : inJson(error.data as Json);
  return `${path} is ${shown}\n  what to do: set it to ${wanted}: pulumi config set --path '${path}' ${example}`;
}

/** No setting is a credential, but people may write a credential under the name of one. */
const isSecretName = (path: string): boolean => /(key|token|secret|password)/i.test(path.split(".").at(-1) ?? "");

const inJson = (value: Json): string => {
  const text = JSON.stringify(value);
  return text.length > 80
    ? isObject(value)
      ? "a map"
      : Array.isArray(value)
        ? "a list"
        : `${text.slice(0, 77)}…`
    : text;
};

/** The values that a setting accepts, in words, and an example of one for the command line. */
function wantedBy({ parentSchema, data }: ErrorObject): { wanted: string; example: string } {
  const schema = (parentSchema ?? {}) as JsonObject;
  const values = [schema["enum"] ?? schema["x-values"] ?? []]
    .flat()
    .filter((item) => item !== null)
    .map(String);
  if (values.length > 0) {
    const close = values.find(
      (name) =>
        typeof data === "string" && (name.startsWith(data.toLowerCase()) || data.toLowerCase().startsWith(name)),
    );
    return { wanted: values.map((name) => `\`${name}\``).join(" or "), example: close ?? `<${values.join(" | ")}>` };
  }
  const types = [schema["type"] ?? []].flat().map(String);
  if (types.includes("boolean")) return { wanted: "`true` or `false`", example: "true" };
  if (types.includes("integer") || types.includes("number")) {
    const { minimum = null, exclusiveMinimum = null, maximum = null } = schema;
    const least =
      minimum === null
        ? exclusiveMinimum === null
          ? ""
          : ` above ${String(exclusiveMinimum)}`
        : ` of at least ${String(minimum)}`;
    const most = maximum === null ? "" : `${least === "" ? " of" : " and"} at most ${String(maximum)}`;
    return {
      wanted: `${types.includes("integer") ? "a whole number" : "a number"}${least}${most}`,
      example: "<number>",
    };
  }
  const example = typeof schema["x-example"] === "string" ? schema["x-example"] : "…";
  if (types.includes("array")) return { wanted: "a list, one item at a time", example: `… (as in ${example})` };
  if (types.includes("object"))
    return { wanted: "a map, one member at a time", example: "… (with `.<member>` at the end of the path)" };
  return { wanted: "a string that is not empty", example: example === "…" ? "<string>" : example };
}

/** The error in a base URL, if it has one. Parts of it that may be credentials are not shown. */
export function troubleWithUrl(text: string, allowHttp: boolean, at: string): string | undefined {
  const shown = withoutCredentials(text);
  const set = `pulumi config set --path '${at}' `;
  if (shown !== text)
    return (
      `${at} contains credentials or a query ("${shown}")\n  what to do: set credentials in the environment or in ` +
      `catalogue:credentials, and set only the URL here: ${set}https://api.example.com`
    );
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    const address = /^[a-z0-9.-]+(:[0-9]+)?(\/.*)?$/i.test(text) ? text : "api.example.com";
    return `${at} is "${shown}", which is not a full URL\n  what to do: set the full URL: ${set}https://${address}`;
  }
  if (url.protocol === "https:" || (url.protocol === "http:" && (allowHttp || isLoopback(url)))) return undefined;
  if (url.protocol === "http:")
    return (
      `${at} is "${shown}", and http would send the credentials unencrypted\n  what to do: use https: ` +
      `${set}${shown.replace(/^http/i, "https")} (\`allowHttp: true\` in the account permits http)`
    );
  return (
    `${at} is "${shown}", which does not begin with https://\n  what to do: set the full URL: ` +
    `${set}https://api.example.com`
  );
}

/** Removes what precedes an `@`, and the query. */
const withoutCredentials = (text: string): string =>
  text
    .replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, (_all, scheme: string | undefined) => `${scheme ?? ""}(not shown)@`)
    .replace(/[?#].*$/s, "?(not shown)");

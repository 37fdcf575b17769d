/** What an account may be configured with, and what is said about anything else. */
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { memberSchema } from "../fields/json-schema.js";
import { isObject, type Json, type JsonObject } from "../fields/shape.js";
import { isLoopback } from "../http/transport.js";
import type { Vendor } from "../kinds/vendor.js";
import { didYouMean } from "../validation/did-you-mean.js";

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

const ajv = new Ajv({ strict: false, verbose: true, allowUnionTypes: true });
const validators = new WeakMap<Vendor, ValidateFunction>();

/** What an account of this vendor may be configured with. */
function validatorOf(vendor: Vendor): ValidateFunction {
  const known = validators.get(vendor);
  if (known) return known;
  const settings = Object.entries(vendor.settings).map(([key, member]) => [
    key,
    memberSchema(member, { editor: false }),
  ]);
  const made = ajv.compile({
    type: "object",
    properties: { ...BASICS, ...Object.fromEntries(settings) },
    additionalProperties: false,
  });
  validators.set(vendor, made);
  return made;
}

/** The first thing that is wrong, with the command that puts it right. `at`: "catalogue:accounts.polar". */
export function troubleWithAccount(value: JsonObject, vendor: Vendor, at: string): string | undefined {
  const validate = validatorOf(vendor);
  const error = validate(value) ? undefined : validate.errors?.[0];
  if (!error) return undefined;
  const path = `${at}${error.instancePath.replaceAll("/", ".")}`;
  const extra = error.params["additionalProperty"] as string | undefined;
  if (extra !== undefined) {
    const known = Object.keys((error.parentSchema?.["properties"] ?? {}) as object);
    const meant = didYouMean(extra, known);
    const remedy = meant.startsWith("use") ? `${meant}.` : `${meant} The settings are ${known.join(", ")}.`;
    return `${path}.${extra} is not a setting\n  what to do: ${remedy} Remove this one: pulumi config rm --path '${path}.${extra}'`;
  }
  const { wanted, example } = wantedBy(error);
  const shown = isSecretName(path) ? "not of the right form" : inJson(error.data as Json);
  return `${path} is ${shown}\n  what to do: set it to ${wanted}: pulumi config set --path '${path}' ${example}`;
}

/** No setting is a credential, but people mistake one for the other. */
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

/** What a setting takes, in words, and a value of it as the command takes it. */
function wantedBy({ parentSchema, data }: ErrorObject): { wanted: string; example: string } {
  const schema = (parentSchema ?? {}) as JsonObject;
  const values = [schema["enum"] ?? schema["x-values"] ?? []]
    .flat()
    .filter((one) => one !== null)
    .map(String);
  if (values.length > 0) {
    const close = values.find(
      (one) => typeof data === "string" && (one.startsWith(data.toLowerCase()) || data.toLowerCase().startsWith(one)),
    );
    return { wanted: values.map((one) => `\`${one}\``).join(" or "), example: close ?? `<${values.join(" | ")}>` };
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
  if (types.includes("array")) return { wanted: `a list, one item at a time`, example: `… (as in ${example})` };
  if (types.includes("object"))
    return { wanted: "a map, one member at a time", example: "… (with `.<member>` at the end of the path)" };
  return { wanted: "a text that is not empty", example: example === "…" ? "<text>" : example };
}

/** What is wrong with a base URL. What may be a credential in it is not shown. */
export function troubleWithUrl(text: string, allowHttp: boolean, at: string): string | undefined {
  const shown = withoutCredentials(text);
  const set = `pulumi config set --path '${at}' `;
  if (shown !== text)
    return `${at} holds credentials or a query ("${shown}")\n  what to do: put credentials into the environment or catalogue:credentials, and write the address alone: ${set}https://api.example.com`;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return `${at} is "${shown}"\n  what to do: write a whole address: ${set}https://${/^[a-z0-9.-]+(:[0-9]+)?(\/.*)?$/i.test(text) ? text : "api.example.com"}`;
  }
  if (url.protocol === "https:" || (url.protocol === "http:" && (allowHttp || isLoopback(url)))) return undefined;
  if (url.protocol === "http:")
    return `${at} is "${shown}"\n  what to do: use https (${set}${shown.replace(/^http/i, "https")}); plain http would send the credentials in clear (\`allowHttp: true\` permits it all the same)`;
  return `${at} is "${shown}"\n  what to do: write a whole address that begins with https://: ${set}https://api.example.com`;
}

/** Whatever stands before an `@`, and a query. */
const withoutCredentials = (text: string): string =>
  text
    .replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, (_all, scheme: string | undefined) => `${scheme ?? ""}(not shown)@`)
    .replace(/[?#].*$/s, "?(not shown)");

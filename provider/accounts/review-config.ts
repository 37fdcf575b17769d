/** `catalogue:review`: severities and thresholds of the review's rules, with their defaults. */
import type { ErrorObject, ValidateFunction } from "ajv";
import { DECIMAL_PATTERN } from "../fields/decimal.js";
import { isObject, type Json, type JsonObject } from "../fields/shape.js";
import { didYouMean } from "../validation/did-you-mean.js";
import { remember } from "../validation/remember.js";
import type { ReviewCode } from "../validation/review-code.js";
import { ACCEPTANCE_PATTERN, REVIEW_CODES } from "../validation/review-codes.js";
import { type NamedSchema, validatorOf } from "../validation/validators.js";
import { ConfigError } from "./config-error.js";
import { NAMESPACE } from "./config-keys.js";

/** From when on the rules of the review find something. */
export interface Thresholds {
  /** How near to a power of ten the ratio of two amounts is, in percent. */
  readonly timesTen: { readonly percent: number };
  /** A change of more than this, up or down. */
  readonly bigChange: { readonly percent: number };
  /** By currency: a change of at most this much, in major units. Default: one smallest unit of the currency. */
  readonly oneCentOff: Readonly<Record<string, string>>;
  /** By how many percentage points the changes of prices that belong together differ. */
  readonly siblingLeftBehind: { readonly points: number };
  /** By how many percentage points the discounts of a longer interval differ. */
  readonly yearlyDiscountDiffers: { readonly points: number };
  /** A ratio of two currencies that is `factor` times the median of an account, which has at least so many prices. */
  readonly currencySpread: { readonly factor: number; readonly prices: number };
  /** More archived entries than `count`, or a larger share of the active ones where at least `least` are archived. */
  readonly manyArchives: { readonly count: number; readonly share: number; readonly least: number };
}

/** What a finding of the rule means for the pipeline; `off`: the rule is not run. */
export const SEVERITIES = ["block", "warn", "note", "off"] as const;
export type ConfiguredSeverity = (typeof SEVERITIES)[number];

/** The code of the finding about an acceptance that no longer fits. */
export const ACCEPTANCE_UNFIT = "acceptance-unfit";

/** The code of the finding about an account whose credentials would be sent somewhere else. */
export const ACCOUNT_MOVED = "account-moved";
const CODES_OF_CHANGE = [...REVIEW_CODES, ACCOUNT_MOVED] as const;

/** Codes whose severity can be set. */
export const SEVERITY_CODES = [...REVIEW_CODES, ACCEPTANCE_UNFIT] as const;
export type SeverityCode = (typeof SEVERITY_CODES)[number];

/** `catalogue:review`, defaults filled in. */
export interface ReviewConfig {
  /** Only those that differ from the default of the rule. */
  readonly severities: Readonly<Partial<Record<SeverityCode, ConfiguredSeverity>>>;
  readonly thresholds: Thresholds;
  /** Accepted findings about the change as a whole, which belong to no entry: "12 of 40: the old plans go". */
  readonly accept: Readonly<Partial<Record<ReviewCode | typeof ACCOUNT_MOVED, string>>>;
}

export const DEFAULT_THRESHOLDS: Thresholds = {
  timesTen: { percent: 2 },
  bigChange: { percent: 30 },
  oneCentOff: {},
  siblingLeftBehind: { points: 10 },
  yearlyDiscountDiffers: { points: 5 },
  currencySpread: { factor: 4, prices: 3 },
  manyArchives: { count: 10, share: 0.2, least: 5 },
};

export const DEFAULT_REVIEW: ReviewConfig = { severities: {}, thresholds: DEFAULT_THRESHOLDS, accept: {} };

const above0 = { type: "number", exclusiveMinimum: 0 };
const map = (properties: JsonObject): JsonObject => ({ type: "object", properties, additionalProperties: false });
const byCode = (codes: readonly string[], schema: JsonObject): JsonObject =>
  map(Object.fromEntries(codes.map((code) => [code, schema])));

const THRESHOLDS: JsonObject = {
  timesTen: map({ percent: { ...above0, maximum: 50 } }),
  bigChange: map({ percent: above0 }),
  oneCentOff: {
    type: "object",
    propertyNames: { pattern: "^[A-Z]{3}$" },
    additionalProperties: { type: "string", pattern: DECIMAL_PATTERN.replace("^-?", "^") },
  },
  siblingLeftBehind: map({ points: above0 }),
  yearlyDiscountDiffers: map({ points: above0 }),
  currencySpread: map({ factor: { type: "number", exclusiveMinimum: 1 }, prices: { type: "integer", minimum: 3 } }),
  manyArchives: map({
    count: { type: "integer", minimum: 0 },
    share: { type: "number", minimum: 0, maximum: 1 },
    least: { type: "integer", minimum: 1 },
  }),
};

export const REVIEW_SCHEMA: NamedSchema = {
  name: "review.settings",
  schema: map({
    severities: byCode(SEVERITY_CODES, { type: "string", enum: [...SEVERITIES] }),
    accept: byCode(CODES_OF_CHANGE, { type: "string", pattern: ACCEPTANCE_PATTERN }),
    ...THRESHOLDS,
  }),
  allErrors: false,
};

const validators = new Map<NamedSchema, ValidateFunction>();

/** @throws a ConfigError that names the member, what is wrong with it, and the command that corrects it */
export function readReviewConfig(value: Json): ReviewConfig {
  if (isObject(value) && Object.keys(value).length === 0) return DEFAULT_REVIEW;
  const validate = remember(validators, REVIEW_SCHEMA, () => validatorOf(REVIEW_SCHEMA));
  const error = validate(value) ? undefined : validate.errors?.[0];
  if (error) throw new ConfigError(trouble(error));
  const { severities, accept, ...thresholds } = value as unknown as Partial<ReviewConfig & Thresholds>;
  return {
    severities: severities ?? {},
    accept: accept ?? {},
    thresholds: Object.fromEntries(
      Object.entries(DEFAULT_THRESHOLDS).map(([name, fallback]) => [
        name,
        { ...fallback, ...thresholds[name as keyof Thresholds] },
      ]),
    ) as unknown as Thresholds,
  };
}

function trouble({ instancePath, params, parentSchema, data, keyword, propertyName }: ErrorObject): string {
  const path = `${NAMESPACE}:review${instancePath.replaceAll("/", ".")}`;
  const schema = (parentSchema ?? {}) as JsonObject;
  const set = (wanted: string, example: string): string =>
    `${path} is ${shown(data as Json)}\n  what to do: set it to ${wanted}: ` +
    `pulumi config set --path '${path}' ${example}`;
  const extra = params["additionalProperty"] as string | undefined;
  if (extra !== undefined) {
    const known = Object.keys((schema["properties"] ?? {}) as object);
    const isCode = /\.(severities|accept)$/.test(path);
    return (
      `${path}.${extra} is not a ${isCode ? "code of a rule" : "setting of the review"}\n` +
      `  what to do: ${didYouMean(extra, known).replace(/`$/, "`.")} ` +
      `Remove this one: pulumi config rm --path '${path}.${extra}'`
    );
  }
  if (propertyName !== undefined || keyword === "propertyNames") {
    const name = String(propertyName ?? params["propertyName"]);
    const code = /^[a-z]{3}$/i.test(name) ? `\`${name.toUpperCase()}\`` : "a code such as `EUR`";
    return `${path}.${name} is not a currency\n  what to do: write ${code} instead, in upper case`;
  }
  if (keyword === "enum")
    return set(SEVERITIES.map((name) => `\`${name}\``).join(" or "), `<${SEVERITIES.join(" | ")}>`);
  if (keyword === "pattern" && path.includes(".accept."))
    return set("the values that the review shows, a colon and a reason", "'<values>: <reason>'");
  if (path.includes(".oneCentOff.")) return set("a decimal in quotes, in major units of the currency", `'"0.01"'`);
  const types = String(schema["type"] ?? "");
  if (types === "object") return set("a map, one member at a time", "… (with `.<member>` at the end of the path)");
  if (types === "string") return set("a string", "<string>");
  const { minimum, exclusiveMinimum, maximum } = schema;
  const least = minimum === undefined ? ` above ${String(exclusiveMinimum ?? 0)}` : ` of at least ${String(minimum)}`;
  const most = maximum === undefined ? "" : ` and at most ${String(maximum)}`;
  return set(`a ${types === "integer" ? "whole " : ""}number${least}${most}`, "<number>");
}

function shown(value: Json): string {
  if (Array.isArray(value)) return "a list";
  if (isObject(value)) return "a map";
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

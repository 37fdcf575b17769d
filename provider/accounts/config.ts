/** The stack's configuration, as the program and the provider process both read it: `catalogue:…`. */

import { isObject, type Json, type JsonObject } from "../fields/shape.js";
import type { Limits } from "../http/client.js";
import type { Rate } from "../http/pacer.js";
import type { Settings } from "../kinds/field.js";
import type { Registry } from "../kinds/registry.js";
import { settingsOf, type Vendor } from "../kinds/vendor.js";
import { didYouMean } from "../validation/did-you-mean.js";
import { allowsEmpty } from "../validation/empty-account.js";
import type { OnRemove } from "../validation/schema.js";
import { ON_REMOVE } from "../validation/schema.js";
import { troubleWithAccount, troubleWithUrl } from "./account-settings.js";
import { ConfigError } from "./config-error.js";
import { NAMESPACE } from "./config-keys.js";
import { type ReviewConfig, readReviewConfig } from "./review-config.js";

export { ConfigError } from "./config-error.js";

export type Environment = "sandbox" | "production";

export interface AccountConfig {
  readonly name: string;
  readonly vendor: Vendor;
  readonly environment: Environment;
  readonly baseUrl: string;
  /** The vendor's id of the organization; answers must come from it. */
  readonly organization?: string;
  readonly limits: Limits;
  readonly settings: Settings;
}

export interface CatalogueConfig {
  readonly directory: string;
  readonly values: JsonObject;
  /** Milliseconds. */
  readonly adoptWindow: number;
  /** Absent: forbid for active entries of production accounts, archive otherwise. */
  readonly onRemove?: OnRemove;
  readonly archivedElsewhere: "warn" | "fail";
  readonly review: ReviewConfig;
  readonly credentials: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The account of this name; throws an Error that says what to configure. */
  readonly account: (name: string, vendor: Vendor) => AccountConfig;
  /** Whether the last entries of the account may be removed. */
  readonly mayBeEmpty: (account: string) => boolean;
}

/** Configuration by its full key (`catalogue:accounts`), objects as JSON text. */
export type RawConfig = Readonly<Record<string, string | undefined>>;

/** The folder of the catalogue when nothing says otherwise. */
export const DEFAULT_DIRECTORY = "./catalogue";
const DEFAULT_WINDOW = "24h";
const DEFAULT_LIMITS = {
  requestSeconds: 30,
  operationSeconds: 120,
  concurrent: 8,
  searchSeconds: 12,
  maxRetryAfterSeconds: 120,
};
/** The part of a vendor's rate limit that a catalogue uses. Other programs of the account share the limit. */
const SHARE = 0.9;

export function readConfig(raw: RawConfig, registry: Registry): CatalogueConfig {
  const accounts = objectAt(raw, "accounts");
  const parsed = new Map<string, AccountConfig>();
  for (const [name, value] of Object.entries(accounts)) parsed.set(name, readAccount(name, value, undefined, registry));
  return {
    directory: raw[`${NAMESPACE}:directory`] ?? DEFAULT_DIRECTORY,
    values: objectAt(raw, "values"),
    adoptWindow: duration(raw[`${NAMESPACE}:adoptWindow`] ?? DEFAULT_WINDOW),
    ...onRemove(oneOf(raw, "onRemove", ["auto", ...ON_REMOVE] as const).onRemove),
    archivedElsewhere: oneOf(raw, "archivedElsewhere", ["warn", "fail"] as const).archivedElsewhere ?? "warn",
    review: readReviewConfig(objectAt(raw, "review")),
    credentials: objectAt(raw, "credentials") as CatalogueConfig["credentials"],
    mayBeEmpty: (name) => allowsEmpty(accounts, name),
    account: (name, vendor) => {
      const known = parsed.get(name);
      if (known && known.vendor !== vendor) {
        throw new ConfigError(
          `catalogue:accounts.${name} is an account of ${known.vendor.title}, but the catalogue uses it for ` +
            `${vendor.title}\n  what to do: write another \`account:\` in the file, or run pulumi config set ` +
            `--path 'catalogue:accounts.${name}.vendor' ${vendor.name}`,
        );
      }
      return known ?? readAccount(name, {}, vendor, registry);
    },
  };
}

function objectAt(raw: RawConfig, key: string): JsonObject {
  const text = raw[`${NAMESPACE}:${key}`];
  if (text === undefined) return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (!isObject(value)) {
    const [flags, member] = key === "credentials" ? ["--secret --path", "<account>.<name>"] : ["--path", "<name>"];
    throw new ConfigError(
      `catalogue:${key} is not a map\n  what to do: set its members one by one: ` +
        `pulumi config set ${flags} 'catalogue:${key}.${member}' <value>`,
    );
  }
  return value;
}

function oneOf<const K extends string, const V extends readonly string[]>(
  raw: RawConfig,
  key: K,
  values: V,
): { [P in K]?: V[number] } {
  const value = raw[`${NAMESPACE}:${key}`];
  if (value === undefined) return {};
  if (!values.includes(value))
    throw new ConfigError(`catalogue:${key} is "${value}"\n  what to do: set it to ${values.join(" or ")}`);
  return { [key]: value } as { [P in K]?: V[number] };
}

const onRemove = (value: "auto" | OnRemove | undefined): { onRemove?: OnRemove } =>
  value === undefined || value === "auto" ? {} : { onRemove: value };

/** "24h", "30m", "2d", "0" → milliseconds. */
function duration(text: string): number {
  const found = /^([0-9]{1,5})\s*(m|h|d)?$/.exec(text.trim());
  const unit = { m: 60_000, h: 3_600_000, d: 86_400_000 }[found?.[2] ?? ""];
  const number = Number(found?.[1]);
  if (!found || (unit === undefined && number !== 0)) {
    throw new ConfigError(
      `catalogue:adoptWindow is "${text}"\n  what to do: set it to a number followed by m, h or d, for example 24h; ` +
        "or to 0 to turn it off",
    );
  }
  return number * (unit ?? 0);
}

function readAccount(name: string, value: Json, assumed: Vendor | undefined, registry: Registry): AccountConfig {
  const at = `catalogue:accounts.${name}`;
  const fail = (what: string, remedy: string): never => {
    throw new ConfigError(`${at}${what}\n  what to do: ${remedy}`);
  };
  if (!isObject(value))
    return fail(" is not a map", `set at least its vendor: pulumi config set --path '${at}.vendor' <vendor>`);
  const names = registry.vendors.map((known) => known.name);
  const vendorName = value["vendor"] ?? assumed?.name ?? name;
  const vendor = typeof vendorName === "string" ? registry.vendor(vendorName) : undefined;
  if (!vendor)
    return fail(
      `.vendor is ${JSON.stringify(vendorName)}`,
      `${didYouMean(String(vendorName), names)}: pulumi config set --path '${at}.vendor' <vendor>`,
    );

  const wrong = troubleWithAccount(value, vendor, at);
  if (wrong) throw new ConfigError(wrong);
  const environment: Environment = value["environment"] === "production" ? "production" : "sandbox";
  const baseUrl = value["baseUrl"] ?? vendor.baseUrls?.[environment];
  if (typeof baseUrl !== "string") {
    return fail(
      ".baseUrl is not set",
      `set it to ${vendor.baseUrlHelp ?? "the vendor's API"}: pulumi config set --path '${at}.baseUrl' <url>`,
    );
  }
  const unusable = troubleWithUrl(baseUrl, value["allowHttp"] === true, `${at}.baseUrl`);
  if (unusable) throw new ConfigError(unusable);
  return {
    name,
    vendor,
    environment,
    baseUrl,
    ...(typeof value["organization"] === "string" ? { organization: value["organization"] } : {}),
    limits: limitsOf(vendor.limit?.[environment], isObject(value["limits"]) ? value["limits"] : {}),
    settings: settingsOf(vendor, value),
  };
}

function limitsOf(vendorRate: Rate | undefined, { perMinute, ...given }: JsonObject): Limits {
  const rate = typeof perMinute === "number" ? rateOf(perMinute, vendorRate) : shareOf(vendorRate);
  return { ...DEFAULT_LIMITS, ...(given as Partial<Limits>), ...(rate ? { rate } : {}) };
}

const shareOf = (rate: Rate | undefined): Rate | undefined =>
  rate && { ...rate, requests: Math.max(1, Math.floor(rate.requests * SHARE)) };

/** `limits.perMinute` as a rate over the period that the vendor counts in. 0: no limit. */
function rateOf(perMinute: number, { seconds }: Pick<Rate, "seconds"> = { seconds: 60 }): Rate | undefined {
  if (perMinute === 0) return undefined;
  const requests = Math.floor((perMinute * seconds) / 60);
  return requests >= 1 ? { requests, seconds } : { requests: 1, seconds: Math.ceil(60 / perMinute) };
}

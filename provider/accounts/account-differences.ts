/** What differs between two configurations of accounts in where credentials are sent. Pure. */
import { isObject, type Json, type JsonObject } from "../fields/shape.js";
import { isLoopback } from "../http/loopback.js";
import type { Registry } from "../kinds/registry.js";
import type { RawConfig } from "./config.js";
import { environmentOf } from "./vendor-hosts.js";

/** The settings of an account that decide where its credentials are sent. */
export type AccountMember = "vendor" | "environment" | "baseUrl" | "organization" | "allowHttp";

export interface AccountDifference {
  /** Its name in `catalogue:accounts`. */
  readonly account: string;
  readonly member: AccountMember;
  /** As it counts, defaults filled in; empty: not set. No part of a URL that may hold credentials. */
  readonly before: string;
  readonly after: string;
  /** The account is not in the allowed configuration. */
  readonly isNew: boolean;
  /** The title of the vendor, if the host of the account is now none of the vendor's own. */
  readonly foreignTo?: string;
}

/**
 * Every difference, by the names of the accounts. `now`, `allowed`: `catalogue:accounts` as JSON text, as the engine
 * hands it to the program. An account that is not configured has the defaults of its vendor.
 */
export function accountDifferences(now: RawConfig, allowed: RawConfig, registry: Registry): AccountDifference[] {
  const [after, before] = [accountsOf(now), accountsOf(allowed)];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((account) => {
    const own = { before: mapOf(before[account]), after: mapOf(after[account]) };
    const assumed = textOf(own.before["vendor"] ?? own.after["vendor"] ?? account);
    const [was, is] = [factsOf(own.before, assumed, registry), factsOf(own.after, assumed, registry)];
    const foreignTo = foreign(is, registry);
    return MEMBERS.filter((member) => was[member] !== is[member]).map(
      (member): AccountDifference => ({
        account,
        member,
        before: was[member],
        after: is[member],
        isNew: !Object.hasOwn(before, account),
        ...(foreignTo === undefined ? {} : { foreignTo }),
      }),
    );
  });
}

/** "polar: baseUrl https://api.polar.sh -> https://other.example" */
export const differenceText = ({ account, member, before, after }: AccountDifference): string =>
  `${account}: ${member} ${before || "not set"} -> ${after || "not set"}`;

type Facts = Readonly<Record<AccountMember, string>>;
const MEMBERS: readonly AccountMember[] = ["vendor", "environment", "baseUrl", "organization", "allowHttp"];

/** `assumed`: the vendor of an account that does not name one. */
function factsOf(account: JsonObject, assumed: string, registry: Registry): Facts {
  const vendor = textOf(account["vendor"] ?? assumed);
  const environment = account["environment"] === "production" ? "production" : "sandbox";
  const url = account["baseUrl"] ?? registry.vendor(vendor)?.baseUrls?.[environment];
  return {
    vendor,
    environment,
    baseUrl: shownUrl(textOf(url)),
    organization: textOf(account["organization"]),
    allowHttp: account["allowHttp"] === true ? "true" : "false",
  };
}

/** Without what may be credentials; a URL that cannot be read is refused before anything is sent to it. */
function shownUrl(text: string): string {
  if (text === "" || !URL.canParse(text)) return text === "" ? "" : "(not a URL)";
  const { origin, pathname } = new URL(text);
  return `${origin}${pathname === "/" ? "" : pathname}`;
}

function foreign({ vendor: name, baseUrl }: Facts, registry: Registry): string | undefined {
  const vendor = registry.vendor(name);
  if (!vendor || !URL.canParse(baseUrl)) return undefined;
  const url = new URL(baseUrl);
  return isLoopback(url) || environmentOf(vendor, url.hostname) !== undefined ? undefined : vendor.title;
}

function accountsOf(config: RawConfig): JsonObject {
  try {
    return mapOf(JSON.parse(config["catalogue:accounts"] ?? "{}") as Json);
  } catch {
    return {};
  }
}

const mapOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});
const textOf = (value: Json | undefined): string =>
  value === undefined || value === null ? "" : typeof value === "string" ? value : JSON.stringify(value);

/** The accounts that a program uses: each preview names them, and they are compared with the stack's objects. */
import { type AccountConfig, type CatalogueConfig, ConfigError } from "../accounts/config.js";
import { guardHosts, organizationOf } from "../accounts/hosts.js";
import { allHosts, environmentOf } from "../accounts/vendor-hosts.js";
import type { Entry } from "../catalogue/model.js";
import { isLoopback } from "../http/loopback.js";
import { emptyOnPurpose } from "../validation/empty-account.js";
import type { StackRow } from "./stack-rows.js";

/** Throws a ConfigError when an account must not be used for this stack. */
export function guardAccounts(accounts: readonly AccountConfig[], rows: readonly StackRow[]): void {
  const byAccount = Map.groupBy(
    rows.map(({ name, ...row }) => ({ ...row, address: name })),
    ({ account }) => account,
  );
  for (const account of accounts) {
    const located = byAccount.get(account.name) ?? [];
    guardHosts({ name: account.name, host: new URL(account.baseUrl).host }, located);
    organizationOf(account, located);
  }
}

/**
 * Throws a ConfigError when the state has objects of an account, but no entry is of that account. `entries`: everything
 * that the program declares.
 */
export function guardEmptiedAccounts(
  entries: readonly Entry[],
  rows: readonly StackRow[],
  { mayBeEmpty }: Pick<CatalogueConfig, "mayBeEmpty">,
): void {
  const declared = new Set(entries.map(({ account }) => account));
  const lost = rows.filter(({ account }) => !declared.has(account) && !(declared.size > 0 && mayBeEmpty(account)));
  const [first] = lost;
  if (!first) return;
  const names = lost.filter(({ account }) => account === first.account).map(({ name }) => name);
  const shown = names.slice(0, SHOWN).join(", ");
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : "";
  throw new ConfigError(
    `the catalogue has no entries of account ${first.account}, ` +
      "so everything that this stack has in it would be removed: " +
      `${shown}${more}; nothing was sent\n` +
      `  what to do: check catalogue:directory and put the account's files back; ` +
      (declared.size > 0 ? emptyOnPurpose(first.account) : "to archive everything in the stack, run pulumi destroy"),
  );
}

const SHOWN = 3;

/** Each account that an entry uses, once. */
export const accountsOf = (entries: readonly Entry[], config: CatalogueConfig): AccountConfig[] =>
  [...new Map(entries.map(({ account, vendor }) => [account, vendor]))].map(([name, vendor]) =>
    config.account(name, vendor),
  );

export interface AccountLine {
  readonly text: string;
  /** The host is not one of the vendor, or belongs to the other environment. */
  readonly isWarning: boolean;
}

/** A sentence that says where the credentials of an account are sent. */
export function accountLine({ name, vendor, environment, baseUrl, organization }: AccountConfig): AccountLine {
  const url = new URL(baseUrl);
  const known = environmentOf(vendor, url.hostname);
  const of = organization === undefined ? "" : `, organization ${organization}`;
  const at = `account ${name}: ${vendor.title} ${environment} at ${url.host}${of}`;
  if (isLoopback(url)) return { text: `${at} (this machine)`, isWarning: false };
  if (known === undefined) {
    return {
      text:
        `${at}, which is not a host of ${vendor.title} (${allHosts(vendor).join(", ")}); ` +
        `the account's credentials are sent there\n  what to do: check catalogue:accounts.${name}.baseUrl`,
      isWarning: true,
    };
  }
  if (known !== "either" && known !== environment) {
    return {
      text:
        `${at}, which is the ${known} host of ${vendor.title}\n` +
        `  what to do: set catalogue:accounts.${name}.environment to ${known}, or set baseUrl to a ${environment} host`,
      isWarning: true,
    };
  }
  return { text: at, isWarning: false };
}

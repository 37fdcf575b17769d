/** The accounts that a program uses, against the objects that its stack has already. */
import type { Entry } from "../catalogue/model.js";
import type { AccountConfig, CatalogueConfig } from "../lifecycle/config.js";
import { guardHosts } from "../lifecycle/hosts.js";
import type { StackRow } from "./stack-rows.js";

/** Throws a ConfigError when an account must not be used for this stack. */
export function guardAccounts(entries: readonly Entry[], rows: readonly StackRow[], config: CatalogueConfig): void {
  const hosted = rows.map(({ account, name, host }) => ({ account, address: name, host }));
  for (const { name, baseUrl } of accountsOf(entries, config)) guardHosts({ name, host: new URL(baseUrl).host }, hosted);
}

/** Each account that an entry uses, once. */
function accountsOf(entries: readonly Entry[], config: CatalogueConfig): AccountConfig[] {
  return [...new Map(entries.map(({ account, vendor }) => [account, vendor]))].map(([name, vendor]) => config.account(name, vendor));
}

/** Credentials go to one host: the one that the account's objects were made at. */
import { ConfigError } from "./config.js";

/** What a row of the state says about where its object is. */
export interface HostedRow {
  readonly account: string;
  readonly address: string;
  /** Empty: not known. */
  readonly host: string;
}

/** Refuses an account that points at another host than rows of the state name. Before its first request, so that no credentials follow. */
export function guardHosts({ name, host }: { readonly name: string; readonly host: string }, rows: readonly HostedRow[]): void {
  const others = rows.filter((row) => row.account === name && row.host !== "" && row.host !== host);
  const [first] = others;
  if (!first) return;
  const more = others.length > 1 ? ` and ${others.length - 1} more` : "";
  throw new ConfigError(
    `account ${name} now points at ${host}, and this stack has objects that were made at ${first.host}: ${first.address}${more}; nothing was sent to ${host}\n  what to do: set the account's environment or baseUrl back to ${first.host} (catalogue:accounts.${name}), or use another stack for ${host}`,
  );
}

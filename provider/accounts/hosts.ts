/** An account's objects are at one host and in one organization, as the rows of the state say. */
import { ConfigError } from "./config.js";

/** What a row of the state says about where its object is. */
export interface HostedRow {
  readonly account: string;
  readonly address: string;
  /** Empty: not known. */
  readonly host: string;
}

/**
 * Refuses an account that points at another host than its rows in the state. It runs before the first request, so
 * that no credentials are sent to that host.
 */
export function guardHosts(
  { name, host }: { readonly name: string; readonly host: string },
  rows: readonly HostedRow[],
): void {
  const others = rows.filter((row) => row.account === name && row.host !== "" && row.host !== host);
  const [first] = others;
  if (!first) return;
  const more = others.length > 1 ? ` and ${others.length - 1} more` : "";
  throw new ConfigError(
    `account ${name} now points at ${host}, but this stack has objects at ${first.host}: ${first.address}${more}; ` +
      `nothing was sent to ${host}\n  what to do: set the account's environment or baseUrl back to ${first.host} ` +
      `(catalogue:accounts.${name}), or use another stack for ${host}`,
  );
}

/** What a row of the state says about whose object it is. */
export interface OrganizationRow {
  readonly account: string;
  readonly address: string;
  readonly organization?: string;
}

/** The organization of an account: as configured, else from its rows. Refuses rows of another organization. */
export function organizationOf(
  { name, organization }: { readonly name: string; readonly organization?: string },
  rows: readonly OrganizationRow[],
): string | undefined {
  const byOrganization = Map.groupBy(
    rows.filter((row) => row.account === name && row.organization !== undefined),
    (row) => row.organization ?? "",
  );
  const found = [...byOrganization].map(([id, all]) => ({
    id,
    where: `${all[0]?.address}${all.length > 1 ? ` and ${all.length - 1} more` : ""}`,
  }));
  const lost =
    "if the objects were created there by mistake, archive them in that organization's dashboard and run " +
    "pulumi state delete for their rows";
  const other = found.find(({ id }) => organization !== undefined && id !== organization);
  if (other) {
    throw new ConfigError(
      `account ${name} is set to organization ${organization}, but objects of this stack belong to organization ` +
        `${other.id}: ${other.where}\n  what to do: set catalogue:accounts.${name}.organization to ${other.id} and ` +
        `use its credentials, or use another account name for ${organization}; ${lost}`,
    );
  }
  if (found.length > 1) {
    throw new ConfigError(
      `the objects of account ${name} belong to several organizations: ` +
        `${found.map(({ id, where }) => `${id} (${where})`).join(", ")}\n  what to do: ` +
        `use a separate account for each organization; ${lost}`,
    );
  }
  return organization ?? found[0]?.id;
}

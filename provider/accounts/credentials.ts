/** Credentials of an account: from the environment, else from the stack's secret config. */
import type { Credential, Credentials } from "../kinds/vendor.js";

export interface CredentialSources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The account's part of `catalogue:credentials`. */
  readonly config: Readonly<Record<string, unknown>> | undefined;
}

/**
 * The account's own prefix for environment variables: account "acme-eu" → "ACME_EU_"; none for the vendor's default
 * account.
 */
export const variablePrefix = (account: string, vendor: string): string =>
  account === vendor ? "" : `${account.toUpperCase().replace(/[^A-Z0-9]/g, "_")}_`;

/** Throws an Error that names the missing credentials and every place where they can be set. */
export function readCredentials(
  account: string,
  vendor: string,
  wanted: readonly Pick<Credential, "name" | "variable">[],
  { environment, config }: CredentialSources,
): Credentials {
  const prefix = variablePrefix(account, vendor);
  const found: Record<string, string> = {};
  const missing: (typeof wanted)[number][] = [];
  for (const credential of wanted) {
    const value = environment[prefix + credential.variable] || config?.[credential.name];
    if (typeof value === "string" && value.trim() !== "") found[credential.name] = value.trim();
    else missing.push(credential);
  }
  if (missing.length === 0) return found;
  const variables = missing.map(({ variable }) => prefix + variable).join(" and ");
  const names = missing.map(({ name }) => `${account}.${name}`).join(", ");
  throw new Error(
    `account ${account}: no credentials: ${variables} ${missing.length > 1 ? "are" : "is"} not set\n` +
      `  what to do: set ${variables} in the environment, or put them into the stack's secret config: ` +
      `pulumi config set --secret --path 'catalogue:credentials.${account}.${missing[0]?.name}' (${names})`,
  );
}

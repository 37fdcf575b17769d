/** Where the sandboxes of `catalogue sandbox` are, and what they accept. */
import type { Vendor } from "../../kinds/vendor.js";
import { registry } from "../../vendors/registry.js";
import { FIRST_PORT } from "./options.js";

/** The port of a vendor's sandbox, whichever of them are started. 0: any free port. */
export const portOf = ({ name }: Vendor, first = FIRST_PORT): number =>
  first === 0 ? 0 : first + registry.vendors.findIndex((vendor) => vendor.name === name);

/** "http://127.0.0.1:4710" */
export const localUrl = (vendor: Vendor): string => `http://127.0.0.1:${portOf(vendor)}`;

/** The credentials that the sandboxes accept, by the name of the credential. They open nothing else. */
export const LOCAL_CREDENTIALS: Readonly<Record<string, string>> = {
  clientId: "sandbox-client",
  clientSecret: "sandbox-secret",
  apiKey: "sandbox-key",
  accessToken: "sandbox-token",
};

/** `POLAR_ACCESS_TOKEN` and the like, as an account named after its vendor reads them. */
export const environmentOf = ({ credentials }: Vendor): Readonly<Record<string, string>> =>
  Object.fromEntries(credentials.map(({ name, variable }) => [variable, LOCAL_CREDENTIALS[name] ?? ""]));

/** The settings of an account that uses the sandbox. It has no limit of requests. */
export const settingsFor = ({ name, limit }: Vendor, url: string): Readonly<Record<string, string>> => ({
  [`catalogue:accounts.${name}.baseUrl`]: url,
  ...(limit === undefined ? {} : { [`catalogue:accounts.${name}.limits.perMinute`]: "0" }),
});

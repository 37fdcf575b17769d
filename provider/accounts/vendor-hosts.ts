/** Which hosts are a vendor's own, and of which environment. */
import type { Vendor } from "../kinds/vendor.js";
import type { Environment } from "./config.js";

const ENVIRONMENTS: readonly (Environment | "either")[] = ["sandbox", "production", "either"];

const hostsOf = ({ baseUrls, hosts }: Vendor, environment: Environment | "either"): readonly string[] => [
  ...(baseUrls && environment !== "either" ? [new URL(baseUrls[environment]).hostname] : []),
  ...(hosts?.[environment] ?? []),
];

export const allHosts = (vendor: Vendor): string[] =>
  ENVIRONMENTS.flatMap((environment) => hostsOf(vendor, environment));

/** undefined: not a host of the vendor. */
export const environmentOf = (vendor: Vendor, hostname: string): Environment | "either" | undefined =>
  ENVIRONMENTS.find((environment) => hostsOf(vendor, environment).some((host) => matches(host, hostname)));

const matches = (pattern: string, hostname: string): boolean =>
  pattern.startsWith("*.") ? hostname.endsWith(pattern.slice(1)) : hostname === pattern;

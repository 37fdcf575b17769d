/**
 * Texts that have the form of a credential. A catalogue is committed, reviewed and printed, so none may stand in it.
 */
import type { Registry } from "../kinds/registry.js";

/** Those of services that a pipeline uses; each vendor's credentials say their own. */
const GENERAL_FORMS = [
  /\bapi_[A-Za-z0-9]{20,}/,
  /\b(sk|rk|pk)_(live|test)_[A-Za-z0-9]{8,}/,
  /\bwhsec_[A-Za-z0-9+/=]{8,}/,
  /\bgh[pousr]_[A-Za-z0-9]{20,}/,
  /\bpul-[a-f0-9]{40}\b/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{5,}/,
  /\b(Bearer|Basic)\s+[A-Za-z0-9._~+/-]{16,}=*/i,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
];

/** What looks like a credential of the general forms or of a registry's vendors. */
export interface Secrets {
  readonly areIn: (text: string) => boolean;
  /** The same text with every one taken out. */
  readonly takenOutOf: (text: string) => string;
}

export function secretsOf({ vendors }: Registry): Secrets {
  const ofVendors = vendors.flatMap(({ credentials }) => credentials.flatMap(({ secretForms }) => secretForms));
  const everywhere = [...GENERAL_FORMS, ...ofVendors].map((form) => new RegExp(form, withFlags(form, "g")));
  return {
    areIn: (text) => everywhere.some((form) => text.search(form) >= 0),
    takenOutOf: (text) => everywhere.reduce((rest, form) => rest.replace(form, "(not shown)"), text),
  };
}

const withFlags = ({ flags }: RegExp, more: string): string => [...new Set(flags.replace("y", "") + more)].join("");

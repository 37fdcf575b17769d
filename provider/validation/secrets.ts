/** Recognizes credentials in a text. A catalogue is committed, reviewed and printed, so it must not contain any. */
import type { Registry } from "../kinds/registry.js";

/** Credentials of services that a pipeline uses. Each vendor defines the forms of its own. */
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

/** Finds credentials of the general forms and of a registry's vendors. */
export interface Secrets {
  readonly areIn: (text: string) => boolean;
  /** The text with every credential replaced. */
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

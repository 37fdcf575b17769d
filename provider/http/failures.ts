/** Why a request failed, derived from its answer or its network error: category, reason, remedy. */
import type { Json } from "../fields/shape.js";
import type { Category } from "./call-error.js";

export const NEVER_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);
/** Nothing was sent: the server's certificate was not valid. */
export const NOT_TRUSTED = /CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UND_ERR_PRX_TLS/;

export const REMEDIES: Record<Category, string> = {
  credentials: "check the account's credentials, and that they belong to this environment",
  forbidden: "give the key the permissions to read and write the catalogue",
  "not-found": "check that the credentials belong to the account that holds this object",
  conflict: "change the entry in the catalogue as the vendor's message says",
  invalid: "change the entry in the catalogue as the vendor's message says",
  "rate-limited": "run again later; nothing is lost",
  server: "run again; if the error persists, ask the vendor's support, with the request id if there is one",
  unreachable: "check the account's baseUrl and the network, then run again",
  "no-answer": "run again; the next run looks for the result before it sends a request a second time",
  unexpected: "check the account's baseUrl: the answer may not come from the vendor's API",
};

export const TRUST_REMEDY =
  "check the account's baseUrl; if the certificate was issued by an authority of your own (for a proxy or a test " +
  "server), set NODE_EXTRA_CA_CERTS to that authority's certificate file. NODE_TLS_REJECT_UNAUTHORIZED has no effect";

export function categoryOf(status: number, body: Json | undefined): Category {
  if (status === 401) return "credentials";
  if (status === 403) return "forbidden";
  // A 404 page that is not JSON comes from something in between, not from the API.
  if (status === 404) return body === undefined ? "unexpected" : "not-found";
  if (status === 409) return "conflict";
  if (status === 429) return "rate-limited";
  if (status >= 500 || status === 408) return "server";
  return "invalid";
}

/** null for an empty body; undefined for a text that is not JSON. */
export function parseJson(text: string): Json | undefined {
  if (text.trim() === "") return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

export function networkCode(error: unknown): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const code = (at as { code?: unknown }).code;
    if (typeof code === "string") return code;
    if (at instanceof AggregateError && at.errors.length > 0) return networkCode(at.errors[0]);
  }
  return undefined;
}

export const EMPTY = "(empty answer)";

export const excerpt = (text: string): string => {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 200 ? `${line.slice(0, 200)}…` : line || EMPTY;
};

export function origin(location: string | undefined, base: URL): string {
  try {
    return new URL(location ?? "", base).origin;
  } catch {
    return "an unreadable address";
  }
}

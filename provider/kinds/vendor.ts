/** A vendor: its hosts, credentials, settings and kinds. */
import type { Json, JsonObject, Members } from "../fields/shape.js";
import type { EncodedBody } from "../http/body.js";
import type { Category } from "../http/call-error.js";
import type { Failure, Query } from "../http/client.js";
import type { Rate } from "../http/pacer.js";
import type { Request } from "./calls.js";
import type { Settings } from "./field.js";
import type { Kind } from "./kind.js";

/** One secret that an account needs. */
export interface Credential {
  /** Its name in `catalogue:credentials`: "clientId". */
  readonly name: string;
  /** Its environment variable: "SEQUENCE_CLIENT_ID". */
  readonly variable: string;
  /**
   * Forms by which its values are known in any text: a catalogue that holds one is refused. Empty: they have no form of
   * their own.
   */
  readonly secretForms: readonly RegExp[];
}
export type Credentials = Readonly<Record<string, string>>;

/** How a vendor cuts lists into pages. */
export interface Pages {
  readonly first: Query;
  readonly items: (answer: Json) => readonly Json[] | undefined;
  /** The query of the next page, or undefined at the end. `count`: items on this page. */
  readonly next: (answer: Json, query: Query) => Query | undefined;
  /** How many pages the list has, where answers say so. */
  readonly count?: (answer: Json) => number | undefined;
}

/** How an answer holds a single object. */
export interface Envelope {
  /** The member with the object: "data". */
  readonly member: string;
  /** Only some answers have it: one with other members, or none, is the object itself. */
  readonly optional?: true;
}

/** What headers may depend on, besides credentials and settings. */
export type RequestHead = Pick<Request, "method" | "path" | "query">;

export interface Vendor {
  /** "sequence": folder, `vendor:` in the YAML, default account name. */
  readonly name: string;
  readonly title: string;
  /** Absent: `baseUrl` is required, and `baseUrlHelp` says which ones there are. */
  readonly baseUrls?: { readonly sandbox: string; readonly production: string };
  readonly baseUrlHelp?: string;
  /**
   * Hosts of the vendor's own, besides those of `baseUrls`; `*.` stands for any name below. `either`: no environment
   * can be told from it.
   */
  readonly hosts?: {
    readonly sandbox?: readonly string[];
    readonly production?: readonly string[];
    readonly either?: readonly string[];
  };
  readonly credentials: readonly Credential[];
  /** Of each request, in lower case; the content type is that of `encode`. */
  readonly headers: (
    credentials: Credentials,
    settings: Settings,
    request: RequestHead,
  ) => Readonly<Record<string, string>>;
  /** How the body of a request is written. Default: JSON. */
  readonly encode?: (body: Json) => EncodedBody;
  /**
   * The header with a key that each POST carries: "idempotency-key". All repetitions of a call have the same key, and
   * the vendor makes nothing twice under one key: a POST whose outcome is unknown is then repeated at once. Default:
   * no key; what was made is looked for before a POST is repeated.
   */
  readonly idempotencyHeader?: string;
  /** How an answer holds a single object. Default: the answer is the object. */
  readonly envelope?: Envelope;
  /** What the vendor's documentation leaves open, as configuration with a default each. */
  readonly settings: Members;
  readonly pages: Pages;
  /** What an error answer says; header names are in lower case. */
  readonly parseFailure: (status: number, body: Json, headers: Readonly<Record<string, string | undefined>>) => Failure;
  readonly remedies?: Readonly<Partial<Record<Category, string>>>;
  /** Requests that the vendor allows an account: `{ requests: 100, seconds: 60 }`. Default: no limit is known. */
  readonly limit?: { readonly sandbox: Rate; readonly production: Rate };
  /** Seconds that a read may lag behind a write. */
  readonly readLag?: number;
  /** A read that says which organization the credentials belong to. It may need a permission that they do not have. */
  readonly organization?: { readonly request: Request; readonly id: (answer: Json) => string | undefined };
  readonly kinds: readonly Kind[];
  /** The first file of a new catalogue, which fits any account: no ids, no values of a stack. Default: empty. */
  readonly starter?: string;
}

/** The values of a vendor's settings in an account's configuration, defaults filled in. */
export const settingsOf = ({ settings }: Vendor, given: JsonObject = {}): Settings =>
  Object.fromEntries(Object.entries(settings).map(([name, member]) => [name, given[name] ?? member.default ?? null]));

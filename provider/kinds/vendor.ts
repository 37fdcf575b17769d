/** A vendor: its hosts, credentials, settings and kinds. */
import type { Json, Members } from "../fields/shape.js";
import type { Category } from "../http/call-error.js";
import type { Failure, Query } from "../http/client.js";
import type { Request } from "./calls.js";
import type { Settings } from "./field.js";
import type { Kind } from "./kind.js";

/** One secret that an account needs. */
export interface Credential {
  /** Its name in `catalogue:credentials`: "clientId". */
  readonly name: string;
  /** Its environment variable: "SEQUENCE_CLIENT_ID". */
  readonly variable: string;
}
export type Credentials = Readonly<Record<string, string>>;

/** How a vendor cuts lists into pages. */
export interface Pages {
  readonly first: Query;
  readonly items: (answer: Json) => readonly Json[] | undefined;
  /** The query of the next page, or undefined at the end. `count`: items on this page. */
  readonly next: (answer: Json, query: Query) => Query | undefined;
}

export interface Vendor {
  /** "sequence": folder, `vendor:` in the YAML, default account name. */
  readonly name: string;
  readonly title: string;
  /** Absent: `baseUrl` is required, and `baseUrlHelp` says which ones there are. */
  readonly baseUrls?: { readonly sandbox: string; readonly production: string };
  readonly baseUrlHelp?: string;
  /** Hosts of the vendor's own, besides those of `baseUrls`; `*.` stands for any name below. `either`: no environment can be told from it. */
  readonly hosts?: {
    readonly sandbox?: readonly string[];
    readonly production?: readonly string[];
    readonly either?: readonly string[];
  };
  readonly credentials: readonly Credential[];
  readonly headers: (credentials: Credentials, settings: Settings) => Readonly<Record<string, string>>;
  /** What the vendor's documentation leaves open, as configuration with a default each. */
  readonly settings: Members;
  readonly pages: Pages;
  /** What an error answer says; header names are in lower case. */
  readonly parseFailure: (status: number, body: Json, headers: Readonly<Record<string, string | undefined>>) => Failure;
  readonly remedies?: Readonly<Partial<Record<Category, string>>>;
  /** Requests a minute that the vendor allows. */
  readonly perMinute?: { readonly sandbox: number; readonly production: number };
  /** Seconds that a read may lag behind a write. */
  readonly readLag?: number;
  /** A read that says which organization the credentials belong to. It may need a permission that they do not have. */
  readonly organization?: { readonly request: Request; readonly id: (answer: Json) => string | undefined };
  readonly kinds: readonly Kind[];
}

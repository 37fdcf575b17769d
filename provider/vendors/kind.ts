/**
 * The one contract between the vendors and everything else. A kind says in data what a vendor's object looks
 * like and what its API can do; `lifecycle/`, `catalogue/` and the sandboxes' tests read it and never ask which
 * vendor it is. Optional members are capabilities: absent means the vendor cannot.
 */
import { isObject, type Json, type JsonObject, type Member, type Members, own } from "../fields/shape.js";
import type { Category } from "../http/call-error.js";
import type { Failure, Query } from "../http/client.js";
import type { Credential, Credentials } from "../http/credentials.js";

/** What a changed field means. `fixed` is refused, with `reason`. */
export type Fate = "update" | "replace" | "fixed";

/** How a value is taken away at the vendor when the YAML no longer has it. */
export type Clearing =
  /** It cannot be: removing the field is a problem. */
  | "never"
  /** Sent as null. */
  | "null"
  /** Left out of a full body. */
  | "omit"
  /** This value is sent instead. */
  | { readonly value: Json };

/** A top-level field of a kind, under the vendor's own name. */
export interface Field extends Member {
  readonly fate: Fate;
  /** For `fixed`: why. For `replace`: what stays behind at the vendor. */
  readonly reason?: string;
  /** Members of an object whose change replaces although the field as a whole updates. */
  readonly replaceOn?: readonly string[];
  /**
   * Of a value with members: what a write makes of those that the entry does not name. kept: each member is managed by
   * itself, and the others stay as they are. lost: the value is one whole, and is sent as the entry has it.
   */
  readonly unnamed?: "kept" | "lost";
  readonly clear: Clearing | ((settings: Settings) => Clearing);
  /** Always managed: absence in the YAML means this value. */
  readonly always?: Json;
  /** Sent on create when the YAML does not name the field, and unmanaged all the same. */
  readonly createWith?: Json;
  /** It decides what customers pay, or when: an object is adopted with another value only when the entry says so. */
  readonly money?: true;
  /**
   * What an object that was just made without naming the field has, where the vendor does not document it. `any`: the
   * vendor fills in a value of its own. `unknown`: perhaps a value, perhaps none. Absent: nothing, or the default.
   */
  readonly fresh?: "any" | "unknown";
  /** Set, it makes the object one for somebody only: `adopt: true` does not find it for an entry that does not name it. */
  readonly restricts?: true;
  /** The entry's parent fills it in: not in the YAML. */
  readonly fromParent?: boolean;
  /** The body's part for this field; the value itself by default. */
  readonly toWire?: (value: Json, context: WireContext) => Json;
  /** The field's value in a vendor's answer; `live[name]` by default. */
  readonly fromWire?: (live: JsonObject, context: WireContext) => Json | undefined;
  /** Brings a live value into the form that a full body wants, for fields that are sent back unchanged. */
  readonly rewrite?: (value: Json, context: WireContext) => Json;
  /** The field has a call of its own, after the object is there; its answer is the object. The value may be the empty one. */
  readonly ownCall?: (id: string, value: Json) => Request;
}
export type Fields = Readonly<Record<string, Field>>;

/** What a field may look at while it is written or read. */
export interface WireContext {
  readonly settings: Settings;
  /** The live object, where an update has read it. */
  readonly live?: JsonObject;
}

/** Values of a vendor's settings in an account's configuration, defaults filled in. */
export type Settings = Readonly<Record<string, Json>>;

/** One request, without the account's base URL and headers. */
export interface Request {
  readonly method: "GET" | "POST" | "PUT" | "PATCH";
  readonly path: string;
  readonly query?: Query;
  readonly body?: JsonObject;
}

/** Names of fields: those that an update changes, and those that the entry names. */
export interface Sent {
  readonly changed: ReadonlySet<string>;
  readonly named: ReadonlySet<string>;
}

export interface Calls {
  readonly list: (settings: Settings) => Request;
  readonly get: (id: string) => Request;
  /** The body comes on top. */
  readonly create: Request;
  readonly update: (id: string) => Request;
  /** What only answers carry: taken out of a full body. */
  readonly readOnly?: (settings: Settings) => readonly string[];
  /** A last look at a full body: what must not be sent together. */
  readonly adjust?: (body: JsonObject, sent: Sent, settings: Settings) => JsonObject;
  /** Reads what the vendor's primary says, for values that a lagging read must not decide. Default: `get`. */
  readonly observe?: (id: string) => Request;
  /** Fields whose write makes something new, so that it must not be repeated blindly. */
  readonly creates?: readonly string[];
  /** Every update needs the object as it is now: a full body, or a field written against the live value. */
  readonly needsLive?: readonly string[];
  /** Fields that the vendor takes together only: if one of a group changes, all of it are sent. */
  readonly together?: readonly (readonly string[])[];
}

/** A call of its own, or members that go with the body of an update. */
export type StateChange = { readonly request: (id: string) => Request } | { readonly update: JsonObject };

export interface Archiving {
  readonly archive: StateChange;
  /** Absent, or undefined for these settings: the vendor has no way back. */
  readonly unarchive?: (settings: Settings) => StateChange | undefined;
  /**
   * Where the archived state can be seen. `object`: in every answer. `list`: the default list leaves archived
   * objects out. `nowhere`: only in the answer of the archive call.
   */
  readonly seen: "object" | "list" | "nowhere";
  /** What an answer shows, where one does; undefined: this answer does not say. */
  readonly isArchived?: (live: JsonObject) => boolean | undefined;
  /** For `nowhere`: the setting that lists further signs by which the vendor refuses to archive what is archived already. */
  readonly signsSetting?: string;
  /** The list holds archived objects as well as active ones. */
  readonly listed?: (settings: Settings) => boolean;
  /** Said when something is archived that customers still use. */
  readonly note?: string;
  /** The vendor does not archive an object that active objects of another kind use. */
  readonly heldBy?: { readonly type: string; readonly uses: (user: JsonObject, id: string) => boolean };
}

/** A replacement with the same value needs the old object archived first, and cannot be made where archived objects count. */
export interface Unique {
  readonly field: string;
  /** Archived objects keep their value: no other object can have it. */
  readonly archivedCount: boolean;
  /** The setting that says so. */
  readonly setting: string;
}

/** The text in a vendor field that proves an object is ours. */
export interface Marker {
  /** The vendor's map of free texts: "metadata". */
  readonly field: string;
  readonly addressKey: string;
  readonly ownerKey: string;
}

/**
 * A member that names another object of the account, where the vendor wants its id. The id is put in when the object
 * is written; state and preview hold the name.
 */
export type Reference = NamedReference | EntryReference;
interface ReferenceBase {
  /** The member that holds the id on the wire: "usageMetricId". */
  readonly idMember: string;
  /** In messages: "usage metric". */
  readonly title: string;
}
/** By its key in this catalogue: the engine hands over the id, and writes it first. */
export interface EntryReference extends ReferenceBase {
  /** The kind of the entry: "polar:Meter". */
  readonly entry: string;
}
/** By a name that people gave it at the vendor, looked up when the object is written. */
export interface NamedReference extends ReferenceBase {
  readonly entry?: never;
  readonly list: Request;
  readonly name: (item: JsonObject) => string | undefined;
  readonly id: (item: JsonObject) => string | undefined;
}

/** A rule about one entry that a schema cannot say. Returns what is wrong, each at a path within the entry. */
export interface Rule {
  /** The problem's code, kebab-case. */
  readonly code: string;
  /** What it means, for the docs. */
  readonly doc: string;
  readonly check: (fields: JsonObject) => readonly Finding[];
  readonly severity?: "problem" | "warning";
}
export interface Finding {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly remedy: string;
}

export interface Kind {
  /** "sequence:ListPrice": the same in type token, schema, docs, fixtures and tests. */
  readonly type: string;
  /** In messages: "list price". */
  readonly title: string;
  /** The map in the YAML that holds its entries: "listPrices". */
  readonly collection: string;
  /** Names that people write for the collection, such as those of other vendors. */
  readonly alsoCalled?: readonly string[];
  readonly parent?: { readonly type: string; readonly field: string };
  readonly fields: Fields;
  /** What identifies an object where no marker can: the first of these that the entry names. Absent: only equality in every field. */
  readonly naturalKey?: readonly string[];
  readonly marker?: Marker;
  readonly calls: Calls;
  readonly archiving: Archiving;
  /** The vendor can delete objects for good, so that a 404 may mean gone. */
  readonly deletable?: boolean;
  /** A field whose value no two objects may share, if these settings say so. */
  readonly unique?: (settings: Settings) => Unique | undefined;
  /** Members of a live object. */
  readonly id: (live: JsonObject) => string | undefined;
  readonly createdAt?: (live: JsonObject) => string | undefined;
  /** When it was last changed: what still shows the time of its creation was never changed, nor archived. */
  readonly updatedAt?: (live: JsonObject) => string | undefined;
  readonly organization?: (live: JsonObject) => string | undefined;
  /** By the member that holds the name, wherever it stands within a field: "usageMetric". */
  readonly references?: Readonly<Record<string, Reference>>;
  readonly rules?: readonly Rule[];
  /** What the account's settings ask of an entry: said in the preview, as the YAML alone does not know it. */
  readonly accountRules?: (fields: JsonObject, settings: Settings) => readonly Finding[];
  /** The vendor's page about archiving, and what it means there, in a sentence. */
  readonly docs: { readonly page: string; readonly archived: string };
}

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
  readonly hosts?: { readonly sandbox?: readonly string[]; readonly production?: readonly string[]; readonly either?: readonly string[] };
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

/** All vendors a program knows. */
export class Registry {
  readonly vendors: readonly Vendor[];
  readonly #byType = new Map<string, { vendor: Vendor; kind: Kind }>();

  constructor(vendors: readonly Vendor[]) {
    this.vendors = vendors;
    for (const vendor of vendors) for (const kind of vendor.kinds) this.#byType.set(kind.type, { vendor, kind });
  }

  vendor(name: string): Vendor | undefined {
    return this.vendors.find((one) => one.name === name);
  }

  kind(type: string): { vendor: Vendor; kind: Kind } | undefined {
    return this.#byType.get(type);
  }
}

/** Reads a member that is a text: for the `id`, `createdAt`, … of a kind. */
export const textOf =
  (member: string) =>
  (live: JsonObject): string | undefined => {
    const value = live[member];
    return typeof value === "string" ? value : undefined;
  };

/** The kinds whose entries stand below entries of this kind. */
export const childrenOf = (vendor: Vendor, kind: Kind): readonly Kind[] => vendor.kinds.filter(({ parent }) => parent?.type === kind.type);

/** A name of another object, somewhere within an entry's fields. */
export interface Naming {
  readonly member: string;
  readonly name: string;
  readonly reference: Reference;
  readonly path: readonly (string | number)[];
}

/** What a member of the fields names, if it names anything. */
export const referenceOf = ({ references }: Kind, member: string): Reference | undefined => references && own(references, member);

/** Every object that the fields name. */
export function namings(kind: Kind, value: Json, path: readonly (string | number)[] = []): Naming[] {
  if (kind.references === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => namings(kind, item, [...path, index]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([member, item]): Naming[] => {
    const reference = referenceOf(kind, member);
    return reference && typeof item === "string"
      ? [{ member, name: item, reference, path: [...path, member] }]
      : namings(kind, item, [...path, member]);
  });
}

/** How a resolved name is remembered: "usageMetric:API calls". */
export const namingKey = ({ member, name }: Pick<Naming, "member" | "name">): string => `${member}:${name}`;

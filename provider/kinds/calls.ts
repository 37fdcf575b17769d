/** The calls of a vendor's API that a kind uses. */
import type { JsonObject } from "../fields/shape.js";
import type { Query } from "../http/client.js";
import type { Settings } from "./field.js";

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

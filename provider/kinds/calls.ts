/** The calls of a vendor's API that a kind uses. */
import type { JsonObject } from "../fields/shape.js";
import type { Query } from "../http/client.js";
import type { Settings } from "./field.js";

/** One request, without the account's base URL and headers. */
export interface Request {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly query?: Query;
  readonly body?: JsonObject;
}

/** Names of fields: those that an update changes, and those that the entry names. */
export interface Sent {
  readonly changed: ReadonlySet<string>;
  readonly named: ReadonlySet<string>;
}

/** `Name`: the names of the kind's fields. */
export interface Calls<Name extends string = string> {
  readonly list: (settings: Settings) => Request;
  /**
   * A list that holds archived objects, besides the active ones or alone, where `list` leaves them out. undefined:
   * there is none for these settings.
   */
  readonly listArchived?: (settings: Settings) => Request | undefined;
  /** Fields that lists leave out although the object has them. */
  readonly listsOmit?: readonly Name[];
  /**
   * The vendor documents that lists show objects exactly as single reads do. Absent: what a list shows otherwise than
   * the state has it is confirmed by a single read, and no full body is written over an object of a list.
   */
  readonly listsWhole?: true;
  /** The objects below one parent; what `list` leaves out, it leaves out too. */
  readonly listBelow?: (parentId: string, settings: Settings) => Request;
  /** The objects with an owner's mark, archived ones too. The list may hold others besides. Default: `list`. */
  readonly listMarked?: (owner: string, settings: Settings) => Request;
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
  readonly creates?: readonly Name[];
  /** Every update needs the object as it is now: a full body, or a field written against the live value. */
  readonly needsLive?: readonly Name[];
  /** Fields that the vendor takes together only: if one of a group changes, all of it are sent. */
  readonly together?: readonly (readonly Name[])[];
}

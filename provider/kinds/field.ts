/** A field of a kind: what a change of it means, how it is written, read and cleared. */
import type { Json, JsonObject, Member } from "../fields/shape.js";
import type { Absence } from "./absence.js";
import type { Request } from "./calls.js";

/** A top-level field of a kind, under the vendor's own name. */
export type Field = FieldBase & Changed & Presence;

interface FieldBase extends Omit<Member, "required" | "default" | "readOnly" | "instead"> {
  /** It decides what customers pay, or when: an object is adopted with another value only when the entry says so. */
  readonly money?: true;
  /** The entry's parent fills it in: not in the YAML. */
  readonly fromParent?: boolean;
  /** The body's part for this field; the value itself by default. */
  readonly toWire?: (value: Json, context: WireContext) => Json;
  /** The field's value in a vendor's answer; `live[name]` by default. */
  readonly fromWire?: (object: JsonObject, context: WireContext) => Json | undefined;
  /** Brings a live value into the form that a full body wants, for fields that are sent back unchanged. */
  readonly rewrite?: (value: Json, context: WireContext) => Json;
}

/** What a changed value means. */
type Changed = Updated | Replaced | Fixed;
export type Fate = Changed["fate"];

/** The object is changed in place. */
interface Updated {
  readonly fate: "update";
  readonly reason?: never;
  /** Members of an object whose change replaces although the field as a whole updates. */
  readonly replaceOn?: readonly string[];
  /**
   * Of a value with members: what a write makes of those that the entry does not name. kept: each member is managed by
   * itself, and the others stay as they are. lost: the value is one whole, and is sent as the entry has it.
   */
  readonly unnamed?: "kept" | "lost";
  /** The field has a call of its own, after the object is there; its answer is the object. The value may be empty. */
  readonly ownCall?: (id: string, value: Json) => Request;
}

/** A new object is made, and the old one archived. */
interface Replaced {
  readonly fate: "replace";
  /** What stays behind at the vendor. */
  readonly reason?: string;
  readonly replaceOn?: never;
  readonly unnamed?: "lost";
  readonly ownCall?: never;
}

/** The change is refused. */
interface Fixed {
  readonly fate: "fixed";
  /** Why. */
  readonly reason: string;
  readonly replaceOn?: never;
  readonly unnamed?: "lost";
  readonly ownCall?: never;
}

/** What the field is when an entry does not name it, unless it must. */
type Presence = Mandatory | Optional;

interface Mandatory {
  readonly required: true;
  readonly absence?: never;
  readonly restricts?: never;
}

interface Optional {
  readonly required?: false;
  readonly absence: Absence;
  /** Set, it makes the object one for somebody only: `adopt: true` finds it only for an entry that names the field. */
  readonly restricts?: true;
}

/** What a field may look at while it is written or read. */
export interface WireContext {
  readonly settings: Settings;
  /** The live object, where an update has read it. */
  readonly live?: JsonObject;
}

/** Values of a vendor's settings in an account's configuration, defaults filled in. */
export type Settings = Readonly<Record<string, Json>>;

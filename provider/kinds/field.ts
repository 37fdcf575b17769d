/** A field of a kind: what a change of it means, how it is written, read and cleared. */
import type { Json, JsonObject, Member } from "../fields/shape.js";
import type { Request } from "./calls.js";

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

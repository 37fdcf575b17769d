/** What it means that an entry does not name a field: for a new object, for a managed one, and when it is taken out. */
import type { Json, Member } from "../fields/shape.js";
import type { Field, Settings } from "./field.js";

export type Absence = Resting | Unmanaged;

/** The field is always managed: an entry without it means this value; null is no value. */
export interface Resting {
  readonly means: Json;
  readonly initial?: never;
  readonly cleared?: never;
}

/** The field is managed once an entry names it, and cleared when the entry no longer does. */
export interface Unmanaged {
  readonly means?: never;
  /** What a new object has when its entry does not name the field. Absent: nothing. */
  readonly initial?: Initial;
  readonly cleared: Clearing | ((settings: Settings) => Clearing);
}

export type Initial =
  /** The vendor's documented default; an absent value counts as this one. */
  | { readonly default: Json; readonly sent?: never }
  /** What the vendor wants to be sent although people rarely set it. */
  | { readonly sent: Json; readonly default?: never }
  /** Not documented. `any`: the vendor fills in a value of its own. `unknown`: perhaps a value, perhaps none. */
  | "any"
  | "unknown";

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

/** A field that is always managed is given its resting value, unless that makes a new object. */
export function clearingOf({ absence, fate }: Field, settings: Settings): Clearing {
  if (absence === undefined) return "never";
  if (absence.means !== undefined) return fate === "replace" ? "never" : valueOrNull(absence.means);
  return typeof absence.cleared === "function" ? absence.cleared(settings) : absence.cleared;
}

const valueOrNull = (value: Json): Clearing => (value === null ? "null" : { value });

/** Managed in every entry, named or not. */
export const isAlwaysManaged = ({ absence }: Field): boolean => absence?.means !== undefined;

/** What the field counts as without a value; null: as none. undefined: the vendor documents no default. */
export function restingValue({ absence }: Field): Json | undefined {
  if (absence?.means !== undefined) return absence.means;
  return typeof absence?.initial === "object" ? absence.initial.default : undefined;
}

/** What a create sends for an entry that does not name the field. */
export const sentInitially = ({ absence }: Field): Json | undefined =>
  typeof absence?.initial === "object" ? absence.initial.sent : undefined;

/** What a new object may have without the vendor documenting it. */
export const undocumentedInitial = ({ absence }: Field): "any" | "unknown" | undefined =>
  typeof absence?.initial === "string" ? absence.initial : undefined;

/** The field as schemas, docs and types show a member: with its default. */
export function memberOf(field: Field): Member {
  const value = restingValue(field);
  return value === undefined || value === null ? field : { ...field, default: value };
}

/** Names of other objects within the fields of an entry. */
import { isObject, type Json, type JsonObject, own } from "../fields/shape.js";
import type { Request } from "./calls.js";
import type { Kind } from "./kind.js";

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

/** A name of another object, somewhere within an entry's fields. */
export interface Naming {
  readonly member: string;
  readonly name: string;
  readonly reference: Reference;
  readonly path: readonly (string | number)[];
}

/** What a member of the fields names, if it names anything. */
export const referenceOf = ({ references }: Kind, member: string): Reference | undefined =>
  references && own(references, member);

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

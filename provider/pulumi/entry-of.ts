/** Which entry a resource was made from. Kept here, so that the classes that programs see have no inner types. */
import type { Entry } from "../catalogue/model.js";

const entries = new WeakMap<object, Entry>();

export function rememberEntry(resource: object, entry: Entry | undefined): void {
  if (entry) entries.set(resource, entry);
}

/** The entry of a resource; undefined for anything else. */
export const entryOf = (value: unknown): Entry | undefined =>
  typeof value === "object" && value !== null ? entries.get(value) : undefined;

/** The kind of a resource, such as "sequence:Product"; undefined for anything else. */
export const kindOf = (value: unknown): string | undefined => entryOf(value)?.kind.type;

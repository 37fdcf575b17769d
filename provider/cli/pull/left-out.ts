/** Objects that get no entry, and why. Pure. */
import { badTextIn } from "../../catalogue/edit.js";
import type { JsonObject } from "../../fields/shape.js";
import { type Doubles, doublesIn } from "../../inventory/doubles.js";
import type { FoundObject, Inventory } from "../../inventory/inventory.js";
import type { Pairing } from "../../inventory/pairing.js";
import type { PullOptions } from "./request.js";

export interface Without {
  readonly message: string;
  readonly remedy?: string;
  /** It is told in one sentence with the others. */
  readonly isArchived?: true;
  /** The loader would not take it. */
  readonly isRefused?: true;
}

/** Groups that cannot be told apart: active objects among themselves, and archived ones among themselves. */
export function allDoubles(inventory: Inventory): Doubles[] {
  const archived = inventory.objects.filter((found) => found.archived).map((found) => ({ ...found, archived: false }));
  return [...doublesIn(inventory), ...doublesIn({ ...inventory, objects: archived })];
}

/** By the ids of objects. Objects below them get no entry either. `fields`: what the entry of an object would have. */
export function leftOut(
  pairing: Pairing,
  inventory: Inventory,
  options: PullOptions,
  fields: (found: FoundObject) => JsonObject,
): Map<string, Without> {
  const result = new Map<string, Without>();
  const paired = new Set(pairing.pairs.map(({ found }) => found.id));
  const add = (found: FoundObject, message: string, remedy?: string): void => {
    if (paired.has(found.id) || result.has(found.id)) return;
    result.set(found.id, { message, ...(remedy === undefined ? {} : { remedy }) });
  };
  for (const found of pairing.foreign)
    add(
      found,
      `it carries the mark of another stack: ${found.mark?.owner}, ${found.mark?.address}`,
      "manage it there; or release it from that stack first",
    );
  for (const { found, address } of pairing.removed)
    add(
      found,
      `its entry ${address} is no longer in the files, and the stack still has it`,
      "`pulumi up` archives it, or forgets it; or write the entry again",
    );
  for (const { entry, objects } of pairing.ambiguous)
    for (const found of objects)
      add(
        found,
        `${entry.address} fits this and ${objects.length === 2 ? "another object" : `${objects.length - 1} others`}`,
        `name the object of the entry by its id: \`lifecycle: { adopt: ${found.id} }\``,
      );
  for (const found of pairing.unmanaged)
    if (found.archived && !options.archived && !result.has(found.id))
      result.set(found.id, { message: "it is archived", isArchived: true });
  if (!options.doubles)
    for (const { objects, equalIn, value } of allDoubles(inventory))
      for (const found of objects) add(found, doubleText(found, objects, equalIn, value), DOUBLES);
  for (const found of pairing.unmanaged) {
    const above = result.get(found.parentId ?? "");
    const bad = result.has(found.id) || (above && !above.isRefused) ? undefined : badTextIn(fields(found));
    if (bad) result.set(found.id, refused(bad));
  }
  return result;
}

/** An object that the loader would not take as an entry. */
export const refused = ({ message, remedy }: { readonly message: string; readonly remedy: string }): Without => ({
  message: `it cannot be written as an entry: ${message}`,
  remedy: `at the vendor, ${remedy}; then pull again`,
  isRefused: true,
});

/** Why an object below one that is left out gets no entry: told by its number only. */
export const BELOW = "what it belongs to is left out";

const DOUBLES =
  "archive all but one of them at the vendor, or give them different names; " +
  "`--doubles` writes them with their ids in `lifecycle: { adopt: <id> }`";

function doubleText(
  found: FoundObject,
  all: readonly FoundObject[],
  equalIn: string,
  value: string | undefined,
): string {
  const others = all.filter(({ id }) => id !== found.id).map(({ id }) => id);
  const which = others.length === 1 ? others[0] : `${others.slice(0, 3).join(", ")}${others.length > 3 ? ", …" : ""}`;
  const so = `so ${others.length === 1 ? "the two" : "they"} cannot be told apart`;
  return equalIn === "everything"
    ? `it is equal to ${which} in every field, ${so}`
    : `it has the same ${equalIn} as ${which} (${JSON.stringify(value)}), ${so}`;
}

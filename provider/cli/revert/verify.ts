/** Whether the files that were made are what the plan says, and nothing else. */

import { addressesOf } from "../../catalogue/addresses.js";
import type { Entry } from "../../catalogue/model.js";
import { sameEntry } from "../history/follow.js";
import { fieldText } from "./entries.js";
import type { Item } from "./plan.js";
import type { Result, ThreeStates } from "./texts.js";

/** The items as they came out: what could not be written is a conflict. */
export function cameOut(items: readonly Item[], { loaded, refused }: Result): Item[] {
  const found = new Map(loaded.entries.map((entry) => [entry.address, entry]));
  return items.map((item) => {
    if (item.withParent || isDone(item, found)) return item;
    const address = (item.now ?? item.before)?.address ?? "";
    const why = refused.get(address) ?? refused.get(item.before?.address ?? "");
    const reason = `it cannot be changed in the text${why === undefined ? "" : `: ${why}`}`;
    return { ...item, outcome: "conflict" as const, reason };
  });
}

function isDone({ outcome, before, now, fields, state, successor }: Item, found: ReadonlyMap<string, Entry>): boolean {
  switch (outcome) {
    case "nothing":
    case "conflict":
      return true;
    case "archived":
      return now !== undefined && found.get(now.address)?.archived === true;
    case "written-again":
      return before !== undefined && isLike(found.get(before.address), before);
    case "successor":
      return (
        before !== undefined &&
        now !== undefined &&
        found.get(now.address)?.archived === true &&
        isLike(found.get(now.address.slice(0, -now.key.length) + successor), before)
      );
    case "renamed":
    case "restored": {
      if (!before || !now) return false;
      const entry = found.get(outcome === "renamed" ? before.address : now.address);
      if (!entry || (state && entry.archived !== before.archived)) return false;
      if (outcome === "renamed" && (found.has(now.address) || !addressesOf(entry).includes(now.address))) return false;
      return fields.every((name) => fieldText(entry, name) === fieldText(before, name));
    }
  }
}

const isLike = (entry: Entry | undefined, before: Entry): boolean =>
  entry !== undefined &&
  !entry.archived &&
  Object.keys(before.kind.fields).every((name) => fieldText(entry, name) === fieldText(before, name));

/** Addresses of entries that the commit has nothing to do with, and that would change all the same. */
export function changedBesides({ now }: ThreeStates, items: readonly Item[], { loaded }: Result): string[] {
  const found = new Map(loaded.entries.map((entry) => [entry.address, entry]));
  const own = new Set(items.flatMap((item) => [item.now?.address, item.before?.address]));
  return now.entries
    .filter(({ address }) => !own.has(address))
    .filter((entry) => {
      const made = found.get(entry.address);
      return made === undefined || !(sameEntry(made, entry) || sameInParent(made, entry, own));
    })
    .map(({ address }) => address);
}

/** Only its parent changes, and that is meant. */
const sameInParent = (a: Entry, b: Entry, own: ReadonlySet<string | undefined>): boolean =>
  b.parent !== undefined &&
  own.has(b.parent.address) &&
  a.archived === b.archived &&
  Object.keys(b.kind.fields).every((name) => fieldText(a, name) === fieldText(b, name));

/** The groups that the changes of a review fall into, and their words. */
import type { Action, Change, Direction } from "../digest.js";

/** What kind of change a reader sees; each change is in exactly one group. */
export type Group =
  | "archived-for-good"
  | "archived"
  | "refused"
  | "replaced"
  | "up"
  | "mixed"
  | "unknown"
  | "down"
  | "terms"
  | "un-archived"
  | "adopted"
  | "new"
  | "renamed"
  | "retained"
  | "texts"
  | "only-in-promoted"
  | "only-in-other";

/** The groups as the head counts them: prices first. */
export const HEAD: readonly (readonly [Group, string, string])[] = [
  ["up", "price up", "prices up"],
  ["mixed", "price up for some and down for others", "prices up for some and down for others"],
  ["unknown", "price changed by an unknown amount", "prices changed by an unknown amount"],
  ["down", "price down", "prices down"],
  ["terms", "price with changed terms", "prices with changed terms"],
  ["archived-for-good", "archived for good", "archived for good"],
  ["archived", "archived", "archived"],
  ["refused", "change refused", "changes refused"],
  ["replaced", "replaced", "replaced"],
  ["un-archived", "un-archived", "un-archived"],
  ["adopted", "adopted", "adopted"],
  ["new", "new", "new"],
  ["renamed", "renamed", "renamed"],
  ["retained", "removed from the files and kept", "removed from the files and kept"],
  ["texts", "without a price change", "without a price change"],
  ["only-in-promoted", "only in", "only in"],
  ["only-in-other", "only in", "only in"],
];

const GROUPS: Readonly<Record<Exclude<Action, "update" | "archive">, Group>> = {
  create: "new",
  adopt: "adopted",
  replace: "replaced",
  "un-archive": "un-archived",
  rename: "renamed",
  retain: "retained",
  forbidden: "refused",
};

const DIRECTIONS: Readonly<Record<Exclude<Direction, "same">, Group>> = {
  up: "up",
  down: "down",
  mixed: "mixed",
  unknown: "unknown",
};

export function groupOf({ action, irreversible, money, fields, onlyIn }: Change): Group {
  if (onlyIn !== undefined) return action === "create" ? "only-in-promoted" : "only-in-other";
  if (action === "archive") return irreversible ? "archived-for-good" : "archived";
  if (action !== "update") return GROUPS[action];
  if (money && money.direction !== "same") return DIRECTIONS[money.direction];
  return fields.some((field) => field.money) ? "terms" : "texts";
}

/** "archived for good", "price up": one change in words. */
export const groupInWords = (change: Change): string => {
  const group = groupOf(change);
  if (change.onlyIn !== undefined) return `only in ${change.onlyIn}`;
  if (group === "refused") return refusedWords(change);
  return HEAD.find(([name]) => name === group)?.[1] ?? group;
};

function refusedWords({ removed, fields }: Change): string {
  if (removed) return "removal refused";
  return fields.some(({ path, after }) => path === "archived" && after === false)
    ? "un-archiving refused"
    : "replacement refused";
}

/** What the page says for the closed sets of words of the review. */
import type { Action, Change, Direction, FindingSeverity, Message } from "../../digest.js";
import { type Group, groupInWords } from "../groups.js";
import { capitalized } from "../summary.js";

export const SEVERITY: Readonly<Record<FindingSeverity, string>> = {
  block: "Blocks",
  warn: "Warning",
  note: "Note",
};

export const MESSAGE: Readonly<Record<Message["severity"], string>> = {
  error: "Error",
  warning: "Warning",
  info: "Note",
};

export const DIRECTION: Readonly<Record<Direction, string>> = {
  up: "dearer",
  down: "cheaper",
  mixed: "dearer for some, cheaper for others",
  same: "same price",
  unknown: "not comparable",
};

export const ACTION: Readonly<Record<Action, string>> = {
  create: "New",
  adopt: "Adopted",
  update: "Changed",
  replace: "Replaced",
  archive: "Archived",
  "un-archive": "Un-archived",
  rename: "Renamed",
  retain: "Removed here, kept at the vendor",
  forbidden: "Removal refused",
};

/** What happens to the object: "Archived for good", "Price up". */
export const happens = (change: Change): string => capitalized(groupInWords(change));

/** Which colour it has: of something that ends, something new, a price, or anything else. */
export function tone({ action, irreversible, money }: Change): "end" | "new" | "up" | "down" | "plain" {
  if (irreversible || action === "archive" || action === "forbidden") return "end";
  if (action === "create" || action === "adopt" || action === "un-archive") return "new";
  if (money?.direction === "up" || money?.direction === "mixed") return "up";
  return money?.direction === "down" ? "down" : "plain";
}

/** The heading of a group of changes. */
export const GROUP: Readonly<Record<Group, string>> = {
  "archived-for-good": "Archived for good",
  archived: "Archived",
  refused: "Removal refused",
  replaced: "Replaced",
  up: "Prices up",
  mixed: "Prices up for some and down for others",
  unknown: "Prices changed by an unknown amount",
  down: "Prices down",
  terms: "Prices with changed terms",
  "un-archived": "Un-archived",
  adopted: "Adopted",
  new: "New",
  renamed: "Renamed",
  retained: "Removed from the files and kept",
  texts: "Without a change of price",
  "only-in-promoted": "Only in the promoted stack",
  "only-in-other": "Only in the other stack",
};

import { goneOf } from "../compare/moves.js";
import type { ChangeRule } from "./rule.js";

export const irreversible: ChangeRule = {
  code: "irreversible",
  doc:
    "An object is archived at a vendor that has no way back. An entry with a successor of equal content is a rename, " +
    "and is not reported.",
  severity: "note",
  example: "it is archived, and Sequence cannot un-archive it",
  remedy: "archive it only if it is never needed again; otherwise keep the entry as it is",
  looksAt: "change",
  check: (pairs) =>
    goneOf(pairs)
      .filter(({ successor, before: { kind, settings } }) => {
        const wayBack = kind.archiving.unarchive?.(settings);
        return successor === undefined && wayBack === undefined;
      })
      .map(({ before, after }) => ({
        address: (after ?? before).address,
        ...(after?.archived ? { path: ["archived"] } : {}),
        message:
          `it is ${after ? "archived" : "removed and archived"}, ` + `and ${before.vendor.title} cannot un-archive it`,
        remedy: "archive it only if it is never needed again; otherwise keep the entry as it is",
        values: "archived",
      })),
};

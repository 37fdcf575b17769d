/** What kind of change it is, in one word. */
import { isConfirmed, wasArchived } from "../lifecycle/observe/archived-state.js";
import { wantedChanges } from "../lifecycle/plan/plan.js";
import type { Action } from "./digest.js";
import type { Subject } from "./subject.js";

export function actionOf(subject: Subject): Action {
  const { operation, olds, news, adoptsNothing } = subject;
  switch (operation) {
    case "create":
      return news?.adopt !== undefined && adoptsNothing !== true ? "adopt" : "create";
    case "delete":
      return olds && isConfirmed(olds) ? "retain" : "archive";
    case "replace":
    case "retain":
    case "forbidden":
      return operation;
    default:
      return ofUpdate(subject);
  }
}

function ofUpdate({ kind, settings, olds, news, formerAddress }: Subject): Action {
  if (!olds || !news) return "update";
  if (news.archived && !isConfirmed(olds)) return "archive";
  if (!news.archived && wasArchived(olds) && kind.archiving.unarchive?.(settings)) return "un-archive";
  const isSame = wantedChanges(kind, olds, news, settings).length === 0;
  return formerAddress !== undefined && isSame ? "rename" : "update";
}

/** The vendor has no way back from what happens to the object, or to the one that is replaced. */
export function isIrreversible({ kind, settings, olds, keepsOld }: Subject, action: Action): boolean {
  if (kind.archiving.unarchive?.(settings)) return false;
  if (action === "replace") return keepsOld !== true && olds !== undefined && !isConfirmed(olds);
  return action === "archive";
}

/** What a change means beyond the object itself, a sentence each. What the preview says is not repeated. */

import { isConfirmed } from "../lifecycle/observe/archived-state.js";
import { wantedChanges } from "../lifecycle/plan/plan.js";
import type { MoneyChange } from "../money/change.js";
import { whoKeepsWhat } from "../money/change-words.js";
import { isIrreversible } from "./action.js";
import type { Action } from "./digest.js";
import type { Subject } from "./subject.js";

export function consequencesOf(subject: Subject, action: Action, money: MoneyChange | undefined): string[] {
  const { kind, vendor, olds, adoption } = subject;
  const { affects, archiving } = kind;
  switch (action) {
    case "archive":
      return present(
        subject.isLeftover ? `an earlier run has replaced it; the new ${kind.title} stays` : undefined,
        isIrreversible(subject, action) ? `${vendor.title} cannot bring it back` : undefined,
        affects?.archived,
        archiving.notes?.archive,
      );
    case "replace": {
      if (subject.keepsOld === true)
        return present(`the old ${kind.title} stays as it is at ${vendor.title} (onRemove: retain)`, affects?.replaced);
      const reason = reasons(subject);
      const archived = isIrreversible(subject, action)
        ? `the old ${kind.title} is archived, and ${vendor.title} cannot bring it back`
        : `the old ${kind.title} is archived`;
      // The reason of a vendor says what happens to both objects.
      return present(...(reason === undefined ? [archived, affects?.replaced] : [reason]), archiving.notes?.archive);
    }
    case "un-archive":
      return present(archiving.notes?.unarchive);
    case "adopt":
      return present(adoption?.what);
    case "retain":
      return present(
        olds && isConfirmed(olds)
          ? "it is archived already; only its row in the state is removed"
          : `it stays as it is at ${vendor.title}`,
      );
    case "forbidden":
      return present(
        "the engine refuses to remove or replace it because it is protected (active in a production account, or " +
          "onRemove: forbid)",
      );
    case "update":
      return present(
        subject.olds?.live.archivedElsewhere === true
          ? `it was archived outside the catalogue: nobody new can get it, and ${vendor.title} cannot bring it back`
          : undefined,
        money && !subject.isSeen ? whoKeepsWhat(affects, money.prices) : undefined,
      );
    default:
      return [];
  }
}

const present = (...sentences: readonly (string | undefined)[]): string[] => [
  ...new Set(sentences.filter((sentence): sentence is string => sentence !== undefined && sentence !== "")),
];

/** Why the vendor needs a new object. */
function reasons({ kind, olds, news, settings }: Subject): string | undefined {
  if (!olds || !news) return undefined;
  const found = wantedChanges(kind, olds, news, settings).flatMap(({ fate, field }) =>
    fate === "replace" && field.reason ? [field.reason] : [],
  );
  return found[0];
}

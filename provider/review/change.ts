/** What happens to one entry, in the form of the review. */
import { actionOf, isIrreversible } from "./action.js";
import { consequencesOf } from "./consequences.js";
import type { Change } from "./digest.js";
import { fieldChanges } from "./field-changes.js";
import { moneyOf } from "./money-change.js";
import type { Placer } from "./places.js";
import { requestsOf } from "./requests.js";
import { sentenceOf } from "./sentence.js";
import type { Subject } from "./subject.js";
import { isPlaceholder } from "./subjects-of-files.js";

/** undefined: nothing happens to the entry. */
export function changeOf(subject: Subject, place: Placer): Change | undefined {
  const { kind, operation, before, after, formerAddress, messages } = subject;
  const side = after ?? before;
  if (operation === "same" || !side) return undefined;
  const action = actionOf(subject);
  const at = place(after?.source, []);
  const fields = fieldChanges(subject, place);
  const money = moneyOf(subject);
  const id = subject.adoption?.id ?? subject.id;
  return {
    address: side.address,
    ...(formerAddress === undefined ? {} : { formerAddress }),
    kind: kind.type,
    kindTitle: kind.title,
    account: side.account,
    action,
    removed: after === undefined && subject.isLeftover !== true,
    ...(subject.isLeftover ? { ofReplacement: true as const } : {}),
    ...(id === undefined || isPlaceholder(id) ? {} : { id }),
    title: side.title,
    sentence: sentenceOf(subject, { action, fields, money }),
    irreversible: isIrreversible(subject, action),
    ...(at ? { place: at } : {}),
    fields,
    ...(money ? { money } : {}),
    consequences: consequencesOf(subject, action, money),
    requests: requestsOf(subject),
    messages,
  };
}

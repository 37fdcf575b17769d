/** What an answer must show before a step counts as done. */
import type { Account } from "../../accounts/account.js";
import { differenceLines } from "../../fields/differences.js";
import { isObject, type Json, type JsonObject } from "../../fields/shape.js";
import { CallError } from "../../http/call-error.js";
import type { Kind } from "../../kinds/kind.js";
import { Refusal } from "../failure.js";
import { settledState, shownState } from "../observe/archived-state.js";
import { listBelow } from "../observe/still-listed.js";
import type { Operation } from "../operation.js";
import { markOf } from "../plan/bodies.js";
import { type Change, unmet } from "../plan/managed.js";
import { type RefusedValues, refusedValues } from "../plan/refused.js";
import type { Inputs } from "../state.js";

/** The vendor took the call and did something else. */
export class UnchangedError extends Error {
  /** What the vendor then shows, as far as the answer is the whole object. */
  readonly answer: JsonObject | undefined;
  /** What it made something else of. */
  readonly refused: RefusedValues;

  constructor(message: string, answer?: JsonObject, refused: RefusedValues = {}) {
    super(message);
    this.name = "UnchangedError";
    this.answer = answer;
    this.refused = refused;
  }
}

/** An answer that does not show what was sent must not become state. */
export function demandFields(account: Account, words: string, changed: readonly Change[], answer: JsonObject): void {
  const wrong = unmet(changed, answer, account.context());
  if (wrong.length === 0) return;
  const cleared = wrong.filter(({ change }) => change.after === null).map(({ change }) => change.name);
  const places = wrong.flatMap(({ differences }) => differences);
  const { message } = new CallError({
    category: "unexpected",
    action: words,
    account: account.words,
    detail:
      "the vendor accepted the call, but the response shows another value for " +
      `${wrong.map(({ change }) => change.name).join(", ")}:${differenceLines(places)}`,
    remedy:
      cleared.length > 0
        ? `the vendor keeps ${cleared.join(" and ")} when it is cleared this way: give it another value instead, ` +
          "or change how the account clears fields (see the vendor's settings)"
        : "write the value in the entry as the vendor has it; the same value is not sent again",
  });
  const values = refusedValues(
    wrong.map(({ change }) => change),
    account.config.settings,
  );
  throw new UnchangedError(message, answer, values);
}

/**
 * An answer that does not show the archived state is followed by a read where one can show it, a list too; else the
 * status decides. Only a state that is seen to be the other one is a failure.
 */
export async function demandState(
  operation: Operation,
  account: Account,
  { id, entry, words }: { readonly id: string; readonly entry: Inputs; readonly words: string },
  answer: Json,
  archived: boolean,
): Promise<void> {
  const { kind } = operation;
  const { address } = entry;
  const below = isObject(answer) && kind.id(answer) === id ? listBelow(kind, account, entry.fields, answer) : undefined;
  const state = shownState(kind, id, answer) ?? (await settledState(operation, account, id, address, archived, below));
  if (state !== undefined && state !== archived) {
    const { message } = new Refusal(
      address,
      `${words}: the vendor accepted the call, but the ${kind.title} is still ${archived ? "active" : "archived"}`,
      "run `pulumi up` again; if the problem persists, " +
        `${archived ? "archive it" : "un-archive it"} in the dashboard and ask the vendor's support`,
    );
    throw new UnchangedError(message, shownState(kind, id, answer) === undefined ? undefined : (answer as JsonObject));
  }
  if (archived) account.archived.add(id);
  else account.archived.delete(id);
}

/** The mark that was written is there, and the one that was taken away is gone. */
export function demandMark(
  kind: Kind,
  id: string,
  { address, owner }: Inputs,
  marked: boolean,
  answer: JsonObject,
): void {
  const mark = markOf(kind, answer);
  const { field = "", addressKey = "" } = kind.marker ?? {};
  const isRight = marked ? mark?.address === address && mark.owner === owner : mark === undefined;
  if (isRight) return;
  throw new Refusal(
    address,
    `the vendor accepted the call, but ${kind.title} ${id} is ${marked ? "not" : "still"} ` +
      `marked with this stack (${addressKey} in ${field})`,
    "run `pulumi up` again; if the problem persists, " +
      (marked
        ? `look in the dashboard at ${addressKey} in ${field}, and ask the vendor's support`
        : `remove ${addressKey} from ${field} in the dashboard`),
  );
}

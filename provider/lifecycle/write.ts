/** Bringing a live object in line: one update request for all that changes, its answer checked. */
import { isObject, type JsonObject } from "../fields/shape.js";
import { CallError } from "../http/call-error.js";
import type { Safety } from "../http/retry.js";
import type { Kind, StateChange } from "../vendors/kind.js";
import type { Account } from "./account.js";
import { type Mark, type Marking, patchBody, putBody } from "./bodies.js";
import type { Change } from "./managed.js";
import { mismatches } from "./managed.js";
import type { Operation } from "./operation.js";

export interface Write {
  readonly id: string;
  readonly changed: readonly Change[];
  /** The fields that the entry names. */
  readonly named?: readonly string[];
  readonly mark: Mark;
  readonly marking: Marking;
  /** Members that archive or un-archive by an update. */
  readonly state?: JsonObject;
  /** What the answer must then show. */
  readonly archived?: boolean;
  /** The object as it is, if it was read for this write already. */
  readonly live?: JsonObject;
}

/** Sends an update if there is anything to send. Returns the object as the vendor then has it. */
export async function write(
  operation: Operation,
  account: Account,
  { id, changed, named = [], mark, marking, state, archived, live: known }: Write,
): Promise<JsonObject | undefined> {
  const { kind } = operation;
  const marks = kind.marker !== undefined && marking !== "keep";
  if (changed.length === 0 && !marks && state === undefined) return known;

  const request = kind.calls.update(id);
  const words = `update ${kind.title} ${mark.address} (${id})`;
  const live = known ?? (await liveForWrite(kind, account, mark, id, changed, marking, request.method));
  const context = account.context(live);
  const body =
    request.method === "PUT" ? putBody(kind, changed, named, live ?? {}, context) : patchBody(kind, changed, mark, marking, context);
  const safety: Safety = changed.some(({ name }) => kind.calls.creates?.includes(name)) ? "once" : "repeatable";
  const answer = await account.object(kind, words, { ...request, body: { ...body, ...state } }, safety, mark.address);
  checkAnswer(operation, account, words, changed, answer);
  if (archived !== undefined && kind.archiving.isArchived && kind.archiving.isArchived(answer) !== archived) {
    throw new UnchangedError(
      `${words}: the call was taken, and the answer still shows the ${kind.title} as ${archived ? "active" : "archived"}`,
      answer,
    );
  }
  if (archived === true) account.archived.add(id);
  return answer;
}

/** A full body, a field written against the live value, and a mark among texts of the user's all need the object as it is. */
async function liveForWrite(
  kind: Kind,
  account: Account,
  { address }: Mark,
  id: string,
  changed: readonly Change[],
  marking: Marking,
  method: string,
): Promise<JsonObject | undefined> {
  if (changed.some(({ name }) => kind.calls.needsLive?.includes(name))) return account.observe(kind, address, id);
  const marksAmongOthers = kind.marker !== undefined && marking !== "keep" && !changed.some(({ name }) => name === kind.marker?.field);
  if (method === "PUT" || marksAmongOthers) return account.get(kind, address, id);
  return undefined;
}

/** An answer that does not show what was sent must not become state. */
function checkAnswer({ kind }: Operation, account: Account, words: string, changed: readonly Change[], answer: JsonObject): void {
  const wanted = Object.fromEntries(changed.map(({ name, after }) => [name, after]));
  const wrong = mismatches(kind, wanted, answer, account.context());
  if (wrong.length === 0) return;
  const cleared = wrong.filter((name) => wanted[name] === null);
  const { message } = new CallError({
    category: "unexpected",
    operation: words,
    account: account.words,
    detail: `the call was taken, and the answer shows another value of ${wrong.map((name) => `${name} (${JSON.stringify(answer[name] ?? null).slice(0, 120)})`).join(", ")}`,
    remedy:
      cleared.length > 0
        ? `the vendor keeps ${cleared.join(" and ")} when it is taken away so: give it another value instead, or change how the account clears fields (see the vendor's settings)`
        : "compare the entry with the object in the dashboard, and write the value as the vendor has it",
  });
  throw new UnchangedError(message, answer);
}

/** The vendor took the call and did something else. */
export class UnchangedError extends Error {
  readonly answer: JsonObject;

  constructor(message: string, answer: JsonObject) {
    super(message);
    this.answer = answer;
  }
}

/** The members with which an update changes the archived state, if that is how the kind does it. */
export const stateMembers = (change: StateChange | undefined): JsonObject | undefined =>
  change && "update" in change && isObject(change.update) ? change.update : undefined;

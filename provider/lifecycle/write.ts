/** Bringing a live object in line: one update request for all that changes, its answer checked. */
import { stable } from "../fields/compare.js";
import { isObject, type Json, type JsonObject } from "../fields/shape.js";
import { CallError } from "../http/call-error.js";
import type { Kind, StateChange } from "../vendors/kind.js";
import type { Account } from "./account.js";
import { whoUses } from "./archive.js";
import { type Mark, type Marking, patchBody, putBody } from "./bodies.js";
import { type Change, clearingOf, mismatches } from "./managed.js";
import type { Operation } from "./operation.js";

export interface Write {
  readonly id: string;
  readonly changed: readonly Change[];
  /** All that the entry names: for fields that the vendor takes together only, and others that it does not take together. */
  readonly fields: JsonObject;
  readonly mark: Mark;
  readonly marking: Marking;
  /** Members that archive or un-archive by an update. */
  readonly state?: JsonObject;
  /** What the answer must then show. */
  readonly archived?: boolean;
  /** The object as it is, if it was read for this write already. */
  readonly live?: JsonObject;
}

export interface Written {
  /** The object as the vendor then has it. */
  readonly live: JsonObject | undefined;
  /** Everything but the archiving was done: active objects use it. */
  readonly held: boolean;
}

/** Sends an update if there is anything to send; fields with calls of their own are left to `writeOwn`. */
export async function write(operation: Operation, account: Account, request: Write): Promise<Written> {
  const { kind, surroundings } = operation;
  const { id, mark, marking, state, archived } = request;
  const changed = completed(
    kind,
    request.changed.filter(({ field }) => !field.ownCall),
    request.fields,
  );
  const isNeeded = changed.length > 0 || (kind.marker !== undefined && marking !== "keep");
  if (!isNeeded && state === undefined) return { live: request.live, held: false };

  const words = `update ${kind.title} ${mark.address} (${id})`;
  let answer: JsonObject;
  try {
    answer = await send(operation, account, words, { ...request, changed });
  } catch (error) {
    const users = state && archived ? await whoUses(operation, account, id, error) : undefined;
    if (!users) throw error;
    surroundings.report.warn(
      `${mark.address}: ${kind.title} ${id} stays active, as ${users}\n  what to do: archive what uses it, or take the ${kind.title} out of it; the next \`pulumi up\` archives it`,
    );
    const { state: _state, ...rest } = request;
    return { live: isNeeded ? await send(operation, account, words, { ...rest, changed }) : request.live, held: true };
  }
  if (archived !== undefined && kind.archiving.isArchived && kind.archiving.isArchived(answer) !== archived) {
    throw new UnchangedError(
      `${words}: the call was taken, and the answer still shows the ${kind.title} as ${archived ? "active" : "archived"}`,
      answer,
    );
  }
  if (archived === true) account.archived.add(id);
  return { live: answer, held: false };
}

/** One field with a call of its own. Returns the object as the vendor then has it. */
export async function writeOwn(operation: Operation, account: Account, id: string, mark: Mark, change: Change): Promise<JsonObject> {
  const { kind } = operation;
  const { name, field } = change;
  if (!field.ownCall) throw new Error(`${kind.type}.${name} has no call of its own`);
  const words = `set ${name} of ${kind.title} ${mark.address} (${id})`;
  const answer = await account.object(kind, words, field.ownCall(id, wireValue(change, account)), "repeatable", mark.address);
  checkAnswer(operation, account, words, [change], answer);
  return answer;
}

function wireValue({ field, after }: Change, account: Account): Json {
  const clearing = clearingOf(field, account.config.settings);
  if (after === null) return typeof clearing === "object" ? clearing.value : null;
  return field.toWire?.(after, account.context()) ?? after;
}

/** With the other fields of a group that the vendor takes together only. */
function completed(kind: Kind, changed: readonly Change[], fields: JsonObject): readonly Change[] {
  const names = new Set(changed.map(({ name }) => name));
  const groups = (kind.calls.together ?? []).filter((group) => group.some((name) => names.has(name)));
  const missing = groups.flat().filter((name) => !names.has(name) && Object.hasOwn(fields, name));
  return [
    ...changed,
    ...missing.flatMap((name): Change[] => {
      const field = kind.fields[name];
      return field ? [{ name, field, after: fields[name] ?? null, fate: "update" }] : [];
    }),
  ];
}

/**
 * Sends the update. One that makes something new is not repeated blindly: what the primary has by now is read, and
 * the update made for that.
 */
async function send(operation: Operation, account: Account, words: string, request: Write): Promise<JsonObject> {
  const { kind, surroundings } = operation;
  const { id, changed, mark, marking, state } = request;
  const update = kind.calls.update(id);
  const makes = changed.some(({ name }) => kind.calls.creates?.includes(name));
  // After a 429: a vendor may act and answer so all the same.
  const done = async (): Promise<JsonObject | undefined> => {
    const now = await account.observe(kind, mark.address, id);
    return mismatches(kind, wantedOf(changed), now, account.context()).length === 0 ? now : undefined;
  };
  let live = request.live ?? (await liveForWrite(kind, account, mark, id, changed, marking, update.method));
  for (let sent = 1; ; sent += 1) {
    const context = account.context(live);
    const body =
      update.method === "PUT"
        ? putBody(kind, changed, Object.keys(request.fields), live ?? {}, context)
        : patchBody(kind, changed, mark, marking, context);
    try {
      const answer = await account.object(
        kind,
        words,
        { ...update, body: { ...body, ...state } },
        makes ? "once" : "repeatable",
        mark.address,
        makes ? done : undefined,
      );
      checkAnswer(operation, account, words, changed, answer);
      return answer;
    } catch (error) {
      if (!makes || sent > 1 || !(error instanceof CallError)) throw error;
      if (!error.outcomeUnknown && !error.refused) throw error;
      const now = await account.observe(kind, mark.address, id);
      if (error.refused && !moved(kind, live ?? {}, now)) throw error;
      surroundings.report.info(
        `${mark.address}: ${error.refused ? `${kind.title} ${id} was changed by somebody meanwhile` : `the answer to "${words}" was lost`}; read it again and went on from there`,
      );
      live = now;
    }
  }
}

/** Is what the write was made for still what the vendor has? */
const moved = ({ calls }: Kind, before: JsonObject, now: JsonObject): boolean =>
  (calls.needsLive ?? []).some((name) => stable(before[name] ?? null) !== stable(now[name] ?? null));

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
  if (method === "PUT" || marksAmongOthers) return account.observe(kind, address, id);
  return undefined;
}

const wantedOf = (changed: readonly Change[]): JsonObject => Object.fromEntries(changed.map(({ name, after }) => [name, after]));

/** An answer that does not show what was sent must not become state. */
function checkAnswer({ kind }: Operation, account: Account, words: string, changed: readonly Change[], answer: JsonObject): void {
  const wanted = wantedOf(changed);
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

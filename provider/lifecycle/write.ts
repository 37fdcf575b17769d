/** Bringing a live object in line: one update request for all that changes, its answer checked. */
import { stable } from "../fields/compare.js";
import { isObject, type Json, type JsonObject } from "../fields/shape.js";
import { CallError } from "../http/call-error.js";
import type { Kind } from "../vendors/kind.js";
import { type Account, unwrap } from "./account.js";
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
  /** Members that archive or un-archive by an update; what the answer then says is judged in archive.ts. */
  readonly state?: JsonObject;
  /** The object as it is, if it was read for this write already. */
  readonly live?: JsonObject;
}

/**
 * Sends an update if there is anything to send; fields with calls of their own are left to `writeOwn`. Returns the
 * object as the vendor then has it, where the answer shows one.
 */
export async function write(operation: Operation, account: Account, request: Write, words?: string): Promise<JsonObject | undefined> {
  const { kind } = operation;
  const { id, mark, marking, state } = request;
  const changed = completed(
    kind,
    request.changed.filter(({ field }) => !field.ownCall),
    request.fields,
  );
  const isNeeded = changed.length > 0 || (kind.marker !== undefined && marking !== "keep");
  if (!isNeeded && state === undefined) return request.live;
  return send(operation, account, words ?? `update ${kind.title} ${mark.address} (${id})`, { ...request, changed });
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
async function send(operation: Operation, account: Account, words: string, request: Write): Promise<JsonObject | undefined> {
  const { kind, surroundings } = operation;
  const { id, changed, mark, marking, state } = request;
  const update = kind.calls.update(id);
  const makes = changed.some(({ name }) => kind.calls.creates?.includes(name));
  // After a 429: a vendor may act and answer so all the same.
  const done = async (): Promise<JsonObject | undefined> => {
    const now = await account.observe(kind, mark.address, id);
    const isDone = Object.entries(state ?? {}).every(([name, value]) => now[name] === value);
    return isDone && mismatches(kind, wantedOf(changed), now, account.context()).length === 0 ? now : undefined;
  };
  let live = request.live ?? (await liveForWrite(kind, account, mark, id, changed, marking, update.method));
  for (let sent = 1; ; sent += 1) {
    const context = account.context(live);
    const body =
      update.method === "PUT"
        ? putBody(kind, changed, Object.keys(request.fields), live ?? {}, context)
        : patchBody(kind, changed, mark, marking, context);
    try {
      const request = { ...update, body: { ...body, ...state } };
      const safety = makes ? "once" : "repeatable";
      const answer = unwrap((await account.send(words, request, safety, mark.address, makes ? done : undefined)).body);
      // Where only the archived state changes, an answer need not be the object: the state is then confirmed by a read.
      if (state && changed.length === 0 && !(isObject(answer) && kind.id(answer) === id)) return undefined;
      const live = account.checked(kind, words, answer);
      checkAnswer(operation, account, words, changed, live);
      return live;
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
  /** What the vendor then shows, as far as the answer is the whole object. */
  readonly answer: JsonObject | undefined;

  constructor(message: string, answer?: JsonObject) {
    super(message);
    this.answer = answer;
  }
}

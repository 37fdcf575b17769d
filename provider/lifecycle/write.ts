/** Bringing a live object in line: one update request for all that changes, its answer checked. */

import { type Account, unwrap } from "../accounts/account.js";
import { stable } from "../fields/compare.js";
import { differenceLines, differences, differenceText } from "../fields/differences.js";
import { isObject, type Json, type JsonObject } from "../fields/shape.js";
import { CallError } from "../http/call-error.js";
import type { Kind } from "../kinds/kind.js";
import { namings } from "../kinds/references.js";
import { type Mark, type Marking, outdated, patchBody, putBody, type Whole } from "./bodies.js";
import { type Change, clearingOf, readField, sameValue, unmet } from "./managed.js";
import type { Operation } from "./operation.js";
import { type RefusedValues, refusedValues } from "./refused.js";
import { takenAlong, unnamedFields } from "./unnamed.js";

export interface Write {
  readonly id: string;
  readonly changed: readonly Change[];
  /** All that the entry names: for fields that the vendor takes together only, and others that it does not take together. */
  readonly fields: JsonObject;
  /** Names of those whose live value stays, whatever the entry says. */
  readonly left?: ReadonlySet<string>;
  readonly mark: Mark;
  readonly marking: Marking;
  /** Members that archive or un-archive by an update; what the answer then says is judged in archive.ts. */
  readonly state?: JsonObject;
  /** The object as it is, if it was read for this write already. */
  readonly live?: JsonObject;
  /** What the state knows of members that the entry does not name: the preview has said what becomes of them. */
  readonly announced?: JsonObject;
}

/**
 * Sends an update if there is anything to send; fields with calls of their own are left to `writeOwn`. Returns the
 * object as the vendor then has it, where the answer shows one.
 */
export async function write(
  operation: Operation,
  account: Account,
  request: Write,
  words?: string,
): Promise<JsonObject | undefined> {
  const { kind } = operation;
  const { id, mark, marking, state } = request;
  const changed = completed(
    kind,
    request.changed.filter(({ field }) => !field.ownCall),
    request,
  );
  const isNeeded = changed.length > 0 || (kind.marker !== undefined && marking !== "keep");
  if (!isNeeded && state === undefined) return request.live;
  return send(operation, account, words ?? `update ${kind.title} ${mark.address} (${id})`, { ...request, changed });
}

/** One field with a call of its own. Returns the object as the vendor then has it. */
export async function writeOwn(
  operation: Operation,
  account: Account,
  id: string,
  mark: Mark,
  change: Change,
): Promise<JsonObject> {
  const { kind } = operation;
  const { name, field } = change;
  if (!field.ownCall) throw new Error(`${kind.type}.${name} has no call of its own`);
  const words = `set ${name} of ${kind.title} ${mark.address} (${id})`;
  const answer = await account.object(
    kind,
    words,
    field.ownCall(id, wireValue(change, account)),
    "repeatable",
    mark.address,
  );
  checkAnswer(account, words, [change], answer);
  return answer;
}

function wireValue({ field, after }: Change, account: Account): Json {
  const clearing = clearingOf(field, account.config.settings);
  if (after === null) return typeof clearing === "object" ? clearing.value : null;
  return field.toWire?.(after, account.context()) ?? after;
}

/** With the other fields of a group that the vendor takes together only. */
function completed(kind: Kind, changed: readonly Change[], { fields, left }: Write): readonly Change[] {
  const names = new Set(changed.map(({ name }) => name));
  const groups = (kind.calls.together ?? []).filter((group) => group.some((name) => names.has(name)));
  const missing = groups.flat().filter((name) => !names.has(name) && Object.hasOwn(fields, name) && !left?.has(name));
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
async function send(
  operation: Operation,
  account: Account,
  words: string,
  request: Write,
): Promise<JsonObject | undefined> {
  const { kind, surroundings } = operation;
  const { id, changed, mark, marking, state } = request;
  const update = kind.calls.update(id);
  const makes = changed.some(({ name }) => kind.calls.creates?.includes(name));
  // After a 429: a vendor may act and answer so all the same.
  const done = async (): Promise<JsonObject | undefined> => {
    const now = await account.observe(kind, mark.address, id);
    const isDone = Object.entries(state ?? {}).every(([name, value]) => now[name] === value);
    return isDone && unmet(changed, now, account.context()).length === 0 ? now : undefined;
  };
  const whole: Whole = { changed, fields: request.fields, left: request.left ?? new Set() };
  let live = request.live ?? (await liveForWrite(kind, account, mark, id, changed, marking, update.method));
  if (update.method === "PUT" && live) sayOutdated(operation, account, request, whole, live);
  if (live) sayReplaced(operation, account, request, live);
  for (let sent = 1; ; sent += 1) {
    const context = account.context(live);
    const body =
      update.method === "PUT"
        ? putBody(kind, whole, live ?? {}, context)
        : patchBody(kind, changed, mark, marking, context);
    try {
      const request = { ...update, body: { ...body, ...state } };
      const safety = makes ? "once" : "repeatable";
      const answer = unwrap((await account.send(words, request, safety, mark.address, makes ? done : undefined)).body);
      // Where only the archived state changes, an answer need not be the object: the state is then confirmed by a read.
      if (state && changed.length === 0 && !(isObject(answer) && kind.id(answer) === id)) return undefined;
      const live = account.checked(kind, words, answer);
      checkAnswer(account, words, changed, live);
      return live;
    } catch (error) {
      if (!makes || sent > 1 || !(error instanceof CallError)) throw error;
      if (!error.outcomeUnknown && !error.refused) throw error;
      const now = await account.observe(kind, mark.address, id);
      if (error.refused && !moved(kind, live ?? {}, now)) throw error;
      surroundings.report.info(
        `${mark.address}: ${error.refused ? `${kind.title} ${id} was changed by somebody else in the meantime` : `the answer to "${words}" was lost`}; read it again and continued`,
      );
      live = now;
    }
  }
}

/** Is what the write was made for still what the vendor has? */
const moved = ({ calls }: Kind, before: JsonObject, now: JsonObject): boolean =>
  (calls.needsLive ?? []).some((name) => stable(before[name] ?? null) !== stable(now[name] ?? null));

function sayOutdated(
  { kind, surroundings }: Operation,
  account: Account,
  { id, mark }: Write,
  whole: Whole,
  live: JsonObject,
): void {
  const names = outdated(kind, whole, live, account.context(live)).map(({ name }) => name);
  if (names.length === 0) return;
  surroundings.report.info(
    `${mark.address}: ${names.join(" and ")} of ${kind.title} ${id} had another value when it was read before this update (an old read, or an edit in the dashboard); sent as the catalogue has it`,
  );
}

/** What the vendor has in a field that changes, and that no preview could know: seen by nobody since the last run, it goes. */
function sayReplaced(
  { kind, surroundings }: Operation,
  account: Account,
  { id, mark, changed, announced }: Write,
  live: JsonObject,
): void {
  const context = account.context(live);
  const edited = changed.flatMap(({ name, field, before, after }) => {
    if (before === undefined || namings(kind, { [name]: before }).length > 0) return [];
    const seen = readField(name, field, live, before, context);
    if ([before, after].some((known) => sameValue(field, known, seen, context.settings))) return [];
    return differences(field.shape, before, seen, [name]).map(differenceText);
  });
  const values = Object.fromEntries(changed.map(({ name, after }) => [name, after]));
  const told = new Set(takenAlong(changed, announced));
  const lost = takenAlong(changed, unnamedFields(kind, values, live, context)).filter((one) => !told.has(one));
  const all = [...edited, ...lost];
  if (all.length === 0) return;
  surroundings.report.warn(
    `${mark.address}: ${kind.title} ${id} had more changes than the state knows when it was read before this update (an old read, or an edit in the dashboard), and the update replaces them: ${all.join(", ")}\n  what to do: if one of them is to stay, write it in the entry; \`pulumi preview --refresh\` shows such changes before they are replaced`,
  );
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
  if (changed.some(({ name, field }) => kind.calls.needsLive?.includes(name) || field.unnamed === "kept"))
    return account.observe(kind, address, id);
  const marksAmongOthers =
    kind.marker !== undefined && marking !== "keep" && !changed.some(({ name }) => name === kind.marker?.field);
  if (method === "PUT" || marksAmongOthers) return account.observe(kind, address, id);
  return undefined;
}

/** An answer that does not show what was sent must not become state. */
export function checkAnswer(account: Account, words: string, changed: readonly Change[], answer: JsonObject): void {
  const wrong = unmet(changed, answer, account.context());
  if (wrong.length === 0) return;
  const cleared = wrong.filter(({ change }) => change.after === null).map(({ change }) => change.name);
  const places = wrong.flatMap(({ differences }) => differences);
  const { message } = new CallError({
    category: "unexpected",
    operation: words,
    account: account.words,
    detail: `the vendor accepted the call, but the response shows another value for ${wrong.map(({ change }) => change.name).join(", ")}:${differenceLines(places)}`,
    remedy:
      cleared.length > 0
        ? `the vendor keeps ${cleared.join(" and ")} when it is cleared this way: give it another value instead, or change how the account clears fields (see the vendor's settings)`
        : "write the value in the entry as the vendor has it; the same value is not sent again",
  });
  throw new UnchangedError(
    message,
    answer,
    refusedValues(
      wrong.map(({ change }) => change),
      account.config.settings,
    ),
  );
}

/** The vendor took the call and did something else. */
export class UnchangedError extends Error {
  /** What the vendor then shows, as far as the answer is the whole object. */
  readonly answer: JsonObject | undefined;
  /** What it made something else of. */
  readonly refused: RefusedValues;

  constructor(message: string, answer?: JsonObject, refused: RefusedValues = {}) {
    super(message);
    this.answer = answer;
    this.refused = refused;
  }
}

/**
 * The one door to the vendor: sends a planned step, and judges its answer in one way. Nothing else of the lifecycle
 * sends a write.
 */

import type { Account } from "../../accounts/account.js";
import { stable } from "../../fields/compare.js";
import { isObject, type Json, type JsonObject } from "../../fields/shape.js";
import { CallError } from "../../http/call-error.js";
import type { Call } from "../../http/client.js";
import type { Kind } from "../../kinds/kind.js";
import { Refusal } from "../failure.js";
import { readForBody } from "../observe/before-write.js";
import { refusalToArchive } from "../observe/subscribers.js";
import { guardOrganization, type Operation } from "../operation.js";
import { markOfEntry, patchBody, putBody } from "../plan/bodies.js";
import { withoutArchiving } from "../plan/build-steps.js";
import { unmet } from "../plan/managed.js";
import { needsObject } from "../plan/needs-object.js";
import type { Content, Step } from "../plan/step.js";
import type { Inputs, Live } from "../state.js";
import { demandFields, demandMark, demandState } from "./answer.js";
import { whoUses, whyArchived, withRemedy } from "./archive-refusal.js";
import { reportOutdated, reportReplaced } from "./edits.js";
import type { Progress } from "./progress.js";

/** The object that steps are for. */
export interface Target {
  readonly id: string;
  /** Whose it is, or becomes. */
  readonly entry: Inputs;
  /** As it was read for these steps. */
  readonly seen?: JsonObject;
  /** What the row remembers of it. */
  readonly known?: Live;
  /** It was made in an organization where it does not belong, and is taken back. */
  readonly isMisplaced?: true;
  /** It was made in this run. */
  readonly isNew?: true;
  /** When active objects use what is to be archived: write the rest and archive later, or write nothing. */
  readonly whenInUse?: "wait" | "refuse";
}

/** What a step has done, as its answer showed. */
export interface Done {
  readonly answer?: JsonObject;
  readonly archived?: boolean;
  /** Everything but the archiving was done: active objects use it. */
  readonly waits?: true;
}

/**
 * Steps in their order. An archiving that `archiveOnlyIf` forbids is left out, and fails at the end. `progress` keeps
 * what is true so far, so that a failure half-way leaves exactly that.
 */
export async function applyAll(
  operation: Operation,
  account: Account,
  target: Target,
  steps: readonly Step[],
  progress: Pick<Progress, "note">,
): Promise<void> {
  let refusal: Refusal | undefined;
  for (const step of steps) {
    const found = await refusalOf(operation, account, target, step);
    // A removal that is refused leaves the object as it is; an update writes everything else.
    if (found && target.whenInUse === "refuse") throw found;
    refusal ??= found;
    const rest = found ? withoutArchiving(operation.kind, step) : step;
    if (rest) progress.note(rest, await apply(operation, account, target, rest));
  }
  if (refusal) throw refusal;
}

/** Why the step must not archive now. An object of this run has no subscribers, and a misplaced one must go. */
const refusalOf = async (
  operation: Operation,
  account: Account,
  { id, entry, isMisplaced, isNew }: Target,
  { facts }: Step,
): Promise<Refusal | undefined> =>
  facts.archived !== true || isMisplaced || isNew ? undefined : refusalToArchive(operation, account, id, entry);

export async function apply(operation: Operation, account: Account, target: Target, step: Step): Promise<Done> {
  let answer: Json;
  try {
    answer = await send(operation, account, target, step);
  } catch (error) {
    if (step.facts.archived !== true) throw error;
    return withoutArchive(operation, account, target, step, error);
  }
  return judge(operation, account, target, step, answer);
}

/** "archive list price sequence/platform/monthly (lp-1)" */
export function wordsOf({ title }: Kind, { purpose, field }: Step, address: string, id?: string): string {
  const what = purpose === "set" ? `set ${field} of` : purpose;
  return `${what} ${title} ${address}${id === undefined ? "" : ` (${id})`}`;
}

/** The vendor refuses to archive: done already, to be done later, or an error. */
async function withoutArchive(
  operation: Operation,
  account: Account,
  target: Target,
  step: Step,
  error: unknown,
): Promise<Done> {
  const { kind, runtime } = operation;
  const { id, entry, whenInUse = "wait" } = target;
  const rest = withoutArchiving(kind, step);
  const others = async (): Promise<Done> => (rest ? apply(operation, account, target, rest) : {});
  const why = await whyArchived(operation, account, id, entry, error);
  if (why !== undefined) {
    runtime.report.warn(`${entry.address}: ${why}`);
    return { ...(await others()), archived: true };
  }
  const users = await whoUses(operation, account, id, error);
  if (!users) throw withRemedy(operation, account, error);
  if (whenInUse === "refuse") throw inUse(kind, id, entry.address, users);
  runtime.report.warn(
    `${entry.address}: ${kind.title} ${id} stays active, because ${users}\n` +
      `  what to do: archive what uses it, or remove the ${kind.title} from it; the next \`pulumi up\` archives it`,
  );
  return { ...(await others()), waits: true };
}

const inUse = (kind: Kind, id: string, address: string, users: string): Refusal =>
  new Refusal(
    address,
    `${kind.title} ${id} cannot be archived, because ${users}`,
    `archive what uses it, or remove the ${kind.title} from it, and run again; ` +
      "or keep the object with `lifecycle: { onRemove: retain }`",
  );

/** Every answer must show what its step says that it shows. */
async function judge(operation: Operation, account: Account, target: Target, step: Step, answer: Json): Promise<Done> {
  const { kind } = operation;
  const { id, entry, known, isMisplaced } = target;
  const { shows } = step;
  const words = wordsOf(kind, step, entry.address, id);
  const object = isAboutObject(kind, id, step, answer) && isObject(answer) ? answer : undefined;
  if (object) demandFields(account, words, shows.changed, object);
  if (shows.archived !== undefined) {
    await demandState(operation, account, { id, entry, words }, object ?? answer, shows.archived);
  }
  if (object && shows.marked !== undefined) demandMark(kind, id, entry, shows.marked, object);
  if (object && !isMisplaced)
    guardOrganization({ address: entry.address, ...(known ? { live: known } : {}) }, account, kind, object);
  return {
    ...(object ? { answer: object } : {}),
    ...(shows.archived === undefined ? {} : { archived: shows.archived }),
  };
}

/** The answer must be the object, or it may be and is. */
const isAboutObject = (kind: Kind, id: string, { shows }: Step, answer: Json): boolean =>
  shows.object === "always" || (shows.object === "perhaps" && isObject(answer) && kind.id(answer) === id);

/** Sends the step's request. A request that makes something new is repeated only after a read of the object. */
async function send(operation: Operation, account: Account, target: Target, step: Step): Promise<Json> {
  const { kind, runtime } = operation;
  const { id, entry } = target;
  const { address } = entry;
  const words = wordsOf(kind, step, address, id);
  const { content, safety } = step;
  const request = step.request(id);
  const sent = async (body: JsonObject | undefined, done?: Call["done"]): Promise<Json> => {
    account.written.add(id);
    const reply = await account.send(words, body ? { ...request, body } : request, safety, address, done);
    const answer = account.unwrap(reply.body);
    return isAboutObject(kind, id, step, answer) ? checkedObject(account, kind, words, id, answer) : answer;
  };
  if (content === undefined) return sent(undefined);
  const first =
    target.seen ??
    (needsObject(kind, content, request.method) ? await readForBody(operation, account, id, address) : undefined);
  if (first && request.method === "PUT") reportOutdated(operation, account, target, content, first);
  if (first) reportReplaced(operation, account, target, content, first);
  const bodyFor = (seen: JsonObject | undefined): JsonObject =>
    bodyOf(kind, account, entry, content, request.method, seen);
  if (safety !== "once") return sent(bodyFor(first));
  // After a 429: the vendor may have acted all the same.
  const done = async (): Promise<JsonObject | undefined> => {
    const now = await account.observe(kind, address, id);
    const isDone = Object.entries(content.state ?? {}).every(([name, value]) => now[name] === value);
    return isDone && unmet(content.changed, now, account.context()).length === 0 ? now : undefined;
  };
  try {
    return await sent(bodyFor(first), done);
  } catch (error) {
    if (!(error instanceof CallError) || !(error.outcomeUnknown || error.refused)) throw error;
    const now = await account.observe(kind, address, id);
    if (error.refused && !hasMoved(kind, first ?? {}, now)) throw error;
    runtime.report.info(
      `${address}: ${
        error.refused
          ? `${kind.title} ${id} was changed in the meantime`
          : `the response to the ${step.purpose} of ${kind.title} ${id} was lost`
      }; read it again and continued`,
    );
    return sent(bodyFor(now), done);
  }
}

/** The answer's form is checked, and it must be about the object that was written. */
function checkedObject(account: Account, kind: Kind, words: string, id: string, answer: Json): JsonObject {
  const object = account.checked(kind, words, answer);
  const other = kind.id(object);
  if (other === id) return object;
  throw new CallError({
    category: "unexpected",
    action: words,
    account: account.words,
    detail: `the answer is about another object (${other})`,
    remedy: "run again; if the problem persists, report it to the vendor with this message",
  });
}

/** The whole body of an update, written over the object as it was seen. */
function bodyOf(
  kind: Kind,
  account: Account,
  entry: Inputs,
  content: Content,
  method: string,
  seen: JsonObject | undefined,
): JsonObject {
  const context = account.context(seen);
  const body =
    method === "PUT"
      ? putBody(kind, content, seen ?? {}, context)
      : patchBody(kind, content.changed, markOfEntry(entry), content.marking, context);
  return { ...body, ...content.state };
}

/** Is what the write was made for still what the vendor has? */
const hasMoved = ({ calls }: Kind, before: JsonObject, now: JsonObject): boolean =>
  (calls.needsLive ?? []).some((name) => stable(before[name] ?? null) !== stable(now[name] ?? null));

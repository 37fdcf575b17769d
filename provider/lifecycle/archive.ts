/** Archiving: the one way to do it, and the one judge of what the vendor answers. */

import { type Account, unwrap } from "../accounts/account.js";
import { isObject, type Json, type JsonObject } from "../fields/shape.js";
import type { CallError } from "../http/call-error.js";
import type { StateChange } from "../kinds/calls.js";
import { isArchivedAlready, isBelowArchived, whoUses, withRemedy } from "./archive-refusal.js";
import { settledState, shownState } from "./archived-state.js";
import type { Inputs } from "./bags.js";
import { markOf } from "./bodies.js";
import { Refusal } from "./failure.js";
import { markOfEntry, type Operation } from "./operation.js";
import { UnchangedError, type Write, write } from "./write.js";

/** The members with which an update changes the archived state, if that is how the kind does it. */
export const stateMembers = (change: StateChange | undefined): JsonObject | undefined =>
  change && "update" in change && isObject(change.update) ? change.update : undefined;

/** Archives by a call of its own, or brings back by one. Done is done, whoever did it. */
export async function callState(
  operation: Operation,
  account: Account,
  id: string,
  entry: Inputs,
  archived: boolean,
): Promise<void> {
  const { kind, surroundings } = operation;
  const change = archived ? kind.archiving.archive : kind.archiving.unarchive?.(account.config.settings);
  if (!change || !("request" in change)) throw new Error(`${kind.type} has no call that sets archived to ${archived}`);
  const { address } = entry;
  const words = `${archived ? "archive" : "un-archive"} ${kind.title} ${address} (${id})`;
  let answer: Json;
  try {
    answer = unwrap((await account.send(words, change.request(id), "repeatable", address)).body);
  } catch (error) {
    if (!archived) throw error;
    const warning = await countsAsArchived(operation, account, id, entry, error);
    if (warning === undefined) throw withRemedy(operation, account, error);
    surroundings.report.warn(`${address}: ${warning}`);
    return;
  }
  await confirm(operation, account, { id, address, words }, answer, archived);
}

/** Why a refused object counts as archived all the same; undefined: it does not. */
async function countsAsArchived(
  operation: Operation,
  account: Account,
  id: string,
  entry: Inputs,
  error: unknown,
): Promise<string | undefined> {
  const { title } = operation.kind;
  if (await isArchivedAlready(operation, account, id, entry.address, error)) {
    account.archived.add(id);
    return `${title} ${id} was archived already; nothing to do`;
  }
  if (!(await isBelowArchived(operation, account, entry, error))) return undefined;
  const { detail, status } = (error as CallError).facts;
  return `the vendor does not archive ${title} ${id} because what it belongs to is archived (${detail ?? `HTTP ${status}`}); it counts as archived`;
}

/**
 * The judge of every answer to a call that archives or brings back. An answer that does not show the state is
 * followed by a read where one can show it, a list too; else the status decides. Only a state that is seen to be
 * the other one is a failure.
 */
async function confirm(
  operation: Operation,
  account: Account,
  { id, address, words }: { id: string; address: string; words: string },
  answer: Json | undefined,
  archived: boolean,
): Promise<void> {
  const { kind } = operation;
  const state = shownState(kind, id, answer) ?? (await settledState(operation, account, id, address, archived));
  if (state !== undefined && state !== archived) {
    const { message } = new Refusal(
      address,
      `${words}: the vendor accepted the call, but the ${kind.title} is still ${archived ? "active" : "archived"}`,
      `run \`pulumi up\` again; if the problem persists, ${archived ? "archive it" : "bring it back"} in the dashboard and ask the vendor's support`,
    );
    throw new UnchangedError(message);
  }
  if (archived) account.archived.add(id);
  else account.archived.delete(id);
}

export interface StateWrite extends Write {
  /** What the members in `state` make of the object. */
  readonly archived: boolean;
  /** When active objects use it: all else is written and the archiving waits, or nothing is written. */
  readonly whenInUse?: "wait" | "refuse";
}

export interface Written {
  /** The object as the vendor then has it. */
  readonly live: JsonObject | undefined;
  /** Everything but the archiving was done: active objects use it. */
  readonly held: boolean;
}

/** An update that may also archive or bring back, by members of its body. */
export async function writeState(operation: Operation, account: Account, request: StateWrite): Promise<Written> {
  const { kind, surroundings } = operation;
  const { archived, whenInUse = "wait", ...all } = request;
  const { state, ...rest } = all;
  const { id, mark } = request;
  if (state === undefined) return { live: await write(operation, account, all), held: false };
  const words = `${request.changed.length > 0 ? "update" : archived ? "archive" : "un-archive"} ${kind.title} ${mark.address} (${id})`;
  let live: JsonObject | undefined;
  try {
    live = await write(operation, account, all, words);
  } catch (error) {
    if (!archived) throw error;
    if (await isArchivedAlready(operation, account, id, mark.address, error)) {
      return { live: await write(operation, account, rest), held: false };
    }
    const users = await whoUses(operation, account, id, error);
    if (!users) throw withRemedy(operation, account, error);
    if (whenInUse === "refuse") throw inUse(operation, id, mark.address, users);
    surroundings.report.warn(
      `${mark.address}: ${kind.title} ${id} stays active, as ${users}\n  what to do: archive what uses it, or take the ${kind.title} out of it; the next \`pulumi up\` archives it`,
    );
    return { live: await write(operation, account, rest), held: true };
  }
  try {
    await confirm(operation, account, { id, address: mark.address, words }, live, archived);
  } catch (error) {
    throw error instanceof UnchangedError ? new UnchangedError(error.message, live) : error;
  }
  return { live, held: false };
}

const inUse = ({ kind }: Operation, id: string, address: string, users: string): Refusal =>
  new Refusal(
    address,
    `${kind.title} ${id} cannot be archived, as ${users}`,
    `archive what uses it, or take the ${kind.title} out of it, and run again; or keep the object with \`lifecycle: { onRemove: retain }\``,
  );

/** Archives an object that exists. False: active objects use it, so that it stays active for now. */
export async function archive(
  operation: Operation,
  account: Account,
  id: string,
  entry: Inputs,
  live: JsonObject,
): Promise<boolean> {
  const state = stateMembers(operation.kind.archiving.archive);
  if (state === undefined) {
    await callState(operation, account, id, entry, true);
    return true;
  }
  const request = {
    id,
    changed: [],
    fields: {},
    mark: markOfEntry(entry),
    marking: "keep",
    state,
    archived: true,
    live,
  } as const;
  return !(await writeState(operation, account, request)).held;
}

export interface Retiring {
  /** The object as the primary has it now: for kinds with a mark. */
  readonly live?: JsonObject;
  /** A call of ours archived it before. */
  readonly isArchived?: boolean;
}

/** Archives an object for good. Its mark goes in the same update, or in one of its own once the archive call is confirmed. */
export async function retire(
  operation: Operation,
  account: Account,
  id: string,
  entry: Inputs,
  { live, isArchived = false }: Retiring = {},
): Promise<void> {
  const { kind } = operation;
  const isNeeded = !isArchived || shownState(kind, id, live) === false;
  const state = isNeeded ? stateMembers(kind.archiving.archive) : undefined;
  if (isNeeded && state === undefined) await callState(operation, account, id, entry, true);
  const request = { id, changed: [], fields: {}, mark: markOfEntry(entry), ...(live ? { live } : {}) };
  const marking = kind.marker ? "remove" : "keep";
  try {
    const { live: after } = await writeState(operation, account, {
      ...request,
      marking,
      ...(state ? { state } : {}),
      archived: true,
      whenInUse: "refuse",
    });
    if (marking === "remove" && after && markOf(kind, after)) throw markStays(operation, id, entry.address);
  } catch (error) {
    // The mark may be gone all the same: as long as the row stays, it belongs there.
    if (error instanceof UnchangedError && live && markOf(kind, live))
      await write(operation, account, { ...request, marking: "set" });
    throw error;
  }
}

const markStays = ({ kind }: Operation, id: string, address: string): Refusal =>
  new Refusal(
    address,
    `the vendor accepted the call, but ${kind.marker?.field} of ${kind.title} ${id} still holds the mark of this catalogue`,
    `run \`pulumi up\` again; if the problem persists, remove ${kind.marker?.addressKey} from ${kind.marker?.field} in the dashboard`,
  );

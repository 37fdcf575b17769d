/** Whether an object is archived: as an answer shows it, as a read shows it, and what its row then says. */

import type { Account } from "../../accounts/account.js";
import { isObject, type Json, type JsonObject } from "../../fields/shape.js";
import { CallError } from "../../http/call-error.js";
import { shownByAnswer } from "../../kinds/archiving.js";
import type { Request } from "../../kinds/calls.js";
import type { Settings } from "../../kinds/field.js";
import type { Kind } from "../../kinds/kind.js";
import type { Operation } from "../operation.js";
import type { Outputs } from "../state.js";
import { isStillListed } from "./still-listed.js";

/** An answer shows that the object is archived. */
export const showsArchived = (kind: Kind, answer: JsonObject): boolean => shownByAnswer(kind, answer) === true;

/** As an answer shows it; undefined where the answer does not say. */
export const shownState = (kind: Kind, id: string, answer: Json | undefined): boolean | undefined =>
  isObject(answer) && kind.id(answer) === id ? shownByAnswer(kind, answer) : undefined;

/** As a read shows it; undefined where no read can. `below`: the list below its parent. */
export async function readState(
  kind: Kind,
  account: Account,
  id: string,
  address: string,
  below?: Request,
): Promise<boolean | undefined> {
  switch (kind.archiving.visible.in) {
    case "answers":
      return shownState(kind, id, await getIfKnown(kind, account, id, address));
    case "list":
      return !(await isStillListed(kind, account, id, below));
    case "nowhere":
      return undefined;
  }
}

/** undefined: the account does not know the object. */
export async function getIfKnown(kind: Kind, account: Account, id: string, address: string): Promise<Json | undefined> {
  try {
    return await account.get(kind, address, id);
  } catch (error) {
    if (error instanceof CallError && error.facts.category === "not-found") return undefined;
    throw error;
  }
}

/** How often a state is read that is not yet the expected one: reads may lag behind the call. */
const LOOKS = 4;

/** The last state read: the expected one, or another one that stays. */
export async function settledState(
  { kind, vendor, runtime }: Operation,
  account: Account,
  id: string,
  address: string,
  expected: boolean,
  below?: Request,
): Promise<boolean | undefined> {
  const seconds = Math.max(account.config.limits.searchSeconds, vendor.readLag ?? 0);
  for (let look = 1; ; look += 1) {
    const state = await readState(kind, account, id, address, below);
    if (state === undefined || state === expected || look === LOOKS) return state;
    await runtime.clock.sleep((seconds * 1_000) / (LOOKS - 1));
  }
}

type Row = Pick<Outputs, "archived" | "live">;

/** Archived by a call that the vendor confirmed, or shown so by the object itself: no call is left to send. */
export const isConfirmed = ({ archived, live }: Row): boolean => archived && live.archivedElsewhere !== true;

/** The object is archived, by us or by somebody else. */
export const wasArchived = ({ archived, live }: Row): boolean => archived || live.archivedElsewhere === true;

/**
 * What a row says after the state was seen without a call of ours. `archivedElsewhere` remembers what the vendor
 * cannot undo, and what is believed only because a list has left the object out.
 */
export function rowAfter(kind: Kind, settings: Settings, row: Row, seen: boolean | undefined): Row {
  if (seen === undefined) return { archived: row.archived, live: row.live };
  const { archivedElsewhere: _was, ...live } = row.live;
  if (!seen) return { archived: false, live };
  const { inUse: _waited, ...rest } = live;
  if (isConfirmed(row)) return { archived: true, live: rest };
  const reversible = kind.archiving.unarchive?.(settings) !== undefined;
  const isShown = reversible && kind.archiving.visible.in === "answers";
  return { archived: reversible, live: isShown ? rest : { ...rest, archivedElsewhere: true } };
}

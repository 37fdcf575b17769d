/** An object that the vendor may have made although its answer was lost. */

import type { Account } from "../../accounts/account.js";
import type { JsonObject } from "../../fields/shape.js";
import { CallError } from "../../http/call-error.js";
import type { Vendor } from "../../kinds/vendor.js";
import type { Wanted } from "../identity/decision.js";
import { candidates } from "../identity/identity.js";
import { likeness } from "../identity/likeness.js";
import type { Operation } from "../operation.js";
import { markOf } from "../plan/bodies.js";
import { fieldsInLists, readWhole } from "./whole.js";

/** The ids of all objects that there were before a create. */
export interface Known {
  has(id: string): boolean;
}

/** How often a search looks for a lost object: reads may lag, and a call that timed out may still be under way. */
export const LOOKS = 4;

/** Seconds over which a create whose answer was lost is looked for. */
export const searchSeconds = ({ config }: Account, { readLag = 0 }: Vendor): number =>
  Math.max(config.limits.searchSeconds, readLag);

/**
 * Looks for the object of a create whose outcome is unknown: new since before, agreeing in everything that was sent,
 * and with nothing else set. It is claimed at once.
 */
export async function search(
  operation: Operation,
  account: Account,
  wanted: Wanted,
  before: Known,
): Promise<{ found?: JsonObject; looks: number }> {
  const { kind, vendor, runtime } = operation;
  const seconds = searchSeconds(account, vendor);
  for (let look = 1; look <= LOOKS; look += 1) {
    if (look > 1) await runtime.clock.sleep((seconds * 1_000) / (LOOKS - 1));
    const listed = await account.list(kind, true).catch((error: unknown) => {
      // A run that ended at once would leave the object to a next run that reads may not show it to yet.
      if (look === LOOKS || !(error instanceof CallError)) throw error;
      return [];
    });
    const found = await newest(account, wanted, before, listed);
    if (found) return { found, looks: look };
  }
  return { looks: LOOKS };
}

/** After a 429: a vendor may act and answer so all the same. One look, as late as reads may lag. */
export async function searchOnce(
  { kind, vendor, runtime }: Operation,
  account: Account,
  wanted: Wanted,
  before: Known,
): Promise<JsonObject | undefined> {
  const since = runtime.clock.now() + (vendor.readLag ?? 0) * 1_000;
  if (vendor.readLag !== undefined) await runtime.clock.sleep(vendor.readLag * 1_000);
  return newest(account, wanted, before, await account.list(kind, since));
}

/** Claims it at once. */
async function newest(
  account: Account,
  wanted: Wanted,
  before: Known,
  listed: readonly JsonObject[],
): Promise<JsonObject | undefined> {
  const { kind, fields, mark } = wanted;
  const context = account.context();
  const isNew = (object: JsonObject): boolean => !account.made.has(kind.id(object) ?? "");
  const fresh = listed.filter((object) => !before.has(kind.id(object) ?? "") && isNew(object));
  const alike = candidates({ ...wanted, fields: fieldsInLists(kind, fields), archived: false }, fresh, context);
  const whole = await readWhole(kind, account, mark.address, fields, alike);
  const all = whole.filter((object) => isNew(object) && isOurs(wanted, object, account));
  const found = all.find((object) => isCertain(wanted, object, account)) ?? all[0];
  if (found) account.made.set(kind.id(found) ?? "", mark.address);
  return found;
}

function isOurs({ kind, fields, mark }: Wanted, object: JsonObject, account: Account): boolean {
  const stored = markOf(kind, object);
  if (kind.marker) return stored?.address === mark.address && stored.owner === mark.owner;
  const { different, extra } = likeness(kind, fields, object, account.context());
  return different.length + extra.length === 0;
}

/** Nothing is set of which the vendor does not document whether a new object has it. */
const isCertain = ({ kind, fields }: Wanted, object: JsonObject, account: Account): boolean =>
  likeness(kind, fields, object, account.context()).uncertain.length === 0;

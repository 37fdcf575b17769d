/** Read: the managed fields as the vendor has them. Archived elsewhere is drift, and gone only with proof. */

import type { Account } from "../accounts/account.js";
import type { JsonObject } from "../fields/shape.js";
import { rowAfter } from "./observe/archived-state.js";
import { observe } from "./observe/observe.js";
import { guardOrganization, guardRow, liveOf, type Operation } from "./operation.js";
import { readFields } from "./plan/managed.js";
import { stillRefused } from "./plan/refused.js";
import { named, withIds } from "./references.js";
import type { Outputs } from "./state.js";

/** undefined: the object is gone for good, and the engine may drop the row. */
export async function read(operation: Operation, id: string, olds: Outputs): Promise<Outputs | undefined> {
  const account = operation.account(olds.account);
  guardRow(olds, account);
  const found = await observe(operation, account, id, olds);
  if (found === "gone") return undefined;
  if (found === "unseen") return olds;
  guardOrganization(olds, account, operation.kind, found.answer);
  const { kind } = operation;
  const references = olds.live.references ?? {};
  const byId = { ...olds, fields: withIds(kind, olds.fields, references) };
  return named(kind, olds.fields, inline(operation, account, byId, found.answer, found.archived), references);
}

/**
 * The read state as outputs. What can be un-archived becomes drift in `archived`; what cannot is remembered, with a
 * warning.
 */
function inline(
  operation: Operation,
  account: Account,
  olds: Outputs,
  answer: JsonObject,
  archived: boolean | undefined,
): Outputs {
  const { kind, runtime } = operation;
  const fields = readFields(kind, olds.fields, answer, account.context());
  const refused = stillRefused(kind, olds.live.refused, fields, account.config.settings);
  const known = liveOf(operation, account, fields, answer, olds.live);
  const live = Object.keys(refused).length > 0 ? { ...known, refused } : known;
  const row = rowAfter(kind, account.config.settings, { archived: olds.archived, live }, archived);
  if (row.live.archivedElsewhere && !row.archived && !olds.live.archivedElsewhere) {
    runtime.report.warn(`${olds.address}: the ${kind.title} was archived outside the catalogue`);
  }
  return { ...olds, fields, ...row };
}

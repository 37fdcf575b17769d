/** A refresh reports objects that are marked with this stack, but are not in its state. */

import type { Account } from "../../accounts/account.js";
import type { StateRow } from "../../accounts/runtime.js";
import type { JsonObject } from "../../fields/shape.js";
import { CallError } from "../../http/call-error.js";
import type { Kind } from "../../kinds/kind.js";
import { messageOf } from "../failure.js";
import { type Operation, STATE_IN_REFRESH } from "../operation.js";
import { markOf } from "../plan/bodies.js";
import { showsArchived } from "./archived-state.js";
import { markedObjects } from "./paged.js";

/**
 * Looks at every kind that the vendor can mark, because a kind may have lost its only row. Once per account and owner.
 * `id`: the row that is being refreshed.
 */
export async function reportUnheld(operation: Operation, account: Account, owner: string, id: string): Promise<void> {
  if (owner === "" || account.compared.has(owner)) return;
  account.compared.add(owner);
  const { vendor } = operation;
  for (const kind of vendor.kinds) if (kind.marker) await reportUnheldOf({ ...operation, kind }, account, owner, id);
}

async function reportUnheldOf(
  { kind, state, runtime: { report } }: Operation & { kind: Kind },
  account: Account,
  owner: string,
  id: string,
): Promise<void> {
  const { marker } = kind;
  if (!marker) return;
  let listed: readonly JsonObject[];
  try {
    listed = await markedObjects(kind, account, owner);
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    // Credentials that may not read a kind are those of a catalogue without it.
    if (error.facts.category !== "forbidden")
      report.warn(
        `${account.words}: could not check whether other ${kind.title}s are marked with this stack: ` +
          `${messageOf(error)}`,
      );
    return;
  }
  const marked = listed.filter((object) => markOf(kind, object)?.owner === owner && kind.id(object) !== id);
  if (marked.length === 0) return;
  let rows: readonly StateRow[];
  try {
    rows = await state(owner);
  } catch (error) {
    report.warn(
      `${account.words}: objects that are marked with this stack could not be compared with its state, ` +
        `because the state could not be read (${messageOf(error)})\n  what to do: ${STATE_IN_REFRESH}`,
    );
    return;
  }
  const held = new Set(rows.map((row) => row.id));
  const own = rows.filter((row) => row.account === account.config.name && row.type === kind.type);
  const byAddress = new Map(own.map((row) => [row.address, row]));
  for (const live of marked.filter((object) => !held.has(kind.id(object) ?? ""))) {
    const address = markOf(kind, live)?.address ?? "";
    const other = byAddress.get(address);
    const archive = `archive it in the dashboard and remove ${marker.addressKey} from its ${marker.field}`;
    const remedy = other
      ? `if you do not need it (the state has ${other.id} for this entry), ${archive}`
      : `to manage it again, declare ${address} and run \`pulumi up\`; if you do not need it, ${archive}; ` +
        `to keep it outside the catalogue, only remove ${marker.addressKey}`;
    report.warn(
      `${address}: ${kind.title} ${kind.id(live)}${showsArchived(kind, live) ? " (archived)" : ""} ` +
        `is marked with this stack (${owner}), but is not in its state\n  what to do: ${remedy}`,
    );
  }
}

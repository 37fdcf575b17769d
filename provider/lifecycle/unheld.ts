/** A refresh says which objects carry this stack's mark although no row of its state holds them. */
import type { JsonObject } from "../fields/shape.js";
import type { Account } from "./account.js";
import { markOf } from "./bodies.js";
import { messageOf } from "./failure.js";
import { isArchived, type Operation } from "./operation.js";
import type { StateRow } from "./surroundings.js";

/** Owners whose objects in a list were looked at. */
const checked = new WeakMap<readonly JsonObject[], Set<string>>();

/** `id`: the row that is being refreshed. */
export async function reportUnheld(
  { kind, state, surroundings: { report } }: Operation,
  account: Account,
  owner: string,
  id: string,
  listed: readonly JsonObject[],
): Promise<void> {
  const { marker } = kind;
  const owners = checked.get(listed) ?? new Set();
  if (!marker || owner === "" || owners.has(owner)) return;
  checked.set(listed, owners.add(owner));
  const marked = listed.filter((live) => markOf(kind, live)?.owner === owner && kind.id(live) !== id);
  if (marked.length === 0) return;
  let rows: readonly StateRow[];
  try {
    rows = await state(owner);
  } catch (error) {
    report.warn(
      `${account.words}: objects that carry this stack's mark could not be compared with its state, which could not be read (${messageOf(error)})\n  what to do: make \`pulumi stack export\` work where \`pulumi refresh\` runs`,
    );
    return;
  }
  const held = new Set(rows.map((row) => row.id));
  for (const live of marked.filter((one) => !held.has(kind.id(one) ?? ""))) {
    const address = markOf(kind, live)?.address ?? "";
    const other = rows.find((row) => row.address === address && row.account === account.config.name && row.type === kind.type);
    const archive = `archive it in the dashboard and remove ${marker.addressKey} from its ${marker.field}`;
    const remedy = other
      ? `the state holds ${other.id} for this entry: if this one is not wanted, ${archive}`
      : `declare ${address} again and run \`pulumi up\`, which takes it; if it is not wanted, ${archive}; to keep it outside the catalogue, only remove ${marker.addressKey}`;
    report.warn(
      `${address}: ${kind.title} ${kind.id(live)}${isArchived(kind, live) ? " (archived)" : ""} carries the mark of this stack (${owner}), and no row of its state holds it\n  what to do: ${remedy}`,
    );
  }
}

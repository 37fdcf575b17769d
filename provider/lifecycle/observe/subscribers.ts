/** `archiveOnlyIf`: those who have an object are counted again right before it is archived. */
import type { Account } from "../../accounts/account.js";
import { subscribersOf } from "../../kinds/impact.js";
import { Refusal, reasonFor } from "../failure.js";
import type { Operation } from "../operation.js";
import type { Inputs } from "../state.js";
import { countOne } from "./impact.js";

/**
 * Why the object is not archived: it has too many subscribers, or nobody knows how many. undefined: it may be archived.
 * Somebody may still subscribe between this count and the vendor's archiving.
 */
export async function refusalToArchive(
  { kind, vendor }: Operation,
  account: Account,
  id: string,
  { address, archiveOnlyIf }: Inputs,
): Promise<Refusal | undefined> {
  if (archiveOnlyIf === undefined) return undefined;
  const impact = subscribersOf(kind, account.config.settings);
  const rule = `\`archiveOnlyIf: { subscribers: ${archiveOnlyIf.subscribers} }\``;
  const notArchived = `${kind.title} ${id} was not archived`;
  const lift = `or remove ${rule} from the entry, and run \`pulumi up\``;
  if (impact === undefined) {
    return new Refusal(
      address,
      `${notArchived}: ${rule} needs a count, and ${vendor.title} offers none with this account's settings`,
      lift.replace("or ", ""),
    );
  }
  let count: number;
  try {
    count = await countOne(account, kind, impact, id, true);
  } catch (error) {
    const needs = impact.needs === undefined ? "" : ` (the credentials need ${impact.needs})`;
    return new Refusal(
      address,
      `${notArchived}, because its ${impact.of} could not be counted (${reasonFor(address, error)})`,
      `run again when they can be counted${needs}; ${lift}`,
    );
  }
  if (count <= archiveOnlyIf.subscribers) return undefined;
  return new Refusal(
    address,
    `${notArchived}, because it has ${count} ${impact.of}, and the entry allows ${archiveOnlyIf.subscribers} (${rule})`,
    `end or move them and run again; ${lift}`,
  );
}

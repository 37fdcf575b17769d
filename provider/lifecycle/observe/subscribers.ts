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
  const guard = `\`archiveOnlyIf: { subscribers: ${archiveOnlyIf.subscribers} }\``;
  const notArchived = `${kind.title} ${id} was not archived`;
  const lift = "remove `archiveOnlyIf` from the entry (put a removed entry back first) and run `pulumi up`";
  if (impact === undefined) {
    return new Refusal(
      address,
      `${notArchived}: ${guard} needs a count, and ${vendor.title} offers none with this account's settings`,
      lift,
    );
  }
  let count: number;
  try {
    count = await countOne(account, kind, impact, id, true);
  } catch (error) {
    const needs = impact.needs === undefined ? "" : ` (the credentials need ${impact.needs})`;
    return new Refusal(
      address,
      `${notArchived}, because its ${impact.of} could not be counted: ${reasonFor(address, error)}`,
      `run again when they can be counted${needs}; or ${lift}`,
    );
  }
  if (count <= archiveOnlyIf.subscribers) return undefined;
  return new Refusal(
    address,
    `${notArchived}, because its number of ${impact.of} is ${count} (${guard})`,
    `run again when there are fewer; or ${lift}`,
  );
}

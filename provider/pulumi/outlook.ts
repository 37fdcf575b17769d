/** A line in the preview when an `up` takes longer than a minute because of a vendor's rate limit. */
import * as pulumi from "@pulumi/pulumi";
import type { CatalogueConfig } from "../accounts/config.js";
import { CatalogueResource } from "./resource.js";

/** The estimate counts a call for each new object, the calls for changed objects, and a list of each kind. */
export async function announceCalls(resources: readonly CatalogueResource[], config: CatalogueConfig): Promise<void> {
  if (!pulumi.runtime.isDryRun()) return;
  const accounts = new Map<string, { calls: number; perMinute: number; lists: Set<string> }>();
  for (const resource of resources) {
    const entry = CatalogueResource.entryOf(resource);
    if (!entry) continue;
    const { account, vendor, kind, archived } = entry;
    const known = accounts.get(account) ?? {
      calls: 0,
      perMinute: config.account(account, vendor).limits.perMinute,
      lists: new Set<string>(),
    };
    accounts.set(account, known);
    if (!(await isKnown(resource.id))) {
      known.calls += archived ? 2 : 1;
      known.lists.add(kind.type);
    } else if (!(await isKnown(resource.archived))) {
      // Before a PUT the object is read.
      known.calls += kind.calls.update("").method === "PUT" ? 2 : 1;
    }
  }
  for (const [account, { calls, perMinute, lists }] of accounts) {
    const all = calls + lists.size;
    if (perMinute === 0 || all <= perMinute) continue;
    const minutes = Math.ceil(all / perMinute) - 1;
    await pulumi.log.info(
      `account ${account}: \`pulumi up\` makes about ${all} calls, at most ${perMinute} a minute (limits.perMinute), ` +
        `which takes about ${minutes} minute${minutes === 1 ? "" : "s"}`,
    );
  }
}

/** False in a preview for values that only `up` will give: ids of new objects, and outputs of changed objects. */
const isKnown = (output: pulumi.Output<unknown>): Promise<boolean> =>
  (output as unknown as { isKnown: Promise<boolean> }).isKnown;

/** Said in a preview, before anything is sent: how many calls the changes are, where a vendor's limit makes them take long. */
import * as pulumi from "@pulumi/pulumi";
import type { CatalogueConfig } from "../accounts/config.js";
import { entryOf } from "./entry-of.js";
import type { CatalogueResource } from "./resource.js";

/** Calls of the next `up`, about: one for each new object, what changed ones take, and a list of each kind. */
export async function announceCalls(resources: readonly CatalogueResource[], config: CatalogueConfig): Promise<void> {
  if (!pulumi.runtime.isDryRun()) return;
  const accounts = new Map<string, { calls: number; perMinute: number; lists: Set<string> }>();
  for (const resource of resources) {
    const entry = entryOf(resource);
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
      // A full body is made from the object as it is.
      known.calls += kind.calls.update("").method === "PUT" ? 2 : 1;
    }
  }
  for (const [account, { calls, perMinute, lists }] of accounts) {
    const all = calls + lists.size;
    if (perMinute === 0 || all <= perMinute) continue;
    const minutes = Math.ceil(all / perMinute) - 1;
    await pulumi.log.info(
      `account ${account}: \`pulumi up\` makes about ${all} calls, at most ${perMinute} a minute (limits.perMinute), which takes about ${minutes} minute${minutes === 1 ? "" : "s"}`,
    );
  }
}

/** The SDK knows in a preview what only an `up` will tell: the id of a new object, and the outputs of one that changes. */
const isKnown = (output: pulumi.Output<unknown>): Promise<boolean> =>
  (output as unknown as { isKnown: Promise<boolean> }).isKnown;

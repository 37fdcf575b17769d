/** A line in the preview when an `up` takes longer than a minute because of a vendor's rate limit. */

import type { CatalogueConfig } from "../accounts/config.js";
import { type Rate, rateInWords } from "../http/pacer.js";
import { entryOf } from "./entry-of.js";
import type { CatalogueResource } from "./resource.js";
import * as pulumi from "./sdk.js";

/** The estimate counts a call for each new object, the calls for changed objects, and a list of each kind. */
export async function announceCalls(resources: readonly CatalogueResource[], config: CatalogueConfig): Promise<void> {
  if (!pulumi.isDryRun()) return;
  const accounts = new Map<string, { calls: number; rate: Rate | undefined; lists: Set<string> }>();
  for (const resource of resources) {
    const entry = entryOf(resource);
    if (!entry) continue;
    const { account, vendor, kind, archived } = entry;
    const known = accounts.get(account) ?? {
      calls: 0,
      rate: config.account(account, vendor).limits.rate,
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
  for (const [account, { calls, rate, lists }] of accounts) {
    const words = rate && outlookOf(calls + lists.size, rate);
    if (words !== undefined) await pulumi.logInfo(`account ${account}: \`pulumi up\` makes ${words}`);
  }
}

/** Undefined: it takes less than a minute. */
export function outlookOf(calls: number, rate: Rate): string | undefined {
  const seconds = (Math.ceil(calls / rate.requests) - 1) * rate.seconds;
  if (seconds < 60) return undefined;
  const minutes = Math.ceil(seconds / 60);
  const most = rateInWords(rate, "");
  const time = `${minutes} minute${minutes === 1 ? "" : "s"}`;
  return `about ${calls} calls, at most ${most} (limits.perMinute), which takes about ${time}`;
}

/** False in a preview for values that only `up` will give: ids of new objects, and outputs of changed objects. */
const isKnown = (output: pulumi.Output<unknown>): Promise<boolean> =>
  (output as unknown as { isKnown: Promise<boolean> }).isKnown;

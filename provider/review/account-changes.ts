/** Where the credentials of each account are sent, before and after a change. Pure. */
import { accountDifferences } from "../accounts/account-differences.js";
import type { RawConfig } from "../accounts/config.js";
import { ACCOUNT_MOVED } from "../accounts/review-config.js";
import { isObject } from "../fields/shape.js";
import type { Registry } from "../kinds/registry.js";
import type { AccountChanges } from "./rules/account-moved.js";

/** `before`: the configuration of the commit or of the snapshot. */
export const accountChanges = (now: RawConfig, before: RawConfig, registry: Registry): AccountChanges => ({
  differences: accountDifferences(now, before, registry),
  accepted: acceptedIn(before),
});

function acceptedIn(config: RawConfig): string | undefined {
  try {
    const review: unknown = JSON.parse(config["catalogue:review"] ?? "{}");
    const accept = isObject(review) ? review["accept"] : undefined;
    const text = isObject(accept) ? accept[ACCOUNT_MOVED] : undefined;
    return typeof text === "string" ? text : undefined;
  } catch {
    return undefined;
  }
}

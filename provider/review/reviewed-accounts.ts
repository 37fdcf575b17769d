/** The accounts of a review. */
import type { Vendor } from "../kinds/vendor.js";
import type { ReviewedAccount } from "./digest.js";
import type { Pair } from "./side.js";
import type { AccountFacts } from "./subject.js";

/** Of all entries, by name. */
export function accountsOf(
  pairs: readonly Pair[],
  accountOf: (name: string, vendor: Vendor) => AccountFacts,
): ReviewedAccount[] {
  const all = new Map<string, ReviewedAccount>();
  for (const { before, after } of pairs) {
    for (const side of [after, before]) {
      if (!side || all.has(side.account)) continue;
      const { environment, baseUrl, organization } = accountOf(side.account, side.vendor);
      all.set(side.account, {
        name: side.account,
        vendor: side.vendor.name,
        vendorTitle: side.vendor.title,
        ...(environment === undefined ? {} : { environment }),
        ...(baseUrl === undefined ? {} : { baseUrl }),
        ...(organization === undefined ? {} : { organization }),
      });
    }
  }
  return [...all.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

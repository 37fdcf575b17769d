import { activeOf } from "../compare/siblings.js";
import type { Pair, Side } from "../side.js";
import type { ChangeRule } from "./rule.js";

export const lastPriceArchived: ChangeRule = {
  code: "last-price-archived",
  doc: "The last active price of an active product is archived or removed, so that the product cannot be sold.",
  severity: "warn",
  example: "no active price is left: 2 prices are archived or removed",
  remedy: "add a price, or archive the product too",
  looksAt: "change",
  check: (pairs) => {
    const [before, after] = [pricesByParent(pairs, "before"), pricesByParent(pairs, "after")];
    const active = activeOf(pairs.flatMap((pair) => pair.after ?? []));
    return active.flatMap((side) => {
      const gone = before.get(side.address) ?? [];
      if (gone.length === 0 || (after.get(side.address) ?? []).length > 0) return [];
      const prices = gone.length === 1 ? "1 price is" : `${gone.length} prices are`;
      return [
        {
          address: side.address,
          message: `no active price is left: ${prices} archived or removed`,
          remedy: "add a price, or archive the product too",
          values: `${gone.length} -> 0`,
        },
      ];
    });
  },
};

/** Active children that have prices, by the address that the parent has afterwards. */
function pricesByParent(pairs: readonly Pair[], which: "before" | "after"): ReadonlyMap<string, readonly Side[]> {
  const renamed = new Map(
    pairs.flatMap(({ before, after }) => (before && after ? [[before.address, after.address]] : [])),
  );
  const active = activeOf(pairs.flatMap((pair) => pair[which] ?? [])).filter(
    ({ kind, parent }) => kind.prices !== undefined && parent !== undefined,
  );
  return Map.groupBy(active, ({ parent = "" }) => (which === "before" ? (renamed.get(parent) ?? parent) : parent));
}

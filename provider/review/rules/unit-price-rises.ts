import { Big } from "big.js";
import type { Price, Tier } from "../../money/price.js";
import { plainText, withCurrency } from "../compare/amounts.js";
import { activeOf } from "../compare/siblings.js";
import type { CatalogueRule, RuleFinding } from "./rule.js";

export const unitPriceRises: CatalogueRule = {
  code: "unit-price-rises",
  doc:
    "A unit costs more in a later tier than in the tier before, so that a larger customer pays a higher price per " +
    "unit. Units that are free in the first tiers do not count.",
  severity: "warn",
  example: "a unit of tier 3 costs EUR 0.80, but one of tier 2 costs EUR 0.08",
  remedy: "correct the price of one of the two tiers",
  looksAt: "catalogue",
  check: (entries) =>
    activeOf(entries).flatMap((side): RuleFinding[] => {
      const rises = side.prices.flatMap((price) =>
        price.parts.flatMap((part) => ("tiers" in part ? risesIn(part.tiers, price) : [])),
      );
      const [first] = rises;
      if (first === undefined) return [];
      return [
        {
          address: side.address,
          path: first.tier.path,
          message: first.message,
          remedy: "correct the price of one of the two tiers",
          values: rises.map(({ values }) => values).join(", "),
        },
      ];
    }),
};

function risesIn(tiers: readonly Tier[], price: Price): { tier: Tier; message: string; values: string }[] {
  return tiers.flatMap((tier, index) => {
    const [before, now] = [tiers[index - 1]?.perUnit, tier.perUnit];
    if (before === undefined || now === undefined || new Big(before).lte(0) || new Big(now).lte(before)) return [];
    const message =
      `a unit of tier ${index + 1} costs ${withCurrency(now, price)}, ` +
      `but one of tier ${index} costs ${withCurrency(before, price)}`;
    return [{ tier, message, values: `${plainText(before, price)} -> ${plainText(now, price)}` }];
  });
}

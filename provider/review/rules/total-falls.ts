/** Volume and stair-step tiers, and seats by volume: at the bound of a tier the total may fall. */
import { Big } from "big.js";
import { isMetered, type MeteredPart, partTotal } from "../../money/bill.js";
import type { Price } from "../../money/price.js";
import { plainText, withCurrency } from "../compare/amounts.js";
import { activeOf } from "../compare/siblings.js";
import type { CatalogueRule, RuleFinding } from "./rule.js";

interface Fall {
  readonly part: MeteredPart;
  readonly price: Price;
  /** Quantities with their totals. */
  readonly at: readonly [string, string];
  readonly after: readonly [string, string];
}

export const totalFalls: CatalogueRule = {
  code: "total-falls",
  doc:
    "A larger quantity costs less in total than a smaller one, so that customers pay less when they buy more. Totals " +
    "are compared at the bounds of the tiers, where they can fall.",
  severity: "warn",
  example: "21 seats cost EUR 420.00, but 20 cost EUR 500.00",
  remedy:
    "correct the price or the bound of the tier; for tiers that apply to their own units only, use graduated ones",
  looksAt: "catalogue",
  check: (entries) =>
    activeOf(entries).flatMap((side): RuleFinding[] => {
      const falls = side.prices.flatMap((price) =>
        price.parts.filter(isMetered).flatMap((part) => fallsOf(part, price)),
      );
      const [first] = falls;
      if (first === undefined) return [];
      const { part, price, at, after } = first;
      const more = falls.length > 1 ? `, and it falls at ${falls.length - 1} more` : "";
      return [
        {
          address: side.address,
          path: part.path,
          message:
            `${after[0]} ${part.of} cost ${withCurrency(after[1], price)}, ` +
            `but ${at[0]} cost ${withCurrency(at[1], price)}${more}`,
          remedy: "raise the price of the tier that begins there, or lower that of the tier before",
          values: falls.map((fall) => `${text(fall, "at")}, ${text(fall, "after")}`).join("; "),
        },
      ];
    }),
};

const text = (fall: Fall, which: "at" | "after"): string =>
  `${fall[which][0]} for ${plainText(fall[which][1], fall.price)}`;

function fallsOf(part: MeteredPart, price: Price): Fall[] {
  if (!("tiers" in part)) return [];
  return part.tiers.flatMap(({ upTo }): Fall[] => {
    if (upTo === undefined) return [];
    // What is included is deducted before the tiers begin.
    const bound = new Big(upTo).plus(part.included ?? 0);
    const quantities = [bound.toFixed(), bound.plus(1).toFixed()] as const;
    const [at, after] = quantities.map((quantity) => partTotal(part, { [part.of]: quantity }));
    if (!(at instanceof Big && after instanceof Big && after.lt(at))) return [];
    return [{ part, price, at: [quantities[0], at.toFixed()], after: [quantities[1], after.toFixed()] }];
  });
}

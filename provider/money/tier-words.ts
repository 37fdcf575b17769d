/** The tiers of a price in words, a line each: "up to 9 seats: USD 15.00 each". */
import { isMetered } from "./bill.js";
import { grouped } from "./currency.js";
import type { Part, Price, Tier } from "./price.js";
import { amountInMoney } from "./sentences.js";

/** Of all parts that have more than one tier. */
export const tierLines = (price: Price): string[] => price.parts.flatMap((part) => linesOf(part, price));

function linesOf(part: Part, price: Price): string[] {
  if (!isMetered(part) || !("tiers" in part) || part.tiers.length < 2) return [];
  const { of, tiers } = part;
  return tiers.map((tier, index) => {
    const below = tiers[index - 1]?.upTo;
    const where =
      tier.upTo === undefined
        ? below === undefined
          ? `any number of ${of}`
          : `above ${grouped(below)} ${of}`
        : `up to ${grouped(tier.upTo)} ${of}`;
    return `${where}: ${amountsOf(tier, price)}`;
  });
}

function amountsOf({ perUnit, percent, minimumPerUnit, maximumPerUnit, flat }: Tier, price: Price): string {
  const unit =
    percent !== undefined ? `${percent} %` : perUnit !== undefined ? `${amountInMoney(perUnit, price)} each` : "";
  const limits = [
    ...(minimumPerUnit === undefined ? [] : [`at least ${amountInMoney(minimumPerUnit, price)}`]),
    ...(maximumPerUnit === undefined ? [] : [`at most ${amountInMoney(maximumPerUnit, price)}`]),
  ];
  const amounts = [unit, ...limits].filter((text) => text !== "").join(", ");
  if (flat === undefined) return amounts === "" ? "free" : amounts;
  return amounts === "" ? amountInMoney(flat, price) : `${amounts} plus ${amountInMoney(flat, price)}`;
}

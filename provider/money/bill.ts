/**
 * What a customer with certain quantities is charged for one period. Each part is rounded to the currency's decimals
 * on its own, half away from zero, as Polar's server does; Sequence and Fynn do not document how they round.
 */
import { Big } from "big.js";
import { canonicalDecimal, fractionDigits } from "../fields/decimal.js";
import { rounded } from "./currency.js";
import type { Metered, Part, Price, Quantities, Tier } from "./price.js";

/** `total`: in major units, with the currency's decimals. `reason`: why there is none, as the rest of a sentence. */
export type Bill =
  | { readonly total: string; readonly reason?: undefined }
  | { readonly total?: undefined; readonly reason: string };

/** A text is the reason why there is no amount. */
export type Exact = Big | string;

export function bill(price: Price, quantities: Quantities): Bill {
  const currency = price.asWritten ? undefined : price.currency;
  let total = new Big(0);
  for (const part of price.parts) {
    const amount = partTotal(part, quantities);
    if (typeof amount === "string") return { reason: amount };
    total = total.plus(rounded(amount, currency));
  }
  const digits = currency === undefined ? undefined : fractionDigits(currency);
  return { total: digits === undefined ? total.toFixed() : total.toFixed(digits) };
}

/** Not rounded. */
export function partTotal(part: Part, quantities: Quantities): Exact {
  switch (part.type) {
    case "flat":
      return new Big(part.amount);
    case "free":
      return new Big(0);
    case "pay-what-you-want":
      return "the customer chooses the amount";
    case "unknown":
      return part.reason;
    default: {
      const quantity = charged(part, quantities);
      if (typeof quantity === "string") return quantity;
      const total = meteredTotal(part, quantity);
      if (typeof total === "string" || part.cap === undefined || total.lte(part.cap)) return total;
      return new Big(part.cap);
    }
  }
}

export type MeteredPart = Extract<Part, Metered>;

export const isMetered = (part: Part): part is MeteredPart => "of" in part;

/** Whose quantity counts for a part; a customer's `seats` are those of any part that charges seats. */
export function quantityFor(part: MeteredPart, quantities: Quantities): string | undefined {
  if (Object.hasOwn(quantities, part.of)) return quantities[part.of];
  return part.type === "seat" && Object.hasOwn(quantities, "seats") ? quantities["seats"] : undefined;
}

/** The quantity that is charged: at least the minimum, and without what is included. */
function charged(part: MeteredPart, quantities: Quantities): Exact {
  const given = canonicalDecimal(quantityFor(part, quantities));
  if (given === undefined) return `the quantity of ${part.of} is not given`;
  const quantity = new Big(given);
  if (quantity.lt(0)) return `the quantity of ${part.of} is below zero`;
  if (part.maximum !== undefined && quantity.gt(part.maximum)) return `the maximum is ${part.maximum} ${part.of}`;
  const least = part.minimum !== undefined && quantity.lt(part.minimum) ? new Big(part.minimum) : quantity;
  const rest = least.minus(part.included ?? 0);
  return rest.lt(0) ? new Big(0) : rest;
}

function meteredTotal(part: MeteredPart, quantity: Big): Exact {
  switch (part.type) {
    case "per-unit":
      return quantity.times(part.amount);
    case "percentage":
      return quantity.times(part.percent).times("0.01");
    case "package":
      return packages(quantity, new Big(part.size)).times(part.amount);
    case "graduated":
      return graduated(part, quantity);
    case "volume":
    case "stair-step":
      return ofTierReached(part, quantity);
    case "seat":
      return part.mode === "graduated" ? graduated(part, quantity) : ofTierReached(part, quantity);
  }
}

/** Begun packages are whole ones. */
function packages(quantity: Big, size: Big): Big {
  const whole = quantity.div(size).round(0, Big.roundDown);
  return whole.times(size).lt(quantity) ? whole.plus(1) : whole;
}

type Tiered = MeteredPart & { readonly tiers: readonly Tier[] };

const NO_TIER = (quantity: Big, of: string): string => `there is no tier for ${quantity.toFixed()} ${of}`;

/** Each unit at the price of its own tier, and the flat amount of every tier that is reached. */
function graduated({ tiers, of, fromZero }: Tiered, quantity: Big): Exact {
  let [total, lower] = [new Big(0), new Big(0)];
  for (const [index, tier] of tiers.entries()) {
    if (quantity.lte(lower) && !(index === 0 && fromZero)) return total;
    const upper = tier.upTo === undefined || quantity.lt(tier.upTo) ? quantity : new Big(tier.upTo);
    const units = unitsTotal(tier, upper.minus(lower));
    if (typeof units === "string") return units;
    total = total.plus(units).plus(tier.flat ?? 0);
    lower = upper;
  }
  return quantity.gt(lower) ? NO_TIER(quantity, of) : total;
}

/** All units at the price of the tier reached, and its flat amount. */
function ofTierReached({ tiers, of, fromZero }: Tiered, quantity: Big): Exact {
  if (quantity.eq(0) && !fromZero) return quantity;
  const tier = tiers.find(({ upTo }) => upTo === undefined || quantity.lte(upTo));
  if (!tier) return NO_TIER(quantity, of);
  const units = unitsTotal(tier, quantity);
  return typeof units === "string" ? units : units.plus(tier.flat ?? 0);
}

function unitsTotal(tier: Tier, units: Big): Exact {
  if (tier.minimumPerUnit !== undefined || tier.maximumPerUnit !== undefined)
    return "it depends on the value of each unit";
  return tier.percent === undefined ? units.times(tier.perUnit ?? 0) : units.times(tier.percent).times("0.01");
}

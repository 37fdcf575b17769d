/** The quantities at which the total of a price changes its course, and the curve of totals. */
import { Big } from "big.js";
import { bill, type Exact, isMetered, type MeteredPart, partTotal } from "./bill.js";
import type { Curve } from "./change.js";
import { rounded } from "./currency.js";
import type { Part, Price, Quantities } from "./price.js";

/** Beyond any quantity at which a price still changes its course. */
const FAR = new Big("1e12");
/** How many packages are looked at from the beginning; beyond them, those where something else changes. */
const PACKAGES = 20;

export const meteredParts = (price: Price): readonly MeteredPart[] => price.parts.filter(isMetered);

/** The names of what is charged by quantity. */
export const unitsOf = (prices: readonly (Price | undefined)[]): readonly string[] => [
  ...new Set(prices.flatMap((price) => (price ? meteredParts(price).map(({ of }) => of) : []))),
];

/**
 * Ascending, from 0: between two of them totals are a straight line, except that a total may jump right after one of
 * them. They are ends of tiers and packages, minimum, maximum, what is included, and where a cap is reached.
 */
export function breakpoints(prices: readonly (Price | undefined)[], of: string): readonly string[] {
  const parts = prices.flatMap((price) => (price ? meteredParts(price).filter((part) => part.of === of) : []));
  const ends = [new Big(0), ...parts.flatMap((part) => [...ofPart(part), ...capsOf(part)])];
  const all = [...ends, ...parts.flatMap((part) => ends.flatMap((end) => packageAround(part, end)))];
  const most = mostOf(parts);
  return ascending(most === undefined ? all : all.filter((quantity) => quantity.lte(most)));
}

/** The highest maximum, where each part has one. */
function mostOf(parts: readonly MeteredPart[]): Big | undefined {
  const all = parts.map(({ maximum }) => maximum);
  if (all.length === 0 || all.includes(undefined)) return undefined;
  return all.map((most) => new Big(most ?? 0)).reduce((a, b) => (a.gt(b) ? a : b));
}

const ascending = (quantities: readonly Big[]): readonly string[] =>
  [...new Set(quantities.map((quantity) => quantity.toFixed()))].sort((a, b) => new Big(a).cmp(b));

function ofPart(part: MeteredPart): readonly Big[] {
  const included = new Big(part.included ?? 0);
  const bounds = "tiers" in part ? part.tiers.flatMap(({ upTo }) => (upTo === undefined ? [] : [new Big(upTo)])) : [];
  const sizes =
    part.type === "package" ? Array.from({ length: PACKAGES }, (_, index) => new Big(part.size).times(index + 1)) : [];
  const ends = [part.minimum, part.maximum].flatMap((end) => (end === undefined ? [] : [new Big(end)]));
  return [...ends, ...[new Big(0), ...bounds, ...sizes].map((bound) => bound.plus(included))];
}

/** The ends of the package that a quantity is in, and of the next one. */
function packageAround(part: MeteredPart, quantity: Big): readonly Big[] {
  if (part.type !== "package") return [];
  const included = new Big(part.included ?? 0);
  const begun = quantity.minus(included).div(part.size).round(0, Big.roundDown);
  return begun.lt(0) ? [] : [0, 1].map((more) => begun.plus(more).times(part.size).plus(included));
}

/** A straight line from `start` ends here at the latest: at the next point, or before it where a package ends. */
export function endOfLine(parts: readonly Part[], start: Big, next: Big): Big {
  const ends = parts.filter(isMetered).flatMap((part) => packageAround(part, start));
  return ends.filter((end) => end.gt(start)).reduce((a, b) => (a.lt(b) ? a : b), next);
}

/** Where the total reaches its cap, cut to six decimals. */
function capsOf(part: MeteredPart): readonly Big[] {
  if (part.cap === undefined) return [];
  const { cap, maximum: _none, ...rest } = part;
  const free: Part = rest as MeteredPart;
  const total = (quantity: Big): Exact => partTotal(free, { [part.of]: quantity.toFixed() });
  const points = [...ofPart(part), FAR].sort((a, b) => a.cmp(b));
  return points.slice(1).flatMap((end, index) => {
    const start = points[index] ?? end;
    const [from, to] = [afterJump(total, start, end), total(end)];
    if (typeof from === "string" || typeof to === "string" || from.gte(cap) || to.lte(cap)) return [];
    return [start.plus(new Big(cap).minus(from).times(end.minus(start)).div(to.minus(from))).round(6)];
  });
}

/** The total right after `start`, on the straight line to `end`. */
export function afterJump(total: (quantity: Big) => Exact, start: Big, end: Big): Exact {
  const [middle, last] = [total(start.plus(end).times("0.5")), total(end)];
  if (typeof middle === "string") return middle;
  return typeof last === "string" ? last : middle.times(2).minus(last);
}

/** The total of all parts with `quantity` of one unit and none of the others; not rounded. */
export const totalAt =
  (price: Price, of: string) =>
  (quantity: Big): Exact => {
    const quantities = with0(price, of, quantity.toFixed());
    let total = new Big(0);
    for (const part of price.parts) {
      const amount = partTotal(part, quantities);
      if (typeof amount === "string") return amount;
      total = total.plus(amount);
    }
    return total;
  };

/** `quantity` of one unit, and none of the others. */
export const with0 = (price: Price, of: string, quantity: string): Quantities => ({
  ...Object.fromEntries(meteredParts(price).map((part) => [part.of, "0"])),
  [of]: quantity,
});

/** The corners of the totals of a price at the given quantities, ascending. It ends where no total can be computed. */
export function curve(price: Price, of: string, quantities: readonly string[]): Curve {
  const currency = price.asWritten ? undefined : price.currency;
  const exact = totalAt(price, of);
  const corners: [string, string][] = [];
  for (const [index, quantity] of quantities.entries()) {
    const { total } = bill(price, with0(price, of, quantity));
    if (total === undefined) break;
    corners.push([quantity, total]);
    const next = quantities[index + 1];
    if (next === undefined) break;
    const end = endOfLine(price.parts, new Big(quantity), new Big(next));
    const after = afterJump(exact, new Big(quantity), end);
    const jump = typeof after === "string" ? total : alike(rounded(after, currency), total);
    if (jump !== total) corners.push([quantity, jump]);
  }
  return corners;
}

/** With as many decimals as another total. */
const alike = (amount: Big, like: string): string => {
  const digits = like.split(".")[1]?.length ?? 0;
  return amount.eq(amount.round(digits)) ? amount.toFixed(digits) : amount.toFixed();
};

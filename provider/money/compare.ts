/** The prices of an entry before and after a change. */
import { bill, isMetered, quantityFor } from "./bill.js";
import type { Direction, MoneyChange, PriceChange, SampleBill } from "./change.js";
import { directionOf } from "./direction.js";
import { sameInterval } from "./interval.js";
import { percentText } from "./percent.js";
import type { Price, Quantities } from "./price.js";
import { singleAmount, statedPrice } from "./sentences.js";
import { totalsOf } from "./totals.js";

/** Sample customers and their quantities, by name. */
export type Customers = Readonly<Record<string, Quantities>>;

/** undefined: there is no price, and there was none. A new entry has no price before, one that goes none after. */
export function comparePrices(
  before: readonly Price[],
  after: readonly Price[],
  examples: Customers = {},
): MoneyChange | undefined {
  if (before.length === 0 && after.length === 0) return undefined;
  const prices = pairs(before, after).map(([old, now]) => changeOf(old, now, examples));
  return { direction: together(prices), prices };
}

type Pair = readonly [before: Price | undefined, after: Price | undefined];

/** By currency, in the order of the new prices. Two that are left over, one on each side, are the same price. */
function pairs(before: readonly Price[], after: readonly Price[]): readonly Pair[] {
  const rest = before.toSorted((a, b) => ((a.currency ?? "") < (b.currency ?? "") ? -1 : 1));
  const take = (fits: (price: Price) => boolean): Price | undefined => {
    const index = rest.findIndex(fits);
    return index < 0 ? undefined : rest.splice(index, 1)[0];
  };
  const exact = after.map((now) =>
    take((old) => old.currency === now.currency && sameInterval(old.interval, now.interval)),
  );
  const matched = after.map(
    (now, index): Pair => [exact[index] ?? take(({ currency }) => currency === now.currency), now],
  );
  const unmatched = matched.filter(([old]) => !old);
  const [left] = rest;
  if (left && rest.length === 1 && unmatched.length === 1) return matched.map(([old, now]): Pair => [old ?? left, now]);
  return [...matched, ...rest.map((old): Pair => [old, undefined])];
}

function changeOf(before: Price | undefined, after: Price | undefined, examples: Customers): PriceChange {
  const isOneCurrency = !before || !after || before.currency === after.currency;
  const percent = before && after ? percentOf(before, after) : undefined;
  const totals = isOneCurrency ? totalsOf(before, after) : undefined;
  return {
    ...(before ? { before: statedPrice(before) } : {}),
    ...(after ? { after: statedPrice(after) } : {}),
    direction: before && after ? directionOf(before, after) : "unknown",
    ...(percent === undefined ? {} : { percent }),
    ...(totals === undefined ? {} : { totals }),
    bills: Object.entries(examples).flatMap(([name, quantities]) => sampleBill(name, quantities, before, after)),
  };
}

function percentOf(before: Price, after: Price): string | undefined {
  const [old, now] = [singleAmount(before), singleAmount(after)];
  const isSame = before.currency === after.currency && sameInterval(before.interval, after.interval);
  return old && now && isSame && old.key === now.key ? percentText(old.amount, now.amount) : undefined;
}

/** None where nothing is charged by quantity: everybody pays the same. */
function sampleBill(name: string, quantities: Quantities, before?: Price, after?: Price): SampleBill[] {
  const prices = [before, after].flatMap((price) => price ?? []);
  const metered = prices.flatMap(({ parts }) => parts.filter(isMetered));
  const used = metered.filter((part) => quantityFor(part, quantities) !== undefined);
  const [old, now] = [before && bill(before, quantities).total, after && bill(after, quantities).total];
  if (used.length === 0 || (old === undefined && now === undefined)) return [];
  const isComparable =
    before !== undefined &&
    after !== undefined &&
    before.currency === after.currency &&
    sameInterval(before.interval, after.interval);
  const percent = isComparable && old !== undefined && now !== undefined ? percentText(old, now) : undefined;
  return [
    {
      name,
      quantities,
      ...(old === undefined ? {} : { before: old }),
      ...(now === undefined ? {} : { after: now }),
      ...(percent === undefined ? {} : { percent }),
    },
  ];
}

/** Of all prices; those that are new or go do not count beside others. */
function together(prices: readonly PriceChange[]): Direction {
  const directions = new Set(prices.filter(({ before, after }) => before && after).map(({ direction }) => direction));
  if (directions.size === 0 || directions.has("unknown")) return "unknown";
  if (directions.has("mixed") || (directions.has("up") && directions.has("down"))) return "mixed";
  if (directions.has("up")) return "up";
  return directions.has("down") ? "down" : "same";
}

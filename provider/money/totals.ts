/** Totals before and after, as a table and as a curve. */
import { Big } from "big.js";
import { bill, type MeteredPart } from "./bill.js";
import type { Totals, TotalsRow } from "./change.js";
import { percentText } from "./percent.js";
import type { Price } from "./price.js";
import { breakpoints, curve, meteredParts, unitsOf, with0 } from "./quantities.js";

const ROWS = 12;

/** undefined: nothing is charged by quantity, or the same for each unit. */
export function totalsOf(before: Price | undefined, after: Price | undefined): Totals | undefined {
  const of = unitOf(before, after);
  if (of === undefined) return undefined;
  const parts = [before, after].flatMap((price) => (price ? meteredParts(price).filter((part) => part.of === of) : []));
  const points = breakpoints([before, after], of);
  const end = endOf(parts, points);
  const shown = [...points.filter((quantity) => new Big(quantity).lt(end)), end.toFixed()];
  const rows = telling(quantitiesOf(shown, parts).map((quantity) => row(quantity, of, before, after)));
  const curves = {
    ...(before ? { before: curve(before, of, shown) } : {}),
    ...(after ? { after: curve(after, of, shown) } : {}),
  };
  const one = parts.find((part) => part.one !== undefined)?.one;
  return rows.length === 0 ? undefined : { of, ...(one === undefined ? {} : { one }), rows, curve: curves };
}

/** The unit whose totals say more than the price of one: the first whose price changes, else the first. */
function unitOf(before: Price | undefined, after: Price | undefined): string | undefined {
  const prices = [before, after].flatMap((price) => price ?? []);
  const isMore = prices.some(({ parts }) => parts.length > 1);
  const units = unitsOf(prices).filter(
    (of) => isMore || prices.some((price) => meteredParts(price).some((part) => part.of === of && isBent(part))),
  );
  const written = (price: Price | undefined, of: string): string =>
    JSON.stringify(price ? meteredParts(price).filter((part) => part.of === of) : [], (key, value: unknown) =>
      key === "path" ? undefined : value,
    );
  return units.find((of) => written(before, of) !== written(after, of)) ?? units[0];
}

/** Its totals are more than one straight line from 0. */
const isBent = (part: MeteredPart): boolean =>
  part.type === "package" ||
  part.minimum !== undefined ||
  part.included !== undefined ||
  part.cap !== undefined ||
  ("tiers" in part && (part.tiers.length > 1 || part.tiers.some(({ flat }) => flat !== undefined)));

/** The last quantity that is shown: the maximum, some packages, or half as much again as the last corner. */
function endOf(parts: readonly MeteredPart[], points: readonly string[]): Big {
  const sizes = parts.flatMap((part) => (part.type === "package" ? [new Big(part.size).plus(part.included ?? 0)] : []));
  const size = sizes.reduce((a, b) => (a.gt(b) ? a : b), new Big(0));
  if (size.gt(0)) return size.times(4);
  const last = new Big(points.at(-1) ?? 0);
  if (last.eq(0)) return roundNumber(parts);
  const isLimited = parts.length > 0 && parts.every(({ maximum }) => maximum !== undefined);
  return isLimited ? last : last.times("1.5").round(0, Big.roundUp);
}

/** At least 10 units: a power of ten, so many that something is charged. */
function roundNumber(parts: readonly MeteredPart[]): Big {
  const rates = parts.map((part) => new Big(part.type === "per-unit" ? part.amount : 1).abs());
  const rate = rates.reduce((a, b) => (a.gt(b) ? a : b), new Big(0));
  let end = new Big(10);
  while (end.lt(1e9) && end.times(rate).lt(10)) end = end.times(10);
  return end;
}

/** Each corner, the next whole quantity where a tier or package ends there, and one unit. */
function quantitiesOf(shown: readonly string[], parts: readonly MeteredPart[]): readonly string[] {
  const ends = new Set(
    parts.flatMap((part) => {
      const bounds = "tiers" in part ? part.tiers.flatMap(({ upTo }) => upTo ?? []) : [];
      return bounds.map((bound) => new Big(bound).plus(part.included ?? 0).toFixed());
    }),
  );
  const isPackage = parts.some(({ type }) => type === "package");
  const last = new Big(shown.at(-1) ?? 0);
  const all = shown.flatMap((quantity) => {
    const whole = new Big(quantity).round(0, Big.roundUp);
    const next = new Big(quantity).round(0, Big.roundDown).plus(1);
    return (ends.has(quantity) || isPackage || quantity === "0") && next.lte(last) ? [whole, next] : [whole];
  });
  const unique = [...new Set(all.filter((quantity) => quantity.lte(last)).map((quantity) => quantity.toFixed()))];
  return unique.sort((a, b) => new Big(a).cmp(b));
}

function row(quantity: string, of: string, before: Price | undefined, after: Price | undefined): TotalsRow {
  const totalOf = (price: Price | undefined): string | undefined =>
    price ? bill(price, with0(price, of, quantity)).total : undefined;
  return rowOf(quantity, totalOf(before), totalOf(after));
}

function rowOf(quantity: string, before: string | undefined, after: string | undefined): TotalsRow {
  const percent = before === undefined || after === undefined ? undefined : percentText(before, after);
  return {
    quantity,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...(percent === undefined ? {} : { percent }),
  };
}

/** The first and the last row, and those with the largest changes; none where there is no total at all. */
function telling(rows: readonly TotalsRow[]): readonly TotalsRow[] {
  const known = rows.filter(
    ({ before, after, quantity }) =>
      (before !== undefined || after !== undefined) && !(quantity === "0" && isNothing(before) && isNothing(after)),
  );
  if (known.length <= ROWS) return known;
  const size = ({ before, after }: TotalsRow): Big => {
    if (before === undefined || after === undefined) return new Big(0);
    const difference = new Big(after).minus(before).abs();
    return new Big(before).gt(0) ? difference.div(before) : difference;
  };
  const inner = known.slice(1, -1).toSorted((a, b) => size(b).cmp(size(a)));
  const kept = new Set([...known.slice(0, 1), ...inner.slice(0, ROWS - 2), ...known.slice(-1)]);
  return known.filter((candidate) => kept.has(candidate));
}

const isNothing = (total: string | undefined): boolean => total === undefined || new Big(total).eq(0);

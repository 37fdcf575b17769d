/** One change as the cells of a table. */

import type { Json } from "../../fields/shape.js";
import { grouped, withCode } from "../../money/currency.js";
import type { Change, FieldChange, PriceChange, TotalsRow } from "../digest.js";
import { valueText } from "../value-text.js";
import { type Group, groupInWords, groupOf } from "./groups.js";
import { otherFieldsOf, sizeOf } from "./summary.js";

/** Texts from outside, not escaped; a cell without any is empty. */
export interface Row {
  readonly now: readonly string[];
  readonly after: readonly string[];
  readonly what: readonly string[];
  readonly who: readonly string[];
}

/** Fields of a change without a price that a row shows. */
const MAX_FIELDS = 3;

export function rowOf(change: Change): Row {
  const { action, formerAddress, address, consequences: who } = change;
  const prices = (change.money?.prices ?? []).filter((price) => price.before || price.after);
  const what = whatHappens(change, prices);
  if (action === "rename") return { now: [formerAddress ?? ""], after: [address], what, who };
  if (!showsFields(change, prices))
    return { now: sidesOf(prices, "before"), after: sidesOf(prices, "after"), what, who };
  // Those that decide what customers pay are first.
  const all = [...change.fields.filter(({ money }) => money), ...otherFieldsOf(change)];
  const fields = all.slice(0, MAX_FIELDS);
  const rest = all.length - fields.length;
  const more = rest > 0 ? [`… and ${rest} more ${rest === 1 ? "field" : "fields"}`] : [];
  return {
    // What an adopted object has is known to the vendor alone.
    now: action === "adopt" ? [] : [...fields.map((field) => sideOf(field, field.before)), ...more],
    after: [...fields.map((field) => sideOf(field, field.after)), ...more],
    what,
    who,
  };
}

/** Where there is no price, or where the price in words stays the same. */
function showsFields({ action }: Change, prices: readonly PriceChange[]): boolean {
  if (action === "create" || action === "archive") return false;
  if (prices.length === 0) return true;
  return (
    action === "update" &&
    prices.every((price) => price.before?.text === price.after?.text && largestOf(price).length === 0)
  );
}

const sidesOf = (prices: readonly PriceChange[], side: "before" | "after"): string[] =>
  prices.flatMap((price) => {
    const stated = price[side];
    const totals = largestOf(price).flatMap((row) => {
      const total = row[side];
      return total === undefined ? [] : [`${withCode(grouped(total), stated?.currency)} for ${unitsOf(row, price)}`];
    });
    return [...(stated ? [stated.text] : []), ...totals];
  });

/** "1,001 API calls" */
const unitsOf = ({ quantity }: TotalsRow, { totals }: PriceChange): string =>
  `${grouped(quantity)} ${quantity === "1" ? (totals?.one ?? totals?.of) : totals?.of}`;

/** Totals that are less than this share of the largest one say little in percent. */
const TELLING = 0.01;

/** Of a price without one amount: the total that changes most, or those that rise and fall most. */
function largestOf({ percent, totals, direction }: PriceChange): TotalsRow[] {
  if (percent !== undefined) return [];
  const known = (totals?.rows ?? []).filter((row) => row.percent !== undefined);
  const most = Math.max(...known.map(({ before }) => Number(before)));
  const rows = known.filter(({ before }) => Number(before) >= most * TELLING);
  if (direction !== "mixed") return largest(rows);
  return [
    ...largest(rows.filter(({ percent }) => !isFall(percent))),
    ...largest(rows.filter(({ percent }) => isFall(percent))),
  ];
}

const isFall = (percent: string | undefined): boolean => percent?.startsWith("−") === true;

/** Of several the one of the largest quantity. */
const largest = (rows: readonly TotalsRow[]): TotalsRow[] => {
  const size = Math.max(...rows.map(({ percent }) => sizeOf(percent)));
  return rows.filter(({ percent }) => sizeOf(percent) === size).slice(-1);
};

const percentsOf = (price: PriceChange): string[] =>
  price.percent === undefined
    ? largestOf(price).map((row) => `${row.percent} for ${unitsOf(row, price)}`)
    : [price.percent];

interface Amounts {
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  readonly percent?: string | undefined;
}

/** "+10.1 %"; "+12.50" where there was nothing before; empty: nothing changes, or it is not known. */
export function differenceOf({ before, after, percent }: Amounts): string {
  if (percent !== undefined) return percent;
  if (before === undefined || after === undefined || Number(before) !== 0 || Number(after) === 0) return "";
  return after.startsWith("-") ? `−${grouped(after.slice(1))}` : `+${grouped(after)}`;
}

/** "60 seats, 1,000 calls" */
export const quantitiesText = (quantities: Readonly<Record<string, string>>): string =>
  Object.entries(quantities)
    .map(([of, quantity]) => `${grouped(quantity)} ${of}`)
    .join(", ");

const sideOf = ({ path }: FieldChange, value: Json): string => `${path}: ${valueText(value)}`;

/** "price up, +10.1 %"; what says nothing in two words is said in the change's own sentence. */
function whatHappens(change: Change, prices: readonly PriceChange[]): string[] {
  const { formerAddress, action } = change;
  const group = groupOf(change);
  const lasting = change.irreversible && group !== "archived-for-good" ? ["cannot be taken back"] : [];
  const renamed = formerAddress === undefined || action === "rename" ? [] : [`renamed from ${formerAddress}`];
  const isSaid = prices.length > 0 || change.fields.length > 0 || SAY_ALL.has(group);
  const money = prices.length > 1 ? prices.flatMap(inItsCurrency) : prices.flatMap(percentsOf);
  return [groupInWords(change), ...money, ...lasting, ...renamed, ...(isSaid ? [] : [change.sentence])];
}

/** Beside the other cells their words need no sentence. */
const SAY_ALL: ReadonlySet<Group> = new Set([
  "archived-for-good",
  "archived",
  "refused",
  "retained",
  "renamed",
  "only-in-promoted",
  "only-in-other",
]);

/** "USD +10.3 %", "EUR new": one of several prices. */
function inItsCurrency(price: PriceChange): string[] {
  const { before, after } = price;
  const currency = (after ?? before)?.currency;
  const words = before && after ? percentsOf(price) : [after ? "new" : "removed"];
  return words.map((text) => (currency === undefined ? text : `${currency} ${text}`));
}

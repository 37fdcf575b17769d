/** One change as the cells of a table. */
import type { Json } from "../../fields/shape.js";
import type { Change, FieldChange, PriceChange, Totals, TotalsRow } from "../digest.js";
import { groupInWords, groupOf } from "./summary.js";

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
  const who = change.consequences;
  const prices = (change.money?.prices ?? []).filter((price) => price.before || price.after);
  const fields = change.fields.slice(0, MAX_FIELDS);
  const isFields = prices.length === 0 && change.action !== "create" && change.action !== "archive";
  const rest = change.fields.length - fields.length;
  const more = rest > 0 ? [`… and ${rest} more ${rest === 1 ? "field" : "fields"}`] : [];
  return {
    now: isFields ? [...fields.map((field) => sideOf(field, field.before)), ...more] : sidesOf(prices, "before"),
    after: isFields ? [...fields.map((field) => sideOf(field, field.after)), ...more] : sidesOf(prices, "after"),
    what: whatHappens(change, prices),
    who,
  };
}

const sidesOf = (prices: readonly PriceChange[], side: "before" | "after"): string[] =>
  prices.flatMap((price) => {
    const row = largestOf(price);
    const total = row?.[side];
    return [
      ...(price[side] ? [price[side].text] : []),
      ...(row && total !== undefined ? [`${total} for ${quantityText(row, price.totals)}`] : []),
    ];
  });

/** "20 seats", "1 seat" */
export const quantityText = ({ quantity }: TotalsRow, totals: Totals | undefined): string =>
  `${quantity} ${quantity === "1" ? (totals?.one ?? totals?.of ?? "") : (totals?.of ?? "")}`;

/** Of a price without one amount: the total that changes most. */
function largestOf({ percent, totals }: PriceChange): TotalsRow | undefined {
  if (percent !== undefined) return undefined;
  const size = (row: TotalsRow): number => Math.abs(Number.parseFloat(row.percent ?? "") || 0);
  const rows = (totals?.rows ?? []).filter((row) => row.percent !== undefined);
  return rows.reduce<TotalsRow | undefined>((most, row) => (most && size(most) >= size(row) ? most : row), undefined);
}

function percentsOf(price: PriceChange): string[] {
  if (price.percent !== undefined) return [price.percent];
  const row = largestOf(price);
  return row?.percent === undefined ? [] : [`${row.percent} for ${quantityText(row, price.totals)}`];
}

const sideOf = ({ path }: FieldChange, value: Json): string => `${path}: ${valueText(value)}`;

/** A value in one line, long ones shortened. */
export function valueText(value: Json): string {
  if (value === null) return "(none)";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE - 1).replace(/[\ud800-\udbff]$/, "")}…` : text;
}

const MAX_VALUE = 80;

/** "price up, +10.1 %"; what says nothing in two words is said in the change's own sentence. */
function whatHappens(change: Change, prices: readonly PriceChange[]): string[] {
  const group = groupOf(change);
  const percents = prices.flatMap(percentsOf);
  const lasting = change.irreversible && group !== "archived-for-good" ? ["cannot be taken back"] : [];
  const isSaid = prices.length > 0 || change.fields.length > 0 || group === "archived-for-good" || group === "archived";
  return [groupInWords(change), ...percents, ...lasting, ...(isSaid ? [] : [change.sentence])];
}

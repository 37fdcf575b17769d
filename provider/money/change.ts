/** A price before and after, as a review shows it: JSON values only; amounts are decimals as strings. */

/** up: dearer. mixed: dearer for some, cheaper for others. */
export type Direction = "up" | "down" | "mixed" | "same" | "unknown";

export interface MoneyChange {
  readonly direction: Direction;
  /** One for each currency. */
  readonly prices: readonly PriceChange[];
}

/** A price before and after; a new one has no `before`, one that goes no `after`. */
export interface PriceChange {
  readonly before?: StatedPrice;
  readonly after?: StatedPrice;
  readonly direction: Direction;
  /** Of a price with one amount: "+10.1 %". */
  readonly percent?: string;
  /** Where something is charged by quantity: totals at the quantities at which something changes. */
  readonly totals?: Totals;
  /** Sample customers whose bill can be computed. */
  readonly bills: readonly SampleBill[];
}

export interface StatedPrice {
  /** ISO 4217, upper case; absent: the entry does not name it. */
  readonly currency?: string;
  /** Of a price with one amount: "99.00". */
  readonly amount?: string;
  /** "per month", "per seat per month": what follows the amount of a price with one amount. */
  readonly per?: string;
  /** It is charged again and again. */
  readonly recurring?: boolean;
  /** "EUR 99.00 per month" */
  readonly text: string;
}

export interface Totals {
  /** Units of what: "seats". */
  readonly of: string;
  /** What one of them is called: "seat". Absent: it has no name of its own. */
  readonly one?: string;
  readonly rows: readonly TotalsRow[];
  /** The corners of the curve of totals: straight lines between them. [quantity, total] */
  readonly curve: {
    readonly before?: Curve;
    readonly after?: Curve;
  };
}

/** A jump is two corners with the same quantity: the total there, and the total right after it. */
export type Curve = readonly (readonly [quantity: string, total: string])[];

/** Totals with the currency's decimals: "420.00". Absent: there is no such price, or it cannot be computed. */
export interface TotalsRow {
  readonly quantity: string;
  readonly before?: string;
  readonly after?: string;
  /** "+10.1 %" */
  readonly percent?: string;
}

export interface SampleBill {
  /** The name of the sample customer. */
  readonly name: string;
  readonly quantities: Readonly<Record<string, string>>;
  readonly before?: string;
  readonly after?: string;
  readonly percent?: string;
}

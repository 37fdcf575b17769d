/**
 * What customers pay, in one form for all vendors. Kinds describe their prices in it; amounts, sentences, comparisons
 * and rules are computed from it alone. All numbers are decimals as strings, amounts in major units of the currency.
 */

/** The price of an entry in one currency. All its parts are charged together. */
export interface Price {
  /** ISO 4217, upper case. Absent: the entry does not name it. */
  readonly currency?: string;
  /** Absent: it is not known. */
  readonly interval?: Interval;
  readonly parts: readonly Part[];
  /** Whether amounts include tax: the vendor's own word. Absent: the entry does not say. */
  readonly tax?: string;
  /** Whether a period is charged at its beginning. Absent: the entry does not say. */
  readonly inAdvance?: boolean;
  /** The vendor does not say in which unit it takes amounts: they are those of the entry, neither major nor minor. */
  readonly asWritten?: true;
  /** The place of the price within the fields of the entry; empty: the entry is the price. */
  readonly path: Path;
}

export type Path = readonly (string | number)[];

/** How often the price is charged. `once`: a single time. `on-demand`: whenever something happens. */
export type Interval =
  | { readonly every: number; readonly unit: "day" | "week" | "month" | "year" }
  | "once"
  | "on-demand";

export type Part = PartType & {
  /** The place of the part within the fields of the entry. */
  readonly path: Path;
};

type PartType =
  | { readonly type: "flat"; readonly amount: string }
  | { readonly type: "free" }
  /** Each unit costs the same. */
  | ({ readonly type: "per-unit"; readonly amount: string } & Metered)
  /** As per-unit or tiered, of people that use the product. */
  | ({ readonly type: "seat"; readonly tiers: readonly Tier[]; readonly mode: "volume" | "graduated" } & Metered)
  /** Begun packages are charged whole. */
  | ({ readonly type: "package"; readonly size: string; readonly amount: string } & Metered)
  /** graduated: each unit at the price of its own tier. volume: all units at that of the tier reached. */
  | ({ readonly type: "graduated" | "volume"; readonly tiers: readonly Tier[] } & Metered)
  /** The flat amount of the tier reached. */
  | ({ readonly type: "stair-step"; readonly tiers: readonly Tier[] } & Metered)
  /** A share of an amount of money. */
  | ({ readonly type: "percentage"; readonly percent: string } & Metered)
  | {
      readonly type: "pay-what-you-want";
      readonly minimum?: string;
      readonly maximum?: string;
      readonly preset?: string;
    }
  /**
   * It cannot be computed: the vendor does not document it, or a value is not known here. `reason` is the rest of a
   * sentence. `written`: the value in the entry, to see whether it changed.
   */
  | { readonly type: "unknown"; readonly reason: string; readonly written?: string };

/** What is charged by quantity. */
export interface Metered {
  /** Units of what: "seats", or the name of a meter or metric. */
  readonly of: string;
  /** What one unit is called: "seat". Absent: a unit of `of`. */
  readonly one?: string;
  /** Quantity that is charged at least. */
  readonly minimum?: string;
  /** Quantity that can be bought at most. */
  readonly maximum?: string;
  /** Quantity that is deducted before anything is charged. */
  readonly included?: string;
  /** Highest amount charged for a period. */
  readonly cap?: string;
  /** The first tier begins with no unit at all, so that its flat amount is charged in any case. */
  readonly fromZero?: true;
}

export interface Tier {
  /** The last unit of the tier. Absent: there is no limit. */
  readonly upTo?: string;
  /** Price of a unit. */
  readonly perUnit?: string;
  /** The price of a unit is this share of its value, instead of an amount. */
  readonly percent?: string;
  readonly minimumPerUnit?: string;
  readonly maximumPerUnit?: string;
  /** Charged once the tier is reached. */
  readonly flat?: string;
  readonly path: Path;
}

/** Quantities by units: `{ seats: "60" }`. */
export type Quantities = Readonly<Record<string, string>>;

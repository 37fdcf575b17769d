/**
 * What customers pay, computed a second time: unit by unit, in whole numbers. It shares no code with provider/.
 */

export type Yaml = string | number | boolean | null | undefined | readonly Yaml[] | { readonly [key: string]: Yaml };
export type Entry = Readonly<Record<string, Yaml>>;

/** Amounts are whole numbers of 10⁻¹⁸ of a major unit. */
const DIGITS = 18;

/** One price of an entry, in one currency. */
export interface Form {
  readonly currency: string;
  /** Of the currency; undefined: amounts are taken as they are written. */
  readonly digits: number | undefined;
  /** Months of an interval, or how often else it is charged. */
  readonly every: number | string;
  readonly charges: readonly Charge[];
}

export interface Charge {
  /** Absent: it is charged once a period, whatever the quantity. */
  readonly of?: string;
  readonly isSeat?: boolean;
  /** undefined: the customer chooses, or nobody can have so many. */
  readonly total: (units: number) => bigint | undefined;
  /** The only number that decides it. `like`: equal for charges that can be compared by it. */
  readonly single?: { readonly amount: bigint; readonly isShare: boolean; readonly like: string };
  /** All amounts and other numbers that words about the price may name. */
  readonly amounts: readonly bigint[];
  readonly numbers: readonly string[];
}

/** `shift`: decimals by which the written amount is moved, 2 for cents. */
export function scaled(value: Yaml, shift = 0): bigint {
  const [, sign, whole = "", fraction = ""] = /^(-?)(\d*)\.?(\d*)$/.exec(String(value)) ?? [];
  const digits = BigInt(whole + fraction.padEnd(DIGITS, "0"));
  return (sign === "-" ? -digits : digits) / 10n ** BigInt(shift);
}

export const digitsOf = (currency: string): number => (currency === "JPY" ? 0 : 2);
export const list = (value: Yaml): readonly Entry[] => (Array.isArray(value) ? value : []) as readonly Entry[];
export const map = (value: Yaml): Entry => (typeof value === "object" && value !== null ? (value as Entry) : {});

/** With at least so many decimals, and with all that there are. */
export function written(amount: bigint, digits = 0): string {
  const text = String(amount < 0n ? -amount : amount).padStart(DIGITS + 1, "0");
  const fraction = text.slice(-DIGITS).replace(/0+$/, "").padEnd(digits, "0");
  return `${amount < 0n ? "-" : ""}${text.slice(0, -DIGITS)}${fraction === "" ? "" : `.${fraction}`}`;
}

const halfUp = (amount: bigint, digits: number): bigint => {
  const unit = 10n ** BigInt(DIGITS - digits);
  return ((amount + unit / 2n) / unit) * unit;
};

export interface Tier {
  readonly last: number;
  readonly unit: bigint;
  readonly flat: bigint;
}

const tierAt = (tiers: readonly Tier[], unit: number): number => tiers.findIndex(({ last }) => unit <= last);

/** Each unit at the price of its own tier, and the flat amounts of all that are reached. */
const eachItsOwn =
  (tiers: readonly Tier[], fromZero: boolean) =>
  (units: number): bigint => {
    let [total, reached] = [0n, fromZero ? 0 : -1];
    for (let unit = 1; unit <= units; unit++) {
      reached = tierAt(tiers, unit);
      total += tiers[reached]?.unit ?? 0n;
    }
    return total + tiers.slice(0, reached + 1).reduce((sum, { flat }) => sum + flat, 0n);
  };

/** All units at the price of the tier that the quantity is in. */
const allAlike =
  (tiers: readonly Tier[], fromZero: boolean) =>
  (units: number): bigint => {
    if (units === 0 && !fromZero) return 0n;
    const tier = tiers[tierAt(tiers, units)];
    let total = tier?.flat ?? 0n;
    for (let unit = 1; unit <= units; unit++) total += tier?.unit ?? 0n;
    return total;
  };

export const flat = (amount: bigint): Charge => ({
  total: () => amount,
  single: { amount, isShare: false, like: "flat" },
  amounts: [amount],
  numbers: [],
});

export const perUnit = (amount: bigint, of: string, cap?: bigint): Charge => ({
  of,
  total: (units) => {
    let total = 0n;
    for (let unit = 1; unit <= units; unit++) total += amount;
    return cap !== undefined && total > cap ? cap : total;
  },
  single: { amount, isShare: false, like: `unit ${of} ${cap}` },
  amounts: cap === undefined ? [amount] : [amount, cap],
  numbers: [],
});

/** `percent`: 1 is one hundredth of the value. */
export const share = (percent: bigint, of: string): Charge => ({
  of,
  total: (units) => (BigInt(units) * percent) / 100n,
  single: { amount: percent, isShare: true, like: `share ${of}` },
  amounts: [],
  numbers: [written(percent)],
});

interface Limits {
  readonly least?: number;
  readonly most?: number;
  readonly fromZero?: boolean;
  readonly isSeat?: boolean;
}

export function tiered(how: "volume" | "graduated", tiers: readonly Tier[], of: string, limits: Limits = {}): Charge {
  const { least = 0, most = Number.POSITIVE_INFINITY, fromZero = false, isSeat = false } = limits;
  const sum = (how === "graduated" ? eachItsOwn : allAlike)(tiers, fromZero);
  const [only, ...others] = tiers;
  const isSingle = only && others.length === 0 && only.last === Number.POSITIVE_INFINITY && only.flat === 0n;
  return {
    of,
    isSeat,
    total: (units) => (units > most ? undefined : sum(Math.max(units, least))),
    ...(isSingle
      ? { single: { amount: only.unit, isShare: false, like: `tiers ${isSeat ? "seat" : how} ${of} ${least} ${most}` } }
      : {}),
    amounts: tiers.flatMap(({ unit, flat }) => [unit, flat]),
    numbers: [least, most].filter(Number.isFinite).map(String),
  };
}

/** The amount of one charge as it is charged: in the decimals of its currency. */
const charged = (amount: bigint, { digits }: Form): bigint => (digits === undefined ? amount : halfUp(amount, digits));

/** undefined: there is no such bill. */
export function billOf(form: Form | undefined, units: (charge: Charge) => number | undefined): bigint | undefined {
  if (!form) return undefined;
  let sum = 0n;
  for (const charge of form.charges) {
    const number = charge.of === undefined ? 0 : units(charge);
    const total = number === undefined ? undefined : charge.total(number);
    if (total === undefined) return undefined;
    sum += charged(total, form);
  }
  return sum;
}

/** "+10.1 %"; with one digit that is not 0 where one decimal shows nothing. undefined: no change, or from nothing. */
export function percentOf(before: bigint | undefined, after: bigint | undefined): string | undefined {
  if (before === undefined || after === undefined || before <= 0n || before === after) return undefined;
  const difference = after > before ? after - before : before - after;
  for (let digits = 1; ; digits++) {
    const times = 10n ** BigInt(digits) * 100n;
    const rounded = (difference * times * 2n + before) / (before * 2n);
    if (rounded === 0n) continue;
    const text = String(rounded).padStart(digits + 1, "0");
    return `${after > before ? "+" : "−"}${text.slice(0, -digits)}.${text.slice(-digits)} %`;
  }
}

import { Big } from "big.js";

/** The most digits before and after the point: more than any amount or count has. */
export const DECIMAL_DIGITS = { whole: 15, fraction: 20 };

/** The form of a decimal in the YAML: no exponent, no plus sign, no leading or trailing point. */
export const DECIMAL_PATTERN =
  `^-?(0|[1-9][0-9]{0,${DECIMAL_DIGITS.whole - 1}})` + `(\\.[0-9]{1,${DECIMAL_DIGITS.fraction}})?$`;

/** Vendors may answer with an exponent ("1E-12"). The exponent has at most two digits, so the result stays short. */
const WIRE_PATTERN = /^-?[0-9]{1,60}(\.[0-9]{1,60})?([eE][+-]?[0-9]{1,2})?$/;

/** Decimals that have the shortest form already. */
const SHORTEST = /^-?(?:[1-9][0-9]*|(?:0|[1-9][0-9]*)\.[0-9]*[1-9])$|^0$/;

/** The shortest form of a decimal: "10.00" → "10", "1E-3" → "0.001". undefined: the value is not a decimal. */
export function canonicalDecimal(value: unknown): string | undefined {
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text !== "string" || !WIRE_PATTERN.test(text)) return undefined;
  if (SHORTEST.test(text)) return text;
  const fixed = new Big(text).toFixed();
  return fixed === "-0" ? "0" : fixed;
}

/** Compares by value: less than 0, 0, or greater than 0. */
export function compareDecimals(a: string, b: string): number {
  if (!FEW_DIGITS.test(a) || !FEW_DIGITS.test(b)) return new Big(a).cmp(new Big(b));
  const [first, second] = [Number(a), Number(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}

/** Different decimals of so few digits are different doubles, in the same order. */
const FEW_DIGITS = /^-?[0-9]{1,7}(\.[0-9]{1,7})?$/;

/** Decimals of a currency (ISO 4217, as the runtime knows it); undefined for what is not a currency code. */
export function fractionDigits(currency: string): number | undefined {
  if (!/^[A-Za-z]{3}$/.test(currency)) return undefined;
  const known = DIGITS.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  const { maximumFractionDigits: digits = 2 } = format.resolvedOptions();
  DIGITS.set(currency, digits);
  return digits;
}

/** To make a format takes longer than all else that is done with an amount. */
const DIGITS = new Map<string, number>();

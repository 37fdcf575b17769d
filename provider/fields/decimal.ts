import { Big } from "big.js";

/** More than any amount or count has; what reads a decimal as a number would round it long before. */
export const DECIMAL_DIGITS = { whole: 15, fraction: 20 };

/** What a decimal looks like in the YAML: no exponent, no plus sign, no leading or trailing dot. */
export const DECIMAL_PATTERN = `^-?(0|[1-9][0-9]{0,${DECIMAL_DIGITS.whole - 1}})(\\.[0-9]{1,${DECIMAL_DIGITS.fraction}})?$`;

/** Vendors may answer with an exponent ("1E-12"); 100 places bound what a hostile answer can make us print. */
const WIRE_PATTERN = /^-?[0-9]{1,60}(\.[0-9]{1,60})?([eE][+-]?[0-9]{1,2})?$/;

/** The one spelling of a decimal's value, or undefined when it is none. "10.00" → "10", "1E-3" → "0.001". */
export function canonicalDecimal(value: unknown): string | undefined {
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text !== "string" || !WIRE_PATTERN.test(text)) return undefined;
  const fixed = new Big(text).toFixed();
  return fixed === "-0" ? "0" : fixed;
}

/** Less than 0, 0, or greater than 0, by value. */
export const compareDecimals = (a: string, b: string): number => new Big(a).cmp(new Big(b));

/** Decimals of a currency's smallest unit (ISO 4217, as the runtime knows it), or undefined for what is no currency code. */
export function fractionDigits(currency: string): number | undefined {
  if (!/^[A-Za-z]{3}$/.test(currency)) return undefined;
  return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits;
}

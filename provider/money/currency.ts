/** Amounts of money: the decimals of a currency, minor and major units, and how an amount is written for people. */
import { Big } from "big.js";
import { fractionDigits } from "../fields/decimal.js";

/** In minor units of the currency, as in major units: 1999 → "19.99", and in JPY 1999 → "1999". */
export const toMajor = (minor: string, currency: string): string =>
  shifted(minor, -(fractionDigits(currency) ?? 2)).toFixed();

/** In major units of the currency, as in minor units: "19.99" → "1999". */
export const toMinor = (major: string, currency: string): string =>
  shifted(major, fractionDigits(currency) ?? 2).toFixed();

/** Exact: a division by a power of ten would be cut at twenty digits. */
const shifted = (amount: string, digits: number): Big => {
  const result = new Big(amount);
  if (!result.eq(0)) result.e += digits;
  return result;
};

/** Rounded to the currency's decimals, half away from zero; as it is where the decimals are not known. */
export function rounded(amount: Big, currency: string | undefined): Big {
  const digits = currency === undefined ? undefined : fractionDigits(currency);
  return digits === undefined ? amount : amount.round(digits, Big.roundHalfUp);
}

/** With at least the currency's decimals; an amount with more keeps them all: "99.00", "0.0005". */
export function amountText(amount: string, currency: string | undefined): string {
  const shortest = new Big(amount).toFixed();
  const digits = currency === undefined ? undefined : fractionDigits(currency);
  const has = shortest.split(".")[1]?.length ?? 0;
  return digits === undefined || has > digits ? shortest : new Big(amount).toFixed(digits);
}

/** "1234.50" → "1,234.50" */
export function grouped(decimal: string): string {
  const [whole = "", fraction] = decimal.split(".");
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}

/** "EUR 1,234.50"; without a currency "1,234.50". */
export const moneyText = (amount: string, currency: string | undefined): string =>
  withCode(grouped(amountText(amount, currency)), currency);

/** "EUR 99" */
export const withCode = (text: string, currency: string | undefined): string =>
  currency === undefined ? text : `${currency} ${text}`;

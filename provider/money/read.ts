/** Reads prices from the fields of an entry, whatever stands there: what cannot be read is an unknown part. */
import { canonicalDecimal, compareDecimals } from "../fields/decimal.js";
import { isPlaceholder } from "../fields/not-known.js";
import { isObject, type Json, type JsonObject } from "../fields/shape.js";
import type { Part, Path } from "./price.js";

/** "10.00" → "10". undefined: it is absent, a placeholder, or otherwise no decimal. */
export const decimalOf = (value: Json | undefined): string | undefined => canonicalDecimal(value);

/** A decimal that is not below zero. */
export function quantityOf(value: Json | undefined): string | undefined {
  const decimal = canonicalDecimal(value);
  return decimal !== undefined && compareDecimals(decimal, "0") >= 0 ? decimal : undefined;
}

/** A decimal above zero. */
export function positiveOf(value: Json | undefined): string | undefined {
  const decimal = canonicalDecimal(value);
  return decimal !== undefined && compareDecimals(decimal, "0") > 0 ? decimal : undefined;
}

/** An ISO 4217 code, upper case. undefined: there is none, or it is a placeholder. */
export const currencyOf = (value: Json | undefined): string | undefined =>
  typeof value === "string" && /^[A-Za-z]{3}$/.test(value) ? value.toUpperCase() : undefined;

/** The first value that is a name, rather than empty, absent or a placeholder. */
export const nameOf = (...values: readonly (Json | undefined)[]): string | undefined =>
  values.find((value): value is string => typeof value === "string" && value !== "" && !isPlaceholder(value));

export const objectOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

export const isGiven = (value: Json | undefined): boolean => value !== undefined && value !== null;

/** A part that cannot be computed, with what is written in its place. */
export const unknownPart = (path: Path, reason: string, written: Json | undefined): Part => ({
  type: "unknown",
  reason,
  written: JSON.stringify(written ?? null),
  path,
});

/** Where a value is absent, a placeholder, or of another type. */
export const notKnown = (path: Path, written: Json | undefined): Part =>
  unknownPart(path, `the value of \`${pathText(path)}\` is not known here`, written);

const pathText = (path: Path): string => path.map((step) => String(step)).join(".") || "the price";

/** All tiers, ascending and each but the last with an end; undefined if one cannot be read. */
export function tiersOf<T extends { readonly upTo?: string }>(
  value: Json | undefined,
  read: (tier: JsonObject, index: number, before: T | undefined) => T | undefined,
): readonly T[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const tiers: T[] = [];
  for (const [index, item] of value.entries()) {
    const before = tiers.at(-1);
    const tier = isObject(item) ? read(item, index, before) : undefined;
    if (!tier || (before && !follows(before, tier))) return undefined;
    tiers.push(tier);
  }
  return tiers;
}

const follows = (before: { readonly upTo?: string }, tier: { readonly upTo?: string }): boolean =>
  before.upTo !== undefined && (tier.upTo === undefined || compareDecimals(before.upTo, tier.upTo) < 0);

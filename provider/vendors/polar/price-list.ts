/** The prices of an entry as its rules look at them. */
import { isObject, type Json, type JsonObject } from "../../fields/shape.js";
import { price } from "./prices.js";

export type Path = readonly (string | number)[];

export const currencyOf = (object: JsonObject): string =>
  typeof object["price_currency"] === "string" ? object["price_currency"] : "usd";
export const typeOf = (object: JsonObject): string =>
  object["amount_type"] === "free" ? "fixed" : String(object["amount_type"]);

const hasType = ({ amount_type: type }: JsonObject): boolean =>
  typeof type === "string" && Object.hasOwn(price.cases, type);

/** Prices of the types that there are, with their place in the list. */
export function pricesOf(fields: JsonObject): { one: JsonObject; path: Path }[] {
  const { prices } = fields;
  if (!Array.isArray(prices)) return [];
  return prices.flatMap((one, index) => (isObject(one) && hasType(one) ? [{ one, path: ["prices", index] }] : []));
}

/** The tiers that a member of a price holds, with their place; those that are maps. */
export function tiersOf(
  { one, path }: { one: JsonObject; path: Path },
  member: string,
): { tier: JsonObject; at: Path }[] {
  const holder: Json = one[member] ?? null;
  const tiers = isObject(holder) ? holder["tiers"] : undefined;
  if (!Array.isArray(tiers)) return [];
  return tiers.flatMap((tier, index) => (isObject(tier) ? [{ tier, at: [...path, member, "tiers", index] }] : []));
}

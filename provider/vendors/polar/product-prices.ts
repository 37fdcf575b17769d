/**
 * What customers pay for a product, one price for each currency. Amounts are minor units, rounded as Polar's server
 * does: https://github.com/polarsource/polar/blob/main/server/polar/models/product_price.py.
 */
import { compareText } from "../../fields/compare.js";
import { isObject, type Json, type JsonObject } from "../../fields/shape.js";
import { toMajor } from "../../money/currency.js";
import type { Interval, Metered, Part, Path, Price, Tier } from "../../money/price.js";
import {
  currencyOf,
  decimalOf,
  isGiven,
  nameOf,
  notKnown,
  objectOf,
  positiveOf,
  quantityOf,
  tiersOf,
  unknownPart,
} from "../../money/read.js";

export function productPrices(fields: JsonObject): readonly Price[] {
  const { prices } = fields;
  if (!Array.isArray(prices))
    return isGiven(prices) ? [{ parts: [notKnown(["prices"], prices)], path: ["prices"] }] : [];
  // The list has no order: what is written first, and what Polar answers first, says the same.
  const all = prices
    .map((one, index) => ({ one, price: priceOf(one, ["prices", index], fields) }))
    .sort((a, b) => compareText(orderOf(a.one), orderOf(b.one)))
    .map(({ price }) => price);
  const groups = Map.groupBy(all, ({ currency, interval }) => JSON.stringify([currency, interval]));
  return [...groups.values()].map((group) => ({
    ...(group[0] as Price),
    parts: group.flatMap(({ parts }) => parts),
  }));
}

const ORDER: readonly Json[] = ["fixed", "custom", "free", "seat_based", "unit_based", "metered_unit", "metered_tiers"];

/** Fixed amounts first, usage last; meters by their names. */
function orderOf(one: Json): string {
  if (!isObject(one)) return "";
  const rank = ORDER.indexOf(one["amount_type"] ?? null);
  return `${rank} ${String(one["meter"] ?? one["meter_id"] ?? "")}`;
}

function priceOf(one: Json, path: Path, fields: JsonObject): Price {
  if (!isObject(one)) return { parts: [notKnown(path, one)], path };
  const code = isGiven(one["price_currency"]) ? one["price_currency"] : "usd";
  const currency = currencyOf(code);
  const interval = intervalOf(fields, isUsage(one));
  const tax = nameOf(one["tax_behavior"]);
  return {
    ...(currency === undefined ? {} : { currency }),
    ...(interval === undefined ? {} : { interval }),
    ...(tax === undefined ? {} : { tax }),
    parts: [currency === undefined ? notKnown([...path, "price_currency"], one) : partOf(one, currency, path)],
    path,
  };
}

const isUsage = ({ amount_type: type }: JsonObject): boolean => type === "metered_unit" || type === "metered_tiers";

/** A product without an interval is bought once. Usage can have an interval of its own. */
function intervalOf(fields: JsonObject, usage: boolean): Interval | undefined {
  const name = usage && isGiven(fields["meter_interval"]) ? "meter_interval" : "recurring_interval";
  const [unit, count] = [fields[name], fields[`${name}_count`]];
  if (!isGiven(unit)) return "once";
  const every = isGiven(count) ? Number(positiveOf(count)) : 1;
  if (!Number.isInteger(every)) return undefined;
  return unit === "day" || unit === "week" || unit === "month" || unit === "year" ? { every, unit } : undefined;
}

function partOf(one: JsonObject, currency: string, path: Path): Part {
  switch (one["amount_type"]) {
    case "fixed":
      return fixed(one, currency, path);
    case "free":
      return { type: "free", path };
    case "custom":
      return custom(one, currency, path);
    case "seat_based":
      return seatBased(one, currency, path);
    case "unit_based":
      return unitBased(one, currency, path);
    case "metered_unit":
      return metered(one, currency, path);
    case "metered_tiers":
      return unknownPart([...path, "tiers"], "Polar does not document the form of metered tiers", one);
    default:
      return notKnown([...path, "amount_type"], one);
  }
}

const major = (value: Json | undefined, currency: string): string | undefined => {
  const minor = decimalOf(value);
  return minor === undefined ? undefined : toMajor(minor, currency);
};

function fixed(one: JsonObject, currency: string, path: Path): Part {
  const [amount, at] = [major(one["price_amount"], currency), [...path, "price_amount"]];
  return amount === undefined ? notKnown(at, one["price_amount"]) : { type: "flat", amount, path: at };
}

function custom(one: JsonObject, currency: string, path: Path): Part {
  const { minimum_amount: least, maximum_amount: most, preset_amount: preset } = one;
  const minimum = major(isGiven(least) ? least : 50, currency);
  const [maximum, suggested] = [major(most, currency), major(preset, currency)];
  if (minimum === undefined || (isGiven(most) && maximum === undefined) || (isGiven(preset) && suggested === undefined))
    return notKnown(path, one);
  return {
    type: "pay-what-you-want",
    minimum,
    ...(maximum === undefined ? {} : { maximum }),
    ...(suggested === undefined ? {} : { preset: suggested }),
    path,
  };
}

/** The first tier's first seat is the least that can be bought, the last tier's last seat the most. */
function seatBased(one: JsonObject, currency: string, path: Path): Part {
  const at = [...path, "seat_tiers"];
  const { seat_tier_type: type, tiers: written } = objectOf(one["seat_tiers"]);
  const mode = isGiven(type) ? type : "volume";
  const sorted = Array.isArray(written) ? inOrder(written, "min_seats") : undefined;
  const tiers = tiersOf<Tier>(
    sorted?.map(({ item }) => item),
    (tier, index) =>
      tierOf(tier["max_seats"], tier["price_per_seat"], currency, [...at, "tiers", sorted?.[index]?.index ?? index]),
  );
  const least = positiveOf(objectOf(sorted?.[0]?.item)["min_seats"]);
  if (!tiers || least === undefined || (mode !== "volume" && mode !== "graduated"))
    return notKnown(at, one["seat_tiers"]);
  return { type: "seat", mode, tiers, of: "seats", one: "seat", ...bounds(least, tiers), path: at };
}

function unitBased(one: JsonObject, currency: string, path: Path): Part {
  const at = [...path, "tiers"];
  const { type, tiers: written } = objectOf(one["tiers"]);
  const least = isGiven(one["minimum_units"]) ? positiveOf(one["minimum_units"]) : "1";
  const sorted = Array.isArray(written) ? inOrder(written, "bound") : undefined;
  const tiers = tiersOf<Tier>(
    sorted?.map(({ item }) => item),
    (tier, index) =>
      tierOf(tier["bound"], tier["unit_amount"], currency, [...at, "tiers", sorted?.[index]?.index ?? index]),
  );
  if (!tiers || least === undefined || (type !== "volume" && type !== "graduated")) return notKnown(at, one);
  return { type, tiers, ...unitWords(one["unit_label"]), ...bounds(least, tiers), path: at };
}

/** Polar sorts tiers; one without the member comes last. */
const inOrder = (
  tiers: readonly Json[],
  member: string,
): readonly { readonly item: Json; readonly index: number }[] => {
  const rank = (item: Json): number => Number(quantityOf(objectOf(item)[member]) ?? Number.POSITIVE_INFINITY);
  return tiers.map((item, index) => ({ item, index })).sort((a, b) => (rank(a.item) < rank(b.item) ? -1 : 1));
};

function tierOf(end: Json | undefined, price: Json | undefined, currency: string, path: Path): Tier | undefined {
  const [upTo, perUnit] = [positiveOf(end), major(price, currency)];
  if (perUnit === undefined || (isGiven(end) && upTo === undefined)) return undefined;
  return { ...(upTo === undefined ? {} : { upTo }), perUnit, path };
}

function bounds(least: string, tiers: readonly Tier[]): Pick<Metered, "minimum" | "maximum"> {
  const most = tiers.at(-1)?.upTo;
  return { ...(least === "1" ? {} : { minimum: least }), ...(most === undefined ? {} : { maximum: most }) };
}

/** What people read in English, or in the first language that there is. */
function unitWords(label: Json | undefined): Pick<Metered, "of" | "one"> {
  const labels = objectOf(label);
  const forms = objectOf(labels["en"] ?? Object.values(labels)[0]);
  const [one, other] = [nameOf(forms["=1"]), nameOf(forms["other"])];
  if (other === undefined) return { of: "units", one: "unit" };
  return { of: other, ...(one === undefined ? {} : { one }) };
}

function metered(one: JsonObject, currency: string, path: Path): Part {
  const { meter, meter_id: id, cap_amount: most } = one;
  const [amount, at] = [major(one["unit_amount"], currency), [...path, "unit_amount"]];
  const cap = quantityOf(most);
  if (amount === undefined) return notKnown(at, one);
  if (isGiven(most) && cap === undefined) return notKnown([...path, "cap_amount"], one);
  const of = nameOf(meter, id) ?? "units";
  return { type: "per-unit", amount, of, ...(cap === undefined ? {} : { cap: toMajor(cap, currency) }), path: at };
}

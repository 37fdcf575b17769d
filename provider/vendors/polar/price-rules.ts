/** Which prices Polar takes together, and within which bounds: https://polar.sh/docs/features/products. */
import { canonicalDecimal } from "../../fields/decimal.js";
import { isObject, type Json, type JsonObject, own } from "../../fields/shape.js";
import type { Finding, Rule } from "../kind.js";
import { price } from "./prices.js";

type Path = readonly (string | number)[];

export const priceRules: readonly Rule[] = [
  { code: "price-set", doc: "Prices that Polar does not take together.", check: onePriceOfAKind },
  { code: "price-set-currencies", doc: "Currencies with different types of prices.", check: sameKindsInEachCurrency },
  { code: "price-set-tax", doc: "Prices of one currency that treat tax differently.", check: oneTaxBehaviorPerCurrency },
  { code: "metered-one-time", doc: "Usage or units charged on a one-time product.", check: meteredNeedsInterval },
  { code: "amount-below-minimum", doc: "An amount that is not 0 and below what Polar takes in the currency.", check: leastAmounts },
  { code: "unit-amount-digits", doc: "A price of a unit with more digits than Polar keeps.", check: digitsOfUnitAmounts },
  { code: "seat-tiers", doc: "Seat tiers with gaps, or with a last one that is bounded.", check: seatTiersWithoutGaps },
];

const currencyOf = (one: JsonObject): string => (typeof one["price_currency"] === "string" ? one["price_currency"] : "usd");
const typeOf = (one: JsonObject): string => (one["amount_type"] === "free" ? "fixed" : String(one["amount_type"]));
const hasType = ({ amount_type: type }: JsonObject): boolean => typeof type === "string" && Object.hasOwn(price.cases, type);
const meterOf = (one: JsonObject): Json => one["meter"] ?? one["meter_id"] ?? null;
const isMetered = (one: JsonObject): boolean => typeOf(one).startsWith("metered_");

/** Prices of the types that there are, with their place in the list. */
function pricesOf(fields: JsonObject): { one: JsonObject; path: Path }[] {
  const { prices } = fields;
  if (!Array.isArray(prices)) return [];
  return prices.flatMap((one, index) => (isObject(one) && hasType(one) ? [{ one, path: ["prices", index] }] : []));
}

/** Per currency: one price of a static type, a custom one alone, seats and units not together, each meter once. */
function onePriceOfAKind(fields: JsonObject): Finding[] {
  // The first price of each sort is all that later ones can clash with.
  const firsts = new Map<string, Map<string, JsonObject>>();
  return pricesOf(fields).flatMap(({ one, path }) => {
    const scope = isMetered(one) ? `${currencyOf(one)} ${String(meterOf(one))}` : currencyOf(one);
    const earlier = firsts.get(scope) ?? new Map<string, JsonObject>();
    firsts.set(scope, earlier);
    const message = [...earlier.values()].map((other) => clash(one, other)).find((found) => found !== undefined);
    if (!earlier.has(typeOf(one))) earlier.set(typeOf(one), one);
    return message === undefined ? [] : [{ path, message, remedy: "remove one of the two, or give it another currency" }];
  });
}

function clash(one: JsonObject, other: JsonObject): string | undefined {
  const [mine, theirs, currency] = [typeOf(one), typeOf(other), currencyOf(one)];
  if (isMetered(one) || isMetered(other)) {
    const meter = meterOf(one);
    const twice = isMetered(one) && isMetered(other) && meter !== null && meter === meterOf(other);
    return twice ? `a second price of meter ${String(meter)} in ${currency}: Polar takes one` : undefined;
  }
  if (mine === theirs) return `a second ${mine} price in ${currency}: Polar takes one`;
  if (mine === "custom" || theirs === "custom")
    return `a custom price in ${currency} stands alone, without a ${mine === "custom" ? theirs : mine} price`;
  const both = new Set([mine, theirs]);
  return both.has("seat_based") && both.has("unit_based")
    ? `a seat_based and a unit_based price in ${currency}: Polar takes one`
    : undefined;
}

function sameKindsInEachCurrency(fields: JsonObject): Finding[] {
  const types = new Map<string, { path: Path; has: Set<string> }>();
  for (const { one, path } of pricesOf(fields)) {
    const known = types.get(currencyOf(one)) ?? { path, has: new Set() };
    types.set(currencyOf(one), { ...known, has: known.has.add(typeOf(one)) });
  }
  const [first, ...others] = [...types];
  if (!first) return [];
  const wanted = first[1].has;
  return others.flatMap(([currency, { path, has }]) => {
    const missing = [...wanted].filter((kind) => !has.has(kind)).concat([...has].filter((kind) => !wanted.has(kind)));
    if (missing.length === 0) return [];
    return [
      {
        path,
        message: `${first[0]} and ${currency} do not have the same types of prices (${missing.join(", ")} in one of them only)`,
        remedy: "give every currency the same types of prices",
      },
    ];
  });
}

function oneTaxBehaviorPerCurrency(fields: JsonObject): Finding[] {
  const first = new Map<string, Json>();
  return pricesOf(fields).flatMap(({ one, path }) => {
    const [currency, tax] = [currencyOf(one), one["tax_behavior"] ?? null];
    if (!first.has(currency)) first.set(currency, tax);
    if (first.get(currency) === tax) return [];
    return [
      {
        path: tax === null ? path : [...path, "tax_behavior"],
        message: `the prices in ${currency} treat tax differently (${String(first.get(currency) ?? "the organization's default")} and ${String(tax ?? "the organization's default")})`,
        remedy: `give all prices in ${currency} the same tax_behavior`,
      },
    ];
  });
}

function meteredNeedsInterval(fields: JsonObject): Finding[] {
  const { recurring_interval: interval } = fields;
  if (interval !== undefined && interval !== null) return [];
  return pricesOf(fields)
    .filter(({ one }) => isMetered(one) || typeOf(one) === "unit_based")
    .map(({ one, path }) => ({
      path: [...path, "amount_type"],
      message: `a one-time product has no ${String(one["amount_type"])} price`,
      remedy: "add recurring_interval, or another type of price",
    }));
}

/** In the smallest unit. Other currencies have least amounts too; they are left to Polar. */
const LEAST: Readonly<Record<string, number>> = { usd: 50, eur: 50, gbp: 40, chf: 50, cad: 70, aud: 70, sek: 500, dkk: 320, jpy: 80 };

function leastAmounts(fields: JsonObject): Finding[] {
  return pricesOf(fields).flatMap(({ one, path }) => {
    const least = own(LEAST, currencyOf(one));
    if (least === undefined) return [];
    return ["price_amount", "minimum_amount", "maximum_amount", "preset_amount"].flatMap((name) => {
      const amount = one[name];
      if (typeof amount !== "number" || amount === 0 || amount >= least) return [];
      return [
        {
          path: [...path, name],
          message: `${amount} is less than Polar takes in ${currencyOf(one)}`,
          remedy: `write 0, or at least ${least} (amounts are in the smallest unit: 1000 is 10.00 of most currencies)`,
        },
      ];
    });
  });
}

function digitsOfUnitAmounts(fields: JsonObject): Finding[] {
  return pricesOf(fields).flatMap(({ one, path }) => {
    const amount = one["unit_amount"];
    const canonical = amount === undefined ? undefined : canonicalDecimal(amount);
    if (canonical === undefined) return [];
    const [whole = "", fraction = ""] = canonical.replace(/^-/, "").split(".");
    if (whole.length <= 5 && fraction.length <= 12) return [];
    return [
      {
        path: [...path, "unit_amount"],
        message: `${canonical} has more digits than Polar keeps`,
        remedy: "write at most 5 digits before the point and 12 after it; the unit is the cent, so 100 is 1.00",
      },
    ];
  });
}

function seatTiersWithoutGaps(fields: JsonObject): Finding[] {
  return pricesOf(fields).flatMap(({ one, path }) => {
    const { seat_tiers: seats } = one;
    const tiers = isObject(seats) && Array.isArray(seats["tiers"]) ? seats["tiers"].filter(isObject) : [];
    return tiers.flatMap((tier, index): Finding[] => {
      const at = (member: string): Path => [...path, "seat_tiers", "tiers", index, member];
      const [least, most] = [tier["min_seats"], tier["max_seats"]];
      const isLast = index === tiers.length - 1;
      const before = tiers[index - 1]?.["max_seats"];
      const findings: Finding[] = [];
      if (typeof before === "number" && typeof least === "number" && least !== before + 1) {
        findings.push({ path: at("min_seats"), message: `the tier before ends with seat ${before}`, remedy: `begin with ${before + 1}` });
      }
      if (typeof most === "number" && typeof least === "number" && most < least) {
        findings.push({ path: at("max_seats"), message: `the tier ends before it begins (${least} to ${most})`, remedy: "swap the two" });
      }
      if (isLast && typeof most === "number") {
        findings.push({ path: at("max_seats"), message: "the last tier is bounded", remedy: "remove max_seats from the last tier" });
      }
      if (!isLast && typeof most !== "number") {
        findings.push({
          path: [...path, "seat_tiers", "tiers", index],
          message: "only the last tier goes on without an end",
          remedy: "add max_seats",
        });
      }
      return findings;
    });
  });
}

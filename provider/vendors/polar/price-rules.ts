/** Which prices Polar takes together: https://polar.sh/docs/features/products. */
import type { Json, JsonObject } from "../../fields/shape.js";
import type { Finding, Rule } from "../../kinds/kind.js";
import { amountRules } from "./amount-rules.js";
import { currencyOf, type Path, pricesOf, typeOf } from "./price-list.js";
import { tierRules } from "./tier-rules.js";

export const priceRules: readonly Rule[] = [
  { code: "price-set", doc: "Prices that Polar does not take together.", check: onePriceOfAKind },
  { code: "price-set-currencies", doc: "Currencies with different types of prices.", check: sameKindsInEachCurrency },
  {
    code: "price-set-tax",
    doc: "Prices of one currency that treat tax differently.",
    check: oneTaxBehaviorPerCurrency,
  },
  { code: "metered-one-time", doc: "Usage or units charged on a one-time product.", check: meteredNeedsInterval },
  ...amountRules,
  ...tierRules,
];

const meterOf = (one: JsonObject): Json => one["meter"] ?? one["meter_id"] ?? null;
const isMetered = (one: JsonObject): boolean => typeOf(one).startsWith("metered_");

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
    return message === undefined
      ? []
      : [{ path, message, remedy: "remove one of the two, or give it another currency" }];
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
        message:
          `${first[0]} and ${currency} do not have the same types of prices (${missing.join(", ")} in one ` +
          "of them only)",
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
        message:
          `the prices in ${currency} treat tax differently ` +
          `(${String(first.get(currency) ?? "the organization's default")} and ` +
          `${String(tax ?? "the organization's default")})`,
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

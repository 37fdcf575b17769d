/** The combinations of prices that Polar accepts: https://polar.sh/docs/features/products. */
import type { Json, JsonObject } from "../../fields/shape.js";
import type { Rule, RuleViolation } from "../../kinds/kind.js";
import { amountRules } from "./amount-rules.js";
import { currencyOf, type Path, pricesOf, typeOf } from "./price-list.js";
import { tierRules } from "./tier-rules.js";

export const priceRules: readonly Rule[] = [
  { code: "price-set", doc: "Prices that Polar does not accept together.", check: onePriceOfAKind },
  {
    code: "price-set-currencies",
    doc: "Two currencies do not have the same types of prices.",
    check: sameKindsInEachCurrency,
  },
  {
    code: "price-set-tax",
    doc: "Prices of one currency that treat tax differently.",
    check: oneTaxBehaviorPerCurrency,
  },
  { code: "metered-one-time", doc: "A one-time product that charges for usage or units.", check: meteredNeedsInterval },
  ...amountRules,
  ...tierRules,
];

const meterOf = (object: JsonObject): Json => object["meter"] ?? object["meter_id"] ?? null;
const isMetered = (object: JsonObject): boolean => typeOf(object).startsWith("metered_");

/** Per currency: one price of each type, custom not with others, seats not with units, each meter once. */
function onePriceOfAKind(fields: JsonObject): RuleViolation[] {
  // Only the first price of each type can conflict with later ones.
  const firsts = new Map<string, Map<string, JsonObject>>();
  return pricesOf(fields).flatMap(({ one, path }) => {
    const scope = isMetered(one) ? `${currencyOf(one)} ${String(meterOf(one))}` : currencyOf(one);
    const earlier = firsts.get(scope) ?? new Map<string, JsonObject>();
    firsts.set(scope, earlier);
    const message = [...earlier.values()].map((other) => clash(one, other)).find((found) => found !== undefined);
    if (!earlier.has(typeOf(one))) earlier.set(typeOf(one), one);
    return message === undefined
      ? []
      : [{ path, message, remedy: "remove one of the two, or write another `price_currency`" }];
  });
}

function clash(object: JsonObject, other: JsonObject): string | undefined {
  const [mine, theirs, currency] = [typeOf(object), typeOf(other), currencyOf(object)];
  if (isMetered(object) || isMetered(other)) {
    const meter = meterOf(object);
    const twice = isMetered(object) && isMetered(other) && meter !== null && meter === meterOf(other);
    return twice
      ? `this is the second price of meter ${String(meter)} in ${currency}, and Polar accepts only one`
      : undefined;
  }
  if (mine === theirs) return `this is the second ${mine} price in ${currency}, and Polar accepts only one`;
  if (mine === "custom" || theirs === "custom")
    return `a custom price cannot be combined with a ${mine === "custom" ? theirs : mine} price in ${currency}`;
  const both = new Set([mine, theirs]);
  return both.has("seat_based") && both.has("unit_based")
    ? `a seat_based price cannot be combined with a unit_based price in ${currency}`
    : undefined;
}

function sameKindsInEachCurrency(fields: JsonObject): RuleViolation[] {
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
          `${first[0]} and ${currency} do not have the same types of prices ` +
          `(only one of them has ${missing.join(", ")})`,
        remedy: "give every currency the same types of prices",
      },
    ];
  });
}

function oneTaxBehaviorPerCurrency(fields: JsonObject): RuleViolation[] {
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
        remedy: `give all prices in ${currency} the same \`tax_behavior\``,
      },
    ];
  });
}

function meteredNeedsInterval(fields: JsonObject): RuleViolation[] {
  const { recurring_interval: interval } = fields;
  if (interval !== undefined && interval !== null) return [];
  return pricesOf(fields)
    .filter(({ one }) => isMetered(one) || typeOf(one) === "unit_based")
    .map(({ one, path }) => ({
      path: [...path, "amount_type"],
      message: `a one-time product cannot have a ${String(one["amount_type"])} price`,
      remedy: "add `recurring_interval`, or write another `amount_type`",
    }));
}

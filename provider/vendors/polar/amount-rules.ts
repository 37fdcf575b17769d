/** The bounds of amounts at Polar: https://polar.sh/docs/api-reference/products/create. */
import { canonicalDecimal } from "../../fields/decimal.js";
import { type JsonObject, own } from "../../fields/shape.js";
import type { Rule, RuleViolation } from "../../kinds/kind.js";
import { currencyOf, type Path, pricesOf, tiersOf } from "./price-list.js";

export const amountRules: readonly Rule[] = [
  {
    code: "amount-below-minimum",
    doc: "An amount that is not 0 and below Polar's minimum in the currency.",
    check: leastAmounts,
  },
  { code: "amount-above-maximum", doc: "An amount above Polar's maximum in the currency.", check: highestAmounts },
  {
    code: "unit-amount-digits",
    doc: "A unit price with more digits than Polar stores.",
    check: digitsOfUnitAmounts,
  },
  {
    code: "unit-amount-not-whole",
    doc: "A unit price in unit tiers that is not a whole number.",
    check: wholeUnitAmounts,
  },
];

const AMOUNTS = ["price_amount", "minimum_amount", "maximum_amount", "preset_amount"];

/** In the smallest unit. Polar checks the minimum of other currencies itself. */
const LEAST: Readonly<Record<string, number>> = {
  usd: 50,
  eur: 50,
  gbp: 40,
  chf: 50,
  cad: 70,
  aud: 70,
  sek: 500,
  dkk: 320,
  jpy: 80,
};

/** In the smallest unit. These currencies have a higher maximum than the others. */
const HIGHEST: Readonly<Record<string, number>> = {
  ars: 140_000_000,
  cdf: 280_000_000,
  cop: 400_000_000,
  idr: 1_600_000_000,
  khr: 400_000_000,
  lak: 2_100_000_000,
  mnt: 350_000_000,
  mwk: 175_000_000,
  ngn: 155_000_000,
  tzs: 250_000_000,
  ugx: 370_000_000,
  uzs: 1_250_000_000,
};
const HIGHEST_ELSEWHERE = 99_999_999;
const UNIT = "amounts are in the currency's smallest unit: 1000 is 10.00 in most currencies";

interface Amount {
  readonly name: string;
  readonly amount: number;
  readonly currency: string;
  readonly path: Path;
}

const amountsOf = (fields: JsonObject): Amount[] =>
  pricesOf(fields).flatMap(({ one, path }) =>
    AMOUNTS.flatMap((name) => {
      const amount = one[name];
      return typeof amount === "number" ? [{ name, amount, currency: currencyOf(one), path: [...path, name] }] : [];
    }),
  );

function leastAmounts(fields: JsonObject): RuleViolation[] {
  return amountsOf(fields).flatMap(({ name, amount, currency, path }): RuleViolation[] => {
    const least = own(LEAST, currency);
    const atLeast = least === undefined ? "the highest amount that a customer can pay" : `at least ${least}`;
    if (name === "maximum_amount" && amount === 0) {
      return [
        {
          path,
          message: "`maximum_amount` cannot be 0",
          remedy: `write ${atLeast}; or, for no limit, remove the line`,
        },
      ];
    }
    if (least === undefined || amount === 0 || amount >= least) return [];
    const remedy = `${name === "maximum_amount" ? `write ${atLeast}` : `write 0, or ${atLeast}`} (${UNIT})`;
    return [{ path, message: `${amount} is below Polar's minimum in ${currency}`, remedy }];
  });
}

function highestAmounts(fields: JsonObject): RuleViolation[] {
  return amountsOf(fields).flatMap(({ amount, currency, path }) => {
    const highest = own(HIGHEST, currency) ?? HIGHEST_ELSEWHERE;
    if (amount <= highest) return [];
    return [
      {
        path,
        message: `${amount} is above Polar's maximum in ${currency}`,
        remedy: `write at most ${highest} (${UNIT})`,
      },
    ];
  });
}

function digitsOfUnitAmounts(fields: JsonObject): RuleViolation[] {
  return pricesOf(fields).flatMap(({ one, path }) => {
    const amount = one["unit_amount"];
    const canonical = amount === undefined ? undefined : canonicalDecimal(amount);
    if (canonical === undefined) return [];
    const [whole = "", fraction = ""] = canonical.replace(/^-/, "").split(".");
    if (whole.length <= 5 && fraction.length <= 12) return [];
    return [
      {
        path: [...path, "unit_amount"],
        message: `${canonical} has more digits than Polar stores`,
        remedy: "write at most 5 digits before the point and 12 after it; the unit is the cent, so 100 is 1.00",
      },
    ];
  });
}

/** Units are paid in advance, so the price of each must be an amount that can be charged. */
function wholeUnitAmounts(fields: JsonObject): RuleViolation[] {
  const priced = pricesOf(fields).filter(({ one }) => one["amount_type"] === "unit_based");
  return priced
    .flatMap((price) => tiersOf(price, "tiers"))
    .flatMap(({ tier, at }) => {
      const amount = canonicalDecimal(tier["unit_amount"] ?? null);
      if (amount === undefined || !amount.includes(".")) return [];
      return [
        {
          path: [...at, "unit_amount"],
          message: `${amount} is not a whole number, but Polar accepts only whole numbers in unit tiers`,
          remedy: "write a whole number of the currency's smallest unit, for example 150 for 1.50",
        },
      ];
    });
}

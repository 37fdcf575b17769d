/** Within which bounds Polar takes amounts: https://polar.sh/docs/api-reference/products/create. */
import { canonicalDecimal } from "../../fields/decimal.js";
import { type JsonObject, own } from "../../fields/shape.js";
import type { Finding, Rule } from "../../kinds/kind.js";
import { currencyOf, type Path, pricesOf, tiersOf } from "./price-list.js";

export const amountRules: readonly Rule[] = [
  {
    code: "amount-below-minimum",
    doc: "An amount that is not 0 and below what Polar takes in the currency.",
    check: leastAmounts,
  },
  { code: "amount-above-maximum", doc: "An amount above what Polar takes in the currency.", check: highestAmounts },
  {
    code: "unit-amount-digits",
    doc: "A price of a unit with more digits than Polar keeps.",
    check: digitsOfUnitAmounts,
  },
  {
    code: "unit-amount-not-whole",
    doc: "A price of a unit in tiers with a fraction of a cent.",
    check: wholeUnitAmounts,
  },
];

const AMOUNTS = ["price_amount", "minimum_amount", "maximum_amount", "preset_amount"];

/** In the smallest unit. Other currencies have least amounts too; they are left to Polar. */
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

/** In the smallest unit: currencies of little worth have more room than the others. */
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
const UNIT = "amounts are in the smallest unit: 1000 is 10.00 of most currencies";

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

function leastAmounts(fields: JsonObject): Finding[] {
  return amountsOf(fields).flatMap(({ name, amount, currency, path }): Finding[] => {
    const least = own(LEAST, currency);
    const atLeast = least === undefined ? "the highest amount that a customer may pay" : `at least ${least}`;
    if (name === "maximum_amount" && amount === 0) {
      return [
        {
          path,
          message: "Polar takes no maximum_amount of 0",
          remedy: `remove the line, so that there is no limit, or write ${atLeast}`,
        },
      ];
    }
    if (least === undefined || amount === 0 || amount >= least) return [];
    const remedy = `${name === "maximum_amount" ? `write ${atLeast}` : `write 0, or ${atLeast}`} (${UNIT})`;
    return [{ path, message: `${amount} is less than Polar takes in ${currency}`, remedy }];
  });
}

function highestAmounts(fields: JsonObject): Finding[] {
  return amountsOf(fields).flatMap(({ amount, currency, path }) => {
    const highest = own(HIGHEST, currency) ?? HIGHEST_ELSEWHERE;
    if (amount <= highest) return [];
    return [
      {
        path,
        message: `${amount} is more than Polar takes in ${currency}`,
        remedy: `write at most ${highest} (${UNIT})`,
      },
    ];
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

/** Units are paid for in advance, so that each has a price that can be charged. */
function wholeUnitAmounts(fields: JsonObject): Finding[] {
  const priced = pricesOf(fields).filter(({ one }) => one["amount_type"] === "unit_based");
  return priced
    .flatMap((price) => tiersOf(price, "tiers"))
    .flatMap(({ tier, at }) => {
      const amount = canonicalDecimal(tier["unit_amount"] ?? null);
      if (amount === undefined || !amount.includes(".")) return [];
      return [
        {
          path: [...at, "unit_amount"],
          message: `${amount} is not a whole number, and Polar takes only whole ones in unit tiers`,
          remedy: "write a whole number of the currency's smallest unit, as in 150 for 1.50",
        },
      ];
    });
}

/** Rules of a list price's structure that a schema cannot say. */
import { canonicalDecimal, compareDecimals, fractionDigits } from "../../fields/decimal.js";
import { isObject, type JsonObject } from "../../fields/shape.js";
import type { Rule, RuleViolation } from "../../kinds/kind.js";

function tiersOf(fields: JsonObject): readonly JsonObject[] {
  const value = isObject(fields["structure"]) ? fields["structure"]["tiers"] : undefined;
  return Array.isArray(value) ? value.filter(isObject) : [];
}

const bound = (tier: JsonObject | undefined): string | undefined => canonicalDecimal(tier?.["upperBound"]);

function tiersAscend(fields: JsonObject): RuleViolation[] {
  const tiers = tiersOf(fields);
  return tiers.flatMap((tier, index) => {
    const [before, here] = [index === 0 ? "0" : bound(tiers[index - 1]), bound(tier)];
    if (before === undefined || here === undefined || compareDecimals(before, here) < 0) return [];
    return [
      {
        path: ["structure", "tiers", index, "upperBound"],
        message:
          `the tier ends at ${here}, but ` +
          `${index === 0 ? "usage begins at 0" : `the previous tier ends at ${before}`}`,
        remedy: "write the tiers in ascending order of `upperBound`",
      },
    ];
  });
}

function lastTierIsUnbounded(fields: JsonObject): RuleViolation[] {
  const tiers = tiersOf(fields);
  if (bound(tiers.at(-1)) === undefined) return [];
  return [
    {
      path: ["structure", "tiers", tiers.length - 1, "upperBound"],
      message: "the last tier has an upper bound, so usage above it would have no price",
      remedy: "remove `upperBound` from the last tier, or add a tier for usage above it",
    },
  ];
}

function earlierTiersAreBounded(fields: JsonObject): RuleViolation[] {
  return tiersOf(fields)
    .slice(0, -1)
    .flatMap((tier, index) => {
      if (bound(tier) !== undefined) return [];
      return [
        {
          path: ["structure", "tiers", index],
          message: "only the last tier may have no upper bound",
          remedy: "add `upperBound`, or remove the tiers after this one",
        },
      ];
    });
}

const isPeriodic = ({ structure: value }: JsonObject): boolean =>
  isObject(value) && value["pricingType"] === "GRADUATED" && value["usageCalculationMode"] === "PERIODIC";

function periodicNeedsPeriod(fields: JsonObject): RuleViolation[] {
  if (!isPeriodic(fields) || isObject(fields["usageCalculationPeriod"])) return [];
  return [
    {
      path: ["structure", "usageCalculationMode"],
      message: "`usageCalculationMode: PERIODIC` needs `usageCalculationPeriod`",
      remedy: "add `usageCalculationPeriod: { frequency: MONTHLY, interval: 1 }` to the price, or choose another mode",
    },
  ];
}

function periodOnlyForPeriodic(fields: JsonObject): RuleViolation[] {
  if (isPeriodic(fields) || !isObject(fields["usageCalculationPeriod"])) return [];
  return [
    {
      path: ["usageCalculationPeriod"],
      message:
        "Sequence ignores `usageCalculationPeriod`, except for `pricingType: GRADUATED` with " +
        "`usageCalculationMode: PERIODIC`",
      remedy: "remove it, or write `usageCalculationMode: PERIODIC`",
    },
  ];
}

function minimumBelowMaximum(fields: JsonObject): RuleViolation[] {
  return tiersOf(fields).flatMap((tier, index) => {
    const [least, most] = [canonicalDecimal(tier["minPrice"]), canonicalDecimal(tier["maxPrice"])];
    if (least === undefined || most === undefined || compareDecimals(least, most) <= 0) return [];
    return [
      {
        path: ["structure", "tiers", index, "minPrice"],
        message: `\`minPrice\` ${least} is above \`maxPrice\` ${most}`,
        remedy: "swap `minPrice` and `maxPrice`",
      },
    ];
  });
}

/** A structure and its tiers: the objects that hold prices, each with its path. */
const priced = ({ structure: value }: JsonObject): [JsonObject, (string | number)[]][] =>
  isObject(value)
    ? [
        [value, ["structure"]],
        ...tiersOf({ structure: value }).map((tier, index): [JsonObject, (string | number)[]] => [
          tier,
          ["structure", "tiers", index],
        ]),
      ]
    : [];

function percentagesAreFractions(fields: JsonObject): RuleViolation[] {
  return priced(fields).flatMap(([holder, path]) => {
    const member = holder["pricePerUnit"] === undefined ? "price" : "pricePerUnit";
    const value = canonicalDecimal(holder[member]);
    if (holder["isPricePercentage"] !== true || value === undefined || compareDecimals(value, "1") <= 0) return [];
    return [
      {
        path: [...path, member],
        message:
          `Sequence documents 1 as 100 %, so ${value} is ${value} times the metric's value (some accounts have ` +
          `seen ${value} %)`,
        remedy: "try it on the sandbox, and use the value that gives the right invoice",
      },
    ];
  });
}

function amountsArePositive(fields: JsonObject): RuleViolation[] {
  return priced(fields).flatMap(([holder, path]) =>
    ["price", "fee", "pricePerUnit", "pricePerPackage", "pricePerSeat", "minPrice", "maxPrice"].flatMap((member) => {
      const value = canonicalDecimal(holder[member]);
      if (value === undefined || compareDecimals(value, "0") >= 0) return [];
      return [
        {
          path: [...path, member],
          message: `${value} is below zero`,
          remedy: "remove the minus sign, unless the amount is a credit for the customer",
        },
      ];
    }),
  );
}

/** Only amounts that are charged as they are; a price per unit may have more decimals than the currency. */
function amountFitsCurrency({ structure: value, currency }: JsonObject): RuleViolation[] {
  if (!isObject(value) || typeof currency !== "string" || typeof value["price"] !== "string") return [];
  const digits = fractionDigits(currency);
  const written = value["price"].split(".")[1]?.replace(/0+$/, "").length ?? 0;
  if (digits === undefined || written <= digits) return [];
  return [
    {
      path: ["structure", "price"],
      message: `${currency} has ${digits} decimals, but this price has ${written}`,
      remedy: `round the price to ${digits} decimals`,
    },
  ];
}

export const structureRules: readonly Rule[] = [
  { code: "tiers-not-ascending", doc: "A tier ends where the one before it ends, or earlier.", check: tiersAscend },
  {
    code: "last-tier-bounded",
    doc: "The last tier has an upper bound, so that usage above it has no price.",
    check: lastTierIsUnbounded,
  },
  {
    code: "tier-without-bound",
    doc: "A tier before the last one has no upper bound.",
    check: earlierTiersAreBounded,
  },
  {
    code: "period-missing",
    doc: "`usageCalculationMode: PERIODIC` without `usageCalculationPeriod`.",
    check: periodicNeedsPeriod,
  },
  {
    code: "period-ignored",
    severity: "warning",
    doc: "A warning: a period that Sequence ignores.",
    check: periodOnlyForPeriodic,
  },
  {
    code: "too-many-decimals",
    severity: "warning",
    doc: "A warning: an amount with more decimals than its currency.",
    check: amountFitsCurrency,
  },
  { code: "min-above-max", doc: "A tier whose `minPrice` is above its `maxPrice`.", check: minimumBelowMaximum },
  {
    code: "percentage-above-one",
    severity: "warning",
    doc: "A warning: a percentage above 1, which is documented as 100 %.",
    check: percentagesAreFractions,
  },
  {
    code: "negative-amount",
    severity: "warning",
    doc: "A warning: an amount below zero.",
    check: amountsArePositive,
  },
];

import { canonicalDecimal, compareDecimals, fractionDigits } from "../../fields/decimal.js";
import {
  boolean,
  choice,
  decimal,
  integer,
  isObject,
  type JsonObject,
  list,
  type Members,
  object,
  text,
  union,
} from "../../fields/shape.js";
import { type Finding, type Kind, type Rule, textOf } from "../../kinds/kind.js";

const PAGE = "https://docs.sequencehq.com/reference/latest/product/create-a-list-price";

const CURRENCIES = [
  ..."AED ARS AUD BRL BGN CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD ILS INR ISK JPY KRW MXN NOK NZD PLN".split(" "),
  ..."SAR SEK SGD THB USD UYU ZAR".split(" "),
];
const SERVICES = [
  ..."Amazon_Redshift GoCardless Google_BigQuery Google_Sheets HubSpot NetSuite QuickBooks_Online Salesforce".split(
    " ",
  ),
  ..."Slack Snowflake Stripe Xero Avalara Anrok Attio Numeral Rillet Sphere".split(" "),
];

const major = "major units of the currency, as a decimal string";
const amount = (doc: string) => ({ shape: decimal(), doc, unit: major, source: PAGE });

const usageMetric: Members = {
  usageMetricId: { shape: text({ min: 1 }), doc: "Id of the usage metric that is priced.", source: PAGE },
  usageMetric: {
    shape: text({ min: 1 }),
    doc: "Name of the usage metric that is priced, instead of its id. It is looked up when the price is written.",
    source: "https://docs.sequencehq.com/reference/latest/product/list-usage-metrics",
  },
};
const oneUsageMetric = { exactlyOne: [["usageMetricId", "usageMetric"]] };
const isPricePercentage = {
  shape: boolean(),
  doc: "The price is a percentage of the metric's value instead of an amount. Documented: 1 is 100 %; accounts have seen 1 as 1 %. Try it on the sandbox first.",
  source: PAGE,
  required: true,
};
const tier = {
  price: { ...amount("Price of a unit within this tier."), required: true },
  upperBound: {
    shape: decimal(),
    doc: "The tier ends here. It begins where the tier before ends; the last tier has none.",
    unit: "units of the metric, as a decimal string",
    source: PAGE,
  },
  fee: amount("Flat amount charged as soon as the tier is reached."),
};

const structure = union("pricingType", "How the price is calculated. Another value makes a new list price.", {
  ONE_TIME: object({ price: { ...amount("Charged once."), required: true, alsoCalled: ["amount"] } }),
  FIXED: object({ price: { ...amount("Charged once every billing period."), required: true, alsoCalled: ["amount"] } }),
  LINEAR: object(
    {
      pricePerUnit: { ...amount("Price of a unit of the metric."), required: true },
      ...usageMetric,
      isPricePercentage,
    },
    oneUsageMetric,
  ),
  PACKAGE: object(
    {
      packageSize: {
        shape: decimal(),
        doc: "Units in a package.",
        unit: "units of the metric, as a decimal string",
        source: PAGE,
        required: true,
      },
      pricePerPackage: { ...amount("Price of a package."), required: true },
      ...usageMetric,
    },
    oneUsageMetric,
  ),
  SEAT_BASED: object(
    {
      seatMetricId: { shape: text({ min: 1 }), doc: "Id of the seat metric that is priced.", source: PAGE },
      seatMetric: {
        shape: text({ min: 1 }),
        doc: "Label of the seat metric that is priced, instead of its id. It is looked up when the price is written.",
        source: "https://docs.sequencehq.com/reference/latest/product/list-seat-metrics",
      },
      pricePerSeat: { ...amount("Price of a seat for a full billing period."), required: true },
      prorationStrategy: {
        shape: choice(["USE_MAXIMUM", "PRORATE_INCREMENTS", "PRORATE_ALL_CHANGES"], { open: true }),
        doc: "How seats that change within a period are charged.",
        source: PAGE,
        required: true,
      },
      contractedMinimumSeats: {
        shape: integer({ min: 0 }),
        doc: "Seats that are charged at least.",
        unit: "seats",
        source: PAGE,
        required: true,
      },
      tiers: { shape: list(object(tier)), doc: "Tiers without gaps, ascending.", source: PAGE, required: true },
      overagesBillingFrequency: {
        shape: choice(["NONE", "MONTHLY", "QUARTERLY", "HALF_YEARLY", "YEARLY"], { open: true }),
        doc: "How often seats above the contract are charged.",
        source: PAGE,
      },
      prorateFlatFees: {
        shape: boolean(),
        doc: "Flat fees are prorated when the service period differs from the billing frequency.",
        source: PAGE,
      },
    },
    { exactlyOne: [["seatMetricId", "seatMetric"]] },
  ),
  GRADUATED: object(
    {
      tiers: {
        shape: list(object({ ...tier, isPricePercentage }), { min: 1 }),
        doc: "Tiers without gaps, ascending; each unit costs what its tier says.",
        source: PAGE,
        required: true,
      },
      ...usageMetric,
      usageCalculationMode: {
        shape: choice(["BILLING_PERIOD", "CUMULATIVE", "PERIODIC"], { open: true }),
        doc: "Over what time usage is added up. PERIODIC needs `usageCalculationPeriod`.",
        source: PAGE,
        required: true,
      },
    },
    oneUsageMetric,
  ),
  VOLUME: object(
    {
      tiers: {
        shape: list(
          object({
            ...tier,
            isPricePercentage,
            minPrice: amount("Least price of a unit, for percentages."),
            maxPrice: amount("Highest price of a unit, for percentages."),
          }),
          { min: 1 },
        ),
        doc: "Tiers without gaps, ascending; all units cost what the reached tier says.",
        source: PAGE,
        required: true,
      },
      ...usageMetric,
    },
    oneUsageMetric,
  ),
});

export const listPrice: Kind = {
  type: "sequence:ListPrice",
  title: "list price",
  collection: "listPrices",
  alsoCalled: ["prices", "price", "pricePlans", "plans"],
  parent: { type: "sequence:Product", field: "productId" },
  fields: {
    productId: {
      shape: text({ min: 1 }),
      doc: "Id of the product that the price belongs to.",
      source: PAGE,
      required: true,
      fromParent: true,
      fate: "replace",
      clear: "never",
    },
    name: {
      shape: text({ min: 1 }),
      doc: "Name of the price, as customers see it.",
      source: PAGE,
      required: true,
      fate: "update",
      clear: "never",
    },
    currency: {
      shape: choice(CURRENCIES, { open: true }),
      doc: "Currency of all amounts of the price. Another currency makes a new list price.",
      unit: "ISO 4217 code, upper case",
      example: "EUR",
      source: PAGE,
      required: true,
      money: true,
      fate: "replace",
      clear: "never",
    },
    structure: {
      shape: structure,
      doc: "What is charged.",
      example: '{ pricingType: FIXED, price: "99.00" }',
      alsoCalled: ["pricing"],
      source: PAGE,
      required: true,
      money: true,
      fate: "update",
      replaceOn: ["pricingType"],
      unnamed: "kept",
      clear: "never",
    },
    billingFrequency: {
      shape: choice(["ON_DEMAND", "ONE_TIME", "MONTHLY", "QUARTERLY", "HALF_YEARLY", "YEARLY", "PER_EVENT"], {
        open: true,
      }),
      doc: "How often the price is charged.",
      example: "MONTHLY",
      alsoCalled: ["frequency", "interval", "billingInterval", "billingPeriod", "recurring_interval"],
      source: PAGE,
      required: true,
      money: true,
      fate: "update",
      clear: "never",
    },
    billingType: {
      shape: choice(["IN_ARREARS", "IN_ADVANCE"], { open: true }),
      doc: "Whether a period is billed at its end or at its beginning.",
      source: PAGE,
      required: true,
      money: true,
      fate: "update",
      clear: "never",
    },
    integrationIds: {
      shape: list(
        object({
          service: { shape: choice(SERVICES, { open: true }), doc: "The other system.", source: PAGE, required: true },
          id: { shape: text({ min: 1 }), doc: "The price's id there.", source: PAGE, required: true },
          isPending: { shape: boolean(), doc: "Sequence has not confirmed the id yet.", source: PAGE, readOnly: true },
        }),
        { order: "any" },
      ),
      doc: "Ids of this price in other systems.",
      source: PAGE,
      fate: "update",
      unnamed: "lost",
      clear: { value: [] },
      createWith: [],
    },
    customMetricParameters: {
      shape: list(
        object({
          parameterId: { shape: text({ min: 1 }), doc: "Id of the metric's parameter.", source: PAGE, required: true },
          value: { shape: text(), doc: "Its value for this price.", source: PAGE, required: true },
        }),
        { order: "any" },
      ),
      doc: "Parameters for a custom metric.",
      source: PAGE,
      money: true,
      fate: "update",
      unnamed: "lost",
      clear: { value: [] },
      createWith: [],
    },
    usageCalculationPeriod: {
      shape: object({
        frequency: {
          shape: choice(["MONTHLY", "QUARTERLY", "HALF_YEARLY", "YEARLY"], { open: true }),
          doc: "Unit of the period.",
          source: PAGE,
          required: true,
        },
        interval: {
          shape: integer({ min: 1, max: 2_147_483_647 }),
          doc: "How many of them.",
          source: PAGE,
          required: true,
        },
      }),
      doc: "Period over which usage is added up; only for GRADUATED with PERIODIC.",
      source: PAGE,
      money: true,
      fate: "update",
      unnamed: "lost",
      clear: "omit",
    },
  },
  calls: {
    // No answer says whether a price is archived: it is seen in that this list leaves it out.
    list: () => ({ method: "GET", path: "/list-prices", query: { includeArchived: false } }),
    get: (id) => ({ method: "GET", path: `/list-prices/${encodeURIComponent(id)}` }),
    create: { method: "POST", path: "/list-prices" },
    update: (id) => ({ method: "PUT", path: `/list-prices/${encodeURIComponent(id)}` }),
    readOnly: () => ["id", "createdAt", "updatedAt"],
  },
  archiving: {
    archive: { request: (id) => ({ method: "POST", path: `/list-prices/${encodeURIComponent(id)}/archive` }) },
    seen: "list",
  },
  references: {
    usageMetric: {
      idMember: "usageMetricId",
      title: "usage metric",
      list: { method: "GET", path: "/usage-metrics" },
      name: textOf("name"),
      id: textOf("id"),
    },
    // Seat metrics have no name; what people see is the label.
    seatMetric: {
      idMember: "seatMetricId",
      title: "seat metric",
      list: { method: "GET", path: "/seat-metrics" },
      name: textOf("label"),
      id: textOf("id"),
    },
  },
  id: textOf("id"),
  createdAt: textOf("createdAt"),
  updatedAt: textOf("updatedAt"),
  rules: [
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
    { code: "period-missing", doc: "PERIODIC without the period it needs.", check: periodicNeedsPeriod },
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
    { code: "min-above-max", doc: "A tier whose least price is above its highest.", check: minimumBelowMaximum },
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
  ] satisfies Rule[],
  docs: {
    page: "https://docs.sequencehq.com/reference/latest/product/archive-a-list-price",
    archived:
      "The price can no longer be chosen; running schedules keep their own copies. There is no way back. It is seen in that lists leave it out.",
  },
};

function tiersOf(fields: JsonObject): readonly JsonObject[] {
  const value = isObject(fields["structure"]) ? fields["structure"]["tiers"] : undefined;
  return Array.isArray(value) ? value.filter(isObject) : [];
}

const bound = (one: JsonObject | undefined): string | undefined => canonicalDecimal(one?.["upperBound"]);

function tiersAscend(fields: JsonObject): Finding[] {
  const tiers = tiersOf(fields);
  return tiers.flatMap((one, index) => {
    const [before, here] = [index === 0 ? "0" : bound(tiers[index - 1]), bound(one)];
    if (before === undefined || here === undefined || compareDecimals(before, here) < 0) return [];
    return [
      {
        path: ["structure", "tiers", index, "upperBound"],
        message: `the tier ends at ${here}, and ${index === 0 ? "usage begins at 0" : `the one before it ends at ${before} already`}`,
        remedy: "write the tiers in ascending order of upperBound",
      },
    ];
  });
}

function lastTierIsUnbounded(fields: JsonObject): Finding[] {
  const tiers = tiersOf(fields);
  if (bound(tiers.at(-1)) === undefined) return [];
  return [
    {
      path: ["structure", "tiers", tiers.length - 1, "upperBound"],
      message: "the last tier has an upper bound, so usage above it would have no price",
      remedy: "leave upperBound out of the last tier, or add a tier for usage above it",
    },
  ];
}

function earlierTiersAreBounded(fields: JsonObject): Finding[] {
  return tiersOf(fields)
    .slice(0, -1)
    .flatMap((one, index) => {
      if (bound(one) !== undefined) return [];
      return [
        {
          path: ["structure", "tiers", index],
          message: "only the last tier may have no upper bound",
          remedy: "add upperBound, or remove the tiers after this one",
        },
      ];
    });
}

const isPeriodic = ({ structure: value }: JsonObject): boolean =>
  isObject(value) && value["pricingType"] === "GRADUATED" && value["usageCalculationMode"] === "PERIODIC";

function periodicNeedsPeriod(fields: JsonObject): Finding[] {
  if (!isPeriodic(fields) || isObject(fields["usageCalculationPeriod"])) return [];
  return [
    {
      path: ["structure", "usageCalculationMode"],
      message: "PERIODIC needs a usageCalculationPeriod",
      remedy: "add `usageCalculationPeriod: { frequency: MONTHLY, interval: 1 }` to the price, or choose another mode",
    },
  ];
}

function periodOnlyForPeriodic(fields: JsonObject): Finding[] {
  if (isPeriodic(fields) || !isObject(fields["usageCalculationPeriod"])) return [];
  return [
    {
      path: ["usageCalculationPeriod"],
      message:
        "Sequence ignores usageCalculationPeriod unless the structure is GRADUATED with usageCalculationMode PERIODIC",
      remedy: "remove it, or set the mode to PERIODIC",
    },
  ];
}

function minimumBelowMaximum(fields: JsonObject): Finding[] {
  return tiersOf(fields).flatMap((one, index) => {
    const [least, most] = [canonicalDecimal(one["minPrice"]), canonicalDecimal(one["maxPrice"])];
    if (least === undefined || most === undefined || compareDecimals(least, most) <= 0) return [];
    return [
      {
        path: ["structure", "tiers", index, "minPrice"],
        message: `the lowest price ${least} is above the highest, ${most}`,
        remedy: "swap the two",
      },
    ];
  });
}

/** A structure and its tiers: the objects that hold prices, each with its path. */
const priced = ({ structure: value }: JsonObject): [JsonObject, (string | number)[]][] =>
  isObject(value)
    ? [
        [value, ["structure"]],
        ...tiersOf({ structure: value }).map((one, index): [JsonObject, (string | number)[]] => [
          one,
          ["structure", "tiers", index],
        ]),
      ]
    : [];

function percentagesAreFractions(fields: JsonObject): Finding[] {
  return priced(fields).flatMap(([one, path]) => {
    const member = one["pricePerUnit"] === undefined ? "price" : "pricePerUnit";
    const value = canonicalDecimal(one[member]);
    if (one["isPricePercentage"] !== true || value === undefined || compareDecimals(value, "1") <= 0) return [];
    return [
      {
        path: [...path, member],
        message: `Sequence documents 1 as 100 %, so this is ${value} times the metric's value (accounts have seen ${value} %)`,
        remedy: "try it on the sandbox, and write what gives the right invoice",
      },
    ];
  });
}

function amountsArePositive(fields: JsonObject): Finding[] {
  return priced(fields).flatMap(([one, path]) =>
    ["price", "fee", "pricePerUnit", "pricePerPackage", "pricePerSeat", "minPrice", "maxPrice"].flatMap((member) => {
      const value = canonicalDecimal(one[member]);
      if (value === undefined || compareDecimals(value, "0") >= 0) return [];
      return [
        {
          path: [...path, member],
          message: `${value} is below zero`,
          remedy: "remove the minus sign, unless customers are to be paid",
        },
      ];
    }),
  );
}

/** Amounts that are charged as they stand; a price per unit may well have more decimals than the currency. */
function amountFitsCurrency({ structure: value, currency }: JsonObject): Finding[] {
  if (!isObject(value) || typeof currency !== "string" || typeof value["price"] !== "string") return [];
  const digits = fractionDigits(currency);
  const written = value["price"].split(".")[1]?.replace(/0+$/, "").length ?? 0;
  if (digits === undefined || written <= digits) return [];
  return [
    {
      path: ["structure", "price"],
      message: `${currency} has ${digits} decimals, and this price has ${written}`,
      remedy: `round the price to ${digits} decimals`,
    },
  ];
}

/** What a list price charges: one form for each `pricingType`, and the metrics that it names. */
import { boolean, choice, decimal, integer, list, type Members, object, text, union } from "../../fields/shape.js";
import { textOf } from "../../kinds/kind.js";
import type { Reference } from "../../kinds/references.js";

const PAGE = "https://docs.sequencehq.com/reference/latest/product/create-a-list-price";

const major = "major units of the currency, as a decimal string";
const amount = (doc: string) => ({ shape: decimal(), doc, unit: major, source: PAGE });

const usageMetric: Members = {
  usageMetricId: { shape: text({ min: 1, isId: true }), doc: "Id of the usage metric that is priced.", source: PAGE },
  usageMetric: {
    shape: text({ min: 1 }),
    doc: "Name of the usage metric that is priced, instead of its id. It is looked up when the price is written.",
    source: "https://docs.sequencehq.com/reference/latest/product/list-usage-metrics",
  },
};
const oneUsageMetric = { exactlyOne: [["usageMetricId", "usageMetric"]] };
const isPricePercentage = {
  shape: boolean(),
  doc:
    "The price is a percentage of the metric's value instead of an amount. Documented: 1 is 100 %; " +
    "accounts have seen 1 as 1 %. Try it on the sandbox first.",
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

export const structure = union("pricingType", "How the price is calculated. Another value makes a new list price.", {
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
      seatMetricId: { shape: text({ min: 1, isId: true }), doc: "Id of the seat metric that is priced.", source: PAGE },
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

export const references: Readonly<Record<string, Reference>> = {
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
};

/** Values for every field of every kind. The suite fails for a field or member of the tables without a value. */
import type { Json, JsonObject } from "../../provider/fields/shape.js";
import { type PolarSandbox, SEEDED } from "../../sandboxes/polar/sandbox.ts";
import type { Sandbox } from "../../sandboxes/sandbox.ts";
import type { SequenceSandbox } from "../../sandboxes/sequence/sandbox.ts";

export interface FieldCase {
  /** At least two, each another one by meaning than its neighbours. */
  readonly values: readonly Json[];
  /** What the entry must have as well. */
  readonly with?: JsonObject;
  /** The same once the field is taken out; by default nothing. */
  readonly without?: JsonObject;
}

export interface KindCases {
  readonly kind: string;
  /** What the entry has whatever else is tested. */
  readonly base: JsonObject;
  /** Other entries of the file that the values name. */
  readonly beside?: JsonObject;
  /** What the account has already, for values to name. */
  readonly prepare?: (sandbox: Sandbox) => void;
  readonly fields: Readonly<Record<string, FieldCase>>;
}

const metric = { usageMetricId: "m-1", isPricePercentage: false };
const tiers = (...bounds: (string | undefined)[]): Json =>
  bounds.map((upperBound, index) => ({
    ...(upperBound === undefined ? {} : { upperBound }),
    price: `${9 - index}.50`,
    fee: "1.00",
  }));

const graduated = (usageCalculationMode: string): JsonObject => ({
  pricingType: "GRADUATED",
  usageMetricId: "m-1",
  usageCalculationMode,
  tiers: [{ price: "1.00", isPricePercentage: false }],
});

const filter = (value: string | number | boolean): JsonObject => ({
  conjunction: "and",
  clauses: [{ property: "name", operator: "eq", value }],
});
const meters: JsonObject = {
  calls: { name: "API calls", filter: filter("api_call"), aggregation: { func: "count" } },
  tokens: {
    name: "Tokens",
    filter: filter("completion"),
    aggregation: { func: "sum", property: "tokens" },
    unit: "token",
  },
};
/** A meter that is not in the catalogue. */
const METER = "3a7d09e4-1f68-4c25-9b80-7e2c5d4f6a01";
const fixed = { amount_type: "fixed", price_amount: 1_000 };
const [picture, otherPicture] = SEEDED.medias;
const [question, otherQuestion] = SEEDED.customFields;
const [benefit, otherBenefit, thirdBenefit] = SEEDED.benefits;

const sequence: readonly KindCases[] = [
  {
    kind: "sequence:Product",
    base: { name: "Platform" },
    fields: {
      name: { values: ["Platform", "Platform 2"] },
      label: { values: ["Platform fee", "Fee"] },
      taxCategoryId: { values: ["tax-standard", "tax-reduced"] },
    },
  },
  {
    kind: "sequence:ListPrice",
    prepare: (sandbox) => {
      const { usageMetrics, seatMetrics } = sandbox as SequenceSandbox;
      const usage = {
        metricType: "SIMPLE",
        eventType: "e",
        aggregationType: "COUNT",
        propertyFilters: {},
        parameters: [],
      };
      usageMetrics.put({ id: "m-1", name: "Storage", sequenceAccountId: "acc", ...usage });
      usageMetrics.put({ id: "m-2", name: "API calls", sequenceAccountId: "acc", ...usage });
      const time = "2026-01-01T00:00:00Z";
      seatMetrics.put({ id: "s-7", label: "Seats", seatType: "admin", createdAt: time, updatedAt: time });
    },
    base: {
      name: "Monthly",
      currency: "EUR",
      billingFrequency: "MONTHLY",
      billingType: "IN_ADVANCE",
      structure: { pricingType: "FIXED", price: "10.00" },
    },
    fields: {
      name: { values: ["Monthly", "Every month"] },
      currency: { values: ["EUR", "USD"] },
      billingFrequency: { values: ["MONTHLY", "YEARLY"] },
      billingType: { values: ["IN_ADVANCE", "IN_ARREARS"] },
      integrationIds: { values: [[{ service: "Xero", id: "123" }], []] },
      customMetricParameters: { values: [[{ parameterId: "p1", value: "10" }], [{ parameterId: "p1", value: "11" }]] },
      usageCalculationPeriod: {
        values: [
          { frequency: "QUARTERLY", interval: 1 },
          { frequency: "MONTHLY", interval: 2 },
        ],
        with: { structure: graduated("PERIODIC") },
        without: { structure: graduated("CUMULATIVE") },
      },
      structure: {
        values: [
          { pricingType: "FIXED", price: "10.00" },
          { pricingType: "FIXED", price: "12.50" },
          { pricingType: "ONE_TIME", price: "150.00" },
          { pricingType: "LINEAR", pricePerUnit: "0.25", ...metric },
          { pricingType: "LINEAR", pricePerUnit: "0.30", usageMetric: "API calls", isPricePercentage: true },
          { pricingType: "PACKAGE", packageSize: "50", pricePerPackage: "2.00", usageMetricId: "m-1" },
          { pricingType: "PACKAGE", packageSize: "50", pricePerPackage: "2.00", usageMetric: "API calls" },
          {
            pricingType: "SEAT_BASED",
            seatMetricId: "s-1",
            pricePerSeat: "0.25",
            prorationStrategy: "USE_MAXIMUM",
            contractedMinimumSeats: 10,
            overagesBillingFrequency: "YEARLY",
            prorateFlatFees: false,
            tiers: tiers("100", undefined),
          },
          {
            pricingType: "SEAT_BASED",
            seatMetric: "Seats",
            pricePerSeat: "0.25",
            prorationStrategy: "PRORATE_INCREMENTS",
            contractedMinimumSeats: 5,
            tiers: [],
          },
          {
            pricingType: "GRADUATED",
            usageMetricId: "m-1",
            usageCalculationMode: "CUMULATIVE",
            tiers: [
              { upperBound: "200", price: "1.00", fee: "50.00", isPricePercentage: false },
              { price: "0.50", fee: "0.00", isPricePercentage: false },
            ],
          },
          {
            pricingType: "GRADUATED",
            usageMetric: "API calls",
            usageCalculationMode: "BILLING_PERIOD",
            tiers: [{ price: "0.40", isPricePercentage: false }],
          },
          {
            pricingType: "VOLUME",
            usageMetricId: "m-1",
            tiers: [
              {
                upperBound: "100",
                price: "1.00",
                fee: "50.00",
                isPricePercentage: true,
                maxPrice: "10",
                minPrice: "5",
              },
              { price: "0.75", isPricePercentage: true },
            ],
          },
          { pricingType: "VOLUME", usageMetric: "API calls", tiers: [{ price: "0.75", isPricePercentage: false }] },
        ],
      },
    },
  },
];

const fynn: readonly KindCases[] = [
  {
    kind: "fynn:Product",
    base: { name: "Platform", type: "product" },
    fields: {
      name: { values: ["Platform", "Platform 2"] },
      description: { values: ["For teams", "For large teams"] },
      internalName: { values: ["platform-eu", "platform-us"] },
      number: { values: ["P-1", "P-2"] },
      type: { values: ["product", "charge", "plan"] },
      invoiceVisibility: { values: ["always", "only_if_charged"] },
      measurement: { values: [{ id: "measurement-1" }, { id: "measurement-2" }] },
      productFamilies: { values: [[{ id: "family-1" }], [{ id: "family-2" }, { id: "family-1" }]] },
      taxGroup: { values: [{ id: "tax-1" }, { id: "tax-2" }] },
      costCentre: { values: [{ id: "cost-1" }, { id: "cost-2" }] },
      customFields: { values: [{ erpArticle: "4711" }, { erpArticle: "4712", erpAccount: { number: 8_400 } }] },
      translations: {
        values: [{ de: { name: "Plattform" } }, { de: { name: "Die Plattform" }, fr: { name: "Plateforme" } }],
      },
    },
  },
  {
    kind: "fynn:PricePlan",
    base: { type: "flat_fee", currencyCode: "EUR", billingInterval: "1M", price: { amount: 1_000 } },
    fields: {
      internalName: { values: ["Monthly", "Every month"] },
      type: { values: ["flat_fee", "per_unit", "tiered", "volume", "stair_step", "percentage"] },
      price: {
        values: [
          { amount: 1_000 },
          { amount: "12.50" },
          { amount: 900, tiers: [{ upTo: 10, amount: 5 }, { amount: 4 }] },
        ],
      },
      currencyCode: { values: ["EUR", "USD"] },
      billingInterval: { values: ["1M", "1Y"] },
      showPricePerInterval: { values: ["1M", "1Y"] },
      payInAdvance: { values: [true, false] },
      proRata: { values: [true, false] },
      applyTrial: { values: [false, true] },
      freeUnits: { values: [{ quantity: 10 }, { quantity: 20, interval: "1M" }] },
      salesChannel: { values: [{ id: "channel-1" }, { id: "channel-2" }] },
      custom: { values: [true, false] },
      charge: { values: ["charge-1", "charge-2"] },
      productSetOption: { values: ["option-1", "option-2"] },
      customer: { values: [{ id: "customer-1" }, { id: "customer-2" }] },
    },
  },
];

const polar: readonly KindCases[] = [
  {
    kind: "polar:Meter",
    base: { name: "API calls", filter: filter("api_call"), aggregation: { func: "count" } },
    fields: {
      name: { values: ["API calls", "Calls of the API"] },
      unit: { values: ["token", "scalar"] },
      custom_label: { values: ["requests", "calls"], with: { unit: "custom" } },
      custom_multiplier: { values: [100, 1_000] },
      metadata: { values: [{ team: "platform" }, { team: "platform", weight: 2 }] },
      filter: {
        values: [
          filter("api_call"),
          filter(7),
          {
            conjunction: "or",
            clauses: [
              { property: "name", operator: "like", value: "api_%" },
              { conjunction: "and", clauses: [{ property: "billable", operator: "eq", value: true }, filter("x")] },
            ],
          },
        ],
      },
      aggregation: {
        values: [
          { func: "count" },
          ...["sum", "max", "min", "avg", "unique"].map((func) => ({ func, property: "tokens" })),
          { func: "sum", property: "bytes" },
        ],
      },
    },
  },
  {
    kind: "polar:Product",
    base: { name: "Pro plan", recurring_interval: "month", prices: [fixed] },
    beside: { meters },
    prepare: (sandbox) =>
      void (sandbox as PolarSandbox).meters.put({
        ...{
          id: METER,
          name: "Made by hand",
          filter: filter("x"),
          aggregation: { func: "count" },
          unit: "scalar",
          metadata: {},
        },
        ...{
          custom_label: null,
          custom_multiplier: null,
          archived_at: null,
          organization_id: (sandbox as PolarSandbox).organizationId,
        },
        ...{ created_at: "2026-01-01T00:00:00Z", modified_at: "2026-01-01T00:00:00Z" },
      }),
    fields: {
      name: { values: ["Pro plan", "Pro"] },
      description: { values: ["For teams.", "For **large** teams."] },
      visibility: { values: ["private", "draft"] },
      recurring_interval: { values: ["week", "year"] },
      recurring_interval_count: { values: [2, 3] },
      meter_interval: { values: ["day", "week"], with: { meter_interval_count: 1 } },
      meter_interval_count: { values: [1, 2], with: { meter_interval: "week" } },
      trial_interval: { values: ["day", "week"], with: { trial_interval_count: 14 } },
      trial_interval_count: { values: [7, 14], with: { trial_interval: "day" } },
      medias: { values: [[picture], [otherPicture, picture]] },
      attached_custom_fields: {
        values: [
          [{ custom_field_id: question, required: true }],
          [
            { custom_field_id: otherQuestion, required: false },
            { custom_field_id: question, required: true },
          ],
        ],
      },
      benefits: {
        values: [
          [benefit, otherBenefit],
          [otherBenefit, thirdBenefit],
        ],
      },
      metadata: { values: [{ team: "growth" }, { team: "growth", seats: 5, beta: true, share: 0.5 }] },
      prices: {
        values: [
          [fixed],
          [{ amount_type: "free" }],
          [{ amount_type: "custom", price_currency: "usd" }],
          [
            {
              amount_type: "custom",
              minimum_amount: 500,
              maximum_amount: 5_000,
              preset_amount: 900,
              tax_behavior: "inclusive",
            },
          ],
          [fixed, { ...fixed, price_currency: "eur", tax_behavior: "exclusive" }],
          [
            {
              amount_type: "seat_based",
              seat_tiers: {
                seat_tier_type: "graduated",
                tiers: [
                  { min_seats: 1, max_seats: 10, price_per_seat: 900 },
                  { min_seats: 11, price_per_seat: 800 },
                ],
              },
              price_currency: "usd",
              tax_behavior: "location",
            },
            { ...fixed, tax_behavior: "location" },
          ],
          [{ amount_type: "seat_based", seat_tiers: { tiers: [{ min_seats: 1, price_per_seat: 900 }] } }],
          [
            {
              amount_type: "unit_based",
              tiers: {
                type: "volume",
                tiers: [{ bound: 10, unit_amount: 200 }, { unit_amount: "150" }],
              },
              minimum_units: 1,
              unit_label: { en: { "=1": "credit", other: "credits" } },
              price_currency: "usd",
              tax_behavior: "inclusive",
            },
          ],
          [
            fixed,
            {
              amount_type: "metered_unit",
              meter: "calls",
              unit_amount: "0.50",
              cap_amount: 10_000,
              price_currency: "usd",
            },
          ],
          [
            fixed,
            { amount_type: "metered_unit", meter: "calls", unit_amount: "0.000000000001" },
            { amount_type: "metered_unit", meter: "tokens", unit_amount: 2 },
          ],
          [
            { amount_type: "metered_unit", meter_id: METER, unit_amount: "0.25" },
            { amount_type: "metered_tiers", meter: "calls", tiers: [] },
          ],
          [{ amount_type: "metered_tiers", meter_id: METER, tiers: [] }],
          [
            { ...fixed, tax_behavior: "exclusive" },
            { amount_type: "metered_unit", meter: "calls", unit_amount: "0.5", tax_behavior: "exclusive" },
            {
              amount_type: "metered_tiers",
              meter: "tokens",
              tiers: { type: "graduated", tiers: [{ bound: 1_000, unit_amount: "1" }, { unit_amount: "0.5" }] },
              cap_amount: 500,
              price_currency: "usd",
              tax_behavior: "exclusive",
            },
          ],
          [{ amount_type: "free", price_currency: "usd", tax_behavior: "inclusive" }],
        ],
      },
    },
  },
];

export const CASES: readonly KindCases[] = [...sequence, ...fynn, ...polar];

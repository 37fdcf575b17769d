/** What a review says about prices, vendor by vendor. Read it as documentation. */
import { expect, test } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import type { Kind } from "../../provider/kinds/kind.js";
import { changeWords } from "../../provider/money/change-words.js";
import { comparePrices } from "../../provider/money/compare.js";
import { priceText } from "../../provider/money/sentences.js";
import { pricePlan } from "../../provider/vendors/fynn/price-plan.js";
import { product } from "../../provider/vendors/polar/product.js";
import { listPrice } from "../../provider/vendors/sequence/list-price.js";
import { tariff } from "../toy/kinds.js";

const text = (kind: Kind, fields: JsonObject, settings = {}): string =>
  (kind.prices?.(fields, settings) ?? []).map(priceText).join(" / ");
const change = (kind: Kind, before: JsonObject, after: JsonObject, settings = {}): string =>
  changeWords(
    kind.affects,
    comparePrices(kind.prices?.(before, settings) ?? [], kind.prices?.(after, settings) ?? [])?.prices ?? [],
  );

const sequence = (structure: JsonObject, rest: JsonObject = {}): JsonObject => ({
  currency: "EUR",
  billingFrequency: "MONTHLY",
  structure,
  ...rest,
});
const fixed = (price: string, rest: JsonObject = {}): JsonObject => sequence({ pricingType: "FIXED", price }, rest);
const seats = (...tiers: JsonObject[]): JsonObject =>
  sequence({ pricingType: "SEAT_BASED", pricePerSeat: "5", contractedMinimumSeats: 10, tiers });
const usage = { usageMetric: "API calls", isPricePercentage: false };

test.each<[JsonObject, string]>([
  [fixed("99.00"), "EUR 99.00 per month"],
  [fixed("1234.5", { billingFrequency: "QUARTERLY" }), "EUR 1,234.50 per 3 months"],
  [fixed("1000", { currency: "JPY", billingFrequency: "YEARLY" }), "JPY 1,000 per year"],
  [fixed("0"), "free"],
  [fixed("-5"), "EUR -5.00 per month"],
  [sequence({ pricingType: "ONE_TIME", price: "500" }), "EUR 500.00 once"],
  [sequence({ pricingType: "FIXED", price: "${price}" }), "an amount that is not known here"],
  [sequence({ pricingType: "LINEAR", pricePerUnit: "0.0005", ...usage }), "EUR 0.0005 per unit of API calls per month"],
  [
    sequence({ pricingType: "LINEAR", pricePerUnit: "0.015", ...usage, isPricePercentage: true }),
    "1.5 % of API calls per month",
  ],
  [
    sequence({ pricingType: "PACKAGE", packageSize: "2500", pricePerPackage: "10", ...usage }),
    "EUR 10.00 per 2,500 API calls per month",
  ],
  [seats(), "EUR 5.00 per seat per month, at least 10 seats"],
  [
    seats({ upperBound: "20", price: "10" }, { price: "6" }),
    "EUR 10.00 down to 6.00 per seat per month, by tiers (graduated), at least 10 seats",
  ],
  [
    sequence({
      pricingType: "VOLUME",
      usageMetric: "calls",
      tiers: [
        { upperBound: "10", price: "2", fee: "50", isPricePercentage: false },
        { upperBound: "20", price: "3", fee: "20", isPricePercentage: false },
        { price: "1", isPricePercentage: false },
      ],
    }),
    "EUR 1.00 to 3.00 per unit of calls plus EUR 50.00 down to 0.00 for the tier per month, by tiers (volume)",
  ],
])("a price of Sequence: %j", (fields, said) => {
  expect(text(listPrice, fields)).toBe(said);
});

const plan = (type: string, price: JsonObject, rest: JsonObject = {}): JsonObject => ({
  type,
  currencyCode: "EUR",
  billingInterval: "1M",
  price,
  ...rest,
});
const steps = (first: number, second: number): JsonObject => ({
  tiers: [
    { from: 1, to: 50, amount: first },
    { from: 51, amount: second },
  ],
});
const MINOR = { amountUnit: "minor" };
const MAJOR = { amountUnit: "major" };
const WRITTEN = { amountUnit: "written" };

test.each<[JsonObject, JsonObject, string]>([
  [plan("flat_fee", { amount: 4900 }), WRITTEN, "EUR 4,900 (as written) per month"],
  [plan("flat_fee", { amount: 4900 }), MINOR, "EUR 49.00 per month"],
  [plan("flat_fee", { amount: "49.90" }, { billingInterval: "1Y" }), MAJOR, "EUR 49.90 per year"],
  [plan("per_unit", { amount: 900 }), WRITTEN, "EUR 900 (as written) per unit per month"],
  [plan("volume", steps(900, 700)), MINOR, "EUR 9.00 down to 7.00 per unit per month, by tiers (volume)"],
  [
    plan("tiered", steps(900, 700)),
    WRITTEN,
    "EUR 900 down to 700 (as written) per unit per month, by tiers (graduated)",
  ],
  [plan("stair_step", steps(50, 150)), MAJOR, "EUR 50.00 up to 150.00 per month, by tiers (stair-step)"],
  [plan("percentage", { percentage: "1.5" }), MINOR, "1.5 % of value per month"],
  [plan("tiered", { steps: [] }), MINOR, "an amount that is not known here"],
  [
    plan("per_unit", { amount: 900 }, { freeUnits: { quantity: 3 } }),
    MINOR,
    "EUR 9.00 per unit per month + an amount that is not known here",
  ],
])("a price of Fynn: %j, %j", (fields, settings, said) => {
  expect(text(pricePlan, fields, settings)).toBe(said);
});

const polar = (...prices: JsonObject[]): JsonObject => ({ recurring_interval: "month", prices });
const amount = (price_amount: number, price_currency = "usd"): JsonObject => ({
  amount_type: "fixed",
  price_amount,
  price_currency,
});
const polarSeats = (...prices: number[]): JsonObject => ({
  amount_type: "seat_based",
  seat_tiers: {
    tiers: prices.map((price_per_seat, index) => ({
      min_seats: index * 10 + 1,
      ...(index === prices.length - 1 ? {} : { max_seats: index * 10 + 10 }),
      price_per_seat,
    })),
  },
});

test.each<[JsonObject, string]>([
  [polar(amount(2000)), "USD 20.00 per month"],
  [{ prices: [amount(2000)] }, "USD 20.00 once"],
  [polar(amount(2000), amount(3000, "jpy")), "USD 20.00 per month / JPY 3,000 per month"],
  [polar({ amount_type: "free" }), "free"],
  [
    { prices: [{ amount_type: "custom", minimum_amount: 500, maximum_amount: 5000, preset_amount: 1000 }] },
    "from USD 5.00 up to USD 50.00 once, pay what you want, USD 10.00 suggested",
  ],
  [{ prices: [{ amount_type: "custom", minimum_amount: 500 }] }, "from USD 5.00 once, pay what you want"],
  [
    polar(amount(2000), { amount_type: "metered_unit", meter: "api-calls", unit_amount: "0.05", cap_amount: 5000 }),
    "USD 20.00 per month + USD 0.0005 per unit of api-calls per month, at most USD 50.00",
  ],
  [polar(polarSeats(1000, 800)), "USD 10.00 down to 8.00 per seat per month, by tiers (volume)"],
  [
    polar({
      amount_type: "unit_based",
      tiers: { type: "graduated", tiers: [{ bound: 100, unit_amount: "250" }] },
      minimum_units: 5,
      unit_label: { en: { "=1": "licence", other: "licences" } },
    }),
    "USD 2.50 per licence per month, at least 5 licences, at most 100 licences",
  ],
  [polar({ amount_type: "metered_tiers", meter: "calls", tiers: [] }), "an amount that is not known here"],
])("a price of Polar: %j", (fields, said) => {
  expect(text(product, fields)).toBe(said);
});

test.each<[string, string]>([
  [
    change(listPrice, fixed("99.00"), fixed("109.00")),
    "EUR 99.00 → 109.00 per month (+10.1 %), in place; running schedules keep their own copies, as users of " +
      "Sequence report",
  ],
  [
    change(listPrice, fixed("99.00"), fixed("990.00", { billingFrequency: "YEARLY" })),
    "EUR 99.00 per month → EUR 990.00 per year (cheaper), in place; running schedules keep their own copies, as " +
      "users of Sequence report",
  ],
  [
    change(
      listPrice,
      seats({ upperBound: "20", price: "10" }, { price: "6" }),
      seats({ upperBound: "30", price: "10" }, { price: "6" }),
    ),
    "EUR 10.00 down to 6.00 per seat per month, by tiers (graduated), at least 10 seats, other amounts by quantity " +
      "(dearer), in place; running schedules keep their own copies, as users of Sequence report",
  ],
  [change(listPrice, fixed("99.00"), fixed("99.0")), ""],
  [
    change(pricePlan, plan("flat_fee", { amount: 4900 }), plan("flat_fee", { amount: 3900 }), WRITTEN),
    "EUR 4,900 → 3,900 (as written) per month (−20.4 %), in place; Fynn does not document whether current " +
      "subscriptions follow",
  ],
  [
    change(product, polar(amount(2000)), polar(amount(2500))),
    "USD 20.00 → 25.00 per month (+25.0 %): a new price; current subscribers keep USD 20.00",
  ],
  [
    change(product, polar(amount(2000), amount(1800, "eur")), polar(amount(2500), amount(2200, "eur"))),
    "USD 20.00 → 25.00 per month (+25.0 %), EUR 18.00 → 22.00 per month (+22.2 %): a new price; current " +
      "subscribers keep USD 20.00 or EUR 18.00",
  ],
  [
    change(product, { prices: [amount(2000)] }, { prices: [amount(2500)] }),
    "USD 20.00 → 25.00 once (+25.0 %): a new price; earlier purchases stay as they are",
  ],
  [
    change(product, polar(polarSeats(1000, 800)), polar(polarSeats(1000, 700))),
    "USD 10.00 down to 8.00 per seat per month, by tiers (volume) → USD 10.00 down to 7.00 per seat per month, by " +
      "tiers (volume) (cheaper): a new price; current subscribers keep the old price",
  ],
  [change(product, polar(amount(2000)), polar(amount(2000), amount(1800, "eur"))), "EUR 18.00 per month, new"],
  [
    change(tariff, { rate: "0.25" }, { rate: "0.2" }),
    "KWD 0.250 → 0.200 per minute per 2 weeks (−20.0 %): from the next minute; whoever talks now pays KWD 0.250",
  ],
])("%#: %s", (said, expected) => {
  expect(said).toBe(expected);
});

test("who keeps what when an object is archived or replaced", () => {
  const said = [listPrice, pricePlan, product, tariff].map(({ type, affects }) => [
    type,
    affects?.archived,
    affects?.replaced,
  ]);
  expect(said).toEqual([
    [
      "sequence:ListPrice",
      "running schedules go on",
      "a new list price is made; running schedules stay with the old one",
    ],
    [
      "fynn:PricePlan",
      "the plan cannot be used any more; Fynn does not document what happens to current subscriptions",
      "a new price plan is made; Fynn does not document what happens to subscriptions of the old one",
    ],
    [
      "polar:Product",
      "nobody can buy it any more; subscribers keep it and are still charged",
      "a new product is made; subscribers stay on the old one",
    ],
    ["toy:Tariff", "calls end at midnight", "callers keep the old tariff"],
  ]);
});

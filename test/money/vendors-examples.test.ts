/** The worked examples of the vendors' own pages. */
import { expect, test } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import { bill } from "../../provider/money/bill.js";
import type { Price, Quantities } from "../../provider/money/price.js";
import { pricePlan } from "../../provider/vendors/fynn/price-plan.js";
import { product } from "../../provider/vendors/polar/product.js";
import { listPrice } from "../../provider/vendors/sequence/list-price.js";

const only = (prices: readonly Price[] | undefined): Price => {
  expect(prices).toHaveLength(1);
  return prices?.[0] as Price;
};

/** https://docs.sequencehq.com/plans-products/usage-based-pricing */
const sequence = (structure: JsonObject, settings = {}): Price =>
  only(listPrice.prices?.({ currency: "USD", billingFrequency: "MONTHLY", structure }, settings));
const usage = (structure: JsonObject): JsonObject => ({ usageMetric: "calls", ...structure });
const tiers = (share: boolean, ...[first, second]: readonly (readonly [string, string, string])[]): JsonObject[] =>
  [first, second].map((tier, index) => ({
    ...(index === 0 ? { upperBound: tier?.[2] ?? "" } : {}),
    price: tier?.[0] ?? "",
    fee: tier?.[1] ?? "",
    isPricePercentage: share,
  }));
const UNIT_TIERS = tiers(false, ["1", "20", "100"], ["0.75", "50", ""]);
/** The page prints 0.1 % and 0.05 %, but its totals, 325 and 875, are those of ten times as much. */
const SHARE_TIERS = tiers(true, ["0.01", "500", "10000"], ["0.005", "250", ""]);

test.each<[string, JsonObject, Quantities, string]>([
  [
    "a single rate",
    { pricingType: "LINEAR", pricePerUnit: "0.1", isPricePercentage: false },
    { calls: "550" },
    "55.00",
  ],
  ["a share", { pricingType: "LINEAR", pricePerUnit: "0.005", isPricePercentage: true }, { calls: "1000" }, "5.00"],
  ["volume", { pricingType: "VOLUME", tiers: UNIT_TIERS }, { calls: "125" }, "143.75"],
  ["volume, shares", { pricingType: "VOLUME", tiers: SHARE_TIERS }, { calls: "15000" }, "325.00"],
  ["graduated", { pricingType: "GRADUATED", tiers: UNIT_TIERS }, { calls: "125" }, "188.75"],
  ["graduated, shares", { pricingType: "GRADUATED", tiers: SHARE_TIERS }, { calls: "15000" }, "875.00"],
  ["packages", { pricingType: "PACKAGE", packageSize: "250", pricePerPackage: "10" }, { calls: "600" }, "30.00"],
])("Sequence: %s", (_name, structure, quantities, total) => {
  expect(bill(sequence(usage(structure)), quantities)).toEqual({ total });
});

test("Sequence: a share that the account counts in percent", () => {
  const structure = usage({ pricingType: "LINEAR", pricePerUnit: "0.5", isPricePercentage: true });
  expect(bill(sequence(structure, { percentages: "percent" }), { calls: "1000" })).toEqual({ total: "5.00" });
});

test("Sequence: the first tier's flat amount is charged without any usage", () => {
  for (const pricingType of ["VOLUME", "GRADUATED"])
    expect(bill(sequence(usage({ pricingType, tiers: UNIT_TIERS })), { calls: "0" })).toEqual({ total: "20.00" });
});

/** https://docs.sequencehq.com/plans-products/seat-based-pricing */
test.each([
  ["90", "1500.00"],
  ["100", "1500.00"],
  ["101", "1515.00"],
])("Sequence: of 100 contracted seats, %s are in use", (seats, total) => {
  const structure = { pricingType: "SEAT_BASED", pricePerSeat: "15", contractedMinimumSeats: 100, tiers: [] };
  expect(bill(sequence(structure), { seats })).toEqual({ total });
});

test("Sequence: the first 15 seats cost 12, further ones 15", () => {
  const seatTiers = [{ upperBound: "15", price: "12" }, { price: "15" }];
  const structure = { pricingType: "SEAT_BASED", pricePerSeat: "1", contractedMinimumSeats: 0, tiers: seatTiers };
  expect(bill(sequence(structure), { seats: "17" })).toEqual({ total: "210.00" });
});

/** https://docs.fynn.eu/en/guide/catalogue/prices/introduction */
test.each([
  ["tiered", ["10.00", "8.00", "6.00"], "480.00"],
  ["volume", ["10.00", "8.00", "6.00"], "360.00"],
  ["stair_step", ["50.00", "150.00", "300.00"], "300.00"],
])("Fynn: 60 units, %s", (type, amounts, total) => {
  const [first, second, third] = amounts.map((amount) => ({ amount }));
  const price = {
    tiers: [
      { from: 1, to: 10, ...first },
      { from: 11, to: 50, ...second },
      { from: 51, ...third },
    ],
  };
  const plan = only(
    pricePlan.prices?.({ type, currencyCode: "EUR", billingInterval: "1M", price }, { amountUnit: "major" }),
  );
  expect(bill(plan, { units: "60" })).toEqual({ total });
});

/** https://polar.sh/docs/features/seat-based-pricing */
test.each([
  ["graduated", "132.00"],
  ["volume", "112.00"],
])("Polar: 14 seats, %s", (seat_tier_type, total) => {
  const seat_tiers = {
    seat_tier_type,
    tiers: [
      { min_seats: 11, price_per_seat: 800 },
      { min_seats: 1, max_seats: 10, price_per_seat: 1000 },
    ],
  };
  const fields = { recurring_interval: "month", prices: [{ amount_type: "seat_based", seat_tiers }] };
  expect(bill(only(product.prices?.(fields, {})), { seats: "14" })).toEqual({ total });
});

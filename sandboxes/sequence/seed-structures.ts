/** Every structure of a list price that Sequence takes, with the amounts that companies write. */
import type { JsonObject } from "../json.ts";
import type { Random } from "../random.ts";

/** Ids of what the account counts. */
export interface Metrics {
  readonly usage: readonly string[];
  readonly seats: readonly string[];
}

/** What is charged, and the members beside it that belong to it. */
export interface Charge {
  readonly structure: JsonObject;
  readonly usageCalculationPeriod?: JsonObject;
}

const WHOLE_ONLY = ["JPY", "KRW", "CLP"];

/** "49.00" for euros, "4900" for yen. */
const money = (currency: string, euros: number): string =>
  WHOLE_ONLY.includes(currency) ? String(Math.round(euros * 100)) : euros.toFixed(2);

const PRICES = [0, 1, 4.9, 9, 12.5, 19, 29.99, 49, 79, 99, 149, 199.9, 249, 499, 990, 1_499, 2_500, 12_000];
const UNIT_PRICES = ["0.08", "0.0025", "0.1", "1.50", "0.000004", "2", "0.35", "12.00"];

export function fixed(random: Random, currency: string): Charge {
  return { structure: { pricingType: "FIXED", price: money(currency, random.pick(PRICES)) } };
}

const oneTime = (random: Random, currency: string): Charge => ({
  structure: { pricingType: "ONE_TIME", price: money(currency, random.pick(PRICES)) },
});

const linear = (random: Random, _currency: string, { usage }: Metrics): Charge => ({
  structure: {
    pricingType: "LINEAR",
    pricePerUnit: random.pick(UNIT_PRICES),
    usageMetricId: random.pick(usage),
    isPricePercentage: false,
  },
});

const linearPercentage = (random: Random, _currency: string, { usage }: Metrics): Charge => ({
  structure: {
    pricingType: "LINEAR",
    pricePerUnit: random.pick(["0.015", "0.029", "0.1"]),
    usageMetricId: random.pick(usage),
    isPricePercentage: true,
  },
});

const inPackages = (random: Random, currency: string, { usage }: Metrics): Charge => ({
  structure: {
    pricingType: "PACKAGE",
    packageSize: random.pick(["100", "1000", "2500", "0.5"]),
    pricePerPackage: money(currency, random.pick(PRICES)),
    usageMetricId: random.pick(usage),
  },
});

const PRORATIONS = ["USE_MAXIMUM", "PRORATE_INCREMENTS", "PRORATE_ALL_CHANGES"];

const perSeat =
  (prorationStrategy: string) =>
  (random: Random, currency: string, { seats }: Metrics): Charge => ({
    structure: {
      pricingType: "SEAT_BASED",
      seatMetricId: random.pick(seats),
      pricePerSeat: money(currency, random.pick([4, 6.5, 9, 12])),
      prorationStrategy,
      contractedMinimumSeats: random.pick([0, 1, 5, 10]),
      tiers: [],
    },
  });

const OVERAGES = ["NONE", "MONTHLY", "QUARTERLY", "HALF_YEARLY", "YEARLY"];

const seatTiers =
  (overagesBillingFrequency: string) =>
  (random: Random, currency: string, { seats }: Metrics): Charge => ({
    structure: {
      pricingType: "SEAT_BASED",
      seatMetricId: random.pick(seats),
      pricePerSeat: money(currency, 12),
      prorationStrategy: random.pick(PRORATIONS),
      contractedMinimumSeats: 5,
      tiers: [
        { upperBound: "10", price: money(currency, 12), fee: money(currency, 50) },
        { upperBound: "50", price: money(currency, 10.5) },
        { price: money(currency, 9) },
      ],
      overagesBillingFrequency,
      prorateFlatFees: random.chance(0.5),
    },
  });

const usageTiers = (random: Random): JsonObject[] => {
  const step = random.pick([10, 100, 1_000]);
  const first = random.pick([0.02, 0.2, 2]);
  return [
    { upperBound: String(step), price: "0.00", fee: "10.00", isPricePercentage: false },
    { upperBound: String(step * 10), price: first.toFixed(3), isPricePercentage: false },
    { price: (first / 2).toFixed(3), isPricePercentage: false },
  ];
};

const graduated =
  (usageCalculationMode: string, frequency?: string) =>
  (random: Random, _currency: string, { usage }: Metrics): Charge => ({
    structure: {
      pricingType: "GRADUATED",
      usageMetricId: random.pick(usage),
      usageCalculationMode,
      tiers: usageTiers(random),
    },
    ...(frequency === undefined ? {} : { usageCalculationPeriod: { frequency, interval: 1 + random.below(3) } }),
  });

const volume = (random: Random, _currency: string, { usage }: Metrics): Charge => ({
  structure: { pricingType: "VOLUME", usageMetricId: random.pick(usage), tiers: usageTiers(random) },
});

/** A share of the turnover, with bounds for each transaction. */
const volumePercentage = (random: Random, _currency: string, { usage }: Metrics): Charge => ({
  structure: {
    pricingType: "VOLUME",
    usageMetricId: random.pick(usage),
    tiers: [
      { upperBound: "10000", price: "0.029", isPricePercentage: true, minPrice: "0.10", maxPrice: "25.00" },
      { price: "0.019", isPricePercentage: true, minPrice: "0.10", maxPrice: "25.00" },
    ],
  },
});

/** What the customer gets back each month. */
const credit = (): Charge => ({ structure: { pricingType: "FIXED", price: "-25.00" } });

/** Everything that is charged regularly. */
export const CHARGES: readonly ((random: Random, currency: string, metrics: Metrics) => Charge)[] = [
  ...[fixed, linear, linearPercentage, inPackages],
  ...PRORATIONS.map(perSeat),
  ...OVERAGES.map(seatTiers),
  ...["BILLING_PERIOD", "CUMULATIVE"].map((mode) => graduated(mode)),
  ...["MONTHLY", "QUARTERLY", "HALF_YEARLY", "YEARLY"].map((frequency) => graduated("PERIODIC", frequency)),
  ...[volume, volumePercentage],
];
/** The rest, which some accounts have. */
export const RARE = { oneTime, credit };

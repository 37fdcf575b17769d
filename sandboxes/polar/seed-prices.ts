/** Every price of a product that Polar takes, with the amounts that companies write. */
import type { Json, JsonObject } from "../json.ts";
import type { Random } from "../random.ts";

const AMOUNTS = [900, 1_900, 2_900, 4_900, 9_900, 14_900, 29_900, 99_000];
const UNIT_AMOUNTS = ["0.05", "0.0004", "1.5", "12", "0.000001", "0.333333333333"];

export const fixed = (random: Random): JsonObject => ({ amount_type: "fixed", price_amount: random.pick(AMOUNTS) });
const custom = (random: Random): JsonObject => ({
  amount_type: "custom",
  ...(random.chance(0.7) ? { minimum_amount: 500 } : {}),
  ...(random.chance(0.5) ? { maximum_amount: 100_000 } : {}),
  ...(random.chance(0.7) ? { preset_amount: 2_500 } : {}),
});
const seats = (random: Random): JsonObject => ({
  amount_type: "seat_based",
  seat_tiers: {
    seat_tier_type: random.pick(["volume", "graduated"]),
    tiers: [
      { min_seats: random.pick([1, 3]), max_seats: 9, price_per_seat: random.pick([1_500, 1_200]) },
      { min_seats: 10, max_seats: random.pick([500, null]), price_per_seat: 900 },
    ],
  },
});
const units = (random: Random): JsonObject => ({
  amount_type: "unit_based",
  tiers: {
    type: random.pick(["volume", "graduated"]),
    tiers: [
      { bound: 100, unit_amount: "50" },
      { bound: random.pick([1_000, null]), unit_amount: "40" },
    ],
  },
  minimum_units: random.pick([1, 5]),
  unit_label: { en: { "=1": "credit", other: "credits" }, de: { other: "Guthaben" } },
});

/** One for each type that can stand alone. */
export const ALONE: readonly ((random: Random) => JsonObject)[] = [
  fixed,
  // What Polar makes of `free`, which its document does not have.
  () => ({ amount_type: "fixed", price_amount: 0 }),
  custom,
  () => ({ amount_type: "custom", minimum_amount: 500, maximum_amount: 100_000, preset_amount: 2_500 }),
  seats,
  units,
];

export const meteredUnit = (random: Random, meterId: Json): JsonObject => ({
  amount_type: "metered_unit",
  meter_id: meterId,
  unit_amount: random.pick(UNIT_AMOUNTS),
  ...(random.chance(0.5) ? { cap_amount: 500_000 } : {}),
});
export const meteredTiers = (meterId: Json): JsonObject => ({
  amount_type: "metered_tiers",
  meter_id: meterId,
  tiers: {
    type: "graduated",
    tiers: [
      { bound: 1_000, unit_amount: "0.05" },
      { bound: null, unit_amount: "0.04" },
    ],
  },
  cap_amount: 900_000,
});

/** The same prices in more currencies. US dollars come first, because Polar wants them. */
export const inCurrencies = (
  prices: readonly JsonObject[],
  currencies: readonly string[],
  tax_behavior?: string,
): JsonObject[] =>
  currencies.flatMap((price_currency) =>
    prices.map((price) => ({ ...price, price_currency, ...(tax_behavior === undefined ? {} : { tax_behavior }) })),
  );

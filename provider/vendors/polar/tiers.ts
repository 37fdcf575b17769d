/** Tiers of seats and of units. Polar sorts them and computes the least and the most that a customer can buy. */
import { choice, decimal, integer, list, type Member, map, object, text } from "../../fields/shape.js";

const PAGE = "https://polar.sh/docs/api-reference/products/create";
export const cents = "smallest unit of the currency (cents), a whole number";

/** The highest amount depends on the currency: a rule knows it. */
export const amount = (doc: string): Member => ({ shape: integer({ min: 0 }), doc, unit: cents, source: PAGE });

const computed = (doc: string, instead: string): Member => ({
  shape: integer(),
  doc,
  source: PAGE,
  readOnly: true,
  instead,
});

export const seatTiers = object({
  seat_tier_type: {
    shape: choice(["volume", "graduated"], { open: true }),
    doc: "volume: all seats at the price of the tier reached. graduated: each seat at the price of its own tier.",
    source: PAGE,
    default: "volume",
  },
  tiers: {
    shape: list(
      object({
        min_seats: {
          shape: integer({ min: 1 }),
          doc: "First seat of the tier.",
          unit: "seats",
          source: PAGE,
          required: true,
        },
        max_seats: {
          shape: integer({ min: 1 }),
          doc: "Last seat of the tier. The last tier may have none: then there is no limit.",
          unit: "seats",
          source: PAGE,
        },
        price_per_seat: { ...amount("Price of a seat for a billing period."), required: true },
      }),
      { min: 1 },
    ),
    doc: "Tiers without gaps, ascending.",
    source: PAGE,
    required: true,
  },
  minimum_seats: computed(
    "The first tier's `min_seats`.",
    "Polar takes it from the first tier: set that tier's `min_seats`",
  ),
  maximum_seats: computed(
    "The last tier's `max_seats`.",
    "Polar takes it from the last tier: to set a limit, give that tier `max_seats`",
  ),
});

export const unitTiers = object({
  type: {
    shape: choice(["volume", "graduated"], { open: true }),
    doc: "volume: all units at the price of the tier reached. graduated: each unit at the price of its own tier.",
    source: PAGE,
    required: true,
  },
  tiers: {
    shape: list(
      object({
        bound: {
          shape: integer({ min: 1 }),
          doc: "Last unit of the tier. The last tier may have none: then there is no limit.",
          unit: "units",
          source: PAGE,
        },
        unit_amount: {
          shape: decimal({ min: "0", orInteger: true }),
          doc: "Price of a unit.",
          unit: cents,
          source: PAGE,
          required: true,
        },
      }),
      { min: 1 },
    ),
    doc: "Tiers, ascending.",
    source: PAGE,
    required: true,
  },
});

export const maximumUnits = computed(
  "The last tier's `bound`.",
  "Polar takes it from the last tier: to set a limit, give that tier a `bound`",
);

/** By locale and plural form: `{ en: { "=1": "seat", other: "seats" } }`. */
export const unitLabel = map(map(text({ stripped: true })));

/** A catalogue of any size: units of a few entries of every vendor, so that twice the units are twice the entries. */
import { stringify } from "yaml";
import type { JsonObject } from "../../provider/fields/shape.js";
import type { Files } from "../support/world.js";

/** The state of a catalogue; between two of them every unit changes. */
export interface Edition {
  /** Prices rise, texts change, some entries go, come, move, and are archived. */
  readonly later?: boolean;
  /** What is put into each entry besides, by its number. */
  readonly broken?: (number: number) => JsonObject;
}

/** Entries of a unit, archived and removed ones among them. */
export const ENTRIES = 8;

const each = (units: number, entries: (number: number) => Readonly<Record<string, JsonObject>>): JsonObject =>
  Object.assign({}, ...Array.from({ length: units }, (_, number) => entries(number))) as JsonObject;

export function catalogueOf(units: number, { later = false, broken = () => ({}) }: Edition = {}): Files {
  const files = {
    sequence: {
      products: each(units, (number) => ({
        [later && number % 10 === 1 ? `moved-${number}` : `plan-${number}`]: {
          name: `Plan ${number}`,
          ...(later && number % 10 === 2 ? { label: "Fee" } : {}),
          ...(later && number % 20 === 1 ? { lifecycle: { renamedFrom: `plan-${number}` } } : {}),
          ...broken(number),
          listPrices: sequencePrices(number, later, broken),
        },
      })),
    },
    fynn: {
      products: each(units, (number) => ({
        [`seat-${number}`]: {
          name: `Seat ${number}`,
          type: "product",
          number: `M-${number}`,
          ...broken(number),
          pricePlans: {
            monthly: {
              internalName: `Seat ${number}, monthly`,
              type: "flat_fee",
              currencyCode: "EUR",
              billingInterval: "1M",
              price: { amount: later && number % 5 === 0 ? 1_100 : 1_000 },
              ...broken(number),
            },
          },
        },
      })),
    },
    polar: {
      meters: each(units, (number) => ({
        [`calls-${number}`]: {
          name: `Calls ${number}`,
          filter: { conjunction: "and", clauses: [{ property: "name", operator: "eq", value: `call-${number}` }] },
          aggregation: { func: "count" },
          archived: later && number % 2 === 0,
          ...broken(number),
        },
      })),
      products: each(units, (number) => ({
        [`pro-${number}`]: {
          name: `Pro ${number}`,
          recurring_interval: "month",
          prices: [
            { amount_type: "fixed", price_amount: 1_000 + (later ? number % 5 : 0) },
            { amount_type: "metered_unit", unit_amount: "0.5", meter: `calls-${number}` },
          ],
          archived: later && number % 2 === 0,
          ...broken(number),
        },
      })),
    },
  };
  return Object.fromEntries(
    Object.entries(files).map(([vendor, content]) => [`${vendor}.yaml`, stringify({ vendor, ...content })]),
  );
}

const fixed = (price: string, more: JsonObject = {}): JsonObject => ({
  name: "Monthly",
  currency: "EUR",
  billingFrequency: "MONTHLY",
  billingType: "IN_ADVANCE",
  structure: { pricingType: "FIXED", price },
  ...more,
});

function sequencePrices(number: number, later: boolean, broken: (number: number) => JsonObject): JsonObject {
  const amount = 100 + (number % 20) + (later && number % 4 === 0 ? 1 : 0);
  const isLate = (remainder: number): boolean => later && number % 10 === remainder;
  return {
    monthly: fixed(`${amount}.00`, broken(number)),
    ...(isLate(3) ? {} : { yearly: fixed(`${amount * 10}.00`, { name: "Yearly", billingFrequency: "YEARLY" }) }),
    ...(isLate(4)
      ? { "monthly-dollars": fixed(`${amount}.00`, { currency: "USD" }) }
      : { "monthly-usd": fixed(`${amount}.00`, { currency: "USD", archived: isLate(5) }) }),
  };
}

/** The prices of every kind for any fields: never an error, never a number that is none. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { UNKNOWN } from "../../provider/fields/not-known.js";
import type { Json, JsonObject } from "../../provider/fields/shape.js";
import { bill } from "../../provider/money/bill.js";
import { changeWords } from "../../provider/money/change-words.js";
import { comparePrices } from "../../provider/money/compare.js";
import type { Path, Price } from "../../provider/money/price.js";
import { unitsOf } from "../../provider/money/quantities.js";
import { registry } from "../../provider/vendors/registry.js";
import { tariff } from "../toy/kinds.js";

const SETTINGS = [
  { amountUnit: "written", percentages: "fraction" },
  { amountUnit: "minor", percentages: "percent" },
  { amountUnit: "major" },
];
const STRUCTURES = ["ONE_TIME", "FIXED", "LINEAR", "PACKAGE", "SEAT_BASED", "GRADUATED", "VOLUME"];
const AMOUNTS = ["fixed", "custom", "free", "seat_based", "unit_based", "metered_unit", "metered_tiers"];
const TYPES = ["flat_fee", "per_unit", "tiered", "volume", "stair_step", "percentage"];

/** Values at odds with their fields, and now and then ones that fit. */
const value: fc.Arbitrary<Json> = fc.oneof(
  { weight: 10, arbitrary: fc.constantFrom<Json>("1", "10.50", 5, 0, 1000, "0") },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Json>(UNKNOWN, "${price}", "", "-3", "1e5", -7, 0.1, 1e21, "many", null, [], {}),
  },
  { weight: 1, arbitrary: fc.jsonValue().map((any) => any as Json) },
);
const some = (...names: string[]): fc.Arbitrary<JsonObject> =>
  fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] }) as fc.Arbitrary<JsonObject>;
const lists = (item: fc.Arbitrary<JsonObject>): fc.Arbitrary<Json> =>
  fc.oneof(
    { weight: 5, arbitrary: fc.array(item, { maxLength: 4 }) },
    { weight: 1, arbitrary: value },
  ) as fc.Arbitrary<Json>;
const merged = (...parts: fc.Arbitrary<JsonObject>[]): fc.Arbitrary<JsonObject> =>
  fc.tuple(...parts).map((all) => Object.assign({}, ...all) as JsonObject);
const one = (name: string, arbitrary: fc.Arbitrary<Json>): fc.Arbitrary<JsonObject> =>
  arbitrary.map((content) => ({ [name]: content }));
const choice = (...texts: string[]): fc.Arbitrary<Json> => fc.constantFrom<Json>(...texts);

const sequenceTiers = lists(some("price", "upperBound", "fee", "isPricePercentage", "minPrice", "maxPrice"));
const polarTiers = lists(some("min_seats", "max_seats", "price_per_seat", "bound", "unit_amount"));
const FIELDS: Readonly<Record<string, fc.Arbitrary<JsonObject>>> = {
  "sequence:ListPrice": merged(
    some("currency", "billingFrequency", "billingType"),
    one(
      "structure",
      merged(
        some("price", "pricePerUnit", "isPricePercentage", "usageMetric", "packageSize", "pricePerPackage"),
        some("pricePerSeat", "seatMetric", "contractedMinimumSeats"),
        one("pricingType", choice(...STRUCTURES)),
        one("tiers", sequenceTiers),
      ),
    ),
  ),
  "fynn:PricePlan": merged(
    some("currencyCode", "billingInterval", "payInAdvance", "freeUnits"),
    one("type", choice(...TYPES)),
    one("price", merged(some("amount", "percentage"), one("tiers", lists(some("from", "to", "amount"))))),
  ),
  "polar:Product": merged(
    some("recurring_interval", "recurring_interval_count", "meter_interval", "meter_interval_count"),
    one(
      "prices",
      lists(
        merged(
          some("price_currency", "tax_behavior", "price_amount", "minimum_amount", "maximum_amount", "preset_amount"),
          some("unit_amount", "cap_amount", "meter", "minimum_units", "unit_label"),
          one("amount_type", choice(...AMOUNTS)),
          one("seat_tiers", merged(some("seat_tier_type"), one("tiers", polarTiers))),
          one("tiers", merged(one("type", choice("volume", "graduated", "none")), one("tiers", polarTiers))),
        ),
      ),
    ),
  ),
  "toy:Tariff": merged(some("rate", "minutes"), one("steps", lists(some("upTo", "rate")))),
};

const kinds = [...registry.vendors.flatMap((vendor) => vendor.kinds), tariff].filter(({ prices }) => prices);

test("every kind with prices is tested", () => {
  expect(kinds.map(({ type }) => type).sort()).toEqual(Object.keys(FIELDS).sort());
});

test.each(kinds.map((kind) => [kind.type, kind] as const))("%s", (type, kind) => {
  const ofKind = FIELDS[type] as fc.Arbitrary<JsonObject>;
  const anything = fc.dictionary(
    fc.constantFrom(...Object.keys(kind.fields)),
    fc.jsonValue(),
  ) as fc.Arbitrary<JsonObject>;
  const fields = fc.oneof({ weight: 4, arbitrary: ofKind }, { weight: 1, arbitrary: anything });
  let known = 0;
  fc.assert(
    fc.property(fields, fields, fc.constantFrom(...SETTINGS), (before, after, settings) => {
      const [old, now] = [kind.prices?.(before, settings) ?? [], kind.prices?.(after, settings) ?? []];
      for (const price of now) {
        const quantities = Object.fromEntries(unitsOf([price]).map((of) => [of, "7"]));
        const { total, reason } = bill(price, quantities);
        if (total !== undefined) known += 1;
        expect(total ?? "0").toMatch(/^-?[0-9]+(\.[0-9]+)?$/);
        expect(reason ?? "because").not.toBe("");
        for (const path of pathsOf(price)) expect(at(after, path), path.join(".")).toBeDefined();
      }
      const change = comparePrices(old, now, { team: { seats: "3", units: "4" } });
      const said = JSON.stringify([now, change, changeWords(kind.affects, change?.prices ?? [])], withoutWritten);
      expect(said).not.toMatch(/NaN|Infinity|undefined|\[object/);
      expect(said).not.toContain(UNKNOWN);
    }),
    { numRuns: 400 },
  );
  expect(known).toBeGreaterThan(10);
});

/** The places of what is known. */
const pathsOf = ({ parts }: Price): readonly Path[] =>
  parts.flatMap((part) =>
    part.type === "unknown" ? [] : [part.path, ...("tiers" in part ? part.tiers.map(({ path }) => path) : [])],
  );

const at = (fields: JsonObject, path: Path): Json | undefined =>
  path.reduce<Json | undefined>((value, step) => (value as Record<string | number, Json> | undefined)?.[step], fields);

/** An unknown part keeps what the entry has, whatever it is. */
const withoutWritten = (key: string, item: unknown): unknown => (key === "written" ? undefined : item);

test("what is a placeholder is an unknown part", () => {
  const listPrice = kinds.find(({ type }) => type === "sequence:ListPrice");
  for (const price of [UNKNOWN, "${price}"]) {
    const structure = { pricingType: "FIXED", price };
    const [only] = listPrice?.prices?.({ currency: "EUR", structure }, {}) ?? [];
    expect(only?.parts).toEqual([
      {
        type: "unknown",
        reason: "the value of `structure.price` is not known here",
        written: JSON.stringify(price),
        path: ["structure", "price"],
      },
    ]);
  }
});

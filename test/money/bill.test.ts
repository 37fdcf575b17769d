/** Bills: against a second implementation, their limits, and the decimals of currencies. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bill } from "../../provider/money/bill.js";
import { moneyText, toMajor, toMinor } from "../../provider/money/currency.js";
import type { Part, Price } from "../../provider/money/price.js";
import { meteredPart, price } from "./arbitrary.js";
import { naiveBill } from "./naive.js";

const of = (part: Part, currency?: string): Price => ({
  ...(currency === undefined ? {} : { currency }),
  parts: [part],
  path: [],
});
const perUnit = (amount: string, rest: object = {}): Part => ({
  type: "per-unit",
  amount,
  of: "units",
  path: [],
  ...rest,
});

test("every bill is what adding up unit by unit gives", () => {
  fc.assert(
    fc.property(price(), fc.integer({ min: 0, max: 45 }), (some, units) => {
      expect(bill(some, { units: String(units) })).toEqual({ total: naiveBill(some, units) });
    }),
    { numRuns: 3000 },
  );
});

test("a bill does not fall with the quantity, where each unit has its own price", () => {
  const rises = meteredPart().filter(
    (part) => part.type !== "volume" && part.type !== "stair-step" && part.type !== "seat",
  );
  fc.assert(
    fc.property(rises, fc.nat(40), fc.nat(10), (part, units, more) => {
      const total = (quantity: number): number => Number(bill(of(part, "EUR"), { units: String(quantity) }).total);
      expect(total(units + more)).toBeGreaterThanOrEqual(total(units));
    }),
  );
});

test("parts are charged together, each by its own quantity", () => {
  const both: Price = { ...of(perUnit("2"), "EUR"), parts: [perUnit("2"), { ...perUnit("3"), of: "calls" } as Part] };
  expect(bill(both, { units: "10", calls: "1" })).toEqual({ total: "23.00" });
  expect(bill(both, { units: "10" })).toEqual({ reason: "the quantity of calls is not given" });
});

describe("rounding", () => {
  test.each([
    ["EUR", "0.005", "1", "0.01"],
    ["EUR", "0.0049", "1", "0.00"],
    ["EUR", "-0.005", "1", "-0.01"],
    ["JPY", "0.5", "1", "1"],
    ["JPY", "0.4", "3", "1"],
    ["KWD", "0.0005", "1", "0.001"],
    ["KWD", "1.2344", "1", "1.234"],
  ])("%s: %s × %s = %s", (currency, amount, units, total) => {
    expect(bill(of(perUnit(amount), currency), { units })).toEqual({ total });
  });

  test("each part on its own", () => {
    const two = { ...of(perUnit("0.005"), "EUR"), parts: [perUnit("0.005"), perUnit("0.005")] };
    expect(bill(two, { units: "1" })).toEqual({ total: "0.02" });
  });

  test("none, where the currency or the unit of the amounts is not known", () => {
    expect(bill(of(perUnit("0.0051")), { units: "1" })).toEqual({ total: "0.0051" });
    expect(bill({ ...of(perUnit("4900"), "EUR"), asWritten: true }, { units: "1" })).toEqual({ total: "4900" });
  });
});

test("a quantity may have decimals, and amounts may be smaller than a cent", () => {
  expect(bill(of(perUnit("0.0005"), "USD"), { units: "1234567.8" })).toEqual({ total: "617.28" });
  const packages = of({ type: "package", size: "0.3", amount: "1", of: "units", path: [] }, "USD");
  expect(bill(packages, { units: "0.9" })).toEqual({ total: "3.00" });
  expect(bill(packages, { units: "0.90000000000000000001" })).toEqual({ total: "4.00" });
});

test.each<[string, Part, string | undefined, string]>([
  ["above the maximum", perUnit("1", { maximum: "5" }), "6", "the maximum is 5 units"],
  ["below zero", perUnit("1"), "-1", "the quantity of units is below zero"],
  ["no number", perUnit("1"), "many", "the quantity of units is not given"],
  ["not given", perUnit("1"), undefined, "the quantity of units is not given"],
  ["unknown", { type: "unknown", reason: "it is not documented", path: [] }, "1", "it is not documented"],
  ["chosen", { type: "pay-what-you-want", path: [] }, "1", "the customer chooses the amount"],
  [
    "beyond the last tier",
    { type: "volume", tiers: [{ upTo: "5", perUnit: "1", path: [] }], of: "units", path: [] },
    "6",
    "there is no tier for 6 units",
  ],
  [
    "limits for each unit",
    { type: "volume", tiers: [{ percent: "1", minimumPerUnit: "1", path: [] }], of: "units", path: [] },
    "6",
    "it depends on the value of each unit",
  ],
])("no bill: %s", (_name, part, units, reason) => {
  expect(bill(of(part, "EUR"), units === undefined ? {} : { units })).toEqual({ reason });
});

test("a customer's seats count for seats of any name, and a name of its own comes first", () => {
  const seats = of(
    { type: "seat", mode: "graduated", tiers: [{ perUnit: "2", path: [] }], of: "Admins", path: [] },
    "EUR",
  );
  expect(bill(seats, { seats: "10" })).toEqual({ total: "20.00" });
  expect(bill(seats, { seats: "10", Admins: "3" })).toEqual({ total: "6.00" });
});

test("minor and major units are the same amount", () => {
  expect(toMajor("1999", "EUR")).toBe("19.99");
  expect(toMajor("1999", "JPY")).toBe("1999");
  expect(toMajor("1999", "KWD")).toBe("1.999");
  expect(toMajor("0.000000000001", "USD")).toBe("0.00000000000001");
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
      fc.constantFrom("EUR", "JPY", "KWD"),
      (minor, code) => {
        expect(toMinor(toMajor(String(minor), code), code)).toBe(String(minor));
      },
    ),
  );
});

test.each([
  ["1234.5", "EUR", "EUR 1,234.50"],
  ["1000", "JPY", "JPY 1,000"],
  ["1234567.1", "KWD", "KWD 1,234,567.100"],
  ["0.0005", "EUR", "EUR 0.0005"],
  ["-5", "EUR", "EUR -5.00"],
  ["12345.678901", "EUR", "EUR 12,345.678901"],
  ["99", undefined, "99"],
])("%s %s is written %s", (amount, currency, text) => {
  expect(moneyText(amount, currency)).toBe(text);
});

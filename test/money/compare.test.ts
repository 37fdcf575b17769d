/** Prices before and after: directions against bills, percentages, tables of totals and sample customers. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bill } from "../../provider/money/bill.js";
import { comparePrices } from "../../provider/money/compare.js";
import { directionOf } from "../../provider/money/direction.js";
import { percentText } from "../../provider/money/percent.js";
import type { Interval, Part, Price } from "../../provider/money/price.js";
import { price } from "./arbitrary.js";

const MONTH: Interval = { every: 1, unit: "month" };
const priced = (part: Part, rest: Partial<Price> = {}): Price => ({
  currency: "EUR",
  interval: MONTH,
  parts: [part],
  path: [],
  ...rest,
});
const flat = (amount: string, rest: Partial<Price> = {}): Price => priced({ type: "flat", amount, path: [] }, rest);
const volume = (first: string, second: string, upTo = "20"): Price =>
  priced({
    type: "volume",
    tiers: [
      { upTo, perUnit: first, path: [] },
      { perUnit: second, path: [] },
    ],
    of: "seats",
    one: "seat",
    path: [],
  });

describe("the direction", () => {
  test("agrees with the bills at any quantity", () => {
    // Without a currency nothing is rounded, so that the smallest difference counts.
    const exact = price().map(({ currency: _rounds, ...rest }): Price => rest);
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(
        exact,
        exact,
        fc.array(fc.integer({ min: 0, max: 9000 }), { minLength: 20 }),
        (before, after, all) => {
          const direction = directionOf(before, after);
          seen.set(direction, (seen.get(direction) ?? 0) + 1);
          for (const quantity of all.map((hundredths) => String(hundredths / 100))) {
            const total = (some: Price): number => Number(bill(some, { units: quantity }).total);
            const difference = total(after) - total(before);
            if (direction === "up") expect(difference).toBeGreaterThanOrEqual(-1e-9);
            if (direction === "down") expect(difference).toBeLessThanOrEqual(1e-9);
            if (direction === "same") expect(Math.abs(difference)).toBeLessThan(1e-9);
          }
        },
      ),
      { numRuns: 2000 },
    );
    expect([...seen.keys()].sort()).toEqual(expect.arrayContaining(["down", "mixed", "up"]));
  });

  test("is the opposite the other way round", () => {
    const opposite = { up: "down", down: "up", mixed: "mixed", same: "same", unknown: "unknown" } as const;
    fc.assert(
      fc.property(price(), price(), (before, after) => {
        expect(directionOf(after, before)).toBe(opposite[directionOf(before, after)]);
        expect(directionOf(before, before)).toBe("same");
      }),
    );
  });

  const unknown = (written: string): Part => ({ type: "unknown", reason: "it is not documented", written, path: [] });
  const meter = (of: string, amount: string): Part => ({ type: "per-unit", amount, of, path: [] });
  const custom = (minimum: string, preset = "9"): Price =>
    priced({ type: "pay-what-you-want", minimum, preset, path: [] });
  test.each<[string, Price, Price, string]>([
    ["dearer", flat("99"), flat("109"), "up"],
    ["a fraction of a cent", priced(meter("calls", "0.0005")), priced(meter("calls", "0.0006")), "up"],
    ["cheaper for large teams", volume("10", "8"), volume("10", "7"), "down"],
    ["cheaper for small teams, dearer for large ones", volume("10", "8"), volume("9", "9"), "mixed"],
    ["the same amount otherwise", volume("10", "10"), volume("10", "10", "30"), "same"],
    ["usage is charged too", flat("9"), { ...flat("9"), parts: [...flat("9").parts, meter("calls", "1")] }, "up"],
    ["another unit", priced(meter("calls", "1")), priced(meter("events", "1")), "unknown"],
    ["another currency", flat("99"), flat("99", { currency: "USD" }), "unknown"],
    ["a year at ten months", flat("10"), flat("100", { interval: { every: 1, unit: "year" } }), "down"],
    ["a year at twelve months", flat("10"), flat("120", { interval: { every: 12, unit: "month" } }), "same"],
    ["once instead of each month", flat("10"), flat("10", { interval: "once" }), "unknown"],
    ["weeks and months", flat("10", { interval: { every: 1, unit: "week" } }), flat("10"), "unknown"],
    ["free", flat("10"), priced({ type: "free", path: [] }), "down"],
    ["not known", flat("10"), priced(unknown("1")), "unknown"],
    [
      "what is not known stays",
      { ...flat("9"), parts: [...flat("9").parts, unknown("1")] },
      { ...flat("8"), parts: [...flat("8").parts, unknown("1")] },
      "down",
    ],
    [
      "what is not known changes",
      { ...flat("9"), parts: [...flat("9").parts, unknown("1")] },
      { ...flat("8"), parts: [...flat("8").parts, unknown("2")] },
      "unknown",
    ],
    ["the least that customers may choose", custom("5"), custom("7"), "up"],
    ["what is suggested", custom("5", "9"), custom("5", "8"), "down"],
    [
      "a share",
      priced({ type: "percentage", percent: "1.5", of: "value", path: [] }),
      priced({ type: "percentage", percent: "2", of: "value", path: [] }),
      "up",
    ],
    [
      "the minimum",
      priced({ ...meter("seats", "1"), minimum: "5" } as Part),
      priced({ ...meter("seats", "1"), minimum: "10" } as Part),
      "up",
    ],
    [
      "the cap",
      priced({ ...meter("calls", "1"), cap: "50" } as Part),
      priced({ ...meter("calls", "1"), cap: "40" } as Part),
      "down",
    ],
  ])("%s", (_name, before, after, direction) => {
    expect(directionOf(before, after)).toBe(direction);
  });
});

test.each([
  ["99", "109", "+10.1 %"],
  ["109", "99", "−9.2 %"],
  ["10", "5", "−50.0 %"],
  ["5", "50", "+900.0 %"],
  ["10000", "10000.01", "+0.0001 %"],
  ["19.99", "19.98", "−0.1 %"],
  ["0", "5", undefined],
  ["5", "5", undefined],
  ["5", "0", "−100.0 %"],
])("%s → %s is %s", (before, after, percent) => {
  expect(percentText(before, after)).toBe(percent);
});

test("totals are given at the quantities where something changes", () => {
  const { direction, prices } = comparePrices([volume("25", "20")], [volume("25", "21")], {}) ?? { prices: [] };
  expect(direction).toBe("up");
  // 20 × 25 = 500, and the 21st seat makes it 21 × 20 = 420.
  expect(prices[0]?.totals).toEqual({
    of: "seats",
    one: "seat",
    rows: [
      { quantity: "1", before: "25.00", after: "25.00" },
      { quantity: "20", before: "500.00", after: "500.00" },
      { quantity: "21", before: "420.00", after: "441.00", percent: "+5.0 %" },
      { quantity: "30", before: "600.00", after: "630.00", percent: "+5.0 %" },
    ],
    curve: {
      before: [
        ["0", "0.00"],
        ["20", "500.00"],
        ["20", "400.00"],
        ["30", "600.00"],
      ],
      after: [
        ["0", "0.00"],
        ["20", "500.00"],
        ["20", "420.00"],
        ["30", "630.00"],
      ],
    },
  });
});

test("beside a flat amount, usage is shown up to a quantity at which it costs something", () => {
  const both = (amount: string): Price => ({
    ...flat("20"),
    parts: [...flat("20").parts, { type: "per-unit", amount, of: "calls", path: [] }],
  });
  expect(comparePrices([both("0.0005")], [both("0.001")])?.prices[0]?.totals?.rows).toEqual([
    { quantity: "0", before: "20.00", after: "20.00" },
    { quantity: "1", before: "20.00", after: "20.00" },
    { quantity: "10000", before: "25.00", after: "30.00", percent: "+20.0 %" },
  ]);
});

test("every figure of a table is a bill, and there are at most twelve rows", () => {
  fc.assert(
    fc.property(price(), price(), (before, after) => {
      const totals = comparePrices([before], [after])?.prices[0]?.totals;
      expect(totals?.rows.length ?? 0).toBeLessThanOrEqual(12);
      for (const row of totals?.rows ?? []) {
        expect(row.before).toBe(bill(before, { units: row.quantity }).total);
        expect(row.after).toBe(bill(after, { units: row.quantity }).total);
      }
    }),
  );
});

test("sample customers: those whose bill can be computed, where something is charged by quantity", () => {
  const customers = { "big team": { seats: "60" }, shop: { orders: "7" } };
  expect(comparePrices([volume("10", "8")], [volume("10", "9")], customers)?.prices[0]?.bills).toEqual([
    { name: "big team", quantities: { seats: "60" }, before: "480.00", after: "540.00", percent: "+12.5 %" },
  ]);
  expect(comparePrices([flat("10")], [flat("9")], customers)?.prices[0]?.bills).toEqual([]);
});

describe("prices are matched by currency", () => {
  const usd = (amount: string): Price => flat(amount, { currency: "USD" });
  test("in any order", () => {
    const change = comparePrices([flat("9"), usd("10")], [usd("12"), flat("9")]);
    expect(change?.prices.map(({ before, after, direction }) => [before?.text, after?.text, direction])).toEqual([
      ["USD 10.00 per month", "USD 12.00 per month", "up"],
      ["EUR 9.00 per month", "EUR 9.00 per month", "same"],
    ]);
    expect(change?.direction).toBe("up");
  });

  test("one that is new and one that goes", () => {
    expect(comparePrices([flat("9")], [flat("9"), usd("10")])).toMatchObject({
      direction: "same",
      prices: [{ direction: "same" }, { after: { text: "USD 10.00 per month" } }],
    });
    expect(comparePrices([flat("9"), usd("10")], [usd("10")])?.prices[1]).not.toHaveProperty("after");
    expect(comparePrices([], [flat("9")])).toMatchObject({ direction: "unknown" });
    expect(comparePrices([], [])).toBeUndefined();
  });

  test("a single one in another currency is the same price", () => {
    const [only, ...others] = comparePrices([flat("9")], [usd("9")])?.prices ?? [];
    expect(others).toEqual([]);
    expect(only).toMatchObject({ before: { currency: "EUR" }, after: { currency: "USD" }, direction: "unknown" });
    expect(only).not.toHaveProperty("percent");
  });
});

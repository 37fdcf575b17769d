/** How often a price is charged, and how intervals relate. */
import { expect, test } from "vitest";
import { intervalFactor, intervalWords, monthsOf, sameInterval } from "../../provider/money/interval.js";
import type { Interval } from "../../provider/money/price.js";

const every = (count: number, unit: "day" | "week" | "month" | "year"): Interval => ({ every: count, unit });

test.each<[Interval | undefined, string]>([
  [every(1, "month"), "per month"],
  [every(3, "month"), "per 3 months"],
  [every(2, "year"), "per 2 years"],
  ["once", "once"],
  ["on-demand", "on demand"],
  [undefined, ""],
])("%j: %s", (interval, words) => {
  expect(intervalWords(interval)).toBe(words);
});

test.each<[Interval | undefined, Interval | undefined, number | undefined]>([
  [every(1, "month"), every(1, "year"), 12],
  [every(3, "month"), every(1, "year"), 4],
  [every(1, "day"), every(2, "week"), 14],
  [every(12, "month"), every(1, "year"), 1],
  ["once", "once", 1],
  [every(1, "year"), every(1, "month"), undefined],
  [every(2, "month"), every(3, "month"), undefined],
  [every(1, "week"), every(1, "month"), undefined],
  ["once", every(1, "month"), undefined],
  [undefined, every(1, "month"), undefined],
])("%j fits into %j: %s", (shorter, longer, factor) => {
  expect(intervalFactor(shorter, longer)).toBe(factor);
});

test("months and years have a length in months", () => {
  expect([every(1, "year"), every(6, "month"), every(4, "week"), "once" as const].map(monthsOf)).toEqual([
    12,
    6,
    undefined,
    undefined,
  ]);
});

test("intervals of the same length are the same", () => {
  expect(sameInterval(every(12, "month"), every(1, "year"))).toBe(true);
  expect(sameInterval(every(7, "day"), every(1, "week"))).toBe(true);
  expect(sameInterval(every(1, "day"), every(1, "month"))).toBe(false);
  expect(sameInterval(undefined, undefined)).toBe(true);
  expect(sameInterval("once", "on-demand")).toBe(false);
});

/** How often a price is charged: in words, and how intervals relate to each other. */
import type { Interval } from "./price.js";

const MONTHS = { month: 1, year: 12 } as const;
const DAYS = { day: 1, week: 7 } as const;

/** "per month", "per 3 months", "once", "on demand"; empty: it is not known. */
export function intervalWords(interval: Interval | undefined): string {
  if (interval === undefined) return "";
  if (interval === "once") return "once";
  if (interval === "on-demand") return "on demand";
  const { every, unit } = interval;
  return every === 1 ? `per ${unit}` : `per ${every} ${unit}s`;
}

/** Months of an interval of months or years. */
export function monthsOf(interval: Interval | undefined): number | undefined {
  if (typeof interval !== "object" || !(interval.unit in MONTHS)) return undefined;
  return interval.every * MONTHS[interval.unit as keyof typeof MONTHS];
}

function daysOf(interval: Interval | undefined): number | undefined {
  if (typeof interval !== "object" || !(interval.unit in DAYS)) return undefined;
  return interval.every * DAYS[interval.unit as keyof typeof DAYS];
}

/**
 * The lengths of two intervals in the same unit: month and year → 1 and 12. undefined: they cannot be compared, such as
 * weeks and months, or once and a month.
 */
export function lengths(one: Interval | undefined, other: Interval | undefined): readonly [number, number] | undefined {
  if (sameInterval(one, other)) return [1, 1];
  for (const length of [monthsOf, daysOf]) {
    const [a, b] = [length(one), length(other)];
    if (a !== undefined && b !== undefined) return [a, b];
  }
  return undefined;
}

/** How often the shorter interval fits into the longer one: month and year → 12. undefined: not a whole number. */
export function intervalFactor(shorter: Interval | undefined, longer: Interval | undefined): number | undefined {
  const both = lengths(shorter, longer);
  if (!both) return undefined;
  const factor = both[1] / both[0];
  return Number.isInteger(factor) ? factor : undefined;
}

/** 12 months are a year. */
export function sameInterval(one: Interval | undefined, other: Interval | undefined): boolean {
  if (typeof one !== "object" || typeof other !== "object") return one === other;
  const [a, b] = monthsOf(one) === undefined ? [daysOf(one), daysOf(other)] : [monthsOf(one), monthsOf(other)];
  return a === b;
}

/** Measurements as the cells of a Markdown table. */
import type { Case, PartResults } from "./results.ts";
import { type Summary, summarize } from "./statistics.ts";

/** Median and spread of one number of a case; undefined where it was not measured. */
export function summaryOf(part: PartResults, wanted: Case, value: string): Summary | undefined {
  const fits = (of: Case): boolean => Object.entries(wanted).every(([key, given]) => of[key] === given);
  return summarize(part.samples.filter((sample) => fits(sample.case)).flatMap(({ values }) => values[value] ?? []));
}

/** The different values that a member of the cases has, in the order of their first measurement. */
export const casesOf = <T extends string | number>(part: PartResults, member: string): T[] => [
  ...new Set(part.samples.flatMap((sample) => (sample.case[member] as T | undefined) ?? [])),
];

export const NOTHING = "–";

type Unit = (value: number) => string;
const digits = (value: number): string => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);

export const seconds: Unit = (milliseconds) => digits(milliseconds / 1_000);
export const whole: Unit = (value) => Math.round(value).toLocaleString("en-US");

/** "2.14 (2.10–2.33)"; "102" where all are the same. */
export function spread(summary: Summary | undefined, unit: Unit): string {
  if (!summary) return NOTHING;
  const [middle, min, max] = [unit(summary.median), unit(summary.min), unit(summary.max)];
  return min === max ? middle : `${middle} (${min}–${max})`;
}

export const median = (summary: Summary | undefined, unit: Unit): string => (summary ? unit(summary.median) : NOTHING);

export const ratio = (one: Summary | undefined, other: Summary | undefined): string =>
  one && other && other.median > 0 ? (one.median / other.median).toFixed(2) : NOTHING;

/** "5, 5, 2"; "5" where all are the same. */
export function runs(summaries: readonly (Summary | undefined)[]): string {
  const numbers = summaries.map((summary) => String(summary?.runs ?? 0));
  return new Set(numbers).size === 1 ? (numbers[0] ?? "0") : numbers.join(", ");
}

/** Numbers stand at the right; `words`: so many columns at the left hold words. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], words = 1): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), `|${head.map((_, index) => (index < words ? "---|" : "--:|")).join("")}`, ...rows.map(line)].join(
    "\n",
  );
}

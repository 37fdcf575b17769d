/** `--since`: the time from which changes are shown. */

const UNITS: Readonly<Record<string, (at: Date, count: number) => void>> = {
  hour: (at, count) => at.setHours(at.getHours() - count),
  day: (at, count) => at.setDate(at.getDate() - count),
  week: (at, count) => at.setDate(at.getDate() - 7 * count),
  month: (at, count) => at.setMonth(at.getMonth() - count),
  year: (at, count) => at.setFullYear(at.getFullYear() - count),
};

const DATE = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?$/;

/**
 * "2026-01-31" (the beginning of the day here), an ISO 8601 time, or an age: "2 weeks", "3 months ago".
 *
 * @throws an Error that says what to write; git itself takes any text for now
 */
export function sinceOf(text: string, now: Date): Date {
  const age = /^(\d{1,4}) (hour|day|week|month|year)s?(?: ago)?$/.exec(text.trim());
  if (age) {
    const at = new Date(now);
    UNITS[age[2] ?? ""]?.(at, Number(age[1]));
    return at;
  }
  const [, day, time] = DATE.exec(text) ?? [];
  const at = new Date(day === undefined ? Number.NaN : `${day}${time ?? "T00:00:00"}`);
  // 31 February would be a day in March.
  const isReal = day !== undefined && new Date(`${day}T00:00:00Z`).toJSON()?.slice(0, 10) === day;
  if (isReal && !Number.isNaN(at.getTime())) return at;
  throw new Error(
    `"${text}" is not a date\n` +
      "  what to do: write a day (--since 2026-01-31), a time (--since 2026-01-31T12:00Z), or an age " +
      '(--since "3 months")',
  );
}

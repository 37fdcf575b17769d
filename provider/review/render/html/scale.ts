/**
 * The axis of a curve: where on it a value lies, and which values are written beside it. Numbers are floats here: they
 * decide where something is drawn, never what is said.
 */
export interface Scale {
  readonly type: "linear" | "logarithmic";
  /** Between 0 and 1. */
  readonly position: (value: number) => number;
  /** The value at a position. */
  readonly value: (position: number) => number;
  readonly ticks: readonly number[];
}

/** Less than any amount that a vendor takes. */
const NOTHING = 1e-15;

/** From 0 to the highest value. Logarithmic where most values would otherwise lie in the first tenth. */
export function scaleOf(values: readonly number[]): Scale {
  const positive = [...new Set(values.filter((value) => value > NOTHING))].sort((a, b) => a - b);
  const highest = positive.at(-1) ?? 1;
  const low = positive.filter((value) => value < highest / 10);
  const isCrowded = positive.length >= 3 && low.length > positive.length / 2;
  return isCrowded ? logarithmic(positive[0] ?? 1, highest) : linear(highest);
}

function linear(highest: number): Scale {
  const step = roundStep(highest / 4);
  const steps = Math.ceil(highest / step - 1e-9);
  const end = steps * step;
  return {
    type: "linear",
    position: (value) => value / end,
    value: (position) => position * end,
    ticks: Array.from({ length: steps + 1 }, (_, index) => index * step),
  };
}

/** As a logarithm from the lowest value on, and almost linear below it, so that it has a place for 0. */
function logarithmic(lowest: number, highest: number): Scale {
  const end = Math.log1p(highest / lowest);
  const first = Math.ceil(Math.log10(lowest) - 1e-9);
  const last = Math.floor(Math.log10(highest) + 1e-9);
  const every = Math.max(1, Math.ceil((last - first + 1) / 5));
  const powers = Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, index) => last - index * every);
  const position = (value: number): number => Math.log1p(value / lowest) / end;
  return {
    type: "logarithmic",
    position,
    value: (position) => Math.expm1(position * end) * lowest,
    ticks: [0, ...powers.reverse().map((power) => 10 ** power)].filter((tick) => tick === 0 || position(tick) > 0.1),
  };
}

/** 1, 2 or 5 times a power of ten, at least as large. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  return [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= step * (1 - 1e-9)) ?? step;
}

const SHORT = new Intl.NumberFormat("en", { maximumSignificantDigits: 4, useGrouping: false });
const COMPACT = new Intl.NumberFormat("en", { maximumSignificantDigits: 4, notation: "compact" });

/** "5000", "2.5M" */
export const tickText = (value: number): string => (value < 10_000 ? SHORT : COMPACT).format(value);

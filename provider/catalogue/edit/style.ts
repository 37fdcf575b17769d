/** How a file is written: what most of it does. */

import type { Style } from "./print.js";
import type { Collection } from "./tokens.js";

export const DEFAULT_STYLE: Style = { eol: "\n", step: 2, listStep: 2, padded: true, quote: '"' };

/** `nested`: each collection in block style, with the indentation of the one around it. */
export function styleOf(
  text: string,
  nested: readonly { readonly inner: Collection; readonly outer: Collection }[],
): Style {
  const steps = (kind: Collection["kind"]): number[] =>
    nested
      .filter(({ inner, outer }) => inner.kind === kind && outer.kind === "map")
      .map(({ inner, outer }) => inner.indent - outer.indent);
  const step = mostly(steps("map").filter((one) => one > 0)) ?? DEFAULT_STYLE.step;
  const quotes = { double: count(text, /: "/g), single: count(text, /: '/g) };
  return {
    eol: count(text, /\r\n/g) > count(text, /(?<!\r)\n/g) ? "\r\n" : "\n",
    step,
    listStep: mostly(steps("list")) ?? step,
    padded: count(text, /\{(?=[^\s{}])/g) <= count(text, /\{ /g) + count(text, /\$\{/g),
    quote: quotes.single > quotes.double ? "'" : '"',
  };
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** The value that occurs most often; the first of several. */
function mostly(values: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

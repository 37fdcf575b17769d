/** The demand that something costs twice as much at twice the size, counted and not timed. */
import { expect } from "vitest";
import { grownTooFast, operationsOf, totalOf } from "../support/operations.js";

/** Makes everything ready for a size, which is not counted, and gives the run that is. */
export type Prepare = (size: number) => (() => unknown) | Promise<() => unknown>;

/**
 * At `size` and at twice that: all work together, within ten percent, and each place of the code by itself. `least`:
 * for what does less than twice the work, such as a text with a limit.
 */
export async function expectLinear(size: number, prepare: Prepare, { least = 1.8 } = {}): Promise<void> {
  // What is made once, such as validators, is made before.
  await (await prepare(Math.ceil(size / 10)))();
  const [one, two] = [await prepare(size), await prepare(2 * size)];
  const [small, large] = [await operationsOf(one), await operationsOf(two)];
  expect(grownTooFast(small, large, size)).toEqual([]);
  const growth = totalOf(large) / totalOf(small);
  expect(growth).toBeGreaterThanOrEqual(least);
  expect(growth).toBeLessThanOrEqual(2.2);
}

/** The counter itself: the same run gives the same count, and it sees what V8 does not show. */
import { describe, expect, it } from "vitest";
import { countOperations, grownTooFast, operationsOf, startCounting, uncounted } from "../support/operations.js";

startCounting();
const { stable } = await import("../../provider/fields/compare.js");

const numbers = (size: number): number[] => Array.from({ length: size }, (_, index) => index);

describe("operations", () => {
  it("are the same for the same run", async () => {
    const run = () => stable({ a: numbers(50), b: { c: null } });
    await run();
    const count = await countOperations(run);
    expect(count).toBeGreaterThan(50);
    expect(await countOperations(run)).toBe(count);
  });

  it.each<[string, (all: number[]) => unknown]>([
    ["a spread", (all) => all.map(() => [...all].length)],
    [
      "a loop",
      (all) =>
        all.map(() => {
          for (const one of all) if (one < 0) return one;
          return 0;
        }),
    ],
    ["a search", (all) => all.map((one) => all.includes(-one - 1))],
    ["a map of all", (all) => all.map(() => new Map(all.map((one) => [one, one])).size)],
    ["a text of all", (all) => all.map(() => JSON.stringify(all).length)],
    ["a copy", (all) => all.map(() => all.slice().length)],
    ["a function of ours", (all) => all.map(() => stable(all).length)],
  ])("of %s for each element grow too fast", async (_name, scan) => {
    const [one, two] = [numbers(50), numbers(100)];
    const [small, large] = [await operationsOf(() => scan(one)), await operationsOf(() => scan(two))];
    expect(grownTooFast(small, large, 50)).not.toEqual([]);
  });

  it("of each element by itself do not", async () => {
    const [one, two] = [numbers(50), numbers(100)].map((all) => () => all.map((number) => stable([number])));
    expect(grownTooFast(await operationsOf(() => one?.()), await operationsOf(() => two?.()), 50)).toEqual([]);
  });

  it("of the other side are left out", async () => {
    expect(await countOperations(() => uncounted(() => numbers(50).indexOf(-1)))).toBe(0);
  });
});

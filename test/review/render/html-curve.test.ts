import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Totals } from "../../../provider/review/digest.ts";
import { scaleOf, tickText } from "../../../provider/review/render/html/scale.js";
import { html } from "../../../provider/review/render/html.js";
import { change, review } from "../reviews.ts";

type Points = readonly (readonly [string, string])[];

const page = (curve: Totals["curve"]): string =>
  html(
    review({
      changes: [
        change({
          money: {
            direction: "up",
            prices: [{ direction: "up", bills: [], totals: { of: "seats", rows: [], curve } }],
          },
        }),
      ],
    }),
  );

/** The points of the lines as they are drawn. */
function lines(text: string): Record<string, readonly (readonly [number, number])[]> {
  const drawn = [...text.matchAll(/<polyline class="(\w+)" points="([^"]*)"/g)];
  return Object.fromEntries(
    drawn.map(([, name, points]) => [
      name,
      (points ?? "").split(" ").map((point) => {
        const [x, y] = point.split(",").map(Number);
        return [x ?? Number.NaN, y ?? Number.NaN] as const;
      }),
    ]),
  );
}

describe("the curve of totals", () => {
  it("draws amounts in proportion, from zero", () => {
    const points: Points = [
      ["0", "0"],
      ["10", "100"],
      ["20", "150"],
      ["40", "150"],
    ];
    const { after } = lines(page({ after: points }));
    const [a, b, c, d] = after ?? [];
    if (!a || !b || !c || !d) throw new Error("four points are expected");
    expect(b[0] - a[0]).toBeCloseTo(c[0] - b[0], 0);
    expect(d[0] - c[0]).toBeCloseTo(2 * (b[0] - a[0]), 0);
    // Upwards is less in a drawing.
    expect(a[1] - b[1]).toBeCloseTo(2 * (b[1] - c[1]), 0);
    expect(d[1]).toBe(c[1]);
  });

  it("shows a total that falls", () => {
    const points: Points = [
      ["0", "0"],
      ["20", "500"],
      ["21", "420"],
    ];
    const { before } = lines(page({ before: points }));
    const heights = before?.map(([, y]) => y) ?? [];
    expect(heights[2]).toBeGreaterThan(heights[1] ?? Number.NaN);
    expect(heights[2]).toBeLessThan(heights[0] ?? Number.NaN);
  });

  it("is absent where there is no line", () => {
    expect(page({})).not.toContain('class="curve"');
    expect(page({ after: [["1", "2"]] })).not.toContain('class="curve"');
  });

  it("says in words where the lines begin and end", () => {
    const text = page({
      after: [
        ["0", "0"],
        ["20", "500"],
      ],
    });
    expect(text).toContain("Now: none. After: from 0 at 0 to 500 at 20 (seats).");
  });

  it("stays inside its frame, whatever the amounts", () => {
    const number = fc.oneof(
      fc.nat(100).map(String),
      fc.bigInt({ min: 0n, max: 10n ** 30n }).map(String),
      fc.integer({ min: 0, max: 12 }).map((zeros) => `0.${"0".repeat(zeros)}1`),
    );
    const points = fc.array(fc.tuple(number, number), { maxLength: 8 });
    fc.assert(
      fc.property(points, points, (before, after) => {
        const text = page({ before, after });
        const [, width, height] = /viewBox="0 0 (\d+) (\d+)" role="img"/.exec(text) ?? [];
        for (const line of Object.values(lines(text)))
          for (const [x, y] of line) {
            if (line.length === 1 && Number.isNaN(y)) continue;
            expect(x).toBeGreaterThanOrEqual(0);
            expect(x).toBeLessThanOrEqual(Number(width));
            expect(y).toBeGreaterThanOrEqual(0);
            expect(y).toBeLessThanOrEqual(Number(height));
          }
      }),
    );
  });
});

describe("the scale of an axis", () => {
  const values = fc.array(fc.oneof(fc.nat(1000), fc.double({ min: 1e-12, max: 1e15, noNaN: true })), { minLength: 1 });

  it("is linear where values are spread, and logarithmic where most are small", () => {
    expect(scaleOf([0, 20, 60]).type).toBe("linear");
    expect(scaleOf([0, 99, 109]).type).toBe("linear");
    expect(scaleOf([0, 1e3, 1e4, 1e5, 1e6, 1e7]).type).toBe("logarithmic");
  });

  it("keeps the order of values, and finds a value at its position again", () => {
    fc.assert(
      fc.property(values, (some) => {
        const scale = scaleOf(some);
        const sorted = [...some].sort((a, b) => a - b);
        const positions = sorted.map(scale.position);
        for (const [index, position] of positions.entries()) {
          expect(position).toBeGreaterThanOrEqual(positions[index - 1] ?? 0);
          expect(position).toBeLessThanOrEqual(1 + 1e-9);
          const value = sorted[index] ?? Number.NaN;
          expect(Math.abs(scale.value(position) - value)).toBeLessThanOrEqual(value * 1e-6 + 1e-9);
        }
      }),
    );
  });

  it("has two to seven ticks, ascending, with different texts", () => {
    fc.assert(
      fc.property(values, (some) => {
        const { ticks, position } = scaleOf(some);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(7);
        expect(ticks.map(position)).toEqual(ticks.map(position).toSorted((a, b) => a - b));
        expect(new Set(ticks.map(tickText)).size).toBe(ticks.length);
      }),
    );
  });
});

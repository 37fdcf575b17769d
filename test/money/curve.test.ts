/** The curve of totals: straight lines between its corners give every bill, and jumps are two corners. */
import { Big } from "big.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { bill } from "../../provider/money/bill.js";
import type { Curve } from "../../provider/money/change.js";
import type { Part, Price } from "../../provider/money/price.js";
import { breakpoints, curve } from "../../provider/money/quantities.js";
import { price } from "./arbitrary.js";

/** On the line between the corners around a quantity; at a jump, the total there. */
function onCurve(corners: Curve, quantity: Big): Big {
  const at = corners.find(([where]) => quantity.eq(where));
  if (at) return new Big(at[1]);
  const index = corners.findIndex(([where]) => quantity.lt(where));
  const [left, right] = [corners[index - 1], corners[index]];
  if (!left || !right) throw new Error(`${quantity.toFixed()} is outside the curve`);
  const share = quantity.minus(left[0]).div(new Big(right[0]).minus(left[0]));
  return new Big(left[1]).plus(new Big(right[1]).minus(left[1]).times(share));
}

test("straight lines between the corners give the bill at any quantity", () => {
  // Without a currency nothing is rounded.
  const exact = price().map(({ currency: _rounds, ...rest }): Price => rest);
  fc.assert(
    fc.property(exact, fc.integer({ min: 0, max: 4500 }), (some, hundredths) => {
      const points = [...breakpoints([some], "units").filter((quantity) => Number(quantity) < 45), "45"];
      // Of packages only the first twenty are looked at.
      const isStairs = some.parts.some(({ type }) => type === "package");
      const quantity = new Big(isStairs ? hundredths % 2000 : hundredths).div(100);
      const drawn = onCurve(curve(some, "units", points), quantity);
      const charged = new Big(bill(some, { units: quantity.toFixed() }).total ?? "-1");
      // Where a cap is reached is cut to six decimals.
      expect(Number(drawn.minus(charged).abs())).toBeLessThan(0.001);
    }),
    { numRuns: 3000 },
  );
});

const eur = (part: Part): Price => ({ currency: "EUR", parts: [part], path: [] });
const TIERS = [
  { upTo: "10", perUnit: "10", path: [] },
  { perUnit: "8", path: [] },
];

test.each<[string, Part, string[], Curve]>([
  [
    "volume falls at the end of a tier",
    { type: "volume", tiers: TIERS, of: "units", path: [] },
    ["0", "10", "20"],
    [
      ["0", "0.00"],
      ["10", "100.00"],
      ["10", "80.00"],
      ["20", "160.00"],
    ],
  ],
  [
    "graduated bends",
    { type: "graduated", tiers: TIERS, of: "units", path: [] },
    ["0", "10", "20"],
    [
      ["0", "0.00"],
      ["10", "100.00"],
      ["20", "180.00"],
    ],
  ],
  [
    "packages are stairs",
    { type: "package", size: "10", amount: "5", of: "units", path: [] },
    ["0", "10", "20"],
    [
      ["0", "0.00"],
      ["0", "5.00"],
      ["10", "5.00"],
      ["10", "10.00"],
      ["20", "10.00"],
    ],
  ],
  [
    "a cap ends the rise",
    { type: "per-unit", amount: "3", cap: "10", of: "units", path: [] },
    ["0", "3.333333", "20"],
    [
      ["0", "0.00"],
      ["3.333333", "10.00"],
      ["20", "10.00"],
    ],
  ],
  [
    "a minimum is charged in any case, and what is included is not",
    { type: "per-unit", amount: "1", minimum: "5", included: "2", of: "units", path: [] },
    ["0", "5", "20"],
    [
      ["0", "3.00"],
      ["5", "3.00"],
      ["20", "18.00"],
    ],
  ],
])("%s", (_name, part, points, corners) => {
  expect(curve(eur(part), "units", points)).toEqual(corners);
  for (const point of points.slice(0, -1)) expect(breakpoints([eur(part)], "units")).toContain(point);
});

test("the curve ends at the maximum", () => {
  const limited = eur({ type: "per-unit", amount: "1", maximum: "5", of: "units", path: [] });
  expect(curve(limited, "units", ["0", "5", "9"])).toEqual([
    ["0", "0.00"],
    ["5", "5.00"],
  ]);
});

/** The short ways to compare decimals give what the library for decimals gives. */
import { Big } from "big.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalDecimal, compareDecimals } from "../../provider/fields/decimal.js";

const digits = (most: number) => fc.stringMatching(new RegExp(`^[0159]{1,${most}}$`));
const decimal = fc
  .tuple(fc.constantFrom("", "", "-"), fc.oneof(digits(2), digits(20)), fc.option(fc.oneof(digits(3), digits(20))))
  .map(([sign, whole, fraction]) => `${sign}${whole}${fraction === null ? "" : `.${fraction}`}`);

describe("decimals", () => {
  it("are compared as Big compares them", () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        expect(compareDecimals(a, b) + 0).toBe(new Big(a).cmp(new Big(b)) + 0);
      }),
      { numRuns: 1_000 },
    );
    expect(compareDecimals("-0", "0")).toBe(0);
    expect(compareDecimals("1234567.1234567", "1234567.1234568")).toBe(-1);
    expect(compareDecimals("9007199254740993", "9007199254740992")).toBe(1);
    expect(() => compareDecimals("", "1")).toThrow();
  });

  it("have the shortest form that Big writes", () => {
    fc.assert(
      fc.property(decimal, (text) => {
        const fixed = new Big(text).toFixed();
        expect(canonicalDecimal(text)).toBe(fixed === "-0" ? "0" : fixed);
      }),
      { numRuns: 1_000 },
    );
    expect(canonicalDecimal("-0")).toBe("0");
    expect(canonicalDecimal("1E-3")).toBe("0.001");
  });
});

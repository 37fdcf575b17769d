import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonical, fits, project, same, stable } from "../../provider/fields/compare.js";
import { canonicalDecimal, compareDecimals, fractionDigits } from "../../provider/fields/decimal.js";
import { respell } from "../../provider/fields/respell.js";
import {
  boolean,
  choice,
  decimal,
  either,
  integer,
  type Json,
  list,
  map,
  object,
  open,
  type Shape,
  text,
  union,
} from "../../provider/fields/shape.js";
import { arbitraryOf } from "../support/arbitrary.js";

const price: Shape = union(
  "type",
  "",
  {
    fixed: object({
      amount: { shape: integer(), doc: "", required: true },
      currency: { shape: text(), doc: "", default: "usd" },
    }),
    free: object({ currency: { shape: text(), doc: "", default: "usd" } }),
    tiers: object({
      tiers: {
        shape: list(
          object({ upTo: { shape: decimal(), doc: "" }, price: { shape: decimal(), doc: "", required: true } }),
        ),
        doc: "",
        required: true,
      },
    }),
  },
  { rewrites: { free: { type: "fixed", amount: 0 } } },
);

const shapes: [string, Shape][] = [
  ["text", text()],
  ["stripped text", text({ stripped: true })],
  ["decimal", decimal({ orInteger: true })],
  ["choice", choice(["a", "b", "c"])],
  ["map", map(either(integer(), boolean(), text()))],
  ["list", list(decimal())],
  ["bag of prices", list(price, { order: "any" })],
  ["open", open()],
  [
    "object",
    object({
      a: { shape: decimal(), doc: "" },
      b: { shape: list(integer(), { order: "any" }), doc: "" },
      seen: { shape: text(), doc: "", readOnly: true },
    }),
  ],
];

describe.each(shapes)("%s", (_name, shape) => {
  const values = arbitraryOf(shape);

  it("a value is the same as itself, and as its canonical form", () => {
    fc.assert(fc.property(values, (value) => same(shape, value, value) && same(shape, canonical(shape, value), value)));
  });

  it("a canonical form is its own canonical form", () => {
    fc.assert(
      fc.property(
        values,
        (value) => stable(canonical(shape, canonical(shape, value))) === stable(canonical(shape, value)),
      ),
    );
  });

  it("a respelt value means the new one, and is the old one where both mean the same", () => {
    fc.assert(
      fc.property(values, values, (prior, next) => {
        const spelt = respell(shape, prior, next);
        expect(same(shape, spelt, next)).toBe(true);
        if (same(shape, prior, next)) expect(spelt).toBe(prior);
      }),
    );
  });

  it("what it projects from an answer fits and means the same", () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(fits(shape, value)).toBe(true);
        expect(same(shape, project(shape, value, value), value)).toBe(true);
      }),
    );
  });
});

describe("by example", () => {
  it("decimals are compared by value, without floats", () => {
    expect(same(decimal(), "10.0", "10.00")).toBe(true);
    expect(same(decimal(), "0.50", "0.500000000000")).toBe(true);
    expect(same(decimal(), "0.000000000001", "1E-12")).toBe(true);
    expect(same(decimal(), "9007199254740993", "9007199254740992")).toBe(false);
    expect(same(decimal(), "0.1", "0.10000000000000001")).toBe(false);
    expect(same(decimal({ orInteger: true }), 10, "10.0")).toBe(true);
    expect(canonicalDecimal("-0.0")).toBe("0");
    expect(canonicalDecimal("1e999999")).toBeUndefined();
    expect(compareDecimals("2", "10")).toBeLessThan(0);
  });

  it("currencies know their decimals", () => {
    expect([fractionDigits("EUR"), fractionDigits("JPY"), fractionDigits("BHD"), fractionDigits("euros")]).toEqual([
      2,
      0,
      3,
      undefined,
    ]);
  });

  it("a free price is a fixed one of 0, and 0 is not nothing", () => {
    expect(same(price, { type: "free" }, { type: "fixed", amount: 0, currency: "usd" })).toBe(true);
    expect(same(price, { type: "free" }, { type: "fixed", amount: 1 })).toBe(false);
  });

  it("order counts where it means something", () => {
    const bag = list(price, { order: "any" });
    const one: Json = { type: "fixed", amount: 1 };
    const two: Json = { type: "fixed", amount: 2 };
    expect(same(bag, [one, two], [two, one])).toBe(true);
    expect(same(bag, [one, one, two], [one, two, two])).toBe(false);
    expect(same(list(integer()), [1, 2], [2, 1])).toBe(false);
    expect(respell(bag, [one, two], [two, { type: "fixed", amount: 3 }, one])).toEqual([
      one,
      two,
      { type: "fixed", amount: 3 },
    ]);
  });

  it("an open value is compared on the keys that are named", () => {
    const live = { a: 1, b: 2, inner: { x: 1, y: 2 } };
    expect(project(open(), live, { a: 1, inner: { x: 0 } })).toEqual({ a: 1, inner: { x: 1 } });
  });

  it("members that only answers hold are dropped, and so are members that the table does not know", () => {
    const shape = object({ id: { shape: text(), doc: "" }, isPending: { shape: boolean(), doc: "", readOnly: true } });
    expect(project(shape, { id: "x", isPending: true, novelty: 1 }, undefined)).toEqual({ id: "x" });
    expect(same(shape, { id: "x" }, { id: "x", isPending: true })).toBe(true);
  });
});

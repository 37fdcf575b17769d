/** Where two values differ, as people read it. */
import { describe, expect, it } from "vitest";
import { differenceLines, differences } from "../../provider/fields/differences.js";
import type { Json } from "../../provider/fields/shape.js";
import { product } from "../../provider/vendors/polar/product.js";
import { listPrice } from "../../provider/vendors/sequence/list-price.js";

const linesOf = (
  field: { shape: Parameters<typeof differences>[0] } | undefined,
  name: string,
  seen: Json,
  wanted: Json,
): string[] =>
  differenceLines(field ? differences(field.shape, seen, wanted, [name]) : [])
    .split("\n  ")
    .slice(1);
const fixed = (price_amount: number, price_currency = "usd"): Json => ({
  amount_type: "fixed",
  price_amount,
  price_currency,
});

describe("a mismatch names the field, what was wanted and what was seen", () => {
  it("in a list whose order means nothing: each price beside the one that is most like it", () => {
    const seen = [
      fixed(500, "eur"),
      fixed(1_000),
      { amount_type: "metered_unit", meter_id: "m", unit_amount: "0.5", cap_amount: 100 },
    ];
    const wanted = [
      { amount_type: "metered_unit", meter_id: "m", unit_amount: "0.50" },
      fixed(1_000),
      fixed(600, "eur"),
    ];
    expect(linesOf(product.fields["prices"], "prices", seen, wanted)).toEqual([
      "prices[0].cap_amount: wanted (nothing), the vendor has 100",
      "prices[2].price_amount: wanted 600, the vendor has 500",
    ]);
  });

  it("deep within one, decimals by their value", () => {
    const tiers = (fee: string): Json => [{ upperBound: "10", price: "1.0", fee }, { price: "0.5" }];
    const of = (fee: string): Json => ({ pricingType: "VOLUME", usageMetricId: "m", tiers: tiers(fee) });
    expect(linesOf(listPrice.fields["structure"], "structure", of("5.00"), of("5"))).toEqual([]);
    expect(linesOf(listPrice.fields["structure"], "structure", of("5.00"), of("6"))).toEqual([
      'structure.tiers[0].fee: wanted "6", the vendor has "5.00"',
    ]);
  });

  it("many differences end", () => {
    const seen = Object.fromEntries(Array.from({ length: 30 }, (_, n): [string, Json] => [`k${n}`, n]));
    const lines = linesOf(product.fields["metadata"], "metadata", seen, {});
    expect(lines).toHaveLength(11);
    expect(lines.at(-1)).toBe("and 20 more");
  });
});

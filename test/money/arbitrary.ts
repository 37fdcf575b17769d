/** Random prices: small quantities and few decimals, so that a naive implementation can check them unit by unit. */
import fc from "fast-check";
import type { Part, Price, Tier } from "../../provider/money/price.js";

/** An amount in hundredths: 1234 → "12.34". */
const cents = (most: number) =>
  fc.integer({ min: 0, max: most }).map((n) => `${Math.floor(n / 100)}.${String(n % 100).padStart(2, "0")}`);

export const tiers = (flat: boolean): fc.Arbitrary<readonly Tier[]> =>
  fc
    .record({
      bounds: fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 4 }),
      rates: fc.array(fc.tuple(cents(2000), cents(5000), fc.boolean()), { minLength: 5, maxLength: 5 }),
    })
    .map(({ bounds, rates }) =>
      [...bounds.sort((a, b) => a - b).map(String), undefined].map((upTo, index): Tier => {
        const [perUnit, fee, has] = rates[index] ?? ["1", "1", false];
        return {
          ...(upTo === undefined ? {} : { upTo }),
          ...(flat ? { flat: fee } : { perUnit, ...(has ? { flat: fee } : {}) }),
          path: [],
        };
      }),
    );

const limits = (cap: boolean) =>
  fc
    .record({
      minimum: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
      included: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
      cap: cap ? fc.option(cents(20_000), { nil: undefined }) : fc.constant(undefined),
      fromZero: fc.boolean(),
    })
    .map(({ minimum, included, cap: most, fromZero }) => ({
      ...(minimum === undefined ? {} : { minimum: String(minimum) }),
      ...(included === undefined ? {} : { included: String(included) }),
      ...(most === undefined ? {} : { cap: most }),
      ...(fromZero ? { fromZero: true as const } : {}),
    }));

/** Parts that charge by quantity; `cap`: some of them at most an amount. */
export const meteredPart = ({ of = "units", cap = true } = {}): fc.Arbitrary<Part> =>
  fc
    .tuple(
      limits(cap),
      fc.oneof(
        cents(2000).map((amount) => ({ type: "per-unit", amount }) as const),
        fc
          .tuple(cents(2000), fc.integer({ min: 1, max: 9 }))
          .map(([amount, size]) => ({ type: "package", amount, size: String(size) }) as const),
        fc.integer({ min: 0, max: 300 }).map((percent) => ({ type: "percentage", percent: String(percent) }) as const),
        fc
          .tuple(tiers(false), fc.constantFrom("graduated", "volume"))
          .map(([all, type]) => ({ type, tiers: all }) as const),
        fc
          .tuple(tiers(false), fc.constantFrom("graduated", "volume"))
          .map(([all, mode]) => ({ type: "seat", mode, tiers: all }) as const),
        tiers(true).map((all) => ({ type: "stair-step", tiers: all }) as const),
      ),
    )
    .map(([limit, part]) => ({ ...part, of, ...limit, path: [] }));

export const price = (options: { of?: string; cap?: boolean; currency?: string } = {}): fc.Arbitrary<Price> =>
  fc.tuple(fc.option(cents(5000), { nil: undefined }), meteredPart(options)).map(([flat, part]) => ({
    currency: options.currency ?? "EUR",
    interval: { every: 1, unit: "month" },
    parts: [...(flat === undefined ? [] : [{ type: "flat", amount: flat, path: [] } as const]), part],
    path: [],
  }));

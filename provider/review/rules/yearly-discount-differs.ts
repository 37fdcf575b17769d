import { Big } from "big.js";
import { intervalFactor, lengths, sameInterval } from "../../money/interval.js";
import { changesOf } from "../compare/changes.js";
import { type Family, familiesOf, type Sibling } from "../compare/siblings.js";
import type { CatalogueRule, RuleFinding } from "./rule.js";

interface Discount {
  readonly longer: Sibling;
  readonly path: readonly (string | number)[];
  readonly percent: Big;
}

export const yearlyDiscountDiffers: CatalogueRule = {
  code: "yearly-discount-differs",
  doc:
    "The discount of the yearly price against 12 monthly ones differs between the currencies of a product by more " +
    "than `yearlyDiscountDiffers.points` percentage points (5). Only amounts for a period are compared, not usage.",
  severity: "warn",
  example: "USD has a discount of 0.0 % for the longer interval; EUR has 16.7 %",
  remedy: "correct the price in one of the currencies, or accept the difference",
  looksAt: "catalogue",
  check: (entries, { yearlyDiscountDiffers: { points } }) =>
    familiesOf(entries).flatMap((family) => {
      const pairs = [...Map.groupBy(discountsOf(family), ({ of }) => of).values()];
      return pairs.flatMap((discounts) => differing(discounts, points));
    }),
};

/** `of`: discounts that can be compared with each other. */
function discountsOf(family: Family): (Discount & { readonly of: string })[] {
  return family.flatMap((longer) => {
    const shorter = shortestOf(family, longer);
    const factor = shorter && intervalFactor(shorter.price.interval, longer.price.interval);
    if (!shorter || factor === undefined || factor <= 1) return [];
    return changesOf({ before: shorter.price, after: longer.price })
      .filter(({ before }) => before.ofPeriod && before.is === "price" && new Big(before.amount).gt(0))
      .slice(0, 1)
      .map(({ before, after }) => {
        const most = new Big(before.amount).times(factor);
        const percent = most.minus(after.amount).div(most).times(100);
        return { longer, path: after.path, percent, of: `${factor} ${after.key}` };
      });
  });
}

/** In the same currency and unit. */
function shortestOf(family: Family, longer: Sibling): Sibling | undefined {
  const same = family.filter(
    ({ price }) =>
      price.currency === longer.price.currency &&
      price.asWritten === longer.price.asWritten &&
      !sameInterval(price.interval, longer.price.interval),
  );
  const lengthOf = ({ price }: Sibling): number => lengths(price.interval, longer.price.interval)?.[0] ?? Infinity;
  return same.toSorted((a, b) => lengthOf(a) - lengthOf(b))[0];
}

function differing(discounts: readonly Discount[], points: number): RuleFinding[] {
  const sorted = discounts.toSorted((a, b) => b.percent.cmp(a.percent));
  // Of two, the smaller discount is the one that customers complain about.
  const usual = sorted[Math.floor((sorted.length - 1) / 2)];
  if (!usual) return [];
  return discounts
    .filter(({ percent }) => percent.minus(usual.percent).abs().gt(points))
    .map(({ longer: { side, price }, path, percent }) => ({
      address: side.address,
      path,
      message:
        `${price.currency ?? "the price"} has a discount of ${text(percent)} for the longer interval; ` +
        `${usual.longer.price.currency ?? "another"} has ${text(usual.percent)}`,
      remedy: `compare it with ${usual.longer.side.address}, and correct one of the two`,
      values: `${price.currency ?? ""} ${text(percent)}, ${usual.longer.price.currency ?? ""} ${text(usual.percent)}`,
    }));
}

const text = (percent: Big): string => `${percent.round(1).toFixed(1)} %`;

/** Ratios between currencies, without exchange rates: each price against the median of all prices of its account. */
import { Big } from "big.js";
import { plainText, withCurrency } from "../compare/amounts.js";
import { changesOf } from "../compare/changes.js";
import { familiesOf, intervalKey, type Sibling } from "../compare/siblings.js";
import type { CatalogueRule, RuleFinding } from "./rule.js";

/** The same amounts of two prices that differ in the currency. `first` has the currency that comes first by name. */
interface Couple {
  readonly first: Sibling;
  readonly second: Sibling;
  readonly amounts: readonly Ratio[];
}
interface Ratio {
  readonly ratio: Big;
  readonly amount: { readonly first: string; readonly second: string };
  readonly path: { readonly first: Place; readonly second: Place };
}
type Place = readonly (string | number)[];
type Which = "first" | "second";

export const currencySpread: CatalogueRule = {
  code: "currency-spread",
  doc:
    "The ratio of a price in two currencies is more than `currencySpread.factor` times (4), or less than that part " +
    "of, the median of the same account for these currencies. It needs no exchange rates, but at least " +
    "`currencySpread.prices` prices (3) in both currencies. It finds JPY 100,000 in place of JPY 1,000.",
  severity: "warn",
  example: "JPY 1,500,000 for EUR 99.00 is 100.5 times as much as usual: the median of 4 prices is JPY 150.8 for EUR 1",
  remedy: "correct the amount in this currency",
  looksAt: "catalogue",
  check: (entries, { currencySpread: { factor, prices } }) => {
    const all = couplesOf(entries);
    const usage = Map.groupBy(
      all.flatMap(({ first, second }) => [first, second]),
      currencyKey,
    );
    const found = [...Map.groupBy(all, coupleKey).values()].flatMap((couples) =>
      couples.length < prices ? [] : strange(couples, factor),
    );
    return blamed(found, (sibling) => usage.get(currencyKey(sibling))?.length ?? 0);
  },
};

const currencyKey = ({ side, price }: Sibling): string => `${side.account} ${price.currency}`;
const coupleKey = ({ first, second }: Couple): string =>
  `${first.side.account} ${first.price.currency} ${second.price.currency} ${first.price.asWritten ?? ""}`;

function couplesOf(entries: Parameters<CatalogueRule["check"]>[0]): Couple[] {
  return familiesOf(entries).flatMap((family) => {
    const inOrder = family
      .filter(({ price }) => price.currency !== undefined)
      .toSorted((a, b) => ((a.price.currency ?? "") < (b.price.currency ?? "") ? -1 : 1));
    return inOrder.flatMap((first, index) =>
      inOrder.slice(index + 1).flatMap((second): Couple[] => {
        const isCouple =
          first.price.currency !== second.price.currency &&
          first.price.asWritten === second.price.asWritten &&
          intervalKey(first.price.interval) === intervalKey(second.price.interval);
        const amounts = isCouple ? ratiosOf(first, second) : [];
        return amounts.length === 0 ? [] : [{ first, second, amounts }];
      }),
    );
  });
}

const ratiosOf = (first: Sibling, second: Sibling): Ratio[] =>
  changesOf({ before: first.price, after: second.price })
    .filter(({ before, after }) => new Big(before.amount).gt(0) && new Big(after.amount).gt(0))
    .map(({ before, after }) => ({
      ratio: new Big(after.amount).div(before.amount),
      amount: { first: before.amount, second: after.amount },
      path: { first: before.path, second: after.path },
    }))
    .filter(({ ratio }) => ratio.gt(0));

const median = (ratios: readonly Big[]): Big =>
  ratios.toSorted((a, b) => a.cmp(b))[Math.floor((ratios.length - 1) / 2)] ?? new Big(1);

interface Strange {
  readonly couple: Couple;
  readonly ratio: Ratio;
  readonly usual: Big;
  readonly prices: number;
}

/** Each price counts once for the median, however many tiers it has. */
function strange(couples: readonly Couple[], factor: number): Strange[] {
  const usual = median(couples.map(({ amounts }) => median(amounts.map(({ ratio }) => ratio))));
  return couples.flatMap((couple) =>
    couple.amounts
      .filter(({ ratio }) => ratio.gt(usual.times(factor)) || ratio.times(factor).lt(usual))
      .slice(0, 1)
      .map((ratio) => ({ couple, ratio, usual, prices: couples.length })),
  );
}

/** The price that differs from more of its siblings; else the one whose currency is used less. */
function blamed(found: readonly Strange[], usage: (sibling: Sibling) => number): RuleFinding[] {
  const times = new Map<object, number>();
  for (const { couple } of found)
    for (const { price } of [couple.first, couple.second]) times.set(price, (times.get(price) ?? 0) + 1);
  const rank = (sibling: Sibling): number => (times.get(sibling.price) ?? 0) * 1_000_000 - usage(sibling);
  const seen = new Set<object>();
  return found.flatMap((item): RuleFinding[] => {
    const { couple } = item;
    const which: Which = rank(couple.first) > rank(couple.second) ? "first" : "second";
    const { price } = couple[which];
    if (seen.has(price)) return [];
    seen.add(price);
    return [findingOf(item, which)];
  });
}

function findingOf({ couple: { first, second }, ratio, usual, prices }: Strange, which: Which): RuleFinding {
  const wrong = which === "first" ? first : second;
  const other = which === "first" ? second : first;
  const otherWhich = which === "first" ? "second" : "first";
  const normal = which === "second" ? usual : new Big(1).div(usual);
  const here = which === "second" ? ratio.ratio : new Big(1).div(ratio.ratio);
  const [more, times] = here.gt(normal) ? ["much", here.div(normal)] : ["little", normal.div(here)];
  const amount = ratio.amount[which];
  return {
    address: wrong.side.address,
    path: ratio.path[which],
    message:
      `${withCurrency(amount, wrong.price)} for ${withCurrency(ratio.amount[otherWhich], other.price)} is ` +
      `${times.round(1).toFixed(1)} times as ${more} as usual: the median of ${prices} prices is ` +
      `${wrong.price.currency} ${significant(normal)} for ${other.price.currency} 1`,
    remedy: `correct the amount in ${wrong.price.currency}`,
    values:
      `${plainText(amount, wrong.price)} for ` +
      `${other.price.currency} ${plainText(ratio.amount[otherWhich], other.price)}`,
  };
}

/** Four digits are enough for a ratio. */
const significant = (ratio: Big): string => new Big(ratio.toPrecision(4)).toFixed();

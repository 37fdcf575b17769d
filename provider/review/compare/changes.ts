/** What changed of the amounts of an entry. */
import { Big } from "big.js";
import { sameInterval } from "../../money/interval.js";
import { percentText } from "../../money/percent.js";
import type { Price } from "../../money/price.js";
import type { RuleFinding } from "../rules/rule.js";
import type { Side } from "../side.js";
import { type Amount, amountsOf, plainText, shownText, withCurrency } from "./amounts.js";
import type { Move } from "./moves.js";
import { once } from "./once.js";

export interface AmountChange {
  readonly before: Amount;
  readonly after: Amount;
  readonly price: Price;
  /** In percent; undefined: it was 0. */
  readonly percent: Big | undefined;
}

export interface PricePair {
  readonly before: Price;
  readonly after: Price;
}

/** Prices in the same currency, first those with the same interval too. */
export function pricePairs(before: Side, after: Side): readonly PricePair[] {
  const old = new Set(before.prices);
  const now = new Set(after.prices);
  const pairs: PricePair[] = [];
  const pair = (alike: (one: Price, other: Price) => boolean): void => {
    for (const price of [...now]) {
      const [found, ...others] = [...old].filter((candidate) => alike(candidate, price));
      if (!found || others.length > 0) continue;
      pairs.push({ before: found, after: price });
      old.delete(found);
      now.delete(price);
    }
  };
  pair((one, other) => one.currency === other.currency && sameInterval(one.interval, other.interval));
  pair((one, other) => one.currency === other.currency);
  return pairs;
}

/** Amounts that differ, of prices with the same currency and interval. Amounts in other units cannot be compared. */
export const amountChanges = once(({ before, after }: Move): readonly AmountChange[] =>
  pricePairs(before, after)
    .filter((pair) => sameInterval(pair.before.interval, pair.after.interval))
    .filter((pair) => pair.before.asWritten === pair.after.asWritten)
    .flatMap((pair) => changesOf(pair).filter((change) => !new Big(change.before.amount).eq(change.after.amount))),
);

/** All amounts that both prices have, also those that are the same. */
export function changesOf({ before, after }: PricePair): readonly AmountChange[] {
  const old = new Map(amountsOf(before).map((amount) => [amount.key, amount]));
  return amountsOf(after).flatMap((amount) => {
    const was = old.get(amount.key);
    return was ? [changeBetween(was, amount, after)] : [];
  });
}

/** The percentage is computed when a rule asks for it. */
const changeBetween = (before: Amount, after: Amount, price: Price): AmountChange => ({
  before,
  after,
  price,
  get percent() {
    return percentOf(before.amount, after.amount);
  },
});

/** How much more the second amount is, in percent; undefined: the first is 0. */
export const percentOf = (before: string, after: string): Big | undefined =>
  new Big(before).eq(0) ? undefined : new Big(after).minus(before).div(before).times(100);

/** The values of changes, as an acceptance names them: "9.90 -> 99.00", or "EUR 9.90 -> 99.00, USD 10.90 -> 109.00". */
export function valuesOf(changes: readonly AmountChange[], side: Side): string {
  const several = new Set(side.prices.map(({ currency }) => currency)).size > 1;
  return changes
    .map(({ before, after, price }) => {
      const currency = several && price.currency !== undefined ? `${price.currency} ` : "";
      return `${currency}${plainText(before.amount, price)} -> ${plainText(after.amount, price)}`;
    })
    .join(", ");
}

const SHOWN = 3;

/** "EUR 9.90 → 99.00; tier 2, per unit: EUR 5.00 → 50.00 and 2 more" */
export function changesText(changes: readonly AmountChange[]): string {
  const shown = changes.slice(0, SHOWN).map(({ before, after, price }) => {
    const what = after.what === "" ? "" : `${after.what}: `;
    const by = percentText(before.amount, after.amount);
    const now = shownText(after.amount, price);
    return `${what}${withCurrency(before.amount, price)} → ${now}${by === undefined ? "" : ` (${by})`}`;
  });
  const more = changes.length - shown.length;
  return `${shown.join("; ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** One finding about all of these amounts of an entry; none without amounts. */
export function findingAbout(
  side: Side,
  changes: readonly AmountChange[],
  message: (listed: string) => string,
  remedy: string,
): readonly RuleFinding[] {
  const [first] = changes;
  if (first === undefined) return [];
  return [
    {
      address: side.address,
      path: first.after.path,
      message: message(changesText(changes)),
      remedy,
      values: valuesOf(changes, side),
    },
  ];
}

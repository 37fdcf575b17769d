/** Amounts that can be compared one by one; totals where the tiers have other bounds. */
import { Big } from "big.js";
import { isMetered, type MeteredPart, partTotal } from "../../money/bill.js";
import { grouped, rounded } from "../../money/currency.js";
import { sameInterval } from "../../money/interval.js";
import { percentText } from "../../money/percent.js";
import { plainText, shapeOf, shownText, unitOf, withCurrency } from "../compare/amounts.js";
import {
  type AmountChange,
  amountChanges,
  findingAbout,
  type PricePair,
  percentOf,
  pricePairs,
} from "../compare/changes.js";
import { movesOf } from "../compare/moves.js";
import type { Side } from "../side.js";
import type { ChangeRule, RuleFinding } from "./rule.js";
import { powerOfTen } from "./times-ten.js";

const REMEDY = "check the amount; if it is right, accept the change";

export const bigChange: ChangeRule = {
  code: "big-change",
  doc:
    "An amount changes by more than `bigChange.percent` (30 %), up or down, or begins or ceases to be 0. Where tiers " +
    "get other bounds, totals are compared. What `times-ten` finds is not reported again.",
  severity: "warn",
  example: "the price changes by more than 30 %: USD 20.00 → 45.00 (+125.0 %)",
  remedy: REMEDY,
  looksAt: "change",
  check: (pairs, thresholds) =>
    movesOf(pairs).flatMap((move) => {
      const { before, after } = move;
      const most = thresholds.bigChange.percent;
      const found = amountChanges(move).filter(
        (change) =>
          change.after.is === "price" &&
          powerOfTen(change, thresholds.timesTen.percent) === undefined &&
          (change.percent === undefined || change.percent.abs().gt(most)),
      );
      return found.length > 0
        ? findingAbout(after, found, (listed) => `the price changes by more than ${most} %: ${listed}`, REMEDY)
        : totalsChange(before, after, most);
    }),
};

/** Of prices with other parts or tiers than before, the total that changes most. */
function totalsChange(before: Side, after: Side, most: number): readonly RuleFinding[] {
  const worst = pricePairs(before, after)
    .filter((pair) => sameInterval(pair.before.interval, pair.after.interval))
    .filter((pair) => pair.before.asWritten === pair.after.asWritten)
    .filter((pair) => shapeOf(pair.before) !== shapeOf(pair.after))
    .flatMap((pair) => worstTotal(pair, most) ?? []);
  return worst.slice(0, 1).map(({ part, quantity, totals: [was, is], price }) => ({
    address: after.address,
    path: part.path,
    message:
      `the total for ${grouped(quantity)} ${part.of} changes by more than ${most} %: ` +
      `${withCurrency(was, price)} → ${shownText(is, price)} (${percentText(was, is)})`,
    remedy: REMEDY,
    values: `${quantity} for ${plainText(was, price)} -> ${plainText(is, price)}`,
  }));
}

interface Total {
  readonly part: MeteredPart;
  readonly price: AmountChange["price"];
  readonly quantity: string;
  readonly totals: readonly [string, string];
  readonly percent: Big;
}

function worstTotal({ before, after }: PricePair, most: number): Total | undefined {
  const totals = after.parts.filter(isMetered).flatMap((part) => {
    const old = before.parts.filter(isMetered).filter(({ of }) => of === part.of);
    const [was] = old;
    if (!was || old.length > 1 || after.parts.filter((other) => isMetered(other) && other.of === part.of).length > 1)
      return [];
    return [...new Set([...quantitiesOf(was), ...quantitiesOf(part)])].flatMap((quantity): Total[] => {
      const [then, now] = [partTotal(was, { [part.of]: quantity }), partTotal(part, { [part.of]: quantity })];
      if (!(then instanceof Big && now instanceof Big)) return [];
      // As they are charged: tables show the same totals.
      const totals = [rounded(then, unitOf(before)).toFixed(), rounded(now, unitOf(after)).toFixed()] as const;
      const percent = percentOf(...totals);
      return percent?.abs().gt(most) ? [{ part, price: after, quantity, totals, percent }] : [];
    });
  });
  return totals.toSorted((a, b) => b.percent.abs().cmp(a.percent.abs()))[0];
}

/** At the bounds of tiers and right behind them; without tiers, one hundred. */
const quantitiesOf = (part: MeteredPart): readonly string[] =>
  "tiers" in part
    ? ["1", ...part.tiers.flatMap(({ upTo }) => (upTo === undefined ? [] : [upTo, new Big(upTo).plus(1).toFixed()]))]
    : ["100"];

import { Big } from "big.js";
import { intervalWords, sameInterval } from "../../money/interval.js";
import { percentText } from "../../money/percent.js";
import { plainText, shownText, smallestUnit, withCurrency } from "../compare/amounts.js";
import { type AmountChange, changesOf, pricePairs } from "../compare/changes.js";
import { movesOf } from "../compare/moves.js";
import { type Family, familiesOf, type Sibling } from "../compare/siblings.js";
import type { Pair, Side } from "../side.js";
import type { ChangeRule, RuleFinding } from "./rule.js";

/** An amount of a sibling before and after. */
interface Moved {
  readonly sibling: Sibling;
  readonly change: AmountChange;
  readonly percent: Big;
}

export const siblingLeftBehind: ChangeRule = {
  code: "sibling-left-behind",
  doc:
    "A price changes, but the price of the same product in another currency or for another interval does not, or by " +
    "a percentage that differs by more than `siblingLeftBehind.points` percentage points (10).",
  severity: "warn",
  example: "EUR 990.00 per year is unchanged, but EUR 99.00 per month changes to 109.00 (+10.1 %)",
  remedy: "change both by the same percentage, or accept the difference",
  looksAt: "change",
  check: (pairs, { siblingLeftBehind: { points } }) => {
    const former = new Map(movesOf(pairs).map(({ before, after }) => [after, before]));
    return familiesOf(afterOf(pairs)).flatMap((family) => {
      const moved = movedIn(family, former);
      return [...Map.groupBy(moved, ({ change }) => change.after.key).values()].flatMap((all) =>
        leftBehind(all, points),
      );
    });
  },
};

const afterOf = (pairs: readonly Pair[]): readonly Side[] => pairs.flatMap(({ after }) => after ?? []);

/** Amounts of siblings that there were before, in the same form and with the same interval. */
const movedIn = (family: Family, former: ReadonlyMap<Side, Side>): readonly Moved[] =>
  family.flatMap((sibling): Moved[] => {
    const before = former.get(sibling.side);
    const pair = before && pricePairs(before, sibling.side).find(({ after }) => after === sibling.price);
    if (!pair || !sameInterval(pair.before.interval, pair.after.interval)) return [];
    return changesOf(pair).flatMap((change): Moved[] =>
      change.after.is === "price" && change.percent !== undefined ? [{ sibling, change, percent: change.percent }] : [],
    );
  });

function leftBehind(moved: readonly Moved[], points: number): RuleFinding[] {
  const changed = moved.filter(({ percent }) => !percent.eq(0));
  const unchanged = moved.filter(({ percent }) => percent.eq(0));
  const sorted = changed.toSorted((a, b) => a.percent.abs().cmp(b.percent.abs()));
  const usual = sorted[Math.floor((sorted.length - 1) / 2)];
  if (!usual) return [];
  const differing = changed.filter(
    (item) =>
      item.percent.minus(usual.percent).abs().gt(points) && !isRounding(item, usual) && !isRounding(usual, item),
  );
  const behind = usual.percent.abs().lt(1) ? [] : unchanged.filter((item) => !isRounding(item, usual));
  return [...behind, ...differing].map((item) => ({
    address: item.sibling.side.address,
    path: item.change.after.path,
    message:
      `${stated(item)} ${item.percent.eq(0) ? "is unchanged" : changeText(item)}, ` +
      `but ${stated(usual)} ${changeText(usual)}`,
    remedy: `change it as ${usual.sibling.side.address} changes`,
    values: `${values(item)}, ${usual.sibling.side.address} ${values(usual)}`,
  }));
}

/** With the percentage of the other the amount would differ by less than its smallest unit. */
function isRounding({ change: { before, after }, sibling: { price } }: Moved, { percent }: Moved): boolean {
  const expected = new Big(before.amount).times(percent.div(100).plus(1));
  return expected
    .minus(after.amount)
    .abs()
    .lt(smallestUnit(price, before.amount, after.amount));
}

const stated = ({ change: { before, after }, sibling: { price } }: Moved): string =>
  [after.what, withCurrency(before.amount, price), intervalWords(price.interval)]
    .filter((word) => word !== "")
    .join(" ");

const changeText = ({ change: { before, after }, sibling: { price } }: Moved): string =>
  `changes to ${shownText(after.amount, price)} (${percentText(before.amount, after.amount)})`;

const values = ({ change: { before, after }, sibling: { price } }: Moved): string =>
  `${plainText(before.amount, price)} -> ${plainText(after.amount, price)}`;

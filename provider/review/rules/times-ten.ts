import { Big } from "big.js";
import { type AmountChange, amountChanges, findingAbout } from "../compare/changes.js";
import { movesOf } from "../compare/moves.js";
import type { ChangeRule } from "./rule.js";

export const timesTen: ChangeRule = {
  code: "times-ten",
  doc:
    "An amount becomes 10, 100 or 1,000 times as much, or that part of it, within `timesTen.percent` (2 %): a point " +
    "or a zero is probably at the wrong place.",
  severity: "block",
  example: "the amount is multiplied by 10: EUR 9.90 → 99.00 (+900.0 %)",
  remedy: "correct the amount; or, if it is right, accept the change",
  looksAt: "change",
  check: (pairs, { timesTen: { percent } }) =>
    movesOf(pairs).flatMap((move) => {
      const { after } = move;
      const found = amountChanges(move).filter((change) => powerOfTen(change, percent) !== undefined);
      const powers = new Set(found.map((change) => powerOfTen(change, percent)));
      const [power = 0] = powers;
      const size = powers.size > 1 ? "a power of 10" : String(10 ** Math.abs(power));
      const how = powers.size === 1 && power < 0 ? "divided" : "multiplied";
      const what = found.length === 1 ? "the amount is" : "amounts are";
      return findingAbout(
        after,
        found,
        (listed) => `${what} ${how} by ${size}: ${listed}`,
        "correct the amount; or, if it is right, accept the change",
      );
    }),
};

/** The power of ten that the ratio of the amounts is near to. */
export function powerOfTen({ before, after }: AmountChange, percent: number): number | undefined {
  if (new Big(before.amount).eq(0)) return undefined;
  // Approximately; whether it is near enough is decided exactly.
  const power = Math.round(Math.log10(Number(after.amount) / Number(before.amount)));
  if (!Number.isFinite(power) || power === 0) return undefined;
  const expected = new Big(before.amount).times(new Big(10).pow(power));
  const isNear = new Big(after.amount).minus(expected).abs().times(100).lte(expected.abs().times(percent));
  return isNear ? power : undefined;
}

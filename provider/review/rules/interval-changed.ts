import { intervalWords, sameInterval } from "../../money/interval.js";
import { withCurrency } from "../compare/amounts.js";
import { changesOf, pricePairs } from "../compare/changes.js";
import { movesOf } from "../compare/moves.js";
import type { ChangeRule, RuleFinding } from "./rule.js";

export const intervalChanged: ChangeRule = {
  code: "interval-changed",
  doc: "A price is charged for another interval, so that the same amount is charged more or less often.",
  severity: "warn",
  example: "EUR 99.00 per month is charged per year",
  remedy: "write the former interval; or, to sell for another one, add a price",
  looksAt: "change",
  check: (pairs) =>
    movesOf(pairs).flatMap(({ before, after }): RuleFinding[] => {
      const found = pricePairs(before, after).find(
        (pair) =>
          pair.before.interval !== undefined &&
          pair.after.interval !== undefined &&
          !sameInterval(pair.before.interval, pair.after.interval),
      );
      if (!found) return [];
      const [was, is] = [intervalWords(found.before.interval), intervalWords(found.after.interval)];
      const [amount] = changesOf(found);
      const what = amount ? `${withCurrency(amount.before.amount, found.before)} ` : "the price ";
      const now =
        amount?.percent?.eq(0) === false ? `, and the amount is ${withCurrency(amount.after.amount, found.after)}` : "";
      return [
        {
          address: after.address,
          path: found.after.path,
          message: `${what}${was} is charged ${is}${now}`,
          remedy: "write the former interval; or, to sell for another one, add a price",
          values: `${was} -> ${is}`,
        },
      ];
    }),
};

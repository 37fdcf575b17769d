import { Big } from "big.js";
import type { Thresholds } from "../../accounts/review-config.js";
import { fractionDigits } from "../../fields/decimal.js";
import { unitOf } from "../compare/amounts.js";
import { type AmountChange, amountChanges, findingAbout } from "../compare/changes.js";
import { movesOf } from "../compare/moves.js";
import type { ChangeRule } from "./rule.js";

export const oneCentOff: ChangeRule = {
  code: "one-cent-off",
  doc:
    "An amount changes by no more than the smallest unit of its currency, or what `oneCentOff` sets for it, and by " +
    "less than 1 %: probably a slip of the finger.",
  severity: "warn",
  example: "the amount changes by no more than 0.01: EUR 19.99 → 19.98 (−0.1 %)",
  remedy: "write the former amount; or, if the new one is right, accept the change",
  looksAt: "change",
  check: (pairs, { oneCentOff }) =>
    movesOf(pairs).flatMap((move) => {
      const { after } = move;
      const found = amountChanges(move).filter((change) => isSlip(change, oneCentOff));
      const [first] = found;
      const most = first ? mostOf(first, oneCentOff) : "";
      return findingAbout(
        after,
        found,
        (listed) => `the amount changes by no more than ${most}: ${listed}`,
        "write the former amount; or, if the new one is right, accept the change",
      );
    }),
};

const isSlip = (change: AmountChange, configured: Thresholds["oneCentOff"]): boolean =>
  change.percent?.abs().lt(1) === true &&
  new Big(change.after.amount).minus(change.before.amount).abs().lte(mostOf(change, configured));

function mostOf({ before, after, price }: AmountChange, configured: Thresholds["oneCentOff"]): string {
  const set =
    price.currency !== undefined && Object.hasOwn(configured, price.currency) ? configured[price.currency] : undefined;
  if (set !== undefined) return set;
  const currency = unitOf(price);
  // Where the unit of amounts is not known, the decimals that are written show it.
  const written = Math.max(...[before, after].map(({ amount }) => amount.split(".")[1]?.length ?? 0));
  const digits = (currency === undefined ? undefined : fractionDigits(currency)) ?? Math.min(written, 2);
  return new Big(10).pow(-digits).toFixed();
}

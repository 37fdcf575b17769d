/** A limit of a price that is raised. */
import { Big } from "big.js";
import { sameInterval } from "../../money/interval.js";
import type { Part } from "../../money/price.js";
import { plainText, withCurrency } from "../compare/amounts.js";
import { pricePairs } from "../compare/changes.js";
import { movesOf } from "../compare/moves.js";
import type { ChangeRule, RuleFinding } from "./rule.js";

interface Limit {
  /** Absent: there is no limit. */
  readonly value: string | undefined;
  readonly text: string;
  /** The value is a quantity, not an amount. */
  readonly isQuantity?: true;
}

type LimitRule = Omit<ChangeRule, "looksAt" | "check"> & {
  /** "the cap is raised" */
  readonly what: string;
  /** undefined: a part of this type has none. `money` writes an amount. */
  readonly limits: (part: Part, money: (amount: string) => string) => Limit | undefined;
};

/** Parts are compared by their type and units. */
export const limitRule = ({ what, limits, ...rule }: LimitRule): ChangeRule => ({
  ...rule,
  looksAt: "change",
  check: (pairs) =>
    movesOf(pairs).flatMap(({ before, after }) => {
      const raised = pricePairs(before, after)
        .filter((pair) => sameInterval(pair.before.interval, pair.after.interval))
        .filter((pair) => pair.before.asWritten === pair.after.asWritten)
        .flatMap((pair) => {
          const old = Map.groupBy(pair.before.parts, identity);
          return pair.after.parts.flatMap((part) => {
            const [was, ...others] = old.get(identity(part)) ?? [];
            if (was === undefined || others.length > 0) return [];
            const from = limits(was, (amount) => withCurrency(amount, pair.before));
            const to = limits(part, (amount) => withCurrency(amount, pair.after));
            if (!from || !to || !isRaised(from.value, to.value)) return [];
            const plain = (limit: Limit): string =>
              limit.value === undefined
                ? "none"
                : limit.isQuantity
                  ? new Big(limit.value).toFixed()
                  : plainText(limit.value, pair.after);
            return [{ part, message: `${from.text} → ${to.text}`, values: `${plain(from)} -> ${plain(to)}` }];
          });
        });
      const [first] = raised;
      if (!first) return [];
      const finding: RuleFinding = {
        address: after.address,
        path: first.part.path,
        message: `${what}: ${raised.map(({ message }) => message).join("; ")}`,
        remedy: rule.remedy,
        values: raised.map(({ values }) => values).join(", "),
      };
      return [finding];
    }),
});

const identity = (part: Part): string => `${part.type} ${"of" in part ? part.of : ""}`;

/** No limit is the highest one. */
const isRaised = (was: string | undefined, is: string | undefined): boolean =>
  was !== undefined && (is === undefined || new Big(is).gt(was));

import { movesOf } from "../compare/moves.js";
import type { Side } from "../side.js";
import type { ChangeRule } from "./rule.js";

export const currencyChanged: ChangeRule = {
  code: "currency-changed",
  doc: "A price changes to another currency, or a product is no longer sold in a currency.",
  severity: "warn",
  example: "the currency changes: EUR → USD",
  remedy: "write the former currency; or, to sell in another one, add a price",
  looksAt: "change",
  check: (pairs) =>
    movesOf(pairs).flatMap(({ before, after }) => {
      const [was, is] = [currenciesOf(before), currenciesOf(after)];
      const gone = was.filter((currency) => !is.includes(currency));
      if (gone.length === 0 || is.length === 0 || [before, after].some(isUnclear)) return [];
      const added = is.filter((currency) => !was.includes(currency));
      const values = `${gone.join(", ")} -> ${added.length > 0 ? added.join(", ") : "none"}`;
      return [
        {
          address: after.address,
          path: after.prices[0]?.path ?? [],
          message:
            added.length > 0
              ? `the currency changes: ${gone.join(", ")} → ${added.join(", ")}`
              : `it is no longer sold in ${gone.join(", ")}`,
          remedy: "write the former currency; or, to sell in another one, add a price",
          values,
        },
      ];
    }),
};

const currenciesOf = ({ prices }: Side): readonly string[] => [
  ...new Set(prices.flatMap(({ currency }) => currency ?? [])),
];

const isUnclear = ({ prices }: Side): boolean => prices.some(({ currency }) => currency === undefined);

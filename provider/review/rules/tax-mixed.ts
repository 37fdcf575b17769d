import { activeOf, type Sibling } from "../compare/siblings.js";
import type { CatalogueRule } from "./rule.js";

export const taxMixed: CatalogueRule = {
  code: "tax-mixed",
  doc:
    "Prices of an account in the same currency treat tax differently: some include it, and others do not. Prices " +
    "that do not say it are not compared.",
  severity: "warn",
  example: "tax is exclusive here, but inclusive in the 2 other prices in EUR",
  remedy: "write the same for all prices in a currency",
  looksAt: "catalogue",
  check: (entries) => {
    const priced = activeOf(entries).flatMap((side) => side.prices.map((price): Sibling => ({ side, price })));
    const named = priced.filter(({ price }) => price.tax !== undefined && price.currency !== undefined);
    return [...Map.groupBy(named, ({ side, price }) => `${side.account} ${price.currency}`).values()].flatMap(
      (prices) => {
        const ways = [...Map.groupBy(prices, ({ price }) => price.tax as string)].toSorted(
          ([, a], [, b]) => b.length - a.length,
        );
        const [usual] = ways;
        if (!usual || ways.length < 2) return [];
        return ways.slice(1).flatMap(([tax, differing]) =>
          differing.map(({ side, price }) => ({
            address: side.address,
            path: price.path,
            message: `tax is ${tax} here, but ${usual[0]} in ${others(usual[1].length, price.currency)}`,
            remedy: `write ${usual[0]}, as in ${usual[1][0]?.side.address}`,
            values: `${price.currency} ${tax}`,
          })),
        );
      },
    );
  },
};

const others = (number: number, currency: string | undefined): string =>
  number === 1 ? `the other price in ${currency}` : `the ${number} other prices in ${currency}`;

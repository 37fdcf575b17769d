import { Big } from "big.js";
import { intervalFactor, intervalWords } from "../../money/interval.js";
import { plainText, withCurrency } from "../compare/amounts.js";
import { changesOf } from "../compare/changes.js";
import { type Family, familiesOf, type Sibling } from "../compare/siblings.js";
import type { CatalogueRule, RuleFinding } from "./rule.js";

export const yearlyDearer: CatalogueRule = {
  code: "yearly-dearer",
  doc:
    "A price for a year costs more than 12 times the monthly price of the same product in the same currency and " +
    "form; in the same way for other intervals of which one is a multiple of the other.",
  severity: "warn",
  example: "EUR 1,188.00 per year is more than 12 times EUR 89.00 per month (EUR 1,068.00)",
  remedy: "lower the price for the longer interval, or raise the other one",
  looksAt: "catalogue",
  check: (entries) => familiesOf(entries).flatMap(inFamily),
};

const inFamily = (family: Family): readonly RuleFinding[] =>
  family.flatMap((longer) => {
    const dearer = family.flatMap((shorter) => compared(shorter, longer));
    return dearer.slice(0, 1);
  });

function compared(shorter: Sibling, longer: Sibling): readonly RuleFinding[] {
  if (shorter.price.currency !== longer.price.currency || shorter.price.asWritten !== longer.price.asWritten) return [];
  const factor = intervalFactor(shorter.price.interval, longer.price.interval);
  if (factor === undefined || factor <= 1) return [];
  const dearer = changesOf({ before: shorter.price, after: longer.price }).find(
    ({ before, after }) => before.is === "price" && new Big(after.amount).gt(new Big(before.amount).times(factor)),
  );
  if (!dearer) return [];
  const { before, after } = dearer;
  const [short, long] = [shorter.price, longer.price];
  const most = new Big(before.amount).times(factor).toFixed();
  return [
    {
      address: longer.side.address,
      path: after.path,
      message:
        `${withCurrency(after.amount, long)} ${intervalWords(long.interval)} is more than ${factor} times ` +
        `${withCurrency(before.amount, short)} ${intervalWords(short.interval)} (${withCurrency(most, short)})`,
      remedy: `lower the price, or raise that of ${shorter.side.address}`,
      values: `${plainText(after.amount, long)} over ${plainText(most, short)}`,
    },
  ];
}

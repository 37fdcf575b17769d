import { intervalWords } from "../../money/interval.js";
import { intervalKey, offersOf, type Sibling } from "../compare/siblings.js";
import type { CatalogueRule, RuleFinding } from "./rule.js";

export const currencyMissing: CatalogueRule = {
  code: "currency-missing",
  doc: "A product has no price in a currency for one interval, although it has one for each of its other intervals.",
  severity: "warn",
  example: "there is no price per year in USD, but there is one per month",
  remedy: "add the price in this currency, or accept that it is not sold",
  looksAt: "catalogue",
  check: (entries) => offersOf(entries).flatMap(missingIn),
};

function missingIn(offer: readonly Sibling[]): RuleFinding[] {
  const priced = offer.filter(({ price }) => price.currency !== undefined && typeof price.interval === "object");
  const byInterval = [...Map.groupBy(priced, ({ price }) => intervalKey(price.interval)).values()];
  const currencies = byInterval.map((siblings) => new Set(siblings.map(({ price }) => price.currency as string)));
  return byInterval.flatMap((siblings, index): RuleFinding[] => {
    const others = currencies.filter((_set, other) => other !== index);
    const [own, first] = [currencies[index], others[0]];
    if (!own || !first) return [];
    const missing = [...first].filter((currency) => others.every((set) => set.has(currency)) && !own.has(currency));
    // Prices without a common currency are different offers.
    if (missing.length === 0 || ![...own].some((currency) => others.every((set) => set.has(currency)))) return [];
    const [sibling] = siblings;
    if (!sibling) return [];
    const other = priced.find(({ price }) => intervalKey(price.interval) !== intervalKey(sibling.price.interval));
    const names = missing.toSorted().join(" and ");
    return [
      {
        address: sibling.side.address,
        path: sibling.price.path,
        message:
          `there is no price ${intervalWords(sibling.price.interval)} in ${names}, ` +
          `but there is one ${intervalWords(other?.price.interval)}`,
        remedy: `add a price ${intervalWords(sibling.price.interval)} in ${names}`,
        values: missing.toSorted().join(", "),
      },
    ];
  });
}

/** Plausible catalogues with one mistake each: the rule for it says so. */
import { describe, expect, it } from "vitest";
import { findings } from "../../provider/review/findings.js";
import { Random } from "../support/random.js";
import { type Sane, saneCatalogue, type VendorName } from "./sane.js";
import { yamlOf } from "./sane-yaml.js";
import { pairsOf, sidesOf } from "./sides.js";

const VENDORS: readonly VendorName[] = ["sequence", "fynn", "polar"];
type Price = Sane["products"][number]["plans"][number]["prices"][number];

/** The catalogue with a mistake in the first price for which `mistake` gives another one. */
function planted(sane: Sane, mistake: (price: Price, all: readonly Price[]) => Price | undefined): Sane | undefined {
  for (const product of sane.products) {
    const [main] = product.plans;
    for (const price of main?.prices ?? []) {
      const wrong = mistake(price, main?.prices ?? []);
      if (!main || !wrong) continue;
      const prices = main.prices.map((other) => (other === price ? wrong : other));
      const plans = [{ ...main, prices }, ...product.plans.slice(1)];
      return { ...sane, products: sane.products.map((other) => (other === product ? { ...product, plans } : other)) };
    }
  }
  return undefined;
}

const flat = (price: Price, change: (amount: number) => number): Price | undefined =>
  price.charge.form === "flat"
    ? { ...price, charge: { form: "flat", amount: change(price.charge.amount) } }
    : undefined;
const has12th = (price: Price, all: readonly Price[]): boolean =>
  price.every === "month" && all.some(({ every, currency }) => every === "year" && currency === price.currency);

const MISTAKES: Readonly<Record<string, Parameters<typeof planted>[1]>> = {
  "times-ten": (price) => flat(price, (amount) => amount * 10),
  "big-change": (price) => flat(price, (amount) => Math.round(amount * 1.6)),
  "one-cent-off": (price) => flat(price, (amount) => (amount > 200 ? amount - 1 : amount)),
  "yearly-dearer": (price, all) =>
    has12th(price, all) ? flat(price, (amount) => Math.floor(amount * 0.7)) : undefined,
  "sibling-left-behind": (price, all) =>
    all.length > 1 ? flat(price, (amount) => Math.round(amount * 1.12)) : undefined,
  "total-falls": (price) =>
    price.charge.form === "seats" && !price.charge.graduated
      ? {
          ...price,
          charge: {
            ...price.charge,
            tiers: price.charge.tiers.map((tier, index) => ({ ...tier, amount: Math.ceil(tier.amount / (index + 1)) })),
          },
        }
      : undefined,
  "currency-changed": (price, all) => (all.length === 1 ? { ...price, currency: "NOK" } : undefined),
  "free-by-accident": (price, all) =>
    all.length > 1 && price.every !== "once" && price.currency !== "EUR" ? flat(price, () => 0) : undefined,
};

/** Where the mistake can be made: Polar has a type for a price of 0, and elsewhere a currency is part of the keys. */
const IS_MEANT: Readonly<Record<string, (sane: Sane) => boolean>> = {
  "free-by-accident": ({ vendor }) => vendor !== "polar",
  "currency-changed": ({ vendor }) => vendor === "polar",
};

describe("a mistake in a plausible catalogue", () => {
  it.each(Object.entries(MISTAKES))("%s is found", (code, mistake) => {
    const missed: string[] = [];
    let tried = 0;
    for (let number = 0; number < 90; number += 1) {
      const sane = saneCatalogue(VENDORS[number % VENDORS.length] as VendorName, new Random(number));
      const wrong = planted(sane, mistake);
      if (!wrong || yamlOf(wrong) === yamlOf(sane) || IS_MEANT[code]?.(sane) === false) continue;
      tried += 1;
      const found = findings({ pairs: pairsOf(sidesOf(yamlOf(sane)), sidesOf(yamlOf(wrong))) });
      if (!found.some((one) => one.code === code)) missed.push(yamlOf(wrong));
    }
    expect(tried).toBeGreaterThan(5);
    expect(missed).toEqual([]);
  });
});

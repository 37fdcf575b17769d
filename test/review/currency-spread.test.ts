/** Of the prices whose ratio is unusual, the one is named that is probably wrong. */
import { describe, expect, it } from "vitest";
import { catalogueFindings } from "../../provider/review/findings.js";
import { sidesOf } from "./sides.js";

type Prices = Readonly<Record<string, number>>;

const polar = (...products: readonly Prices[]): string =>
  `vendor: polar\nproducts:\n${products
    .map((prices, index) => {
      const list = Object.entries(prices).map(
        ([currency, amount]) => `{ amount_type: fixed, price_currency: ${currency}, price_amount: ${amount} }`,
      );
      return `  plan-${index}: { name: Plan ${index}, recurring_interval: month, prices: [${list.join(", ")}] }\n`;
    })
    .join("")}`;

const sequence = (...products: readonly Prices[]): string =>
  `vendor: sequence\nproducts:\n${products
    .map((prices, index) => {
      const list = Object.entries(prices).map(
        ([currency, amount]) =>
          `      monthly-${currency}: { name: Monthly, currency: ${currency.toUpperCase()}, ` +
          "billingFrequency: MONTHLY, " +
          `billingType: IN_ADVANCE, structure: { pricingType: FIXED, price: "${amount}" } }\n`,
      );
      return `  plan-${index}:\n    name: Plan ${index}\n    listPrices:\n${list.join("")}`;
    })
    .join("")}`;

const said = (text: string): string[] =>
  catalogueFindings({ entries: sidesOf(text) })
    .filter(({ code }) => code === "currency-spread")
    .map(({ address, message }) => `${address}: ${message.split(" is ")[0]}`);

const usual: readonly Prices[] = [
  { eur: 1000, usd: 1100, jpy: 1600 },
  { eur: 2000, usd: 2200, jpy: 3100 },
  { eur: 5000, usd: 5400, jpy: 8000 },
];

describe("currency-spread", () => {
  it.each([
    [{ eur: 3000, usd: 3300, jpy: 480_000 }, "polar/plan-3: JPY 480,000 for EUR 30.00"],
    [{ eur: 3000, usd: 330_000, jpy: 4800 }, "polar/plan-3: USD 3,300.00 for EUR 30.00"],
    [{ eur: 300_000, usd: 3300, jpy: 4800 }, "polar/plan-3: EUR 3,000.00 for JPY 4,800"],
    [{ eur: 3000, usd: 3300, jpy: 48 * 20 }, "polar/plan-3: JPY 960 for EUR 30.00"],
  ])("%j: %s", (prices, expected) => {
    expect(said(polar(...usual, prices))).toEqual([expected]);
  });

  it("names the currency that is used less where only two are known", () => {
    const [first, second, third] = usual.map(({ eur = 0, jpy = 0 }) => ({ eur, jpy }));
    const wrong = { eur: 3000, jpy: 480_000 };
    const found = said(
      sequence(...[first, second, third, wrong].flatMap((prices) => prices ?? []), { eur: 70 }, { eur: 80 }),
    );
    expect(found).toEqual(["sequence/plan-3/monthly-jpy: JPY 480,000 for EUR 3,000.00"]);
  });

  it("says nothing with fewer than three prices, and compares no prices of other accounts", () => {
    const wrong = { eur: 3000, usd: 3300, jpy: 480_000 };
    expect(said(polar(...usual.slice(1), wrong))).toHaveLength(1);
    expect(said(polar(...usual.slice(2), wrong))).toEqual([]);
    const other = polar(wrong).replace("vendor: polar", "vendor: polar\naccount: other");
    const both = sidesOf([polar(...usual), other]);
    expect(catalogueFindings({ entries: both })).toEqual([]);
  });
});

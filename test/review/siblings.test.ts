/** Which prices belong together: too many make false findings, too few make none. */
import { describe, expect, it } from "vitest";
import { familiesOf } from "../../provider/review/compare/siblings.js";
import { sidesOf } from "./sides.js";

const keysOf = (text: string): string[][] =>
  familiesOf(sidesOf(text)).map((family) =>
    family.map(({ side, price }) => `${side.address.split("/").slice(1).join("/")} ${price.currency}`),
  );

const INTERVALS = { m: "MONTHLY", q: "QUARTERLY", h: "HALF_YEARLY", y: "YEARLY", o: "ONE_TIME" } as const;

/** "monthly-eur m EUR": key, interval and currency. */
const listPrices = (...prices: readonly string[]): string =>
  `vendor: sequence\nproducts:\n  p:\n    name: P\n    listPrices:\n${prices
    .map((price) => {
      const [key = "", interval = "m", currency = "EUR", more = ""] = price.split(" ");
      const structure = `{ pricingType: FIXED, price: "${key.length}" }`;
      return (
        `      ${key}: { name: ${key}, currency: ${currency}, billingType: IN_ADVANCE, ` +
        `billingFrequency: ${INTERVALS[interval as keyof typeof INTERVALS]}, structure: ${structure}${more} }\n`
      );
    })
    .join("")}`;

describe("prices of a product", () => {
  it.each([
    [
      ["monthly m EUR", "yearly y EUR"],
      ["p/monthly EUR", "p/yearly EUR"],
    ],
    [
      ["eur-monthly m EUR", "usd-monthly m USD"],
      ["p/eur-monthly EUR", "p/usd-monthly USD"],
    ],
    [
      ["base m EUR", "base-annual y EUR"],
      ["p/base EUR", "p/base-annual EUR"],
    ],
    [
      ["base-half-yearly h EUR", "base-quarterly q EUR"],
      ["p/base-half-yearly EUR", "p/base-quarterly EUR"],
    ],
    [
      ["base-2026 m EUR", "base-yearly y EUR"],
      ["p/base-2026 EUR", "p/base-yearly EUR"],
    ],
  ])("%j belong together", (prices, together) => {
    expect(keysOf(listPrices(...prices))).toEqual([together]);
  });

  it.each([
    [["basic-monthly m EUR", "pro-yearly y EUR"]],
    // Charged monthly for a year: not the yearly price of the plan.
    [["pro-yearly m EUR", "pro y EUR"]],
    // Words for other currencies than the price's own.
    [["usd-monthly m EUR", "monthly m USD"]],
    [["monthly m EUR", "seats y EUR"]],
    // Two that could be meant.
    [["base m EUR", "base-2026 m EUR", "base-yearly y EUR"]],
    [["monthly m EUR", "yearly y EUR ,archived:true"]],
  ])("%j do not", (prices) => {
    expect(keysOf(listPrices(...prices).replaceAll(",archived:true", ", archived: true"))).toEqual([]);
  });
});

const products = (...all: readonly (readonly [key: string, name: string, interval: string])[]): string =>
  `vendor: polar\nproducts:\n${all
    .map(
      ([key, name, interval]) =>
        `  ${key}: { name: ${JSON.stringify(name)}, recurring_interval: ${interval}, ` +
        "prices: [{ amount_type: fixed, price_amount: 990 }] }\n",
    )
    .join("")}`;

describe("products that contain their prices", () => {
  it.each([
    ["by key", products(["pro", "Professional", "month"], ["pro-yearly", "Professional!", "year"])],
    ["by name", products(["p1", "Pro", "month"], ["p2", "Pro (annual)", "year"])],
  ])("belong together %s", (_how, text) => {
    expect(keysOf(text)).toHaveLength(1);
  });

  it.each([
    ["with other keys and names", products(["pro", "Pro", "month"], ["team-yearly", "Team, yearly", "year"])],
    [
      "with nothing but words for their intervals",
      products(["monthly", "Monthly", "month"], ["yearly", "Yearly", "year"]),
    ],
    ["for the same interval", products(["pro", "Pro", "month"], ["pro-monthly", "Pro, monthly", "month"])],
  ])("do not %s", (_how, text) => {
    expect(keysOf(text)).toEqual([]);
  });
});

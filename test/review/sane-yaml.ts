/** A plausible catalogue as the YAML of its vendor. */
import type { Sane } from "./sane.js";

type Plan = Sane["products"][number]["plans"][number];
type PlanPrice = Plan["prices"][number];

const major = (minor: number, currency: string): string =>
  currency === "JPY" ? String(minor) : (minor / 100).toFixed(2);
const words = { month: "monthly", year: "yearly", once: "once" } as const;
const line = (depth: number, text: string): string => `${"  ".repeat(depth)}${text}`;

export function yamlOf(sane: Sane): string {
  const write = { sequence, fynn, polar }[sane.vendor];
  const lines = sane.products.flatMap((product) => write(product, sane));
  return `${[`vendor: ${sane.vendor}`, "products:", ...lines].join("\n")}\n`;
}

const childKey = (plan: Plan, { every, currency }: PlanPrice, { keysEndInCurrency }: Sane): string =>
  [plan.key, ...(keysEndInCurrency ? [words[every], currency.toLowerCase()] : [currency.toLowerCase(), words[every]])]
    .filter((part) => part !== "")
    .join("-");

function sequence({ key, name, plans }: Sane["products"][number], sane: Sane): string[] {
  const frequency = { month: "MONTHLY", year: "YEARLY", once: "ONE_TIME" } as const;
  return [
    line(1, `${key}:`),
    line(2, `name: ${name}`),
    line(2, "listPrices:"),
    ...plans.flatMap((plan) =>
      plan.prices.flatMap((price) => [
        line(3, `${childKey(plan, price, sane)}:`),
        line(4, `name: ${plan.name}, ${words[price.every]}`),
        line(4, `currency: ${price.currency}`),
        line(4, `billingFrequency: ${frequency[price.every]}`),
        line(4, "billingType: IN_ADVANCE"),
        line(4, `structure: ${structure(price)}`),
        ...(plan.archived ? [line(4, "archived: true")] : []),
      ]),
    ),
  ];
}

function structure({ charge, currency, every }: PlanPrice): string {
  if (charge.form === "flat")
    return `{ pricingType: ${every === "once" ? "ONE_TIME" : "FIXED"}, price: "${major(charge.amount, currency)}" }`;
  const usage = charge.form === "usage";
  const tiers = charge.tiers.map(({ upTo, amount }) => {
    const bound = upTo === undefined ? "" : `, upperBound: "${upTo}"`;
    return `{ price: "${major(amount, currency)}"${bound}, isPricePercentage: false }`;
  });
  if (usage || charge.graduated) {
    const of = usage ? "API calls" : "Seats";
    const how = `usageMetric: ${of}, usageCalculationMode: BILLING_PERIOD`;
    return `{ pricingType: GRADUATED, ${how}, tiers: [${tiers.join(", ")}] }`;
  }
  return `{ pricingType: VOLUME, usageMetric: Seats, tiers: [${tiers.join(", ")}] }`;
}

function fynn({ key, name, plans }: Sane["products"][number], sane: Sane): string[] {
  const interval = { month: "1M", year: "1Y", once: undefined } as const;
  return [
    line(1, `${key}:`),
    line(2, `name: ${name}`),
    line(2, "type: product"),
    line(2, "pricePlans:"),
    ...plans.flatMap((plan) =>
      plan.prices.flatMap((price) => [
        line(3, `${childKey(plan, price, sane)}:`),
        line(4, `internalName: ${plan.name}, ${words[price.every]}, ${price.currency}`),
        line(4, `type: ${fynnType(price)}`),
        line(4, `currencyCode: ${price.currency}`),
        ...(interval[price.every] === undefined ? [] : [line(4, `billingInterval: ${interval[price.every]}`)]),
        line(4, `price: ${fynnPrice(price)}`),
        ...(plan.archived ? [line(4, "archived: true")] : []),
      ]),
    ),
  ];
}

const fynnType = ({ charge }: PlanPrice): string =>
  charge.form === "flat" ? "flat_fee" : charge.form === "usage" || charge.graduated ? "tiered" : "volume";

function fynnPrice({ charge }: PlanPrice): string {
  if (charge.form === "flat") return `{ amount: ${charge.amount} }`;
  let from = 1;
  const tiers = charge.tiers.map(({ upTo, amount }) => {
    const tier = `{ from: ${from}${upTo === undefined ? "" : `, to: ${upTo}`}, amount: ${amount} }`;
    from = (upTo ?? 0) + 1;
    return tier;
  });
  return `{ tiers: [${tiers.join(", ")}] }`;
}

/** A product of Polar holds all currencies of an interval. */
function polar({ key, plans }: Sane["products"][number], { tax }: Sane): string[] {
  return plans.flatMap((plan) =>
    [...Map.groupBy(plan.prices, ({ every }) => every)].flatMap(([every, prices]) => [
      line(1, `${[key, plan.key, every === "month" ? "" : words[every]].filter((part) => part !== "").join("-")}:`),
      line(2, `name: ${plan.name}${every === "year" ? ", yearly" : ""}`),
      ...(every === "once" ? [] : [line(2, `recurring_interval: ${every}`)]),
      ...(plan.archived ? [line(2, "archived: true")] : []),
      line(2, "prices:"),
      ...prices.map((price) => line(3, `- { ${polarPrice(price)}, tax_behavior: ${tax[price.currency]} }`)),
    ]),
  );
}

function polarPrice({ charge, currency }: PlanPrice): string {
  const code = `price_currency: ${currency.toLowerCase()}`;
  if (charge.form === "flat")
    return charge.amount === 0
      ? `amount_type: free, ${code}`
      : `amount_type: fixed, price_amount: ${charge.amount}, ${code}`;
  if (charge.form === "usage")
    return `amount_type: metered_unit, meter_id: calls, unit_amount: "${charge.tiers[1]?.amount ?? 1}", ${code}`;
  let from = 1;
  const tiers = charge.tiers.map(({ upTo, amount }) => {
    const tier = `{ min_seats: ${from}${upTo === undefined ? "" : `, max_seats: ${upTo}`}, price_per_seat: ${amount} }`;
    from = (upTo ?? 0) + 1;
    return tier;
  });
  const type = charge.graduated ? "graduated" : "volume";
  return `amount_type: seat_based, seat_tiers: { seat_tier_type: ${type}, tiers: [${tiers.join(", ")}] }, ${code}`;
}

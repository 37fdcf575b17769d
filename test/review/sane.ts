/**
 * Plausible catalogues, and plausible edits of them: what people sell, with the roundings that people make. They are
 * written without a look at the rules: currencies at rates that hold for the account, give or take; a year for 10 to 12
 * months; tiers whose unit price falls and whose total does not; free plans, set-up fees, usage with free units, old
 * plans that are archived. An edit raises all prices of some products by 3 to 15 percent, or adds a product.
 */
import type { Random } from "../support/random.js";

export type VendorName = "sequence" | "fynn" | "polar";

/** What is charged in one currency and interval. Amounts are whole numbers of the smallest unit. */
type Charge =
  | { readonly form: "flat"; readonly amount: number }
  | { readonly form: "seats"; readonly graduated: boolean; readonly tiers: readonly Tier[] }
  | { readonly form: "usage"; readonly tiers: readonly Tier[] };
interface Tier {
  readonly upTo?: number;
  readonly amount: number;
}

interface Plan {
  readonly key: string;
  readonly name: string;
  readonly prices: readonly PlanPrice[];
  readonly archived: boolean;
}
interface PlanPrice {
  readonly currency: string;
  readonly every: "month" | "year" | "once";
  readonly charge: Charge;
}
interface Product {
  readonly key: string;
  readonly name: string;
  readonly plans: readonly Plan[];
}
export interface Sane {
  readonly vendor: VendorName;
  readonly products: readonly Product[];
  readonly tax: Readonly<Record<string, string>>;
  readonly keysEndInCurrency: boolean;
}

const RATES: Readonly<Record<string, readonly [number, number]>> = {
  EUR: [1, 1],
  USD: [1, 1.2],
  GBP: [0.8, 1],
  CHF: [0.92, 1.1],
  SEK: [10.2, 12],
  JPY: [140, 175],
  INR: [30, 100],
};
const NAMES = "Basic Pro Team Scale Business Plus Start Growth Studio Core Agency Solo".split(" ");
const digitsOf = (currency: string): number => (currency === "JPY" ? 0 : 2);

/** Endings that people like, by the size of the amount in major units; charm prices among them. */
function neat(major: number, currency: string, random: Random, least = 0): number {
  const digits = digitsOf(currency);
  const factor = 10 ** digits;
  if (major < 1) return Math.max(1, Math.round(major * factor));
  const magnitude = 10 ** Math.floor(Math.log10(major));
  const steps = [magnitude / 10, magnitude / 20, magnitude / 100].filter((step) => step * factor >= 1);
  const step = random.pick(steps.length > 0 ? steps : [1 / factor]);
  const down = random.chance(0.3)
    ? major >= 20 && digits > 0 && step >= 1
      ? 1
      : step >= 0.1 && digits > 0
        ? 0.01
        : 0
    : 0;
  let amount = Math.round((Math.round(major / step) * step - down) * factor);
  while (amount <= least) amount += Math.round(step * factor);
  return amount;
}

export function saneCatalogue(vendor: VendorName, random: Random): Sane {
  const currencies = [
    ...new Set(["EUR", ...Array.from({ length: random.below(4) }, () => random.pick(Object.keys(RATES)))]),
  ];
  const rates = new Map(
    currencies.map((currency) => {
      const [least, most] = RATES[currency] ?? [1, 1];
      return [currency, least + random.next() * (most - least)];
    }),
  );
  const names = [...NAMES].sort(() => random.next() - 0.5).slice(0, 2 + random.below(6));
  const products = names.map((name) => product(name, currencies, rates, random));
  const tax = Object.fromEntries(currencies.map((currency) => [currency, random.pick(["inclusive", "exclusive"])]));
  return { vendor, products, tax, keysEndInCurrency: random.chance(0.7) };
}

function product(
  name: string,
  currencies: readonly string[],
  rates: ReadonlyMap<string, number>,
  random: Random,
): Product {
  const base = random.pick([4, 9, 15, 29, 49, 99, 199, 499]) * (0.8 + random.next() * 0.4);
  const key = name.toLowerCase();
  const sold = random.chance(0.8) ? currencies : currencies.slice(0, 1);
  const intervals = random.pick([["month"], ["month", "year"], ["month", "year"], ["year"]] as const);
  const months = random.pick([10, 10, 11, 12]);
  const wobble = new Map(sold.map((currency) => [currency, 0.9 + random.next() * 0.2]));
  const amountOf = (currency: string, times: number): number =>
    base * (rates.get(currency) ?? 1) * (wobble.get(currency) ?? 1) * times;
  const form = random.pick(["flat", "flat", "flat", "seats", "usage"] as const);
  const bounds = [random.pick([5, 10, 20]), random.pick([50, 100])];
  const graduated = random.chance(0.6);
  const main = sold.flatMap((currency) => {
    const monthly = chargeOf(form, currency, amountOf(currency, 1), bounds, graduated, random);
    return intervals.map((every): PlanPrice => {
      if (every === "month" || form === "usage") return { currency, every, charge: monthly };
      return { currency, every, charge: yearOf(monthly, months, currency, random) };
    });
  });
  const plans: Plan[] = [{ key: "", name, prices: main, archived: false }];
  if (random.chance(0.2)) {
    const cheap: PlanPrice = { currency: "EUR", every: "month", charge: { form: "flat", amount: 0 } };
    plans.push({ key: "free", name: `${name} Free`, prices: [cheap], archived: false });
  }
  if (random.chance(0.2)) {
    const fee = neat(random.pick([100, 500, 1500]), "EUR", random);
    plans.push({
      key: "setup",
      name: `${name} set-up`,
      prices: [{ currency: "EUR", every: "once", charge: { form: "flat", amount: fee } }],
      archived: false,
    });
  }
  if (random.chance(0.2)) {
    const old = neat(base * 0.7, "EUR", random);
    plans.push({
      key: "2024",
      name: `${name} (2024)`,
      prices: [{ currency: "EUR", every: "month", charge: { form: "flat", amount: old } }],
      archived: true,
    });
  }
  return { key, name, plans };
}

function chargeOf(
  form: Charge["form"],
  currency: string,
  major: number,
  bounds: readonly number[],
  graduated: boolean,
  random: Random,
): Charge {
  if (form === "flat") return { form, amount: neat(major, currency, random) };
  if (form === "usage") {
    const unit = Math.max(1, Math.round((major / 500) * 10 ** digitsOf(currency)));
    const tiers = [
      { upTo: 1000, amount: 0 },
      { upTo: 10_000, amount: unit },
      { amount: Math.max(1, Math.round(unit * 0.8)) },
    ];
    return { form, tiers };
  }
  const first = neat(major, currency, random);
  const [one = 5, two = 50] = bounds;
  // With a price for all seats, the next tier must not make the total fall.
  const next = graduated ? Math.round(first * 0.9) : Math.ceil((first * one) / (one + 1));
  const last = graduated ? Math.round(first * 0.8) : Math.ceil((next * two) / (two + 1));
  return { form, graduated, tiers: [{ upTo: one, amount: first }, { upTo: two, amount: next }, { amount: last }] };
}

function yearOf(monthly: Charge, months: number, currency: string, random: Random): Charge {
  const factor = 10 ** digitsOf(currency);
  if (monthly.form !== "flat")
    return { ...monthly, tiers: monthly.tiers.map((tier) => ({ ...tier, amount: tier.amount * months })) };
  const year = neat((monthly.amount / factor) * months, currency, random);
  return { form: "flat", amount: Math.min(year, monthly.amount * 12) };
}

/** All prices of some products dearer by about the same percentage, and rounded again; or a new product. */
export function saneEdit(before: Sane, random: Random): Sane {
  if (random.chance(0.15)) {
    const name = "Enterprise";
    const currencies = Object.keys(before.tax);
    const like = before.products[0]?.plans[0]?.prices ?? [];
    const { prices } = dearer({ key: "", name, prices: like, archived: false }, 3, random);
    return currencies.length === 0
      ? before
      : {
          ...before,
          products: [
            ...before.products,
            { key: "enterprise", name, plans: [{ key: "", name, prices, archived: false }] },
          ],
        };
  }
  const percent = 3 + random.next() * 12;
  const all = random.chance(0.3);
  const chosen = new Set(before.products.filter(() => all || random.chance(0.4)));
  return {
    ...before,
    products: before.products.map((item) =>
      chosen.has(item)
        ? { ...item, plans: item.plans.map((plan) => (plan.archived ? plan : dearer(plan, 1 + percent / 100, random))) }
        : item,
    ),
  };
}

function dearer(plan: Plan, times: number, random: Random): Plan {
  const prices = plan.prices.map((price) => ({
    ...price,
    charge: raised(price.charge, times, price.currency, random),
  }));
  return {
    ...plan,
    prices: prices.map((price) => {
      const monthly = prices.find(({ every, currency }) => every === "month" && currency === price.currency);
      return price.every === "year" && monthly ? { ...price, charge: atMost12(price.charge, monthly.charge) } : price;
    }),
  };
}

/** A year costs no more than 12 months. */
function atMost12(year: Charge, month: Charge): Charge {
  if (year.form === "flat")
    return month.form === "flat" ? { ...year, amount: Math.min(year.amount, month.amount * 12) } : year;
  if (year.form === "usage" || month.form === "flat") return year;
  const tiers = year.tiers.map((tier, index) => ({
    ...tier,
    amount: Math.min(tier.amount, (month.tiers[index]?.amount ?? tier.amount) * 12),
  }));
  return { ...year, tiers };
}

function raised(charge: Charge, times: number, currency: string, random: Random): Charge {
  const factor = 10 ** digitsOf(currency);
  if (charge.form === "flat")
    return charge.amount === 0
      ? charge
      : { form: "flat", amount: finer((charge.amount / factor) * times, currency, charge.amount, random) };
  const tiers = charge.tiers.map(({ amount, ...tier }) => ({ ...tier, amount: Math.round(amount * times) }));
  if (charge.form === "usage" || charge.graduated) return { ...charge, tiers };
  for (const [index, tier] of tiers.entries()) {
    const was = tiers[index - 1];
    if (was?.upTo !== undefined)
      tier.amount = Math.max(tier.amount, Math.ceil((was.amount * was.upTo) / (was.upTo + 1)));
  }
  return { ...charge, tiers };
}

/** Two digits at least, so that a raise of 3 % is one. */
function finer(major: number, currency: string, before: number, random: Random): number {
  const factor = 10 ** digitsOf(currency);
  const magnitude = 10 ** Math.floor(Math.log10(Math.max(major, 1 / factor)));
  const step = Math.max(magnitude / random.pick([20, 50, 100]), 1 / factor);
  const amount = Math.round(Math.round(major / step) * step * factor);
  return amount > before ? amount : Math.round(before + step * factor);
}

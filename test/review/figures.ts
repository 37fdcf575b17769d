/** Compares every figure of a review with what the second path derives from the YAML. */
import { parse } from "yaml";
import type { Change, Review } from "../../provider/review.js";
import { billOf, type Charge, type Entry, type Form, percentOf, written } from "./second-path.js";
import { formsOf } from "./second-path-vendors.js";

type PriceChange = NonNullable<Change["money"]>["prices"][number];
type Amounts = { readonly before?: string; readonly after?: string; readonly percent?: string };

export interface Catalogues {
  readonly before: string;
  readonly after: string;
  /** Fynn's amounts are in minor units. */
  readonly isMinor?: boolean;
}

export interface Checked {
  /** What is wrong, a line each. */
  readonly wrong: readonly string[];
  readonly figures: number;
  /** All decimals that words may name. */
  readonly known: ReadonlySet<string>;
}

export function checkFigures(review: Review, catalogues: Catalogues): Checked {
  const check = new Check(catalogues);
  for (const change of review.changes) check.change(change);
  check.priceList(review);
  return check;
}

/** "EUR 1,234.50 → 5" → ["1234.50", "5"]; names of meters and the like may hold digits too, and are left out. */
export const numbersIn = (text: string): string[] =>
  [...text.matchAll(/(?<![\w.-])\d[\d,]*(?:\.\d+)?(?![\w-])/g)].map(([number]) => number.replaceAll(",", ""));

class Check implements Checked {
  readonly wrong: string[] = [];
  readonly known = new Set<string>();
  figures = 0;
  readonly #before: Entry;
  readonly #after: Entry;
  readonly #isMinor: boolean;

  constructor({ before, after, isMinor = false }: Catalogues) {
    this.#before = parse(before);
    this.#after = parse(after);
    this.#isMinor = isMinor;
  }

  change(change: Change): void {
    const { address, formerAddress, action, money } = change;
    const [old, now] = [entryAt(this.#before, formerAddress ?? address), entryAt(this.#after, address)];
    const isKept = action === "retain" || action === "forbidden";
    const before = isKept ? [] : this.#formsOf(old);
    const after = isKept ? [] : this.#formsOf(now);
    // Words may also name prices that nobody can buy any more, and amounts one by one.
    const [was, is] = [old, now].map((entry) => this.#formsOf(entry && { ...entry, archived: false }));
    for (const form of [...(was ?? []), ...(is ?? [])]) for (const number of numbersOf(form)) this.known.add(number);
    for (const number of percentsOfAmounts(was ?? [], is ?? [])) this.known.add(number);
    this.#same(
      `${address}: currencies before`,
      currencies(money?.prices, "before"),
      before.map(currencyOf).sort().join(),
    );
    this.#same(`${address}: currencies after`, currencies(money?.prices, "after"), after.map(currencyOf).sort().join());
    const examples = { ...examplesOf(this.#after), ...examplesOf(productAt(this.#after, address)) };
    for (const price of money?.prices ?? []) this.#price(address, price, before, after, examples);
    for (const text of [change.sentence, ...change.consequences])
      this.#words(`${address}: ${text}`, withoutFields(text, change));
  }

  priceList({ priceList }: Review): void {
    for (const { prices } of priceList) {
      for (const { address, text } of prices) {
        const numbers = this.#formsOf(entryAt(this.#after, address)).flatMap(numbersOf);
        for (const number of numbersIn(text)) this.#is(`${address}: ${number} in "${text}"`, numbers.includes(number));
      }
    }
  }

  #formsOf = (entry: Entry | undefined): readonly Form[] =>
    formsOf(String(this.#after["vendor"]), entry, this.#isMinor);

  #price(
    address: string,
    price: PriceChange,
    before: readonly Form[],
    after: readonly Form[],
    examples: Examples,
  ): void {
    const where = `${address} in ${price.after?.currency ?? price.before?.currency}`;
    const old = price.before && before.find(({ currency }) => currency === price.before?.currency);
    const now = price.after && after.find(({ currency }) => currency === price.after?.currency);
    this.#stated(`${where} before`, price.before, old);
    this.#stated(`${where} after`, price.after, now);
    this.#same(`${where}: percent`, price.percent, percentOfPrices(old, now));
    if (price.percent !== undefined)
      this.#same(`${where}: direction`, price.direction, price.percent.startsWith("+") ? "up" : "down");
    const of = price.totals?.of;
    for (const row of price.totals?.rows ?? []) {
      const units = (charge: Charge): number => (charge.of === of ? Number(row.quantity) : 0);
      this.known.add(row.quantity);
      this.#amounts(`${where}: ${row.quantity} ${of}`, row, billOf(old, units), billOf(now, units), old, now);
    }
    for (const [side, form] of [
      ["before", old],
      ["after", now],
    ] as const) {
      const corners = price.totals?.curve[side] ?? [];
      for (const [index, [quantity, total]] of corners.entries()) {
        // The second of two is the total right after a jump.
        if (!/^\d+$/.test(quantity) || corners[index - 1]?.[0] === quantity) continue;
        const expected = billOf(form, (charge) => (charge.of === of ? Number(quantity) : 0));
        this.#same(
          `${where}: curve ${side} at ${quantity}`,
          total,
          expected === undefined ? undefined : written(expected, form?.digits),
        );
      }
    }
    this.#bills(where, price, examples, old, now);
  }

  #bills(
    where: string,
    { bills }: PriceChange,
    examples: Examples,
    old: Form | undefined,
    now: Form | undefined,
  ): void {
    const expected = Object.entries(examples).filter(([, quantities]) => {
      const units = unitsFor(quantities);
      const charges = [...(old?.charges ?? []), ...(now?.charges ?? [])].filter(({ of }) => of !== undefined);
      return (
        charges.some((charge) => units(charge) !== undefined) &&
        (billOf(old, units) ?? billOf(now, units)) !== undefined
      );
    });
    this.#same(`${where}: customers`, bills.map(({ name }) => name).join(), expected.map(([name]) => name).join());
    for (const bill of bills) {
      const units = unitsFor(examples[bill.name] ?? {});
      for (const quantity of Object.values(bill.quantities)) this.known.add(quantity);
      this.#amounts(`${where}: ${bill.name}`, bill, billOf(old, units), billOf(now, units), old, now);
    }
  }

  #amounts(
    where: string,
    given: Amounts,
    old: bigint | undefined,
    now: bigint | undefined,
    was?: Form,
    is?: Form,
  ): void {
    const text = (amount: bigint | undefined, form: Form | undefined): string | undefined =>
      amount === undefined ? undefined : written(amount, form?.digits);
    this.#same(`${where}: before`, given.before, text(old, was));
    this.#same(`${where}: after`, given.after, text(now, is));
    // Bills of different intervals are not compared.
    const percent = given.percent === undefined && was?.every !== is?.every ? undefined : percentOf(old, now);
    this.#same(`${where}: percent`, given.percent, percent);
  }

  #stated(where: string, stated: PriceChange["before"], form: Form | undefined): void {
    this.#is(`${where}: a price without an entry`, (stated === undefined) === (form === undefined));
    if (!stated || !form) return;
    const single = singleOf(form);
    const amount = single === undefined || single.isShare ? undefined : written(single.amount, form.digits);
    this.#same(`${where}: amount`, stated.amount, amount);
    const numbers = numbersOf(form);
    for (const number of numbersIn(stated.text))
      this.#is(`${where}: ${number} in "${stated.text}"`, numbers.includes(number));
    if (amount === undefined || single?.amount === 0n) return;
    this.#same(`${where}: first number`, numbersIn(stated.text)[0], amount);
  }

  /** Numbers in sentences are those of the prices. */
  #words(where: string, text: string): void {
    for (const number of numbersIn(text)) this.#is(`${number} in ${where}`, this.known.has(number));
  }

  #same(where: string, given: string | undefined, expected: string | undefined): void {
    this.#is(`${where}: ${given} instead of ${expected}`, given === expected);
    if (expected !== undefined) for (const number of numbersIn(expected.replace(/^[+−]/, ""))) this.known.add(number);
  }

  #is(what: string, isRight: boolean): void {
    this.figures += 1;
    if (!isRight) this.wrong.push(what);
  }
}

type Examples = Readonly<Record<string, Readonly<Record<string, string | number>>>>;

const currencyOf = ({ currency }: Form): string => currency;
const currencies = (prices: readonly PriceChange[] = [], side: "before" | "after"): string =>
  prices
    .flatMap((price) => price[side]?.currency ?? [])
    .sort()
    .join();

const singleOf = ({ charges: [charge, ...others] }: Form): Charge["single"] =>
  others.length > 0 ? undefined : charge?.single;

function percentOfPrices(old: Form | undefined, now: Form | undefined): string | undefined {
  const [was, is] = [old && singleOf(old), now && singleOf(now)];
  if (!was || !is || was.like !== is.like || old?.currency !== now?.currency || old?.every !== now?.every)
    return undefined;
  return percentOf(was.amount, is.amount);
}

const numbersOf = ({ charges, digits, every }: Form): string[] => [
  ...charges.flatMap(({ amounts, numbers }) => [...amounts.map((amount) => written(amount, digits)), ...numbers]),
  String(every),
];

/** How each amount changes, where prices have as many amounts as before: "8.3". */
const percentsOfAmounts = (before: readonly Form[], after: readonly Form[]): string[] =>
  after.flatMap((form) => {
    const old = before.find(({ currency }) => currency === form.currency);
    const [was, is] = [old, form].map((one) => one?.charges.flatMap(({ amounts }) => amounts) ?? []);
    if (was?.length !== is?.length) return [];
    return (is ?? []).flatMap((amount, index) => numbersIn(percentOf(was?.[index], amount)?.slice(1) ?? ""));
  });

/** Values of fields are no figures: "trial_interval_count: 30 → 14". */
const withoutFields = (text: string, { fields }: Change): string =>
  fields.reduce((rest, { path, before, after }) => rest.replace(`${path}: ${before} → ${after}`, ""), text);

/** "polar/pro", or "fynn/seat/monthly" below a product. */
function entryAt(catalogue: Entry, address: string): Entry | undefined {
  const [, , child] = address.split("/");
  const product = productAt(catalogue, address);
  if (child === undefined || product === undefined) return product;
  return ((product["listPrices"] ?? product["pricePlans"]) as Readonly<Record<string, Entry>> | undefined)?.[child];
}

const productAt = (catalogue: Entry, address: string): Entry | undefined =>
  (catalogue["products"] as Readonly<Record<string, Entry>>)[address.split("/")[1] ?? ""];

const examplesOf = (entry: Entry | undefined): Examples => (entry?.["x-examples"] ?? {}) as Examples;

const unitsFor =
  (quantities: Examples[string]) =>
  ({ of = "", isSeat }: Charge): number | undefined => {
    const quantity = quantities[of] ?? (isSeat ? quantities["seats"] : undefined);
    return quantity === undefined ? undefined : Number(quantity);
  };

/**
 * What customers pay, computed a second time from the YAML itself: unit by unit, in whole numbers. It shares no code
 * with provider/, and knows of the vendors' forms what their pages say.
 */

type Yaml = string | number | boolean | null | undefined | readonly Yaml[] | { readonly [key: string]: Yaml };
export type Entry = Readonly<Record<string, Yaml>>;

/** Amounts are whole numbers of 10⁻¹⁸ of a major unit. */
const DIGITS = 18;

/** One price of an entry, in one currency. */
export interface Form {
  readonly currency: string;
  /** Of the currency; undefined: amounts are taken as they are written. */
  readonly digits: number | undefined;
  /** Months of an interval, or how often else it is charged. */
  readonly every: number | string;
  readonly charges: readonly Charge[];
}

export interface Charge {
  /** Absent: it is charged once a period, whatever the quantity. */
  readonly of?: string;
  readonly isSeat?: boolean;
  /** undefined: the customer chooses, or nobody can have so many. */
  readonly total: (units: number) => bigint | undefined;
  /** The only number that decides it. `like`: equal for charges that can be compared by it. */
  readonly single?: { readonly amount: bigint; readonly isShare: boolean; readonly like: string };
  /** All amounts and other numbers that words about the price may name. */
  readonly amounts: readonly bigint[];
  readonly numbers: readonly string[];
}

/** `shift`: decimals by which the written amount is moved, 2 for cents. */
function scaled(value: Yaml, shift = 0): bigint {
  const [, sign, whole = "", fraction = ""] = /^(-?)(\d*)\.?(\d*)$/.exec(String(value)) ?? [];
  const digits = BigInt(whole + fraction.padEnd(DIGITS, "0"));
  return (sign === "-" ? -digits : digits) / 10n ** BigInt(shift);
}

const digitsOf = (currency: string): number => (currency === "JPY" ? 0 : 2);
const list = (value: Yaml): readonly Entry[] => (Array.isArray(value) ? value : []) as readonly Entry[];
const map = (value: Yaml): Entry => (typeof value === "object" && value !== null ? (value as Entry) : {});

/** With at least so many decimals, and with all that there are. */
export function written(amount: bigint, digits = 0): string {
  const text = String(amount < 0n ? -amount : amount).padStart(DIGITS + 1, "0");
  const fraction = text.slice(-DIGITS).replace(/0+$/, "").padEnd(digits, "0");
  return `${amount < 0n ? "-" : ""}${text.slice(0, -DIGITS)}${fraction === "" ? "" : `.${fraction}`}`;
}

const halfUp = (amount: bigint, digits: number): bigint => {
  const unit = 10n ** BigInt(DIGITS - digits);
  return ((amount + unit / 2n) / unit) * unit;
};

interface Tier {
  readonly last: number;
  readonly unit: bigint;
  readonly flat: bigint;
}

const tierAt = (tiers: readonly Tier[], unit: number): number => tiers.findIndex(({ last }) => unit <= last);

/** Each unit at the price of its own tier, and the flat amounts of all that are reached. */
const eachItsOwn =
  (tiers: readonly Tier[], fromZero: boolean) =>
  (units: number): bigint => {
    let [total, reached] = [0n, fromZero ? 0 : -1];
    for (let unit = 1; unit <= units; unit++) {
      reached = tierAt(tiers, unit);
      total += tiers[reached]?.unit ?? 0n;
    }
    return total + tiers.slice(0, reached + 1).reduce((sum, { flat }) => sum + flat, 0n);
  };

/** All units at the price of the tier that the quantity is in. */
const allAlike =
  (tiers: readonly Tier[], fromZero: boolean) =>
  (units: number): bigint => {
    if (units === 0 && !fromZero) return 0n;
    const tier = tiers[tierAt(tiers, units)];
    let total = tier?.flat ?? 0n;
    for (let unit = 1; unit <= units; unit++) total += tier?.unit ?? 0n;
    return total;
  };

const flat = (amount: bigint): Charge => ({
  total: () => amount,
  single: { amount, isShare: false, like: "flat" },
  amounts: [amount],
  numbers: [],
});

const perUnit = (amount: bigint, of: string, cap?: bigint): Charge => ({
  of,
  total: (units) => {
    let total = 0n;
    for (let unit = 1; unit <= units; unit++) total += amount;
    return cap !== undefined && total > cap ? cap : total;
  },
  single: { amount, isShare: false, like: `unit ${of} ${cap}` },
  amounts: cap === undefined ? [amount] : [amount, cap],
  numbers: [],
});

/** `percent`: 1 is one hundredth of the value. */
const share = (percent: bigint, of: string): Charge => ({
  of,
  total: (units) => (BigInt(units) * percent) / 100n,
  single: { amount: percent, isShare: true, like: `share ${of}` },
  amounts: [],
  numbers: [written(percent)],
});

interface Limits {
  readonly least?: number;
  readonly most?: number;
  readonly fromZero?: boolean;
  readonly isSeat?: boolean;
}

function tiered(how: "volume" | "graduated", tiers: readonly Tier[], of: string, limits: Limits = {}): Charge {
  const { least = 0, most = Number.POSITIVE_INFINITY, fromZero = false, isSeat = false } = limits;
  const sum = (how === "graduated" ? eachItsOwn : allAlike)(tiers, fromZero);
  const [only, ...others] = tiers;
  const isSingle = only && others.length === 0 && only.last === Number.POSITIVE_INFINITY && only.flat === 0n;
  return {
    of,
    isSeat,
    total: (units) => (units > most ? undefined : sum(Math.max(units, least))),
    ...(isSingle
      ? { single: { amount: only.unit, isShare: false, like: `tiers ${isSeat ? "seat" : how} ${of} ${least} ${most}` } }
      : {}),
    amounts: tiers.flatMap(({ unit, flat }) => [unit, flat]),
    numbers: [least, most].filter(Number.isFinite).map(String),
  };
}

const EVERY: Readonly<Record<string, number | string>> = {
  MONTHLY: 1,
  QUARTERLY: 3,
  HALF_YEARLY: 6,
  YEARLY: 12,
  ONE_TIME: "once",
};

/** https://docs.sequencehq.com/reference/latest/product/create-a-list-price: amounts in major units. */
function sequence(entry: Entry): Form[] {
  const structure = map(entry["structure"]);
  const type = String(structure["pricingType"]);
  const of = String(structure["usageMetric"] ?? structure["usageMetricId"] ?? structure["seatMetric"] ?? "units");
  const tiers = list(structure["tiers"]).map(
    (tier): Tier => ({
      last: tier["upperBound"] === undefined ? Number.POSITIVE_INFINITY : Number(tier["upperBound"]),
      unit: scaled(tier["price"]),
      flat: scaled(tier["fee"] ?? 0),
    }),
  );
  const charge = (): Charge => {
    switch (type) {
      case "LINEAR":
        return structure["isPricePercentage"] === true
          ? share(scaled(structure["pricePerUnit"]) * 100n, of)
          : perUnit(scaled(structure["pricePerUnit"]), of);
      case "PACKAGE": {
        const [size, amount] = [Number(structure["packageSize"]), scaled(structure["pricePerPackage"])];
        return {
          of,
          total: (units) => {
            let total = 0n;
            for (let begun = 0; begun < units; begun += size) total += amount;
            return total;
          },
          single: { amount, isShare: false, like: `package ${size} ${of}` },
          amounts: [amount],
          numbers: [String(size)],
        };
      }
      case "SEAT_BASED": {
        const one = { last: Number.POSITIVE_INFINITY, unit: scaled(structure["pricePerSeat"]), flat: 0n };
        const least = Number(structure["contractedMinimumSeats"]);
        const limits = { least, fromZero: true, isSeat: true };
        return tiered("graduated", tiers.length > 0 ? tiers : [one], of, limits);
      }
      case "GRADUATED":
        return tiered("graduated", tiers, of, { fromZero: true });
      case "VOLUME":
        return tiered("volume", tiers, of, { fromZero: true });
      default:
        return flat(scaled(structure["price"]));
    }
  };
  const currency = String(entry["currency"]);
  const every = type === "ONE_TIME" ? "once" : (EVERY[String(entry["billingFrequency"])] ?? "never");
  return [{ currency, digits: digitsOf(currency), every, charges: [charge()] }];
}

/** https://docs.fynn.eu/en/guide/catalogue/prices/introduction; the unit of amounts is a setting. */
function fynn(entry: Entry, isMinor: boolean): Form[] {
  const currency = String(entry["currencyCode"]);
  const price = map(entry["price"]);
  const money = (value: Yaml): bigint => scaled(value, isMinor ? digitsOf(currency) : 0);
  const isStair = entry["type"] === "stair_step";
  const tiers = list(price["tiers"]).map(
    (tier): Tier => ({
      last: tier["to"] === undefined ? Number.POSITIVE_INFINITY : Number(tier["to"]),
      unit: isStair ? 0n : money(tier["amount"]),
      flat: isStair ? money(tier["amount"]) : 0n,
    }),
  );
  const charge = (): Charge => {
    switch (entry["type"]) {
      case "per_unit":
        return perUnit(money(price["amount"]), "units");
      case "percentage":
        return share(scaled(price["percentage"]), "value");
      case "tiered":
        return tiered("graduated", tiers, "units");
      case "volume":
      case "stair_step":
        return tiered("volume", tiers, "units");
      default:
        return flat(money(price["amount"]));
    }
  };
  const [, count, unit] = /^(\d+)([MY])$/.exec(String(entry["billingInterval"])) ?? [];
  const every = count === undefined ? "never" : Number(count) * (unit === "Y" ? 12 : 1);
  return [{ currency, digits: isMinor ? digitsOf(currency) : undefined, every, charges: [charge()] }];
}

/** https://polar.sh/docs/api-reference/products/create: amounts in minor units. */
function polar(entry: Entry): Form[] {
  const interval = entry["recurring_interval"];
  const every =
    interval === undefined ? "once" : interval === "year" ? 12 : interval === "month" ? 1 : String(interval);
  const forms = new Map<string, Form>();
  for (const price of list(entry["prices"])) {
    const currency = String(price["price_currency"] ?? "usd").toUpperCase();
    const digits = digitsOf(currency);
    const before = forms.get(currency)?.charges ?? [];
    forms.set(currency, { currency, digits, every, charges: [...before, polarCharge(price, digits)] });
  }
  return [...forms.values()];
}

function polarCharge(price: Entry, digits: number): Charge {
  const cents = (value: Yaml): bigint => scaled(value, digits);
  switch (price["amount_type"]) {
    case "free":
      return { total: () => 0n, amounts: [], numbers: [] };
    case "custom": {
      const named = [price["minimum_amount"] ?? 50, price["maximum_amount"], price["preset_amount"]];
      const amounts = named.filter((amount) => amount !== undefined).map(cents);
      return { total: () => undefined, amounts, numbers: [] };
    }
    case "metered_unit": {
      const cap = price["cap_amount"] === undefined ? undefined : cents(price["cap_amount"]);
      return perUnit(cents(price["unit_amount"]), String(price["meter"] ?? price["meter_id"]), cap);
    }
    case "seat_based": {
      const { seat_tier_type: how = "volume", tiers: given } = map(price["seat_tiers"]);
      const tiers = list(given).map((tier): Tier => {
        const last = tier["max_seats"] === undefined ? Number.POSITIVE_INFINITY : Number(tier["max_seats"]);
        return { last, unit: cents(tier["price_per_seat"]), flat: 0n };
      });
      const first = Number(list(given)[0]?.["min_seats"]);
      const least = first === 1 ? 0 : first;
      const limits = { least, most: tiers.at(-1)?.last ?? 0, isSeat: true };
      return tiered(how as "volume", tiers, "seats", limits);
    }
    case "unit_based": {
      const { type, tiers: given } = map(price["tiers"]);
      const tiers = list(given).map((tier): Tier => {
        const last = tier["bound"] === undefined ? Number.POSITIVE_INFINITY : Number(tier["bound"]);
        return { last, unit: cents(tier["unit_amount"]), flat: 0n };
      });
      const label = map(map(price["unit_label"])["en"])["other"];
      return tiered(type as "volume", tiers, String(label ?? "units"), { most: tiers.at(-1)?.last ?? 0 });
    }
    default:
      return flat(cents(price["price_amount"]));
  }
}

/** What an entry of the YAML is sold for; nobody can buy what is archived. `isMinor`: Fynn's amounts are cents. */
export function formsOf(vendor: string, entry: Entry | undefined, isMinor: boolean): readonly Form[] {
  if (!entry || entry["archived"] === true) return [];
  if (vendor === "polar") return entry["prices"] === undefined ? [] : polar(entry);
  if (vendor === "fynn") return entry["price"] === undefined ? [] : fynn(entry, isMinor);
  return entry["structure"] === undefined ? [] : sequence(entry);
}

/** The amount of one charge as it is charged: in the decimals of its currency. */
const charged = (amount: bigint, { digits }: Form): bigint => (digits === undefined ? amount : halfUp(amount, digits));

/** undefined: there is no such bill. */
export function billOf(form: Form | undefined, units: (charge: Charge) => number | undefined): bigint | undefined {
  if (!form) return undefined;
  let sum = 0n;
  for (const charge of form.charges) {
    const number = charge.of === undefined ? 0 : units(charge);
    const total = number === undefined ? undefined : charge.total(number);
    if (total === undefined) return undefined;
    sum += charged(total, form);
  }
  return sum;
}

/** "+10.1 %"; with one digit that is not 0 where one decimal shows nothing. undefined: no change, or from nothing. */
export function percentOf(before: bigint | undefined, after: bigint | undefined): string | undefined {
  if (before === undefined || after === undefined || before <= 0n || before === after) return undefined;
  const difference = after > before ? after - before : before - after;
  for (let digits = 1; ; digits++) {
    const times = 10n ** BigInt(digits) * 100n;
    const rounded = (difference * times * 2n + before) / (before * 2n);
    if (rounded === 0n) continue;
    const text = String(rounded).padStart(digits + 1, "0");
    return `${after > before ? "+" : "−"}${text.slice(0, -digits)}.${text.slice(-digits)} %`;
  }
}

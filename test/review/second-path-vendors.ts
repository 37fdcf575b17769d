/** The forms in which vendors write prices, read a second time: what their pages say, without a look at provider/. */
import {
  type Charge,
  digitsOf,
  type Entry,
  type Form,
  flat,
  list,
  map,
  perUnit,
  scaled,
  share,
  type Tier,
  tiered,
  type Yaml,
} from "./second-path.js";

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

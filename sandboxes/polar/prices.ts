/** Prices as the server checks, completes and answers them. */
import { type Json, type JsonObject, own } from "../json.ts";
import { asObject } from "../sandbox.ts";
import { type Complain, seatBased, unitBased } from "./tiers.ts";
import { type Complaint, isGiven } from "./wire.ts";

const MINIMUM: Record<string, number> = {
  usd: 50,
  eur: 50,
  gbp: 40,
  chf: 50,
  cad: 70,
  aud: 70,
  sek: 500,
  dkk: 320,
  jpy: 80,
};
/** Highest amounts; currencies of little worth have more room. */
const MAXIMUM: Record<string, number> = {
  ars: 140_000_000,
  cdf: 280_000_000,
  cop: 400_000_000,
  idr: 1_600_000_000,
  khr: 400_000_000,
  lak: 2_100_000_000,
  mnt: 350_000_000,
  mwk: 175_000_000,
  ngn: 155_000_000,
  tzs: 250_000_000,
  ugx: 370_000_000,
  uzs: 1_250_000_000,
};
const DEFAULT_CURRENCY = "usd";

export interface NewPrices {
  readonly recurring: boolean;
  /** The members that an answer shows of a meter; undefined: there is no such meter. */
  readonly meter: (id: string) => JsonObject | undefined;
}

/** Reads new prices, defaults filled in; complaints about them go into `problems`. */
export function newPrices(
  value: Json | undefined,
  tag: readonly string[],
  options: NewPrices,
  problems: Complaint[],
): JsonObject[] {
  const none: Complaint = {
    loc: ["body", ...tag, "prices"],
    msg: "At least one price is required.",
    type: "value_error",
  };
  if (!Array.isArray(value) || value.length === 0) {
    problems.push(none);
    return [];
  }
  const made = value.flatMap((one, index): JsonObject[] => {
    const price = asObject(one as Json);
    const type = String(price["amount_type"]);
    const complain: Complain = (member, msg, kind) => {
      const inside = tag.length > 0 ? [type] : [];
      problems.push({
        loc: ["body", ...tag, "prices", index, ...inside, ...(member === "" ? [] : [member].flat())],
        msg,
        type: kind,
      });
      return undefined;
    };
    const read = own(READERS, type);
    if (!read) {
      complain(
        "",
        `Input tag '${type}' found using 'amount_type' does not match any of the expected tags`,
        "union_tag_invalid",
      );
      return [];
    }
    const currency = price["price_currency"] ?? DEFAULT_CURRENCY;
    if (typeof currency !== "string" || !/^[a-z]{3}$/.test(currency)) {
      complain("price_currency", "Input should be 'usd', 'eur', …", "enum");
      return [];
    }
    if (!options.recurring && (type.startsWith("metered_") || type === "unit_based")) {
      complain("", "Metered pricing is not supported on one-time products.", "value_error");
      return [];
    }
    const found = read(price, { currency, complain, ...options });
    return found ? [{ ...found, price_currency: currency, tax_behavior: price["tax_behavior"] ?? null }] : [];
  });
  // The server reports what follows from a bad price as well.
  if (made.length === 0) problems.push(none);
  return made;
}

interface Reading extends NewPrices {
  readonly currency: string;
  readonly complain: Complain;
}
type Reader = (price: JsonObject, reading: Reading) => JsonObject | undefined;

function amountOf(
  price: JsonObject,
  member: string,
  optional: boolean,
  { currency, complain }: Reading,
): number | null | undefined {
  const given = price[member];
  if (given === undefined || given === null) return optional ? null : complain(member, "Field required", "missing");
  const number = typeof given === "string" ? Number(given) : given;
  if (typeof number !== "number" || !Number.isInteger(number))
    return complain(member, "Input should be a valid integer, got a number with a fractional part", "int_from_float");
  const least = MINIMUM[currency] ?? 50;
  if (number !== 0 && number < least)
    return complain(member, `Amount must be at least ${least} or 0 for free pricing`, "minimum_price");
  const most = MAXIMUM[currency] ?? 99_999_999;
  return number > most ? complain(member, `Amount must be at most ${most}`, "maximum_price") : number;
}

/** Kept with 12 places, and with at most 5 digits before the point. */
function decimalOf(price: JsonObject, member: string, { complain }: Reading): string | undefined {
  const given = price[member];
  if (given === undefined || given === null) return complain(member, "Field required", "missing");
  const text = String(given);
  const found = /^([0-9]+)(?:\.([0-9]+))?$/.exec(text);
  if (!found) return complain(member, "Input should be a valid decimal", "decimal_parsing");
  const [, whole = "", fraction = ""] = found;
  if (whole.replace(/^0+/, "").length > 5)
    return complain(member, "Decimal input should have no more than 5 digits before the point", "decimal_whole_digits");
  if (fraction.length > 12)
    return complain(member, "Decimal input should have no more than 12 decimal places", "decimal_max_places");
  return Number(text) > 0 ? text : complain(member, "Input should be greater than 0", "greater_than");
}

function metered(price: JsonObject, reading: Reading): JsonObject | undefined {
  const id = price["meter_id"];
  if (!isGiven(id)) return reading.complain("meter_id", "Field required", "missing");
  const meter = reading.meter(String(id));
  if (!meter) return reading.complain("meter_id", "Meter does not exist.", "value_error");
  return { meter_id: String(id), meter, cap_amount: price["cap_amount"] ?? null };
}

const READERS: Readonly<Record<string, Reader>> = {
  free: () => ({ amount_type: "fixed", price_amount: 0 }),
  fixed: (price, reading) => {
    const amount = amountOf(price, "price_amount", false, reading);
    return amount === undefined ? undefined : { amount_type: "fixed", price_amount: amount };
  },
  custom: (price, reading) => {
    const [least, most, preset] = ["minimum_amount", "maximum_amount", "preset_amount"].map((name) =>
      amountOf(price, name, true, reading),
    );
    if (least === undefined || most === undefined || preset === undefined) return undefined;
    // Here 0 is not "without a limit", and not free.
    if (most === 0)
      return reading.complain("maximum_amount", "Input should be greater than or equal to 1", "greater_than_equal");
    return { amount_type: "custom", minimum_amount: least ?? 50, maximum_amount: most, preset_amount: preset };
  },
  seat_based: seatBased,
  unit_based: unitBased,
  metered_unit: (price, reading) => {
    const [meter, amount] = [metered(price, reading), decimalOf(price, "unit_amount", reading)];
    return meter && amount !== undefined ? { amount_type: "metered_unit", unit_amount: amount, ...meter } : undefined;
  },
  metered_tiers: (price, reading) => {
    const meter = metered(price, reading);
    return meter ? { amount_type: "metered_tiers", tiers: price["tiers"] ?? null, ...meter } : undefined;
  },
};

export function priceSetProblem(prices: readonly JsonObject[]): Complaint | undefined {
  const problem = (msg: string): Complaint => ({ loc: ["body", "prices"], msg, type: "value_error" });
  const currencies = [...new Set(prices.map((object) => String(object["price_currency"])))];
  const of = (currency: string): readonly JsonObject[] =>
    prices.filter((object) => object["price_currency"] === currency);
  const typesOf = (currency: string): string[] => of(currency).map((object) => String(object["amount_type"]));
  for (const currency of currencies) {
    const types = typesOf(currency);
    for (const type of ["fixed", "custom", "seat_based", "unit_based"])
      if (types.filter((name) => name === type).length > 1) return problem(`Only one ${type} price is allowed.`);
    const statics = types.filter((type) => !type.startsWith("metered_"));
    if (statics.includes("custom") && statics.length > 1)
      return problem("Custom prices cannot be combined with other static prices.");
    if (statics.includes("seat_based") && statics.includes("unit_based"))
      return problem("Seat-based and unit-based prices cannot be combined.");
    const meters = of(currency).flatMap(({ meter_id: id }) => (id === undefined ? [] : [id]));
    if (new Set(meters).size < meters.length) return problem("Only one price per meter is allowed.");
    if (new Set(of(currency).map((object) => object["tax_behavior"])).size > 1)
      return problem("All prices of a currency must have the same tax behavior.");
  }
  if (!currencies.includes(DEFAULT_CURRENCY)) return problem("The default presentment currency must be present.");
  const [first = "", ...others] = currencies.map((currency) => [...new Set(typesOf(currency))].sort().join(","));
  return others.some((name) => name !== first)
    ? problem("Every currency must define the same set of price types.")
    : undefined;
}

export interface NewPrice {
  readonly id: string;
  readonly productId: string;
  /** Of the product. */
  readonly interval: Json;
  readonly at: string;
}

export const livePrice = (price: JsonObject, { id, productId, interval, at }: NewPrice): JsonObject => ({
  id,
  created_at: at,
  modified_at: null,
  source: "catalog",
  ...price,
  is_archived: false,
  product_id: productId,
  type: interval === null ? "one_time" : "recurring",
  recurring_interval: interval,
});

/** Reads and later writes answer decimals with all places, or with an exponent; a create echoes its request. */
export const settled = (price: JsonObject): JsonObject =>
  typeof price["unit_amount"] === "string" ? { ...price, unit_amount: numeric(price["unit_amount"]) } : price;

function numeric(text: string): string {
  const [whole = "0", fraction = ""] = text.split(".");
  const digits = `${whole.replace(/^0+(?=.)/, "")}.${fraction.padEnd(12, "0")}`;
  const tiny = /^0\.0{6,}([0-9]*[1-9])0*$/.exec(digits);
  if (!tiny) return digits;
  const significant = digits.slice(2).replace(/^0+/, "").replace(/0+$/, "");
  const exponent = digits.slice(2).search(/[1-9]/) + 1;
  return `${significant[0]}${significant.length > 1 ? `.${significant.slice(1)}` : ""}E-${exponent}`;
}

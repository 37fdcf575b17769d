/**
 * What customers pay for a list price. Worked examples:
 * https://docs.sequencehq.com/plans-products/usage-based-pricing and …/seat-based-pricing.
 */
import { Big } from "big.js";
import { isObject, type Json, type JsonObject } from "../../fields/shape.js";
import type { Settings } from "../../kinds/field.js";
import type { Interval, Metered, Part, Path, Price, Tier } from "../../money/price.js";
import {
  currencyOf,
  decimalOf,
  isGiven,
  nameOf,
  notKnown,
  objectOf,
  positiveOf,
  quantityOf,
  tiersOf,
} from "../../money/read.js";

const INTERVALS: Readonly<Record<string, Interval>> = {
  MONTHLY: { every: 1, unit: "month" },
  QUARTERLY: { every: 3, unit: "month" },
  HALF_YEARLY: { every: 6, unit: "month" },
  YEARLY: { every: 1, unit: "year" },
  ONE_TIME: "once",
  ON_DEMAND: "on-demand",
  PER_EVENT: "on-demand",
};
const AT: Path = ["structure"];

export function listPricePrices(fields: JsonObject, settings: Settings): readonly Price[] {
  const { currency: code, structure: value, billingType, billingFrequency } = fields;
  const currency = currencyOf(code);
  const structure = objectOf(value);
  // A ONE_TIME price is charged once, whatever its frequency: Sequence's own sample has MONTHLY.
  const interval = structure["pricingType"] === "ONE_TIME" ? "once" : intervalOf(billingFrequency);
  return [
    {
      ...(currency === undefined ? {} : { currency }),
      ...(interval === undefined ? {} : { interval }),
      ...(billingType === "IN_ADVANCE" || billingType === "IN_ARREARS"
        ? { inAdvance: billingType === "IN_ADVANCE" }
        : {}),
      parts: [isObject(value) ? partOf(value, settings) : notKnown(AT, value)],
      path: [],
    },
  ];
}

const intervalOf = (frequency: Json | undefined): Interval | undefined =>
  typeof frequency === "string" && Object.hasOwn(INTERVALS, frequency) ? INTERVALS[frequency] : undefined;

function partOf(structure: JsonObject, settings: Settings): Part {
  switch (structure["pricingType"]) {
    case "ONE_TIME":
    case "FIXED":
      return flat(structure);
    case "LINEAR":
      return linear(structure, settings);
    case "PACKAGE":
      return packaged(structure);
    case "SEAT_BASED":
      return seats(structure, settings);
    case "GRADUATED":
      return tiered("graduated", structure, settings);
    case "VOLUME":
      return tiered("volume", structure, settings);
    default:
      return notKnown([...AT, "pricingType"], structure);
  }
}

const metric = ({ usageMetric, usageMetricId }: JsonObject): Pick<Metered, "of"> => ({
  of: nameOf(usageMetric, usageMetricId) ?? "units",
});

function flat(structure: JsonObject): Part {
  const amount = decimalOf(structure["price"]);
  const path = [...AT, "price"];
  return amount === undefined ? notKnown(path, structure["price"]) : { type: "flat", amount, path };
}

function linear(structure: JsonObject, settings: Settings): Part {
  const [amount, path] = [decimalOf(structure["pricePerUnit"]), [...AT, "pricePerUnit"]];
  if (amount === undefined) return notKnown(path, structure["pricePerUnit"]);
  const share = structure["isPricePercentage"];
  if (share === true) return { type: "percentage", percent: percentOf(amount, settings), ...metric(structure), path };
  if (isGiven(share) && share !== false) return notKnown([...AT, "isPricePercentage"], structure);
  return { type: "per-unit", amount, ...metric(structure), path };
}

/** Documented: 1 is 100 %. */
const percentOf = (price: string, settings: Settings): string =>
  settings["percentages"] === "percent" ? price : new Big(price).times(100).toFixed();

function packaged(structure: JsonObject): Part {
  const [size, amount] = [positiveOf(structure["packageSize"]), decimalOf(structure["pricePerPackage"])];
  if (size === undefined) return notKnown([...AT, "packageSize"], structure);
  if (amount === undefined) return notKnown([...AT, "pricePerPackage"], structure);
  return { type: "package", size, amount, ...metric(structure), path: [...AT, "pricePerPackage"] };
}

/** With tiers the price of a seat is that of its tier; without, `pricePerSeat`. */
function seats(structure: JsonObject, settings: Settings): Part {
  const { seatMetric, contractedMinimumSeats } = structure;
  const least = quantityOf(contractedMinimumSeats);
  if (isGiven(contractedMinimumSeats) && least === undefined)
    return notKnown([...AT, "contractedMinimumSeats"], structure);
  const metered: Metered = {
    of: nameOf(seatMetric) ?? "seats",
    one: "seat",
    ...(least === undefined || least === "0" ? {} : { minimum: least }),
    fromZero: true,
  };
  const given = structure["tiers"];
  if (isGiven(given) && !(Array.isArray(given) && given.length === 0)) {
    const tiers = readTiers(given, settings);
    return tiers
      ? { type: "seat", mode: "graduated", tiers, ...metered, path: [...AT, "tiers"] }
      : notKnown([...AT, "tiers"], structure);
  }
  const [amount, path] = [decimalOf(structure["pricePerSeat"]), [...AT, "pricePerSeat"]];
  if (amount === undefined) return notKnown(path, structure);
  return { type: "seat", mode: "graduated", tiers: [{ perUnit: amount, path }], ...metered, path };
}

function tiered(type: "graduated" | "volume", structure: JsonObject, settings: Settings): Part {
  const path = [...AT, "tiers"];
  const tiers = readTiers(structure["tiers"], settings);
  return tiers ? { type, tiers, ...metric(structure), fromZero: true, path } : notKnown(path, structure);
}

const readTiers = (value: Json | undefined, settings: Settings): readonly Tier[] | undefined =>
  tiersOf<Tier>(value, (tier, index) => {
    const price = decimalOf(tier["price"]);
    const upTo = positiveOf(tier["upperBound"]);
    const flat = decimalOf(tier["fee"]);
    const [least, most] = [decimalOf(tier["minPrice"]), decimalOf(tier["maxPrice"])];
    const unreadable = [
      [tier["upperBound"], upTo],
      [tier["fee"], flat],
      [tier["minPrice"], least],
      [tier["maxPrice"], most],
    ].some(([written, read]) => isGiven(written) && read === undefined);
    if (price === undefined || unreadable) return undefined;
    const share = tier["isPricePercentage"] === true;
    return {
      ...(upTo === undefined ? {} : { upTo }),
      ...(share ? { percent: percentOf(price, settings) } : { perUnit: price }),
      ...(share && least !== undefined ? { minimumPerUnit: least } : {}),
      ...(share && most !== undefined ? { maximumPerUnit: most } : {}),
      ...(flat === undefined || flat === "0" ? {} : { flat }),
      path: [...AT, "tiers", index],
    };
  });

/**
 * What customers pay for a price plan: https://docs.fynn.eu/en/guide/catalogue/prices/introduction. How tiers are
 * written is not documented: the form `{ from, to, amount }` is understood.
 */
import { compareDecimals } from "../../fields/decimal.js";
import { isObject, type Json, type JsonObject } from "../../fields/shape.js";
import type { Settings } from "../../kinds/field.js";
import { toMajor } from "../../money/currency.js";
import type { Interval, Part, Path, Price, Tier } from "../../money/price.js";
import {
  currencyOf,
  decimalOf,
  isGiven,
  notKnown,
  objectOf,
  positiveOf,
  quantityOf,
  tiersOf,
  unknownPart,
} from "../../money/read.js";

const AT: Path = ["price"];
const UNITS = { of: "units", one: "unit" };
const INTERVAL_UNITS = { D: "day", W: "week", M: "month", Y: "year" } as const;

export function pricePlanPrices(fields: JsonObject, settings: Settings): readonly Price[] {
  const { currencyCode, billingInterval, payInAdvance, price } = fields;
  const currency = currencyOf(currencyCode);
  const interval = intervalOf(billingInterval);
  const unit = settings["amountUnit"];
  const inMajor =
    unit === "minor" && currency !== undefined
      ? (amount: string) => toMajor(amount, currency)
      : (amount: string) => amount;
  return [
    {
      ...(currency === undefined ? {} : { currency }),
      ...(interval === undefined ? {} : { interval }),
      ...(typeof payInAdvance === "boolean" ? { inAdvance: payInAdvance } : {}),
      ...(unit === "major" || (unit === "minor" && currency !== undefined) ? {} : { asWritten: true as const }),
      parts: [isObject(price) ? partOf(fields, price, inMajor) : notKnown(AT, price), ...freeUnits(fields)],
      path: [],
    },
  ];
}

/** "1M": the documented sample. */
function intervalOf(value: Json | undefined): Interval | undefined {
  const [, count = "", unit = ""] = (typeof value === "string" && /^([1-9][0-9]{0,3})([DWMY])$/.exec(value)) || [];
  return unit === "" ? undefined : { every: Number(count), unit: INTERVAL_UNITS[unit as keyof typeof INTERVAL_UNITS] };
}

function freeUnits({ freeUnits: value }: JsonObject): Part[] {
  if (!isGiven(value) || (isObject(value) && Object.keys(value).length === 0)) return [];
  return [unknownPart(["freeUnits"], "Fynn does not document how many units `freeUnits` deducts", value)];
}

function partOf({ type }: JsonObject, price: JsonObject, inMajor: (amount: string) => string): Part {
  const [amount, path] = [decimalOf(price["amount"]), [...AT, "amount"]];
  switch (type) {
    case "flat_fee":
      return amount === undefined ? notKnown(path, price) : { type: "flat", amount: inMajor(amount), path };
    case "per_unit":
      return amount === undefined
        ? notKnown(path, price)
        : { type: "per-unit", amount: inMajor(amount), ...UNITS, path };
    case "tiered":
      return tiered(price, (tiers, at) => ({
        type: "graduated",
        tiers: tiers.map(({ amount: perUnit, ...tier }) => ({ ...tier, perUnit: inMajor(perUnit) })),
        ...UNITS,
        path: at,
      }));
    case "volume":
      return tiered(price, (tiers, at) => ({
        type: "volume",
        tiers: tiers.map(({ amount: perUnit, ...tier }) => ({ ...tier, perUnit: inMajor(perUnit) })),
        ...UNITS,
        path: at,
      }));
    case "stair_step":
      return tiered(price, (tiers, at) => ({
        type: "stair-step",
        tiers: tiers.map(({ amount: whole, ...tier }) => ({ ...tier, flat: inMajor(whole) })),
        ...UNITS,
        path: at,
      }));
    case "percentage":
      return percentage(price);
    default:
      return notKnown(["type"], type);
  }
}

function percentage(price: JsonObject): Part {
  const percent = decimalOf(price["percentage"]);
  const path = [...AT, "percentage"];
  return percent === undefined ? notKnown(path, price) : { type: "percentage", percent, of: "value", path };
}

interface FynnTier extends Pick<Tier, "upTo" | "path"> {
  readonly amount: string;
}

function tiered(price: JsonObject, part: (tiers: readonly FynnTier[], at: Path) => Part): Part {
  const at = [...AT, "tiers"];
  const tiers = tiersOf<FynnTier>(price["tiers"], (tier, index, before) => {
    const { from, to, amount: written, ...others } = tier;
    const [amount, upTo] = [decimalOf(written), positiveOf(to)];
    const isWhole = amount !== undefined && (upTo !== undefined || !isGiven(to)) && begins(from, before?.upTo);
    if (!isWhole || Object.keys(others).length > 0) return undefined;
    return { ...(upTo === undefined ? {} : { upTo }), amount, path: [...at, index] };
  });
  const reason = "Fynn does not document how tiers are written, and these are not `{ from, to, amount }` without gaps";
  return tiers ? part(tiers, at) : unknownPart(at, reason, objectOf(price));
}

/** A tier begins with the unit after the one before it; the first with 1, or 0. */
function begins(from: Json | undefined, before: string | undefined): boolean {
  if (!isGiven(from)) return true;
  const first = quantityOf(from);
  if (first === undefined) return false;
  if (before === undefined) return compareDecimals(first, "1") <= 0;
  return Number(first) === Number(before) + 1;
}

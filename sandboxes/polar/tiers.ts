/** Prices by tiers, of seats and of units, as the server checks, sorts, completes and answers them. */
import type { Json, JsonObject } from "../json.ts";
import { asObject } from "../sandbox.ts";
import { isGiven } from "./wire.ts";

/** Notes what is wrong with a member, or with a member of a member; the price is then not made. */
export type Complain = (member: string | readonly (string | number)[], msg: string, type: string) => undefined;
interface Reading {
  readonly complain: Complain;
}

/** Every member that the server wants in each tier, and bounds of whole numbers from 1. */
function wholeTiers(
  value: Json | undefined,
  at: string,
  wanted: string,
  bounds: readonly string[],
  complain: Complain,
) {
  const given = asObject(value);
  if (!isGiven(value)) return complain(at, "Field required", "missing");
  const tiers = (Array.isArray(given["tiers"]) ? given["tiers"] : []).map((one) => asObject(one as Json));
  if (tiers.length === 0)
    return complain(
      [at, "tiers"],
      "List should have at least 1 item after validation, not 0",
      isGiven(given["tiers"]) ? "too_short" : "missing",
    );
  for (const [index, tier] of tiers.entries()) {
    if (!isGiven(tier[wanted])) return complain([at, "tiers", index, wanted], "Field required", "missing");
    const wrong = bounds.find(
      (name) => isGiven(tier[name]) && !(Number.isInteger(tier[name]) && Number(tier[name]) >= 1),
    );
    if (wrong !== undefined)
      return complain([at, "tiers", index, wrong], "Input should be greater than or equal to 1", "greater_than_equal");
  }
  return { given, tiers };
}

export function seatBased(price: JsonObject, { complain }: Reading): JsonObject | undefined {
  const read = wholeTiers(price["seat_tiers"], "seat_tiers", "price_per_seat", ["min_seats", "max_seats"], complain);
  if (!read) return undefined;
  const sorted = read.tiers.toSorted((a, b) => Number(a["min_seats"]) - Number(b["min_seats"]));
  for (const [index, tier] of sorted.entries()) {
    const before = sorted[index - 1];
    if (before && !isGiven(before["max_seats"]))
      return complain(
        "seat_tiers",
        "Value error, Only the last tier can have unlimited max_seats (None)",
        "value_error",
      );
    if (before && tier["min_seats"] !== Number(before["max_seats"]) + 1) {
      const gap = `tier ending at ${String(before["max_seats"])} and tier starting at ${String(tier["min_seats"])}`;
      return complain("seat_tiers", `Value error, Gap or overlap between tiers: ${gap}`, "value_error");
    }
  }
  const [first, last] = [sorted[0]?.["min_seats"] ?? 1, sorted.at(-1)?.["max_seats"] ?? null];
  if (last !== null && Number(first) > Number(last))
    return complain(
      "seat_tiers",
      "Value error, minimum_seats must not exceed the last tier's max_seats",
      "value_error",
    );
  return {
    amount_type: "seat_based",
    seat_tiers: {
      seat_tier_type: read.given["seat_tier_type"] ?? "volume",
      tiers: sorted.map((tier) => ({
        min_seats: tier["min_seats"] ?? 1,
        max_seats: tier["max_seats"] ?? null,
        price_per_seat: tier["price_per_seat"] ?? 0,
      })),
      minimum_seats: first,
      maximum_seats: last,
    },
    price_per_seat: sorted[0]?.["price_per_seat"] ?? 0,
  };
}

/** `maximum_units` is no input: whatever is sent, the answer has the last tier's bound. */
export function unitBased(price: JsonObject, { complain }: Reading): JsonObject | undefined {
  const read = wholeTiers(price["tiers"], "tiers", "unit_amount", ["bound"], complain);
  if (!read) return undefined;
  const { type } = read.given;
  if (!isGiven(type)) return complain(["tiers", "type"], "Field required", "missing");
  if (type !== "volume" && type !== "graduated")
    return complain(["tiers", "type"], "Input should be 'volume' or 'graduated'", "enum");
  const end = (tier: JsonObject): number => (isGiven(tier["bound"]) ? Number(tier["bound"]) : Number.POSITIVE_INFINITY);
  const sorted = read.tiers.toSorted((a, b) => (end(a) === end(b) ? 0 : end(a) - end(b)));
  for (const [index, tier] of sorted.entries()) {
    const next = sorted[index + 1];
    if (next && end(tier) === Number.POSITIVE_INFINITY)
      return complain(["tiers", "tiers"], "Only the last tier can be unbounded", "unbounded_tier_not_last");
    if (next && end(tier) === end(next))
      return complain(
        ["tiers", "tiers"],
        `Tier bound values must be unique, got ${end(tier)} twice`,
        "duplicate_tier_bound",
      );
    if (!/^[0-9]+(\.0*)?$/.test(String(tier["unit_amount"])))
      return complain(
        "",
        `Value error, Unit tier rates must be in smallest currency unit, got ${String(tier["unit_amount"])}`,
        "value_error",
      );
  }
  const [least, last] = [price["minimum_units"] ?? null, sorted.at(-1)?.["bound"] ?? null];
  if (least !== null && !(Number.isInteger(least) && Number(least) >= 1))
    return complain("minimum_units", "Input should be greater than or equal to 1", "greater_than_equal");
  if (least !== null && last !== null && Number(least) > Number(last)) {
    const than = `got ${String(least)} > ${String(last)}`;
    return complain("", `Value error, minimum_units must not exceed the last tier's bound, ${than}`, "value_error");
  }
  const label = unitLabel(price["unit_label"], complain);
  if (label === undefined) return undefined;
  return {
    amount_type: "unit_based",
    // seen: amounts come back as texts
    tiers: {
      type,
      tiers: sorted.map((tier) => ({ bound: tier["bound"] ?? null, unit_amount: String(tier["unit_amount"]) })),
    },
    minimum_units: least,
    unit_label: label,
    maximum_units: last,
  };
}

/** By locale, its plural forms: stripped, empty ones left out, `other` among them. undefined: complained about. */
function unitLabel(value: Json | undefined, complain: Complain): Json | undefined {
  if (!isGiven(value)) return null;
  const locales = Object.entries(asObject(value));
  if (locales.length === 0)
    return complain("unit_label", "Dictionary should have at least 1 item after validation, not 0", "too_short");
  const cleaned: Record<string, Json> = {};
  for (const [locale, forms] of locales) {
    const kept = Object.entries(asObject(forms)).flatMap(([key, form]) =>
      String(form).trim() ? [[key, String(form).trim()] as const] : [],
    );
    if (kept.some(([, form]) => [...form].length > 32))
      return complain("unit_label", "Unit label forms must be at most 32 characters", "unit_label_form_too_long");
    if (!kept.some(([key]) => key === "other"))
      return complain("unit_label", "Each locale must include a non-empty 'other' form", "missing_other_plural");
    cleaned[locale] = Object.fromEntries(kept);
  }
  return cleaned;
}

/** https://polar.sh/docs/api-reference: what a product and a meter of Polar hold. */
import type { Json, JsonObject } from "../../../sandboxes/json.ts";
import {
  asIs,
  decimal,
  type FieldOracle,
  type Form,
  field,
  isMap,
  type KindOracle,
  list,
  map,
  set,
  words,
} from "./forms.js";

/** The members that a price of each type may be written with; answers have more. */
const PRICE_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  fixed: ["price_amount"],
  custom: ["minimum_amount", "maximum_amount", "preset_amount"],
  seat_based: ["seat_tiers"],
  unit_based: ["tiers", "minimum_units", "unit_label"],
  metered_unit: ["meter_id", "unit_amount", "cap_amount"],
  metered_tiers: ["meter_id", "tiers", "cap_amount"],
};

const priceMembers = map({
  of: {
    unit_amount: decimal,
    // Least and most are computed from the tiers.
    seat_tiers: map({ without: ["minimum_seats", "maximum_seats"], defaults: { seat_tier_type: "volume" } }),
    tiers: map({ of: { tiers: list(map({ of: { unit_amount: decimal } })) } }),
  },
});

const price: Form = (value) => {
  if (!isMap(value)) return value;
  // A free price is answered as a fixed one of 0.
  const whole = value["amount_type"] === "free" ? { ...value, amount_type: "fixed", price_amount: 0 } : value;
  const type = String(whole["amount_type"]);
  const known = ["amount_type", "price_currency", "tax_behavior", ...(PRICE_MEMBERS[type] ?? [])];
  const kept = Object.entries(whole).filter(([name]) => known.includes(name));
  const defaults = { price_currency: "usd", ...(type === "custom" ? { minimum_amount: 50 } : {}) };
  const given = Object.fromEntries(kept.filter(([, item]) => item !== null));
  return priceMembers({ ...defaults, ...given });
};

/** A price names a meter of the catalogue by its key. */
const withMeterIds = (value: Json, ids: Readonly<Record<string, string>>): Json =>
  Array.isArray(value)
    ? value.map((item) => {
        if (!isMap(item) || typeof item["meter"] !== "string") return item;
        const { meter, ...rest } = item;
        return { ...rest, meter_id: ids[`polar/${meter}`] ?? `no meter ${meter}` };
      })
    : value;

const offered = ({ is_archived: archived, source }: JsonObject): boolean => archived !== true && source !== "ad_hoc";

/** Answers hold the other objects whole, and entries name them by id. */
const idsOf = (name: string): ((body: JsonObject) => Json) => {
  return (body) => {
    const all = body[name];
    return Array.isArray(all) ? all.map((item) => (isMap(item) ? (item["id"] ?? null) : null)) : null;
  };
};

/** Two of its keys are the catalogue's own. */
const metadata: FieldOracle = {
  form: map({ without: ["catalogue_address", "catalogue_owner"] }),
  resting: null,
  byMember: true,
};

export const polarOracles: Readonly<Record<string, KindOracle>> = {
  "polar:Product": {
    fields: {
      name: field(words),
      description: field(words),
      visibility: field(asIs, "public"),
      recurring_interval: field(),
      // A subscription has a count of 1; a one-time product has none.
      recurring_interval_count: {
        form: asIs,
        resting: 1,
        from: ({ recurring_interval_count: count, recurring_interval: interval }) => (interval === null ? 1 : count),
      },
      meter_interval: field(),
      meter_interval_count: field(),
      trial_interval: field(),
      trial_interval_count: field(),
      medias: { form: asIs, resting: [], from: idsOf("medias") },
      attached_custom_fields: field(list(map({ without: ["custom_field", "order"] })), []),
      benefits: { form: set(asIs), resting: [], from: idsOf("benefits") },
      metadata,
      prices: {
        form: set(price),
        resting: [],
        resolve: withMeterIds,
        from: ({ prices }) => (Array.isArray(prices) ? prices.filter((item) => isMap(item) && offered(item)) : null),
      },
    },
  },
  "polar:Meter": {
    fields: {
      name: field(words),
      unit: field(asIs, "scalar"),
      custom_label: field(),
      custom_multiplier: field(),
      filter: field(),
      aggregation: field(),
      metadata,
    },
  },
};

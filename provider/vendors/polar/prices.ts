/**
 * The prices of a Polar product. The API has no calls for single prices: a product is sent with all of them, and
 * a price cannot be edited. One that is to stay is sent by its id, everything else is a new price, and what is
 * not sent is archived. So prices are matched by value, and only what changed gets a new id.
 */
import { project, same } from "../../fields/compare.js";
import { choice, integer, isObject, type Json, type JsonObject, list, type Members, object, text, union } from "../../fields/shape.js";
import type { Field, WireContext } from "../kind.js";

const PAGE = "https://polar.sh/docs/api-reference/products/create";
const cents = "smallest unit of the currency (cents), a whole number";

const common: Members = {
  price_currency: {
    shape: text({ pattern: "^[a-z]{3}$", patternHelp: "a currency code of three lower-case letters, as in usd" }),
    doc: "Currency of the amounts.",
    unit: "ISO 4217 code, lower case",
    source: PAGE,
    default: "usd",
  },
  tax_behavior: {
    shape: choice(["location", "inclusive", "exclusive"], { open: true }),
    doc: "Whether the amount includes tax. Default: what the organization has set.",
    source: PAGE,
  },
};

export const price = union(
  "amount_type",
  "How the amount is found.",
  {
    fixed: object({
      price_amount: {
        shape: integer({ min: 0, max: 99_999_999 }),
        doc: "The amount; 0 is free.",
        unit: cents,
        source: PAGE,
        required: true,
      },
      ...common,
    }),
    custom: object({
      minimum_amount: { shape: integer({ min: 0 }), doc: "Least amount that a customer may pay.", unit: cents, source: PAGE, default: 50 },
      maximum_amount: { shape: integer({ min: 0 }), doc: "Highest amount that a customer may pay.", unit: cents, source: PAGE },
      preset_amount: { shape: integer({ min: 0 }), doc: "Amount that is suggested.", unit: cents, source: PAGE },
      ...common,
    }),
    free: object({ ...common }),
  },
  { rewrites: { free: { amount_type: "fixed", price_amount: 0 } } },
);

const shape = list(price, { order: "any", min: 1 });

export const prices: Field = {
  shape,
  doc: "All prices of the product. Prices that did not change keep their ids; others are made anew, and those no longer listed are archived for new customers.",
  source: PAGE,
  required: true,
  fate: "update",
  clear: "never",
  toWire: (value, { live }: WireContext) => (live ? withIds(value, live) : value),
  fromWire: (live) => (Array.isArray(live["prices"]) ? activePrices(live).map((one) => project(price, one, undefined)) : undefined),
};

const activePrices = (live: JsonObject): readonly JsonObject[] => {
  const all = live["prices"];
  return Array.isArray(all) ? all.filter(isObject).filter((one) => one["is_archived"] !== true && one["source"] !== "ad_hoc") : [];
};

/** Each wanted price that the product has already becomes `{ id }`; a live price serves once. */
function withIds(wanted: Json, live: JsonObject): Json {
  if (!Array.isArray(wanted)) return wanted;
  const rest = [...activePrices(live)];
  return wanted.map((one) => {
    const index = rest.findIndex((candidate) => same(price, one, project(price, candidate, one)));
    if (index < 0) return one;
    const [found] = rest.splice(index, 1);
    return { id: found?.["id"] ?? null };
  });
}

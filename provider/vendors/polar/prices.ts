/**
 * The prices of a Polar product. The API has no calls for single prices: a product is sent with all of them, and
 * a price cannot be edited. One that is to stay is sent by its id, everything else is a new price, and what is
 * not sent is archived. So prices are matched by value, and only what changed gets a new id.
 */
import { project, same } from "../../fields/compare.js";
import {
  choice,
  decimal,
  integer,
  isObject,
  type Json,
  type JsonObject,
  list,
  type Members,
  object,
  open,
  own,
  text,
  union,
} from "../../fields/shape.js";
import type { Field, WireContext } from "../../kinds/field.js";
import type { Reference } from "../../kinds/references.js";
import { amount, cents, maximumUnits, seatTiers, unitLabel, unitTiers } from "./tiers.js";

const PAGE = "https://polar.sh/docs/api-reference/products/create";
const fractionOfCents =
  "smallest unit of the currency (cents), as a decimal string: at most 5 digits before the point, 12 after it";

const common: Members = {
  price_currency: {
    alsoCalled: ["currency"],
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

/** The meter whose usage is charged: by its key in this catalogue, or by its id. */
const METER = "https://polar.sh/docs/features/usage-based-billing/meters";
const meter: Members = {
  meter: {
    shape: text({ min: 1 }),
    doc: "Key of the meter in this catalogue (`meters:`) whose usage is charged.",
    source: METER,
  },
  meter_id: {
    shape: text({ min: 1, isId: true }),
    doc: "Id of the meter whose usage is charged, where the catalogue does not hold it.",
    source: METER,
  },
  cap_amount: {
    shape: integer({ min: 0, max: 2_147_483_647 }),
    doc: "Highest amount charged for a period, whatever the usage.",
    unit: cents,
    source: PAGE,
  },
};
const oneMeter = { exactlyOne: [["meter", "meter_id"]] };

export const references: Readonly<Record<string, Reference>> = {
  meter: { idMember: "meter_id", title: "meter", entry: "polar:Meter" },
};

export const price = union(
  "amount_type",
  "How the amount is found.",
  {
    fixed: object({
      price_amount: {
        ...amount("The amount; 0 is free."),
        required: true,
        example: "1000",
        alsoCalled: ["amount", "price"],
      },
      ...common,
    }),
    custom: object({
      minimum_amount: { ...amount("Least amount that a customer may pay."), default: 50 },
      maximum_amount: amount("Highest amount that a customer may pay."),
      preset_amount: amount("Amount that is suggested."),
      ...common,
    }),
    free: object({ ...common }),
    seat_based: object({
      seat_tiers: { shape: seatTiers, doc: "What a seat costs, by the number of seats.", source: PAGE, required: true },
      ...common,
    }),
    unit_based: object({
      tiers: { shape: unitTiers, doc: "What a unit costs, by the number of units.", source: PAGE, required: true },
      minimum_units: {
        shape: integer({ min: 1 }),
        doc: "Units that a customer must buy at least.",
        unit: "units",
        source: PAGE,
      },
      maximum_units: maximumUnits,
      unit_label: {
        shape: unitLabel,
        doc:
          'What a unit is called: by locale, its plural forms, `other` among them, as in `{ en: { "=1": ' +
          "seat, other: seats } }`.",
        source: PAGE,
      },
      ...common,
    }),
    metered_unit: object(
      {
        ...meter,
        unit_amount: {
          shape: decimal({ min: "0", exclusive: true, orInteger: true }),
          doc: "Price of a unit of the meter.",
          unit: fractionOfCents,
          source: PAGE,
          required: true,
        },
        ...common,
      },
      oneMeter,
    ),
    metered_tiers: object(
      {
        ...meter,
        tiers: {
          shape: open(),
          doc: "What a unit of the meter costs, by usage. The form is not documented: it is passed through as written.",
          source: PAGE,
          required: true,
        },
        ...common,
      },
      oneMeter,
    ),
  },
  { rewrites: { free: { amount_type: "fixed", price_amount: 0 } } },
);

export const prices: Field = {
  alsoCalled: ["listPrices", "pricePlans", "plans"],
  shape: list(price, { order: "any", min: 1, pairBy: ["amount_type", "price_currency", "meter", "meter_id"] }),
  doc:
    "All prices of the product. Prices that did not change keep their ids; others are made anew, and " +
    "those no longer listed are archived for new customers.",
  source: PAGE,
  required: true,
  money: true,
  fate: "update",
  toWire: (value, { live }: WireContext) => (live ? withIds(value, live) : documented(value)),
  fromWire: (object) =>
    Array.isArray(object["prices"])
      ? activePrices(object).map((object) => project(price, object, undefined))
      : undefined,
};

/** An answer nests the meter in its price; there `meter` is ours for a key of this catalogue. */
const activePrices = (object: JsonObject): readonly JsonObject[] => {
  const all = object["prices"];
  if (!Array.isArray(all)) return [];
  return all
    .filter(isObject)
    .filter((object) => object["is_archived"] !== true && object["source"] !== "ad_hoc")
    .map(({ meter: _meter, ...one }) => one);
};

/** Does an active price of the product charge by this meter? */
export const chargesBy = (product: JsonObject, meterId: string): boolean =>
  activePrices(product).some((object) => object["meter_id"] === meterId);

/** `free` is not in Polar's document: what it stands for is sent. */
const documented = (wanted: Json): Json => (Array.isArray(wanted) ? wanted.map(rewritten) : wanted);

function rewritten(item: Json): Json {
  const type = isObject(item) ? item["amount_type"] : undefined;
  const replacement = typeof type === "string" ? own(price.rewrites ?? {}, type) : undefined;
  return isObject(item) && replacement ? { ...item, ...replacement } : item;
}

/** Each wanted price that the product has already becomes `{ id }`; a live price serves once. */
function withIds(wanted: Json, object: JsonObject): Json {
  if (!Array.isArray(wanted)) return wanted;
  const rest = [...activePrices(object)];
  return wanted.map((one) => {
    const index = rest.findIndex((candidate) => same(price, one, project(price, candidate, one)));
    if (index < 0) return rewritten(one);
    const [found] = rest.splice(index, 1);
    return { id: found?.["id"] ?? null };
  });
}

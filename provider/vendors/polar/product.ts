import { boolean, choice, either, integer, isObject, type Json, type JsonObject, map, number, text } from "../../fields/shape.js";
import { type Field, type Finding, type Kind, type Marker, textOf } from "../kind.js";
import { prices } from "./prices.js";

const PAGE = "https://polar.sh/docs/api-reference/products/create";
const GUIDE = "https://polar.sh/docs/features/products";
const SUBSCRIBERS_STAY = "Polar cannot change it: a new product is made and the old one archived; its subscribers stay on the old one";

const marker: Marker = { field: "metadata", addressKey: "catalogue_address", ownerKey: "catalogue_owner" };

const replaced = (field: Omit<Field, "fate" | "clear" | "reason" | "source">): Field => ({
  ...field,
  source: GUIDE,
  fate: "replace",
  reason: SUBSCRIBERS_STAY,
  clear: "never",
});

export const product: Kind = {
  type: "polar:Product",
  title: "product",
  collection: "products",
  fields: {
    name: {
      shape: text({ min: 3, max: 64, stripped: true }),
      doc: "Name of the product.",
      source: PAGE,
      required: true,
      fate: "update",
      clear: "never",
    },
    description: { shape: text({ min: 1, stripped: true }), doc: "Description, in Markdown.", source: PAGE, fate: "update", clear: "null" },
    visibility: {
      shape: choice(["draft", "private", "public"], { open: true }),
      doc: "Who sees the product.",
      source: PAGE,
      default: "public",
      fate: "update",
      clear: { value: "public" },
    },
    recurring_interval: replaced({
      shape: choice(["day", "week", "month", "year"]),
      doc: "How often a subscription is charged. Absent: a one-time purchase. Another interval makes a new product.",
      always: null,
    }),
    recurring_interval_count: replaced({
      shape: integer({ min: 1, max: 999 }),
      doc: "How many intervals make a period. Another count makes a new product.",
      unit: "intervals",
      default: 1,
      always: 1,
    }),
    metadata: {
      shape: map(either(text({ min: 1, max: 500 }), integer(), number(), boolean()), {
        keyPattern: "^[^\\]]{1,40}$",
        keyHelp: "1 to 40 characters without ]",
        max: 48,
      }),
      doc: "Texts and numbers of your own. Two of Polar's fifty places hold the mark by which this catalogue knows its products.",
      source: PAGE,
      fate: "update",
      clear: { value: {} },
      fromWire: ({ metadata }) => (isObject(metadata) ? withoutMarker(metadata) : undefined),
    },
    prices,
  },
  naturalKey: ["name"],
  marker,
  calls: {
    list: () => ({ method: "GET", path: "/v1/products/" }),
    get: (id) => ({ method: "GET", path: `/v1/products/${encodeURIComponent(id)}` }),
    create: { method: "POST", path: "/v1/products/" },
    update: (id) => ({ method: "PATCH", path: `/v1/products/${encodeURIComponent(id)}` }),
    // Reads may come from a replica that lags; an empty PATCH changes nothing and answers from the primary.
    observe: (id) => ({ method: "PATCH", path: `/v1/products/${encodeURIComponent(id)}`, body: {} }),
    creates: ["prices"],
    needsLive: ["prices"],
  },
  archiving: {
    archive: { update: { is_archived: true } },
    unarchive: () => ({ update: { is_archived: false } }),
    seen: "object",
    isArchived: (live) => live["is_archived"] === true,
    listed: () => true,
    note: "Polar takes the product out of its checkout links; un-archiving does not put it back",
  },
  deletable: true,
  id: textOf("id"),
  createdAt: textOf("created_at"),
  organization: textOf("organization_id"),
  rules: [
    { code: "count-without-interval", doc: "A count of intervals on a one-time product.", check: countNeedsInterval },
    { code: "reserved-metadata", doc: "Metadata under a key of the catalogue's own mark.", check: markerKeysAreOurs },
    { code: "price-set", doc: "Prices that Polar does not take together.", check: onePriceOfAKind },
    { code: "price-set-currencies", doc: "Currencies with different types of prices.", check: sameKindsInEachCurrency },
  ],
  docs: {
    page: "https://polar.sh/docs/api-reference/products/update",
    archived:
      "Nobody can buy the product any more; subscribers keep it and are charged on. `archived: false` brings it back with the same id.",
  },
};

const withoutMarker = (metadata: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(metadata).filter(([key]) => key !== marker.addressKey && key !== marker.ownerKey));

function countNeedsInterval({ recurring_interval: interval, recurring_interval_count: count }: JsonObject): Finding[] {
  if (count === undefined || count === null || (interval !== undefined && interval !== null)) return [];
  return [
    {
      path: ["recurring_interval_count"],
      message: "a one-time product has no recurring_interval_count",
      remedy: "add recurring_interval, or remove the count",
    },
  ];
}

function markerKeysAreOurs({ metadata }: JsonObject): Finding[] {
  if (!isObject(metadata)) return [];
  return [marker.addressKey, marker.ownerKey]
    .filter((key) => key in metadata)
    .map((key) => ({ path: ["metadata", key], message: `${key} is the catalogue's own mark`, remedy: "use another key" }));
}

const currencyOf = (one: JsonObject): string => (typeof one["price_currency"] === "string" ? one["price_currency"] : "usd");
const staticKind = (one: JsonObject): Json => (one["amount_type"] === "free" ? "fixed" : (one["amount_type"] ?? null));
const pricesOf = (fields: JsonObject): readonly JsonObject[] => (Array.isArray(fields["prices"]) ? fields["prices"].filter(isObject) : []);

/** https://polar.sh/docs/features/products: one static price per currency, and a custom one stands alone. */
function onePriceOfAKind(fields: JsonObject): Finding[] {
  const all = pricesOf(fields);
  return all.flatMap((one, index) => {
    const earlier = all.slice(0, index).filter((other) => currencyOf(other) === currencyOf(one));
    const clash = earlier.find(
      (other) => staticKind(other) === staticKind(one) || staticKind(other) === "custom" || staticKind(one) === "custom",
    );
    if (!clash) return [];
    const message =
      staticKind(clash) === staticKind(one)
        ? `a second ${String(staticKind(one))} price in ${currencyOf(one)}: Polar takes one`
        : `a custom price in ${currencyOf(one)} stands alone, without a ${String(staticKind(clash) === "custom" ? staticKind(one) : staticKind(clash))} price`;
    return [{ path: ["prices", index], message, remedy: "remove one of the two, or give it another currency" }];
  });
}

function sameKindsInEachCurrency(fields: JsonObject): Finding[] {
  const all = pricesOf(fields);
  const kinds = new Map<string, Set<Json>>();
  for (const one of all) kinds.set(currencyOf(one), (kinds.get(currencyOf(one)) ?? new Set()).add(staticKind(one)));
  const [first, ...others] = [...kinds];
  if (!first) return [];
  return others.flatMap(([currency, has]) => {
    const missing = [...first[1]].filter((kind) => !has.has(kind)).concat([...has].filter((kind) => !first[1].has(kind)));
    if (missing.length === 0) return [];
    const index = all.findIndex((one) => currencyOf(one) === currency);
    return [
      {
        path: ["prices", index],
        message: `${first[0]} and ${currency} do not have the same types of prices (${missing.join(", ")} in one of them only)`,
        remedy: "give every currency the same types of prices",
      },
    ];
  });
}

import { boolean, choice, decimal, either, isObject, type JsonObject, object, open, text } from "../../fields/shape.js";
import { type Field, type Finding, type Kind, textOf } from "../kind.js";
import { relationId, writeRelation } from "./relation.js";

const PAGE = "https://docs.fynn.eu/api-reference/priceplan/create-a-new-price-plan";
const GUIDE = "https://docs.fynn.eu/en/guide/catalogue/prices/introduction";

const flag = (doc: string): Field => ({ shape: boolean(), doc, source: PAGE, fate: "update", clear: "never" });
/** What Fynn's pages show without its inner shape: passed through as written. */
const passed = (doc: string): Field => ({ shape: open("object"), doc, source: PAGE, fate: "update", clear: "null" });
const reference = (doc: string): Field => ({ shape: text({ min: 1 }), doc, source: PAGE, fate: "update", clear: "null" });

export const pricePlan: Kind = {
  type: "fynn:PricePlan",
  title: "price plan",
  collection: "pricePlans",
  parent: { type: "fynn:Product", field: "product" },
  fields: {
    product: {
      shape: text({ min: 1 }),
      doc: "Id of the product that the plan belongs to.",
      source: PAGE,
      required: true,
      fromParent: true,
      fate: "replace",
      clear: "never",
      toWire: (value, context) => (typeof value === "string" ? writeRelation(value, context) : value),
      fromWire: (live) => relationId(live["product"]),
      rewrite: (value, context) => {
        const id = relationId(value);
        return id === undefined ? value : writeRelation(id, context);
      },
    },
    internalName: { shape: text({ min: 1 }), doc: "Name in the web app.", source: PAGE, fate: "update", clear: "null" },
    type: {
      shape: choice(["flat_fee", "per_unit", "tiered", "volume", "stair_step", "percentage"]),
      doc: "How the price is calculated. Another type makes a new price plan.",
      source: GUIDE,
      required: true,
      fate: "replace",
      clear: "never",
    },
    price: {
      shape: object(
        {
          amount: { shape: decimal({ orInteger: true }), doc: "The amount.", unit: "not documented: try it on the sandbox", source: PAGE },
          createdAt: { shape: text(), doc: "When the price was made.", readOnly: true },
          updatedAt: { shape: text(), doc: "When it was last changed.", readOnly: true },
          tenantId: { shape: text(), doc: "The tenant.", readOnly: true },
        },
        { open: true },
      ),
      doc: "What is charged. Members that Fynn's pages do not describe (tiers) pass through as written.",
      source: GUIDE,
      fate: "update",
      clear: "never",
    },
    currencyCode: {
      shape: either(text({ min: 1 }), open("object")),
      doc: "Currency of the plan, which must be enabled for the tenant. Another currency makes a new price plan.",
      unit: "ISO 4217 code",
      source: GUIDE,
      fate: "replace",
      clear: "never",
    },
    billingInterval: {
      shape: text({ min: 1 }),
      doc: "How often it is charged.",
      unit: 'an interval such as "1M"',
      source: PAGE,
      fate: "update",
      clear: "never",
    },
    showPricePerInterval: {
      shape: text({ min: 1 }),
      doc: "Interval for which the price is shown.",
      unit: 'an interval such as "1M"',
      source: PAGE,
      fate: "update",
      clear: "null",
    },
    payInAdvance: flag("Whether a period is billed at its beginning."),
    proRata: flag("Whether a part of a period costs its part of the price."),
    applyTrial: { ...flag("Whether the product's trial applies."), default: true },
    freeUnits: passed("Quantity that is deducted before anything is charged."),
    salesChannel: passed("The only sales channel that may use the plan."),
    custom: flag("Shown in Fynn's answers without an explanation."),
    charge: reference("Id of a charge."),
    productSetOption: reference("Id of a product set option."),
    customer: reference("The only customer that may use the plan."),
  },
  calls: {
    list: () => ({ method: "GET", path: "/price-plans" }),
    get: (id) => ({ method: "GET", path: `/price-plans/${encodeURIComponent(id)}` }),
    create: { method: "POST", path: "/price-plans" },
    update: (id) => ({ method: "PUT", path: `/price-plans/${encodeURIComponent(id)}` }),
    readOnly: (settings) => [...(settings["stripFromPut"] as readonly string[]), "status", "inUse", "checkoutLinkIds"],
    adjust: withoutReadOnlyPriceMembers,
  },
  archiving: {
    archive: { request: (id) => ({ method: "PUT", path: `/price-plans/${encodeURIComponent(id)}/archive` }) },
    seen: "object",
    isArchived: (live) => live["status"] === "archived",
  },
  id: textOf("id"),
  // A plan says when its price was made, and nothing else about its age.
  createdAt: ({ createdAt, price }) => {
    const value = createdAt ?? (isObject(price) ? price["createdAt"] : undefined);
    return typeof value === "string" ? value : undefined;
  },
  rules: [{ code: "price-missing", doc: "A flat or per-unit plan without an amount.", check: needsAmount }],
  docs: {
    page: "https://docs.fynn.eu/api-reference/priceplan/archive-a-price-plan",
    archived: "The plan cannot be used any more, and lists leave it out unless asked. Fynn documents no way back.",
  },
};

function withoutReadOnlyPriceMembers(body: JsonObject): JsonObject {
  if (!isObject(body["price"])) return body;
  const { createdAt: _created, updatedAt: _updated, tenantId: _tenant, ...price } = body["price"];
  return { ...body, price };
}

function needsAmount({ type, price }: JsonObject): Finding[] {
  if ((type !== "flat_fee" && type !== "per_unit") || (isObject(price) && price["amount"] !== undefined && price["amount"] !== null))
    return [];
  return [
    {
      path: price === undefined ? ["type"] : ["price"],
      message: `a ${type} plan has a price with an amount`,
      remedy: "add `price: { amount: … }`",
    },
  ];
}

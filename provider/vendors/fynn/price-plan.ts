import {
  boolean,
  choice,
  decimal,
  either,
  isObject,
  type JsonObject,
  type Members,
  object,
  open,
  text,
} from "../../fields/shape.js";
import type { Initial } from "../../kinds/absence.js";
import type { Field } from "../../kinds/field.js";
import { defineKind, type RuleViolation, textOf } from "../../kinds/kind.js";
import { amountFits, clearOptional, requiredFields, writtenAmount } from "./account-rules.js";
import { pricePlanImpact } from "./impact.js";
import { archivedPlans, limitQuery } from "./pages.js";
import { pricePlanPrices } from "./price-plan-prices.js";
import { relation, relationIdWire, relationWire } from "./relation.js";

const PAGE = "https://docs.fynn.eu/api-reference/priceplan/create-a-new-price-plan";
const GUIDE = "https://docs.fynn.eu/en/guide/catalogue/prices/introduction";

const flag = (doc: string, initial: Initial): Field => ({
  shape: boolean(),
  doc,
  source: PAGE,
  fate: "update",
  absence: { initial, cleared: "never" },
});
/**
 * What Fynn's pages show without its inner shape: passed through as written. Their samples show `{}` where there is
 * nothing.
 */
const passed = (doc: string, unnamed: "kept" | "lost", rest: Pick<Field, "money"> | { restricts: true }): Field => ({
  shape: open("object"),
  doc,
  source: PAGE,
  fate: "update",
  unnamed,
  absence: { initial: { default: {} }, cleared: clearOptional },
  ...rest,
});
type Rest = Partial<Pick<Field, "shape" | "unit" | "alsoCalled" | "toWire" | "fromWire" | "rewrite">>;
const optional = (doc: string, rest: Rest & { restricts?: true; unnamed?: "lost" } = {}, initial?: Initial): Field => ({
  shape: text({ min: 1 }),
  doc,
  source: PAGE,
  fate: "update",
  absence: { ...(initial ? { initial } : {}), cleared: clearOptional },
  ...rest,
});

const ID = text({ min: 1, isId: true });

const PRICE: Members = {
  amount: {
    shape: decimal({ orInteger: true }),
    doc: "The amount, sent as it is written unless `amountUnit` says more.",
    unit: "not documented: try it on the sandbox, then set `amountUnit`",
    source: PAGE,
  },
  createdAt: { shape: text(), doc: "When the price was made.", readOnly: true },
  updatedAt: { shape: text(), doc: "When it was last changed.", readOnly: true },
  tenantId: { shape: text(), doc: "The tenant.", readOnly: true },
};

export const pricePlan = defineKind({
  type: "fynn:PricePlan",
  title: "price plan",
  collection: "pricePlans",
  alsoCalled: ["prices", "plans", "listPrices"],
  parent: { type: "fynn:Product", field: "product" },
  fields: {
    product: {
      shape: text({ min: 1 }),
      doc: "Id of the product that the plan belongs to.",
      source: PAGE,
      required: true,
      fromParent: true,
      fate: "replace",
      ...relationIdWire("product"),
    },
    internalName: optional("Name in the web app. Nothing else of a plan can hold a name.", {
      alsoCalled: ["name", "label"],
    }),
    type: {
      shape: choice(["flat_fee", "per_unit", "tiered", "volume", "stair_step", "percentage"]),
      doc: "How the price is calculated. Another type makes a new price plan.",
      source: GUIDE,
      required: true,
      fate: "replace",
      money: true,
    },
    price: {
      shape: object(PRICE, { open: true }),
      doc: "What is charged. Members that Fynn's pages do not describe (tiers) pass through as written.",
      source: GUIDE,
      fate: "update",
      unnamed: "kept",
      absence: { cleared: "never" },
      money: true,
      toWire: (value, { settings }) => writtenAmount(value, settings),
    },
    currencyCode: {
      shape: either(text({ min: 1 }), open("object")),
      doc: "Currency of the plan, which must be enabled for the tenant. Another currency makes a new price plan.",
      unit: "ISO 4217 code",
      example: "EUR",
      alsoCalled: ["currency", "price_currency"],
      source: GUIDE,
      fate: "replace",
      unnamed: "lost",
      absence: { initial: "unknown", cleared: "never" },
      money: true,
    },
    billingInterval: {
      shape: text({ min: 1 }),
      doc: "How often it is charged.",
      unit: 'an interval such as "1M"',
      example: "1M",
      alsoCalled: ["interval", "frequency", "billingFrequency", "recurring_interval"],
      source: PAGE,
      fate: "update",
      absence: { initial: "unknown", cleared: "never" },
      money: true,
    },
    showPricePerInterval: optional(
      "Interval for which the price is shown.",
      { unit: 'an interval such as "1M"' },
      "unknown",
    ),
    payInAdvance: { ...flag("Whether a period is billed at its beginning.", "unknown"), money: true },
    proRata: { ...flag("Whether a partial period is charged in proportion.", "unknown"), money: true },
    applyTrial: {
      ...flag(
        "Whether a trial applies. Fynn sets the days of a trial on the price, by a field that its API " +
          "pages do not name: set them in the dashboard, where they stay.",
        { default: true },
      ),
      money: true,
    },
    freeUnits: passed("Quantity that is deducted before anything is charged.", "kept", { money: true }),
    salesChannel: passed("The only sales channel that can use the plan.", "lost", { restricts: true }),
    custom: flag("Whether the plan is custom; Fynn's pages show the field without an explanation.", "unknown"),
    charge: optional("Id of a charge.", { shape: ID, restricts: true }),
    productSetOption: optional("Id of a product set option.", { shape: ID, restricts: true }),
    customer: optional("The only customer that may use the plan.", {
      shape: relation,
      restricts: true,
      ...relationWire("customer"),
    }),
  },
  calls: {
    list: (settings) => ({ method: "GET", path: "/price-plans", ...limitQuery(settings) }),
    listArchived: archivedPlans,
    get: (id) => ({ method: "GET", path: `/price-plans/${encodeURIComponent(id)}` }),
    create: { method: "POST", path: "/price-plans" },
    update: (id) => ({ method: "PUT", path: `/price-plans/${encodeURIComponent(id)}` }),
    readOnly: (settings) => [...(settings["stripFromPut"] as readonly string[]), "status", "inUse", "checkoutLinkIds"],
  },
  archiving: {
    archive: {
      by: "call",
      request: (id) => ({ method: "PUT", path: `/price-plans/${encodeURIComponent(id)}/archive` }),
    },
    visible: {
      in: "answers",
      isArchived: ({ status }) => (typeof status === "string" ? status === "archived" : undefined),
    },
  },
  // Fynn applies a trial unless the plan says no, and has its days elsewhere.
  trial: ({ applyTrial }) =>
    applyTrial === undefined || applyTrial === true ? "some" : applyTrial === false ? "none" : undefined,
  id: textOf("id"),
  createdAt: timeOf("createdAt"),
  updatedAt: timeOf("updatedAt"),
  rules: [{ code: "price-missing", doc: "A flat or per-unit plan without an amount.", check: needsAmount }],
  accountRules: (fields, settings) => [
    ...requiredFields("PricePlan")(fields, settings),
    ...amountFits(fields, settings),
  ],
  prices: pricePlanPrices,
  affects: {
    source: GUIDE,
    priceChanged: () => "in place; Fynn does not document whether current subscriptions follow",
    archived: "the plan cannot be used any more; Fynn does not document what happens to current subscriptions",
    replaced: "a new price plan is made; Fynn does not document what happens to subscriptions of the old one",
  },
  impact: pricePlanImpact,
  docs: {
    page: "https://docs.fynn.eu/api-reference/priceplan/archive-a-price-plan",
    archived: "The plan cannot be used any more, and lists leave it out unless asked. Fynn documents no way back.",
  },
});

/** A plan says when its price was made and changed, and nothing else about its age. */
function timeOf(member: "createdAt" | "updatedAt"): (plan: JsonObject) => string | undefined {
  return ({ price, ...plan }) => {
    const holder = (plan["createdAt"] ?? null) === null && isObject(price) ? price : plan;
    return textOf(member)(holder);
  };
}

function needsAmount({ type, price }: JsonObject): RuleViolation[] {
  if (
    (type !== "flat_fee" && type !== "per_unit") ||
    (isObject(price) && price["amount"] !== undefined && price["amount"] !== null)
  )
    return [];
  return [
    {
      path: price === undefined ? ["type"] : ["price"],
      message: `a ${type} plan needs a price with an amount`,
      remedy: "add `price: { amount: … }`",
    },
  ];
}

import { boolean, choice, integer, list, object, text } from "../../fields/shape.js";
import { defineKind, textOf } from "../../kinds/kind.js";
import { listPriceImpact } from "./impact.js";
import { listPricePrices } from "./list-price-prices.js";
import { references, structure } from "./structure.js";
import { structureRules } from "./structure-rules.js";

const PAGE = "https://docs.sequencehq.com/reference/latest/product/create-a-list-price";

const CURRENCIES = [
  ..."AED ARS AUD BRL BGN CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD ILS INR ISK JPY KRW MXN NOK NZD PLN".split(" "),
  ..."SAR SEK SGD THB USD UYU ZAR".split(" "),
];
const SERVICES = [
  ..."Amazon_Redshift GoCardless Google_BigQuery Google_Sheets HubSpot NetSuite QuickBooks_Online Salesforce".split(
    " ",
  ),
  ..."Slack Snowflake Stripe Xero Avalara Anrok Attio Numeral Rillet Sphere".split(" "),
];

export const listPrice = defineKind({
  type: "sequence:ListPrice",
  title: "list price",
  collection: "listPrices",
  alsoCalled: ["prices", "price", "pricePlans", "plans"],
  parent: { type: "sequence:Product", field: "productId" },
  fields: {
    productId: {
      shape: text({ min: 1 }),
      doc: "Id of the product that the price belongs to.",
      source: PAGE,
      required: true,
      fromParent: true,
      fate: "replace",
    },
    name: {
      shape: text({ min: 1 }),
      doc: "Name of the price, as customers see it.",
      source: PAGE,
      required: true,
      fate: "update",
    },
    currency: {
      shape: choice(CURRENCIES, { open: true }),
      doc: "Currency of all amounts of the price. Another currency makes a new list price.",
      unit: "ISO 4217 code, upper case",
      example: "EUR",
      source: PAGE,
      required: true,
      money: true,
      fate: "replace",
    },
    structure: {
      shape: structure,
      doc: "What is charged.",
      example: '{ pricingType: FIXED, price: "99.00" }',
      alsoCalled: ["pricing"],
      source: PAGE,
      required: true,
      money: true,
      fate: "update",
      replaceOn: ["pricingType"],
      unnamed: "kept",
    },
    billingFrequency: {
      shape: choice(["ON_DEMAND", "ONE_TIME", "MONTHLY", "QUARTERLY", "HALF_YEARLY", "YEARLY", "PER_EVENT"], {
        open: true,
      }),
      doc: "How often the price is charged.",
      example: "MONTHLY",
      alsoCalled: ["frequency", "interval", "billingInterval", "billingPeriod", "recurring_interval"],
      source: PAGE,
      required: true,
      money: true,
      fate: "update",
    },
    billingType: {
      shape: choice(["IN_ARREARS", "IN_ADVANCE"], { open: true }),
      doc: "Whether a period is billed at its end or at its beginning.",
      source: PAGE,
      required: true,
      money: true,
      fate: "update",
    },
    integrationIds: {
      shape: list(
        object({
          service: { shape: choice(SERVICES, { open: true }), doc: "The other system.", source: PAGE, required: true },
          id: { shape: text({ min: 1, isId: true }), doc: "The price's id there.", source: PAGE, required: true },
          isPending: { shape: boolean(), doc: "Sequence has not confirmed the id yet.", source: PAGE, readOnly: true },
        }),
        { order: "any" },
      ),
      doc: "Ids of this price in other systems.",
      source: PAGE,
      fate: "update",
      unnamed: "lost",
      absence: { initial: { sent: [] }, cleared: { value: [] } },
    },
    customMetricParameters: {
      shape: list(
        object({
          parameterId: {
            shape: text({ min: 1, isId: true }),
            doc: "Id of the metric's parameter.",
            source: PAGE,
            required: true,
          },
          value: { shape: text(), doc: "Its value for this price.", source: PAGE, required: true },
        }),
        { order: "any" },
      ),
      doc: "Parameters for a custom metric.",
      source: PAGE,
      money: true,
      fate: "update",
      unnamed: "lost",
      absence: { initial: { sent: [] }, cleared: { value: [] } },
    },
    usageCalculationPeriod: {
      shape: object({
        frequency: {
          shape: choice(["MONTHLY", "QUARTERLY", "HALF_YEARLY", "YEARLY"], { open: true }),
          doc: "Unit of the period.",
          source: PAGE,
          required: true,
        },
        interval: {
          shape: integer({ min: 1, max: 2_147_483_647 }),
          doc: "How many of them.",
          source: PAGE,
          required: true,
        },
      }),
      doc: "Period over which usage is added up; only for GRADUATED with PERIODIC.",
      source: PAGE,
      money: true,
      fate: "update",
      unnamed: "lost",
      absence: { cleared: "omit" },
    },
  },
  calls: {
    // No answer says whether a price is archived, but this list leaves archived prices out.
    list: () => ({ method: "GET", path: "/list-prices", query: { includeArchived: false } }),
    listArchived: () => ({ method: "GET", path: "/list-prices", query: { includeArchived: true } }),
    listsWhole: true,
    listBelow: (productId) => ({ method: "GET", path: "/list-prices", query: { productId, includeArchived: false } }),
    get: (id) => ({ method: "GET", path: `/list-prices/${encodeURIComponent(id)}` }),
    create: { method: "POST", path: "/list-prices" },
    update: (id) => ({ method: "PUT", path: `/list-prices/${encodeURIComponent(id)}` }),
    readOnly: () => ["id", "createdAt", "updatedAt"],
  },
  archiving: {
    archive: {
      by: "call",
      request: (id) => ({ method: "POST", path: `/list-prices/${encodeURIComponent(id)}/archive` }),
    },
    visible: { in: "list" },
  },
  references,
  label: "name",
  // A schedule copies its prices from the list when it is created.
  existingKeepPrice: true,
  id: textOf("id"),
  createdAt: textOf("createdAt"),
  updatedAt: textOf("updatedAt"),
  rules: structureRules,
  prices: listPricePrices,
  affects: {
    source: "https://docs.sequencehq.com/getting-started/concepts",
    // Not documented; users of Sequence report it: a schedule makes variants of the list prices that it names.
    priceChanged: () => "in place; running schedules keep their own copies, as users of Sequence report",
    archived: "running schedules go on",
    replaced: "a new list price is made; running schedules stay with the old one",
  },
  impact: listPriceImpact,
  docs: {
    page: "https://docs.sequencehq.com/reference/latest/product/archive-a-list-price",
    archived:
      "The price can no longer be chosen; running schedules keep their own copies. Sequence cannot un-archive it. " +
      "Only lists show the state: they leave archived prices out.",
  },
});

import { choice, list, open, text } from "../../fields/shape.js";
import type { Field } from "../../kinds/field.js";
import { defineKind, textOf } from "../../kinds/kind.js";
import { clearOptional, requiredFields } from "./account-rules.js";
import { productImpact } from "./impact.js";
import { limitQuery } from "./pages.js";
import { relation, relationWire } from "./relation.js";

const PAGE = "https://docs.fynn.eu/api-reference/product/create-a-product";

/** A text that may be null. */
const nullable = (doc: string, shape = text({ min: 1 })): Field => ({
  shape,
  doc,
  source: PAGE,
  fate: "update",
  absence: { cleared: clearOptional },
});

export const product = defineKind({
  type: "fynn:Product",
  title: "product",
  collection: "products",
  fields: {
    name: {
      shape: text({ min: 1 }),
      doc: "Name in the tenant's language, as customers see it.",
      source: PAGE,
      required: true,
      fate: "update",
    },
    description: nullable("Description in the tenant's language."),
    internalName: nullable("Name in the web app's lists and reports; tells products of the same name apart."),
    number: nullable("Internal product number. It identifies the product.", text({ min: 2, max: 255 })),
    type: {
      shape: choice(["product", "charge", "plan"]),
      doc:
        "product is billed again and again, charge once; plan belongs to a plan, and no list shows it. " +
        "Another type makes a new product.",
      source: PAGE,
      required: true,
      money: true,
      fate: "replace",
    },
    invoiceVisibility: {
      shape: choice(["always", "only_if_charged"]),
      doc: "always: the product stands on every invoice; only_if_charged: only when something is charged for it.",
      source: PAGE,
      fate: "update",
      absence: { initial: "any", cleared: "never" },
    },
    measurement: {
      shape: relation,
      doc:
        "What is counted: a quantity or a metered usage. Every account has one with the code `quantity`. " +
        "Another one makes a new product.",
      source: PAGE,
      fate: "replace",
      absence: { initial: "any", cleared: "never" },
      money: true,
      ...relationWire("measurement"),
    },
    productFamilies: {
      shape: list(relation, { order: "any" }),
      doc: "Families that group products.",
      source: PAGE,
      fate: "update",
      absence: { cleared: { value: [] } },
      ...relationWire("productFamilies"),
    },
    taxGroup: {
      shape: relation,
      doc: "How the product is taxed.",
      source: PAGE,
      fate: "update",
      absence: { initial: "any", cleared: "never" },
      money: true,
      ...relationWire("taxGroup"),
    },
    costCentre: {
      shape: relation,
      doc: "For accounting exports.",
      source: PAGE,
      fate: "update",
      absence: { cleared: clearOptional },
      ...relationWire("costCentre"),
    },
    customFields: {
      shape: open("object"),
      doc: "Values of custom fields, which must have been set up in Fynn before.",
      source: "https://docs.fynn.eu/en/guide/tenant/custom-fields",
      fate: "update",
      unnamed: "kept",
      absence: { cleared: clearOptional },
    },
    translations: {
      shape: open("object"),
      doc:
        "Texts in other languages, by locale. Whether name and translations may be sent together is not " +
        "documented: the setting `dropTranslations` decides.",
      source: "https://docs.fynn.eu/api-reference/product/update-a-product",
      fate: "update",
      unnamed: "kept",
      absence: { initial: "any", cleared: { value: {} } },
    },
  },
  naturalKey: ["number", "internalName", "name"],
  label: "name",
  taxedBy: "taxGroup",
  calls: {
    list: (settings) => ({ method: "GET", path: "/catalogue/products", ...limitQuery(settings) }),
    listArchived: (settings) => ({
      method: "GET",
      path: "/catalogue/products",
      query: { ...limitQuery(settings).query, showArchived: true },
    }),
    listsOmit: ["translations"],
    get: (id) => ({ method: "GET", path: `/catalogue/products/${encodeURIComponent(id)}` }),
    create: { method: "POST", path: "/catalogue/products" },
    update: (id) => ({ method: "PUT", path: `/catalogue/products/${encodeURIComponent(id)}` }),
    readOnly: (settings) => settings["stripFromPut"] as readonly string[],
    adjust: (body, sent, settings) => {
      // The live translations still hold the old texts of the tenant's language.
      if (
        settings["dropTranslations"] !== true ||
        sent.named.has("translations") ||
        !(sent.changed.has("name") || sent.changed.has("description"))
      )
        return body;
      const { translations: _old, ...rest } = body;
      return rest;
    },
  },
  archiving: {
    archive: {
      by: "call",
      request: (id) => ({ method: "PUT", path: `/catalogue/products/${encodeURIComponent(id)}/archive` }),
    },
    unarchive: (settings) =>
      settings["unarchiveByPut"] === true ? { by: "field", name: "isArchived", value: false } : undefined,
    visible: {
      in: "answers",
      isArchived: ({ isArchived }) => (typeof isArchived === "boolean" ? isArchived : undefined),
    },
  },
  unique: (settings) =>
    settings["numberUnique"] === true
      ? { field: "number", archivedCount: settings["archivedNumbersCount"] === true, setting: "archivedNumbersCount" }
      : undefined,
  id: textOf("id"),
  createdAt: textOf("createdAt"),
  updatedAt: textOf("updatedAt"),
  accountRules: requiredFields("Product"),
  affects: {
    source: "https://docs.fynn.eu/api-reference/product/archive-a-product",
    archived: "it should not be used any more; Fynn does not document what happens to current subscriptions",
    replaced: "a new product is made; Fynn does not document what happens to subscriptions of the old one",
  },
  impact: productImpact,
  docs: {
    page: "https://docs.fynn.eu/api-reference/product/archive-a-product",
    archived:
      "The product should not be used any more, and lists leave it out unless asked. Fynn documents no way back.",
  },
});

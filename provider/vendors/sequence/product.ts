import { text } from "../../fields/shape.js";
import type { Clearing } from "../../kinds/absence.js";
import type { Settings } from "../../kinds/field.js";
import { defineKind, textOf } from "../../kinds/kind.js";
import { productImpact } from "./impact.js";

const PAGE = "https://docs.sequencehq.com/reference/latest/product/create-a-new-product";

/** Whether a PUT clears what it leaves out is not documented: `clearOptionalFields` says what to do. */
const clearOptional = (settings: Settings): Clearing =>
  settings["clearOptionalFields"] === "empty" ? { value: "" } : "omit";

export const product = defineKind({
  type: "sequence:Product",
  title: "product",
  collection: "products",
  fields: {
    name: {
      shape: text({ min: 1 }),
      doc:
        "Name of the product in Sequence's dashboard. It identifies the product: no two active products " +
        "of an account share it.",
      source: PAGE,
      required: true,
      fate: "update",
    },
    label: {
      shape: text({ min: 1 }),
      alsoCalled: ["description"],
      doc: "Description of the product. Documented as internal; accounts have seen it as the group header on invoices.",
      source: PAGE,
      fate: "update",
      absence: { cleared: clearOptional },
    },
    taxCategoryId: {
      shape: text({ min: 1, isId: true }),
      doc: "Id of a tax category of the account.",
      source: PAGE,
      fate: "update",
      money: true,
      absence: { cleared: clearOptional },
    },
  },
  naturalKey: ["name"],
  label: "name",
  taxedBy: "taxCategoryId",
  calls: {
    list: () => ({ method: "GET", path: "/products" }),
    listsWhole: true,
    get: (id) => ({ method: "GET", path: `/products/${encodeURIComponent(id)}` }),
    create: { method: "POST", path: "/products" },
    update: (id) => ({ method: "PUT", path: `/products/${encodeURIComponent(id)}` }),
    readOnly: () => ["id", "createdAt", "updatedAt", "archivedAt"],
  },
  archiving: {
    archive: { by: "call", request: (id) => ({ method: "POST", path: `/products/${encodeURIComponent(id)}/archive` }) },
    visible: {
      in: "nowhere",
      // The archive answer may carry archivedAt, and no other answer does.
      isArchived: ({ archivedAt }) => (archivedAt === undefined ? undefined : archivedAt !== null),
      signsSetting: "alreadyArchived",
      listed: (settings) => settings["archivedProductsListed"] === true,
    },
  },
  id: textOf("id"),
  createdAt: textOf("createdAt"),
  updatedAt: textOf("updatedAt"),
  affects: {
    source: "https://docs.sequencehq.com/reference/latest/product/archive-a-product",
    archived: "no new prices can be created for it; running schedules go on",
  },
  impact: productImpact,
  docs: {
    page: "https://docs.sequencehq.com/reference/latest/product/archive-a-product",
    archived:
      "No new prices can be created for the product. Sequence cannot un-archive it, and only the answer of the " +
      "archive call shows the state.",
  },
});

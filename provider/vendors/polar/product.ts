import {
  boolean,
  choice,
  integer,
  isObject,
  type Json,
  type JsonObject,
  list,
  object,
  text,
} from "../../fields/shape.js";
import type { Field } from "../../kinds/field.js";
import { defineKind, type RuleViolation, type Trial, textOf } from "../../kinds/kind.js";
import { productImpact } from "./impact.js";
import { marker, markerKeysAreOurs, metadata, ofOwner } from "./metadata.js";
import { priceRules } from "./price-rules.js";
import { prices, references } from "./prices.js";
import { productPrices } from "./product-prices.js";

const PAGE = "https://polar.sh/docs/api-reference/products/create";
const GUIDE = "https://polar.sh/docs/features/products";
const TRIALS = "https://polar.sh/docs/features/trials";
const BENEFITS = "https://polar.sh/docs/api-reference/products/update-benefits";
const SUBSCRIBERS_STAY =
  "Polar cannot change it: a new product is made and the old one archived; its subscribers stay on the old one";

const INTERVALS = ["day", "week", "month", "year"] as const;

/** A field that Polar fixes: an entry without it means `absent`. */
const replaced = (absent: Json, field: Pick<Field, "shape" | "doc" | "unit" | "alsoCalled">): Field => ({
  ...field,
  source: GUIDE,
  money: true,
  fate: "replace",
  reason: SUBSCRIBERS_STAY,
  absence: { means: absent },
});

const path = (id: string): string => `/v1/products/${encodeURIComponent(id)}`;

/** The ids of objects that an answer holds whole. */
const idsOf = (value: Json | undefined): Json | undefined =>
  Array.isArray(value) ? value.filter(isObject).map(({ id }) => id ?? null) : undefined;

export const product = defineKind({
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
    },
    description: {
      shape: text({ min: 1, stripped: true }),
      doc: "Description, in Markdown.",
      source: PAGE,
      fate: "update",
      absence: { cleared: "null" },
    },
    visibility: {
      shape: choice(["draft", "private", "public"], { open: true }),
      doc: "Who sees the product.",
      source: PAGE,
      fate: "update",
      absence: { initial: { default: "public" }, cleared: { value: "public" } },
    },
    recurring_interval: replaced(null, {
      shape: choice(INTERVALS),
      alsoCalled: ["interval", "billing_interval", "billingInterval", "billingFrequency"],
      doc: "How often a subscription is charged. Absent: a one-time purchase. Another interval makes a new product.",
    }),
    recurring_interval_count: replaced(1, {
      shape: integer({ min: 1, max: 999 }),
      doc: "How many intervals make a period. Another count makes a new product.",
      unit: "intervals",
    }),
    meter_interval: replaced(null, {
      shape: choice(INTERVALS),
      doc:
        "How often usage is charged, if not with the subscription. Polar has it for some organizations " +
        "only; it must divide the billing period.",
    }),
    meter_interval_count: replaced(null, {
      shape: integer({ min: 1, max: 999 }),
      doc: "How many meter intervals make a period of usage.",
      unit: "meter intervals",
    }),
    trial_interval: {
      shape: choice(INTERVALS),
      doc: "Unit of the trial's length.",
      source: TRIALS,
      money: true,
      fate: "update",
      absence: { cleared: "null" },
    },
    trial_interval_count: {
      shape: integer({ min: 1, max: 1_000 }),
      doc: "Length of the trial.",
      unit: "trial intervals",
      source: TRIALS,
      money: true,
      fate: "update",
      absence: { cleared: "null" },
    },
    medias: {
      shape: list(text({ min: 1, isId: true })),
      doc: "Images of the product: ids of files that were uploaded to the organization as product media.",
      source: PAGE,
      fate: "update",
      absence: { cleared: { value: [] } },
      fromWire: ({ medias }) => idsOf(medias),
    },
    attached_custom_fields: {
      shape: list(
        object({
          custom_field_id: {
            shape: text({ min: 1, isId: true }),
            doc: "Id of the custom field.",
            source: PAGE,
            required: true,
          },
          required: { shape: boolean(), doc: "Customers must fill it in.", source: PAGE, required: true },
        }),
      ),
      doc: "What customers are asked at checkout, in this order.",
      source: PAGE,
      fate: "update",
      absence: { cleared: { value: [] } },
    },
    benefits: {
      shape: list(text({ min: 1, isId: true }), { order: "any" }),
      doc:
        "Ids of the benefits that the product grants. The list is complete: a benefit that is not " +
        "listed is removed, from customers too.",
      source: BENEFITS,
      fate: "update",
      absence: { cleared: { value: [] } },
      fromWire: ({ benefits }) => idsOf(benefits),
      ownCall: (id, value) => ({ method: "POST", path: `${path(id)}/benefits`, body: { benefits: value } }),
    },
    metadata: metadata(PAGE),
    prices,
  },
  naturalKey: ["name"],
  label: "name",
  existingKeepPrice: true,
  trial: trialOf,
  marker,
  references,
  calls: {
    list: () => ({ method: "GET", path: "/v1/products/" }),
    listsWhole: true,
    listMarked: (owner) => ({ method: "GET", path: "/v1/products/", query: ofOwner(owner) }),
    get: (id) => ({ method: "GET", path: path(id) }),
    create: { method: "POST", path: "/v1/products/" },
    update: (id) => ({ method: "PATCH", path: path(id) }),
    // Reads may come from a replica that lags; an empty PATCH changes nothing and answers from the primary.
    observe: (id) => ({ method: "PATCH", path: path(id), body: {} }),
    creates: ["prices"],
    needsLive: ["prices"],
    together: [["trial_interval", "trial_interval_count"]],
  },
  archiving: {
    archive: { by: "field", name: "is_archived", value: true },
    unarchive: () => ({ by: "field", name: "is_archived", value: false }),
    visible: {
      in: "answers",
      isArchived: ({ is_archived: archived }) => (typeof archived === "boolean" ? archived : undefined),
      listed: true,
    },
    notes: {
      archive: "Polar takes an archived product out of its checkout links; un-archiving does not put it back",
      unarchive: "un-archiving does not put the product back into its checkout links; add it to them in the dashboard",
    },
  },
  deletable: true,
  id: textOf("id"),
  createdAt: textOf("created_at"),
  organization: textOf("organization_id"),
  rules: [
    {
      code: "count-without-interval",
      doc:
        "An interval without its count or a count without its interval, or a one-time product with a field for " +
        "subscriptions.",
      check: intervalsAreWhole,
    },
    markerKeysAreOurs,
    ...priceRules,
  ],
  prices: productPrices,
  affects: {
    source: GUIDE,
    priceChanged: (before, recurring) =>
      recurring ? `a new price; current subscribers keep ${before}` : "a new price; earlier purchases stay as they are",
    archived: "nobody can buy it any more; subscribers keep it and are still charged",
    replaced: "a new product is made; subscribers stay on the old one",
  },
  impact: productImpact,
  docs: {
    page: "https://polar.sh/docs/api-reference/products/update",
    archived:
      "Nobody can buy the product any more; subscribers keep it and are still charged. `archived: false` " +
      "un-archives it, and it keeps its id.",
  },
});

function trialOf({ trial_interval: unit, trial_interval_count: count }: JsonObject): Trial | undefined {
  if (!isSet(unit) && !isSet(count)) return "none";
  const known = INTERVALS.find((interval) => interval === unit);
  return known !== undefined && typeof count === "number" ? { count, unit: known } : undefined;
}

const isSet = (value: Json | undefined): boolean => value !== undefined && value !== null;

function intervalsAreWhole(fields: JsonObject): RuleViolation[] {
  const isRecurring = isSet(fields["recurring_interval"]);
  return ["recurring", "meter", "trial"].flatMap((of): RuleViolation[] => {
    const [interval, count] = [`${of}_interval`, `${of}_interval_count`];
    const given = [interval, count].filter((name) => isSet(fields[name]));
    if (!isRecurring && given.length > 0) {
      const [name = ""] = given;
      return [
        {
          path: [name],
          message: `a one-time product cannot have \`${name}\``,
          remedy: `add \`recurring_interval\`, or remove ${given.map((field) => `\`${field}\``).join(" and ")}`,
        },
      ];
    }
    // Only the billing interval has a count by default.
    if (of === "recurring" || given.length !== 1) return [];
    const missing = given[0] === interval ? count : interval;
    return [
      {
        path: [given[0] ?? ""],
        message: `\`${given[0]}\` needs \`${missing}\``,
        remedy: `add \`${missing}\`, or remove \`${given[0]}\``,
      },
    ];
  });
}

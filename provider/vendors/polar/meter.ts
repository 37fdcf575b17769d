import {
  boolean,
  choice,
  either,
  integer,
  isObject,
  type JsonObject,
  list,
  named,
  object,
  type Shape,
  text,
  union,
} from "../../fields/shape.js";
import { defineKind, type RuleViolation, textOf } from "../../kinds/kind.js";
import { marker, markerKeysAreOurs, metadata, ofOwner } from "./metadata.js";
import { chargesBy } from "./prices.js";

const PAGE = "https://polar.sh/docs/api-reference/meters/create";
const GUIDE = "https://polar.sh/docs/features/usage-based-billing/meters";

/** A filter holds clauses, and a clause is a comparison or a filter itself. */
const filter: Shape = object({
  conjunction: {
    shape: choice(["and", "or"]),
    doc: "Whether all clauses must match (`and`), or one of them (`or`).",
    source: GUIDE,
    required: true,
  },
  clauses: {
    shape: list(named("MeterFilterClause", () => clause)),
    doc: "Conditions for events: comparisons and nested filters.",
    source: GUIDE,
    required: true,
  },
});

const clause: Shape = object({
  property: {
    shape: text({ min: 1 }),
    doc: "What is compared: the event's `name`, or a key of its metadata.",
    source: GUIDE,
  },
  operator: {
    shape: choice(["eq", "ne", "gt", "gte", "lt", "lte", "like", "not_like"], { open: true }),
    doc: "How the property is compared with the value.",
    source: GUIDE,
  },
  value: {
    shape: either(text({ max: 1_000 }), integer({ min: -2_147_483_648, max: 2_147_483_647 }), boolean()),
    doc: "What the property is compared with.",
    source: GUIDE,
  },
  conjunction: {
    shape: choice(["and", "or"]),
    doc: "For a nested filter: whether all clauses must match (`and`), or one of them (`or`).",
    source: GUIDE,
  },
  clauses: {
    shape: list(named("MeterFilterClause", () => clause)),
    doc: "For a nested filter: its clauses.",
    source: GUIDE,
  },
});

const property = {
  shape: text({ min: 1 }),
  doc: "Key of the events' metadata whose values are taken.",
  source: GUIDE,
  required: true,
};

const path = (id: string): string => `/v1/meters/${encodeURIComponent(id)}`;

export const meter = defineKind({
  type: "polar:Meter",
  title: "meter",
  collection: "meters",
  fields: {
    name: {
      shape: text({ min: 3, stripped: true }),
      doc: "Name of the meter; customers see it on invoices.",
      source: PAGE,
      required: true,
      fate: "update",
    },
    unit: {
      shape: choice(["scalar", "token", "custom"], { open: true }),
      doc: "How quantities are shown: as they are, as tokens, or with a label of your own.",
      source: PAGE,
      fate: "update",
      absence: { initial: { default: "scalar" }, cleared: { value: "scalar" } },
    },
    custom_label: {
      shape: text({ min: 1 }),
      doc: "The name of a unit. Required for `unit: custom`.",
      source: PAGE,
      fate: "update",
      absence: { cleared: "null" },
    },
    custom_multiplier: {
      shape: integer({ min: 1 }),
      doc: "For `unit: custom`: by how much quantities are multiplied when they are shown.",
      source: PAGE,
      fate: "update",
      absence: { cleared: "null" },
    },
    filter: {
      shape: filter,
      doc: "Which events are counted.",
      source: GUIDE,
      required: true,
      money: true,
      fate: "update",
      unnamed: "lost",
    },
    aggregation: {
      shape: union("func", "How the events become a quantity.", {
        count: object({}),
        sum: object({ property }),
        max: object({ property }),
        min: object({ property }),
        avg: object({ property }),
        unique: object({ property }),
      }),
      doc: "How the events become a quantity.",
      source: GUIDE,
      required: true,
      money: true,
      fate: "update",
      unnamed: "lost",
    },
    metadata: metadata(PAGE),
  },
  naturalKey: ["name"],
  label: "name",
  marker,
  calls: {
    list: () => ({ method: "GET", path: "/v1/meters/" }),
    listsWhole: true,
    listMarked: (owner) => ({ method: "GET", path: "/v1/meters/", query: ofOwner(owner) }),
    get: (id) => ({ method: "GET", path: path(id) }),
    create: { method: "POST", path: "/v1/meters/" },
    update: (id) => ({ method: "PATCH", path: path(id) }),
    observe: (id) => ({ method: "PATCH", path: path(id), body: {} }),
  },
  archiving: {
    archive: { by: "field", name: "is_archived", value: true },
    unarchive: () => ({ by: "field", name: "is_archived", value: false }),
    visible: {
      in: "answers",
      isArchived: ({ archived_at: at }) => (at === undefined ? undefined : at !== null),
      listed: true,
    },
    heldBy: { type: "polar:Product", uses: chargesBy },
  },
  id: textOf("id"),
  createdAt: textOf("created_at"),
  organization: textOf("organization_id"),
  rules: [
    {
      code: "filter-clause",
      doc: "A clause of a meter's filter that is not exactly one comparison or one filter.",
      check: clausesAreWhole,
    },
    {
      code: "meter-label",
      doc: "A meter has `custom_label` without `unit: custom`, or the reverse.",
      check: labelGoesWithUnit,
    },
    markerKeysAreOurs,
  ],
  docs: {
    page: "https://polar.sh/docs/api-reference/meters/update",
    archived:
      "No new price should use the meter. Polar refuses to archive it while active products charge by it: archive " +
      "those products first, or remove the meter's prices from them.",
  },
});

const COMPARISON = ["property", "operator", "value"];
const FILTER = ["conjunction", "clauses"];

function clausesAreWhole({ filter: given }: JsonObject): RuleViolation[] {
  const inside = (value: unknown, at: readonly (string | number)[]): RuleViolation[] => {
    const { clauses } = (value ?? {}) as { clauses?: unknown };
    return Array.isArray(clauses)
      ? clauses.flatMap((item, index) => (isObject(item) ? of(item, [...at, "clauses", index]) : []))
      : [];
  };
  const of = (item: JsonObject, at: readonly (string | number)[]): RuleViolation[] => {
    const given = (names: readonly string[]): string[] => names.filter((name) => Object.hasOwn(item, name));
    const [comparison, filterMembers] = [given(COMPARISON), given(FILTER)];
    if (comparison.length > 0 && filterMembers.length > 0) {
      return [
        {
          path: at,
          message:
            `the clause is both a comparison (${comparison.join(", ")}) and a filter ` +
            `(${filterMembers.join(", ")})`,
          remedy: "write two clauses: one with the comparison, one with the filter",
        },
      ];
    }
    const wanted = filterMembers.length > 0 ? FILTER : COMPARISON;
    const missing = wanted.filter((name) => !Object.hasOwn(item, name));
    if (missing.length > 0) {
      const names = missing.map((name) => `\`${name}\``).join(" and ");
      return [
        {
          path: at,
          message: `the ${wanted === FILTER ? "nested filter" : "comparison"} needs ${names}`,
          remedy: `add ${names}`,
        },
      ];
    }
    return inside(item, at);
  };
  return inside(given, ["filter"]);
}

function labelGoesWithUnit({ unit, custom_label: label }: JsonObject): RuleViolation[] {
  const [isCustom, hasLabel] = [unit === "custom", label !== undefined && label !== null];
  if (isCustom === hasLabel) return [];
  return [
    isCustom
      ? {
          path: ["unit"],
          message: "`unit: custom` needs `custom_label`",
          remedy: "add `custom_label: …`, the word that customers see, for example `custom_label: request`",
        }
      : {
          path: ["custom_label"],
          message: "`custom_label` can be set only with `unit: custom`",
          remedy: "add `unit: custom`, or remove `custom_label`",
        },
  ];
}

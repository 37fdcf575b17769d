/** The toy's kinds: one that a call brings back, one below it with a mark, and one that lists alone show archived. */
import {
  boolean,
  decimal,
  integer,
  isObject,
  type JsonObject,
  list,
  map,
  object,
  text,
} from "../../provider/fields/shape.js";
import type { Field } from "../../provider/kinds/field.js";
import { defineKind } from "../../provider/kinds/kind.js";
import type { Price, Tier } from "../../provider/money/price.js";
import { decimalOf, notKnown, positiveOf, tiersOf } from "../../provider/money/read.js";

const docs = { page: "https://example.com/archive", archived: "It is put away." };
const idOf = (live: JsonObject): string | undefined => (typeof live["key"] === "string" ? live["key"] : undefined);

export const gadget = defineKind({
  type: "toy:Gadget",
  title: "gadget",
  collection: "gadgets",
  fields: {
    title: { shape: text({ min: 1 }), doc: "Title.", required: true, fate: "update" },
    remark: { shape: text({ min: 1 }), doc: "Remark.", fate: "update", absence: { cleared: { value: "" } } },
    colour: {
      shape: text({ min: 1 }),
      doc: "Colour.",
      required: true,
      fate: "replace",
      reason: "paint does not come off",
    },
    sealed: {
      shape: boolean(),
      doc: "Sealed.",
      fate: "fixed",
      reason: "the seal is for ever",
      absence: { cleared: "never" },
    },
  },
  naturalKey: ["title"],
  label: "title",
  taxedBy: "colour",
  calls: {
    list: () => ({ method: "GET", path: "/gadgets" }),
    get: (id) => ({ method: "GET", path: `/gadgets/${id}` }),
    create: { method: "POST", path: "/gadgets" },
    update: (id) => ({ method: "PATCH", path: `/gadgets/${id}` }),
  },
  archiving: {
    archive: { by: "call", request: (id) => ({ method: "PUT", path: `/gadgets/${id}/shelf`, body: { away: true } }) },
    unarchive: () => ({
      by: "call",
      request: (id) => ({ method: "PUT", path: `/gadgets/${id}/shelf`, body: { away: false } }),
    }),
    visible: { in: "answers", isArchived: ({ away }) => away === true, listed: true },
  },
  id: idOf,
  createdAt: ({ born }) => (typeof born === "string" ? born : undefined),
  impact: [
    {
      of: "fans",
      by: "total",
      subscribers: true,
      request: (id) => ({ method: "GET", path: `/gadgets/${id}/fans` }),
      count: (answer) => (isObject(answer) && typeof answer["fans"] === "number" ? answer["fans"] : undefined),
    },
  ],
  docs,
});

export const tariff = defineKind({
  type: "toy:Tariff",
  title: "tariff",
  collection: "tariffs",
  parent: { type: "toy:Gadget", field: "gadget" },
  fields: {
    gadget: { shape: text(), doc: "Gadget.", required: true, fromParent: true, fate: "replace" },
    label: { shape: text({ min: 1 }), doc: "Label.", required: true, fate: "update" },
    rate: { shape: decimal(), doc: "Rate.", required: true, fate: "update" },
    minutes: {
      shape: integer({ min: 0 }),
      doc: "Minutes.",
      fate: "update",
      absence: { initial: { default: 0 }, cleared: "null" },
    },
    steps: {
      shape: list(
        object({ upTo: { shape: integer(), doc: "Up to." }, rate: { shape: decimal(), doc: "Rate.", required: true } }),
        {
          order: "any",
        },
      ),
      doc: "Steps.",
      fate: "update",
      absence: { cleared: { value: [] } },
    },
    notes: {
      shape: map(text()),
      doc: "Notes.",
      fate: "update",
      unnamed: "kept",
      absence: { cleared: { value: {} } },
      fromWire: ({ notes }) => {
        if (!isObject(notes)) return undefined;
        const { _address, _owner, ...rest } = notes;
        return rest;
      },
    },
  },
  marker: { field: "notes", addressKey: "_address", ownerKey: "_owner" },
  prices: tariffPrices,
  affects: {
    source: docs.page,
    priceChanged: (before) => `from the next minute; whoever talks now pays ${before}`,
    archived: "calls end at midnight",
    replaced: "callers keep the old tariff",
  },
  label: "label",
  existingKeepPrice: true,
  trial: ({ minutes }) => (typeof minutes === "number" ? { count: minutes, unit: "day" } : "none"),
  calls: {
    list: () => ({ method: "GET", path: "/tariffs" }),
    listsWhole: true,
    get: (id) => ({ method: "GET", path: `/tariffs/${id}` }),
    create: { method: "POST", path: "/tariffs" },
    update: (id) => ({ method: "PATCH", path: `/tariffs/${id}` }),
  },
  archiving: {
    archive: { by: "field", name: "away", value: true },
    unarchive: () => ({ by: "field", name: "away", value: false }),
    visible: { in: "answers", isArchived: ({ away }) => away === true, listed: true },
  },
  deletable: true,
  id: idOf,
  createdAt: ({ born }) => (typeof born === "string" ? born : undefined),
  organization: ({ realm }) => (typeof realm === "string" ? realm : undefined),
  impact: [
    {
      of: "fans",
      by: "scan",
      subscribers: true,
      request: () => ({ method: "GET", path: "/fans" }),
      id: idOf,
      matches: (fan, id) => fan["of"] === id,
      effect: { archived: "They are told." },
    },
  ],
  docs,
});

/** It has a mark and is archived by a DELETE that answers with nothing; only lists tell what is archived. */
export const badge = defineKind({
  type: "toy:Badge",
  title: "badge",
  collection: "badges",
  fields: {
    motto: { shape: text({ min: 1 }), doc: "Motto.", required: true, fate: "update" },
    metal: { shape: text({ min: 1 }), doc: "Metal.", required: true, fate: "replace" },
    notes: tariff.fields["notes"] as Field,
  },
  marker: { field: "notes", addressKey: "_address", ownerKey: "_owner" },
  calls: {
    list: () => ({ method: "GET", path: "/badges" }),
    listsWhole: true,
    get: (id) => ({ method: "GET", path: `/badges/${id}` }),
    create: { method: "POST", path: "/badges" },
    update: (id) => ({ method: "PATCH", path: `/badges/${id}` }),
  },
  archiving: {
    archive: { by: "call", request: (id) => ({ method: "DELETE", path: `/badges/${id}` }) },
    unarchive: () => ({
      by: "call",
      request: (id) => ({ method: "PUT", path: `/badges/${id}/shelf`, body: { away: false } }),
    }),
    visible: { in: "list" },
  },
  id: idOf,
  createdAt: ({ born }) => (typeof born === "string" ? born : undefined),
  docs,
});

/** So much a minute, in dinars; some minutes are free, and with `steps` all cost what the last step reached says. */
function tariffPrices({ rate, minutes, steps }: JsonObject): readonly Price[] {
  const included = positiveOf(minutes);
  const metered = { of: "minutes", one: "minute", ...(included === undefined ? {} : { included }) };
  const amount = decimalOf(rate);
  const tiers = tiersOf<Tier>(steps, (step, index) => {
    const [upTo, perUnit] = [positiveOf(step["upTo"]), decimalOf(step["rate"])];
    return perUnit === undefined
      ? undefined
      : { ...(upTo === undefined ? {} : { upTo }), perUnit, path: ["steps", index] };
  });
  const part = tiers
    ? ({ type: "volume", tiers, ...metered, path: ["steps"] } as const)
    : amount === undefined
      ? notKnown(["rate"], rate)
      : ({ type: "per-unit", amount, ...metered, path: ["rate"] } as const);
  return [{ currency: "KWD", interval: { every: 2, unit: "week" }, parts: [part], path: [] }];
}

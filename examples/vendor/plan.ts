/** https://tariffs.example/docs/plans: what customers subscribe to. */
import { choice, decimal, integer, type JsonObject, text } from "../../provider/fields/shape.js";
import { defineKind, textOf } from "../../provider/kinds/kind.js";
import type { Price } from "../../provider/money/price.js";
import { currencyOf, decimalOf, notKnown } from "../../provider/money/read.js";

const PAGE = "https://tariffs.example/docs/plans";

const path = (id: string): string => `/plans/${encodeURIComponent(id)}`;

export const plan = defineKind({
  type: "tariffs:Plan",
  title: "plan",
  collection: "plans",
  fields: {
    name: {
      shape: text({ min: 1, max: 80 }),
      doc: "Name of the plan. No two active plans of an account share it.",
      source: PAGE,
      required: true,
      fate: "update",
    },
    description: {
      shape: text({ min: 1 }),
      doc: "Text below the name on the pricing page.",
      source: PAGE,
      fate: "update",
      absence: { cleared: "null" },
    },
    currency: {
      shape: choice(["CHF", "EUR", "USD"], { open: true }),
      doc: "Currency of the price.",
      source: PAGE,
      required: true,
      fate: "replace",
      reason: "subscribers stay on the old plan",
    },
    interval: {
      shape: choice(["month", "year"]),
      doc: "How often the price is charged.",
      source: PAGE,
      required: true,
      fate: "replace",
      reason: "subscribers stay on the old plan",
    },
    price: {
      shape: decimal({ min: "0" }),
      doc: "Price of an interval.",
      unit: "whole units of the currency",
      source: PAGE,
      required: true,
      money: true,
      fate: "update",
    },
    trialDays: {
      shape: integer({ min: 0, max: 90 }),
      doc: "Days that new subscribers do not pay for.",
      unit: "days",
      source: PAGE,
      money: true,
      fate: "update",
      absence: { initial: { default: 0 }, cleared: { value: 0 } },
    },
  },
  naturalKey: ["name"],
  label: "name",
  calls: {
    list: () => ({ method: "GET", path: "/plans" }),
    listsWhole: true,
    get: (id) => ({ method: "GET", path: path(id) }),
    create: { method: "POST", path: "/plans" },
    update: (id) => ({ method: "PATCH", path: path(id) }),
  },
  archiving: {
    archive: { by: "call", request: (id) => ({ method: "POST", path: `${path(id)}/archive` }) },
    visible: {
      in: "answers",
      isArchived: ({ archivedAt }) => (archivedAt === undefined ? undefined : archivedAt !== null),
      listed: true,
    },
  },
  unique: (settings) => ({
    field: "name",
    archivedCount: settings["archivedNamesCount"] === true,
    setting: "archivedNamesCount",
  }),
  id: textOf("id"),
  createdAt: textOf("createdAt"),
  prices,
  trial: ({ trialDays }) =>
    typeof trialDays === "number" && trialDays > 0 ? { count: trialDays, unit: "day" } : "none",
  affects: {
    source: PAGE,
    priceChanged: (before) => `in place; subscribers pay ${before} until their next invoice`,
    archived: "nobody can subscribe; subscribers keep the plan",
    replaced: "subscribers stay on the old plan",
  },
  docs: { page: PAGE, archived: "Nobody can subscribe. Subscribers keep the plan and are still charged." },
});

function prices({ price, currency, interval }: JsonObject): readonly Price[] {
  const [amount, code] = [decimalOf(price), currencyOf(currency)];
  const part = amount === undefined ? notKnown(["price"], price) : ({ type: "flat", amount, path: ["price"] } as const);
  return [
    {
      ...(code === undefined ? {} : { currency: code }),
      interval: { every: 1, unit: interval === "year" ? "year" : "month" },
      parts: [part],
      path: [],
    },
  ];
}

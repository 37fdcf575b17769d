/** Who has a Fynn product or price plan: what Fynn's pages do not document is counted only if a setting says so. */
import { boolean, isObject, type Json, type Member } from "../../fields/shape.js";
import type { Impact } from "../../kinds/impact.js";

export const countSubscriptions: Member = {
  shape: boolean(),
  doc:
    "Count the active subscriptions of a product: for the review, and for `archiveOnlyIf`. Fynn's n8n node filters " +
    "subscriptions by `items.product.id`, and its API pages do not mention it: compare a count with the web app " +
    "before you turn it on.",
  default: false,
};

const total = (answer: Json): number | undefined => {
  const meta = isObject(answer) ? answer["meta"] : undefined;
  const pagination = isObject(meta) ? meta["pagination"] : undefined;
  const count = isObject(pagination) ? pagination["totalItems"] : undefined;
  return typeof count === "number" ? count : undefined;
};

export const productImpact: readonly Impact[] = [
  {
    of: "active subscriptions",
    by: "total",
    subscribers: true,
    setting: "countSubscriptions",
    request: (id) => ({
      method: "GET",
      path: "/subscriptions",
      query: { "items.product.id": id, status: "active", limit: 1 },
    }),
    count: total,
  },
];

export const pricePlanImpact: readonly Impact[] = [
  {
    of: "checkout links",
    by: "total",
    request: (id) => ({ method: "GET", path: `/price-plans/${encodeURIComponent(id)}` }),
    count: (plan) => {
      const links = isObject(plan) ? plan["checkoutLinkIds"] : undefined;
      return Array.isArray(links) ? links.length : undefined;
    },
  },
];

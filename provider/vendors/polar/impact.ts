/** Who has a Polar product: subscriptions, checkouts, checkout links and discounts. */
import { isObject, type Json, type JsonObject } from "../../fields/shape.js";
import type { Impact, Scan } from "../../kinds/impact.js";
import { textOf } from "../../kinds/kind.js";

/** Statuses of subscriptions that are charged, or will be. */
const RUNNING = ["active", "trialing", "past_due"];

const total = (answer: Json): number | undefined => {
  const pagination = isObject(answer) ? answer["pagination"] : undefined;
  const count = isObject(pagination) ? pagination["total_count"] : undefined;
  return typeof count === "number" ? count : undefined;
};

const idsIn = ({ products }: JsonObject): (Json | undefined)[] =>
  Array.isArray(products) ? products.filter(isObject).map(({ id }) => id) : [];

/** Its code looks at the prices that the product has, and not at its archived state. */
const PENDING =
  "Polar carries them out with the prices that the product then has. If none is in the subscription's currency, the " +
  "change is discarded and nobody is told.";

const checkoutLinks: Pick<Scan, "by" | "request" | "id" | "needs"> = {
  by: "scan",
  request: () => ({ method: "GET", path: "/v1/checkout-links/" }),
  id: textOf("id"),
  needs: "the scope checkout_links:read",
};

export const productImpact: readonly Impact[] = [
  {
    of: "active subscriptions",
    by: "total",
    subscribers: true,
    request: (id) => ({
      method: "GET",
      path: "/v1/subscriptions/",
      query: { product_id: id, status: RUNNING, limit: 1 },
    }),
    count: total,
    needs: "the scope subscriptions:read",
    effect: {
      archived: "They keep the product and are still charged.",
      changed: "They keep the prices that they subscribed to.",
    },
  },
  {
    of: "pending changes of subscriptions to it",
    by: "scan",
    // Polar has no filter for them.
    request: () => ({ method: "GET", path: "/v1/subscriptions/", query: { status: RUNNING } }),
    id: textOf("id"),
    matches: ({ pending_update: update }, id) => isObject(update) && update["product_id"] === id,
    needs: "the scope subscriptions:read",
    effect: { archived: PENDING, changed: PENDING },
  },
  {
    of: "open checkouts",
    by: "total",
    request: (id) => ({ method: "GET", path: "/v1/checkouts/", query: { product_id: id, status: "open", limit: 1 } }),
    count: total,
    needs: "the scope checkouts:read",
    effect: {
      archived: 'Polar refuses a checkout that selects the product from now on ("Product is archived.").',
      changed: 'Polar refuses to complete a checkout whose price was replaced ("Price is archived.").',
    },
  },
  {
    of: "checkout links",
    ...checkoutLinks,
    matches: (link, id) => idsIn(link).includes(id),
    effect: { archived: "Polar takes the product out of them, and un-archiving does not put it back." },
  },
  {
    of: "checkout links with no other product",
    ...checkoutLinks,
    matches: (link, id) => idsIn(link).length > 0 && idsIn(link).every((one) => one === id),
    effect: { archived: "Polar removes them for good, and un-archiving does not bring them back." },
  },
  {
    of: "discounts that name it",
    by: "scan",
    request: () => ({ method: "GET", path: "/v1/discounts/" }),
    id: textOf("id"),
    matches: (discount, id) => idsIn(discount).includes(id),
    needs: "the scope discounts:read",
    effect: { replaced: "They do not apply to the new product until it is added to them." },
  },
];

/** Who has a Sequence list price or product: billing schedules, which hold copies of list prices. */
import { isObject } from "../../fields/shape.js";
import type { Impact, Scan } from "../../kinds/impact.js";
import { textOf } from "../../kinds/kind.js";

/** Statuses of schedules that bill, or will. The others are DRAFT, CANCELLED and COMPLETED. */
const RUNNING = ["PENDING", "ACTIVE", "SUSPENDED"];

/** Each price of a schedule, in whatever phase, holds the ids of its list price and of its product. */
const schedules = (of: string, statuses: readonly string[], member: "listPriceId" | "productId"): Scan => ({
  of,
  by: "scan",
  request: () => ({ method: "GET", path: "/billing-schedules" }),
  id: textOf("id"),
  matches: ({ status, archivedAt, prices }, id) =>
    statuses.includes(String(status)) &&
    (archivedAt ?? null) === null &&
    Array.isArray(prices) &&
    prices.some((price) => isObject(price) && price[member] === id),
});

const COPIES = "They keep their own copies of the price.";

export const listPriceImpact: readonly Impact[] = [
  {
    ...schedules("running billing schedules", RUNNING, "listPriceId"),
    subscribers: true,
    effect: { archived: COPIES, changed: COPIES },
  },
  schedules("draft billing schedules", ["DRAFT"], "listPriceId"),
];

export const productImpact: readonly Impact[] = [
  { ...schedules("running billing schedules", RUNNING, "productId"), subscribers: true },
  schedules("draft billing schedules", ["DRAFT"], "productId"),
];

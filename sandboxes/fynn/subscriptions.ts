/** Subscriptions: `/subscriptions`, with the filters of Fynn's own n8n node, which its API pages do not document. */
import { randomUUID } from "node:crypto";
import type { JsonObject } from "../json.ts";
import { asObject, type Route, type SandboxReply, type SandboxRequest, Store } from "../sandbox.ts";

export interface Subscriptions {
  readonly subscriptions: Store;
  /** A new subscription to the product. */
  readonly subscribe: (productId: string, more?: { status?: string }) => string;
}

interface Options {
  readonly time: () => string;
  readonly now: () => number;
  /** Whether `items.product.id` filters, or is ignored. */
  readonly filters: () => boolean;
  readonly page: (all: readonly JsonObject[], request: SandboxRequest) => SandboxReply;
}

export function fynnSubscriptions({ time, now, filters, page }: Options): Subscriptions & { readonly routes: Route[] } {
  const subscriptions = new Store(now);
  const hasItem = (subscription: JsonObject, productId: string): boolean =>
    (subscription["items"] as JsonObject[]).some(({ product }) => asObject(product)["id"] === productId);
  return {
    subscriptions,
    subscribe: (productId, { status = "active" } = {}) => {
      const id = randomUUID();
      subscriptions.put({
        id,
        status,
        createdAt: time(),
        items: [{ id: randomUUID(), quantity: 1, product: { id: productId } }],
      });
      return id;
    },
    routes: [
      [
        "GET",
        /^\/subscriptions$/,
        (request) => {
          const [product, status] = [request.query.get("items.product.id"), request.query.get("status")];
          const found = subscriptions
            .allSeen()
            .filter(
              (object) =>
                (product === null || !filters() || hasItem(object, product)) &&
                (status === null || object["status"] === status),
            );
          return page(found, request);
        },
      ],
    ],
  };
}

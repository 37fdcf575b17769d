/** What customers do with products: subscriptions, checkouts, checkout links and discounts. */
import { randomUUID } from "node:crypto";
import type { Json, JsonObject } from "../json.ts";
import { asObject, type Route, type SandboxRequest, Store } from "../sandbox.ts";
import { choiceProblems, idProblem, invalid, paged } from "./wire.ts";

/** What one organization has sold, and how a test seeds it. */
export interface Commerce {
  readonly subscriptions: Store;
  readonly checkouts: Store;
  readonly checkoutLinks: Store;
  readonly discounts: Store;
  /** A new subscription. `becomes`: the product that it changes to at the next period. */
  readonly subscribe: (productId: string, more?: { status?: string; currency?: string; becomes?: string }) => string;
  /** A new open checkout with the product's first price. */
  readonly openCheckout: (productId: string) => string;
  readonly linkTo: (...productIds: readonly string[]) => string;
  readonly discountFor: (...productIds: readonly string[]) => string;
  /** A customer completes a checkout. The message of Polar's refusal, if it refuses. */
  readonly confirm: (checkoutId: string) => string | undefined;
  /** The next period of a subscription begins: a pending change takes place, or is discarded. */
  readonly renew: (subscriptionId: string) => void;
}

interface Options {
  readonly products: Store;
  readonly organizationId: string;
  readonly time: () => string;
  readonly now: () => number;
  readonly beforeRead: () => void;
}

const SUBSCRIPTION_STATUSES = [
  ..."incomplete incomplete_expired trialing active past_due canceled unpaid paused".split(" "),
];
const CHECKOUT_STATUSES = ["open", "expired", "confirmed", "succeeded", "failed"];
const MONTH = 30 * 86_400_000;

const pricesOf = (product: JsonObject | undefined): readonly JsonObject[] =>
  Array.isArray(product?.["prices"]) ? (product["prices"] as JsonObject[]) : [];
const idsOf = (object: JsonObject): string[] => (object["products"] as readonly Json[]).map(String);

/** `archive`: what happens to the rest when a product is archived. */
export function commerce(options: Options): Commerce & { readonly routes: Route[]; archive: (id: string) => void } {
  const { products, organizationId, time, now, beforeRead } = options;
  const [subscriptions, checkouts, checkoutLinks, discounts] = [
    new Store(now),
    new Store(now),
    new Store(now),
    new Store(now),
  ];
  const begun = (): JsonObject => ({ id: randomUUID(), created_at: time(), modified_at: null, metadata: {} });
  const added = (store: Store, object: JsonObject): string => String(store.put({ ...begun(), ...object })["id"]);
  const productOf = (id: Json | undefined): JsonObject => products.get(String(id)) ?? {};
  const withProducts = (object: JsonObject): JsonObject => ({ ...object, products: idsOf(object).map(productOf) });

  const customer = (id: string): JsonObject => ({
    ...begun(),
    id,
    email: `${id}@customers.invalid`,
    email_verified: true,
    type: "individual",
    name: `Customer ${id}`,
    billing_name: null,
    billing_address: null,
    tax_id: null,
    organization_id: organizationId,
    deleted_at: null,
    first_user_event_at: null,
    avatar_url: null,
  });

  const subscribe: Commerce["subscribe"] = (productId, { status = "active", currency = "usd", becomes } = {}) => {
    const customerId = randomUUID();
    return added(subscriptions, {
      amount: 1_000,
      currency,
      recurring_interval: "month",
      recurring_interval_count: 1,
      status,
      ...blank("trial_start trial_end canceled_at ends_at ended_at paused_at resumes_at discount_id checkout_id"),
      ...blank("current_meter_period_start current_meter_period_end discount"),
      ...blank("customer_cancellation_reason customer_cancellation_comment"),
      current_period_start: time(),
      current_period_end: new Date(now() + MONTH).toISOString(),
      cancel_at_period_end: false,
      pause_at_period_end: false,
      started_at: time(),
      customer_id: customerId,
      customer: customer(customerId),
      product_id: productId,
      prices: [...pricesOf(products.get(productId))],
      meters: [],
      pending_update:
        becomes === undefined
          ? null
          : {
              id: randomUUID(),
              created_at: time(),
              modified_at: null,
              applies_at: new Date(now() + MONTH).toISOString(),
              product_id: becomes,
              seats: null,
            },
    });
  };

  const openCheckout: Commerce["openCheckout"] = (productId) => {
    const [price] = pricesOf(products.get(productId));
    const secret = `polar_c_${randomUUID()}`;
    return added(checkouts, {
      payment_processor: "stripe",
      status: "open",
      client_secret: secret,
      url: `https://polar.invalid/checkout/${secret}`,
      expires_at: new Date(now() + MONTH).toISOString(),
      success_url: "https://polar.invalid/confirmation",
      amount: 1_000,
      discount_amount: 0,
      net_amount: 1_000,
      total_amount: 1_000,
      currency: "usd",
      organization_id: organizationId,
      product_id: productId,
      product_price_id: price?.["id"] ?? null,
      product_price: price ?? null,
      prices: null,
      products: [productId],
      allow_discount_codes: true,
      require_billing_address: false,
      is_discount_applicable: true,
      is_free_product_price: false,
      is_payment_required: true,
      is_payment_setup_required: true,
      is_payment_form_required: true,
      is_business_customer: false,
      payment_processor_metadata: {},
      billing_address_fields: Object.fromEntries(
        "country state city postal_code line1 line2".split(" ").map((name) => [name, "optional"]),
      ),
      customer_metadata: {},
      attached_custom_fields: [],
      ...blank("return_url embed_origin tax_amount tax_behavior allow_trial active_trial_interval trial_interval"),
      ...blank("active_trial_interval_count trial_interval_count trial_end discount_id discount subscription_id"),
      ...blank("customer_id customer_name customer_email customer_ip_address customer_billing_name customer_tax_id"),
      ...blank("customer_billing_address payment_method_type external_customer_id"),
    });
  };

  const linkTo: Commerce["linkTo"] = (...productIds) =>
    added(checkoutLinks, {
      payment_processor: "stripe",
      client_secret: `polar_cl_${randomUUID()}`,
      allow_discount_codes: true,
      require_billing_address: false,
      organization_id: organizationId,
      products: [...productIds],
      url: "https://polar.invalid/link",
      ...blank("trial_interval trial_interval_count success_url return_url label discount_id discount seats"),
    });

  const discountFor: Commerce["discountFor"] = (...productIds) =>
    added(discounts, {
      type: "percentage",
      duration: "once",
      basis_points: 1_000,
      name: "Ten percent",
      redemptions_count: 0,
      organization_id: organizationId,
      products: [...productIds],
      ...blank("code starts_at ends_at max_redemptions max_redemptions_per_customer"),
    });

  const hasPrice = (productId: Json | undefined, priceId: Json | undefined): boolean =>
    pricesOf(products.get(String(productId))).some(({ id }) => id === priceId);

  const confirm: Commerce["confirm"] = (checkoutId) => {
    const checkout = checkouts.get(checkoutId) ?? {};
    // Polar looks at the price alone: it is archived when it is replaced, and not together with its product.
    if (!hasPrice(checkout["product_id"], checkout["product_price_id"])) return "Price is archived.";
    checkouts.put({ ...checkout, status: "succeeded" });
    return undefined;
  };

  const renew: Commerce["renew"] = (subscriptionId) => {
    const subscription = subscriptions.get(subscriptionId) ?? {};
    const { product_id: becomes } = asObject(subscription["pending_update"]);
    const prices = pricesOf(productOf(becomes)).filter((price) => price["price_currency"] === subscription["currency"]);
    const changed = prices.length > 0 ? { product_id: becomes as Json, prices } : {};
    subscriptions.put({ ...subscription, ...changed, pending_update: null });
  };

  const archive = (productId: string): void => {
    for (const link of checkoutLinks.all().filter((one) => idsOf(one).includes(productId))) {
      const rest = idsOf(link).filter((id) => id !== productId);
      if (rest.length === 0) checkoutLinks.remove(String(link["id"]));
      else checkoutLinks.put({ ...link, products: rest });
    }
  };

  /** A list, newest first, with the filters that it knows. */
  const listOf = (
    path: string,
    store: Store,
    statuses: readonly string[],
    idsIn: ((object: JsonObject) => readonly string[]) | undefined,
    shown: (object: JsonObject) => JsonObject,
  ): Route => [
    "GET",
    new RegExp(`^/v1/${path}/$`),
    ({ query }: SandboxRequest) => {
      beforeRead();
      const [wanted, of] = [query.getAll("status"), idsIn ? query.getAll("product_id") : []];
      const wrong = of.map(idProblem).find((reply) => reply !== undefined);
      if (wrong) return wrong;
      const problems = wanted.flatMap((status) => choiceProblems(status, ["query", "status"], statuses));
      if (statuses.length > 0 && problems.length > 0) return invalid(...problems);
      const found = store
        .allSeen()
        .filter(
          (object) =>
            (wanted.length === 0 || statuses.length === 0 || wanted.includes(String(object["status"]))) &&
            (of.length === 0 || idsIn?.(object).some((id) => of.includes(id)) === true),
        );
      return paged(found.toReversed().map(shown), query);
    },
  ];
  const ownProduct = ({ product_id: id }: JsonObject): string[] => [String(id)];

  return {
    subscriptions,
    checkouts,
    checkoutLinks,
    discounts,
    subscribe,
    openCheckout,
    linkTo,
    discountFor,
    confirm,
    renew,
    archive,
    routes: [
      listOf("subscriptions", subscriptions, SUBSCRIPTION_STATUSES, ownProduct, (object) => ({
        ...object,
        product: productOf(object["product_id"]),
      })),
      listOf("checkouts", checkouts, CHECKOUT_STATUSES, ownProduct, (object) => ({
        ...withProducts(object),
        product: productOf(object["product_id"]),
      })),
      listOf("checkout-links", checkoutLinks, [], idsOf, withProducts),
      // Discounts have no filter by product: the parameter is ignored.
      listOf("discounts", discounts, [], undefined, withProducts),
    ],
  };
}

/** Members without a value. */
const blank = (names: string): JsonObject => Object.fromEntries(names.split(" ").map((name) => [name, null]));

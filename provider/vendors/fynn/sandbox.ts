/** Fynn in memory, as far as its documentation goes: https://docs.fynn.eu. */
import { randomUUID } from "node:crypto";
import type { Json, JsonObject } from "../../fields/shape.js";
import { asObject, Sandbox, type SandboxReply, type SandboxRequest, Store } from "../sandbox.js";

/** What Fynn's documentation leaves open. */
export interface FynnSwitches {
  archiveTwice: 200 | 409;
  /** The form in which relations are taken. */
  relations: "object" | "id";
  /** What `showArchived=true` shows. */
  showArchived: "also" | "only";
  putWithoutOptional: "clears" | "keeps";
  /** Archiving or changing a plan of an archived product. */
  priceUnderArchived: 200 | 409;
  archiveWithActivePrices: 200 | 409;
  numberUnique: boolean;
  /** A PUT with isArchived false brings a product back. */
  unarchiveByPut: boolean;
  /** A PUT that holds both name and translations. */
  nameWithTranslations: 200 | 422;
}

export const FYNN_DEFAULTS: FynnSwitches = {
  archiveTwice: 200,
  relations: "object",
  showArchived: "also",
  putWithoutOptional: "clears",
  priceUnderArchived: 200,
  archiveWithActivePrices: 200,
  numberUnique: false,
  unarchiveByPut: false,
  nameWithTranslations: 200,
};

export interface FynnSandbox extends Sandbox {
  readonly switches: FynnSwitches;
  readonly products: Store;
  readonly plans: Store;
}

export interface FynnSandboxOptions {
  readonly apiKey?: string;
  readonly switches?: Partial<FynnSwitches>;
  readonly now?: () => number;
}

const TENANT = "5a0b5d54-6a0e-4d5e-9b25-0f6d3e0b7c11";
const MEASUREMENT = {
  id: "0c5a3c0e-6d43-4f8f-9d53-6c3c1f2f5a01",
  code: "quantity",
  description: "Quantity",
  fairBilling: false,
  aggregationType: "sum",
  type: "quantity",
};
const TAX_GROUP = {
  id: "7e4b7c9a-4c2f-4b55-8a3b-2d1f0a9e6c02",
  internalDescription: "Standard",
  reverseChargeType: "REVERSE_CHARGE",
  type: "standard",
};

const PRODUCT_WRITABLE = ["name", "description", "internalName", "number", "type", "invoiceVisibility", "customFields", "translations"];
const PLAN_WRITABLE = [
  ..."internalName type applyTrial payInAdvance proRata billingInterval showPricePerInterval currencyCode custom charge".split(" "),
  ..."productSetOption customer freeUnits salesChannel".split(" "),
];

export function fynnSandbox({ apiKey = "sandbox-key", switches: given, now = Date.now }: FynnSandboxOptions = {}): FynnSandbox {
  const switches: FynnSwitches = { ...FYNN_DEFAULTS, ...given };
  const [products, plans] = [new Store(now), new Store(now)];
  const time = (): string => new Date(now()).toISOString().replace(/\.[0-9]+Z$/, "+00:00");

  const ok = (body: JsonObject, status = 200): SandboxReply => ({ status, body });
  const notFound: SandboxReply = { status: 404, body: { title: "An error occurred", detail: "Not Found", status: 404 } };
  const invalid = (propertyPath: string, message: string): SandboxReply => ({
    status: 422,
    body: { title: "An error occurred", detail: `${propertyPath}: ${message}`, violations: [{ propertyPath, message, code: "invalid" }] },
  });
  const conflict = (detail: string): SandboxReply => ({ status: 409, body: { title: "Conflict", detail } });

  const page = (all: readonly JsonObject[], { query }: SandboxRequest): SandboxReply => {
    const itemsPerPage = Math.min(Number(query.get("limit") ?? 30), 100);
    const currentPage = Number(query.get("page") ?? 1);
    const lastPage = Math.max(1, Math.ceil(all.length / Math.max(1, itemsPerPage)));
    const data = all.slice((currentPage - 1) * itemsPerPage, currentPage * itemsPerPage);
    return ok({ data, meta: { pagination: { totalItems: all.length, itemsPerPage, currentPage, lastPage, pageTotalItems: data.length } } });
  };

  /** The id of a relation, or a refusal when it has the wrong form. */
  const relation = (value: Json | undefined, path: string): string | SandboxReply | undefined => {
    if (value === undefined || value === null) return undefined;
    if (switches.relations === "id") return typeof value === "string" ? value : invalid(path, "An id is expected.");
    const id = asObject(value)["id"];
    return typeof id === "string" ? id : invalid(path, "An object with an id is expected.");
  };

  const writeProduct = (body: JsonObject, old: JsonObject | undefined, id: string): SandboxReply => {
    const type = body["type"] ?? old?.["type"];
    if (typeof body["name"] !== "string" || body["name"] === "") return invalid("name", "This value should not be blank.");
    if (type !== "product" && type !== "charge" && type !== "plan") return invalid("type", "The value you selected is not a valid choice.");
    const number = body["number"];
    if (typeof number === "string" && (number.length < 2 || number.length > 255))
      return invalid("number", "This value is too short or too long.");
    if (switches.numberUnique && typeof number === "string") {
      if (products.all().some((one) => one["id"] !== id && one["number"] === number && one["isArchived"] !== true))
        return invalid("number", "This value is already used.");
    }
    if (switches.nameWithTranslations === 422 && old && body["translations"] !== undefined && body["name"] !== old["name"]) {
      return invalid("translations", "Send name or translations.");
    }
    for (const key of ["createdAt", "updatedAt", "pricePlans"])
      if (body[key] !== undefined) return invalid(key, "This field is read-only.");

    const links: Record<string, Json> = {};
    for (const key of ["measurement", "taxGroup", "costCentre"] as const) {
      const found = relation(body[key], key);
      if (typeof found === "object") return found;
      const known: Record<string, JsonObject> = { measurement: MEASUREMENT, taxGroup: TAX_GROUP };
      const fallback = old?.[key] ?? known[key] ?? null;
      links[key] =
        found === undefined ? (body[key] === null ? null : fallback) : { ...(known[key]?.["id"] === found ? known[key] : {}), id: found };
    }
    const families = body["productFamilies"];
    if (families !== undefined && !Array.isArray(families)) return invalid("productFamilies", "A list is expected.");
    const familyIds = (families ?? []).map((one, index) => relation(one as Json, `productFamilies[${index}]`));
    const refused = familyIds.find((one) => typeof one === "object");
    if (typeof refused === "object") return refused;

    const unarchived = old?.["isArchived"] === true && body["isArchived"] === false && switches.unarchiveByPut;
    const product: JsonObject = {
      id,
      description: null,
      internalName: null,
      number: null,
      invoiceVisibility: "always",
      customFields: null,
      translations: {},
      ...(switches.putWithoutOptional === "keeps" ? old : {}),
      ...links,
      productFamilies:
        families === undefined
          ? (old?.["productFamilies"] ?? [])
          : familyIds.map((one) => ({ id: String(one), name: `Family ${String(one).slice(0, 4)}` })),
      ...Object.fromEntries(PRODUCT_WRITABLE.filter((key) => body[key] !== undefined).map((key) => [key, body[key] as Json])),
      type,
      isArchived: unarchived ? false : (old?.["isArchived"] ?? false),
      createdAt: old?.["createdAt"] ?? time(),
      updatedAt: time(),
    };
    return ok(products.put(product), old ? 200 : 201);
  };

  const writePlan = (body: JsonObject, old: JsonObject | undefined, id: string): SandboxReply => {
    const product = relation(body["product"], "product");
    if (typeof product === "object") return product;
    const productId = product ?? old?.["product"];
    const parent = typeof productId === "string" ? products.get(productId) : undefined;
    if (!parent) return invalid("product", "This value should not be null.");
    if (!old && parent["isArchived"] === true) return invalid("product", "The product is archived.");
    const type = body["type"] ?? old?.["type"];
    if (typeof type !== "string" || !["flat_fee", "per_unit", "tiered", "volume", "stair_step", "percentage"].includes(type))
      return invalid("type", "The value you selected is not a valid choice.");
    const amount = asObject(body["price"])["amount"];
    if (amount !== undefined && typeof amount !== "number" && typeof amount !== "string")
      return invalid("price.amount", "A number is expected.");
    for (const key of ["createdAt", "tenantId"])
      if (asObject(body["price"])[key] !== undefined) return invalid(`price.${key}`, "This field is read-only.");
    for (const key of ["status", "inUse", "checkoutLinkIds"]) if (body[key] !== undefined) return invalid(key, "This field is read-only.");
    const oldPrice = asObject(old?.["price"]);
    const plan: JsonObject = {
      id,
      internalName: null,
      salesChannel: {},
      freeUnits: {},
      showPricePerInterval: null,
      customer: null,
      applyTrial: true,
      payInAdvance: false,
      proRata: false,
      ...(switches.putWithoutOptional === "keeps" ? old : {}),
      ...Object.fromEntries(PLAN_WRITABLE.filter((key) => body[key] !== undefined).map((key) => [key, body[key] as Json])),
      type,
      status: old?.["status"] ?? "active",
      product: productId as string,
      price: { ...asObject(body["price"]), createdAt: oldPrice["createdAt"] ?? time(), updatedAt: time(), tenantId: TENANT },
      inUse: false,
      checkoutLinkIds: [],
    };
    return ok(plans.put(plan), old ? 200 : 201);
  };

  const shownPlan = (plan: JsonObject): JsonObject => ({
    ...plan,
    product: { id: plan["product"] as string, name: products.get(String(plan["product"]))?.["name"] ?? "" },
  });
  const shown = (reply: SandboxReply): SandboxReply => (reply.status < 300 ? { ...reply, body: shownPlan(asObject(reply.body)) } : reply);
  const underArchived = (plan: JsonObject): boolean => products.get(String(plan["product"]))?.["isArchived"] === true;

  const sandbox = new Sandbox(
    {
      name: "fynn",
      refuse: ({ headers }) =>
        headers["authorization"] === `Bearer ${apiKey}` ? undefined : { status: 401, body: { code: 401, message: "Invalid credentials." } },
      methodNotAllowed: { status: 405, body: { title: "An error occurred", detail: "Method Not Allowed" } },
      noSuchPath: notFound,
      badJson: { status: 400, body: { title: "An error occurred", detail: "Syntax error" } },
      routes: [
        [
          "GET",
          /^\/catalogue\/products$/,
          (request) => {
            const archivedToo = request.query.get("showArchived") === "true";
            const visible = products.allSeen().filter(({ type, isArchived }) => {
              if (type === "plan") return false;
              if (!archivedToo) return isArchived !== true;
              return switches.showArchived === "also" || isArchived === true;
            });
            return page(
              visible.map(({ translations: _oneOnly, ...rest }) => rest),
              request,
            );
          },
        ],
        ["POST", /^\/catalogue\/products$/, ({ body }) => writeProduct(asObject(body), undefined, randomUUID())],
        [
          "GET",
          /^\/catalogue\/products\/([^/]+)$/,
          (_request, id = "") => {
            const product = products.seen(id);
            if (!product) return notFound;
            return ok({ ...product, pricePlans: plans.allSeen().filter((plan) => plan["product"] === id) });
          },
        ],
        [
          "PUT",
          /^\/catalogue\/products\/([^/]+)$/,
          ({ body }, id = "") => {
            const product = products.get(id);
            return product ? writeProduct(asObject(body), product, id) : notFound;
          },
        ],
        [
          "PUT",
          /^\/catalogue\/products\/([^/]+)\/archive$/,
          (_request, id = "") => {
            const product = products.get(id);
            if (!product) return notFound;
            if (product["isArchived"] === true && switches.archiveTwice === 409) return conflict("The product is already archived.");
            const hasActive = plans.all().some((plan) => plan["product"] === id && plan["status"] === "active");
            if (hasActive && switches.archiveWithActivePrices === 409) return conflict("The product has active price plans.");
            return ok(products.put({ ...product, isArchived: true, updatedAt: time() }));
          },
        ],
        [
          "GET",
          /^\/price-plans$/,
          (request) =>
            page(
              plans
                .allSeen()
                .filter(({ status }) => status === "active")
                .map(shownPlan),
              request,
            ),
        ],
        ["POST", /^\/price-plans$/, ({ body }) => shown(writePlan(asObject(body), undefined, randomUUID()))],
        [
          "GET",
          /^\/price-plans\/([^/]+)$/,
          (_request, id = "") => {
            const plan = plans.seen(id);
            return plan ? ok(shownPlan(plan)) : notFound;
          },
        ],
        [
          "PUT",
          /^\/price-plans\/([^/]+)$/,
          ({ body }, id = "") => {
            const plan = plans.get(id);
            if (!plan) return notFound;
            if (underArchived(plan) && switches.priceUnderArchived === 409) return conflict("The product is archived.");
            return shown(writePlan(asObject(body), plan, id));
          },
        ],
        [
          "PUT",
          /^\/price-plans\/([^/]+)\/archive$/,
          (_request, id = "") => {
            const plan = plans.get(id);
            if (!plan) return notFound;
            if (underArchived(plan) && switches.priceUnderArchived === 409) return conflict("The product is archived.");
            if (plan["status"] === "archived" && switches.archiveTwice === 409) return conflict("The price plan is already archived.");
            return ok(shownPlan(plans.put({ ...plan, status: "archived" })));
          },
        ],
      ],
    },
    now,
  );
  return Object.assign(sandbox, { switches, products, plans });
}

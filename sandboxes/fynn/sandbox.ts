/** Fynn in memory, as far as its documentation goes: https://docs.fynn.eu. */
import type { JsonObject } from "../json.ts";
import {
  asObject,
  Sandbox,
  type SandboxReply,
  type SandboxRequest,
  type Seedable,
  Store,
  sourcesWith,
} from "../sandbox.ts";
import { planOf, productOf, Violation, type Writing } from "./bodies.ts";
import { fynnSubscriptions, type Subscriptions } from "./subscriptions.ts";

/** What Fynn's documentation leaves open. */
export interface FynnSwitches {
  archiveTwice: 200 | 409;
  /** The form in which relations are taken, */
  relations: "object" | "id";
  /** and those that are taken as a path. */
  relationsByPath: readonly string[];
  /** The form in which answers show relations. */
  shownRelations: "object" | "id" | "path";
  /** Fields that must have a value: "Product.measurement". */
  required: readonly string[];
  /** What an amount must be. */
  amounts: "any" | "minor" | "major";
  putWithoutOptional: "clears" | "keeps";
  /** A PUT with customFields or translations that leaves out some of their members. */
  mapMembers: "replaced" | "merged";
  /** A body that holds null. */
  nullInBody: 200 | 422;
  /** Members of a body that only answers carry. */
  readOnlyMembers: "refused" | "ignored";
  /** The parameter `limit` of lists. */
  limitParameter: 200 | 400;
  /** The parameter that makes the list of price plans show archived ones too; undefined: there is none. */
  archivedPlansParameter: string | undefined;
  /** The filter `items.product.id` of subscriptions. */
  subscriptionFilter: "works" | "ignored";
  /** Archiving or changing a plan of an archived product. */
  priceUnderArchived: 200 | 409;
  archiveWithActivePrices: 200 | 409;
  /** Changing a plan that is in use. */
  changeInUse: 200 | 409;
  numberUnique: boolean;
  /** Archived products keep their numbers. */
  archivedNumbersCount: boolean;
  /** A PUT with isArchived false brings a product back. */
  unarchiveByPut: boolean;
  /** A PUT that holds both name and translations. */
  nameWithTranslations: 200 | 422;
  /** Keys of custom fields that have been set up. */
  customFields: readonly string[];
}

export const FYNN_DEFAULTS: FynnSwitches = {
  archiveTwice: 200,
  relations: "object",
  relationsByPath: [],
  shownRelations: "object",
  required: [],
  amounts: "any",
  putWithoutOptional: "clears",
  mapMembers: "replaced",
  nullInBody: 200,
  readOnlyMembers: "refused",
  limitParameter: 200,
  archivedPlansParameter: "showArchived",
  subscriptionFilter: "works",
  priceUnderArchived: 200,
  archiveWithActivePrices: 200,
  changeInUse: 200,
  numberUnique: false,
  archivedNumbersCount: false,
  unarchiveByPut: false,
  nameWithTranslations: 200,
  customFields: ["erpArticle", "erpAccount"],
};

export interface FynnSandbox extends Sandbox, Subscriptions, Seedable {
  readonly switches: FynnSwitches;
  readonly products: Store;
  readonly plans: Store;
}

export interface FynnSandboxOptions {
  readonly apiKey?: string;
  readonly switches?: Partial<FynnSwitches>;
  readonly now?: () => number;
}

const RELATIONS = ["product", "measurement", "taxGroup", "costCentre", "customer"];

export function fynnSandbox({
  apiKey = "sandbox-key",
  switches: given,
  now: clock = Date.now,
}: FynnSandboxOptions = {}): FynnSandbox {
  const switches: FynnSwitches = { ...FYNN_DEFAULTS, ...given };
  const sources = sourcesWith(clock);
  const now = (): number => sources.now();
  const authorization = `Bearer ${apiKey}`;
  const [products, plans] = [new Store(now), new Store(now)];
  const time = (): string => new Date(now()).toISOString().replace(/\.[0-9]+Z$/, "+00:00");

  const ok = (body: JsonObject, status = 200): SandboxReply => ({ status, body });
  const notFound: SandboxReply = {
    status: 404,
    body: { title: "An error occurred", detail: "Not Found", status: 404 },
  };
  const invalid = ({ propertyPath, message }: Violation): SandboxReply => ({
    status: 422,
    body: {
      title: "An error occurred",
      detail: `${propertyPath}: ${message}`,
      violations: [{ propertyPath, message, code: "invalid" }],
    },
  });
  const conflict = (detail: string): SandboxReply => ({ status: 409, body: { title: "Conflict", detail } });

  const page = (all: readonly JsonObject[], { query }: SandboxRequest): SandboxReply => {
    if (query.has("limit") && switches.limitParameter === 400)
      return { status: 400, body: { title: "An error occurred", detail: "Invalid input" } };
    const itemsPerPage = Math.min(Number(query.get("limit") ?? 30), 100);
    const currentPage = Number(query.get("page") ?? 1);
    const lastPage = Math.max(1, Math.ceil(all.length / Math.max(1, itemsPerPage)));
    const data = all.slice((currentPage - 1) * itemsPerPage, currentPage * itemsPerPage);
    return ok({
      data,
      meta: {
        pagination: { totalItems: all.length, itemsPerPage, currentPage, lastPage, pageTotalItems: data.length },
      },
    });
  };

  const { routes: subscriptionRoutes, ...subscriptions } = fynnSubscriptions({
    time,
    now,
    filters: () => switches.subscriptionFilter === "works",
    page,
  });

  /** Stores what the body makes of the object, or refuses it. */
  const write = (store: Store, make: typeof productOf, body: JsonObject, id: string): SandboxReply => {
    const old = store.get(id);
    const writing: Writing = {
      switches,
      id,
      time: time(),
      old,
      product: (productId) => products.get(productId),
      numberTaken: (number) =>
        products
          .all()
          .some(
            (object) =>
              object["id"] !== id &&
              object["number"] === number &&
              (switches.archivedNumbersCount || object["isArchived"] !== true),
          ),
    };
    try {
      return ok(shown(store.put(make(body, writing))), old ? 200 : 201);
    } catch (error) {
      if (error instanceof Violation) return invalid(error);
      throw error;
    }
  };

  /** An object with its relations in the form that answers show. */
  const shown = (stored: JsonObject): JsonObject => {
    const productId = stored["product"];
    const whole: JsonObject =
      typeof productId === "string"
        ? { ...stored, product: { id: productId, name: products.get(productId)?.["name"] ?? "" } }
        : stored;
    if (switches.shownRelations === "object") return whole;
    const short = (name: string, { id }: JsonObject): string =>
      switches.shownRelations === "id" ? String(id) : `/some/${name}/${id}`;
    return Object.fromEntries(
      Object.entries(whole).map(([name, value]) => {
        if (Array.isArray(value) && name === "productFamilies")
          return [name, value.map((one) => short(name, asObject(one)))];
        return [
          name,
          asObject(value)["id"] === undefined || !RELATIONS.includes(name) ? value : short(name, asObject(value)),
        ];
      }),
    );
  };
  const underArchived = (plan: JsonObject): boolean => products.get(String(plan["product"]))?.["isArchived"] === true;

  const listsArchivedPlans = (query: URLSearchParams): boolean =>
    switches.archivedPlansParameter !== undefined && query.get(switches.archivedPlansParameter) === "true";

  const sandbox = new Sandbox(
    {
      name: "fynn",
      refuse: ({ headers }) =>
        headers["authorization"] === authorization
          ? undefined
          : { status: 401, body: { code: 401, message: "Invalid credentials." } },
      methodNotAllowed: { status: 405, body: { title: "An error occurred", detail: "Method Not Allowed" } },
      noSuchPath: notFound,
      badJson: { status: 400, body: { title: "An error occurred", detail: "Syntax error" } },
      routes: [
        ...subscriptionRoutes,
        [
          "GET",
          /^\/catalogue\/products$/,
          (request) => {
            const archivedToo = request.query.get("showArchived") === "true";
            const visible = products
              .allSeen()
              .filter(({ type, isArchived }) => type !== "plan" && (archivedToo || isArchived !== true));
            return page(
              visible.map(({ translations: _oneOnly, ...rest }) => shown(rest)),
              request,
            );
          },
        ],
        ["POST", /^\/catalogue\/products$/, ({ body }) => write(products, productOf, asObject(body), sources.newId())],
        [
          "GET",
          /^\/catalogue\/products\/([^/]+)$/,
          (_request, id = "") => {
            const product = products.seen(id);
            if (!product) return notFound;
            return ok({ ...shown(product), pricePlans: plans.allSeen().filter((plan) => plan["product"] === id) });
          },
        ],
        [
          "PUT",
          /^\/catalogue\/products\/([^/]+)$/,
          ({ body }, id = "") => {
            return products.get(id) ? write(products, productOf, asObject(body), id) : notFound;
          },
        ],
        [
          "PUT",
          /^\/catalogue\/products\/([^/]+)\/archive$/,
          (_request, id = "") => {
            const product = products.get(id);
            if (!product) return notFound;
            if (product["isArchived"] === true && switches.archiveTwice === 409)
              return conflict("The product is already archived.");
            const hasActive = plans.all().some((plan) => plan["product"] === id && plan["status"] === "active");
            if (hasActive && switches.archiveWithActivePrices === 409)
              return conflict("The product has active price plans.");
            return ok(shown(products.put({ ...product, isArchived: true, updatedAt: time() })));
          },
        ],
        [
          "GET",
          /^\/price-plans$/,
          (request) =>
            page(
              plans
                .allSeen()
                .filter(({ status }) => status === "active" || listsArchivedPlans(request.query))
                .map(shown),
              request,
            ),
        ],
        ["POST", /^\/price-plans$/, ({ body }) => write(plans, planOf, asObject(body), sources.newId())],
        [
          "GET",
          /^\/price-plans\/([^/]+)$/,
          (_request, id = "") => {
            const plan = plans.seen(id);
            return plan ? ok(shown(plan)) : notFound;
          },
        ],
        [
          "PUT",
          /^\/price-plans\/([^/]+)$/,
          ({ body }, id = "") => {
            const plan = plans.get(id);
            if (!plan) return notFound;
            if (underArchived(plan) && switches.priceUnderArchived === 409) return conflict("The product is archived.");
            if (plan["inUse"] === true && switches.changeInUse === 409) return conflict("The price plan is in use.");
            return write(plans, planOf, asObject(body), id);
          },
        ],
        [
          "PUT",
          /^\/price-plans\/([^/]+)\/archive$/,
          (_request, id = "") => {
            const plan = plans.get(id);
            if (!plan) return notFound;
            if (underArchived(plan) && switches.priceUnderArchived === 409) return conflict("The product is archived.");
            if (plan["status"] === "archived" && switches.archiveTwice === 409)
              return conflict("The price plan is already archived.");
            return ok(shown(plans.put({ ...plan, status: "archived" })));
          },
        ],
      ],
    },
    now,
  );
  return Object.assign(sandbox, { sources, authorization, switches, products, plans, ...subscriptions });
}

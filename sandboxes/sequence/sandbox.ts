/** Sequence in memory, on its real wire: https://docs.sequencehq.com/reference. */
import type { Json, JsonObject } from "../json.ts";
import {
  asObject,
  compact,
  Sandbox,
  type SandboxReply,
  type SandboxRequest,
  type Seedable,
  Store,
  sourcesWith,
} from "../sandbox.ts";
import { billingSchedules, type Schedules } from "./schedules.ts";
import { SEQUENCE_DEFAULTS, type SequenceSwitches } from "./switches.ts";

export type { SequenceSwitches };

export interface SequenceSandbox extends Sandbox, Schedules, Seedable {
  readonly switches: SequenceSwitches;
  readonly products: Store;
  readonly prices: Store;
  readonly usageMetrics: Store;
  readonly seatMetrics: Store;
  /** Ids of what is archived. */
  readonly archived: Set<string>;
}

export interface SequenceSandboxOptions {
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly switches?: Partial<SequenceSwitches>;
  readonly now?: () => number;
}

const PRODUCT_OPTIONAL = ["label", "taxCategoryId"];
/** What the official document has in answers only. */
const ANSWERS_ONLY = ["id", "createdAt", "updatedAt", "archivedAt"];
const PRICE_REQUIRED = [
  "productId",
  "name",
  "currency",
  "structure",
  "billingFrequency",
  "billingType",
  "integrationIds",
  "customMetricParameters",
];
const STRUCTURE_REQUIRED: Record<string, readonly string[]> = {
  ONE_TIME: ["price"],
  FIXED: ["price"],
  LINEAR: ["pricePerUnit", "usageMetricId", "isPricePercentage"],
  PACKAGE: ["packageSize", "pricePerPackage", "usageMetricId"],
  SEAT_BASED: ["seatMetricId", "pricePerSeat", "prorationStrategy", "contractedMinimumSeats", "tiers"],
  GRADUATED: ["tiers", "usageMetricId", "usageCalculationMode"],
  VOLUME: ["tiers", "usageMetricId"],
};

export function sequenceSandbox({
  clientId = "sandbox-client",
  clientSecret = "sandbox-secret",
  switches: given,
  now: clock = Date.now,
}: SequenceSandboxOptions = {}): SequenceSandbox {
  const switches: SequenceSwitches = { ...SEQUENCE_DEFAULTS, ...given };
  const sources = sourcesWith(clock);
  const now = (): number => sources.now();
  const [products, prices, usageMetrics, seatMetrics] = [
    new Store(now),
    new Store(now),
    new Store(now),
    new Store(now),
  ];
  const archived = new Set<string>();
  const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`;
  const time = (): string => new Date(now()).toISOString();
  const touched = (object: JsonObject): JsonObject =>
    switches.archiveMovesUpdatedAt ? { ...object, updatedAt: time() } : object;

  const failure = (status: number, type: string, message: string): SandboxReply => ({
    status,
    body: { error: { type, message } },
  });
  const ok = (body: JsonObject, status = 200): SandboxReply => ({
    status,
    body,
    headers: { "sequence-version": "2024-07-30" },
  });

  const page = (all: readonly JsonObject[], { query }: SandboxRequest): SandboxReply => {
    const limit = Number(query.get("limit") ?? 20);
    if (!Number.isInteger(limit) || limit < 1 || limit > 100)
      return failure(400, "InvalidRequest", "limit must be between 1 and 100");
    const after = query.get("after");
    const start = after === null ? 0 : all.findIndex(({ id }) => id === Buffer.from(after, "base64").toString()) + 1;
    const items = all.slice(start, start + limit);
    const more = start + limit < all.length;
    const cursor = Buffer.from(String(items.at(-1)?.["id"] ?? "")).toString("base64");
    return ok({ items, pagination: compact({ after: more ? cursor : undefined, totalResultSize: all.length }) });
  };

  const { routes: scheduleRoutes, ...schedules } = billingSchedules({ prices, time, now, page });

  const readOnlyProblem = (body: JsonObject): string | undefined => {
    const integrations = Array.isArray(body["integrationIds"]) ? body["integrationIds"] : [];
    const index = integrations.findIndex((one) => asObject(one)["isPending"] !== undefined);
    const member =
      index >= 0 ? `integrationIds[${index}].isPending` : ANSWERS_ONLY.find((name) => body[name] !== undefined);
    return member && `${member} is not part of the request`;
  };

  const productProblem = (body: JsonObject): string | undefined => {
    const readOnly = readOnlyProblem(body);
    if (readOnly) return readOnly;
    if (typeof body["name"] !== "string" || body["name"] === "") return "name must be a non-empty string";
    return PRODUCT_OPTIONAL.find((key) => body[key] !== undefined && typeof body[key] !== "string");
  };

  const structureProblem = (structure: JsonObject): string | undefined => {
    const required = STRUCTURE_REQUIRED[String(structure["pricingType"])];
    if (!required) return "structure.pricingType is unknown";
    const missing = required.find((key) => structure[key] === undefined || structure[key] === null);
    if (missing) return `structure.${missing} is required`;
    for (const key of ["price", "pricePerUnit", "packageSize", "pricePerPackage", "pricePerSeat"]) {
      if (structure[key] !== undefined && !isDecimal(structure[key]))
        return `structure.${key} must be a decimal string`;
    }
    const metric = structure["usageMetricId"];
    if (metric !== undefined && usageMetrics.all().length > 0 && !usageMetrics.get(String(metric)))
      return "structure.usageMetricId is unknown";
    return undefined;
  };

  const priceProblem = (body: JsonObject): string | undefined => {
    const missing = PRICE_REQUIRED.find((key) => body[key] === undefined || body[key] === null);
    if (missing) return `${missing} is required`;
    if (!products.get(String(body["productId"]))) return "productId is unknown";
    if (typeof body["currency"] !== "string" || !/^[A-Z]{3}$/.test(body["currency"])) return "currency is unknown";
    if (!Array.isArray(body["integrationIds"]) || !Array.isArray(body["customMetricParameters"]))
      return "integrationIds and customMetricParameters must be arrays";
    const readOnly = readOnlyProblem(body);
    if (readOnly) return readOnly;
    return structureProblem(asObject(body["structure"]));
  };

  const priceFields = (body: JsonObject): JsonObject => ({
    ...Object.fromEntries(PRICE_REQUIRED.map((key) => [key, body[key] as Json])),
    integrationIds: (body["integrationIds"] as JsonObject[]).map((object) => ({ ...object, isPending: false })),
    ...(body["usageCalculationPeriod"] === undefined ? {} : { usageCalculationPeriod: body["usageCalculationPeriod"] }),
  });

  const underArchived = (price: JsonObject): boolean => archived.has(String(price["productId"]));

  const sandbox = new Sandbox(
    {
      name: "sequence",
      refuse: ({ headers }) => {
        if (headers["authorization"] !== authorization)
          return { status: 401, body: { error: { type: "Unauthorized", message: "Unknown API credentials" } } };
        const version = headers["sequence-version"];
        if (version !== undefined && version !== "2024-07-30")
          return failure(400, "UnrecognisedApiVersion", `Unrecognised version ${version}`);
        return undefined;
      },
      methodNotAllowed: failure(405, "MethodNotAllowed", "Method not allowed"),
      noSuchPath: failure(404, "NotFound", "No such path"),
      badJson: failure(400, "InvalidRequest", "The body is no JSON"),
      routes: [
        [
          "GET",
          /^\/products$/,
          (request) => {
            const name = request.query.get("name");
            const fits = (value: string): boolean =>
              name === null ||
              (switches.nameFilter === "exact" ? value === name : value.toLowerCase().includes(name.toLowerCase()));
            return page(
              products
                .allSeen()
                .filter(
                  (object) =>
                    (switches.archivedProductsListed || !archived.has(String(object["id"]))) &&
                    fits(String(object["name"])),
                ),
              request,
            );
          },
        ],
        [
          "POST",
          /^\/products$/,
          ({ body }) => {
            const fields = asObject(body);
            const problem = productProblem(fields);
            if (problem) return failure(400, "InvalidRequest", problem);
            const { name, label, taxCategoryId } = fields;
            return ok(
              products.put(
                compact({ id: sources.newId(), name, label, taxCategoryId, createdAt: time(), updatedAt: time() }),
              ),
              201,
            );
          },
        ],
        [
          "GET",
          /^\/products\/([^/]+)$/,
          (_request, id = "") => {
            const product = products.seen(id);
            if (!product || (archived.has(id) && switches.getArchivedProduct === 404))
              return failure(404, "NotFound", "Product not found");
            return ok(product);
          },
        ],
        [
          "PUT",
          /^\/products\/([^/]+)$/,
          ({ body }, id = "") => {
            const [product, fields] = [products.get(id), asObject(body)];
            if (!product) return failure(400, "InvalidRequest", "Product not found");
            const problem = productProblem(fields);
            if (problem) return failure(400, "InvalidRequest", problem);
            const optional = (key: string): Json | undefined =>
              fields[key] ?? (switches.putWithoutOptional === "keeps" ? product[key] : undefined);
            return ok(
              products.put(
                compact({
                  id,
                  name: fields["name"],
                  label: optional("label"),
                  taxCategoryId: optional("taxCategoryId"),
                  createdAt: product["createdAt"],
                  updatedAt: time(),
                }),
              ),
            );
          },
        ],
        [
          "POST",
          /^\/products\/([^/]+)\/archive$/,
          (_request, id = "") => {
            const product = products.get(id);
            if (!product) return failure(400, "InvalidRequest", "Product not found");
            if (archived.has(id) && switches.archiveTwice === 409)
              return failure(409, "AlreadyArchived", "The product is already archived");
            const hasActive = prices
              .all()
              .some((object) => object["productId"] === id && !archived.has(String(object["id"])));
            if (hasActive && switches.archiveWithActivePrices === 409)
              return failure(409, "HasActivePrices", "The product has active list prices");
            archived.add(id);
            const { taxCategoryId: _absentHere, ...shown } = products.put(touched(product));
            return ok({ ...shown, archivedAt: time() });
          },
        ],
        [
          "GET",
          /^\/list-prices$/,
          (request) => {
            const { query } = request;
            const all = query.get("includeArchived") === "true";
            const fits = (object: JsonObject, key: string): boolean =>
              query.get(key) === null || object[key] === query.get(key);
            return page(
              prices
                .allSeen()
                .filter(
                  (object) =>
                    (all || !archived.has(String(object["id"]))) &&
                    fits(object, "productId") &&
                    fits(object, "currency") &&
                    fits(object, "billingFrequency"),
                ),
              request,
            );
          },
        ],
        [
          "POST",
          /^\/list-prices$/,
          ({ body }) => {
            const fields = asObject(body);
            const problem = priceProblem(fields);
            if (problem) return failure(400, "InvalidRequest", problem);
            if (underArchived(fields))
              return failure(400, "ProductArchived", "New prices cannot be created for an archived product");
            return ok(
              prices.put({ id: sources.newId(), ...priceFields(fields), createdAt: time(), updatedAt: time() }),
              201,
            );
          },
        ],
        [
          "GET",
          /^\/list-prices\/([^/]+)$/,
          (_request, id = "") => {
            const price = prices.seen(id);
            return price ? ok(price) : failure(404, "NotFound", "List price not found");
          },
        ],
        [
          "PUT",
          /^\/list-prices\/([^/]+)$/,
          ({ body }, id = "") => {
            const [price, fields] = [prices.get(id), asObject(body)];
            if (!price) return failure(400, "InvalidRequest", "List price not found");
            if (underArchived(price) && switches.priceUnderArchived === 409)
              return failure(409, "ProductArchived", "The product is archived");
            const problem = priceProblem(fields);
            if (problem) return failure(400, "InvalidRequest", problem);
            const kept =
              switches.putWithoutOptional === "keeps"
                ? compact({ usageCalculationPeriod: price["usageCalculationPeriod"] })
                : {};
            return ok(
              prices.put({
                id,
                ...kept,
                ...priceFields(fields),
                createdAt: price["createdAt"] as Json,
                updatedAt: time(),
              }),
            );
          },
        ],
        [
          "POST",
          /^\/list-prices\/([^/]+)\/archive$/,
          (_request, id = "") => {
            const price = prices.get(id);
            if (!price) return failure(400, "InvalidRequest", "List price not found");
            if (underArchived(price) && switches.priceUnderArchived === 409)
              return failure(409, "ProductArchived", "The product is archived");
            if (archived.has(id) && switches.archiveTwice === 409)
              return failure(409, "AlreadyArchived", "The list price is already archived");
            archived.add(id);
            return ok(prices.put(touched(price)));
          },
        ],
        ...scheduleRoutes,
        ["GET", /^\/usage-metrics$/, (request) => page(usageMetrics.all(), request)],
        ["GET", /^\/seat-metrics$/, (request) => page(seatMetrics.all(), request)],
      ],
    },
    now,
  );
  return Object.assign(sandbox, {
    ...{ sources, authorization, switches, products, prices, usageMetrics, seatMetrics, archived },
    ...schedules,
  });
}

const isDecimal = (value: Json | undefined): boolean =>
  typeof value === "string" && /^-?[0-9]+(\.[0-9]+)?$/.test(value);

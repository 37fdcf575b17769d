/** Polar in memory, as its open-source server was seen to behave: https://polar.sh/docs/api-reference. */
import { randomUUID } from "node:crypto";
import type { Json, JsonObject } from "../../fields/shape.js";
import { asObject, Sandbox, type SandboxReply, type SandboxRequest, Store } from "../sandbox.js";

export interface PolarSwitches {
  /** Seconds that reads lag behind writes, as behind a replica. */
  readLag: number;
  /** Requests a minute; 0: no limit. */
  perMinute: number;
}

export interface PolarSandbox extends Sandbox {
  readonly switches: PolarSwitches;
  readonly products: Store;
  readonly organizationId: string;
}

export interface PolarSandboxOptions {
  readonly accessToken?: string;
  /** May read only. */
  readonly readOnlyToken?: string;
  readonly switches?: Partial<PolarSwitches>;
  readonly now?: () => number;
}

const INTERVALS = ["day", "week", "month", "year"];
const VISIBILITIES = ["draft", "private", "public"];
const MINIMUM: Record<string, number> = { usd: 50, eur: 50, gbp: 40, chf: 50, cad: 70, aud: 70, sek: 500, dkk: 320, jpy: 80 };
const MAXIMUM = 99_999_999;
const DEFAULT_CURRENCY = "usd";

interface Complaint {
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly type: string;
}

export function polarSandbox({
  accessToken = "sandbox-token",
  readOnlyToken = "sandbox-reader",
  switches: given,
  now = Date.now,
}: PolarSandboxOptions = {}): PolarSandbox {
  const switches: PolarSwitches = { readLag: 0, perMinute: 0, ...given };
  const products = new Store(now);
  const organizationId = randomUUID();
  const time = (): string => new Date(now()).toISOString();
  let window = { start: 0, count: 0 };

  const ok = (body: Json, status = 200): SandboxReply => ({ status, body, headers: { "polar-version": "2026-04" } });
  const invalid = (...detail: readonly Complaint[]): SandboxReply => ({
    status: 422,
    body: { error: "RequestValidationError", detail: detail.map(({ loc, msg, type }) => ({ loc, msg, type, input: null })) },
  });
  const notFound: SandboxReply = { status: 404, body: { error: "ResourceNotFound", detail: "Not found" } };
  const noSuchPath: SandboxReply = { status: 404, body: { detail: "Not Found" } };
  const crash: SandboxReply = { status: 500, text: "Internal Server Error" };

  const refuse = ({ method, headers, path }: SandboxRequest): SandboxReply | undefined => {
    if (headers["polar-version"] !== undefined && !["2026-04", "2026-10"].includes(headers["polar-version"])) return noSuchPath;
    const token = /^Bearer (.+)$/.exec(headers["authorization"] ?? "")?.[1];
    if (token === undefined)
      return {
        status: 401,
        body: { error: "Unauthorized", detail: "Unauthorized" },
        headers: { "www-authenticate": 'Bearer realm="polar"' },
      };
    if (token !== accessToken && token !== readOnlyToken) {
      return {
        status: 401,
        body: {
          error: "invalid_token",
          error_description: "The access token provided is expired, revoked, malformed, or invalid for other reasons.",
        },
      };
    }
    if (switches.perMinute > 0) {
      if (now() - window.start >= 60_000) window = { start: now(), count: 0 };
      if (window.count >= switches.perMinute) return { status: 429, headers: { "retry-after": "60" } };
      window.count += 1;
    }
    if (token === readOnlyToken && method !== "GET") {
      return {
        status: 403,
        body: {
          error: "insufficient_scope",
          error_description: "The request requires higher privileges than provided by the access token.",
        },
      };
    }
    if (path === "/v1/products" || /^\/v1\/products\/[^/]+\/$/.test(path)) {
      return { status: 307, headers: { location: path.endsWith("/") ? path.slice(0, -1) : `${path}/` } };
    }
    return undefined;
  };

  const idProblem = (id: string): SandboxReply | undefined =>
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i.test(id)
      ? undefined
      : invalid({ loc: ["path", "id"], msg: "Input should be a valid UUID", type: "uuid_parsing" });

  const list = ({ query }: SandboxRequest): SandboxReply => {
    products.lag = switches.readLag * 1_000;
    const [limit, page] = [Number(query.get("limit") ?? 10), Number(query.get("page") ?? 1)];
    if (!Number.isInteger(limit) || limit < 1)
      return invalid({ loc: ["query", "limit"], msg: "Input should be greater than 0", type: "greater_than" });
    if (!Number.isInteger(page) || page < 1)
      return invalid({ loc: ["query", "page"], msg: "Input should be greater than 0", type: "greater_than" });
    const size = Math.min(limit, 100);
    const filters = [...query.entries()].flatMap(([key, value]) => {
      const name = /^metadata\[([^\]]+)\]/.exec(key)?.[1];
      return name === undefined ? [] : [[name, value] as const];
    });
    const archived = query.get("is_archived");
    const found = products.allSeen().filter((one) => {
      if (archived !== null && String(one["is_archived"]) !== archived) return false;
      if (
        query.get("query") !== null &&
        !String(one["name"])
          .toLowerCase()
          .includes(String(query.get("query")).toLowerCase())
      )
        return false;
      return filters.every(([name, value]) => {
        const stored = asObject(one["metadata"])[name];
        return (
          stored !== undefined &&
          filters.filter(([other]) => other === name).some(([, wanted]) => String(stored) === wanted || String(stored) === value)
        );
      });
    });
    const newest = found.toReversed();
    return ok({
      items: newest.slice((page - 1) * size, page * size).map(shown),
      pagination: { total_count: newest.length, max_page: Math.ceil(newest.length / size) },
    });
  };

  const create = ({ body }: SandboxRequest): SandboxReply => {
    const fields = asObject(body);
    const recurring = fields["recurring_interval"] !== undefined && fields["recurring_interval"] !== null;
    const tag = recurring ? "recurring" : "one_time";
    const problems = [...commonProblems(fields, [tag])];
    if (fields["organization_id"] !== undefined && fields["organization_id"] !== null) {
      return invalid({
        loc: ["body", "organization_id"],
        msg: "Setting organization_id is disallowed when using an organization token.",
        type: "organization_token",
      });
    }
    if (fields["name"] === undefined) problems.push({ loc: ["body", tag, "name"], msg: "Field required", type: "missing" });
    if (!recurring && fields["recurring_interval_count"] !== undefined) {
      problems.push({ loc: ["body", tag, "recurring_interval_count"], msg: "Input should be None", type: "none_required" });
    }
    const prices = newPrices(fields["prices"], [tag], problems);
    if (problems.length > 0) return invalid(...problems);
    const setProblem = priceSetProblem(prices);
    if (setProblem) return invalid(setProblem);
    const id = randomUUID();
    return ok(
      products.put({
        id,
        created_at: time(),
        modified_at: null,
        name: String(fields["name"]).trim(),
        description: text(fields["description"]),
        visibility: fields["visibility"] ?? "public",
        recurring_interval: fields["recurring_interval"] ?? null,
        recurring_interval_count: recurring ? (fields["recurring_interval_count"] ?? 1) : null,
        trial_interval: null,
        trial_interval_count: null,
        meter_interval: null,
        meter_interval_count: null,
        is_recurring: recurring,
        is_archived: false,
        organization_id: organizationId,
        metadata: fields["metadata"] ?? {},
        prices: prices.map((one) => livePrice(one, id, fields["recurring_interval"] ?? null, time())),
        benefits: [],
        medias: [],
        attached_custom_fields: [],
      }),
      201,
    );
  };

  const update = ({ body }: SandboxRequest, id: string): SandboxReply => {
    const wrong = idProblem(id);
    if (wrong) return wrong;
    const [product, fields] = [products.get(id), asObject(body)];
    if (!product) return notFound;
    // Seen on the server: null for these crashes it, and nothing changes.
    for (const key of ["name", "is_archived", "visibility"]) if (fields[key] === null) return crash;
    const problems = [...commonProblems(fields, [])];
    const interval = fields["recurring_interval"];
    const sameWithCount =
      interval === product["recurring_interval"] && fields["recurring_interval_count"] === product["recurring_interval_count"];
    if (interval !== undefined && interval !== null && !sameWithCount) {
      problems.push({ loc: ["body", "recurring_interval"], msg: "Recurring interval cannot be changed.", type: "value_error" });
    }
    if (problems.length > 0) return invalid(...problems);

    let prices = product["prices"] as JsonObject[];
    if (fields["prices"] !== undefined && fields["prices"] !== null) {
      const wanted = fields["prices"];
      if (!Array.isArray(wanted) || wanted.length === 0)
        return invalid({ loc: ["body", "prices"], msg: "At least one price is required.", type: "value_error" });
      const kept: JsonObject[] = [];
      const fresh: Json[] = [];
      for (const [index, one] of wanted.entries()) {
        const priceId = asObject(one as Json)["id"];
        if (priceId === undefined) fresh.push(one as Json);
        else {
          const existing = prices.find((price) => price["id"] === priceId);
          if (!existing) return invalid({ loc: ["body", "prices", index], msg: "Price does not exist.", type: "value_error" });
          kept.push(existing);
        }
      }
      const made = fresh.length > 0 ? newPrices(fresh, [], problems) : [];
      if (problems.length > 0) return invalid(...problems);
      const setProblem = priceSetProblem([...kept, ...made]);
      if (setProblem) return invalid(setProblem);
      prices = [...kept, ...made.map((one) => livePrice(one, id, product["recurring_interval"] ?? null, time()))];
    }
    const changed: JsonObject = {
      ...product,
      ...("name" in fields ? { name: String(fields["name"]).trim() } : {}),
      ...("description" in fields ? { description: text(fields["description"]) } : {}),
      ...("visibility" in fields ? { visibility: fields["visibility"] as Json } : {}),
      ...("is_archived" in fields ? { is_archived: fields["is_archived"] as Json } : {}),
      ...("metadata" in fields ? { metadata: fields["metadata"] as Json } : {}),
      ...(interval === null && "recurring_interval" in fields ? { recurring_interval: null, is_recurring: false } : {}),
      ...("recurring_interval_count" in fields && interval === undefined
        ? { recurring_interval_count: fields["recurring_interval_count"] as Json }
        : {}),
    };
    const moved = JSON.stringify(changed) !== JSON.stringify(product);
    return ok(products.put({ ...changed, prices, modified_at: moved ? time() : (product["modified_at"] as Json) }));
  };

  const sandbox = new Sandbox(
    {
      name: "polar",
      refuse,
      methodNotAllowed: { status: 405, body: { detail: "Method Not Allowed" }, headers: { allow: "GET" } },
      noSuchPath,
      badJson: invalid({ loc: ["body", 1], msg: "JSON decode error", type: "json_invalid" }),
      routes: [
        ["GET", /^\/v1\/products\/$/, list],
        ["POST", /^\/v1\/products\/$/, create],
        [
          "GET",
          /^\/v1\/products\/([^/]+)$/,
          (_request, id = "") => {
            products.lag = switches.readLag * 1_000;
            const product = products.seen(id);
            return idProblem(id) ?? (product ? ok(shown(product)) : notFound);
          },
        ],
        ["PATCH", /^\/v1\/products\/([^/]+)$/, (request, id = "") => update(request, id)],
      ],
    },
    now,
  );
  return Object.assign(sandbox, { switches, products, organizationId });
}

/** Reads order prices: fixed and custom first. */
const shown = (product: JsonObject): JsonObject => {
  const prices = product["prices"] as JsonObject[];
  const first = prices.filter(({ amount_type: type }) => type === "fixed" || type === "custom");
  return { ...product, prices: [...first, ...prices.filter((one) => !first.includes(one))] };
};

function commonProblems(fields: JsonObject, tag: readonly string[]): Complaint[] {
  const problems: Complaint[] = [];
  const complain = (path: readonly (string | number)[], msg: string, type: string): void =>
    void problems.push({ loc: ["body", ...tag, ...path], msg, type });
  const { name, visibility, metadata } = fields;
  if (name !== undefined) {
    const length = typeof name === "string" ? [...name.trim()].length : -1;
    if (length < 3) complain(["name"], `Value should have at least 3 items after validation, not ${Math.max(length, 0)}`, "too_short");
    if (length > 64) complain(["name"], `Value should have at most 64 items after validation, not ${length}`, "too_long");
  }
  if (visibility !== undefined && !VISIBILITIES.includes(String(visibility)))
    complain(["visibility"], "Input should be 'draft', 'private' or 'public'", "enum");
  const { recurring_interval: interval } = fields;
  if (interval !== undefined && interval !== null && !INTERVALS.includes(String(interval)))
    complain(["recurring_interval"], "Input should be 'day', 'week', 'month' or 'year'", "enum");
  if (metadata !== undefined) {
    if (typeof metadata !== "object" || metadata === null || Array.isArray(metadata))
      complain(["metadata"], "Input should be a valid dictionary", "dict_type");
    else {
      if (Object.keys(metadata).length > 50) complain(["metadata"], "Dictionary should have at most 50 items", "too_long");
      for (const [key, value] of Object.entries(metadata)) {
        const good =
          (typeof value === "string" && value.length >= 1 && value.length <= 500) ||
          typeof value === "number" ||
          typeof value === "boolean";
        if (key.length > 40) complain(["metadata", key], "String should have at most 40 characters", "string_too_long");
        if (!good)
          for (const member of ["constrained-str", "int", "float", "bool"])
            complain(["metadata", key, member], `Input should be a valid ${member}`, "type_error");
      }
    }
  }
  return problems;
}

/** Reads new prices, defaults filled in; complaints about them go into `problems`. */
function newPrices(value: Json | undefined, tag: readonly string[], problems: Complaint[]): JsonObject[] {
  if (!Array.isArray(value) || value.length === 0) {
    problems.push({ loc: ["body", ...tag, "prices"], msg: "At least one price is required.", type: "value_error" });
    return [];
  }
  return value.flatMap((one, index): JsonObject[] => {
    const price = asObject(one as Json);
    const type = String(price["amount_type"]);
    const complain = (member: string, msg: string, kind: string): [] => {
      problems.push({
        loc: ["body", ...tag, "prices", index, ...(tag.length > 0 ? [type] : []), ...(member ? [member] : [])],
        msg,
        type: kind,
      });
      return [];
    };
    const currency = price["price_currency"] ?? DEFAULT_CURRENCY;
    if (typeof currency !== "string" || !/^[a-z]{3}$/.test(currency))
      return complain("price_currency", "Input should be 'usd', 'eur', …", "enum");
    const common = { price_currency: currency, tax_behavior: price["tax_behavior"] ?? null };
    const least = MINIMUM[currency] ?? 50;
    const amount = (member: string, optional: boolean): number | null | undefined => {
      const given = price[member];
      if (given === undefined || given === null) return optional ? null : void complain(member, "Field required", "missing");
      const number = typeof given === "string" ? Number(given) : given;
      if (typeof number !== "number" || !Number.isInteger(number))
        return void complain(member, "Input should be a valid integer, got a number with a fractional part", "int_from_float");
      if (number !== 0 && number < least)
        return void complain(member, `Amount must be at least ${least} or 0 for free pricing`, "minimum_price");
      if (number > MAXIMUM) return void complain(member, "Amount is too large", "maximum_price");
      return number;
    };
    if (type === "free") return [{ amount_type: "fixed", price_amount: 0, ...common }];
    if (type === "fixed") {
      const found = amount("price_amount", false);
      return found === undefined ? [] : [{ amount_type: "fixed", price_amount: found, ...common }];
    }
    if (type === "custom") {
      const [minimum, maximum, preset] = [amount("minimum_amount", true), amount("maximum_amount", true), amount("preset_amount", true)];
      if (minimum === undefined || maximum === undefined || preset === undefined) return [];
      return [{ amount_type: "custom", minimum_amount: minimum ?? 50, maximum_amount: maximum, preset_amount: preset, ...common }];
    }
    return complain("", `Input tag '${type}' found using 'amount_type' does not match any of the expected tags`, "union_tag_invalid");
  });
}

function priceSetProblem(prices: readonly JsonObject[]): Complaint | undefined {
  const problem = (msg: string): Complaint => ({ loc: ["body", "prices"], msg, type: "value_error" });
  const currencies = [...new Set(prices.map((one) => String(one["price_currency"])))];
  const kindsOf = (currency: string): string[] =>
    prices.filter((one) => one["price_currency"] === currency).map((one) => String(one["amount_type"]));
  for (const currency of currencies) {
    const kinds = kindsOf(currency);
    for (const kind of ["fixed", "custom"])
      if (kinds.filter((one) => one === kind).length > 1) return problem(`Only one ${kind} price is allowed.`);
    if (kinds.includes("custom") && kinds.includes("fixed")) return problem("Custom prices cannot be combined with other static prices.");
  }
  if (!currencies.includes(DEFAULT_CURRENCY)) return problem("The default presentment currency must be present.");
  const [first = "", ...others] = currencies.map((currency) => [...new Set(kindsOf(currency))].sort().join(","));
  return others.some((one) => one !== first) ? problem("Every currency must define the same set of price types.") : undefined;
}

const livePrice = (price: JsonObject, productId: string, interval: Json, at: string): JsonObject => ({
  id: randomUUID(),
  created_at: at,
  modified_at: null,
  source: "catalog",
  ...price,
  is_archived: false,
  product_id: productId,
  type: interval === null ? "one_time" : "recurring",
  recurring_interval: interval,
});

const text = (value: Json | undefined): Json => (typeof value === "string" && value.trim() !== "" ? value.trim() : null);

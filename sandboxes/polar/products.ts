/** Products with their prices, media, custom fields and benefits: `/v1/products/`. */
import type { Json, JsonObject } from "../json.ts";
import { asObject, type Route, type SandboxReply, type SandboxRequest, type Store } from "../sandbox.ts";
import { livePrice, newPrices, priceSetProblem, settled } from "./prices.ts";
import {
  type Complaint,
  choiceProblems,
  crash,
  disallowedOrganization,
  idProblem,
  integerProblems,
  invalid,
  isGiven,
  listPage,
  metadataProblems,
  nameProblems,
  notFound,
  ok,
  paged,
  text,
} from "./wire.ts";

interface Options {
  readonly products: Store;
  readonly meters: Store;
  /** What products may name besides meters, by id. */
  readonly files: ReadonlyMap<string, JsonObject>;
  readonly customFields: ReadonlyMap<string, JsonObject>;
  readonly benefits: ReadonlyMap<string, JsonObject>;
  /** What else archiving a product does. */
  readonly onArchive: (id: string) => void;
  readonly organizationId: string;
  readonly newId: () => string;
  readonly time: () => string;
  readonly beforeRead: () => void;
}

const INTERVALS = ["day", "week", "month", "year"];
const VISIBILITIES = ["draft", "private", "public"];

export function productRoutes(options: Options): Route[] {
  const { products, meters, files, customFields, benefits, onArchive, organizationId, newId, time, beforeRead } =
    options;
  const meter = (id: string): JsonObject | undefined => {
    const found = meters.get(id);
    return (
      found &&
      Object.fromEntries(
        ["id", "name", "unit", "custom_label", "custom_multiplier"].map((name) => [name, found[name] ?? null]),
      )
    );
  };

  /** Media and custom fields are named by id, and answered whole. */
  const attached = (fields: JsonObject, tag: readonly string[], problems: Complaint[]): JsonObject => {
    const result: Record<string, Json> = {};
    const { medias, attached_custom_fields: asked } = fields;
    if (medias !== undefined) {
      result["medias"] = (Array.isArray(medias) ? medias : []).flatMap((id, index) => {
        const file = files.get(String(id));
        if (!file)
          problems.push({
            loc: ["body", ...tag, "medias", index],
            msg: "File does not exist or is not yet uploaded.",
            type: "value_error",
          });
        return file ? [file] : [];
      });
    }
    if (asked !== undefined) {
      result["attached_custom_fields"] = (Array.isArray(asked) ? asked : []).flatMap((one, order) => {
        const { custom_field_id: id, required } = asObject(one as Json);
        const field = customFields.get(String(id));
        if (!field)
          problems.push({
            loc: ["body", ...tag, "attached_custom_fields", order],
            msg: "Custom field does not exist.",
            type: "value_error",
          });
        return field ? [{ custom_field_id: String(id), custom_field: field, order, required: required ?? false }] : [];
      });
    }
    return result;
  };

  const create = ({ body }: SandboxRequest): SandboxReply => {
    const fields = asObject(body);
    if (isGiven(fields["organization_id"])) return disallowedOrganization;
    const recurring = isGiven(fields["recurring_interval"]);
    const tag = recurring ? "recurring" : "one_time";
    const problems = commonProblems(fields, [tag]);
    if (fields["name"] === undefined)
      problems.push({ loc: ["body", tag, "name"], msg: "Field required", type: "missing" });
    if (!recurring) {
      for (const name of [
        "recurring_interval_count",
        "trial_interval",
        "trial_interval_count",
        "meter_interval",
        "meter_interval_count",
      ])
        if (isGiven(fields[name]))
          problems.push({ loc: ["body", tag, name], msg: "Input should be None", type: "none_required" });
    }
    const parts = attached(fields, [tag], problems);
    const prices = newPrices(fields["prices"], [tag], { recurring, meter }, problems);
    if (problems.length > 0) return invalid(...problems);
    const setProblem = priceSetProblem(prices);
    if (setProblem) return invalid(setProblem);
    const id = newId();
    const interval = fields["recurring_interval"] ?? null;
    const product: JsonObject = {
      id,
      created_at: time(),
      modified_at: null,
      name: String(fields["name"]).trim(),
      description: text(fields["description"]),
      visibility: fields["visibility"] ?? "public",
      recurring_interval: interval,
      recurring_interval_count: recurring ? (fields["recurring_interval_count"] ?? 1) : null,
      trial_interval: fields["trial_interval"] ?? null,
      trial_interval_count: fields["trial_interval_count"] ?? null,
      meter_interval: fields["meter_interval"] ?? null,
      meter_interval_count: fields["meter_interval_count"] ?? null,
      is_recurring: recurring,
      is_archived: false,
      organization_id: organizationId,
      metadata: fields["metadata"] ?? {},
      prices: prices.map((object) => livePrice(object, { id: newId(), productId: id, interval, at: time() })),
      benefits: [],
      medias: [],
      attached_custom_fields: [],
      ...parts,
    };
    products.put({ ...product, prices: (product["prices"] as JsonObject[]).map(settled) });
    return ok(product, 201);
  };

  /** undefined: nothing is wanted; a reply: it cannot be. */
  const changedPrices = (product: JsonObject, wanted: Json | undefined): JsonObject[] | SandboxReply => {
    const prices = product["prices"] as JsonObject[];
    if (!isGiven(wanted)) return prices;
    if (!Array.isArray(wanted) || wanted.length === 0)
      return invalid({ loc: ["body", "prices"], msg: "At least one price is required.", type: "value_error" });
    const kept: JsonObject[] = [];
    const fresh: Json[] = [];
    const places: number[] = [];
    for (const [index, one] of wanted.entries()) {
      const priceId = asObject(one as Json)["id"];
      const existing = prices.find((price) => price["id"] === priceId);
      if (priceId === undefined) {
        fresh.push(one as Json);
        places.push(index);
      } else if (existing) kept.push(existing);
      else return invalid({ loc: ["body", "prices", index], msg: "Price does not exist.", type: "value_error" });
    }
    const problems: Complaint[] = [];
    const interval = product["recurring_interval"] ?? null;
    const made = fresh.length > 0 ? newPrices(fresh, [], { recurring: interval !== null, meter }, problems) : [];
    // Complaints count the prices of the request, those that are kept among them.
    const atRequest = problems.map((one) => ({
      ...one,
      loc: one.loc.map((part, at) => (at === 2 && typeof part === "number" ? (places[part] ?? part) : part)),
    }));
    const setProblem = priceSetProblem([...kept, ...made]);
    if (problems.length > 0 || setProblem)
      return invalid(...atRequest, ...(setProblem && problems.length === 0 ? [setProblem] : []));
    const about = { productId: String(product["id"]), interval, at: time() };
    return [...kept, ...made.map((object) => settled(livePrice(object, { id: newId(), ...about })))];
  };

  const update = ({ body }: SandboxRequest, id: string): SandboxReply => {
    const wrong = idProblem(id);
    const [product, fields] = [products.get(id), asObject(body)];
    if (wrong || !product) return wrong ?? notFound;
    // Seen on the server: null for these crashes it, and nothing changes.
    for (const key of ["name", "is_archived", "visibility"]) if (fields[key] === null) return crash;
    const problems = commonProblems(fields, []);
    const interval = fields["recurring_interval"];
    const isSameWithCount =
      interval === product["recurring_interval"] &&
      fields["recurring_interval_count"] === product["recurring_interval_count"];
    if (isGiven(interval) && !isSameWithCount) {
      problems.push({
        loc: ["body", "recurring_interval"],
        msg: "Recurring interval cannot be changed.",
        type: "value_error",
      });
    }
    if (
      product["is_recurring"] !== true &&
      (isGiven(fields["trial_interval"]) || isGiven(fields["trial_interval_count"]))
    ) {
      problems.push({
        loc: ["body", "trial_interval"],
        msg: "Trials are for recurring products only.",
        type: "value_error",
      });
    }
    const parts = attached(fields, [], problems);
    if (problems.length > 0) return invalid(...problems);
    const prices = changedPrices(product, fields["prices"]);
    if (!Array.isArray(prices)) return prices as SandboxReply;
    const plain = ["visibility", "is_archived", "metadata", "trial_interval", "trial_interval_count"].filter(
      (name) => name in fields,
    );
    const changed: JsonObject = {
      ...product,
      ...Object.fromEntries(plain.map((name) => [name, fields[name] as Json])),
      ...parts,
      ...("name" in fields ? { name: String(fields["name"]).trim() } : {}),
      ...("description" in fields ? { description: text(fields["description"]) } : {}),
      ...(interval === null && "recurring_interval" in fields ? { recurring_interval: null, is_recurring: false } : {}),
      ...("recurring_interval_count" in fields && interval === undefined
        ? { recurring_interval_count: fields["recurring_interval_count"] as Json }
        : {}),
    };
    if (fields["is_archived"] === true) onArchive(id);
    const moved = JSON.stringify(changed) !== JSON.stringify(product);
    return ok(products.put({ ...changed, prices, modified_at: moved ? time() : (product["modified_at"] as Json) }));
  };

  const setBenefits = ({ body }: SandboxRequest, id: string): SandboxReply => {
    const product = products.get(id);
    if (!product) return idProblem(id) ?? notFound;
    const wanted = asObject(body)["benefits"];
    if (!Array.isArray(wanted)) return invalid({ loc: ["body", "benefits"], msg: "Field required", type: "missing" });
    const found = [...new Set(wanted.map(String))].map((name) => benefits.get(name));
    const missing = found.indexOf(undefined);
    if (missing >= 0)
      return invalid({ loc: ["body", "benefits", missing], msg: "Benefit does not exist.", type: "value_error" });
    return ok(products.put({ ...product, benefits: found.filter((object) => object !== undefined) }));
  };

  return [
    [
      "GET",
      /^\/v1\/products\/$/,
      ({ query }) => {
        beforeRead();
        return paged(listPage(products, query, (object) => object["is_archived"] === true).map(shown), query);
      },
    ],
    ["POST", /^\/v1\/products\/$/, create],
    [
      "GET",
      /^\/v1\/products\/([^/]+)$/,
      (_request, id = "") => {
        beforeRead();
        const product = products.seen(id);
        return idProblem(id) ?? (product ? ok(shown(product)) : notFound);
      },
    ],
    ["PATCH", /^\/v1\/products\/([^/]+)$/, (request, id = "") => update(request, id)],
    ["POST", /^\/v1\/products\/([^/]+)\/benefits$/, (request, id = "") => setBenefits(request, id)],
  ];
}

/** Reads order prices: static ones first. */
const shown = (product: JsonObject): JsonObject => {
  const prices = product["prices"] as JsonObject[];
  const first = prices.filter(({ amount_type: type }) => !String(type).startsWith("metered_"));
  return { ...product, prices: [...first, ...prices.filter((object) => !first.includes(object))] };
};

function commonProblems(fields: JsonObject, tag: readonly string[]): Complaint[] {
  const at = (name: string): string[] => ["body", ...tag, name];
  const trial = [fields["trial_interval"], fields["trial_interval_count"]];
  const problems = [
    ...nameProblems(fields["name"], at("name"), 64),
    ...choiceProblems(fields["visibility"], at("visibility"), VISIBILITIES),
    ...choiceProblems(fields["recurring_interval"], at("recurring_interval"), INTERVALS),
    ...choiceProblems(fields["trial_interval"], at("trial_interval"), INTERVALS),
    ...integerProblems(fields["trial_interval_count"], at("trial_interval_count"), 1, 1_000),
    ...choiceProblems(fields["meter_interval"], at("meter_interval"), INTERVALS),
    ...integerProblems(fields["meter_interval_count"], at("meter_interval_count"), 1, 999),
    ...metadataProblems(fields["metadata"], tag),
  ];
  if (trial.filter(isGiven).length === 1)
    problems.push({
      loc: at("trial_interval"),
      msg: "Set trial_interval and trial_interval_count together.",
      type: "value_error",
    });
  return problems;
}

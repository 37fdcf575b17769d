/**
 * Checks every exchange with a sandbox against the vendor's own OpenAPI document (test/contracts/*.shapes.json),
 * so that neither the sandbox nor the client can drift from the real wire.
 */
import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";
import type { JsonObject } from "../../provider/fields/shape.js";
import type { Exchange, Sandbox } from "../../sandboxes/sandbox.ts";

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: JsonObject;
}
interface Operation {
  readonly parameters?: readonly { name: string; in: string; required?: boolean; schema?: object }[];
  readonly requestBody?: { content?: Record<string, { schema?: object }> };
  readonly responses?: Record<string, { content?: Record<string, { schema?: object }> }>;
}

/** What the documents leave out and the vendors do all the same, with the reason. */
export const ALLOWED: Readonly<Record<string, readonly Allowance[]>> = {
  sequence: [
    { status: 401, why: "declared without a body" },
    { status: 404, why: "declared for some calls only, and without a body" },
    { status: 409, why: "not declared; how a repeated archive call is refused is not documented" },
    { status: 429, why: "in the page about authentication only" },
    { status: 400, why: "declared without a body" },
  ],
  polar: [
    { status: 401, why: "token errors are described by OAuth, not by the operation" },
    { status: 403, why: "insufficient_scope has an OAuth body; declared for some calls only" },
    { status: 409, why: "not declared" },
    { status: 429, why: "empty body; in the page about rate limits only" },
    { value: '"unit_based"', why: "the server takes it behind a feature flag" },
    { value: '"metered_tiers"', why: "newer than the document" },
    { value: '"1E-12"', why: "the server writes small decimals so, against the document's own pattern" },
    { status: 404, why: "an unknown Polar-Version or path has a body of its own" },
    { status: 500, why: "not declared; null for name, visibility or is_archived" },
    { status: 307, why: "a path without its slash is redirected by the framework" },
  ],
};
interface Allowance {
  readonly status?: number;
  /** JSON within the body of the request or of the answer. */
  readonly value?: string;
  readonly why: string;
}

/** Members that come with answers although the document does not know them. */
const EXTRA_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  polar: ["type", "recurring_interval", "price_per_seat", "legacy", "input"],
};

interface Contract {
  readonly check: (exchange: Exchange) => void;
}
const contracts = new Map<string, Contract>();

/** The sandbox, with each of its exchanges checked. */
export function contractCheck<S extends Sandbox>(vendor: string, sandbox: S): S {
  const contract = contracts.get(vendor) ?? load(vendor);
  contracts.set(vendor, contract);
  sandbox.onExchange = contract.check;
  return sandbox;
}

function load(vendor: string): Contract {
  const document = JSON.parse(
    readFileSync(new URL(`../contracts/${vendor}.shapes.json`, import.meta.url), "utf8"),
  ) as Document;
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, discriminator: false });
  const components = toDraft7(document.components);
  ajv.addSchema({ $id: "contract", components } as object);
  ajv.addSchema({ $id: "requests", components: closed(components) } as object);
  const compiled = new Map<object, ValidateFunction>();
  const validator = (schema: object, of: "contract" | "requests"): ValidateFunction => {
    const draft7 = toDraft7(schema as JsonObject);
    const known = compiled.get(schema) ?? ajv.compile(absolute(of === "requests" ? closed(draft7) : draft7, of));
    compiled.set(schema, known);
    return known;
  };
  const routes = Object.entries(document.paths).map(([path, operations]) => ({
    pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, "[^/]+")}$`),
    literal: !path.includes("{"),
    path,
    operations,
  }));

  return {
    check: (exchange) => {
      const { request, reply } = exchange;
      const where = `${request.method} ${request.path} → ${reply.status}`;
      const allowed = (ALLOWED[vendor] ?? []).some(
        ({ status, value }) =>
          (status !== undefined && status === reply.status) ||
          (value !== undefined && JSON.stringify([request.body ?? null, reply.body ?? null]).includes(value)),
      );
      const route = routes
        .filter(({ pattern }) => pattern.test(request.path))
        .sort((a, b) => Number(b.literal) - Number(a.literal))[0];
      const operation = route?.operations[request.method.toLowerCase()];
      if (!operation) {
        if (allowed) return;
        throw new Error(`${where}: the contract has no such operation`);
      }
      checkQuery(where, request.query, operation);
      const bodySchema = operation.requestBody?.content?.["application/json"]?.schema;
      if (bodySchema && reply.status < 300 && !allowed)
        demand(validator(bodySchema, "requests"), request.body, `${where}: request`);
      if (!bodySchema && request.body !== undefined) throw new Error(`${where}: the contract wants no body`);
      const response = operation.responses?.[String(reply.status)];
      if (!response) {
        if (allowed) return;
        throw new Error(`${where}: the contract has no such status`);
      }
      const schema = response.content?.["application/json"]?.schema;
      if (schema && !allowed) demand(validator(schema, "contract"), reply.body, `${where}: answer`);
    },
  };

  function checkQuery(where: string, query: URLSearchParams, { parameters = [] }: Operation): void {
    const known = parameters.filter((one) => one.in === "query").map(({ name }) => name);
    for (const key of query.keys())
      if (!known.includes(key.replace(/\[.*$/, ""))) throw new Error(`${where}: the contract has no parameter ${key}`);
  }

  function demand(validate: ValidateFunction, value: unknown, where: string): void {
    if (validate(value)) return;
    const extra = EXTRA_MEMBERS[vendor] ?? [];
    const errors = (validate.errors ?? []).filter(
      ({ params }) => !extra.includes(String((params as { additionalProperty?: string }).additionalProperty)),
    );
    if (errors.length > 0)
      throw new Error(`${where}: ${ajv.errorsText(errors).slice(0, 600)}\n${JSON.stringify(value).slice(0, 800)}`);
  }
}

/** OpenAPI's `nullable` as JSON Schema has it; discriminators are left to the alternatives themselves. */
function toDraft7(value: unknown): object {
  if (Array.isArray(value)) return value.map(toDraft7);
  if (typeof value !== "object" || value === null) return value as unknown as object;
  const { nullable, discriminator: _discriminator, ...rest } = value as Record<string, unknown>;
  const converted = Object.fromEntries(Object.entries(rest).map(([key, item]) => [key, toDraft7(item)]));
  return nullable === true ? { anyOf: [converted, { type: "null" }] } : converted;
}

/** A request must not hold what the document does not name: members that only answers carry, at any depth. */
function closed(value: unknown): object {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== "object" || value === null) return value as unknown as object;
  const inner = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, closed(item)])) as Record<
    string,
    unknown
  >;
  const isObjectSchema = inner["type"] === "object" && typeof inner["properties"] === "object";
  return isObjectSchema && !("additionalProperties" in inner) ? { ...inner, additionalProperties: false } : inner;
}

function absolute(value: unknown, of: string): object {
  if (Array.isArray(value)) return value.map((item) => absolute(item, of));
  if (typeof value !== "object" || value === null) return value as unknown as object;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === "$ref" && typeof item === "string" && item.startsWith("#") ? `${of}${item}` : absolute(item, of),
    ]),
  );
}

import { isObject, type Json, text } from "../../fields/shape.js";
import type { FieldError } from "../../http/call-error.js";
import type { Failure } from "../../http/client.js";
import type { Vendor } from "../../kinds/vendor.js";
import { meter } from "./meter.js";
import { price } from "./prices.js";
import { product } from "./product.js";
import { starter } from "./starter.js";

const VERSION = "2026-04";

export const polar: Vendor = {
  name: "polar",
  title: "Polar",
  baseUrls: { sandbox: "https://sandbox-api.polar.sh", production: "https://api.polar.sh" },
  credentials: [
    {
      name: "accessToken",
      variable: "POLAR_ACCESS_TOKEN",
      // Access tokens of organizations and persons, and what else Polar issues.
      secretForms: [/\bpolar_(oat|pat|at|rt|cl|ci|cs|whs)_[A-Za-z0-9_-]{8,}/],
    },
  ],
  headers: ({ accessToken }, settings) => ({
    authorization: `Bearer ${accessToken}`,
    "polar-version": String(settings["apiVersion"]),
  }),
  settings: {
    apiVersion: {
      shape: text({ pattern: "^[0-9]{4}-[0-9]{2}$", patternHelp: "a year and a month, as in 2026-04" }),
      doc: "The `Polar-Version` header. Polar answers an unknown version with 404.",
      default: VERSION,
    },
  },
  pages: {
    first: { page: 1, limit: 100 },
    items: (answer) => (isObject(answer) && Array.isArray(answer["items"]) ? answer["items"] : undefined),
    next: (answer, query) => {
      const page = Number(query["page"]);
      return page < (lastPage(answer) ?? 0) ? { ...query, page: page + 1 } : undefined;
    },
    count: lastPage,
  },
  parseFailure,
  remedies: {
    forbidden:
      "give the token the scopes products:read and products:write, and, for meters, meters:read and meters:write",
  },
  limit: { sandbox: { requests: 100, seconds: 60 }, production: { requests: 500, seconds: 60 } },
  readLag: 5,
  // The token needs the scope organizations:read.
  organization: {
    request: { method: "GET", path: "/v1/organizations/" },
    id: (answer) => {
      const [only, ...others] = (isObject(answer) && Array.isArray(answer["items"]) ? answer["items"] : []).filter(
        isObject,
      );
      return others.length === 0 && typeof only?.["id"] === "string" ? only["id"] : undefined;
    },
  },
  kinds: [meter, product],
  starter,
};

/** undefined: the answer does not say. */
function lastPage(answer: Json): number | undefined {
  const pagination = isObject(answer) ? answer["pagination"] : undefined;
  const last = isObject(pagination) ? pagination["max_page"] : undefined;
  return typeof last === "number" ? last : undefined;
}

const UNKNOWN_PATH: Failure = { message: "Polar has no such path", category: "unexpected" };
/** Polar says which version it answers with, except where it has no such version. */
const UNKNOWN_VERSION: Failure = {
  message: "Polar does not support the Polar-Version that was sent",
  category: "unexpected",
  remedy:
    `set the account's apiVersion to a version that Polar supports, such as "${VERSION}", or remove it; ` +
    "if it is right, check the account's baseUrl",
};

/**
 * Domain errors have `{error, detail}`, validation errors a list in `detail`, token errors `{error,
 * error_description}`.
 */
function parseFailure(status: number, body: Json, headers: Readonly<Record<string, string | undefined>>): Failure {
  if (!isObject(body)) return {};
  const { error, detail } = body;
  const code = typeof error === "string" ? { code: error } : {};
  // An unknown path or Polar-Version: this says nothing about the object.
  if (status === 404 && error === undefined)
    return headers["polar-version"] === undefined ? UNKNOWN_VERSION : UNKNOWN_PATH;
  if (Array.isArray(detail)) {
    const all = detail
      .filter(isObject)
      .map(({ loc, msg }) => ({ path: place(loc), message: String(msg ?? "refused") }));
    // Polar also reports errors that follow from another one, at an outer place: the innermost place is the cause.
    const fieldErrors = firstOfEachPlace(all).toSorted((a, b) => b.path.length - a.path.length);
    return { ...code, fieldErrors };
  }
  const message = detail ?? body["error_description"];
  return { ...code, message: typeof message === "string" ? message : JSON.stringify(body).slice(0, 500) };
}

/** Polar reports a wrong value of a union once for each of its members; the first is kept. */
const firstOfEachPlace = (fieldErrors: readonly FieldError[]): FieldError[] =>
  fieldErrors.filter(
    ({ path }, index) => fieldErrors.findIndex((other) => other.path.join("/") === path.join("/")) === index,
  );

/** Names of alternatives that stand in a place beside those of members. */
const UNION_TAGS = new Set([
  "recurring",
  "one_time",
  "constrained-str",
  "int",
  "float",
  "bool",
  "FilterClause",
  "Filter",
  ...Object.keys(price.cases),
]);

/**
 * `["body", "recurring", "prices", 0, "fixed", "price_amount"]` → `["prices", 0, "price_amount"]`. `is_archived` is
 * `archived` in the catalogue.
 */
function place(loc: Json | undefined): (string | number)[] {
  if (!Array.isArray(loc)) return [];
  const parts = loc.filter((part) => typeof part === "string" || typeof part === "number");
  return parts
    .filter(
      (part, index) =>
        !(index === 0 && part === "body") && !(UNION_TAGS.has(String(part)) && parts[index - 1] !== "metadata"),
    )
    .map((part) => (part === "is_archived" ? "archived" : part));
}

import { boolean, choice, isObject, type Json, list, text } from "../../fields/shape.js";
import type { Failure } from "../../http/client.js";
import type { Vendor } from "../../kinds/vendor.js";
import { listPrice } from "./list-price.js";
import { product } from "./product.js";
import { starter } from "./starter.js";

const PAGE_SIZE = 100;

export const sequence: Vendor = {
  name: "sequence",
  title: "Sequence",
  baseUrls: { sandbox: "https://sandbox.sequencehq.com/api", production: "https://eu.sequencehq.com/api" },
  credentials: [
    { name: "clientId", variable: "SEQUENCE_CLIENT_ID", secretForms: [] },
    { name: "clientSecret", variable: "SEQUENCE_CLIENT_SECRET", secretForms: [] },
  ],
  headers: ({ clientId, clientSecret }) => ({
    authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`, "utf8").toString("base64")}`,
    // Without it the answer is the newest version, or the one the key is pinned to.
    "sequence-version": "2024-07-30",
  }),
  settings: {
    archivedProductsListed: {
      shape: boolean(),
      doc:
        "Whether GET /products lists archived products too (nothing in them shows it). If so, an existing product " +
        "is never adopted unless `adopt` names its id.",
      default: false,
    },
    alreadyArchived: {
      shape: list(text({ min: 1 })),
      doc:
        "How Sequence's refusal to archive an archived product can be recognized: by an HTTP status, an error type, " +
        'or a part of the message, for example `["InvalidState"]`. A message that says that the product is archived ' +
        "is recognized without this setting.",
      default: [],
    },
    clearOptionalFields: {
      shape: choice(["omit", "empty"]),
      doc: "How an optional field is cleared: left out of the PUT, or sent as an empty string.",
      default: "omit",
    },
    percentages: {
      shape: choice(["fraction", "percent"]),
      doc:
        "What a price with `isPricePercentage` means, in the amounts of a review. fraction: 1 is 100 %, as Sequence " +
        "documents it. percent: 1 is 1 %, as some accounts have seen it. Prices are sent as they are written.",
      default: "fraction",
    },
  },
  pages: {
    first: { limit: PAGE_SIZE },
    items: (answer) => (isObject(answer) && Array.isArray(answer["items"]) ? answer["items"] : undefined),
    next: (answer, query) => {
      const pagination = isObject(answer) ? answer["pagination"] : undefined;
      const after = isObject(pagination) ? pagination["after"] : undefined;
      return typeof after === "string" && after !== "" ? { ...query, after } : undefined;
    },
    // Optional in the official document; the pages are those of `limit`.
    count: (answer) => {
      const pagination = isObject(answer) ? answer["pagination"] : undefined;
      const total = isObject(pagination) ? pagination["totalResultSize"] : undefined;
      return typeof total === "number" ? Math.ceil(total / PAGE_SIZE) : undefined;
    },
  },
  parseFailure,
  limit: { sandbox: { requests: 1_500, seconds: 60 }, production: { requests: 1_500, seconds: 60 } },
  kinds: [product, listPrice],
  starter,
};

/** Sequence documents `{"error":{"type","message"}}` for one case; other forms are read as far as possible. */
function parseFailure(_status: number, body: Json): Failure {
  if (!isObject(body)) return {};
  const error = isObject(body["error"]) ? body["error"] : body;
  const code = error["type"] ?? error["code"];
  const message = error["message"] ?? error["detail"];
  return {
    ...(typeof code === "string" ? { code } : {}),
    message: typeof message === "string" ? message : JSON.stringify(body).slice(0, 500),
  };
}

import { boolean, choice, isObject, type Json, list, text } from "../../fields/shape.js";
import type { Complaint } from "../../http/call-error.js";
import type { Failure } from "../../http/client.js";
import type { Vendor } from "../kind.js";
import { pricePlan } from "./price-plan.js";
import { product } from "./product.js";

export const fynn: Vendor = {
  name: "fynn",
  title: "Fynn",
  baseUrlHelp: "https://preview.coreapi.io (sandbox), https://coreapi.io (production), or your tenant's own https://<tenant>.coreapi.io",
  credentials: [{ name: "apiKey", variable: "FYNN_API_KEY" }],
  headers: ({ apiKey }) => ({ authorization: `Bearer ${apiKey}` }),
  settings: {
    relations: {
      shape: choice(["object", "id"]),
      doc: "How a relation is written in requests: `{ id: … }`, or the bare id.",
      default: "object",
    },
    stripFromPut: {
      shape: list(text()),
      doc: "What answers hold and a PUT must not send back.",
      default: ["id", "createdAt", "updatedAt", "isArchived", "pricePlans"],
    },
    dropTranslations: {
      shape: boolean(),
      doc: "Leave the live translations out of a PUT that changes name or description.",
      default: true,
    },
    numberUnique: {
      shape: boolean(),
      doc: "Fynn refuses two products with one number: a product that must be replaced is archived before the new one is made.",
      default: false,
    },
    unarchiveByPut: {
      shape: boolean(),
      doc: "A PUT with isArchived false brings an archived product back.",
      default: false,
    },
  },
  pages: {
    first: { page: 1, limit: 100 },
    items: (answer) => (isObject(answer) && Array.isArray(answer["data"]) ? answer["data"] : undefined),
    next: (answer, query) => {
      const meta = isObject(answer) ? answer["meta"] : undefined;
      const pagination = isObject(meta) ? meta["pagination"] : undefined;
      const last = isObject(pagination) ? pagination["lastPage"] : undefined;
      const page = Number(query["page"]);
      return typeof last === "number" && page < last ? { ...query, page: page + 1 } : undefined;
    },
  },
  parseFailure,
  kinds: [product, pricePlan],
};

/** The problem shape of Symfony: `{title, detail, violations: [{propertyPath, message}]}`. */
function parseFailure(_status: number, body: Json): Failure {
  if (!isObject(body)) return {};
  const violations = Array.isArray(body["violations"]) ? body["violations"].filter(isObject) : [];
  const complaints = violations.map(
    ({ propertyPath, message }): Complaint => ({
      path: typeof propertyPath === "string" ? propertyPathParts(propertyPath) : [],
      message: typeof message === "string" ? message : "refused",
    }),
  );
  const message = [body["title"], body["detail"], body["message"]].filter((one) => typeof one === "string" && one !== "");
  const code = body["code"];
  return {
    ...(typeof code === "string" ? { code } : {}),
    message: message.length > 0 ? message.join(": ") : JSON.stringify(body).slice(0, 500),
    ...(complaints.length > 0 ? { complaints } : {}),
  };
}

/** "prices[0].amount" → ["prices", 0, "amount"] */
const propertyPathParts = (path: string): (string | number)[] =>
  path
    .split(/[.[\]]+/)
    .filter((part) => part !== "")
    .map((part) => (/^[0-9]+$/.test(part) ? Number(part) : part));

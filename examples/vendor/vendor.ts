/** https://tariffs.example/docs: hosts, credentials, pages, errors and limits of the vendor that does not exist. */
import { boolean, isObject, type Json } from "../../provider/fields/shape.js";
import type { Failure } from "../../provider/http/client.js";
import type { Vendor } from "../../provider/kinds/vendor.js";
import { plan } from "./plan.js";

export const tariffs: Vendor = {
  name: "tariffs",
  title: "Example Tariffs",
  baseUrls: { sandbox: "https://sandbox.tariffs.example", production: "https://api.tariffs.example" },
  credentials: [{ name: "apiKey", variable: "TARIFFS_API_KEY", secretForms: [/\btariffs_[a-z0-9]{20,}/] }],
  headers: ({ apiKey }) => ({ authorization: `Bearer ${apiKey}` }),
  settings: {
    archivedNamesCount: {
      shape: boolean(),
      doc: "An archived plan keeps its name: no other plan can have it.",
      default: false,
    },
  },
  pages: {
    first: { offset: 0, limit: 100 },
    items: (answer) => (isObject(answer) && Array.isArray(answer["plans"]) ? answer["plans"] : undefined),
    next: (answer, query) =>
      isObject(answer) && answer["hasMore"] === true ? { ...query, offset: Number(query["offset"]) + 100 } : undefined,
  },
  parseFailure,
  limit: { sandbox: { requests: 300, seconds: 60 }, production: { requests: 300, seconds: 60 } },
  kinds: [plan],
};

/** `{ error: { code, message, field } }`, where `field` is there if one field is to blame. */
function parseFailure(_status: number, body: Json): Failure {
  const error = isObject(body) ? body["error"] : undefined;
  if (!isObject(error)) return {};
  const { code, message, field } = error;
  const said = typeof message === "string" ? message : "refused";
  return {
    ...(typeof code === "string" ? { code } : {}),
    message: said,
    ...(typeof field === "string" ? { fieldErrors: [{ path: [field], message: said }] } : {}),
  };
}

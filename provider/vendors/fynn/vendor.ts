import { boolean, choice, isObject, type Json, list, map, text } from "../../fields/shape.js";
import type { Complaint } from "../../http/call-error.js";
import type { Failure } from "../../http/client.js";
import type { Vendor } from "../../kinds/vendor.js";
import { pageLimit, pages } from "./pages.js";
import { pricePlan } from "./price-plan.js";
import { product } from "./product.js";
import { RELATIONS } from "./relation.js";

/** "Product.measurement": every field that an entry can name and that is not required anyway. */
const REQUIRABLE = [product, pricePlan].flatMap(({ type, fields }) =>
  Object.entries(fields)
    .filter(([, { required, fromParent }]) => !required && !fromParent)
    .map(([name]) => `${type.slice(type.indexOf(":") + 1)}.${name}`),
);

export const fynn: Vendor = {
  name: "fynn",
  title: "Fynn",
  baseUrlHelp:
    "https://preview.coreapi.io (sandbox), https://coreapi.io (production), or your tenant's own https://<tenant>.coreapi.io",
  hosts: { sandbox: ["preview.coreapi.io"], production: ["coreapi.io"], either: ["*.coreapi.io"] },
  credentials: [{ name: "apiKey", variable: "FYNN_API_KEY", secretForms: [] }],
  headers: ({ apiKey }) => ({ authorization: `Bearer ${apiKey}` }),
  // Some of its endpoints answer with `{ data: … }`; the samples of products and price plans have the object itself.
  envelope: { member: "data", optional: true },
  settings: {
    relations: {
      shape: choice(["object", "id"]),
      doc: "How a relation is written in requests: `{ id: … }`, or the bare id.",
      default: "object",
    },
    relationPaths: {
      shape: map(text({ pattern: "^/.*[^/]$", patternHelp: "a path such as /catalogue/products" }), {
        keyPattern: `^(${RELATIONS.join("|")})$`,
        keyHelp: `one of ${RELATIONS.join(", ")}`,
      }),
      doc: "Relations that are written as a path, with what stands before the id: `{ product: /catalogue/products }`. Fynn's sample of a price plan has a URL for `customer`.",
      default: {},
    },
    requiredFields: {
      shape: list(choice(REQUIRABLE)),
      doc: "Fields that Fynn requires: an entry without one is refused in the preview.",
      default: [],
    },
    amountUnit: {
      shape: choice(["written", "minor", "major"]),
      doc: "The unit of `price.amount` at Fynn. written: not known, so an amount is sent as the entry has it. minor: sent as a number, and one with decimals is refused in the preview. major: sent as a number. Nothing is ever converted.",
      default: "written",
    },
    clearOptionalFields: {
      shape: choice(["null", "omit"]),
      doc: "How an optional field is taken away: sent as null, or left out of the PUT.",
      default: "null",
    },
    stripFromPut: {
      shape: list(text()),
      doc: "What answers hold and a PUT must not send back.",
      default: ["id", "createdAt", "updatedAt", "isArchived", "pricePlans"],
    },
    dropTranslations: {
      shape: boolean(),
      doc: "Leave the live translations out of a PUT that changes name or description, as they still hold the old texts. By default they are sent back, and a Fynn that does not take them together refuses the change. Turn it on only at a Fynn that keeps what a PUT leaves out: any other loses the translations.",
      default: false,
    },
    numberUnique: {
      shape: boolean(),
      doc: "Fynn refuses two products with one number: a product that must be replaced and keeps its number is archived before the new one is made.",
      default: false,
    },
    archivedNumbersCount: {
      shape: boolean(),
      doc: "With `numberUnique`: an archived product keeps its number, and Fynn refuses it for another product. A replacement that keeps the number, and a new entry with the number of an archived or removed one, are then refused in the preview. Set it to false if archiving frees the number.",
      default: true,
    },
    unarchiveByPut: {
      shape: boolean(),
      doc: "A PUT with isArchived false brings an archived product back.",
      default: false,
    },
    pageLimit,
  },
  pages,
  parseFailure,
  kinds: [product, pricePlan],
};

/** The problem shape of Symfony: `{title, detail, violations: [{propertyPath, message}]}`; `detail` says the violations once more. */
function parseFailure(_status: number, body: Json): Failure {
  if (!isObject(body)) return {};
  const violations = Array.isArray(body["violations"]) ? body["violations"].filter(isObject) : [];
  const complaints = violations.map(
    ({ propertyPath, message }): Complaint => ({
      path: typeof propertyPath === "string" ? propertyPathParts(propertyPath) : [],
      message: typeof message === "string" ? message : "refused",
    }),
  );
  const said = complaints.length > 0 ? [body["title"]] : [body["title"], body["detail"], body["message"]];
  const message = said.filter((one) => typeof one === "string" && one !== "").join(": ");
  const code = body["code"];
  return {
    ...(typeof code === "string" ? { code } : {}),
    message: message || (complaints.length > 0 ? "validation failed" : JSON.stringify(body).slice(0, 500)),
    ...(complaints.length > 0 ? { complaints } : {}),
  };
}

/** `tiers[0].price` → `["tiers", 0, "price"]`; `customFields[cost.centre]` → `["customFields", "cost.centre"]` */
export const propertyPathParts = (path: string): (string | number)[] =>
  [...path.matchAll(/\[([^\]]*)\]|[^.[\]]+/g)].map(([name, inBrackets]) => {
    const part = inBrackets ?? name;
    return inBrackets !== undefined && /^[0-9]+$/.test(part) ? Number(part) : part;
  });

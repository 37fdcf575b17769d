import { boolean, choice, isObject, type Json, list, map, text } from "../../fields/shape.js";
import type { FieldError } from "../../http/call-error.js";
import type { Failure } from "../../http/client.js";
import type { Vendor } from "../../kinds/vendor.js";
import { countSubscriptions } from "./impact.js";
import { archivedPlansParameter, pageLimit, pages } from "./pages.js";
import { pricePlan } from "./price-plan.js";
import { product } from "./product.js";
import { RELATIONS } from "./relation.js";
import { starter } from "./starter.js";

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
    "https://preview.coreapi.io (sandbox), https://coreapi.io (production), or your tenant's own " +
    "https://<tenant>.coreapi.io",
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
      doc:
        "Relations that are written as a path, with the part before the id: `{ product: /catalogue/products }`. " +
        "Fynn's sample of a price plan has a URL for `customer`.",
      default: {},
    },
    requiredFields: {
      shape: list(choice(REQUIRABLE)),
      doc: "Fields that Fynn requires: an entry without one is refused in the preview.",
      default: [],
    },
    amountUnit: {
      shape: choice(["written", "minor", "major"]),
      doc:
        "The unit of `price.amount` at Fynn. written: not known; an amount is sent as it is written in the entry. " +
        "minor: an amount is sent as a number, and the preview refuses one with decimals. major: an amount is sent " +
        "as a number. Amounts are never converted.",
      default: "written",
    },
    clearOptionalFields: {
      shape: choice(["null", "omit"]),
      doc: "How an optional field is cleared: sent as null, or left out of the PUT.",
      default: "null",
    },
    stripFromPut: {
      shape: list(text()),
      doc: "Fields of answers that a PUT must not send back.",
      default: ["id", "createdAt", "updatedAt", "isArchived", "pricePlans"],
    },
    dropTranslations: {
      shape: boolean(),
      doc:
        "Leave the current translations out of a PUT that changes name or description, because they still contain " +
        "the old texts. By default they are sent back, and Fynn may refuse name and translations together. Turn it " +
        "on only if Fynn keeps the fields that a PUT leaves out; otherwise the translations are lost.",
      default: false,
    },
    numberUnique: {
      shape: boolean(),
      doc:
        "Fynn refuses two products with the same number: a product that is replaced and keeps its number is " +
        "archived before the new one is created.",
      default: false,
    },
    archivedNumbersCount: {
      shape: boolean(),
      doc:
        "With `numberUnique`: an archived product keeps its number, and Fynn refuses it for another product. The " +
        "preview then refuses a replacement that keeps the number, and a new entry with the number of an archived " +
        "or removed one. Set it to false if archiving frees the number.",
      default: true,
    },
    unarchiveByPut: {
      shape: boolean(),
      doc: "A PUT with `isArchived: false` un-archives a product.",
      default: false,
    },
    countSubscriptions,
    pageLimit,
    archivedPlansParameter,
  },
  pages,
  parseFailure,
  kinds: [product, pricePlan],
  starter,
};

/** Symfony's problem: `{title, detail, violations: [{propertyPath, message}]}`. `detail` repeats the violations. */
function parseFailure(_status: number, body: Json): Failure {
  if (!isObject(body)) return {};
  const violations = Array.isArray(body["violations"]) ? body["violations"].filter(isObject) : [];
  const fieldErrors = violations.map(
    ({ propertyPath, message }): FieldError => ({
      path: typeof propertyPath === "string" ? propertyPathParts(propertyPath) : [],
      message: typeof message === "string" ? message : "refused",
    }),
  );
  const said = fieldErrors.length > 0 ? [body["title"]] : [body["title"], body["detail"], body["message"]];
  const message = said.filter((part) => typeof part === "string" && part !== "").join(": ");
  const code = body["code"];
  return {
    ...(typeof code === "string" ? { code } : {}),
    message: message || (fieldErrors.length > 0 ? "validation failed" : JSON.stringify(body).slice(0, 500)),
    ...(fieldErrors.length > 0 ? { fieldErrors } : {}),
  };
}

/** `tiers[0].price` → `["tiers", 0, "price"]`; `customFields[cost.centre]` → `["customFields", "cost.centre"]` */
export const propertyPathParts = (path: string): (string | number)[] =>
  [...path.matchAll(/\[([^\]]*)\]|[^.[\]]+/g)].map(([name, inBrackets]) => {
    const part = inBrackets ?? name;
    return inBrackets !== undefined && /^[0-9]+$/.test(part) ? Number(part) : part;
  });

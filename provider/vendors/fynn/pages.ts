/** How Fynn cuts lists into pages: `page` and `limit`, and the last page's number in the answer. */
import { integer, isObject, type Json, type Member, text } from "../../fields/shape.js";
import type { Request } from "../../kinds/calls.js";
import type { Settings } from "../../kinds/field.js";
import type { Pages } from "../../kinds/vendor.js";

export const pages: Pages = {
  first: { page: 1 },
  items: (answer) => (isObject(answer) && Array.isArray(answer["data"]) ? answer["data"] : undefined),
  next: (answer, query) => {
    const page = Number(query["page"]);
    return page < (lastPage(answer) ?? 0) ? { ...query, page: page + 1 } : undefined;
  },
  count: lastPage,
};

/** undefined: the answer does not say. */
function lastPage(answer: Json): number | undefined {
  const meta = isObject(answer) ? answer["meta"] : undefined;
  const pagination = isObject(meta) ? meta["pagination"] : undefined;
  const last = isObject(pagination) ? pagination["lastPage"] : undefined;
  return typeof last === "number" ? last : undefined;
}

/** `limit` is documented for other lists of Fynn, and assumed for these. */
export const pageLimit: Member = {
  shape: integer({ min: 0, max: 100 }),
  doc: "The parameter `limit` of lists: how many objects a page holds. 0 leaves it out.",
  default: 100,
};

/** The query of a list, as the account's setting has it. */
export const limitQuery = ({ pageLimit: limit }: Settings): Pick<Request, "query"> =>
  typeof limit === "number" && limit > 0 ? { query: { limit } } : {};

/** Fynn does not name the parameter that makes the list of price plans show archived ones. */
export const archivedPlansParameter: Member = {
  shape: text(),
  doc:
    "The parameter with which `GET /price-plans` also lists archived plans: it is sent as `true` by `catalogue pull " +
    "--archived`. Fynn documents that they can be requested, but names the parameter only for products. Empty: " +
    "archived plans are not listed.",
  default: "showArchived",
};

export function archivedPlans(settings: Settings): Request | undefined {
  const parameter = settings["archivedPlansParameter"];
  if (typeof parameter !== "string" || parameter === "") return undefined;
  return { method: "GET", path: "/price-plans", query: { ...limitQuery(settings).query, [parameter]: true } };
}

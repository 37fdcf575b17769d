/** What a request did, in a word or two. */
import type { Exchange } from "../../../sandboxes/sandbox.js";
import { isObject, type Json } from "../../fields/shape.js";
import type { Vendor } from "../../kinds/vendor.js";

export interface Deed {
  /** "read" changes nothing, and neither does "refused". */
  readonly kind: "read" | "created" | "changed" | "archived" | "un-archived" | "refused";
  /** "listed 20", "created", "refused: name must be a non-empty string" */
  readonly words: string;
  /** Of the object that was made. */
  readonly id?: string;
}

export function deedOf({ request, reply }: Exchange, vendor: Vendor): Deed {
  const { method, path, body } = request;
  if (reply.status >= 300) return { kind: "refused", words: `refused: ${reasonOf(reply, vendor)}` };
  const answer = (reply.body ?? null) as Json;
  if (method === "GET") {
    const items = vendor.pages.items(answer);
    return { kind: "read", words: items ? `listed ${items.length}` : "read" };
  }
  const sent = isObject(body) ? body : {};
  if (path.endsWith("/archive") || sent["is_archived"] === true) return { kind: "archived", words: "archived" };
  if (sent["is_archived"] === false) return { kind: "un-archived", words: "un-archived" };
  if (reply.status === 201 && isObject(answer) && typeof answer["id"] === "string")
    return { kind: "created", words: `created ${answer["id"]}`, id: answer["id"] };
  // An update without members answers with the object as it is.
  if (method === "PATCH" && Object.keys(sent).length === 0) return { kind: "read", words: "read" };
  return { kind: "changed", words: "changed" };
}

function reasonOf({ status, body, headers = {} }: Exchange["reply"], { parseFailure }: Vendor): string {
  if (body === undefined) return `HTTP ${status}`;
  const { message, fieldErrors = [] } = parseFailure(status, body as Json, headers);
  const places = fieldErrors.map(({ path, message: what }) => `${path.join(".")}: ${what}`);
  return [message, ...places].filter((part) => part !== undefined).join("; ") || `HTTP ${status}`;
}

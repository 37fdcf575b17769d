/**
 * A vendor that exists only here, unlike the real ones in what it can do: it brings archived objects back by a
 * call of its own, marks its children, pages by offset, and takes partial updates. It takes forms instead of JSON,
 * wraps single objects, wants a key on each POST, and counts requests by the second. It proves that the lifecycle
 * knows kinds and no vendors.
 */
import { isObject, type Json } from "../../provider/fields/shape.js";
import type { Failure } from "../../provider/http/client.js";
import { Registry } from "../../provider/kinds/registry.js";
import type { Vendor } from "../../provider/kinds/vendor.js";
import { registry as vendors } from "../../provider/vendors/registry.js";
import { formText } from "./form.js";
import { badge, gadget, tariff } from "./kinds.js";

const toy: Vendor = {
  name: "toy",
  title: "Toy",
  baseUrlHelp: "https://toy.test",
  credentials: [{ name: "pass", variable: "TOY_PASS", secretForms: [/\btoy-pass-[a-z0-9]{12}\b/] }],
  headers: ({ pass }) => ({ "x-pass": pass ?? "" }),
  encode: (body) => ({ contentType: "application/x-www-form-urlencoded", text: formText(body) }),
  idempotencyHeader: "idempotency-key",
  envelope: { member: "thing" },
  settings: {},
  pages: {
    first: { offset: 0 },
    items: (answer) => (isObject(answer) && Array.isArray(answer["things"]) ? answer["things"] : undefined),
    next: (answer, query) =>
      isObject(answer) && answer["more"] === true ? { offset: Number(query["offset"]) + 2 } : undefined,
  },
  parseFailure: (_status: number, body: Json): Failure => (isObject(body) ? { message: String(body["sorry"]) } : {}),
  limit: { sandbox: { requests: 30, seconds: 1 }, production: { requests: 30, seconds: 1 } },
  kinds: [gadget, tariff, badge],
};

export const toyRegistry = new Registry([...vendors.vendors, toy]);

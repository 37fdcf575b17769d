/**
 * A vendor that exists only here, unlike the real ones in what it can do: it brings archived objects back by a
 * call of its own, marks its children, pages by offset, and takes partial updates. It proves that the lifecycle
 * knows kinds and no vendors.
 */
import { randomUUID } from "node:crypto";
import {
  boolean,
  decimal,
  integer,
  isObject,
  type Json,
  type JsonObject,
  list,
  map,
  object,
  text,
} from "../../provider/fields/shape.js";
import type { Failure } from "../../provider/http/client.js";
import type { Field } from "../../provider/kinds/field.js";
import { defineKind } from "../../provider/kinds/kind.js";
import { Registry } from "../../provider/kinds/registry.js";
import type { Vendor } from "../../provider/kinds/vendor.js";
import { registry as vendors } from "../../provider/vendors/registry.js";
import { asObject, compact, Sandbox, type SandboxReply, Store } from "../../sandboxes/sandbox.ts";

const docs = { page: "https://example.com/archive", archived: "It is put away." };
const idOf = (live: JsonObject): string | undefined => (typeof live["key"] === "string" ? live["key"] : undefined);

const gadget = defineKind({
  type: "toy:Gadget",
  title: "gadget",
  collection: "gadgets",
  fields: {
    title: { shape: text({ min: 1 }), doc: "Title.", required: true, fate: "update" },
    remark: { shape: text({ min: 1 }), doc: "Remark.", fate: "update", absence: { cleared: { value: "" } } },
    colour: {
      shape: text({ min: 1 }),
      doc: "Colour.",
      required: true,
      fate: "replace",
      reason: "paint does not come off",
    },
    sealed: {
      shape: boolean(),
      doc: "Sealed.",
      fate: "fixed",
      reason: "the seal is for ever",
      absence: { cleared: "never" },
    },
  },
  naturalKey: ["title"],
  calls: {
    list: () => ({ method: "GET", path: "/gadgets" }),
    get: (id) => ({ method: "GET", path: `/gadgets/${id}` }),
    create: { method: "POST", path: "/gadgets" },
    update: (id) => ({ method: "PATCH", path: `/gadgets/${id}` }),
  },
  archiving: {
    archive: { by: "call", request: (id) => ({ method: "PUT", path: `/gadgets/${id}/shelf`, body: { away: true } }) },
    unarchive: () => ({
      by: "call",
      request: (id) => ({ method: "PUT", path: `/gadgets/${id}/shelf`, body: { away: false } }),
    }),
    visible: { in: "answers", isArchived: ({ away }) => away === true, listed: true },
  },
  id: idOf,
  createdAt: ({ born }) => (typeof born === "string" ? born : undefined),
  docs,
});

const tariff = defineKind({
  type: "toy:Tariff",
  title: "tariff",
  collection: "tariffs",
  parent: { type: "toy:Gadget", field: "gadget" },
  fields: {
    gadget: { shape: text(), doc: "Gadget.", required: true, fromParent: true, fate: "replace" },
    label: { shape: text({ min: 1 }), doc: "Label.", required: true, fate: "update" },
    rate: { shape: decimal(), doc: "Rate.", required: true, fate: "update" },
    minutes: {
      shape: integer({ min: 0 }),
      doc: "Minutes.",
      fate: "update",
      absence: { initial: { default: 0 }, cleared: "null" },
    },
    steps: {
      shape: list(
        object({ upTo: { shape: integer(), doc: "Up to." }, rate: { shape: decimal(), doc: "Rate.", required: true } }),
        {
          order: "any",
        },
      ),
      doc: "Steps.",
      fate: "update",
      absence: { cleared: { value: [] } },
    },
    notes: {
      shape: map(text()),
      doc: "Notes.",
      fate: "update",
      unnamed: "kept",
      absence: { cleared: { value: {} } },
      fromWire: ({ notes }) => {
        if (!isObject(notes)) return undefined;
        const { _address, _owner, ...rest } = notes;
        return rest;
      },
    },
  },
  marker: { field: "notes", addressKey: "_address", ownerKey: "_owner" },
  calls: {
    list: () => ({ method: "GET", path: "/tariffs" }),
    get: (id) => ({ method: "GET", path: `/tariffs/${id}` }),
    create: { method: "POST", path: "/tariffs" },
    update: (id) => ({ method: "PATCH", path: `/tariffs/${id}` }),
  },
  archiving: {
    archive: { by: "field", name: "away", value: true },
    unarchive: () => ({ by: "field", name: "away", value: false }),
    visible: { in: "answers", isArchived: ({ away }) => away === true, listed: true },
  },
  deletable: true,
  id: idOf,
  createdAt: ({ born }) => (typeof born === "string" ? born : undefined),
  organization: ({ realm }) => (typeof realm === "string" ? realm : undefined),
  docs,
});

/** It has a mark and is archived by a call; only lists tell what is archived, and the call answers with nothing. */
const badge = defineKind({
  type: "toy:Badge",
  title: "badge",
  collection: "badges",
  fields: {
    motto: { shape: text({ min: 1 }), doc: "Motto.", required: true, fate: "update" },
    metal: { shape: text({ min: 1 }), doc: "Metal.", required: true, fate: "replace" },
    notes: tariff.fields["notes"] as Field,
  },
  marker: { field: "notes", addressKey: "_address", ownerKey: "_owner" },
  calls: {
    list: () => ({ method: "GET", path: "/badges" }),
    get: (id) => ({ method: "GET", path: `/badges/${id}` }),
    create: { method: "POST", path: "/badges" },
    update: (id) => ({ method: "PATCH", path: `/badges/${id}` }),
  },
  archiving: {
    archive: { by: "call", request: (id) => ({ method: "PUT", path: `/badges/${id}/shelf`, body: { away: true } }) },
    unarchive: () => ({
      by: "call",
      request: (id) => ({ method: "PUT", path: `/badges/${id}/shelf`, body: { away: false } }),
    }),
    visible: { in: "list" },
  },
  id: idOf,
  createdAt: ({ born }) => (typeof born === "string" ? born : undefined),
  docs,
});

const toy: Vendor = {
  name: "toy",
  title: "Toy",
  baseUrlHelp: "https://toy.test",
  credentials: [{ name: "pass", variable: "TOY_PASS", secretForms: [] }],
  headers: ({ pass }) => ({ "x-pass": pass ?? "" }),
  settings: {},
  pages: {
    first: { offset: 0 },
    items: (answer) => (isObject(answer) && Array.isArray(answer["things"]) ? answer["things"] : undefined),
    next: (answer, query) =>
      isObject(answer) && answer["more"] === true ? { offset: Number(query["offset"]) + 2 } : undefined,
  },
  parseFailure: (_status: number, body: Json): Failure => (isObject(body) ? { message: String(body["sorry"]) } : {}),
  kinds: [gadget, tariff, badge],
};

export const toyRegistry = new Registry([...vendors.vendors, toy]);

export interface ToySandbox extends Sandbox {
  readonly gadgets: Store;
  readonly tariffs: Store;
  readonly badges: Store;
}

export function toySandbox(now: () => number): ToySandbox {
  const [gadgets, tariffs, badges] = [new Store(now), new Store(now), new Store(now)];
  const sorry = (status: number, why: string): SandboxReply => ({ status, body: { sorry: why } });
  const time = (): string => new Date(now()).toISOString();
  /** Badges do not show where they are. */
  const shown = (store: Store, { away, ...rest }: JsonObject): JsonObject =>
    store === badges ? rest : compact({ ...rest, away });
  const routes = (store: Store, plural: string, blank: JsonObject) =>
    [
      [
        "GET",
        new RegExp(`^/${plural}$`),
        ({ query }: { query: URLSearchParams }) => {
          const offset = Number(query.get("offset") ?? 0);
          const all = store.allSeen().filter(({ away }) => store !== badges || away !== true);
          const things = all.slice(offset, offset + 2).map((one) => shown(store, one));
          return { status: 200, body: { things, more: offset + 2 < all.length } };
        },
      ],
      [
        "POST",
        new RegExp(`^/${plural}$`),
        ({ body }: { body: Json | undefined }) => ({
          status: 201,
          body: shown(
            store,
            store.put({ key: randomUUID(), id: randomUUID(), born: time(), away: false, ...blank, ...asObject(body) }),
          ),
        }),
      ],
      [
        "GET",
        new RegExp(`^/${plural}/([^/]+)$`),
        (_: unknown, id = "") => {
          const found = store.seen(idIn(store, id));
          return found ? { status: 200, body: shown(store, found) } : sorry(404, "no such thing");
        },
      ],
      [
        "PATCH",
        new RegExp(`^/${plural}/([^/]+)$`),
        ({ body }: { body: Json | undefined }, id = "") => {
          const found = store.get(idIn(store, id));
          return found
            ? { status: 200, body: shown(store, store.put({ ...found, ...asObject(body) })) }
            : sorry(404, "no such thing");
        },
      ],
    ] as const;
  /** The store knows objects by `id`, and this vendor calls it `key`. */
  const idIn = (store: Store, key: string): string =>
    String(store.all().find((one) => one["key"] === key)?.["id"] ?? "");
  const sandbox = new Sandbox(
    {
      name: "toy",
      refuse: ({ headers }) => (headers["x-pass"] === "open" ? undefined : sorry(401, "wrong pass")),
      methodNotAllowed: sorry(405, "not so"),
      noSuchPath: sorry(404, "nowhere"),
      badJson: sorry(400, "unreadable"),
      routes: [
        ...routes(gadgets, "gadgets", { remark: "", sealed: false }),
        ...routes(tariffs, "tariffs", { minutes: 0, steps: [], notes: {}, realm: "realm-1" }),
        ...routes(badges, "badges", { notes: {} }),
        [
          "PUT",
          /^\/badges\/([^/]+)\/shelf$/,
          ({ body }, id = "") => {
            const found = badges.get(idIn(badges, id));
            if (found) badges.put({ ...found, away: asObject(body)["away"] === true });
            return found ? { status: 204 } : sorry(404, "no such thing");
          },
        ],
        [
          "PUT",
          /^\/gadgets\/([^/]+)\/shelf$/,
          ({ body }, id = "") => {
            const found = gadgets.get(idIn(gadgets, id));
            return found
              ? { status: 200, body: gadgets.put({ ...found, away: asObject(body)["away"] === true }) }
              : sorry(404, "no such thing");
          },
        ],
      ],
    },
    now,
  );
  return Object.assign(sandbox, { gadgets, tariffs, badges });
}

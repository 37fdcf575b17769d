import { randomUUID } from "node:crypto";
import type { JsonObject } from "../../../provider/fields/shape.js";
import type { Sandbox } from "../../../sandboxes/sandbox.ts";
import { type ToySandbox, toySandbox } from "../../toy/sandbox.js";
import { toyRegistry } from "../../toy/vendor.js";
import type { VendorFixture } from "../fixture.js";
import { toyOracles } from "../oracles/toy.js";
import { Stores } from "../stores.js";

const storesOf = (sandbox: Sandbox): Stores => {
  const { gadgets, tariffs, badges } = sandbox as ToySandbox;
  return new Stores([gadgets, tariffs, badges], "key");
};

export const toy: VendorFixture = {
  name: "toy",
  registry: toyRegistry,
  canUnarchive: true,
  product: {
    kind: "toy:Gadget",
    collection: "gadgets",
    fields: (n) => ({ title: `Gadget ${n}`, colour: "red" }),
    update: (n) => ({ title: `Renamed ${n}` }),
    replace: { colour: "blue" },
    optional: { name: "remark", value: "Some words" },
    dashboard: { sealed: true },
    requests: {
      create: "POST /gadgets",
      update: (id) => `PATCH /gadgets/${id}`,
      archive: (id) => `PUT /gadgets/${id}/shelf`,
    },
  },
  child: {
    kind: "toy:Tariff",
    collection: "tariffs",
    fields: (n) => ({ label: `Tariff ${n}`, rate: "1.50" }),
    update: (n) => ({ rate: `${Number(n)}.25` }),
    replace: {},
    optional: { name: "minutes", value: 30 },
    optionals: [{ notes: { team: "growth", floor: "3" } }],
    dashboard: { steps: [{ rate: "2" }] },
    inside: { notes: { theirs: "kept" } },
    twin: { steps: [{ upTo: 5, rate: "7.5" }] },
    requests: {
      create: "POST /tariffs",
      update: (id) => `PATCH /tariffs/${id}`,
      archive: (id) => `PATCH /tariffs/${id}`,
    },
  },
  account: (_switches, config) => ({
    sandbox: (now) => toySandbox(now),
    environment: { TOY_PASS: "open" },
    ...(config ? { config } : {}),
  }),
  anyBehaviour: () => ({ switches: {}, account: {} }),
  otherCredentials: { TOY_PASS: "of somebody else" },
  oracles: toyOracles,
  objects: (sandbox) => {
    const { gadgets, tariffs, badges } = sandbox as ToySandbox;
    const seen = (kind: string) => (body: JsonObject) => ({
      kind,
      id: String(body["key"]),
      archived: body["away"] === true,
      body,
    });
    return [
      ...gadgets.all().map(seen("toy:Gadget")),
      ...tariffs.all().map(seen("toy:Tariff")),
      ...badges.all().map(seen("toy:Badge")),
    ];
  },
  edit: (sandbox, id, members) => storesOf(sandbox).edit(id, members),
  archive: (sandbox, id) => toy.edit(sandbox, id, { away: true }),
  subscribe: (sandbox, id) => {
    const key = randomUUID();
    (sandbox as ToySandbox).fans.put({ id: key, key, of: id });
  },
  copy: (sandbox, id, members) => storesOf(sandbox).copy(id, members, { notes: ["_address", "_owner"] }),
};

/** With a mark, an archive call that answers with nothing, and lists that leave archived ones out. */
const { child: _none, ...toyAlone } = toy;
export const toyBadges: VendorFixture = {
  ...toyAlone,
  label: "toy badges",
  product: {
    kind: "toy:Badge",
    collection: "badges",
    fields: (n) => ({ motto: `Motto ${n}`, metal: "tin" }),
    update: (n) => ({ motto: `Renamed ${n}` }),
    replace: { metal: "gold" },
    optional: { name: "notes", value: { team: "growth" } },
    dashboard: {},
    inside: { notes: { theirs: "kept" } },
    twin: { notes: { theirs: "kept" } },
    requests: {
      create: "POST /badges",
      update: (id) => `PATCH /badges/${id}`,
      archive: (id) => `DELETE /badges/${id}`,
    },
  },
};

import type { JsonObject } from "../../../provider/fields/shape.js";
import { registry } from "../../../provider/vendors/registry.js";
import {
  type PolarOrganization,
  type PolarSandbox,
  type PolarSwitches,
  polarSandbox,
  SEEDED,
} from "../../../sandboxes/polar/sandbox.ts";
import type { Sandbox } from "../../../sandboxes/sandbox.ts";
import { contractCheck } from "../contract.js";
import type { LiveObject, VendorFixture } from "../fixture.js";
import { polarOracles } from "../oracles/polar.js";
import { Stores } from "../stores.js";

const storesOf = (sandbox: Sandbox): Stores => {
  const { products, meters } = sandbox as PolarSandbox;
  return new Stores([products, meters]);
};

const objectsOf = ({ products, meters }: PolarOrganization): LiveObject[] => {
  const seen = (kind: string, isArchived: (body: JsonObject) => boolean) => (body: JsonObject) => ({
    kind,
    id: String(body["id"]),
    archived: isArchived(body),
    body,
  });
  return [
    ...products.all().map(seen("polar:Product", (body) => body["is_archived"] === true)),
    ...meters.all().map(seen("polar:Meter", (body) => body["archived_at"] !== null)),
  ];
};

export const polar: VendorFixture = {
  name: "polar",
  registry,
  canUnarchive: true,
  product: {
    kind: "polar:Product",
    collection: "products",
    fields: (n) => ({
      name: `Product ${n}`,
      recurring_interval: "month",
      prices: [{ amount_type: "fixed", price_amount: 1000 }],
    }),
    update: (n) => ({ name: `Renamed ${n}` }),
    edits: [
      (n) => ({ prices: [{ amount_type: "fixed", price_amount: 1_000 + n }] }),
      (n) => ({
        prices: [
          { amount_type: "seat_based", seat_tiers: { tiers: [{ min_seats: 1, price_per_seat: 500 + (n % 3) }] } },
          { amount_type: "fixed", price_amount: 1_000 },
        ],
      }),
    ],
    optionals: [
      { metadata: { team: "growth", weight: 2 } },
      { medias: [...SEEDED.medias] },
      { benefits: [SEEDED.benefits[0], SEEDED.benefits[2]] },
      { attached_custom_fields: [{ custom_field_id: SEEDED.customFields[0], required: true }] },
      { trial_interval: "day", trial_interval_count: 14 },
    ],
    replace: { recurring_interval: "year" },
    optional: { name: "description", value: "Some words" },
    varieties: [
      {
        fields: (n) => ({ name: `Purchase ${n}`, prices: [{ amount_type: "custom", preset_amount: 700 }] }),
        edits: [
          (n) => ({ prices: [{ amount_type: "custom", minimum_amount: 100, preset_amount: 700 + n }] }),
          () => ({ prices: [{ amount_type: "free" }] }),
          () => ({ prices: [{ amount_type: "custom" }] }),
        ],
      },
    ],
    dashboard: { visibility: "private" },
    inside: { metadata: { theirs: "kept", reviewed: true } },
    twin: { visibility: "private" },
    requests: {
      create: "POST /v1/products/",
      update: (id) => `PATCH /v1/products/${id}`,
      archive: (id) => `PATCH /v1/products/${id}`,
    },
  },
  account: (switches, config) => ({
    sandbox: (now) => contractCheck("polar", polarSandbox({ now, switches: switches as Partial<PolarSwitches> })),
    environment: { POLAR_ACCESS_TOKEN: "sandbox-token" },
    ...(config ? { config } : {}),
  }),
  anyBehaviour: (random) => ({
    switches: {
      readLag: random.pick([0, 0, 2, 5]),
      perMinute: random.pick([0, 0, 100]),
    },
    account: random.chance(0.3) ? { apiVersion: "2026-10" } : {},
  }),
  otherCredentials: { POLAR_ACCESS_TOKEN: "sandbox-other-token" },
  oracles: polarOracles,
  objects: (sandbox) => objectsOf(sandbox as PolarSandbox),
  otherObjects: (sandbox) => objectsOf((sandbox as PolarSandbox).other),
  edit: (sandbox, id, members) => storesOf(sandbox).edit(id, members),
  archive: (sandbox, id) => {
    const { products } = sandbox as PolarSandbox;
    polar.edit(sandbox, id, products.get(id) ? { is_archived: true } : { archived_at: new Date(0).toISOString() });
  },
  subscribe: (sandbox, id) => void (sandbox as PolarSandbox).subscribe(id),
  copy: (sandbox, id, members) =>
    storesOf(sandbox).copy(id, members, { metadata: ["catalogue_address", "catalogue_owner"] }),
};

const METER: JsonObject = {
  name: "API calls",
  filter: { conjunction: "and", clauses: [{ property: "name", operator: "eq", value: "api_call" }] },
  aggregation: { func: "count" },
};

/** Products whose prices name a meter of the catalogue. */
export const polarWithMeters: VendorFixture = {
  ...polar,
  label: "polar with meters",
  beside: {
    meters: { calls: METER, tokens: { ...METER, name: "Tokens", aggregation: { func: "sum", property: "tokens" } } },
  },
  product: {
    ...polar.product,
    edits: [
      ...(polar.product.edits ?? []),
      (n) => ({
        prices: [
          { amount_type: "fixed", price_amount: 1_000 },
          { amount_type: "metered_unit", meter: "calls", unit_amount: `0.${10 + (n % 5)}` },
        ],
      }),
      (n) => ({
        prices: [
          { amount_type: "metered_unit", meter: "tokens", unit_amount: `${1 + (n % 3)}` },
          { amount_type: "metered_unit", meter: "calls", unit_amount: "0.000000000001" },
        ],
      }),
    ],
  },
};

export const polarMeters: VendorFixture = {
  ...polar,
  label: "polar meters",
  product: {
    kind: "polar:Meter",
    collection: "meters",
    fields: (n) => ({ ...METER, name: `Meter ${n}` }),
    update: (n) => ({ name: `Renamed ${n}` }),
    edits: [
      (n) => ({
        filter: {
          conjunction: "or",
          clauses: [{ property: "plan", operator: "eq", value: n }, METER["filter"] as JsonObject],
        },
      }),
      (n) => ({ aggregation: n % 2 === 0 ? { func: "count" } : { func: "max", property: "size" } }),
    ],
    replace: {},
    optional: { name: "metadata", value: { team: "growth" } },
    optionals: [{ unit: "custom", custom_label: "requests" }],
    dashboard: { custom_multiplier: 100 },
    inside: { metadata: { theirs: "kept", reviewed: true } },
    twin: { custom_multiplier: 7 },
    requests: {
      create: "POST /v1/meters/",
      update: (id) => `PATCH /v1/meters/${id}`,
      archive: (id) => `PATCH /v1/meters/${id}`,
    },
  },
};

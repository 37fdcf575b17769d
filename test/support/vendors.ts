/** What tests that run over all vendors need to know of each: entries to write, and what people do in dashboards. */
import type { Json, JsonObject } from "../../provider/fields/shape.js";
import type { Registry } from "../../provider/kinds/registry.js";
import { registry } from "../../provider/vendors/registry.js";
import { type FynnSandbox, type FynnSwitches, fynnSandbox } from "../../sandboxes/fynn/sandbox.ts";
import { type PolarSandbox, type PolarSwitches, polarSandbox, SEEDED } from "../../sandboxes/polar/sandbox.ts";
import type { Sandbox } from "../../sandboxes/sandbox.ts";
import { type SequenceSandbox, type SequenceSwitches, sequenceSandbox } from "../../sandboxes/sequence/sandbox.ts";
import { type ToySandbox, toySandbox } from "../toy/sandbox.js";
import { toyRegistry } from "../toy/vendor.js";
import { contractCheck } from "./contract.js";
import { type Files, World, type WorldAccount, type WorldOptions } from "./world.js";

/** An object at a vendor, as somebody looking at the dashboard sees it. */
export interface LiveObject {
  readonly kind: string;
  readonly id: string;
  readonly archived: boolean;
  readonly body: JsonObject;
}

export interface KindFixture {
  readonly kind: string;
  readonly collection: string;
  /** Valid fields; another `n` is another content. */
  readonly fields: (n: number | string) => JsonObject;
  /** A field that updates in place, and a value for it. */
  readonly update: (n: number | string) => JsonObject;
  /** A field whose change makes a new object. */
  readonly replace: JsonObject;
  /** A field that can be taken away again. */
  readonly optional?: { readonly name: string; readonly value: Json };
  /** More edits in place, and more that can be named and taken away again: for random sequences. */
  readonly edits?: readonly ((n: number) => JsonObject)[];
  readonly optionals?: readonly JsonObject[];
  /** Something that people set in the dashboard and no entry names. */
  readonly dashboard: JsonObject;
  /** Requests that create, update and archive, as "POST /products". */
  readonly requests: {
    readonly create: string;
    readonly update: (id: string) => string;
    readonly archive: (id: string) => string;
  };
}

export interface VendorFixture {
  readonly name: string;
  /** In test names, where a vendor has several fixtures. */
  readonly label?: string;
  /** Entries that the others of a random catalogue may name. */
  readonly beside?: JsonObject;
  readonly registry: Registry;
  readonly canUnarchive: boolean;
  readonly product: KindFixture;
  readonly child?: KindFixture;
  readonly account: (switches?: object, config?: JsonObject) => WorldAccount;
  readonly objects: (sandbox: Sandbox) => LiveObject[];
  /** Changes an object behind the catalogue's back. */
  readonly edit: (sandbox: Sandbox, id: string, members: JsonObject) => void;
  readonly archive: (sandbox: Sandbox, id: string) => void;
}

const sequence: VendorFixture = {
  name: "sequence",
  registry,
  canUnarchive: false,
  product: {
    kind: "sequence:Product",
    collection: "products",
    fields: (n) => ({ name: `Product ${n}` }),
    update: (n) => ({ name: `Renamed ${n}` }),
    // A product of Sequence has no field that replaces; another account does.
    replace: {},
    optional: { name: "label", value: "Internal words" },
    dashboard: { taxCategoryId: "tax-standard" },
    requests: {
      create: "POST /products",
      update: (id) => `PUT /products/${id}`,
      archive: (id) => `POST /products/${id}/archive`,
    },
  },
  child: {
    kind: "sequence:ListPrice",
    collection: "listPrices",
    fields: (n) => ({
      name: `Price ${n}`,
      currency: "EUR",
      billingFrequency: "MONTHLY",
      billingType: "IN_ADVANCE",
      structure: { pricingType: "FIXED", price: "10.00" },
    }),
    update: (n) => ({ structure: { pricingType: "FIXED", price: `${100 + Number(n)}.50` } }),
    edits: [
      (n) => ({ name: `Price, renamed ${n}` }),
      (n) => ({ billingFrequency: ["MONTHLY", "QUARTERLY", "YEARLY"][n % 3] ?? "" }),
    ],
    replace: { currency: "USD" },
    optional: { name: "customMetricParameters", value: [{ parameterId: "p1", value: "10" }] },
    dashboard: { integrationIds: [{ service: "Xero", id: "123", isPending: false }] },
    requests: {
      create: "POST /list-prices",
      update: (id) => `PUT /list-prices/${id}`,
      archive: (id) => `POST /list-prices/${id}/archive`,
    },
  },
  account: (switches, config) => ({
    sandbox: (now) =>
      contractCheck("sequence", sequenceSandbox({ now, switches: switches as Partial<SequenceSwitches> })),
    environment: { SEQUENCE_CLIENT_ID: "sandbox-client", SEQUENCE_CLIENT_SECRET: "sandbox-secret" },
    ...(config ? { config } : {}),
  }),
  objects: (sandbox) => {
    const { products, prices, archived } = sandbox as SequenceSandbox;
    const seen = (kind: string) => (body: JsonObject) => ({
      kind,
      id: String(body["id"]),
      archived: archived.has(String(body["id"])),
      body,
    });
    return [...products.all().map(seen("sequence:Product")), ...prices.all().map(seen("sequence:ListPrice"))];
  },
  edit: (sandbox, id, members) => {
    const { products, prices } = sandbox as SequenceSandbox;
    for (const store of [products, prices]) {
      const found = store.get(id);
      if (found) store.put({ ...found, ...members });
    }
  },
  archive: (sandbox, id) => void (sandbox as SequenceSandbox).archived.add(id),
};

const fynn: VendorFixture = {
  name: "fynn",
  registry,
  canUnarchive: false,
  product: {
    kind: "fynn:Product",
    collection: "products",
    fields: (n) => ({ name: `Product ${n}`, type: "product", number: `M-${n}` }),
    update: (n) => ({ name: `Renamed ${n}` }),
    edits: [
      (n) => ({ invoiceVisibility: n % 2 === 0 ? "always" : "only_if_charged" }),
      (n) => ({ taxGroup: { id: `tax-${n}` } }),
    ],
    optionals: [
      { productFamilies: [{ id: "family-2" }, { id: "family-1" }] },
      { costCentre: { id: "cost-1" } },
      { customFields: { erpArticle: "4711" } },
    ],
    replace: { type: "charge" },
    optional: { name: "description", value: "Some words" },
    dashboard: { internalName: "Set in the dashboard" },
    requests: {
      create: "POST /catalogue/products",
      update: (id) => `PUT /catalogue/products/${id}`,
      archive: (id) => `PUT /catalogue/products/${id}/archive`,
    },
  },
  child: {
    kind: "fynn:PricePlan",
    collection: "pricePlans",
    fields: (n) => ({
      internalName: `Plan ${n}`,
      type: "flat_fee",
      currencyCode: "EUR",
      billingInterval: "1M",
      price: { amount: 1000 },
    }),
    update: (n) => ({ price: { amount: 5000 + Number(n) } }),
    edits: [(n) => ({ internalName: `Plan, renamed ${n}` }), (n) => ({ billingInterval: n % 2 === 0 ? "1Y" : "1M" })],
    optionals: [{ freeUnits: { quantity: 10 } }, { salesChannel: { id: "channel-1" } }],
    replace: { currencyCode: "USD" },
    optional: { name: "showPricePerInterval", value: "1M" },
    dashboard: { payInAdvance: true },
    requests: {
      create: "POST /price-plans",
      update: (id) => `PUT /price-plans/${id}`,
      archive: (id) => `PUT /price-plans/${id}/archive`,
    },
  },
  account: (switches, config) => ({
    sandbox: (now) => fynnSandbox({ now, switches: switches as Partial<FynnSwitches> }),
    environment: { FYNN_API_KEY: "sandbox-key" },
    ...(config ? { config } : {}),
  }),
  objects: (sandbox) => {
    const { products, plans } = sandbox as FynnSandbox;
    return [
      ...products
        .all()
        .map((body) => ({ kind: "fynn:Product", id: String(body["id"]), archived: body["isArchived"] === true, body })),
      ...plans.all().map((body) => ({
        kind: "fynn:PricePlan",
        id: String(body["id"]),
        archived: body["status"] === "archived",
        body,
      })),
    ];
  },
  edit: (sandbox, id, members) => {
    const { products, plans } = sandbox as FynnSandbox;
    for (const store of [products, plans]) {
      const found = store.get(id);
      if (found) store.put({ ...found, ...members });
    }
  },
  archive: (sandbox, id) => {
    const { products, plans } = sandbox as FynnSandbox;
    const [product, plan] = [products.get(id), plans.get(id)];
    if (product) products.put({ ...product, isArchived: true });
    if (plan) plans.put({ ...plan, status: "archived" });
  },
};

const polar: VendorFixture = {
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
    dashboard: { visibility: "private" },
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
  objects: (sandbox) => {
    const { products, meters } = sandbox as PolarSandbox;
    return [
      ...products.all().map((body) => ({
        kind: "polar:Product",
        id: String(body["id"]),
        archived: body["is_archived"] === true,
        body,
      })),
      ...meters
        .all()
        .map((body) => ({ kind: "polar:Meter", id: String(body["id"]), archived: body["archived_at"] !== null, body })),
    ];
  },
  edit: (sandbox, id, members) => {
    const { products, meters } = sandbox as PolarSandbox;
    for (const store of [products, meters]) {
      const found = store.get(id);
      if (found) store.put({ ...found, ...members });
    }
  },
  archive: (sandbox, id) => {
    const { products } = sandbox as PolarSandbox;
    polar.edit(sandbox, id, products.get(id) ? { is_archived: true } : { archived_at: new Date(0).toISOString() });
  },
};

const METER: JsonObject = {
  name: "API calls",
  filter: { conjunction: "and", clauses: [{ property: "name", operator: "eq", value: "api_call" }] },
  aggregation: { func: "count" },
};

/** Products whose prices name a meter of the catalogue. */
const polarWithMeters: VendorFixture = {
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

const polarMeters: VendorFixture = {
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
    requests: {
      create: "POST /v1/meters/",
      update: (id) => `PATCH /v1/meters/${id}`,
      archive: (id) => `PATCH /v1/meters/${id}`,
    },
  },
};

const toy: VendorFixture = {
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
    dashboard: { steps: [{ rate: "2" }] },
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
  edit: (sandbox, id, members) => {
    const { gadgets, tariffs, badges } = sandbox as ToySandbox;
    for (const store of [gadgets, tariffs, badges]) {
      const found = store.all().find((one) => one["key"] === id);
      if (found) store.put({ ...found, ...members });
    }
  },
  archive: (sandbox, id) => toy.edit(sandbox, id, { away: true }),
};

/** With a mark, an archive call that answers with nothing, and lists that leave archived ones out. */
const { child: _none, ...toyAlone } = toy;
const toyBadges: VendorFixture = {
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
    requests: {
      create: "POST /badges",
      update: (id) => `PATCH /badges/${id}`,
      archive: (id) => `DELETE /badges/${id}`,
    },
  },
};

/** One kind each, children below a product. */
export interface KindUnderTest {
  readonly fixture: VendorFixture;
  readonly kind: KindFixture;
  readonly address: string;
  /** The catalogue with the entry changed, or (undefined) without it. */
  readonly files: (change: JsonObject | undefined) => Files;
}

export const fixtures: readonly VendorFixture[] = [sequence, fynn, polar, toy];
/** For random sequences: meters too, products that name them, and badges. */
export const randomFixtures: readonly VendorFixture[] = [...fixtures, polarMeters, polarWithMeters, toyBadges];
/** Every kind of every vendor, at an entry of its own. */
export const everyKind: readonly KindUnderTest[] = [...fixtures, polarMeters, toyBadges].flatMap((fixture) => {
  const { product, child, name } = fixture;
  const alpha = (change: JsonObject = {}, children: JsonObject = {}): JsonObject => ({
    ...product.fields(1),
    ...change,
    ...(child ? { [child.collection]: children } : {}),
  });
  const other = { other: product.fields(9) };
  const kinds: KindUnderTest[] = [
    {
      fixture,
      kind: product,
      address: `${name}/alpha`,
      files: (change) => fileOf(fixture, change ? { alpha: alpha(change), ...other } : other),
    },
  ];
  if (child)
    kinds.push({
      fixture,
      kind: child,
      address: `${name}/alpha/one`,
      files: (change) =>
        fileOf(fixture, { alpha: alpha({}, change ? { one: { ...child.fields(1), ...change } } : {}) }),
    });
  return kinds;
});
export const labelOf = ({ label, name }: VendorFixture): string => label ?? name;
export const fixtureOf = (name: string): VendorFixture => {
  const found = fixtures.find((one) => one.name === name);
  if (!found) throw new Error(`no fixture ${name}`);
  return found;
};

/** A world with one account of one vendor. */
export function worldOf(
  fixture: VendorFixture,
  options: { switches?: object; account?: JsonObject } & Partial<WorldOptions> = {},
): World {
  const { switches, account, ...rest } = options;
  return new World({
    registry: fixture.registry,
    accounts: { [fixture.name]: fixture.account(switches, account) },
    ...rest,
  });
}

/** A catalogue file of one vendor; JSON is YAML. `entries`: key → fields, `archived`, `lifecycle`, children. */
export const fileOf = (
  fixture: VendorFixture,
  entries: Readonly<Record<string, JsonObject>>,
  head: JsonObject = {},
): Files => ({
  [`${fixture.name}.yaml`]: JSON.stringify(
    { vendor: fixture.name, ...head, [fixture.product.collection]: entries },
    null,
    2,
  ),
});

export const liveOf = (fixture: VendorFixture, world: World, account = fixture.name): LiveObject[] => {
  const sandbox = world.sandboxes[account];
  return sandbox ? fixture.objects(sandbox) : [];
};

export const sandboxOf = (fixture: VendorFixture, world: World): Sandbox => {
  const sandbox = world.sandboxes[fixture.name];
  if (!sandbox) throw new Error(`no sandbox of ${fixture.name}`);
  return sandbox;
};

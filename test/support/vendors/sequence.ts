import type { JsonObject } from "../../../provider/fields/shape.js";
import { registry } from "../../../provider/vendors/registry.js";
import type { Sandbox } from "../../../sandboxes/sandbox.ts";
import { type SequenceSandbox, type SequenceSwitches, sequenceSandbox } from "../../../sandboxes/sequence/sandbox.ts";
import { contractCheck } from "../contract.js";
import type { VendorFixture } from "../fixture.js";
import { sequenceOracles } from "../oracles/sequence.js";
import { Stores } from "../stores.js";

const storesOf = (sandbox: Sandbox): Stores => {
  const { products, prices } = sandbox as SequenceSandbox;
  return new Stores([products, prices]);
};

const common = { currency: "EUR", billingFrequency: "MONTHLY", billingType: "IN_ADVANCE" };
const seats = (pricePerSeat: string): JsonObject => ({
  pricingType: "SEAT_BASED",
  seatMetricId: "seats",
  pricePerSeat,
  prorationStrategy: "USE_MAXIMUM",
  contractedMinimumSeats: 5,
  tiers: [],
});
const volume = (n: number): JsonObject => ({
  pricingType: "VOLUME",
  usageMetricId: "calls",
  tiers: [
    { price: `${n}.10`, isPricePercentage: n % 2 === 0, upperBound: "1000.0", ...(n % 3 === 0 ? { fee: "5" } : {}) },
    { price: "0.0500", isPricePercentage: false },
  ],
});

export const sequence: VendorFixture = {
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
      ...common,
      structure: { pricingType: "FIXED", price: "10.00" },
    }),
    update: (n) => ({ structure: { pricingType: "FIXED", price: `${100 + Number(n)}.50` } }),
    edits: [
      (n) => ({ name: `Price, renamed ${n}` }),
      (n) => ({ billingFrequency: ["MONTHLY", "QUARTERLY", "YEARLY"][n % 3] ?? "" }),
    ],
    replace: { currency: "USD" },
    optional: { name: "customMetricParameters", value: [{ parameterId: "p1", value: "10" }] },
    varieties: [
      {
        fields: (n) => ({ ...common, name: `Seats ${n}`, structure: seats("12.50") }),
        edits: [
          (n) => ({ structure: seats(`${10 + n}.5`) }),
          (n) => ({ structure: { ...seats("12.50"), overagesBillingFrequency: n % 2 === 0 ? "NONE" : "MONTHLY" } }),
        ],
        inside: { structure: { prorateFlatFees: true } },
      },
      {
        fields: (n) => ({ ...common, name: `Volume ${n}`, structure: volume(n) }),
        edits: [(n) => ({ structure: volume(n) })],
      },
    ],
    dashboard: { integrationIds: [{ service: "Xero", id: "123", isPending: false }] },
    twin: { integrationIds: [{ service: "HubSpot", id: "theirs", isPending: false }] },
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
  // Not here: prices that Sequence keeps under archived products, and products that it keeps because of their prices.
  // Such refusals are no state that the YAML describes; test/lifecycle/archive.test.ts has them. Nor lists that show
  // archived products: there an interrupted create stops and asks, see test/lifecycle/interrupted.test.ts.
  anyBehaviour: (random) => {
    const [keeps, archivedAreHidden] = [random.chance(0.3), random.chance(0.3)];
    return {
      archivedAreHidden,
      switches: {
        archiveTwice: random.pick([200, 409]),
        archiveMovesUpdatedAt: random.chance(0.5),
        getArchivedProduct: archivedAreHidden ? 404 : 200,
        putWithoutOptional: keeps ? "keeps" : "clears",
        nameFilter: random.pick(["exact", "contains"]),
      },
      account: { clearOptionalFields: keeps ? "empty" : "omit" },
    };
  },
  otherCredentials: { SEQUENCE_CLIENT_SECRET: "secret-of-somebody-else" },
  oracles: sequenceOracles,
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
  edit: (sandbox, id, members) => storesOf(sandbox).edit(id, members),
  archive: (sandbox, id) => void (sandbox as SequenceSandbox).archived.add(id),
  subscribe: (sandbox, id) => {
    const { prices, schedule } = sandbox as SequenceSandbox;
    schedule(prices.get(id) ? [id] : [], prices.get(id) ? {} : { adHoc: id });
  },
  copy: (sandbox, id, members) => storesOf(sandbox).copy(id, members),
};

import { registry } from "../../../provider/vendors/registry.js";
import { type FynnSandbox, type FynnSwitches, fynnSandbox } from "../../../sandboxes/fynn/sandbox.ts";
import type { JsonObject } from "../../../sandboxes/json.ts";
import type { Sandbox } from "../../../sandboxes/sandbox.ts";
import type { VendorFixture } from "../fixture.js";
import { fynnOracles } from "../oracles/fynn.js";
import { Stores } from "../stores.js";

const storesOf = (sandbox: Sandbox): Stores => {
  const { products, plans } = sandbox as FynnSandbox;
  return new Stores([products, plans]);
};

const common = { currencyCode: "EUR", billingInterval: "1M" };
const tiers = (n: number): JsonObject => ({
  amount: 1_000 + n,
  tiers: [
    { upTo: 10, amount: n },
    { upTo: null, amount: 1, isFlat: n % 2 === 0 },
  ],
});

export const fynn: VendorFixture = {
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
      { translations: { de: { name: "Produkt" }, nl: { name: "Product", description: "Woorden" } } },
    ],
    replace: { type: "charge" },
    optional: { name: "description", value: "Some words" },
    dashboard: { internalName: "Set in the dashboard" },
    inside: {
      customFields: { erpAccount: "8400" },
      translations: { fr: { name: "Produit" }, de: { description: "Worte" } },
    },
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
      ...common,
      price: { amount: 1000 },
    }),
    update: (n) => ({ price: { amount: 5000 + Number(n) } }),
    edits: [(n) => ({ internalName: `Plan, renamed ${n}` }), (n) => ({ billingInterval: n % 2 === 0 ? "1Y" : "1M" })],
    optionals: [{ freeUnits: { quantity: 10 } }, { salesChannel: { id: "channel-1" } }],
    replace: { currencyCode: "USD" },
    optional: { name: "showPricePerInterval", value: "1M" },
    varieties: [
      {
        fields: (n) => ({ ...common, internalName: `Tiers ${n}`, type: "tiered", price: tiers(n) }),
        edits: [(n) => ({ price: tiers(n) }), () => ({ price: { amount: 1_200 } })],
      },
    ],
    dashboard: { payInAdvance: true },
    inside: { price: { trialPeriod: 14 }, freeUnits: { unit: "hours" } },
    twin: { applyTrial: false },
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
  // Not here, as they make Fynn refuse edits and have tests of their own: unique numbers, maps that keep what
  // a PUT leaves out, name and translations that cannot be sent together, plans of archived products, and products that
  // cannot be archived because of their plans. Nor `unarchiveByPut`, which brings products back and no plans.
  anyBehaviour: (random) => {
    const keeps = random.chance(0.3);
    // A Fynn that keeps what a PUT leaves out is cleared by null; any other by either.
    const omit = !keeps && random.chance(0.5);
    const [bare, amounts] = [random.chance(0.3), random.pick(["any", "minor", "major"])];
    const [noLimit, byPath, strict] = [random.chance(0.2), random.chance(0.2), random.chance(0.3)];
    const relationsByPath = byPath ? ["product", "customer", "taxGroup"] : [];
    const required = strict ? ["Product.number", "PricePlan.billingInterval"] : [];
    return {
      switches: {
        archiveTwice: random.pick([200, 409]),
        relations: bare ? "id" : "object",
        relationsByPath,
        shownRelations: random.pick(["object", "id", "path"]),
        required,
        amounts,
        putWithoutOptional: keeps ? "keeps" : "clears",
        nullInBody: omit && random.chance(0.5) ? 422 : 200,
        readOnlyMembers: random.pick(["refused", "ignored"]),
        limitParameter: noLimit ? 400 : 200,
        changeInUse: random.pick([200, 409]),
      },
      account: {
        relations: bare ? "id" : "object",
        relationPaths: Object.fromEntries(relationsByPath.map((name) => [name, `/some/${name}`])),
        requiredFields: required,
        amountUnit: amounts === "any" ? "written" : amounts,
        clearOptionalFields: omit ? "omit" : "null",
        ...(noLimit ? { pageLimit: 0 } : {}),
      },
    };
  },
  otherCredentials: { FYNN_API_KEY: "key-of-somebody-else" },
  oracles: fynnOracles,
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
  edit: (sandbox, id, members) => storesOf(sandbox).edit(id, members),
  archive: (sandbox, id) => {
    const { products, plans } = sandbox as FynnSandbox;
    const [product, plan] = [products.get(id), plans.get(id)];
    if (product) products.put({ ...product, isArchived: true });
    if (plan) plans.put({ ...plan, status: "archived" });
  },
  subscribe: (sandbox, id) => void (sandbox as FynnSandbox).subscribe(id),
  copy: (sandbox, id, members) => storesOf(sandbox).copy(id, members),
};

/** An account at Fynn that has grown over years: see `seed` in ../seed.ts. */
import type { Json, JsonObject } from "../json.ts";
import { ODD_NAMES } from "../names.ts";
import type { Random } from "../random.ts";
import type { History, Seeding } from "../seeding.ts";
import type { FynnSandbox, FynnSwitches } from "./sandbox.ts";

/** Relations in the form that the tenant takes. */
type Relate = (name: string, id: string) => Json;

const relateWith =
  ({ relations, relationsByPath }: FynnSwitches): Relate =>
  (name, id) => {
    if (relationsByPath.includes(name)) return `/${name}/${id}`;
    return relations === "id" ? id : { id };
  };

const FAMILIES = ["family-platform", "family-usage", "family-services"];
const CURRENCIES = ["EUR", "EUR", "EUR", "USD", "CHF", "GBP"];
const INTERVALS = ["1M", "1M", "3M", "6M", "1Y", "2W"];
const AMOUNTS = [0, 490, 900, 1_250, 2_900, 4_900, 9_900, 49_000, 120_000];

/** What is charged, by the type of the plan: Fynn does not document the members besides the amount. */
const PRICES: Readonly<Record<string, (random: Random) => JsonObject>> = {
  flat_fee: (random) => ({ amount: random.pick(AMOUNTS) }),
  per_unit: (random) => ({ amount: random.pick(AMOUNTS) }),
  tiered: (random) => ({ tiers: tiers(random.pick([20, 200])) }),
  volume: (random) => ({ tiers: tiers(random.pick([700, 900])) }),
  stair_step: (random) => ({ tiers: tiers(random.pick([4_900, 9_900])) }),
  percentage: (random) => ({ percentage: random.pick(["1.5", "2.9", "0.25"]) }),
};
const tiers = (first: number): JsonObject[] => [
  { from: 1, to: 50, amount: first },
  { from: 51, to: 500, amount: Math.round(first * 0.8) },
  { from: 501, amount: Math.round(first * 0.7) },
];

const newProduct = (body: JsonObject) => ({ create: "products", path: "/catalogue/products", body });
const newPlan = (body: JsonObject) => ({ create: "plans", path: "/price-plans", body });
const archiveProduct = (id: string) => ({ method: "PUT", path: `/catalogue/products/${id}/archive`, archives: id });
const archivePlan = (id: string) => ({ method: "PUT", path: `/price-plans/${id}/archive`, archives: id });

export const fynnHistory = ({ switches }: FynnSandbox) =>
  function* history(seeding: Seeding): History {
    const relate = relateWith(switches);
    yield* everyCase(seeding, relate, switches);
    yield* doublesAndNamesakes(seeding, relate);
    for (let number = 1; ; number += 1) yield* oneProduct(seeding, relate, `P-${10_000 + number}`);
  };

/** Values of the custom fields that have been set up: texts, numbers, switches. */
const customValues = ({ customFields }: FynnSwitches): JsonObject =>
  Object.fromEntries(customFields.map((key, index) => [key, ["8000-100", 4711, true][index % 3] as Json]));

/** Each type, field and choice at least once; a product with many plans; archived ones. */
function* everyCase({ random }: Seeding, relate: Relate, switches: FynnSwitches): History {
  const all = yield newProduct({
    name: "Workspace",
    description: "Projects, files and calendars for a team",
    internalName: "Workspace (everything)",
    number: "WS-100",
    type: "product",
    invoiceVisibility: "always",
    measurement: relate("measurement", "measurement-storage"),
    taxGroup: relate("taxGroup", "tax-reduced"),
    costCentre: relate("costCentre", "centre-services"),
    productFamilies: FAMILIES.slice(0, 2).map((id) => relate("productFamilies", id)),
    customFields: customValues(switches),
    translations: { de: { name: "Arbeitsbereich", description: "Projekte und Dateien" }, fr: { name: "Espace" } },
  });
  yield newPlan({
    product: relate("product", all),
    internalName: "Workspace, everything",
    type: "flat_fee",
    price: { amount: 4_900, minimumDuration: "12M" },
    currencyCode: "EUR",
    billingInterval: "1Y",
    showPricePerInterval: "1M",
    payInAdvance: true,
    proRata: true,
    applyTrial: false,
    freeUnits: { quantity: 5 },
    salesChannel: { id: "channel-partners" },
    custom: true,
    charge: "charge-setup",
    productSetOption: "option-annual",
    customer: relate("customer", "customer-4711"),
  });
  for (const [type, price] of Object.entries(PRICES))
    yield newPlan({
      product: relate("product", all),
      internalName: `Workspace, ${type.replaceAll("_", " ")}`,
      ...{ type, price: price(random), currencyCode: "EUR", billingInterval: "1M" },
    });
  const charge = yield newProduct({
    ...{ name: "Onboarding", type: "charge", invoiceVisibility: "only_if_charged", number: "OB-1" },
  });
  yield newPlan({
    product: relate("product", charge),
    ...{ internalName: "Onboarding, once", type: "flat_fee", price: { amount: 120_000 }, currencyCode: "EUR" },
  });
  // Belongs to a plan of Fynn's own: no list shows it.
  const hidden = yield newProduct({ name: "Bundle", type: "plan", number: "BU-1" });
  yield newPlan({
    product: relate("product", hidden),
    ...{ internalName: "Bundle", type: "flat_fee", price: { amount: 9_900 }, currencyCode: "EUR" },
  });

  const many = yield newProduct({ name: "Seat", type: "product", number: "WS-200" });
  for (const currencyCode of ["EUR", "USD", "CHF", "GBP"])
    for (const billingInterval of ["1M", "3M", "1Y"])
      yield newPlan({
        product: relate("product", many),
        internalName: `Seat, ${currencyCode}, ${billingInterval}`,
        ...{ type: "per_unit", price: { amount: random.pick(AMOUNTS) }, currencyCode, billingInterval },
      });
  // Nobody has given this one a name.
  yield newPlan({
    product: relate("product", many),
    ...{ type: "per_unit", price: { amount: 990 }, currencyCode: "EUR", billingInterval: "1M" },
  });

  const ended = yield newProduct({ name: "Fax gateway", type: "product", number: "FX-1" });
  const endedPlan = yield newPlan({
    product: relate("product", ended),
    ...{ internalName: "Fax", type: "flat_fee", price: { amount: 490 }, currencyCode: "EUR", billingInterval: "1M" },
  });
  yield archivePlan(endedPlan);
  yield archiveProduct(ended);
  const left = yield newProduct({ name: "Pager", type: "product", number: "PG-1" });
  yield newPlan({
    product: relate("product", left),
    internalName: "Pager, still active below an archived product",
    ...{ type: "flat_fee", price: { amount: 490 }, currencyCode: "EUR", billingInterval: "1M" },
  });
  if (switches.archiveWithActivePrices === 200) yield archiveProduct(left);

  for (const name of ODD_NAMES) {
    const odd = yield newProduct({ name, internalName: name, description: name, type: "product" });
    if (random.chance(0.5))
      yield newPlan({
        product: relate("product", odd),
        ...{ internalName: name, type: "flat_fee", price: { amount: 490 }, currencyCode: "EUR", billingInterval: "1M" },
      });
  }
}

function* doublesAndNamesakes({ random }: Seeding, relate: Relate): History {
  const plan = { internalName: "Support, monthly", type: "flat_fee", currencyCode: "EUR", billingInterval: "1M" };
  const twice = { name: "Support", description: "Answers within four hours", type: "product" };
  const [first, second] = [yield newProduct(twice), yield newProduct(twice)];
  const equal = { product: relate("product", first), ...plan, price: { amount: 9_900 } };
  yield newPlan(equal);
  yield newPlan(equal);
  yield newPlan({ ...equal, product: relate("product", second) });
  yield archivePlan(yield newPlan(equal));
  // The same name, and something else behind it.
  const namesake = yield newProduct({ ...twice, description: "By phone, around the clock", number: "SU-2" });
  for (const type of ["per_unit", "tiered"])
    yield newPlan({ ...equal, product: relate("product", namesake), type, price: PRICES[type]?.(random) ?? {} });
}

function* oneProduct({ random, naming }: Seeding, relate: Relate, number: string): History {
  const { name, description } = naming.offer();
  const product = yield newProduct({
    name,
    type: random.chance(0.85) ? "product" : "charge",
    ...(random.chance(0.6) ? { description } : {}),
    ...(random.chance(0.7) ? { number } : {}),
    ...(random.chance(0.3) ? { internalName: `${name} [${number}]` } : {}),
    ...(random.chance(0.3) ? { invoiceVisibility: "only_if_charged" } : {}),
    ...(random.chance(0.4) ? { productFamilies: [relate("productFamilies", random.pick(FAMILIES))] } : {}),
    ...(random.chance(0.2) ? { translations: { de: { name: `${name} (de)` } } } : {}),
  });
  const active: string[] = [];
  const count = random.chance(0.05) ? 10 : 1 + random.below(4);
  for (let index = 0; index < count; index += 1) {
    const type = random.chance(0.6) ? "flat_fee" : random.pick(Object.keys(PRICES));
    const [currencyCode, billingInterval] = [random.pick(CURRENCIES), random.pick(INTERVALS)];
    const body: JsonObject = {
      product: relate("product", product),
      ...(random.chance(0.9) ? { internalName: naming.price(name, billingInterval, currencyCode) } : {}),
      ...{ type, price: PRICES[type]?.(random) ?? {}, currencyCode, billingInterval },
      ...(random.chance(0.5) ? { payInAdvance: random.chance(0.5), proRata: random.chance(0.5) } : {}),
      ...(random.chance(0.1) ? { applyTrial: false } : {}),
    };
    const plan = yield newPlan(body);
    if (random.chance(0.1))
      yield { method: "PUT", path: `/price-plans/${plan}`, body: { ...body, custom: true }, changes: plan };
    if (random.chance(0.12)) yield archivePlan(plan);
    else active.push(plan);
  }
  if (!random.chance(0.08)) return;
  for (const plan of active) yield archivePlan(plan);
  yield archiveProduct(product);
}

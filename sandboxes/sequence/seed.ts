/** An account at Sequence that has grown over years: see `seed` in ../seed.ts. */
import type { JsonObject } from "../json.ts";
import { ODD_NAMES } from "../names.ts";
import type { History, Seeding } from "../seeding.ts";
import type { SequenceSandbox } from "./sandbox.ts";
import { CHARGES, type Charge, fixed, type Metrics, RARE } from "./seed-structures.ts";

const CURRENCIES = ["EUR", "EUR", "EUR", "USD", "USD", "GBP", "CHF", "SEK", "JPY"];
const FREQUENCIES = ["MONTHLY", "MONTHLY", "QUARTERLY", "HALF_YEARLY", "YEARLY"];
const TAX_CATEGORIES = ["tax-software", "tax-services", "tax-reduced"];

/** Metrics have no calls that make them: people set them up in the dashboard. */
function withMetrics(sandbox: SequenceSandbox): Metrics {
  const newId = (): string => sandbox.sources.newId();
  const sequenceAccountId = newId();
  const usage = ["API calls", "Storage", "Tokens", "Messages", "Messages", "Turnover 'gross'"].map((name, index) => {
    const id = newId();
    sandbox.usageMetrics.put({
      ...{ id, name, sequenceAccountId, metricType: "SIMPLE", eventType: `event.${index}` },
      ...{ aggregationType: index % 2 === 0 ? "COUNT" : "SUM", propertyFilters: {}, parameters: [] },
    });
    return id;
  });
  const time = new Date(sandbox.sources.now()).toISOString();
  const seats = ["Seats", "Viewer seats"].map((label, index) => {
    const id = newId();
    sandbox.seatMetrics.put({ id, label, seatType: index === 0 ? "full" : "viewer", createdAt: time, updatedAt: time });
    return id;
  });
  return { usage, seats };
}

type Member = string | number | boolean | null | JsonObject | readonly JsonObject[];
type Price = Readonly<Record<string, Member>> & { readonly name: string };

const priceOf = (productId: string, name: string, charge: Charge, more: Readonly<Record<string, Member>>): Price => ({
  productId,
  name,
  currency: "EUR",
  billingFrequency: "MONTHLY",
  billingType: "IN_ADVANCE",
  integrationIds: [],
  customMetricParameters: [],
  ...charge,
  ...more,
});

export const sequenceHistory = (sandbox: SequenceSandbox) =>
  function* history(seeding: Seeding): History {
    const metrics = withMetrics(sandbox);
    yield* everyCase(seeding, metrics, sandbox.switches.archiveWithActivePrices === 200);
    yield* doublesAndNamesakes(seeding, metrics);
    for (;;) yield* oneProduct(seeding, metrics);
  };

function* newProduct(body: JsonObject): Generator<ReturnType<typeof create>, string, string> {
  return yield create("products", "/products", body);
}
function* newPrice(body: JsonObject): Generator<ReturnType<typeof create>, string, string> {
  return yield create("prices", "/list-prices", body);
}
const create = (collection: string, path: string, body: JsonObject) => ({ create: collection, path, body });
const archive = (path: string, id: string) => ({ method: "POST", path: `${path}/${id}/archive`, archives: id });

/** Each structure, field and choice at least once; a product with many prices; archived ones. */
function* everyCase({ random }: Seeding, metrics: Metrics, archivesWithPrices: boolean): History {
  const all = yield* newProduct({
    name: "Platform",
    label: "Everything that is billed by the platform",
    taxCategoryId: "tax-software",
  });
  for (const charge of CHARGES) {
    const made = charge(random, "EUR", metrics);
    const { pricingType } = made.structure;
    const billingType = pricingType === "FIXED" || pricingType === "SEAT_BASED" ? "IN_ADVANCE" : "IN_ARREARS";
    yield* newPrice(priceOf(all, `Platform, ${String(pricingType).toLowerCase()}`, made, { billingType }));
  }
  const rare = yield* newProduct({ name: "Onboarding", label: "A day with our people" });
  const onceOnly = { billingFrequency: "ONE_TIME" };
  yield* newPrice(priceOf(rare, "Onboarding, once", RARE.oneTime(random, "EUR"), onceOnly));
  yield* newPrice(
    priceOf(rare, "Onboarding, when asked for", RARE.oneTime(random, "USD"), {
      ...{ currency: "USD", billingFrequency: "ON_DEMAND", billingType: "IN_ARREARS" },
    }),
  );
  yield* newPrice(priceOf(rare, "Loyalty credit", RARE.credit(), { billingFrequency: "QUARTERLY" }));
  yield* newPrice(
    priceOf(rare, "Each workshop", fixed(random, "EUR"), { billingFrequency: "PER_EVENT", billingType: "IN_ARREARS" }),
  );

  const linked = yield* newProduct({ name: "Data migration", taxCategoryId: "tax-services" });
  yield* newPrice(
    priceOf(linked, "Data migration", fixed(random, "EUR"), {
      integrationIds: [
        { service: "Xero", id: "ITEM-4711" },
        { service: "NetSuite", id: "889" },
      ],
      customMetricParameters: [{ parameterId: "region", value: "eu-central" }],
    }),
  );

  const many = yield* newProduct({ name: "Workspace", label: "Sold in every market" });
  for (const currency of ["EUR", "USD", "GBP", "CHF", "SEK", "JPY"])
    for (const billingFrequency of ["MONTHLY", "HALF_YEARLY", "YEARLY"])
      yield* newPrice(priceOf(many, `Workspace, ${currency}`, fixed(random, currency), { currency, billingFrequency }));

  const ended = yield* newProduct({ name: "Fax gateway", label: "No longer sold" });
  const endedPrice = yield* newPrice(priceOf(ended, "Fax gateway", fixed(random, "EUR"), {}));
  yield archive("/list-prices", endedPrice);
  yield archive("/products", ended);
  const left = yield* newProduct({ name: "Pager" });
  yield* newPrice(priceOf(left, "Pager, still active below an archived product", fixed(random, "EUR"), {}));
  if (archivesWithPrices) yield archive("/products", left);

  for (const name of ODD_NAMES) {
    const odd = yield* newProduct({ name, label: name });
    if (random.chance(0.5)) yield* newPrice(priceOf(odd, name, fixed(random, "EUR"), {}));
  }
}

function* doublesAndNamesakes({ random }: Seeding, metrics: Metrics): History {
  const twice = { name: "Support", label: "Answers within four hours", taxCategoryId: "tax-services" };
  const first = yield* newProduct(twice);
  const equal = priceOf(first, "Support, monthly", fixed(random, "EUR"), {});
  yield* newPrice(equal);
  yield* newPrice(equal);
  const other = yield* newProduct(twice);
  yield* newPrice({ ...equal, productId: other });
  const archived = yield* newPrice(equal);
  yield archive("/list-prices", archived);
  // The same name, and something else behind it.
  const namesake = yield* newProduct({ name: "Support", label: "By phone, around the clock" });
  for (const charge of [fixed, ...CHARGES.slice(1, 3)])
    yield* newPrice(priceOf(namesake, "Support, by phone", charge(random, "EUR", metrics), {}));
}

function* oneProduct({ random, naming }: Seeding, metrics: Metrics): History {
  const { name, description } = naming.offer();
  const product = yield* newProduct({
    name,
    ...(random.chance(0.6) ? { label: description } : {}),
    ...(random.chance(0.4) ? { taxCategoryId: random.pick(TAX_CATEGORIES) } : {}),
  });
  const count = random.chance(0.05) ? 12 : 1 + random.below(4);
  const active: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const [currency, billingFrequency] = [random.pick(CURRENCIES), random.pick(FREQUENCIES)];
    const charge = (random.chance(0.6) ? fixed : random.pick(CHARGES))(random, currency, metrics);
    const body = priceOf(product, naming.price(name, billingFrequency), charge, {
      ...{ currency, billingFrequency, billingType: random.pick(["IN_ADVANCE", "IN_ARREARS"]) },
      ...(random.chance(0.1) ? { integrationIds: [{ service: "Stripe", id: `price_${random.below(1e6)}` }] } : {}),
    });
    const id = yield* newPrice(body);
    // Prices go up, and old ones are archived.
    if (random.chance(0.1))
      yield { method: "PUT", path: `/list-prices/${id}`, body: { ...body, name: `${name}, new` }, changes: id };
    if (random.chance(0.12)) yield archive("/list-prices", id);
    else active.push(id);
  }
  if (!random.chance(0.08)) return;
  for (const id of active) yield archive("/list-prices", id);
  yield archive("/products", product);
}

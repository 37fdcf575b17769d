/** An account at Polar that has grown over years: see `seed` in ../seed.ts. */
import type { Json, JsonObject } from "../json.ts";
import { ODD_NAMES } from "../names.ts";
import type { Random } from "../random.ts";
import type { History, Seeding } from "../seeding.ts";
import { SEEDED } from "./sandbox.ts";
import { ALONE, fixed, inCurrencies, meteredTiers, meteredUnit } from "./seed-prices.ts";

const INTERVALS = ["month", "month", "month", "year", "week", "day"];

const TAXES = ["location", "inclusive", "exclusive"];

/** The mark by which another stack recognizes its objects. */
const markOf = (address: string, stack = "billing/production"): JsonObject => ({
  catalogue_address: address,
  catalogue_owner: stack,
});
/** What other tools and people leave behind. */
const LEFTOVERS: readonly JsonObject[] = [
  { hubspot_id: "12345678901" },
  { "created by": "spreadsheet import", imported: true, row: 4_711 },
  { tier: "pro", weight: 0.5, note: "ask before you change it: see #pricing" },
];

interface More {
  readonly foreign?: boolean;
}
const newMeter = (body: JsonObject, more: More = {}) => ({ create: "meters", path: "/v1/meters/", body, ...more });
const newProduct = (body: JsonObject, more: More = {}) => ({
  ...{ create: "products", path: "/v1/products/", body },
  ...more,
});
const archive = (collection: string, id: string) => ({
  ...{ method: "PATCH", path: `/v1/${collection}/${id}`, body: { is_archived: true } },
  archives: id,
});

const eventsOf = (value: string): JsonObject => ({
  conjunction: "and",
  clauses: [{ property: "name", operator: "eq", value }],
});

export function* polarHistory(seeding: Seeding): History {
  const meters = yield* everyMeter();
  yield* everyProduct(seeding, meters);
  yield* oddNames();
  yield* foreignOnes(seeding);
  yield* doublesAndNamesakes(seeding);
  for (;;) {
    if (seeding.random.chance(0.1)) yield* oneMeter(seeding, meters);
    yield* oneProduct(seeding, meters);
  }
}

/** Each unit, aggregation and operator; nested filters; archived ones. Returns the active ones. */
function* everyMeter(): Generator<ReturnType<typeof newMeter | typeof archive>, string[], string> {
  const nested: JsonObject = {
    conjunction: "or",
    clauses: [
      { property: "name", operator: "ne", value: "test" },
      {
        conjunction: "and",
        clauses: [
          ...["gt", "gte", "lt", "lte"].map((operator) => ({ property: "status", operator, value: 500 })),
          { property: "path", operator: "like", value: "/v1/%" },
          { property: "path", operator: "not_like", value: "%health%" },
          { property: "cached", operator: "eq", value: false },
        ],
      },
      { conjunction: "or", clauses: [{ property: "retried", operator: "eq", value: true }] },
    ],
  };
  const active = [
    yield newMeter({ name: "API calls", filter: nested, aggregation: { func: "count" }, metadata: LEFTOVERS[0] ?? {} }),
    yield newMeter({
      name: "Tokens",
      unit: "token",
      filter: eventsOf("completion"),
      aggregation: { func: "sum", property: "total_tokens" },
    }),
    yield newMeter({
      ...{ name: "Active projects", unit: "custom", custom_label: "projects", custom_multiplier: 10 },
      ...{ filter: eventsOf("project_opened"), aggregation: { func: "unique", property: "project_id" } },
    }),
  ];
  for (const func of ["max", "min", "avg"])
    active.push(
      yield newMeter({
        ...{ name: `Storage, ${func}`, unit: "scalar", filter: eventsOf("storage_measured") },
        aggregation: { func, property: "gigabytes" },
      }),
    );
  const ended = yield newMeter({ name: "Fax pages", filter: eventsOf("fax"), aggregation: { func: "count" } });
  yield archive("meters", ended);
  return active;
}

/** Each amount type, field and choice at least once; a product with many prices; archived ones. */
function* everyProduct({ random }: Seeding, meters: readonly string[]): History {
  const [meter = ""] = meters;
  const full = yield newProduct({
    ...{ name: "Scale", description: "Everything in *Pro*, and usage as you go.", visibility: "private" },
    ...{ recurring_interval: "month", recurring_interval_count: 3, trial_interval: "day", trial_interval_count: 14 },
    ...{ meter_interval: "month", meter_interval_count: 1 },
    medias: [...SEEDED.medias],
    attached_custom_fields: SEEDED.customFields.map((custom_field_id, index) => ({
      ...{ custom_field_id, required: index === 0 },
    })),
    metadata: LEFTOVERS[1] ?? {},
    prices: inCurrencies([fixed(random), meteredUnit(random, meter)], ["usd", "eur"], "exclusive"),
  });
  const benefits = { benefits: [...SEEDED.benefits] };
  yield { method: "POST", path: `/v1/products/${full}/benefits`, body: benefits, changes: full };
  for (const [index, price] of ALONE.entries()) {
    const made = price(random);
    const type = String(made["amount_type"]).replaceAll("_", " ");
    for (const tax of TAXES)
      yield newProduct({
        ...{ name: `Plan, ${type} ${index}, tax ${tax}`, recurring_interval: "month" },
        prices: inCurrencies([made], ["usd"], tax),
      });
    // Units can be sold by subscription only.
    if (made["amount_type"] !== "unit_based") yield newProduct({ name: `Once, ${type} ${index}`, prices: [made] });
  }
  for (const tax of TAXES)
    yield newProduct({
      ...{ name: `Pay as you go, tax ${tax}`, recurring_interval: "month" },
      prices: inCurrencies(
        [...meters.slice(0, 4).map((id) => meteredUnit(random, id)), meteredTiers(meters[4] ?? meter)],
        ["usd"],
        tax,
      ),
    });
  for (const interval of ["day", "week", "month", "year"])
    yield newProduct({
      ...{ name: `Trial of a ${interval}`, recurring_interval: interval, meter_interval: interval },
      ...{ meter_interval_count: 1, trial_interval: interval, trial_interval_count: 1, prices: [fixed(random)] },
    });
  yield newProduct({
    ...{ name: "Pro, everywhere", recurring_interval: "year", metadata: LEFTOVERS[2] ?? {} },
    prices: inCurrencies(
      [{ amount_type: "fixed", price_amount: 29_900 }, ...meters.slice(0, 2).map((id) => meteredUnit(random, id))],
      ["usd", "eur", "gbp", "chf", "sek", "jpy"],
      "inclusive",
    ),
  });
  for (const visibility of ["draft", "public"])
    yield newProduct({
      ...{ name: `Not decided (${visibility})`, visibility, recurring_interval: "week" },
      prices: inCurrencies([fixed(random)], ["usd"], "location"),
    });
  const ended = yield newProduct({ name: "Fax gateway", recurring_interval: "month", prices: [fixed(random)] });
  yield archive("products", ended);
}

function* oddNames(): History {
  for (const name of ODD_NAMES)
    yield newProduct({
      ...{ name: [...name].slice(0, 64).join("").trim(), description: name },
      ...{ recurring_interval: "month", prices: [{ amount_type: "fixed", price_amount: 1_000 }] },
    });
}

/** Objects of another stack, and of one that has the same addresses as anybody's first catalogue. */
function* foreignOnes({ random }: Seeding): History {
  yield newMeter(
    {
      ...{ name: "Messages", filter: eventsOf("message"), aggregation: { func: "count" } },
      metadata: markOf("polar/messages"),
    },
    { foreign: true },
  );
  for (const [name, address] of [
    ["Pro", "polar/pro"],
    ["Pro, yearly", "polar/pro-yearly"],
    ["Starter", "polar-eu/starter"],
  ] as const)
    yield newProduct(
      {
        ...{ name, recurring_interval: "month", prices: [fixed(random)] },
        metadata: { ...markOf(address), ...(random.pick(LEFTOVERS) as JsonObject) },
      },
      { foreign: true },
    );
  const ended = yield newProduct(
    {
      ...{ name: "Pro (2023)", recurring_interval: "month", prices: [fixed(random)] },
      metadata: markOf("polar/pro-2023"),
    },
    { foreign: true },
  );
  yield archive("products", ended);
}

function* doublesAndNamesakes({ random }: Seeding): History {
  const price = fixed(random);
  const twice = { name: "Support", description: "Answers within four hours", recurring_interval: "month" };
  for (let count = 0; count < 3; count += 1) yield newProduct({ ...twice, prices: [price] });
  yield archive("products", yield newProduct({ ...twice, prices: [price] }));
  // The same name, and something else behind it.
  yield newProduct({ ...twice, prices: [{ amount_type: "fixed", price_amount: 19_900 }] });
  yield newProduct({ ...twice, recurring_interval: "year", prices: [price] });
  const meter = { name: "Uploads", filter: eventsOf("upload"), aggregation: { func: "count" } };
  yield newMeter(meter);
  yield newMeter(meter);
  yield newMeter({ ...meter, filter: eventsOf("upload_finished") });
}

function* oneMeter({ random, naming }: Seeding, meters: string[]): History {
  const { name } = naming.offer();
  const event = name.toLowerCase().replaceAll(/[^a-z]+/g, "_");
  const func = random.pick(["count", "sum", "max", "unique"]);
  const aggregation: JsonObject = func === "count" ? { func } : { func, property: "amount" };
  meters.push(yield newMeter({ name: `${name}, usage`, filter: eventsOf(event), aggregation }));
}

const metadataOf = (random: Random): JsonObject =>
  random.chance(0.3) ? { metadata: random.pick(LEFTOVERS) as Json } : {};

function* oneProduct({ random, naming }: Seeding, meters: readonly string[]): History {
  const { name, description } = naming.offer();
  const recurring = random.chance(0.85);
  const base = recurring ? random.pick(ALONE)(random) : fixed(random);
  const usage = recurring && random.chance(0.3) ? [meteredUnit(random, random.pick(meters))] : [];
  const simple = base["amount_type"] === "fixed";
  const currencies = ["usd", ...(simple && random.chance(0.4) ? [random.pick(["eur", "gbp", "chf"])] : [])];
  const trial = recurring && random.chance(0.2) ? { trial_interval: "day", trial_interval_count: 14 } : {};
  const isForeign = random.chance(0.05);
  const marked = markOf(`polar/${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}`, "shop/staging");
  const product = yield newProduct(
    {
      name,
      ...(random.chance(0.7) ? { description } : {}),
      ...(random.chance(0.2) ? { visibility: random.pick(["draft", "private"]) } : {}),
      ...(recurring ? { recurring_interval: random.pick(INTERVALS), ...trial } : {}),
      ...(isForeign ? { metadata: marked } : metadataOf(random)),
      prices: inCurrencies([...(base["amount_type"] === "custom" ? [base] : [base, ...usage])], currencies),
    },
    isForeign ? { foreign: true } : {},
  );
  if (random.chance(0.1))
    yield {
      ...{ method: "POST", path: `/v1/products/${product}/benefits` },
      body: { benefits: [random.pick(SEEDED.benefits)] },
      changes: product,
    };
  if (random.chance(0.08))
    yield { method: "PATCH", path: `/v1/products/${product}`, body: { name: `${name}, new` }, changes: product };
  if (random.chance(0.15)) yield archive("products", product);
}

/** Values that Polar completes or sorts are not changes, and the preview refuses what Polar would refuse. */
import { describe, expect, it } from "vitest";
import { checkCatalogue } from "../../provider/catalogue/load.js";
import type { Json, JsonObject } from "../../provider/fields/shape.js";
import { registry } from "../../provider/vendors/registry.js";
import { type PolarSandbox, polarSandbox } from "../../sandboxes/polar/sandbox.ts";
import { fixtureOf, sandboxOf, worldOf } from "../support/vendors.js";
import type { Files, World } from "../support/world.js";

const polar = fixtureOf("polar");
const ADDRESS = "polar/pro";

const pro = (price: JsonObject, more: JsonObject = {}): Files => ({
  "polar.yaml": JSON.stringify({
    vendor: "polar",
    products: { pro: { name: "Pro plan", recurring_interval: "month", prices: [price], ...more } },
  }),
});
const units = (tiers: readonly JsonObject[], more: JsonObject = {}): JsonObject => ({
  amount_type: "unit_based",
  tiers: { type: "graduated", tiers },
  ...more,
});
const seats = (tiers: readonly JsonObject[]): JsonObject => ({ amount_type: "seat_based", seat_tiers: { tiers } });

const sandbox = (world: World): PolarSandbox => sandboxOf(polar, world) as PolarSandbox;
const livePrice = (world: World): JsonObject => {
  const prices = sandbox(world).products.get(world.ids[ADDRESS] ?? "")?.["prices"] as JsonObject[];
  expect(prices).toHaveLength(1);
  return prices[0] ?? {};
};

/** Up, and again, with a refresh too: green, and one price id throughout. */
async function settles(files: Files): Promise<World> {
  const world = worldOf(polar);
  expect((await world.up(files)).errors).toEqual([]);
  const id = livePrice(world)["id"] as Json;
  for (const refresh of [false, true]) {
    const { steps, errors } = await world.preview(files, { refresh });
    expect({ steps, errors }).toEqual({ steps: [], errors: [] });
    world.clear();
    expect((await world.up(files, { refresh })).errors).toEqual([]);
    expect(world.writes).toEqual([]);
  }
  // Another name leaves the price alone as well.
  expect((await world.up(rename(files))).errors).toEqual([]);
  expect(livePrice(world)["id"]).toBe(id);
  return world;
}
const rename = (files: Files): Files => ({
  "polar.yaml": (files["polar.yaml"] ?? "").replace("Pro plan", "Professional"),
});

describe("unit_based: what Polar computes is not a change, so that a price is made once", () => {
  const open = [{ bound: 10, unit_amount: 200 }, { unit_amount: "150" }];
  const bounded = [
    { bound: 10, unit_amount: 200 },
    { bound: 100, unit_amount: "150.00" },
  ];

  it("an open last tier, for which Polar answers no maximum_units", async () => {
    expect(livePrice(await settles(pro(units(open, { minimum_units: 2 }))))).toMatchObject({
      maximum_units: null,
      minimum_units: 2,
    });
  });

  it("a bounded last tier, whose bound Polar answers as maximum_units", async () => {
    expect(livePrice(await settles(pro(units(bounded))))).toMatchObject({ maximum_units: 100 });
  });

  it("a unit_label with blanks around its words, which Polar strips", async () => {
    const price = units(open, { unit_label: { en: { "=1": " device ", other: "devices" } } });
    expect(livePrice(await settles(pro(price)))).toMatchObject({
      unit_label: { en: { "=1": "device", other: "devices" } },
    });
  });
});

describe("a stack of before, whose rows hold the maximum_units that somebody wrote", () => {
  const tiers = [{ bound: 100, unit_amount: "200" }];

  it("goes on without the line: no request, and the rows lose it", async () => {
    const world = await settles(pro(units(tiers)));
    const row = world.engine.state.rows.find(({ name }) => name === ADDRESS);
    for (const bag of [row?.inputs, row?.outputs]) {
      const [price] = bag?.["prices"] as Record<string, Json>[];
      if (price) price["maximum_units"] = 100;
    }
    world.clear();
    expect((await world.up(rename(pro(units(tiers))))).errors).toEqual([]);
    expect(world.requests).toEqual([]);
    expect(JSON.stringify(world.row(ADDRESS).inputs)).not.toContain("maximum_units");
  });
});

it("seat_based: a bounded last tier is a price like any other", async () => {
  const price = seats([
    { min_seats: 2, max_seats: 10, price_per_seat: 900 },
    { min_seats: 11, max_seats: 50, price_per_seat: 800 },
  ]);
  expect(livePrice(await settles(pro(price)))).toMatchObject({ seat_tiers: { minimum_seats: 2, maximum_seats: 50 } });
});

describe("free", () => {
  it("is sent as fixed with 0, the form that Polar documents, and means the same ever after", async () => {
    for (const more of [{}, { price_currency: "usd", tax_behavior: "inclusive" }]) {
      const world = worldOf(polar);
      const files = pro({ amount_type: "free", ...more });
      expect((await world.up(files)).errors).toEqual([]);
      expect(pricesSent(world)).toEqual([[{ amount_type: "fixed", price_amount: 0, ...more }]]);
      for (const same of [files, pro({ amount_type: "fixed", price_amount: 0, ...more })])
        expect((await world.preview(same, { refresh: true })).steps).toEqual([]);
    }
  });

  it("is sent so in an update too", async () => {
    const world = worldOf(polar);
    expect((await world.up(pro({ amount_type: "fixed", price_amount: 2_900 }))).errors).toEqual([]);
    world.clear();
    expect((await world.up(pro({ amount_type: "free" }))).errors).toEqual([]);
    expect(pricesSent(world)).toEqual([[{ amount_type: "fixed", price_amount: 0 }]]);
  });

  const pricesSent = (world: World): Json[] =>
    sandbox(world).exchanges.flatMap(({ request }) => {
      const prices = (request.body as JsonObject | undefined)?.["prices"];
      return prices === undefined ? [] : [prices];
    });
});

describe("amounts of currencies of little worth", () => {
  it.each([
    ["idr", 199_999_999],
    ["lak", 2_100_000_000],
    ["uzs", 1_250_000_000],
  ])("%s takes %i", async (currency, amount) => {
    const world = worldOf(polar);
    const fixed = { amount_type: "fixed", price_amount: amount, price_currency: currency };
    const { errors } = await world.up(
      pro(
        { amount_type: "fixed", price_amount: 2_900 },
        { prices: [{ amount_type: "fixed", price_amount: 2_900 }, fixed] },
      ),
    );
    expect(errors).toEqual([]);
  });

  it("a price of a seat has no highest amount", () => {
    expect(problemsOf(pro(seats([{ min_seats: 1, price_per_seat: 150_000_000 }])))).toEqual([]);
  });
});

/** What the loader says, and what the server says to the same price; both must take or refuse it. */
const problemsOf = (files: Files): string[] =>
  checkCatalogue(
    Object.entries(files).map(([name, text]) => ({ name, text })),
    { registry, values: {} },
  ).problems.map(({ code }) => code);
const statusOf = (path: string, body: JsonObject): number =>
  polarSandbox().answer({
    method: "POST",
    path,
    query: new URLSearchParams(),
    headers: { authorization: "Bearer sandbox-token" },
    body,
  }).status;

describe("what the server refuses is a problem in the YAML, and what it takes is none", () => {
  const tier = (unit_amount: Json, bound?: number): JsonObject => ({ unit_amount, ...(bound ? { bound } : {}) });
  const label = (forms: JsonObject): JsonObject => units([tier(1)], { unit_label: { en: forms } });
  const cases: readonly [string, JsonObject, readonly string[]][] = [
    ["unit tiers without a type", { amount_type: "unit_based", tiers: { tiers: [tier(1)] } }, ["missing-field"]],
    ["minimum_units of 0", units([tier(1)], { minimum_units: 0 }), ["out-of-range"]],
    ["minimum_units above the last bound", units([tier(1, 10)], { minimum_units: 11 }), ["unit-tiers"]],
    ["minimum_units at the last bound", units([tier(1, 10)], { minimum_units: 10 }), []],
    ["a unit tier of 1.5 cents", units([tier("1.5")]), ["unit-amount-not-whole"]],
    ["a unit tier of 1.00 cents", units([tier("1.00")]), []],
    ["a unit tier of -1", units([tier(-1)]), ["out-of-range"]],
    ["two unit tiers with one bound", units([tier(2, 10), tier(1, 10)]), ["unit-tiers"]],
    ["two unit tiers without an end", units([tier(2), tier(1)]), ["unit-tiers"]],
    ["a label without other", label({ "=1": "seat" }), ["unit-label"]],
    ["a label of 33 characters", label({ other: "x".repeat(33) }), ["unit-label"]],
    ["a label of 32 characters and blanks", label({ other: ` ${"x".repeat(32)} ` }), []],
    ["a label without a language", units([tier(1)], { unit_label: {} }), ["unit-label"]],
    ["a maximum_amount of 0", { amount_type: "custom", maximum_amount: 0 }, ["amount-below-minimum"]],
    ["a minimum_amount and a preset_amount of 0", { amount_type: "custom", minimum_amount: 0, preset_amount: 0 }, []],
    ["an amount above the highest", { amount_type: "fixed", price_amount: 100_000_000 }, ["amount-above-maximum"]],
    ["the highest amount", { amount_type: "fixed", price_amount: 99_999_999 }, []],
    ["a bounded last seat tier", seats([{ min_seats: 1, max_seats: 5, price_per_seat: 0 }]), []],
    [
      "a seat tier that ends before it begins",
      seats([{ min_seats: 5, max_seats: 4, price_per_seat: 0 }]),
      ["seat-tiers"],
    ],
    [
      "an endless seat tier before the last",
      seats([
        { min_seats: 1, price_per_seat: 2 },
        { min_seats: 2, price_per_seat: 1 },
      ]),
      ["seat-tiers"],
    ],
  ];

  it.each(cases)("%s", (_name, price, codes) => {
    expect(problemsOf(pro(price))).toEqual(codes);
    const body = { name: "Pro plan", recurring_interval: "month", prices: [price] };
    expect(statusOf("/v1/products/", body)).toBe(codes.length > 0 ? 422 : 201);
  });

  it("unit tiers out of order are a problem, as the server would sort them and answer another list", () => {
    const unsorted = units([tier(3), tier(1, 10), tier(2, 20)]);
    expect(problemsOf(pro(unsorted))).toEqual(["unit-tiers"]);
    expect(problemsOf(pro(units([tier(2, 20), tier(1, 10)])))).toEqual(["unit-tiers"]);
    expect(statusOf("/v1/products/", { name: "Pro plan", recurring_interval: "month", prices: [unsorted] })).toBe(201);
  });

  it("maximum_units is read-only, also with the very value that Polar answers", () => {
    for (const maximum_units of [100, null]) {
      const price = units([tier(1, 100)], { maximum_units });
      expect(problemsOf(pro(price))).toEqual(["read-only-field"]);
    }
  });

  it.each([
    ["a label without unit custom", { custom_label: "call" }, ["meter-label"]],
    ["unit custom without a label", { unit: "custom" }, ["meter-label"]],
    ["unit custom with a label", { unit: "custom", custom_label: "call" }, []],
    ["a multiplier without unit custom", { custom_multiplier: 10 }, []],
  ] as [string, JsonObject, string[]][])("a meter: %s", (_name, more, codes) => {
    const filter = { conjunction: "and", clauses: [{ property: "name", operator: "eq", value: "call" }] };
    const meter = { name: "API calls", filter, aggregation: { func: "count" }, ...more };
    expect(problemsOf({ "polar.yaml": JSON.stringify({ vendor: "polar", meters: { calls: meter } }) })).toEqual(codes);
    expect(statusOf("/v1/meters/", meter)).toBe(codes.length > 0 ? 422 : 201);
  });
});

describe("a 404 that speaks of no object", () => {
  const fixed = pro({ amount_type: "fixed", price_amount: 2_900 });

  it("a Polar-Version that Polar does not have: the remedy is the account's apiVersion", async () => {
    const world = worldOf(polar, { account: { apiVersion: "2031-01" } });
    const { errors } = await world.up(fixed);
    expect(errors.join()).toContain(
      "Polar account polar sent an unexpected answer (HTTP 404): " +
        "Polar does not support the Polar-Version that was sent",
    );
    expect(errors.join()).toContain(
      'what to do: set the account\'s apiVersion to a version that Polar supports, such as "2026-04", or remove it',
    );
  });

  it("a path that Polar does not have: the remedy is the account's baseUrl", async () => {
    const world = worldOf(polar);
    world.point("polar", "https://polar.test/v2");
    const { errors } = await world.up(fixed);
    expect(errors.join()).toContain("Polar has no such path");
    expect(errors.join()).toContain(
      "what to do: check the path of catalogue:accounts.polar.baseUrl (https://polar.test/v2)",
    );
    expect(errors.join()).not.toContain("apiVersion");
  });
});

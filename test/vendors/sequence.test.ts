/** Sequence whole: every structure, every field, metrics by name. */
import { describe, expect, it } from "vitest";
import { isObject, type Json, type JsonObject, type Shape } from "../../provider/fields/shape.js";
import { listPrice } from "../../provider/vendors/sequence/list-price.js";
import type { SequenceSandbox } from "../../sandboxes/sequence/sandbox.ts";
import { fileOf, fixtureOf, liveOf, sandboxOf, worldOf } from "../support/vendors.js";
import type { Files, World } from "../support/world.js";

const sequence = fixtureOf("sequence");
const ADDRESS = "sequence/alpha/one";

/** A price of each structure with every field that it can have. */
const STRUCTURES: Record<string, JsonObject> = {
  ONE_TIME: { pricingType: "ONE_TIME", price: "150.00" },
  FIXED: { pricingType: "FIXED", price: "20.00" },
  LINEAR: { pricingType: "LINEAR", pricePerUnit: "0.25", usageMetricId: "m-1", isPricePercentage: false },
  PACKAGE: { pricingType: "PACKAGE", packageSize: "50", pricePerPackage: "2.00", usageMetricId: "m-1" },
  SEAT_BASED: {
    pricingType: "SEAT_BASED",
    seatMetricId: "s-1",
    pricePerSeat: "0.25",
    prorationStrategy: "USE_MAXIMUM",
    contractedMinimumSeats: 10,
    overagesBillingFrequency: "YEARLY",
    prorateFlatFees: false,
    tiers: [
      { upperBound: "100", price: "1.00", fee: "50.00" },
      { price: "0.75", fee: "25.00" },
    ],
  },
  GRADUATED: {
    pricingType: "GRADUATED",
    usageMetricId: "m-1",
    usageCalculationMode: "PERIODIC",
    tiers: [
      { upperBound: "200", price: "1.00", fee: "50.00", isPricePercentage: false },
      { upperBound: "400", price: "0.75", fee: "25.00", isPricePercentage: true },
      { price: "0.50", fee: "0.00", isPricePercentage: false },
    ],
  },
  VOLUME: {
    pricingType: "VOLUME",
    usageMetricId: "m-1",
    tiers: [
      { upperBound: "100", price: "1.00", fee: "50.00", isPricePercentage: true, maxPrice: "10", minPrice: "5" },
      { price: "0.75", fee: "25.00", isPricePercentage: true, maxPrice: "10", minPrice: "5" },
    ],
  },
};

const priceOf = (structure: JsonObject): JsonObject => ({
  name: "A price",
  currency: "EUR",
  billingFrequency: "MONTHLY",
  billingType: "IN_ARREARS",
  structure,
  integrationIds: [{ service: "Xero", id: "123" }],
  customMetricParameters: [{ parameterId: "p-1", value: "10" }],
  ...(structure["pricingType"] === "GRADUATED"
    ? { usageCalculationPeriod: { frequency: "QUARTERLY", interval: 1 } }
    : {}),
});

const files = (price: JsonObject): Files => fileOf(sequence, { alpha: { name: "Alpha", listPrices: { one: price } } });

/** Every scalar of a value with another valid one in its place; the tag of a structure aside. */
function edits(shape: Shape, value: Json): Json[] {
  switch (shape.type) {
    case "text":
      return [`${value}x`];
    case "decimal":
      return [`${Number(value) + 0.55}`];
    case "integer":
      return [Number(value) + 1];
    case "boolean":
      return [value !== true];
    case "choice":
      return [shape.values.find((one) => one !== value && one !== "PERIODIC") ?? null];
    case "list":
      return (value as Json[]).flatMap((item, index) =>
        edits(shape.of, item).map((changed) => (value as Json[]).with(index, changed)),
      );
    case "object":
    case "union": {
      const members =
        shape.type === "object" ? shape.members : shape.cases[String((value as JsonObject)[shape.tag])]?.members;
      return Object.entries(value as JsonObject).flatMap(([name, item]) =>
        members?.[name]
          ? edits(members[name].shape, item).map((changed) => ({ ...(value as JsonObject), [name]: changed }))
          : [],
      );
    }
    default:
      return [];
  }
}

/** Valid although one scalar was changed: a mode that is not PERIODIC has no period. */
const repaired = (price: JsonObject): JsonObject => {
  const { structure } = price;
  if (!isObject(structure) || structure["usageCalculationMode"] === "PERIODIC") return price;
  const { usageCalculationPeriod: _none, ...rest } = price;
  return rest;
};

async function settled(world: World, price: JsonObject): Promise<void> {
  const { steps, errors } = await world.preview(files(price));
  expect(errors).toEqual([]);
  expect(steps).toEqual([]);
}

describe.each(Object.entries(STRUCTURES))("%s", (pricingType, structure) => {
  const price = priceOf(structure);

  it("holds every member that the table has", () => {
    const shape = listPrice.fields["structure"]?.shape as Extract<Shape, { type: "union" }>;
    const known = Object.keys(shape.cases[pricingType]?.members ?? {}).filter(
      (name) => !["usageMetric", "seatMetric"].includes(name),
    );
    expect(Object.keys(structure).sort()).toEqual([...known, "pricingType"].sort());
  });

  it("created, each field edited in place, drift shown and corrected, unmanaged fields intact", async () => {
    const world = worldOf(sequence);
    expect((await world.up(files(price))).errors).toEqual([]);
    await settled(world, price);
    const id = world.ids[ADDRESS] ?? "";
    let edited = 0;
    for (const [name, field] of Object.entries(listPrice.fields)) {
      if (field.fate === "replace" || price[name] === undefined) continue;
      for (const value of edits(field.shape, price[name] as Json)) {
        const next = repaired({ ...price, [name]: value });
        world.clear();
        const preview = await world.preview(files(next));
        expect(preview.errors).toEqual([]);
        expect(preview.steps.map(({ op, name: address }) => `${op} ${address}`)).toEqual([`update ${ADDRESS}`]);
        expect((await world.up(files(next))).errors).toEqual([]);
        expect(world.writes).toEqual([`PUT /list-prices/${id}`]);
        expect(liveOf(sequence, world).find((one) => one.id === id)?.body[name]).toMatchObject(
          typeof value === "object" ? (value as object) : expect.anything(),
        );
        await settled(world, next);
        edited += 1;
      }
      expect((await world.up(files(price))).errors).toEqual([]);
    }
    expect(edited).toBeGreaterThan(6);

    // drift: somebody edits the price by hand
    for (const value of edits(listPrice.fields["structure"]?.shape as Shape, structure)) {
      sequence.edit(sandboxOf(sequence, world), id, { structure: value, name: "By hand" });
      const preview = await world.preview(files(price), { refresh: true });
      expect(preview.steps).toEqual([
        { op: "update", name: ADDRESS, changed: expect.arrayContaining(["name", "structure"]) },
      ]);
      expect((await world.up(files(price), { refresh: true })).errors).toEqual([]);
      expect(liveOf(sequence, world).find((one) => one.id === id)?.body).toMatchObject(price);
      await settled(world, price);
    }
  });

  it("unmanaged fields stay as people set them, and what only answers carry is not sent back", async () => {
    const { integrationIds: _ids, customMetricParameters: _parameters, ...few } = price;
    const world = worldOf(sequence);
    await world.up(files(few));
    const id = world.ids[ADDRESS] ?? "";
    const byHand = {
      integrationIds: [{ service: "HubSpot", id: "9", isPending: true }],
      customMetricParameters: [{ parameterId: "p-9", value: "1" }],
    };
    sequence.edit(sandboxOf(sequence, world), id, byHand);
    expect((await world.up(files({ ...few, name: "Renamed" }))).errors).toEqual([]);
    const body = liveOf(sequence, world).find((one) => one.id === id)?.body;
    expect(body).toMatchObject({
      name: "Renamed",
      integrationIds: [{ service: "HubSpot", id: "9" }],
      customMetricParameters: byHand.customMetricParameters,
    });
    expect(JSON.stringify(sandboxOf(sequence, world).exchanges.at(-1)?.request.body)).not.toContain("isPending");
  });

  it("another pricingType makes a new list price", async () => {
    const other = Object.entries(STRUCTURES).find(([name]) => name !== pricingType)?.[1] as JsonObject;
    const world = worldOf(sequence);
    await world.up(files(price));
    const next = priceOf(other);
    expect((await world.preview(files(next))).steps.map(({ op }) => op)).toEqual(["replace"]);
    expect((await world.up(files(next))).errors).toEqual([]);
    expect(
      liveOf(sequence, world).filter(({ archived, kind }) => !archived && kind === "sequence:ListPrice"),
    ).toHaveLength(1);
    await settled(world, next);
  });
});

it("formatting of decimals by the server is no drift", async () => {
  const world = worldOf(sequence);
  const price = priceOf(STRUCTURES["VOLUME"] as JsonObject);
  await world.up(files(price));
  const id = world.ids[ADDRESS] ?? "";
  const formatted = JSON.parse(
    JSON.stringify(STRUCTURES["VOLUME"]).replace(
      /"(\d+)(\.\d+)?"/g,
      (_all, whole: string, rest = "") => `"${whole}${rest || "."}0000"`,
    ),
  ) as JsonObject;
  sequence.edit(sandboxOf(sequence, world), id, { structure: formatted });
  expect((await world.preview(files(price), { refresh: true })).steps).toEqual([]);
});

describe("metrics by name", () => {
  const byName = (usageMetric: string): JsonObject =>
    priceOf({ pricingType: "LINEAR", pricePerUnit: "0.25", usageMetric, isPricePercentage: false });

  function worldWithMetrics(...metrics: JsonObject[]): World {
    const world = worldOf(sequence);
    const sandbox = sandboxOf(sequence, world) as SequenceSandbox;
    for (const metric of metrics) {
      sandbox.usageMetrics.put({
        sequenceAccountId: "acc",
        metricType: "SIMPLE",
        eventType: "e",
        aggregationType: "COUNT",
        propertyFilters: {},
        parameters: [],
        ...metric,
      });
    }
    return world;
  }
  const metric = (id: string, name: string): JsonObject => ({ id, name });

  it("are looked up once per run when a price is written; preview and state hold the name", async () => {
    const world = worldWithMetrics(metric("m-1", "API calls"), metric("m-2", "Storage"));
    const price = byName("API calls");
    const preview = await world.preview(files(price));
    expect(preview.errors).toEqual([]);
    expect(world.requests).toEqual([]);
    const two = fileOf(sequence, {
      alpha: { name: "Alpha", listPrices: { one: price, two: { ...price, name: "Another" } } },
    });
    expect((await world.up(two)).errors).toEqual([]);
    expect(world.requests.filter((one) => one === "GET /usage-metrics")).toHaveLength(1);
    expect(
      liveOf(sequence, world).map(({ body }) => (body["structure"] as JsonObject | undefined)?.["usageMetricId"]),
    ).toEqual([undefined, "m-1", "m-1"]);
    expect(world.row(ADDRESS).outputs["structure"]).toEqual(price["structure"]);
    expect((await world.preview(two, { refresh: true })).steps).toEqual([]);
    // another field: the metric is not looked up again
    world.clear();
    expect((await world.up(files({ ...price, name: "Renamed" }))).errors).toEqual([]);
    expect(world.requests).not.toContain("GET /usage-metrics");
    // another metric, in place
    world.clear();
    expect((await world.up(files({ ...byName("Storage"), name: "Renamed" }))).errors).toEqual([]);
    expect(world.writes).toEqual([`PUT /list-prices/${world.ids[ADDRESS]}`]);
    expect(
      (liveOf(sequence, world).find(({ id }) => id === world.ids[ADDRESS])?.body["structure"] as JsonObject)[
        "usageMetricId"
      ],
    ).toBe("m-2");
  });

  it("another metric chosen in the dashboard is drift, shown by its id", async () => {
    const world = worldWithMetrics(metric("m-1", "API calls"), metric("m-2", "Storage"));
    await world.up(files(byName("API calls")));
    const id = world.ids[ADDRESS] ?? "";
    sequence.edit(sandboxOf(sequence, world), id, {
      structure: { pricingType: "LINEAR", pricePerUnit: "0.25", usageMetricId: "m-2", isPricePercentage: false },
    });
    const preview = await world.preview(files(byName("API calls")), { refresh: true });
    expect(preview.steps.map(({ changed }) => changed)).toEqual([["structure"]]);
    expect((await world.up(files(byName("API calls")), { refresh: true })).errors).toEqual([]);
    expect(
      (liveOf(sequence, world).find((one) => one.id === id)?.body["structure"] as JsonObject)["usageMetricId"],
    ).toBe("m-1");
  });

  it("unknown and ambiguous names fail in words, and nothing is written", async () => {
    const world = worldWithMetrics(metric("m-1", "API calls"), metric("m-2", "Twice"), metric("m-3", "Twice"));
    const unknown = await world.up(files(byName("API cals")));
    expect(unknown.errors.join()).toContain('has no usage metric called "API cals"');
    expect(unknown.errors.join()).toContain('did you mean "API calls"?');
    const ambiguous = await world.up(files(byName("Twice")));
    expect(ambiguous.errors.join()).toContain('several usage metrics are called "Twice": m-2, m-3');
    expect(ambiguous.errors.join()).toContain("`usageMetricId:`");
    expect(world.writes.filter((one) => one.includes("list-prices"))).toEqual([]);
  });

  it("a seat metric is named by its label", async () => {
    const world = worldOf(sequence);
    const time = "2026-01-01T00:00:00Z";
    (sandboxOf(sequence, world) as SequenceSandbox).seatMetrics.put({
      id: "s-7",
      label: "Administrator",
      seatType: "admin",
      createdAt: time,
      updatedAt: time,
    });
    const { seatMetricId: _id, ...rest } = STRUCTURES["SEAT_BASED"] as JsonObject;
    const price = priceOf({ ...rest, seatMetric: "Administrator" });
    expect((await world.up(files(price))).errors).toEqual([]);
    expect(liveOf(sequence, world)[1]?.body["structure"]).toMatchObject({ seatMetricId: "s-7" });
    await settled(world, price);
  });

  it("a price by name is adopted and found again like any other", async () => {
    const world = worldWithMetrics(metric("m-1", "API calls"));
    world.network.afterAnswer = ({ method, path }) => {
      if (method === "POST" && path === "/list-prices") world.engine.kill();
    };
    await world.up(files(byName("API calls")));
    world.network.afterAnswer = undefined;
    expect((await world.up(files(byName("API calls")))).errors).toEqual([]);
    expect(liveOf(sequence, world)).toHaveLength(2);
    await settled(world, byName("API calls"));
  });
});

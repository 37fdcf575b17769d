/** An object that has more than the entry names is not the entry's; two entries never hold one object. */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import { identity, likeness } from "../../provider/lifecycle/identity/likeness.js";
import { pricePlan } from "../../provider/vendors/fynn/price-plan.js";
import { listPrice } from "../../provider/vendors/sequence/list-price.js";
import { fileOf, fixtureOf, liveOf, sandboxOf, worldOf } from "../support/vendors.js";
import type { Files, World } from "../support/world.js";

const fynn = fixtureOf("fynn");
const PLAN: JsonObject = { type: "flat_fee", price: { amount: 4900 }, currencyCode: "EUR", billingInterval: "1M" };
const ACME: JsonObject = { ...PLAN, customer: { id: "acme-1" } };
const [LIST, OF_ACME] = ["fynn/pro/list", "fynn/pro/acme"];

const files = (pricePlans: JsonObject): Files =>
  fileOf(fynn, { pro: { ...fynn.product.fields(1), ...(Object.keys(pricePlans).length > 0 ? { pricePlans } : {}) } });
const BOTH = files({ list: PLAN, acme: ACME });

async function ready(): Promise<World> {
  const world = worldOf(fynn);
  expect((await world.up(files({}))).errors).toEqual([]);
  world.clear();
  return world;
}

/** A plan that somebody makes in the dashboard, just now. */
async function byHand(world: World, plan: JsonObject, set: JsonObject = {}): Promise<string> {
  const other = worldOf(fynn, { beside: world, owner: "elsewhere/dev" });
  other.engine.state.rows.push(...structuredClone(world.engine.state.rows));
  expect((await other.up(files({ byhand: plan }))).errors).toEqual([]);
  const id = other.ids["fynn/pro/byhand"] ?? "";
  fynn.edit(sandboxOf(fynn, world), id, set);
  world.clear();
  return id;
}

const plans = (world: World) => liveOf(fynn, world).filter(({ kind }) => kind === "fynn:PricePlan");
const customerOf = (world: World, address: string): unknown =>
  plans(world).find(({ id }) => id === world.ids[address])?.body["customer"] ?? null;

/** Each entry has an object of its own, and there is no other. */
function expectOneEach(world: World): void {
  expect(plans(world)).toHaveLength(2);
  expect(customerOf(world, LIST)).toBeNull();
  expect(customerOf(world, OF_ACME)).toMatchObject({ id: "acme-1" });
}

const isPostOf = (customer: boolean) => (request: { method: string; path: string; body: string | null }) =>
  request.method === "POST" &&
  request.path.startsWith("/price-plans") &&
  String(request.body).includes("acme-1") === customer;

describe("an object with more than the entry names", () => {
  it("a plan that somebody made today for one customer is not taken by the general plan", async () => {
    const world = await ready();
    const id = await byHand(world, ACME);
    expect((await world.up(files({ list: PLAN }))).errors).toEqual([]);
    expect(world.ids[LIST]).not.toBe(id);
    expect(world.writes).toEqual(["POST /price-plans"]);
    expectOneOther(world, id);
  });

  it.each([
    ["a sales channel", { salesChannel: { id: "shop" } }],
    ["a charge", { charge: "charge-1" }],
    ["free units", { freeUnits: { quantity: 10 } }],
    ["a name", { internalName: "For the fair" }],
    ["no trial, where a trial is the default", { applyTrial: false }],
  ])("nor is one with %s", async (_what, set) => {
    const world = await ready();
    const id = await byHand(world, PLAN, set);
    expect((await world.up(files({ list: PLAN }))).errors).toEqual([]);
    expect(world.ids[LIST]).not.toBe(id);
  });

  it.each([
    ["payInAdvance", { payInAdvance: true }],
    ["custom", { custom: true }],
    ["a trial on the price", { price: { amount: 4900, trialPeriod: 14 } }],
  ])("where the vendor does not document what a new object has, the run stops and says so: %s", async (what, set) => {
    const world = await ready();
    const id = await byHand(world, PLAN, set);
    const { errors } = await world.up(files({ list: PLAN }));
    expect(errors.join()).toContain(id);
    expect(errors.join()).toContain(what === "a trial on the price" ? "price.trialPeriod 14" : `${what} true`);
    expect(errors.join()).toContain(`adopt: ${id}`);
    expect(world.writes).toEqual([]);
    if (what === "a trial on the price") return;
    // The remedy: named, it tells the two apart.
    expect(errors.join()).toContain(`to make another one name ${what} in the entry`);
    expect((await world.up(files({ list: { ...PLAN, [what]: false } }))).errors).toEqual([]);
    expect(world.ids[LIST]).not.toBe(id);
  });

  it("a product with a description that the entry does not name stops the run", async () => {
    const world = worldOf(fynn);
    const other = worldOf(fynn, { beside: world, owner: "elsewhere/dev" });
    await other.up(fileOf(fynn, { strange: { ...fynn.product.fields(1), description: "Theirs" } }));
    world.clear();
    const { errors } = await world.up(files({}));
    expect(errors.join()).toContain("has values that the entry does not name: description Theirs");
    expect(world.writes).toEqual([]);
  });

  const expectOneOther = (world: World, id: string): void => {
    expect(plans(world)).toHaveLength(2);
    expect(plans(world).map((plan) => plan.id)).toContain(id);
  };
});

describe("two entries of which one has more than the other", () => {
  it.each([0, 1, 2, 3])("after a kill both end with their own objects (%i)", async (seed) => {
    for (const customer of [true, false]) {
      const world = worldOf(fynn, { seed });
      await world.up(files({}));
      world.network.afterAnswer = (request) => {
        if (isPostOf(customer)(request)) world.engine.kill();
      };
      expect((await world.up(BOTH)).crashed).toBe(true);
      world.network.afterAnswer = undefined;
      expect((await world.up(BOTH)).errors).toEqual([]);
      expectOneEach(world);
      expect((await world.preview(BOTH, { refresh: true })).steps).toEqual([]);
    }
  });

  it("an answer is lost for one while the other hangs: one object each", async () => {
    for (const customer of [true, false]) {
      const world = await ready();
      const hits = { hang: 0, lost: 0 };
      world.network.fault = (request) => {
        if (isPostOf(customer)(request) && hits.hang++ === 0) return { kind: "hang", when: "after" };
        if (isPostOf(!customer)(request) && hits.lost++ === 0)
          return { kind: "reply", when: "before", reply: { status: 502, headers: {}, text: "Bad Gateway" } };
        return undefined;
      };
      expect((await world.up(BOTH)).errors).toEqual([]);
      expectOneEach(world);
    }
  });

  it("one lock for all entries of which one could be taken for the other, whatever the spelling", () => {
    const one = identity(pricePlan, { ...PLAN, product: "x", price: { amount: "49.0" } });
    for (const more of [
      { price: { amount: "49.00" } },
      { applyTrial: true },
      { payInAdvance: true },
      { freeUnits: {}, custom: false },
      { price: { amount: "49", trialPeriod: 14 } },
    ])
      expect(identity(pricePlan, { ...PLAN, product: "x", price: { amount: "49.0" }, ...more })).toBe(one);
    for (const other of [{ price: { amount: "49.01" } }, { customer: { id: "acme-1" } }, { product: "y" }])
      expect(identity(pricePlan, { ...PLAN, product: "x", price: { amount: "49.0" }, ...other })).not.toBe(one);
  });
});

it.each([
  1, 2, 3, 4, 5, 6,
])("an object that one entry adopts by its id is taken by no other entry of the run (%i)", async (seed) => {
  for (const order of [true, false]) {
    const world = worldOf(fynn, { seed });
    expect((await world.up(files({}))).errors).toEqual([]);
    const id = await byHand(world, PLAN);
    const list = PLAN;
    const named = { ...PLAN, internalName: "Named", lifecycle: { adopt: id } };
    // Made just now and equal to `list`: without the other entry it would be taken for a lost object of that one.
    const both = files(order ? { list, named } : { named, list });
    await world.preview(both);
    expect(world.said.join()).toContain(
      `fynn/pro/named: adopts price plan ${id}; changes internalName nothing → Named`,
    );
    expect((await world.up(both)).errors).toEqual([]);
    expect(world.ids["fynn/pro/named"]).toBe(id);
    expect(plans(world)).toHaveLength(2);
    expect((await world.preview(both, { refresh: true })).steps).toEqual([]);
  }
});

it("where the object to adopt has nothing, the remedy is to leave the value out, not to write one", async () => {
  const world = await ready();
  const id = await byHand(world, PLAN);
  const { errors } = await world.preview(
    files({ list: { ...PLAN, freeUnits: { quantity: 4 }, lifecycle: { adopt: id } } }),
  );
  expect(errors.join()).toContain("would change freeUnits.quantity nothing → 4");
  expect(errors.join()).toContain("write the current value (no freeUnits.quantity)");
  expect(world.writes).toEqual([]);
});

it("what the vendor fills in itself and what it computes does not speak against an object", () => {
  const live: JsonObject = {
    ...PLAN,
    id: "p",
    product: "x",
    price: { amount: 4900, createdAt: "2026-01-01T00:00:00Z", tenantId: "t" },
    custom: false,
    applyTrial: true,
    payInAdvance: false,
    freeUnits: {},
    customer: null,
    inUse: false,
    checkoutLinkIds: [],
  };
  expect(likeness(pricePlan, { ...PLAN, product: "x" }, live, { settings: {} })).toEqual({
    different: [],
    extra: [],
    uncertain: [],
  });
});

it("nor is a value with a member that the entry does not name like the entry's", () => {
  const seats: JsonObject = {
    pricingType: "SEAT_BASED",
    seatMetricId: "s-1",
    pricePerSeat: "0.25",
    prorationStrategy: "USE_MAXIMUM",
    contractedMinimumSeats: 10,
    tiers: [],
  };
  const price: JsonObject = {
    productId: "x",
    name: "Seats",
    currency: "EUR",
    billingFrequency: "MONTHLY",
    billingType: "IN_ADVANCE",
    structure: seats,
  };
  const more = { ...price, structure: { ...seats, overagesBillingFrequency: "YEARLY" } };
  const live = { ...more, id: "p", integrationIds: [], customMetricParameters: [] };
  expect(likeness(listPrice, price, live, { settings: {} })).toEqual({
    different: [],
    extra: [],
    uncertain: [{ name: "structure.overagesBillingFrequency", value: "YEARLY" }],
  });
  expect(likeness(listPrice, more, live, { settings: {} })).toEqual({ different: [], extra: [], uncertain: [] });
  expect(identity(listPrice, more)).toBe(identity(listPrice, price));
});

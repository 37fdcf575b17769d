/** What a write believes: reads that are old, fields that are ignored, answers that show something else. */
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../provider/fields/shape.js";
import type { Sandbox, SandboxReply, Store } from "../../sandboxes/sandbox.ts";
import { addressOf, childOf, edit, filesOf, liveAt, productOf, settled, up } from "../support/place.js";
import { fileOf, fixtureOf, sandboxOf, type VendorFixture, worldOf } from "../support/vendors.js";
import type { Files, World } from "../support/world.js";

/** Reads of the vendor are as old as this. */
const lagging = (world: World, fixture: VendorFixture, milliseconds: number): void => {
  for (const store of Object.values(sandboxOf(fixture, world)) as Store[])
    if (typeof store === "object" && store && "lag" in store) store.lag = milliseconds;
};

describe.each([
  { place: productOf("sequence"), first: { name: "Renamed" }, second: { label: "Words" } },
  {
    place: childOf("sequence"),
    first: { structure: { pricingType: "FIXED", price: "77.00" } },
    second: { name: "Renamed" },
  },
  { place: productOf("fynn"), first: { translations: { de: { name: "Ort" } } }, second: { name: "Renamed" } },
  { place: childOf("fynn"), first: { price: { amount: 7_700 } }, second: { internalName: "Renamed" } },
])("$place.fixture.name/$place.key with reads that lag", ({ place, first, second }) => {
  it("an update does not bring back what the one before it changed", async () => {
    const world = worldOf(place.fixture);
    await up(world, filesOf(place));
    world.clock.advance(3_600_000);
    lagging(world, place.fixture, 600_000);
    await up(world, filesOf(place, first));
    await up(world, filesOf(place, { ...first, ...second }));
    expect(liveAt(world, place)).toMatchObject({ ...first, ...second });
    lagging(world, place.fixture, 0);
    await settled(world, filesOf(place, { ...first, ...second }));
  });

  it("what was cleared does not come back either", async () => {
    const { optional } = (place.key === "alpha" ? place.fixture.product : place.fixture.child) ?? {};
    if (!optional) return;
    const world = worldOf(place.fixture);
    await up(world, filesOf(place, { [optional.name]: optional.value }));
    world.clock.advance(3_600_000);
    lagging(world, place.fixture, 600_000);
    await up(world, filesOf(place, { [optional.name]: null }));
    await up(world, filesOf(place, { ...second, [optional.name]: null }));
    expect([undefined, null, "", "[]"]).toContain(
      Array.isArray(liveAt(world, place)[optional.name])
        ? JSON.stringify(liveAt(world, place)[optional.name])
        : liveAt(world, place)[optional.name],
    );
  });
});

describe.each([
  productOf("sequence"),
  childOf("sequence"),
  productOf("fynn"),
  childOf("fynn"),
  productOf("polar"),
])("$fixture.name/$key", (place) => {
  const kind = (place.key === "alpha" ? place.fixture.product : place.fixture.child) as VendorFixture["product"];
  const optional = kind.optional ?? { name: "", value: "" };

  it("a field in ignoreChanges keeps what the dashboard has, also without a refresh", async () => {
    const [name = ""] = Object.keys(kind.update(2));
    const lifecycle = { ignoreChanges: [name] };
    const world = worldOf(place.fixture);
    await up(world, filesOf(place, { lifecycle }));
    edit(world, place, kind.update(2));
    await up(world, filesOf(place, { lifecycle, [optional.name]: optional.value }));
    expect(liveAt(world, place)).toMatchObject({ ...kind.update(2), [optional.name]: optional.value as object });
    expect((await world.preview(filesOf(place, { lifecycle, [optional.name]: optional.value }))).steps).toEqual([]);
  });
});

it("a full body puts back a managed field that somebody has changed, and says so", async () => {
  const place = productOf("fynn", { description: "Ours" });
  const world = worldOf(place.fixture);
  await up(world, filesOf(place));
  edit(world, place, { description: "By hand" });
  await up(world, filesOf(place, { name: "Renamed" }));
  expect(liveAt(world, place)).toMatchObject({ name: "Renamed", description: "Ours" });
  expect(world.said.join()).toContain("description of product");
  expect(world.said.join()).toContain("an old read, or an edit in the dashboard");
});

it(
  "a managed field that the answer of a partial update shows changed is drift: said, announced by the next " +
    "preview, then written",
  async () => {
    const place = productOf("polar", { description: "Ours" });
    const world = worldOf(place.fixture);
    await up(world, filesOf(place));
    edit(world, place, { description: "By hand" });
    const renamed = filesOf(place, { name: "Renamed" });
    await up(world, renamed);
    expect(liveAt(world, place)).toMatchObject({ name: "Renamed", description: "By hand" });
    expect(world.said.join()).toContain('description: wanted "Ours", the vendor has "By hand"');
    expect(world.row(addressOf(place)).outputs["description"]).toBe("By hand");
    world.clear();
    expect((await world.preview(renamed)).steps).toMatchObject([{ op: "update", name: addressOf(place) }]);
    expect(world.said.join()).toContain("description is written again");
    await up(world, renamed);
    expect(liveAt(world, place)["description"]).toBe("Ours");
    await settled(world, renamed);
  },
);

describe("a field that changes, and that somebody changed in the dashboard since the last run", () => {
  const seats = (price: string): JsonObject => ({
    ...{ pricingType: "SEAT_BASED", seatMetricId: "s-1", pricePerSeat: price, prorationStrategy: "USE_MAXIMUM" },
    ...{ contractedMinimumSeats: 1, tiers: [{ price: "1.00" }] },
  });
  const usd = { amount_type: "fixed", price_amount: 1_000, price_currency: "usd" };
  const eur = { id: "9f1c2b3a-4d5e-4f60-8a7b-1c2d3e4f5a6b", price_currency: "eur" };
  const plan = (amount: number): JsonObject => ({ amount, tiers: [{ to: amount }] });
  it.each([
    {
      place: childOf("sequence"),
      name: "structure",
      values: [seats("0.25"), { ...seats("0.30"), tiers: [{ price: "2.00" }] }],
      byHand: () => ({ ...seats("0.25"), tiers: [{ price: "1.00", fee: "50.00" }] }),
      said: "structure.tiers[0].fee nothing → 50.00",
    },
    {
      place: childOf("fynn"),
      name: "price",
      values: [plan(1), plan(2)],
      byHand: () => ({ amount: 1, tiers: [{ to: 1, note: "first" }] }),
      said: 'price.tiers[0].note ("first")',
    },
    {
      place: productOf("polar"),
      name: "prices",
      values: [[usd], [{ ...usd, price_amount: 2_000 }]],
      byHand: ([one]: JsonObject[]) => [one, { ...one, ...eur }] as Json,
      said: '"price_currency":"eur"',
    },
    {
      place: productOf("fynn"),
      name: "description",
      values: ["Ours", "New"],
      byHand: () => "By hand",
      said: 'description Ours → "By hand"',
    },
  ])("$place.fixture.name $name: the run says what it replaces", async ({ place, name, values, byHand, said }) => {
    const world = worldOf(place.fixture);
    await up(world, filesOf(place, { [name]: values[0] as Json }));
    edit(world, place, { [name]: byHand(liveAt(world, place)[name] as JsonObject[]) });
    world.clear();
    await up(world, filesOf(place, { [name]: values[1] as Json }));
    expect(world.said.join()).toContain("had more changes than the state knows");
    expect(world.said.join()).toContain(said);
    await settled(world, filesOf(place, { [name]: values[1] as Json }));
    // Nothing is said of a change that nobody disturbed.
    world.clear();
    await up(world, filesOf(place, { [name]: values[0] as Json }));
    expect(world.said.join()).not.toContain("had more changes");
  });

  it("what a refresh has seen is announced by the preview, and not said again by the run", async () => {
    const place = childOf("fynn");
    const world = worldOf(place.fixture);
    await up(world, filesOf(place, { price: plan(1) }));
    edit(world, place, { price: { amount: 1, tiers: [{ to: 1, note: "first" }] } });
    expect((await world.engine.refresh()).errors).toEqual([]);
    world.clear();
    await up(world, filesOf(place, { price: plan(2) }));
    expect(world.said.join()).toContain('loses price.tiers[0].note ("first")');
    expect(world.said.join()).not.toContain("had more changes");
  });
});

/** The vendor takes a write and makes something else of it. */
function rewriting(sandbox: Sandbox, store: Store, rewrite: (body: JsonObject) => JsonObject): void {
  sandbox.misbehave = (request) => {
    if (request.method === "GET" || JSON.stringify(request.body) === "{}") return undefined;
    const reply = sandbox.answer(request) as SandboxReply & { body: JsonObject };
    return reply.status < 300 && reply.body ? { ...reply, body: store.put(rewrite(reply.body)) } : reply;
  };
}

describe("a vendor that makes something else of a value", () => {
  const place = productOf("polar");
  const capped = (body: JsonObject): JsonObject => ({
    ...body,
    prices: (body["prices"] as JsonObject[]).map((one) =>
      Number(one["price_amount"]) > 5_000 ? { ...one, price_amount: 5_000 } : one,
    ),
  });
  const priced = (amount: number, more: JsonObject = {}): Files =>
    filesOf(place, { prices: [{ amount_type: "fixed", price_amount: amount }], ...more });
  const pricesOf = (world: World): Json[] =>
    (liveAt(world, place)["prices"] as JsonObject[]).map(({ id }) => id as Json);
  const worldWithCap = (): World => {
    const world = worldOf(place.fixture);
    const sandbox = sandboxOf(place.fixture, world) as Sandbox & { products: Store };
    rewriting(sandbox, sandbox.products, capped);
    return world;
  };
  const wrong = "prices[0].price_amount: wanted 9900, the vendor has 5000";

  it(
    "when it is made: an error at the field; later runs say it, and " + "send nothing until the entry is changed",
    async () => {
      const world = worldWithCap();
      expect((await world.up(priced(9_900))).errors.join()).toContain(wrong);
      const before = pricesOf(world);
      for (const refresh of [false, true, false]) {
        world.clear();
        const { errors } = await world.up(priced(9_900), { refresh });
        expect(errors.join()).toContain(wrong);
        expect(errors.join()).toContain("it is not sent again");
        expect(world.writes).toEqual([]);
        expect(pricesOf(world)).toEqual(before);
      }
      await up(world, priced(4_900));
      expect(liveAt(world, place)["prices"]).toMatchObject([{ price_amount: 4_900 }]);
      await settled(world, priced(4_900));
    },
  );

  it("when it is changed: the same; other fields go on meanwhile", async () => {
    const world = worldWithCap();
    await up(world, priced(1_900));
    expect((await world.up(priced(9_900))).errors.join()).toContain(wrong);
    const before = pricesOf(world);
    world.clear();
    expect((await world.up(priced(9_900))).errors.join()).toContain(wrong);
    expect(world.writes).toEqual([]);
    expect((await world.up(priced(9_900, { name: "Renamed" }))).errors.join()).toContain(wrong);
    expect(liveAt(world, place)["name"]).toBe("Renamed");
    expect(pricesOf(world)).toEqual(before);
    // What somebody else changed is announced, beside what failed.
    edit(world, place, { name: "By hand" });
    expect((await world.up(priced(9_900, { name: "Renamed", description: "Words" }))).errors.join()).toContain(wrong);
    expect(liveAt(world, place)).toMatchObject({ name: "By hand", description: "Words" });
    world.clear();
    await world.preview(priced(9_900, { name: "Renamed", description: "Words" }));
    expect(world.said.join()).toContain("name is written again");
    await world.up(priced(9_900, { name: "Renamed" }));
    // Still failed, although all else is done.
    expect((await world.up(priced(9_900, { name: "Renamed" }))).ok).toBe(false);
    await up(world, priced(5_000, { name: "Renamed" }));
    expect(pricesOf(world)).toEqual(before);
    await settled(world, priced(5_000, { name: "Renamed" }));
  });

  it("when the vendor's value has come to agree, a refresh puts it right", async () => {
    const world = worldWithCap();
    await world.up(priced(9_900));
    edit(world, place, {
      prices: (liveAt(world, place)["prices"] as JsonObject[]).map((one) => ({ ...one, price_amount: 9_900 })),
    });
    world.clear();
    await up(world, priced(9_900), { refresh: true });
    expect(world.writes).toEqual([]);
    await settled(world, priced(9_900));
  });

  it("a member that is taken out and kept all the same is an error until it is back in the entry", async () => {
    const part = productOf("fynn");
    const of = (customFields: JsonObject): Files => filesOf(part, { customFields });
    const world = worldOf(part.fixture, { switches: { mapMembers: "merged" } });
    await up(world, of({ erpArticle: "4711", erpAccount: "8400" }));
    for (const refresh of [false, true, false]) {
      const { errors } = await world.up(of({ erpArticle: "4711" }), { refresh });
      expect(errors.join()).toContain('customFields.erpAccount: wanted (nothing), the vendor has "8400"');
    }
    await up(world, of({ erpArticle: "4711", erpAccount: "8400" }));
    await settled(world, of({ erpArticle: "4711", erpAccount: "8400" }));
  });

  it("a field that would make a new object makes none", async () => {
    const fixture = fixtureOf("fynn");
    const plan = childOf("fynn");
    const world = worldOf(fixture);
    const sandbox = sandboxOf(fixture, world) as Sandbox & { plans: Store };
    await up(world, fileOf(fixture, { alpha: fixture.product.fields(1) }));
    rewriting(sandbox, sandbox.plans, (body) => ({ ...body, currencyCode: "CHF" }));
    expect((await world.up(filesOf(plan))).errors.join()).toContain('currencyCode: wanted "EUR", the vendor has "CHF"');
    world.clear();
    for (const refresh of [false, true]) {
      expect((await world.up(filesOf(plan), { refresh })).errors.join()).toContain(
        'currencyCode: wanted "EUR", the vendor has "CHF"',
      );
      expect(world.writes).toEqual([]);
    }
  });
});

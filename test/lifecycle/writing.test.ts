/** What an update makes of members that no entry names, and of fields that are cleared. */
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../provider/fields/shape.js";
import {
  addressOf,
  childOf,
  edit,
  editInside,
  filesOf,
  liveAt,
  type Place,
  productOf,
  settled,
  up,
} from "../support/place.js";
import { fileOf, fixtureOf, liveOf, sandboxOf, worldOf } from "../support/vendors.js";
import type { Files, World } from "../support/world.js";
import { toyRegistry } from "../toy/vendor.js";

const SEATS: JsonObject = {
  pricingType: "SEAT_BASED",
  seatMetricId: "s-1",
  pricePerSeat: "0.25",
  prorationStrategy: "USE_MAXIMUM",
  contractedMinimumSeats: 10,
  tiers: [{ price: "1.00" }],
};

/** A value of which the entry names a part, what people set beside it, and another value of the part. */
interface Part {
  readonly place: Place;
  readonly name: string;
  readonly value: JsonObject;
  readonly byHand: JsonObject;
  readonly next: JsonObject;
  /** A member that can be taken out again. */
  readonly optional?: JsonObject;
}
const PARTS: Part[] = [
  {
    place: productOf("fynn"),
    name: "customFields",
    value: { erpArticle: "4711" },
    byHand: { erpAccount: { number: 8_400 } },
    next: { erpArticle: "4712" },
  },
  {
    place: productOf("fynn"),
    name: "translations",
    value: { de: { name: "Platz" } },
    byHand: { fr: { name: "Siège" } },
    next: { de: { name: "Ort" } },
    optional: { it: { name: "Posto" } },
  },
  {
    place: childOf("fynn"),
    name: "price",
    value: { amount: 1_000 },
    byHand: { trialPeriod: 14 },
    next: { amount: 2_000 },
    optional: { note: "x" },
  },
  {
    place: childOf("fynn"),
    name: "freeUnits",
    value: { quantity: 5 },
    byHand: { unit: "seat" },
    next: { quantity: 6 },
    optional: { interval: "1M" },
  },
  {
    place: childOf("sequence"),
    name: "structure",
    value: SEATS,
    byHand: { overagesBillingFrequency: "YEARLY" },
    next: { ...SEATS, pricePerSeat: "0.30" },
    optional: { prorateFlatFees: true },
  },
  {
    place: productOf("polar"),
    name: "metadata",
    value: { team: "growth" },
    byHand: { seen: "yes" },
    next: { team: "sales" },
    optional: { a: 1 },
  },
  {
    place: childOf("toy"),
    name: "notes",
    value: { team: "growth" },
    byHand: { seen: "yes" },
    next: { team: "sales" },
    optional: { a: "1" },
  },
];

describe.each(PARTS)("$place.fixture.name $name: of a value that the entry names in part", ({
  place,
  name,
  value,
  byHand,
  next,
  optional,
}) => {
  it("what people set beside it is not drift, and stays when the part changes", async () => {
    const world = worldOf(place.fixture);
    await up(world, filesOf(place, { [name]: value }));
    editInside(world, place, name, byHand);
    await settled(world, filesOf(place, { [name]: value }));
    await up(world, filesOf(place, { [name]: next }));
    expect(liveAt(world, place)[name]).toMatchObject({ ...next, ...byHand });
    await settled(world, filesOf(place, { [name]: next }));
  });

  it("it stays when another field changes", async () => {
    const world = worldOf(place.fixture);
    const kind = place.key === "alpha" ? place.fixture.product : place.fixture.child;
    await up(world, filesOf(place, { [name]: value }));
    editInside(world, place, name, byHand);
    const other = Object.entries(kind?.update(7) ?? {}).find(([key]) => key !== name);
    const edited = other ? { [other[0]]: other[1] } : (kind?.edits?.[0]?.(1) ?? {});
    await up(world, filesOf(place, { ...edited, [name]: value }));
    expect(liveAt(world, place)[name]).toMatchObject({ ...value, ...byHand });
  });

  it("a member that is taken out of the entry goes, and nothing else", async () => {
    if (!optional) return;
    const world = worldOf(place.fixture);
    await up(world, filesOf(place, { [name]: { ...value, ...optional } }));
    editInside(world, place, name, byHand);
    await up(world, filesOf(place, { [name]: value }));
    expect(liveAt(world, place)[name]).toMatchObject({ ...value, ...byHand });
    expect(Object.keys(liveAt(world, place)[name] as JsonObject)).not.toContain(Object.keys(optional)[0]);
    await settled(world, filesOf(place, { [name]: value }));
  });

  it("named for the first time, it takes nothing away; taken out, it takes its own away", async () => {
    const type = (place.key === "alpha" ? place.fixture.product : place.fixture.child)?.kind;
    const { kind } = place.fixture.registry.kind(type ?? "") ?? {};
    const cleared = kind?.fields[name]?.absence?.cleared;
    if (cleared === undefined || cleared === "never") return;
    const world = worldOf(place.fixture);
    await up(world, filesOf(place));
    editInside(world, place, name, byHand);
    await up(world, filesOf(place, { [name]: value }));
    expect(liveAt(world, place)[name]).toMatchObject({ ...value, ...byHand });
    await up(world, filesOf(place));
    expect(liveAt(world, place)[name]).toMatchObject(byHand);
    expect(JSON.stringify(liveAt(world, place)[name])).not.toContain(Object.keys(value)[0]);
    await settled(world, filesOf(place));
  });
});

/** A field that can be cleared, and what people have set there. */
const CLEARED: { place: Place; name: string; byHand: Json }[] = [
  { place: productOf("fynn"), name: "description", byHand: "By hand" },
  { place: productOf("sequence"), name: "label", byHand: "By hand" },
  { place: productOf("polar"), name: "description", byHand: "By hand" },
  { place: productOf("polar"), name: "metadata", byHand: { seen: "yes" } },
  { place: productOf("toy"), name: "remark", byHand: "By hand" },
];

describe.each(CLEARED)("$place.fixture.name $name", ({ place, name, byHand }) => {
  const isEmpty = (world: World): boolean => {
    const {
      catalogue_address: _address,
      catalogue_owner: _owner,
      ...rest
    } = (liveAt(world, place)[name] ?? {}) as JsonObject;
    const value = liveAt(world, place)[name];
    return typeof value === "object" ? Object.keys(rest).length === 0 : [undefined, ""].includes(value as string);
  };
  const setByHand = (world: World): void =>
    typeof byHand === "object"
      ? editInside(world, place, name, byHand as JsonObject)
      : edit(world, place, { [name]: byHand });

  it("null on a field that was never named is announced when it is written, and sent then", async () => {
    const world = worldOf(place.fixture);
    await up(world, filesOf(place));
    setByHand(world);
    world.clear();
    const files = filesOf(place, { [name]: null });
    expect((await world.preview(files)).steps).toMatchObject([{ op: "update", name: addressOf(place) }]);
    expect(world.said.join()).toContain(`${addressOf(place)}: ${name} is cleared`);
    await up(world, files);
    expect(isEmpty(world)).toBe(true);
    await settled(world, files);
    // It stays the entry's: what somebody sets again is drift.
    setByHand(world);
    expect((await world.preview(files, { refresh: true })).steps).toMatchObject([{ op: "update", changed: [name] }]);
  });

  it("once the null is taken out of the entry again, what people set is left alone", async () => {
    const world = worldOf(place.fixture);
    await up(world, filesOf(place, { [name]: null }));
    world.clear();
    await up(world, filesOf(place));
    expect(world.said.join()).toContain(`the entry no longer manages ${name}; the value at the vendor is unchanged`);
    expect(world.writes).toEqual([]);
    await settled(world, filesOf(place));
    setByHand(world);
    await up(world, filesOf(place), { refresh: true });
    expect(isEmpty(world)).toBe(false);
    await settled(world, filesOf(place));
  });

  it("taken out of the entry it is cleared once, and what people set later is left alone", async () => {
    const value = place.fixture.name === "polar" && name === "metadata" ? { mine: "x" } : "Mine";
    const world = worldOf(place.fixture);
    await up(world, filesOf(place, { [name]: value }));
    await up(world, filesOf(place));
    expect(isEmpty(world)).toBe(true);
    await settled(world, filesOf(place));
    setByHand(world);
    await settled(world, filesOf(place));
    world.clear();
    await up(world, filesOf(place), { refresh: true });
    expect(world.writes).toEqual([]);
    expect(isEmpty(world)).toBe(false);
  });
});

describe("null on a member that was never named", () => {
  const fynn = fixtureOf("fynn");
  const plan = (price: JsonObject, more: JsonObject = {}): Files =>
    fileOf(fynn, {
      pro: { ...fynn.product.fields(1), pricePlans: { one: { ...fynn.child?.fields(1), price, ...more } } },
    });
  const priceOf = (world: World): JsonObject =>
    liveOf(fynn, world).find(({ id }) => id === world.ids["fynn/pro/one"])?.body["price"] as JsonObject;
  const setByHand = (world: World): void =>
    fynn.edit(sandboxOf(fynn, world), world.ids["fynn/pro/one"] ?? "", {
      price: { ...priceOf(world), trialPeriod: 14 },
    });

  it("is announced when it is written, and sent then", async () => {
    const world = worldOf(fynn);
    await up(world, plan({ amount: 1000 }));
    setByHand(world);
    world.clear();
    const files = plan({ amount: 1000, trialPeriod: null });
    expect((await world.preview(files)).steps).toMatchObject([{ op: "update", name: "fynn/pro/one" }]);
    expect(world.said).toEqual([
      expect.stringContaining("fynn/pro/one: price.trialPeriod is cleared: the entry sets it to null"),
    ]);
    await up(world, files);
    expect(priceOf(world)["trialPeriod"]).toBeNull();
    await settled(world, files);
    // It stays the entry's: what somebody sets again is drift.
    setByHand(world);
    expect((await world.preview(files, { refresh: true })).steps).toMatchObject([{ op: "update", changed: ["price"] }]);
  });

  it("once the null is taken out of the entry again, what people set is left alone", async () => {
    const world = worldOf(fynn);
    await up(world, plan({ amount: 1000, trialPeriod: null }));
    world.clear();
    await up(world, plan({ amount: 1000 }));
    expect(world.said.join()).toContain(
      "the entry no longer manages price.trialPeriod; the value at the vendor is unchanged",
    );
    expect(world.writes).toEqual([]);
    setByHand(world);
    await up(world, plan({ amount: 1000 }), { refresh: true });
    await up(world, plan({ amount: 2000 }));
    expect(priceOf(world)).toMatchObject({ amount: 2000, trialPeriod: 14 });
  });
});

describe("of a value that is written as a whole", () => {
  const plan = childOf("fynn", {
    salesChannel: { id: "channel-1" },
    price: { amount: 1, tiers: [{ to: 10 }, { to: 20 }] },
  });
  const start = async (): Promise<World> => {
    const world = worldOf(plan.fixture);
    await up(world, filesOf(plan));
    edit(world, plan, { salesChannel: { id: "channel-1", region: "EU" } });
    editInside(world, plan, "price", {
      tiers: [
        { to: 10, note: "first" },
        { to: 20, note: "second" },
      ],
    });
    expect((await world.engine.refresh()).errors).toEqual([]);
    await settled(world, filesOf(plan));
    world.clear();
    return world;
  };

  it("the preview says what a change takes away", async () => {
    const world = await start();
    expect((await world.preview(filesOf(plan, { salesChannel: { id: "channel-2" } }))).errors).toEqual([]);
    expect(world.said.join()).toContain('loses salesChannel.region ("EU"), which the entry does not name');
    world.clear();
    const next = { price: { amount: 1, tiers: [{ to: 10 }, { to: 30 }] } };
    expect((await world.preview(filesOf(plan, next))).errors).toEqual([]);
    expect(world.said.join()).toContain('loses price.tiers[0].note ("first"), price.tiers[1].note ("second")');
    expect(world.requests).toEqual([]);
  });

  it("it stays, and nothing is said, when something else changes", async () => {
    const world = await start();
    const next = { internalName: "Renamed", price: { amount: 2, tiers: [{ to: 10 }, { to: 20 }] } };
    await up(world, filesOf(plan, next));
    expect(world.said.join()).not.toContain("loses");
    expect(liveAt(world, plan)).toMatchObject({
      salesChannel: { id: "channel-1", region: "EU" },
      price: {
        amount: 2,
        tiers: [
          { to: 10, note: "first" },
          { to: 20, note: "second" },
        ],
      },
    });
  });
});

it.each(
  toyRegistry.vendors.flatMap(({ kinds }) => kinds),
)("$type: each value with members says what becomes of those that an entry does not name", ({ fields }) => {
  for (const [name, { shape, unnamed }] of Object.entries(fields)) {
    const shapes = shape.type === "either" ? shape.of : [shape];
    if (shapes.some(({ type }) => ["object", "map", "union", "open"].includes(type)))
      expect({ name, unnamed }).not.toEqual({ name });
  }
});

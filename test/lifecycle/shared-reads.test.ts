/** Reads that share a list before a write prove no less than single reads do. */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import { isList } from "../support/kind-calls.js";
import { fileOf, fixtureOf, liveOf, sandboxOf, worldOf } from "../support/vendors.js";
import type { World } from "../support/world.js";

const polar = fixtureOf("polar");
const sequence = fixtureOf("sequence");
const ENTRIES = 20;

const files = (fixture: typeof polar, count: number, change: (n: number) => JsonObject = () => ({})) =>
  fileOf(fixture, {
    ...Object.fromEntries(
      Array.from({ length: count }, (_, n) => [`e${n}`, { ...fixture.product.fields(n), ...change(n) }]),
    ),
    stays: fixture.product.fields("stays"),
  });

async function started(fixture = polar, options: Parameters<typeof worldOf>[1] = {}): Promise<World> {
  const world = worldOf(fixture, { account: { limits: { perMinute: 0 } }, ...options });
  expect((await world.up(files(fixture, ENTRIES))).errors).toEqual([]);
  world.clock.advance(60_000);
  world.clear();
  return world;
}

const metadataOf = (world: World, id: string): JsonObject =>
  liveOf(polar, world).find((one) => one.id === id)?.body["metadata"] as JsonObject;

describe("removals", () => {
  const OTHERS = { catalogue_address: "polar/theirs", catalogue_owner: "catalogue/other" };

  it.each([0, 5])("an object that another stack has just adopted stays, with reads %d s behind", async (readLag) => {
    const world = await started(polar, { switches: { readLag } });
    const id = world.ids["polar/e7"] ?? "";
    polar.edit(sandboxOf(polar, world), id, { metadata: OTHERS });
    const { errors } = await world.up(files(polar, 0));
    expect(errors).toEqual([expect.stringContaining(`${id} now belongs to catalogue/other, as polar/theirs`)]);
    const object = liveOf(polar, world).find((one) => one.id === id);
    expect(object?.archived).toBe(false);
    expect(object?.body["metadata"]).toEqual(OTHERS);
    expect(liveOf(polar, world).filter(({ archived }) => archived)).toHaveLength(ENTRIES - 1);
  });

  it.each([
    0, 5,
  ])("texts that somebody has just added to the metadata stay, with reads %d s behind", async (readLag) => {
    const world = await started(polar, { switches: { readLag } });
    const id = world.ids["polar/e7"] ?? "";
    polar.edit(sandboxOf(polar, world), id, { metadata: { ...metadataOf(world, id), theirs: "kept" } });
    expect((await world.up(files(polar, 0))).errors).toEqual([]);
    expect(metadataOf(world, id)).toEqual({ theirs: "kept" });
    const reads = world.requests.filter((one) => !one.startsWith("PATCH") || one.includes("list"));
    expect(reads.length).toBeLessThanOrEqual(3);
  });

  it("an object without its mark is read by itself", async () => {
    const world = await started();
    const id = world.ids["polar/e7"] ?? "";
    polar.edit(sandboxOf(polar, world), id, { metadata: { theirs: "kept" } });
    expect((await world.up(files(polar, 0))).errors).toEqual([]);
    expect(metadataOf(world, id)).toEqual({ theirs: "kept" });
    expect(world.requests.filter((one) => one === `PATCH /v1/products/${id}`)).toHaveLength(2);
  });

  it("lists that are refused leave single reads", async () => {
    const world = await started();
    world.network.fault = ({ path, method }) =>
      method === "GET" && isList(polar, path)
        ? { kind: "reply", when: "before", reply: { status: 403, headers: {}, text: '{"error":"insufficient_scope"}' } }
        : undefined;
    expect((await world.up(files(polar, 0))).errors).toEqual([]);
    expect(liveOf(polar, world).filter(({ archived }) => archived)).toHaveLength(ENTRIES);
  });

  it("a list is used for a minute at most", async () => {
    const world = await started(polar, { account: { limits: { perMinute: 6 } } });
    world.engine.parallel = 4;
    expect((await world.up(files(polar, 0))).errors).toEqual([]);
    const { exchanges } = sandboxOf(polar, world);
    const lists = exchanges.filter(({ request }) => isList(polar, request.path)).map(({ at }) => at);
    const last = exchanges.at(-1)?.at ?? 0;
    expect(last - Math.max(...lists)).toBeLessThan(2 * 60_000);
  });
});

describe("removals of what somebody may change", () => {
  it("an object with other texts, and one that is archived already, are read one by one", async () => {
    const world = await started(polar);
    const [texts, archived] = [world.ids["polar/e3"] ?? "", world.ids["polar/e4"] ?? ""];
    const theirs = { ...metadataOf(world, texts), theirs: "note" };
    polar.edit(sandboxOf(polar, world), texts, { metadata: theirs });
    expect((await world.up(files(polar, ENTRIES, (n) => ({ archived: n === 4 })))).errors).toEqual([]);
    world.clear();
    expect((await world.up(files(polar, 0))).errors).toEqual([]);
    expect(metadataOf(world, texts)).toEqual({ theirs: "note" });
    const { exchanges } = sandboxOf(polar, world);
    const read = exchanges.filter(({ request }) => JSON.stringify(request.body) === "{}");
    expect(read.map(({ request }) => request.path)).toEqual(
      expect.arrayContaining([texts, archived].map((id) => `/v1/products/${id}`)),
    );
  });
});

describe("a renamed stack", () => {
  it.each([0, 5])("others' objects stay as they are, with reads %d s behind", async (readLag) => {
    const before = await started(polar, { switches: { readLag }, owner: "catalogue/old" });
    const after = worldOf(polar, { owner: "catalogue/new", beside: before, account: { limits: { perMinute: 0 } } });
    after.engine.state = structuredClone(before.engine.state);
    const id = before.ids["polar/e7"] ?? "";
    polar.edit(sandboxOf(polar, before), id, {
      metadata: { catalogue_address: "polar/e7", catalogue_owner: "catalogue/third" },
    });
    after.clear();
    const { errors } = await after.up(files(polar, ENTRIES));
    expect(errors).toEqual([expect.stringContaining(`${id} now belongs to catalogue/third`)]);
    expect(metadataOf(after, id)["catalogue_owner"]).toBe("catalogue/third");
    const marked = liveOf(polar, after).filter(
      ({ body }) => (body["metadata"] as JsonObject)["catalogue_owner"] === "catalogue/new",
    );
    expect(after.requests.length).toBeLessThanOrEqual(2 * marked.length + 2);
  });
});

describe("full bodies", () => {
  it("what somebody has changed before the list was read goes back to the vendor", async () => {
    const world = await started(sequence);
    const id = world.ids["sequence/e7"] ?? "";
    sequence.edit(sandboxOf(sequence, world), id, { taxCategoryId: "tax-theirs" });
    expect((await world.up(files(sequence, ENTRIES, (n) => ({ name: `Renamed ${n}` })))).errors).toEqual([]);
    expect(liveOf(sequence, world).find((one) => one.id === id)?.body).toMatchObject({
      name: "Renamed 7",
      taxCategoryId: "tax-theirs",
    });
    expect(world.requests.length).toBeLessThanOrEqual(ENTRIES + 3);
  });

  it("those that come later are read again", async () => {
    const world = await started(sequence);
    const atOnce = 4;
    world.engine.parallel = atOnce;
    const theirs = { taxCategoryId: "tax-theirs" };
    let isDone = false;
    world.network.afterAnswer = ({ method }) => {
      if (method !== "PUT" || isDone) return;
      isDone = true;
      for (const id of Object.values(world.ids)) sequence.edit(sandboxOf(sequence, world), id, theirs);
    };
    expect((await world.up(files(sequence, ENTRIES, (n) => ({ name: `Renamed ${n}` })))).errors).toEqual([]);
    expect(world.requests.filter((one) => one === "GET /products").length).toBeGreaterThan(1);
    // Those that were under way are the last ones that may not know of it.
    const kept = liveOf(sequence, world).filter(({ body }) => body["taxCategoryId"] === theirs.taxCategoryId);
    expect(kept.length).toBeGreaterThanOrEqual(ENTRIES + 1 - 2 * atOnce);
  });
});

/** How many requests reads and removals cost: pages of lists, and few single reads. */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import { isList } from "../support/kind-calls.js";
import {
  everyKind,
  fileOf,
  fixtures,
  type KindUnderTest,
  labelOf,
  sandboxOf,
  type VendorFixture,
  worldOf,
} from "../support/vendors.js";
import type { Files, World } from "../support/world.js";

const NOT_FOUND = { status: 404, headers: {}, text: '{"error":"ResourceNotFound","detail":"Not found"}' };
const FREE = { limits: { perMinute: 0 } };
/** Objects on a page of a list. */
const PAGE: Readonly<Record<string, number>> = { sequence: 100, fynn: 100, polar: 100, toy: 2 };
const pagesOf = ({ name }: VendorFixture, objects: number): number => Math.ceil(objects / (PAGE[name] ?? 1));

/** So many entries of the kind, and the product that those of a child need. */
function files({ fixture, kind }: KindUnderTest, count: number): Files {
  const { product, child } = fixture;
  const all = (of: JsonObject | undefined): [string, JsonObject][] =>
    Array.from({ length: count }, (_, n) => [`e${n}`, { ...kind.fields(n), ...of }]);
  if (kind !== child) return fileOf(fixture, Object.fromEntries(all(undefined)));
  return fileOf(fixture, { alpha: { ...product.fields("x"), [child.collection]: Object.fromEntries(all(undefined)) } });
}

async function started(of: KindUnderTest, count: number, options: Parameters<typeof worldOf>[1] = {}): Promise<World> {
  const world = worldOf(of.fixture, { account: FREE, ...options });
  expect((await world.up(files(of, count))).errors).toEqual([]);
  world.clear();
  world.exports = 0;
  return world;
}

/** Requests for the kind, without those for other kinds of the vendor. */
const requestsFor = (world: World, kind: { readonly requests: { readonly create: string } }): string[] => {
  const path = kind.requests.create.split(" ")[1] ?? "";
  return world.requests.filter((one) => `${one} `.includes(` ${path}`));
};

/** Objects of others: copies of one of ours, without its mark and below another parent. */
function crowd({ fixture, kind, address }: KindUnderTest, world: World, count: number): void {
  const own = world.ids[`${address.slice(0, address.lastIndexOf("/"))}/e0`] ?? "";
  const { marker, parent } = fixture.registry.kind(kind.kind)?.kind ?? {};
  const members = { ...(marker ? { [marker.field]: {} } : {}), ...(parent ? { [parent.field]: "another" } : {}) };
  for (let n = 0; n < count; n += 1) fixture.copy(sandboxOf(fixture, world), own, members);
}

const kinds = everyKind.map((of) => ({ of, label: `${labelOf(of.fixture)}: ${of.kind.kind}` }));

describe.each(kinds)("$label", ({ of }) => {
  const { fixture, kind } = of;

  it.each([10, 100, 1_000])("a refresh of %i entries that are all there is", async (count) => {
    const world = await started(of, count);
    world.engine.parallel = 8;
    expect((await world.engine.refresh()).errors).toEqual([]);
    expect(requestsFor(world, kind).length).toBeLessThanOrEqual(pagesOf(fixture, count + 1) + 2);
    expect(world.exports).toBeLessThanOrEqual(1);
  });
});

/** Where marks cannot be looked up, what no row holds can only be found in the whole list. */
const canBeFew = ({ of: { fixture, kind } }: (typeof kinds)[number]): boolean => {
  const definition = fixture.registry.kind(kind.kind)?.kind;
  return definition?.marker === undefined || definition.calls.listMarked !== undefined;
};

describe.each(kinds.filter(canBeFew))("$label", ({ of }) => {
  const { fixture, kind } = of;

  it("a refresh of 5 among 5,000 objects", async () => {
    const world = await started(of, 5);
    crowd(of, world, 5_000);
    expect((await world.engine.refresh()).errors).toEqual([]);
    // Pages that were tried, and a single read of each.
    expect(requestsFor(world, kind).length).toBeLessThanOrEqual(5 + 6);
    expect(world.said).toEqual([]);
    const lists = requestsFor(world, kind).filter((one) => isList(fixture, one.split(" ")[1] ?? ""));
    expect(lists.length).toBeLessThanOrEqual(6);
  });
});

describe.each(fixtures.filter(({ child }) => child !== undefined))("$name", (fixture) => {
  const { product, child } = fixture;
  it.each([
    ["lists that are empty", { status: 200, headers: {}, text: '{"items":[],"data":[],"things":[],"pagination":{}}' }],
    ["lists that are not there", NOT_FOUND],
  ])("everything answers 404, with %s: 100 products and 900 below them, 8 reads at a time", async (_, list) => {
    const below = (n: number) => ({
      [child?.collection ?? ""]: Object.fromEntries(
        Array.from({ length: 9 }, (_, m) => [`c${m}`, child?.fields(n * 9 + m)]),
      ),
    });
    const entries = Array.from({ length: 100 }, (_, n) => [`e${n}`, { ...product.fields(n), ...below(n) }]);
    const world = worldOf(fixture, { account: FREE });
    expect((await world.up(fileOf(fixture, Object.fromEntries(entries)))).errors).toEqual([]);
    world.engine.parallel = 8;
    const before = world.network.requests;
    world.network.fault = ({ path }) => ({
      kind: "reply",
      when: "before",
      reply: isList(fixture, path) ? list : NOT_FOUND,
    });
    const { errors } = await world.engine.refresh();
    expect(errors).toHaveLength(1_000);
    expect(errors.filter((text) => !text.includes("what to do"))).toEqual([]);
    expect(world.network.requests - before).toBeLessThanOrEqual(3 + 10);
    expect(Object.keys(world.ids)).toHaveLength(1_000);
  });
});

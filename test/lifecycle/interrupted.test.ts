/** Creates after a run that was interrupted: what the state tells of it, how long is looked, and what is taken. */
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../provider/fields/shape.js";
import type { TransportRequest } from "../../provider/http/transport.js";
import { ProviderProcess } from "../../provider/lifecycle/provider.js";
import { fileOf, fixtureOf, fixtures, type KindFixture, liveOf, sandboxOf, type VendorFixture, worldOf } from "../support/vendors.js";
import type { Files, World } from "../support/world.js";

const kinds = fixtures.flatMap((fixture) => [
  { fixture, kind: fixture.product, label: fixture.product.kind },
  ...(fixture.child ? [{ fixture, kind: fixture.child, label: fixture.child.kind }] : []),
]);

/** The entry under test is alpha, or alpha/one for a child; what it stands below is made before. */
const addressOf = (fixture: VendorFixture, kind: KindFixture): string =>
  kind === fixture.child ? `${fixture.name}/alpha/one` : `${fixture.name}/alpha`;
const filesFor = (fixture: VendorFixture, kind: KindFixture): Files =>
  kind === fixture.child
    ? fileOf(fixture, { alpha: { ...fixture.product.fields(1), [kind.collection]: { one: kind.fields(1) } } })
    : fileOf(fixture, { alpha: kind.fields(1) });
async function ready(fixture: VendorFixture, kind: KindFixture, options: Parameters<typeof worldOf>[1] = {}): Promise<World> {
  const world = worldOf(fixture, options);
  if (kind === fixture.child) expect((await world.up(fileOf(fixture, { alpha: fixture.product.fields(1) }))).errors).toEqual([]);
  world.clock.advance(60_000);
  world.clear();
  return world;
}
const isCreateOf =
  (kind: KindFixture) =>
  ({ method, path }: TransportRequest): boolean =>
    `${method} ${path.split("?")[0]}` === kind.requests.create;
const idsOf = (fixture: VendorFixture, world: World, kind: KindFixture): string[] =>
  liveOf(fixture, world)
    .filter((one) => one.kind === kind.kind)
    .map(({ id }) => id);

/** The engine is killed when the create is sent; the vendor acts so many seconds later, at the next request that reaches it. */
function killedAndLate(fixture: VendorFixture, world: World, kind: KindFixture, seconds: number): void {
  let late: (() => void) | undefined;
  world.network.beforeSend = (request) => {
    late?.();
    if (late || !isCreateOf(kind)(request)) return;
    const actsAt = world.clock.now() + seconds * 1_000;
    late = () => {
      if (world.clock.now() < actsAt) return;
      late = () => undefined;
      const url = new URL(request.path, request.origin);
      const { method, headers, body } = request;
      const parsed = body === null ? undefined : (JSON.parse(body) as Json);
      sandboxOf(fixture, world).answer({ method, path: url.pathname, query: url.searchParams, headers, body: parsed });
    };
    world.engine.kill();
  };
}

describe.each(kinds)("$label", ({ fixture, kind }) => {
  const address = addressOf(fixture, kind);
  const files = filesFor(fixture, kind);
  const isCreate = isCreateOf(kind);

  it("a create that the vendor acts on 10 s after the kill is found by the next run, and not made twice", async () => {
    const world = await ready(fixture, kind);
    killedAndLate(fixture, world, kind, 10);
    expect((await world.up(files)).crashed).toBe(true);
    expect(idsOf(fixture, world, kind)).toEqual([]);
    world.clear();
    expect((await world.up(files)).errors).toEqual([]);
    expect(idsOf(fixture, world, kind)).toEqual([world.ids[address]]);
    expect(world.said.join()).toContain("an earlier run was interrupted while it created objects; looking for its objects until");
  });

  it("a later run with other entries does not wait again, although the engine keeps the pending operation", async () => {
    const world = await ready(fixture, kind);
    killedAndLate(fixture, world, kind, 0);
    await world.up(files);
    world.network.beforeSend = undefined;
    expect((await world.up(files)).errors).toEqual([]);
    expect(world.engine.state.pending.map(({ op, name }) => `${op} ${name}`)).toEqual([`creating ${address}`]);
    world.clock.advance(60_000);
    world.clear();
    const [name = "", text = ""] = Object.entries(files)[0] ?? [];
    const more = JSON.parse(text) as JsonObject;
    const collection = fixture.product.collection;
    const entries = { ...(more[collection] as JsonObject), another: fixture.product.fields(7) };
    expect((await world.up({ [name]: JSON.stringify({ ...more, [collection]: entries }) })).errors).toEqual([]);
    expect(world.said.join()).not.toContain("looking for its objects");
  });

  it.each([0, 2])("a 429 that the vendor sends after it has acted makes no second object (reads lag %i s)", async (lag) => {
    const world = await ready(fixture, kind, { switches: { readLag: lag } });
    let hits = 0;
    world.network.fault = (request) =>
      isCreate(request) && hits++ === 0
        ? { kind: "reply", when: "after", reply: { status: 429, headers: { "retry-after": "1" }, text: "" } }
        : undefined;
    expect((await world.up(files)).errors).toEqual([]);
    expect(idsOf(fixture, world, kind)).toEqual([world.ids[address]]);
    expect(hits).toBe(1);
    expect(world.said.join()).toMatch(/asked to slow down, and had created .* all the same/);
  });

  it("a 429 that means what it says is repeated", async () => {
    const world = await ready(fixture, kind);
    let hits = 0;
    world.network.fault = (request) =>
      isCreate(request) && hits++ < 3 ? { kind: "reply", when: "before", reply: { status: 429, headers: {}, text: "" } } : undefined;
    expect((await world.up(files)).errors).toEqual([]);
    expect(hits).toBe(4);
    expect(idsOf(fixture, world, kind)).toEqual([world.ids[address]]);
  });

  it("a state that cannot be read counts as that of an interrupted run", async () => {
    const world = await ready(fixture, kind);
    world.stateIsReadable = false;
    const began = world.clock.now();
    expect((await world.up(files)).errors).toEqual([]);
    expect(world.clock.now() - began).toBeGreaterThanOrEqual(12_000);
    expect(world.said.join()).toContain("the stack's state could not be read, so an earlier run may have been interrupted");
  });
});

describe("the provider process killed, so that the engine notes nothing", () => {
  it("the next run, seconds later, looks as long as a lost answer is looked for", async () => {
    const fixture = fixtureOf("fynn");
    const world = worldOf(fixture);
    expect((await world.up(fileOf(fixture, { other: fixture.product.fields(8) }))).errors).toEqual([]);
    killedAndLate(fixture, world, fixture.product, 8);
    const files = fileOf(fixture, { other: fixture.product.fields(8), alpha: fixture.product.fields(1) });
    await world.up(files);
    world.engine.state.pending = [];
    expect((await world.up(files)).errors).toEqual([]);
    expect(world.said.join()).toContain("another run has just ended, and may have been interrupted");
    expect(idsOf(fixture, world, fixture.product)).toHaveLength(2);
  });
});

describe("the stack's state", () => {
  it("that could not be read for one create is read again for the next one", async () => {
    const fixture = fixtureOf("sequence");
    const processes: ProviderProcess[] = [];
    class Kept extends ProviderProcess {
      constructor(...args: ConstructorParameters<typeof ProviderProcess>) {
        super(...args);
        processes.push(this);
      }
    }
    const world: World = worldOf(fixture, { process: Kept, wire: () => world.network.transport(() => true) });
    const files = fileOf(fixture, { alpha: fixture.product.fields(1) });
    expect((await world.up(files)).errors).toEqual([]);
    const { inputs } = world.row("sequence/alpha");
    // The same entry in a state that has lost its row: the object of the first run is a candidate.
    world.engine.state.rows = [];
    expect((await world.preview(files)).errors).toEqual([]);
    const provider = processes.at(-1)?.provider("sequence:Product");
    if (!provider) throw new Error("no process");
    world.stateIsReadable = false;
    await expect(world.clock.run(provider.create(inputs))).rejects.toThrow("the stack's state cannot be read");
    world.stateIsReadable = true;
    expect(await world.clock.run(provider.create(inputs))).toMatchObject({ outs: { name: "Product 1" } });
  });
});

/** Creates after a run that was interrupted: what the state tells of it, how long is looked, and what is taken. */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import type { TransportRequest } from "../../provider/http/transport.js";
import { ProviderProcess } from "../../provider/lifecycle/provider.js";
import type { PolarSandbox } from "../../sandboxes/polar/sandbox.ts";
import {
  fileOf,
  fixtureOf,
  fixtures,
  type KindFixture,
  liveOf,
  sandboxOf,
  type VendorFixture,
  worldOf,
} from "../support/vendors.js";
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
async function ready(
  fixture: VendorFixture,
  kind: KindFixture,
  options: Parameters<typeof worldOf>[1] = {},
): Promise<World> {
  const world = worldOf(fixture, options);
  if (kind === fixture.child)
    expect((await world.up(fileOf(fixture, { alpha: fixture.product.fields(1) }))).errors).toEqual([]);
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

const isKeyed = ({ name, registry }: VendorFixture): boolean => registry.vendor(name)?.idempotencyHeader !== undefined;

/**
 * The engine is killed when the create is sent; the vendor acts so many seconds later, at the next request that reaches
 * it.
 */
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
      const server = sandboxOf(fixture, world);
      const parsed = server.read(body ?? "", headers);
      server.answer({ method, path: url.pathname, query: url.searchParams, headers, body: parsed });
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
    expect(world.said.join()).toContain(
      "an earlier run was interrupted while it created objects; looking for its objects until",
    );
  });

  it(
    "a later run with other entries does not wait again, although " + "the engine keeps the pending operation",
    async () => {
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
    },
  );

  it.each([
    0, 2,
  ])("a 429 that the vendor sends after it has acted makes no second object (reads lag %i s)", async (lag) => {
    const world = await ready(fixture, kind, { switches: { readLag: lag } });
    let hits = 0;
    world.network.fault = (request) =>
      isCreate(request) && hits++ === 0
        ? { kind: "reply", when: "after", reply: { status: 429, headers: { "retry-after": "1" }, text: "" } }
        : undefined;
    expect((await world.up(files)).errors).toEqual([]);
    expect(idsOf(fixture, world, kind)).toEqual([world.ids[address]]);
    // Under the key of the first POST the vendor answers with what it made.
    if (isKeyed(fixture)) return expect(hits).toBe(2);
    expect(hits).toBe(1);
    expect(world.said.join()).toMatch(/reported too many requests, but had created /);
  });

  it("a 429 that means what it says is repeated", async () => {
    const world = await ready(fixture, kind);
    let hits = 0;
    world.network.fault = (request) =>
      isCreate(request) && hits++ < 3
        ? { kind: "reply", when: "before", reply: { status: 429, headers: {}, text: "" } }
        : undefined;
    expect((await world.up(files)).errors).toEqual([]);
    expect(hits).toBe(4);
    expect(idsOf(fixture, world, kind)).toEqual([world.ids[address]]);
  });

  it("a state that cannot be read counts as that of an interrupted run", async () => {
    const world = await ready(fixture, kind);
    world.stateIsReadable = false;
    // Otherwise only the state says which organization the account is.
    const organization = { polar: (sandboxOf(fixture, world) as PolarSandbox).organizationId, toy: "realm-1" }[
      fixture.name
    ];
    const accounts = JSON.parse(world.config["catalogue:accounts"] ?? "{}") as Record<string, JsonObject>;
    if (organization)
      world.config["catalogue:accounts"] = JSON.stringify({
        [fixture.name]: { ...accounts[fixture.name], organization },
      });
    const began = world.clock.now();
    const { errors } = await world.up(files);
    expect(errors).toEqual([]);
    expect(world.clock.now() - began).toBeGreaterThanOrEqual(12_000);
    expect(world.said.join()).toContain(
      "the stack's state could not be read, so an earlier run may have been interrupted",
    );
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
    await expect(world.clock.run(provider.create(inputs))).rejects.toThrow("the stack's state could not be read");
    world.stateIsReadable = true;
    expect(await world.clock.run(provider.create(inputs))).toMatchObject({ outs: { name: "Product 1" } });
  });
});

describe("reads that lag, and an engine killed at any request", () => {
  const polar = fixtureOf("polar");
  const entries = Object.fromEntries(
    ["alpha", "beta", "gamma", "delta"].map((key, n) => [key, polar.product.fields(n)]),
  );
  const files = fileOf(polar, entries);

  /**
   * A run that is killed, the next run a few seconds later, and a refresh when no read lags any more. Ids that no row
   * holds.
   */
  async function afterKill(lag: number, seed: number): Promise<{ world: World; unheld: string[] }> {
    const world = worldOf(polar, { seed, switches: { readLag: lag } });
    const target = 1 + world.random.below(6);
    const kill = (_request: TransportRequest, number: number): void => {
      if (number === target) world.engine.kill();
    };
    if (seed % 2 === 0) world.network.afterAnswer = kill;
    else world.network.beforeSend = kill;
    await world.up(files);
    world.network.afterAnswer = undefined;
    world.network.beforeSend = undefined;
    world.clock.advance(world.random.below(6_000));
    expect((await world.up(files)).errors).toEqual([]);
    world.clock.advance(120_000);
    world.clear();
    expect((await world.engine.refresh()).errors).toEqual([]);
    const held = new Set(Object.values(world.ids));
    expect(held.size).toBe(4);
    return { world, unheld: idsOf(polar, world, polar.product).filter((id) => !held.has(id)) };
  }

  it.each([2, 5])("lag of %i s: no object is made twice", async (lag) => {
    for (let seed = 0; seed < 60; seed += 1) expect((await afterKill(lag, seed)).unheld, `seed ${seed}`).toEqual([]);
  });

  it(
    "lag of 60 s, longer than documented: what was made twice is reported " + "by the refresh, with its id and address",
    async () => {
      let reported = 0;
      for (let seed = 0; seed < 60; seed += 1) {
        const { world, unheld } = await afterKill(60, seed);
        for (const id of unheld) {
          const lines = world.said.filter((text) => text.includes(id));
          expect(lines, `seed ${seed}`).toHaveLength(1);
          expect(lines[0]).toMatch(
            /^warning: polar\/(alpha|beta|gamma|delta): product .* is marked with this stack \(catalogue\/dev\)/,
          );
          expect(lines[0]).toContain("what to do: if you do not need it (the state has ");
          reported += 1;
        }
      }
      expect(reported).toBeGreaterThan(0);
    },
  );

  it("lag of 60 s, and the account says so (limits.searchSeconds): no object is made twice", async () => {
    const world = worldOf(polar, { switches: { readLag: 60 }, account: { limits: { searchSeconds: 60 } } });
    killedAndLate(polar, world, polar.product, 0);
    await world.up(files);
    world.network.beforeSend = undefined;
    expect((await world.up(files)).errors).toEqual([]);
    expect(idsOf(polar, world, polar.product).sort()).toEqual(Object.values(world.ids).sort());
  });
});

describe("a refresh", () => {
  const polar = fixtureOf("polar");

  it(
    "reports an object with this stack's mark whose entry is in neither the catalogue nor the state, and says " +
      "how it is taken back",
    async () => {
      const world = worldOf(polar);
      const both = fileOf(polar, { alpha: polar.product.fields(1), lost: polar.product.fields(2) });
      expect((await world.up(both)).errors).toEqual([]);
      const id = world.ids["polar/lost"] ?? "";
      world.engine.state.rows = world.engine.state.rows.filter(({ name }) => name !== "polar/lost");
      world.clear();
      expect((await world.engine.refresh()).errors).toEqual([]);
      const [warning = "", ...others] = world.said.filter((text) => text.startsWith("warning"));
      expect(others).toEqual([]);
      expect(warning).toContain(
        `polar/lost: product ${id} is marked with this stack (catalogue/dev), but is not in its state`,
      );
      expect(warning).toContain("what to do: to manage it again, declare polar/lost and run `pulumi up`");
      expect(world.writes).toEqual([]);
      expect((await world.up(both)).errors).toEqual([]);
      expect(world.ids["polar/lost"]).toBe(id);
      world.clear();
      await world.engine.refresh();
      expect(world.said).toEqual([]);
    },
  );

  it("reports it although no row of its kind is left in the state", async () => {
    const world = worldOf(polar);
    const meter = { name: "Calls", filter: { conjunction: "and", clauses: [] }, aggregation: { func: "count" } };
    const file = { vendor: "polar", products: { alpha: polar.product.fields(1) }, meters: { calls: meter } };
    expect((await world.up({ "polar.yaml": JSON.stringify(file) })).errors).toEqual([]);
    const rows = world.engine.state.rows;
    for (const [lost, words] of [
      ["polar/alpha", "product"],
      ["polar/calls", "meter"],
    ] as const) {
      world.engine.state.rows = rows.filter(({ name }) => name !== lost);
      const { id } = rows.find(({ name }) => name === lost) ?? {};
      world.clear();
      expect((await world.engine.refresh()).errors).toEqual([]);
      expect(world.said.join()).toContain(
        `${lost}: ${words} ${id} is marked with this stack (catalogue/dev), but is not in its state`,
      );
    }
  });

  it(
    "goes on where the credentials may not read a kind of which the stack has no row, and warns where that list " +
      "fails",
    async () => {
      const world = worldOf(polar);
      expect((await world.up(fileOf(polar, { alpha: polar.product.fields(1) }))).errors).toEqual([]);
      const fail = (status: number): void => {
        world.network.fault = ({ path }) =>
          path.startsWith("/v1/meters/")
            ? { kind: "reply", when: "before", reply: { status, headers: {}, text: '{"error":"no","detail":"no"}' } }
            : undefined;
      };
      fail(403);
      world.clear();
      expect((await world.engine.refresh()).errors).toEqual([]);
      expect(world.said).toEqual([]);
      fail(500);
      expect((await world.engine.refresh()).errors).toEqual([]);
      expect(world.said.join()).toContain("could not check whether other meters are marked with this stack");
    },
  );

  it("says nothing of objects of other stacks and of people, and reads the state once", async () => {
    const world = worldOf(polar);
    const other = worldOf(polar, { beside: world, owner: "elsewhere/dev" });
    expect((await other.up(fileOf(polar, { theirs: polar.product.fields(9) }))).errors).toEqual([]);
    expect(
      (await world.up(fileOf(polar, { alpha: polar.product.fields(1), beta: polar.product.fields(2) }))).errors,
    ).toEqual([]);
    world.clear();
    const before = world.exports;
    expect((await world.engine.refresh()).errors).toEqual([]);
    expect(world.said).toEqual([]);
    expect(world.exports - before).toBe(1);
  });

  it("that cannot read the state says that it could not compare, and goes on", async () => {
    const world = worldOf(polar);
    expect(
      (await world.up(fileOf(polar, { alpha: polar.product.fields(1), beta: polar.product.fields(2) }))).errors,
    ).toEqual([]);
    world.clear();
    world.stateIsReadable = false;
    expect((await world.engine.refresh()).errors).toEqual([]);
    expect(world.said.join()).toContain("could not be compared with its state, because the state could not be read");
  });
});

describe("what is rewritten whole is read from the primary", () => {
  it(
    "a rename and a removal right after a change in the dashboard " + "keep what was changed, although reads lag",
    async () => {
      const polar = fixtureOf("polar");
      const world = worldOf(polar, { switches: { readLag: 5 } });
      const entry = polar.product.fields(1);
      const other = { other: polar.product.fields(2) };
      expect((await world.up(fileOf(polar, { ...other, alpha: entry }))).errors).toEqual([]);
      const id = world.ids["polar/alpha"] ?? "";
      const metadata = (): JsonObject =>
        liveOf(polar, world).find((one) => one.id === id)?.body["metadata"] as JsonObject;
      world.clock.advance(60_000);
      polar.edit(sandboxOf(polar, world), id, { metadata: { ...metadata(), note: "one" } });
      expect(
        (await world.up(fileOf(polar, { ...other, renamed: { ...entry, lifecycle: { renamedFrom: "alpha" } } })))
          .errors,
      ).toEqual([]);
      expect(metadata()).toMatchObject({ note: "one" });
      world.clock.advance(60_000);
      polar.edit(sandboxOf(polar, world), id, { metadata: { ...metadata(), note: "two" } });
      expect((await world.up(fileOf(polar, other))).errors).toEqual([]);
      expect(metadata()).toEqual({ note: "two" });
    },
  );
});

describe("an equal object that nothing marks", () => {
  const sequence = fixtureOf("sequence");
  const both = fileOf(sequence, { other: sequence.product.fields(8), alpha: sequence.product.fields(1) });
  const without = fileOf(sequence, { other: sequence.product.fields(8) });

  /** A product that is removed and added again within the day, at an account that lists archived products. */
  async function addedAgain(
    archiveMovesUpdatedAt: boolean,
  ): Promise<{ world: World; old: string; errors: readonly string[] }> {
    const world = worldOf(sequence, { switches: { archivedProductsListed: true, archiveMovesUpdatedAt } });
    expect((await world.up(both)).errors).toEqual([]);
    const old = world.ids["sequence/alpha"] ?? "";
    world.clock.advance(3_600_000);
    expect((await world.up(without)).errors).toEqual([]);
    world.clock.advance(3_600_000);
    world.clear();
    const { errors } = await world.up(both);
    return { world, old, errors };
  }

  it(
    "that was archived by its own removal is not taken when it is added again: the run stops and says how to go " +
      "on",
    async () => {
      const { world, old, errors } = await addedAgain(true);
      expect(errors.join()).toContain(`product ${old}`);
      expect(errors.join()).toContain("was changed later (2026-03-01T10:00:0");
      expect(errors.join()).toContain("or it is archived");
      expect(errors.join()).toContain(`adopt: ${old}`);
      expect(errors.join()).toContain("give the entry another name");
      expect(world.writes).toEqual([]);
    },
  );

  it(
    "is taken where archiving leaves `updatedAt` as it was, which " + "the documentation names as what is left",
    async () => {
      const { world, old, errors } = await addedAgain(false);
      expect(errors).toEqual([]);
      expect(world.ids["sequence/alpha"]).toBe(old);
    },
  );

  it("is taken although the two times of its creation differ by milliseconds", async () => {
    const world = worldOf(sequence);
    killedAndLate(sequence, world, sequence.product, 0);
    const alpha = fileOf(sequence, { alpha: sequence.product.fields(1) });
    await world.up(alpha);
    world.network.beforeSend = (_request) => {
      for (const { id, body } of liveOf(sequence, world)) {
        const updatedAt = new Date(Date.parse(String(body["createdAt"])) + 900).toISOString();
        sequence.edit(sandboxOf(sequence, world), id, { updatedAt });
      }
    };
    const [lost] = [await world.up(alpha)];
    expect(lost.errors).toEqual([]);
    expect(idsOf(sequence, world, sequence.product)).toEqual([world.ids["sequence/alpha"]]);
  });
});

describe("a price plan without a price, which says nowhere when it was made", () => {
  const fynn = fixtureOf("fynn");
  const plan = { internalName: "Tiers", type: "tiered", currencyCode: "EUR", billingInterval: "1M" };
  const filesWith = (plans: JsonObject): Files =>
    fileOf(fynn, { alpha: { ...fynn.product.fields(1), pricePlans: plans } });
  const isPlan = ({ method, path }: TransportRequest): boolean => `${method} ${path}` === "POST /price-plans";
  const plans = (world: World): string[] =>
    liveOf(fynn, world).flatMap(({ kind, id }) => (kind === "fynn:PricePlan" ? [id] : []));

  async function killed(): Promise<World> {
    const world = worldOf(fynn);
    expect((await world.up(filesWith({}))).errors).toEqual([]);
    world.network.afterAnswer = (request) => {
      if (isPlan(request)) world.engine.kill();
    };
    expect((await world.up(filesWith({ one: plan }))).crashed).toBe(true);
    world.network.afterAnswer = undefined;
    const [id = ""] = plans(world);
    fynn.edit(sandboxOf(fynn, world), id, { price: null });
    return world;
  }

  it("is taken by the run after a kill: the state shows that exactly it was being created", async () => {
    const world = await killed();
    expect((await world.up(filesWith({ one: plan }))).errors).toEqual([]);
    expect(plans(world)).toEqual([world.ids["fynn/alpha/one"]]);
  });

  it("is not taken for another entry, nor for other content, and not said to be old", async () => {
    const world = await killed();
    const [id] = plans(world);
    const { errors } = await world.up(filesWith({ two: plan }));
    expect(errors.join()).toContain(
      `price plan ${id} exists already and matches the entry, but the vendor does not say when it was created`,
    );
    expect(errors.join()).toContain("adopt: true");
    expect(errors.join()).not.toContain("too old");
    expect(plans(world)).toEqual([id]);
  });
});

/** Lost replies, foreign objects and adoption, over all vendors. */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import {
  fileOf,
  fixtures,
  type KindFixture,
  liveOf,
  sandboxOf,
  type VendorFixture,
  worldOf,
} from "../support/vendors.js";
import type { Files, World } from "../support/world.js";

const kinds = fixtures.flatMap((fixture) => {
  const product = { fixture, kind: fixture.product, at: "product" as const, label: fixture.product.kind };
  return fixture.child
    ? [product, { fixture, kind: fixture.child, at: "child" as const, label: fixture.child.kind }]
    : [product];
});

/** A file whose entry under test is "alpha", or "alpha/one" for a child. */
function filesFor(fixture: VendorFixture, kind: KindFixture, at: "product" | "child", entry: JsonObject = {}): Files {
  if (at === "product") return fileOf(fixture, { other: kind.fields(8), alpha: { ...kind.fields(1), ...entry } });
  return fileOf(fixture, {
    alpha: { ...fixture.product.fields(1), [kind.collection]: { one: { ...kind.fields(1), ...entry } } },
  });
}

/** As much as must be there before the entry itself is made. */
const without = (fixture: VendorFixture, at: "product" | "child"): Files =>
  at === "product"
    ? fileOf(fixture, { other: fixture.product.fields(8) })
    : fileOf(fixture, { alpha: fixture.product.fields(1) });

const addressOf = (fixture: VendorFixture, at: "product" | "child"): string =>
  at === "product" ? `${fixture.name}/alpha` : `${fixture.name}/alpha/one`;

const isMarked = (kind: KindFixture): boolean => ["polar:Product", "toy:Tariff"].includes(kind.kind);
const hasNaturalKey = (kind: KindFixture): boolean =>
  ["sequence:Product", "fynn:Product", "toy:Gadget"].includes(kind.kind);

/** A POST is repeated at once, under the key of the first: the vendor makes nothing twice. */
const isKeyed = ({ name, registry }: VendorFixture): boolean => registry.vendor(name)?.idempotencyHeader !== undefined;

const ofKind = (fixture: VendorFixture, world: World, kind: KindFixture) =>
  liveOf(fixture, world).filter((one) => one.kind === kind.kind);

/** Makes an object in the dashboard: through another stack that is then forgotten, without any mark. */
async function foreign(
  fixture: VendorFixture,
  world: World,
  kind: KindFixture,
  at: "product" | "child",
  entry: JsonObject = {},
): Promise<string> {
  const other = worldOf(fixture, { beside: world, owner: "elsewhere/dev" });
  if (at === "child") other.engine.state.rows.push(...structuredClone(world.engine.state.rows));
  const { errors } = await other.up(
    at === "product"
      ? fileOf(fixture, { strange: { ...kind.fields(1), ...entry } })
      : filesFor(fixture, kind, at, entry),
  );
  expect(errors).toEqual([]);
  const id = other.ids[at === "product" ? `${fixture.name}/strange` : addressOf(fixture, at)] ?? "";
  if (isMarked(kind))
    fixture.edit(sandboxOf(fixture, world), id, kind.kind === "polar:Product" ? { metadata: {} } : { notes: {} });
  world.clear();
  return id;
}

describe.each(kinds)("$label", ({ fixture, kind, at }) => {
  const address = addressOf(fixture, at);
  const [createMethod, createPath] = kind.requests.create.split(" ");
  const isCreate = ({ method, path }: { method: string; path: string }): boolean =>
    method === createMethod && path.split("?")[0] === createPath;

  async function ready(options: Parameters<typeof worldOf>[1] = {}): Promise<World> {
    const world = worldOf(fixture, options);
    expect((await world.up(without(fixture, at))).errors).toEqual([]);
    world.clear();
    return world;
  }

  const newObjects = (world: World) =>
    ofKind(fixture, world, kind).filter(({ id }) => id !== world.ids[`${fixture.name}/other`]);

  describe("the engine killed after the POST", () => {
    it("the next up takes the lost object, and says so", async () => {
      const world = await ready();
      const files = filesFor(fixture, kind, at);
      world.network.afterAnswer = (request) => {
        if (isCreate(request)) world.engine.kill();
      };
      expect((await world.up(files)).crashed).toBe(true);
      world.network.afterAnswer = undefined;
      expect(world.ids[address]).toBeUndefined();
      const lost = ofKind(fixture, world, kind).length;
      world.clear();
      const { errors } = await world.up(files);
      expect(errors).toEqual([]);
      expect(ofKind(fixture, world, kind)).toHaveLength(lost);
      expect(world.writes).not.toContain(kind.requests.create);
      expect(world.said.join()).toContain("recovered: an interrupted run had created it");
      expect((await world.preview(files)).steps).toEqual([]);
    });

    it("within a replacement: the new object is taken and the old one archived", async () => {
      const world = await ready();
      const files = filesFor(fixture, kind, at);
      expect((await world.up(files)).errors).toEqual([]);
      const old = world.ids[address] ?? "";
      world.network.afterAnswer = (request) => {
        if (isCreate(request)) world.engine.kill();
      };
      expect((await world.up(files, { replace: [address] })).crashed).toBe(true);
      world.network.afterAnswer = undefined;
      world.clear();
      // The old row is pending deletion or still there, as the engine left it; the replacement is asked for again.
      const pendingOld = world.engine.state.rows.some(({ name, pendingDelete }) => name === address && pendingDelete);
      const { errors } = await world.up(files, pendingOld ? {} : { replace: [address] });
      expect(errors).toEqual([]);
      const live = ofKind(fixture, world, kind).filter(
        ({ archived, id }) => !archived && id !== world.ids[`${fixture.name}/other`],
      );
      expect(live.map(({ id }) => id)).toEqual([world.ids[address]]);
      expect(world.ids[address]).not.toBe(old);
    });

    it("an object older than the window is not taken", async () => {
      if (isMarked(kind)) return;
      const world = await ready();
      const files = filesFor(fixture, kind, at);
      world.network.afterAnswer = (request) => {
        if (isCreate(request)) world.engine.kill();
      };
      await world.up(files);
      world.network.afterAnswer = undefined;
      world.clock.advance(25 * 3_600_000);
      world.clear();
      const { errors } = await world.up(files);
      expect(errors.join()).toContain("is too old to have just been created by this stack");
      expect(errors.join()).toContain("adopt: true");
      expect(world.writes).toEqual([]);
    });
  });

  it.each([
    "reset",
    "hang",
  ] as const)("a POST that the vendor took, with its answer lost (%s): found, and not sent twice", async (what) => {
    const world = await ready();
    let hit = 0;
    world.network.fault = (request) => (isCreate(request) && hit++ === 0 ? { kind: what, when: "after" } : undefined);
    const { errors } = await world.up(filesFor(fixture, kind, at));
    expect(errors).toEqual([]);
    expect(newObjects(world)).toHaveLength(1);
    const sent = sandboxOf(fixture, world).exchanges.filter(
      ({ request }) => `${request.method} ${request.path}` === kind.requests.create,
    );
    if (isKeyed(fixture)) {
      expect(sent).toHaveLength(2);
      expect(new Set(sent.map(({ request }) => request.headers["idempotency-key"])).size).toBe(1);
      expect(world.said.join()).not.toContain("no usable response");
      return;
    }
    expect(sent).toHaveLength(1);
    expect(world.said.join()).toMatch(
      /: sent, but no usable response; looked it up (once|[2-4] times) within [0-9]+ s; found /,
    );
  });

  it("a POST that never reached the vendor is sent once more", async () => {
    const world = await ready();
    let hit = 0;
    world.network.fault = (request) =>
      isCreate(request) && hit++ === 0 ? { kind: "reset", when: "before" } : undefined;
    const { errors } = await world.up(filesFor(fixture, kind, at));
    expect(errors).toEqual([]);
    expect(newObjects(world)).toHaveLength(1);
    expect(hit).toBe(2);
    if (isKeyed(fixture)) return expect(world.said.join()).not.toContain("no usable response");
    expect(world.said.join()).toMatch(
      /: sent, but no usable response; looked it up 4 times within 1[0-9] s; not found; sent again; created /,
    );
  });

  it("a POST that fails twice without an answer says what is known", async () => {
    const world = await ready();
    world.network.fault = (request) => (isCreate(request) ? { kind: "reset", when: "before" } : undefined);
    const { errors } = await world.up(filesFor(fixture, kind, at));
    expect(errors.join()).toMatch(
      /: sent, but no usable response; looked it up 4 times within 1[0-9] s; not found; sent again, but no usable response; looked it up 4 times within 1[0-9] s; not found \(.* did not answer/,
    );
    world.network.fault = undefined;
    expect((await world.up(filesFor(fixture, kind, at))).errors).toEqual([]);
  });

  describe("an object of somebody else", () => {
    it("is left alone, or named as the reason to stop", async () => {
      const world = await ready();
      const id = await foreign(fixture, world, kind, at);
      world.clock.advance(48 * 3_600_000);
      const before = JSON.stringify(liveOf(fixture, world).find((one) => one.id === id));
      const { errors } = await world.up(filesFor(fixture, kind, at));
      if (isMarked(kind)) {
        expect(errors).toEqual([]);
        expect(world.ids[address]).not.toBe(id);
      } else {
        expect(errors.join()).toContain(id);
        expect(errors.join()).toContain("adopt: true");
        expect(world.writes).toEqual([]);
      }
      expect(JSON.stringify(liveOf(fixture, world).find((one) => one.id === id))).toBe(before);
    });

    it("adopt: true takes it, whatever its age", async () => {
      const world = await ready();
      const id = await foreign(fixture, world, kind, at);
      world.clock.advance(48 * 3_600_000);
      // At Polar a product is adopted by its name; for a child with a mark there is no name to go by, only equality.
      const files = filesFor(fixture, kind, at, { lifecycle: { adopt: true } });
      const { errors } = await world.up(files);
      expect(errors).toEqual([]);
      expect(world.ids[address]).toBe(id);
      expect(world.said.join()).toContain(`${id} adopted`);
      expect(world.writes).toHaveLength(isMarked(kind) ? 1 : 0);
      expect((await world.preview(files)).steps).toEqual([]);
    });

    it("adopt: <id> takes it and brings it in line, once the entry says that it may change", async () => {
      const world = await ready();
      const id = await foreign(fixture, world, kind, at);
      world.clock.advance(48 * 3_600_000);
      const change = kind.update(3);
      const files = filesFor(fixture, kind, at, { ...change, lifecycle: { adopt: { id, overwrite: true } } });
      const { errors } = await world.up(files);
      expect(errors).toEqual([]);
      expect(world.ids[address]).toBe(id);
      expect(world.writes).toEqual([kind.requests.update(id)]);
      expect(liveOf(fixture, world).find((one) => one.id === id)?.body).toMatchObject(change);
      expect((await world.preview(files)).steps).toEqual([]);
    });

    it("adopt: true with nothing that fits makes a new one and says so", async () => {
      const world = await ready();
      const { errors } = await world.up(filesFor(fixture, kind, at, { lifecycle: { adopt: true } }));
      expect(errors).toEqual([]);
      expect(world.said.join()).toContain("no object matches, so a new");
    });

    it("adopt: <id> of another entry is refused, with renamedFrom as the remedy", async () => {
      const world = await ready();
      expect((await world.up(filesFor(fixture, kind, at))).errors).toEqual([]);
      const id = world.ids[address] ?? "";
      const both =
        at === "product"
          ? fileOf(fixture, { alpha: kind.fields(1), thief: { ...kind.fields(2), lifecycle: { adopt: id } } })
          : fileOf(fixture, {
              alpha: {
                ...fixture.product.fields(1),
                [kind.collection]: { one: kind.fields(1), thief: { ...kind.fields(2), lifecycle: { adopt: id } } },
              },
            });
      world.clear();
      const { errors } = await world.up(both);
      expect(errors.join()).toContain(`${id} belongs to ${address}`);
      expect(errors.join()).toContain(`renamedFrom: ${address}`);
      expect(world.writes).toEqual([]);
    });

    it("adopt: <id> that the vendor does not know is refused", async () => {
      const world = await ready();
      const { errors } = await world.up(
        filesFor(fixture, kind, at, { lifecycle: { adopt: "5a0b5d54-6a0e-4d5e-9b25-0f6d3e0b7c99" } }),
      );
      expect(errors).toHaveLength(1);
      expect(errors.join()).toContain("what to do:");
      expect(world.writes.filter((one) => one === kind.requests.create)).toEqual([]);
    });
  });

  it("several that fit: named, and nothing is written", async () => {
    if (isMarked(kind)) return;
    const world = await ready();
    const first = await foreign(fixture, world, kind, at);
    const sandbox = sandboxOf(fixture, world);
    const again = worldOf(fixture, { beside: world, owner: "third/dev" });
    again.config["catalogue:adoptWindow"] = "0";
    fixture.archive(sandbox, first);
    if (at === "child") again.engine.state.rows.push(...structuredClone(world.engine.state.rows));
    const second = await again.up(
      at === "product" ? fileOf(fixture, { strange: kind.fields(1) }) : filesFor(fixture, kind, at),
    );
    expect(second.errors).toEqual([]);
    unarchive(fixture, sandbox, first);
    world.clear();
    const { errors } = await world.up(filesFor(fixture, kind, at));
    expect(errors.join()).toContain("several objects match");
    expect(errors.join()).toContain(first);
    expect(world.writes).toEqual([]);
  });

  it("a state that cannot be read stops a create that has a candidate, and only that", async () => {
    const world = await ready();
    world.stateIsReadable = false;
    // Without a candidate nothing hangs on it but how long is looked, and which organization the account is.
    if (fixture.registry.kind(fixture.product.kind)?.kind.organization === undefined) {
      const free = worldOf(fixture);
      free.stateIsReadable = false;
      expect((await free.up(without(fixture, at))).errors).toEqual([]);
      // Read once, before anything is sent: it may show an interrupted create.
      expect(free.exports).toBe(1);
    }
    const files = filesFor(fixture, kind, at);
    world.network.afterAnswer = (request) => {
      if (isCreate(request)) world.engine.kill();
    };
    await world.up(files);
    world.network.afterAnswer = undefined;
    world.clear();
    const { errors } = await world.up(files);
    expect(errors.join()).toContain("the stack's state could not be read");
    expect(errors.join()).toContain("pulumi stack export");
    expect(world.writes).toEqual([]);
  });

  it("adoptWindow 0 takes nothing without being asked", async () => {
    if (isMarked(kind)) return;
    const world = await ready({ config: { "catalogue:adoptWindow": "0" } });
    const files = filesFor(fixture, kind, at);
    world.network.afterAnswer = (request) => {
      if (isCreate(request)) world.engine.kill();
    };
    await world.up(files);
    world.network.afterAnswer = undefined;
    const { errors } = await world.up(files);
    expect(errors.join()).toContain("exists already");
  });

  it("a product that differs is named with the difference", async () => {
    if (!hasNaturalKey(kind) || !kind.optional) return;
    const world = await ready();
    const id = await foreign(fixture, world, kind, at, { [kind.optional.name]: kind.optional.value });
    const other = typeof kind.optional.value === "string" ? "Other words" : kind.optional.value;
    const { errors } = await world.up(filesFor(fixture, kind, at, { [kind.optional.name]: other }));
    expect(errors.join()).toContain(id);
    expect(errors.join()).toContain(`differs in ${kind.optional.name}`);
    expect(errors.join()).toContain('"Other words" here');
  });
});

function unarchive(fixture: VendorFixture, sandbox: ReturnType<typeof sandboxOf>, id: string): void {
  if (fixture.name === "sequence") (sandbox as unknown as { archived: Set<string> }).archived.delete(id);
  else fixture.edit(sandbox, id, { isArchived: false, status: "active", is_archived: false, away: false });
}

describe("marks", () => {
  const polar = fixtures.find(({ name }) => name === "polar") as VendorFixture;

  it("an object of another stack with the same address stops the second stack", async () => {
    const first = worldOf(polar);
    const files = fileOf(polar, { alpha: polar.product.fields(1) });
    expect((await first.up(files)).errors).toEqual([]);
    const second = worldOf(polar, { beside: first, owner: "catalogue/prod" });
    first.clear();
    const { errors } = await second.up(files);
    expect(errors.join()).toContain(
      "is marked with the address polar/alpha of stack catalogue/dev, and this stack is catalogue/prod",
    );
    expect(first.writes).toEqual([]);
  });

  it("a lost object that must be replaced is archived and unmarked, and a new one made", async () => {
    const world = worldOf(polar);
    world.network.afterAnswer = ({ method }) => {
      if (method === "POST") world.engine.kill();
    };
    await world.up(fileOf(polar, { alpha: polar.product.fields(1) }));
    world.network.afterAnswer = undefined;
    const lost = liveOf(polar, world)[0]?.id;
    const { errors } = await world.up(
      fileOf(polar, { alpha: { ...polar.product.fields(1), ...polar.product.replace } }),
    );
    expect(errors).toEqual([]);
    const live = liveOf(polar, world);
    expect(live).toHaveLength(2);
    expect(live.find(({ id }) => id === lost)?.archived).toBe(true);
    expect(live.find(({ id }) => id === lost)?.body["metadata"]).toEqual({});
    expect(world.ids["polar/alpha"]).not.toBe(lost);
  });

  it("a removed product loses its mark with the archive call, and keeps the user's metadata", async () => {
    const world = worldOf(polar);
    await world.up(
      fileOf(polar, {
        alpha: { ...polar.product.fields(1), metadata: { team: "billing" } },
        other: polar.product.fields(2),
      }),
    );
    const id = world.ids["polar/alpha"] ?? "";
    world.clear();
    expect((await world.up(fileOf(polar, { other: polar.product.fields(2) }))).errors).toEqual([]);
    expect(world.writes).toEqual([`PATCH /v1/products/${id}`]);
    expect(liveOf(polar, world).find((one) => one.id === id)?.body).toMatchObject({
      is_archived: true,
      metadata: { team: "billing" },
    });
  });
});

/** Refresh: drift, objects archived elsewhere, objects that do not answer. */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import { Store } from "../../sandboxes/sandbox.ts";
import { isList } from "../support/kind-calls.js";
import { fileOf, fixtureOf, fixtures, liveOf, sandboxOf, type VendorFixture, worldOf } from "../support/vendors.js";
import type { Files, World } from "../support/world.js";

const family = (fixture: VendorFixture, product: JsonObject = {}, child: JsonObject = {}): Files =>
  fileOf(fixture, {
    alpha: {
      ...fixture.product.fields(1),
      ...product,
      ...(fixture.child ? { [fixture.child.collection]: { one: { ...fixture.child.fields(1), ...child } } } : {}),
    },
  });

const kinds = fixtures.flatMap((fixture) => {
  const product = { fixture, kind: fixture.product, label: fixture.product.kind, address: `${fixture.name}/alpha` };
  return fixture.child
    ? [product, { fixture, kind: fixture.child, label: fixture.child.kind, address: `${fixture.name}/alpha/one` }]
    : [product];
});

async function start(fixture: VendorFixture, options: Parameters<typeof worldOf>[1] = {}): Promise<World> {
  const world = worldOf(fixture, options);
  expect((await world.up(family(fixture))).errors).toEqual([]);
  world.clear();
  return world;
}

const notFound = {
  kind: "reply",
  when: "before",
  reply: { status: 404, headers: {}, text: '{"error":"ResourceNotFound","detail":"Not found"}' },
} as const;

describe.each(kinds)("$label", ({ fixture, kind, address }) => {
  const file = (change: JsonObject): Files =>
    address.split("/").length === 2 ? family(fixture, change) : family(fixture, {}, change);

  it("archived in the dashboard", async () => {
    const world = await start(fixture);
    const id = world.ids[address] ?? "";
    fixture.archive(sandboxOf(fixture, world), id);
    const { errors } = await world.up(family(fixture), { refresh: true });
    expect(errors).toEqual([]);
    expect(world.ids[address]).toBe(id);
    const archived = liveOf(fixture, world).find((one) => one.id === id)?.archived;
    if (fixture.canUnarchive) {
      expect(archived).toBe(false);
      expect(world.writes).toHaveLength(1);
    } else {
      expect(archived).toBe(true);
      expect(world.writes).toEqual([]);
      // A product of Sequence shows the state nowhere.
      if (kind.kind === "sequence:Product") expect(world.said).toEqual([]);
      else {
        expect(world.said.join()).toContain("archived");
        world.clear();
        await world.preview(family(fixture));
        expect(world.said.join()).toContain("archived outside the catalogue, and the vendor cannot un-archive it");
        // archived in the YAML as well: what a list has left out may be active all the same
        expect((await world.up(file({ archived: true }))).errors).toEqual([]);
        expect(world.writes).toEqual([kind.requests.archive(id)]);
        world.clear();
        expect((await world.preview(file({ archived: true }))).steps).toEqual([]);
        expect(world.said).toEqual([]);
      }
    }
  });

  it("archivedElsewhere: fail makes it an error", async () => {
    if (fixture.canUnarchive || kind.kind === "sequence:Product") return;
    const world = await start(fixture, { config: { "catalogue:archivedElsewhere": "fail" } });
    fixture.archive(sandboxOf(fixture, world), world.ids[address] ?? "");
    // The refresh itself goes through; what the run then wants is refused.
    const { errors } = await world.up(family(fixture), { refresh: true });
    expect(errors.join()).toContain("archived outside the catalogue, and the vendor cannot un-archive it");
    expect(Object.keys(world.ids)).toContain(address);
  });

  it("a 404 of one object keeps its row, unless the vendor can delete", async () => {
    const world = await start(fixture);
    const id = world.ids[address] ?? "";
    const others = Object.keys(world.ids).filter((name) => name !== address);
    if (others.length === 0) {
      await world.up({
        ...family(fixture),
        "more.yaml": JSON.stringify({
          vendor: fixture.name,
          [fixture.product.collection]: { other: fixture.product.fields(5) },
        }),
      });
    }
    world.clear();
    // Neither lists nor single reads know it any more.
    for (const store of Object.values(sandboxOf(fixture, world)).filter((one) => one instanceof Store)) {
      const object = store.all().find((one) => one["id"] === id || one["key"] === id);
      if (object) store.remove(String(object["id"]));
    }
    const { errors } = await world.engine.refresh();
    expect(errors).toEqual([]);
    const deletable = ["polar:Product", "toy:Tariff"].includes(kind.kind);
    expect(Object.keys(world.ids).includes(address)).toBe(!deletable);
    expect(world.said.join()).toContain(
      deletable ? "was deleted" : "cannot delete, so the resource stays in the state",
    );
  });

  it("when every object answers 404, the refresh fails and the state stays", async () => {
    const world = await start(fixture);
    const before = structuredClone(world.engine.state.rows.map(({ name, id }) => ({ name, id })));
    world.network.fault = ({ path, method }) => {
      if (method !== "GET") return undefined;
      if (isList(fixture, path)) {
        return {
          kind: "reply",
          when: "before",
          reply: { status: 200, headers: {}, text: '{"items":[],"data":[],"things":[],"pagination":{}}' },
        };
      }
      return notFound;
    };
    const { errors } = await world.up(family(fixture), { refresh: true });
    expect(errors.join()).toContain("the credentials or the host are wrong");
    expect(errors.join()).toContain("pulumi state delete");
    expect(world.engine.state.rows.map(({ name, id }) => ({ name, id }))).toEqual(before);
    expect(world.writes).toEqual([]);
  });

  it("drift in the dashboard is shown by preview --refresh and corrected by up", async () => {
    const world = await start(fixture);
    const id = world.ids[address] ?? "";
    const [name] = Object.keys(kind.update(2));
    fixture.edit(sandboxOf(fixture, world), id, kind.update(2));
    const preview = await world.preview(family(fixture), { refresh: true });
    expect(preview.steps).toEqual([{ op: "update", name: address, changed: [name] }]);
    world.clear();
    expect((await world.up(family(fixture), { refresh: true })).errors).toEqual([]);
    expect(world.writes).toEqual([kind.requests.update(id)]);
    expect((await world.preview(family(fixture), { refresh: true })).steps).toEqual([]);
  });

  it("ignoreChanges leaves what people change in the dashboard", async () => {
    const [name] = Object.keys(kind.update(2));
    const files = file({ lifecycle: { ignoreChanges: [name ?? ""] } });
    const world = worldOf(fixture);
    expect((await world.up(files)).errors).toEqual([]);
    const id = world.ids[address] ?? "";
    fixture.edit(sandboxOf(fixture, world), id, kind.update(2));
    world.clear();
    expect((await world.up(files, { refresh: true })).errors).toEqual([]);
    expect(world.writes).toEqual([]);
    if (kind.optional) {
      const more = file({ [kind.optional.name]: kind.optional.value, lifecycle: { ignoreChanges: [name ?? ""] } });
      expect((await world.up(more)).errors).toEqual([]);
      expect(liveOf(fixture, world).find((one) => one.id === id)?.body).toMatchObject(kind.update(2));
    }
  });

  it("another host than the one the object was made at is refused, by preview, up, refresh and destroy", async () => {
    const world = await start(fixture);
    const accounts = JSON.parse(world.config["catalogue:accounts"] ?? "{}") as Record<string, { baseUrl: string }>;
    const account = accounts[fixture.name];
    if (account) account.baseUrl = "https://elsewhere.test";
    world.config = { ...world.config, "catalogue:accounts": JSON.stringify(accounts) };
    const expected = `was created at ${fixture.name}.test, and account ${fixture.name} now points at elsewhere.test`;
    expect((await world.preview(family(fixture))).errors.join()).toContain(expected);
    expect((await world.engine.refresh()).errors.join()).toContain(expected);
    expect((await world.engine.destroy()).errors.join()).toContain(expected);
    expect(world.requests).toEqual([]);
    expect(Object.keys(world.ids)).toHaveLength(fixture.child ? 2 : 1);
  });
});

describe("sequence", () => {
  const sequence = fixtureOf("sequence");

  it.each([
    200, 404,
  ] as const)("GET of an archived product answers %s: the row stays as it is", async (getArchivedProduct) => {
    const world = worldOf(sequence, { switches: { getArchivedProduct } });
    const archived = family(sequence, { archived: true });
    await world.up(family(sequence));
    await world.up(archived);
    world.clear();
    expect((await world.engine.refresh()).errors).toEqual([]);
    expect((await world.preview(archived)).steps).toEqual([]);
    expect(Object.keys(world.ids)).toEqual(["sequence/alpha", "sequence/alpha/one"]);
  });

  it("an archived price that somebody brought back is archived again", async () => {
    const world = worldOf(sequence);
    const archived = family(sequence, {}, { archived: true });
    await world.up(archived);
    (sandboxOf(sequence, world) as unknown as { archived: Set<string> }).archived.clear();
    world.clear();
    expect((await world.up(archived, { refresh: true })).errors).toEqual([]);
    expect(world.writes).toEqual([`POST /list-prices/${world.ids["sequence/alpha/one"]}/archive`]);
  });
});

describe("polar", () => {
  const polar = fixtureOf("polar");

  it("reads that lag 2 s behind make no false 404 and no duplicate", async () => {
    const world = worldOf(polar, { switches: { readLag: 2 } });
    const files = fileOf(polar, { alpha: polar.product.fields(1), beta: polar.product.fields(2) });
    expect((await world.up(files)).errors).toEqual([]);
    expect((await world.up(files, { refresh: true })).errors).toEqual([]);
    expect(liveOf(polar, world)).toHaveLength(2);
    expect(Object.keys(world.ids)).toHaveLength(2);
    // an answer that is lost is found all the same
    let hit = 0;
    world.network.fault = ({ method }) =>
      method === "POST" && hit++ === 0 ? { kind: "reset", when: "after" } : undefined;
    const more = fileOf(polar, {
      alpha: polar.product.fields(1),
      beta: polar.product.fields(2),
      gamma: polar.product.fields(3),
    });
    expect((await world.up(more)).errors).toEqual([]);
    expect(liveOf(polar, world)).toHaveLength(3);
  });

  it("credentials of another organization are refused, naming both", async () => {
    const world = worldOf(polar);
    const files = fileOf(polar, { alpha: polar.product.fields(1) });
    await world.up(files);
    const id = world.ids["polar/alpha"] ?? "";
    polar.edit(sandboxOf(polar, world), id, { organization_id: "4b7c7a3e-0000-4000-8000-000000000000" });
    const { errors } = await world.engine.refresh();
    expect(errors.join()).toContain("4b7c7a3e-0000-4000-8000-000000000000");
    expect(errors.join()).toContain("belongs to");
  });
});

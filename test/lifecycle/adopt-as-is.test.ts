/**
 * What `catalogue adopt` makes the provider do: entries take objects as they are. Nothing is written but the mark, the
 * state is true, and what differs is an ordinary update of the next preview.
 */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import { adoptionKey } from "../../provider/lifecycle/adoptions.js";
import { registry } from "../../provider/vendors/registry.js";
import {
  everyKind,
  fileOf,
  fixtureOf,
  type KindUnderTest,
  labelOf,
  liveOf,
  sandboxOf,
  type VendorFixture,
  worldOf,
} from "../support/vendors.js";
import type { Files, World } from "../support/world.js";
import { toyRegistry } from "../toy/vendor.js";

const [sequence, fynn, polar] = [fixtureOf("sequence"), fixtureOf("fynn"), fixtureOf("polar")];
const FORBIDDEN = { status: 403, headers: {}, text: '{"detail":"no"}' };
const DAYS = 86_400_000;

const kindOf = (type: string) => (registry.kind(type) ?? toyRegistry.kind(type))?.kind;
const titled = everyKind.map((one): [string, KindUnderTest] => [`${labelOf(one.fixture)} ${one.kind.kind}`, one]);

/** Objects that somebody else has made, as these files say; without marks. Their ids by address. */
async function existing(fixture: VendorFixture, files: Files, account: JsonObject = {}) {
  const world = worldOf(fixture, { account });
  const other = worldOf(fixture, { beside: world, owner: "elsewhere/dev", account });
  expect((await other.up(files)).errors).toEqual([]);
  const sandbox = sandboxOf(fixture, world);
  for (const { kind, id, body } of liveOf(fixture, world)) {
    const marker = kindOf(kind)?.marker;
    const stored = marker && (body[marker.field] as JsonObject);
    if (!marker || !stored) continue;
    const { [marker.addressKey]: _address, [marker.ownerKey]: _owner, ...free } = stored;
    fixture.edit(sandbox, id, { [marker.field]: free });
  }
  world.clock.advance(2 * DAYS);
  world.clear();
  return { world, ids: other.ids, rows: other.engine.state.rows };
}

/** What the command hands to the provider. */
function pairsOf(world: World, files: Files, pairs: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const kinds = new Map(world.declare(files).map(({ address, kind }) => [address, kind]));
  return new Map(Object.entries(pairs).map(([address, id]) => [adoptionKey(kinds.get(address) ?? "", address), id]));
}

/** Pairs entries with objects, as the command does, runs, and takes the pairs away again. */
async function adopt(world: World, files: Files, pairs: Readonly<Record<string, string>>, target?: readonly string[]) {
  world.adoptions = pairsOf(world, files, pairs);
  const options = target ? { target } : {};
  const preview = await world.preview(files, options);
  const previewWrites = world.writes;
  const said = [...world.said];
  const up = preview.ok ? await world.up(files, options) : preview;
  world.adoptions = new Map();
  return { preview, previewWrites, up, said };
}

const bodies = (fixture: VendorFixture, world: World): JsonObject[] =>
  liveOf(fixture, world).map(({ kind, body }) => {
    const marker = kindOf(kind)?.marker;
    const { updatedAt: _at, modified_at: _modified, ...rest } = body;
    if (!marker) return rest;
    const stored = (rest[marker.field] ?? {}) as JsonObject;
    const { [marker.addressKey]: _address, [marker.ownerKey]: _owner, ...free } = stored;
    return { ...rest, [marker.field]: free };
  });

/** The update of each object whose kind has a mark, and nothing else. */
const marks = (fixture: VendorFixture, pairs: Readonly<Record<string, string>>, files: Files, world: World) =>
  world.declare(files).flatMap(({ address, kind }) => {
    const known = kindOf(kind);
    const id = pairs[address];
    if (!known?.marker || id === undefined) return [];
    const { method, path } = known.calls.update(id);
    return [`${method} ${path}`];
  });

describe.each(titled)("%s", (_title, { fixture, kind, address, files }) => {
  it("is taken without a change at the vendor; previews, runs and refreshes after that find nothing to do", async () => {
    const wanted = files({});
    const { world, ids } = await existing(fixture, wanted);
    const before = bodies(fixture, world);
    const { preview, previewWrites, up, said } = await adopt(world, wanted, ids);
    expect(preview.errors).toEqual([]);
    expect(previewWrites).toEqual([]);
    expect(up.errors).toEqual([]);
    expect(world.ids).toEqual(ids);
    expect(bodies(fixture, world)).toEqual(before);
    const sent = marks(fixture, ids, wanted, world);
    expect(world.writes.toSorted()).toEqual(sent.toSorted());
    const title = kindOf(kind.kind)?.title;
    expect(said.join("\n")).toContain(
      `${address}: adopts ${title} ${ids[address]}; as it is; ` +
        (kindOf(kind.kind)?.marker
          ? `sends ${sent.find((one) => one.includes(ids[address] ?? ""))} (`
          : "sends nothing"),
    );
    world.clear();
    expect((await world.preview(wanted)).steps).toEqual([]);
    expect((await world.preview(wanted, { refresh: true })).steps).toEqual([]);
    expect((await world.up(wanted)).steps).toEqual([]);
    expect((await world.engine.refresh()).errors).toEqual([]);
    expect((await world.up(wanted)).steps).toEqual([]);
    expect(world.writes).toEqual([]);
    expect(world.said.join("\n")).not.toContain("adopt");
  });

  it("another value stays at the vendor, and is an update of the same object in the next preview", async () => {
    const { world, ids } = await existing(fixture, files({}));
    const change = kind.update(7);
    const wanted = files(change);
    const before = bodies(fixture, world);
    const { up, said } = await adopt(world, wanted, ids);
    expect(up.errors).toEqual([]);
    expect(bodies(fixture, world)).toEqual(before);
    expect(world.writes.toSorted()).toEqual(marks(fixture, ids, wanted, world).toSorted());
    expect(said.join("\n")).toContain("as it is; the entry differs: ");
    world.clear();
    const next = await world.preview(wanted);
    expect(next.steps).toEqual([{ op: "update", name: address, changed: Object.keys(change) }]);
    expect((await world.preview(wanted, { refresh: true })).steps).toEqual(next.steps);
    expect((await world.up(wanted)).errors).toEqual([]);
    expect(world.ids).toEqual(ids);
    expect(world.writes).toHaveLength(1);
    expect((await world.preview(wanted)).steps).toEqual([]);
    // What the entry said before is what the object had.
    expect((await world.preview(files({}))).steps).toEqual([
      { op: "update", name: address, changed: Object.keys(change) },
    ]);
  });

  it("an object that the account does not know is refused", async () => {
    const { world, ids } = await existing(fixture, files({}));
    const { preview } = await adopt(world, files({}), { ...ids, [address]: "no-such-id" });
    expect(preview.errors.join("\n")).toContain("no-such-id");
    expect(world.writes).toEqual([]);
  });

  it("an object that another row of the stack holds is refused", async () => {
    const wanted = files({});
    const { world, ids } = await existing(fixture, wanted);
    await adopt(world, wanted, ids);
    world.clear();
    const twin = JSON.parse(Object.values(wanted)[0] ?? "{}") as Record<string, Record<string, JsonObject>>;
    const { collection } = fixture.product;
    const [key = ""] = Object.keys(twin[collection] ?? {});
    const target = `${fixture.name}/${key}`;
    const more = { ...twin, [collection]: { ...twin[collection], twin: { ...fixture.product.fields(77) } } };
    const files_ = { [Object.keys(wanted)[0] ?? ""]: JSON.stringify(more) };
    const { preview } = await adopt(world, files_, { [`${fixture.name}/twin`]: ids[target] ?? "" });
    expect(preview.errors.join("\n")).toContain(`belongs to ${target}`);
    expect(world.writes).toEqual([]);
  });
});

it.each(
  titled.filter(([, { kind }]) => Object.keys(kind.replace).length > 0),
)("%s: a difference in what the vendor cannot change is refused, in the preview and in the run", async (_title, one) => {
  const { fixture, kind, address, files } = one;
  const { world, ids } = await existing(fixture, files({}));
  const wanted = files(kind.replace);
  const { preview } = await adopt(world, wanted, ids);
  expect(preview.errors.join("\n")).toContain(`${ids[address]} cannot be adopted: it differs in `);
  world.adoptions = pairsOf(world, wanted, ids);
  expect((await world.up(wanted)).errors.join("\n")).toContain("cannot be adopted: it differs in ");
  expect(world.ids[address]).toBeUndefined();
});

describe("the archived state", () => {
  it.each(titled)("%s: an archived object of an archived entry is taken without a call", async (_title, {
    fixture,
    kind,
    address,
    files,
  }) => {
    const { world, ids } = await existing(fixture, files({}));
    const id = ids[address] ?? "";
    const { visible } = kindOf(kind.kind)?.archiving ?? {};
    fixture.archive(sandboxOf(fixture, world), id);
    const wanted = files({ archived: true });
    const { up } = await adopt(world, wanted, ids);
    expect(up.errors).toEqual([]);
    expect(world.ids[address]).toBe(id);
    expect(world.writes.toSorted()).toEqual(marks(fixture, ids, wanted, world).toSorted());
    // Where nothing shows that it is archived, the next run archives it once more.
    const isShown = visible?.in !== "nowhere";
    expect(world.row(address).outputs["archived"]).toBe(isShown);
    const next = await world.preview(wanted);
    expect(next.steps).toEqual(isShown ? [] : [{ op: "update", name: address, changed: ["archived"] }]);
    expect((await world.up(wanted)).errors).toEqual([]);
    expect((await world.preview(wanted, { refresh: true })).steps).toEqual([]);
  });

  it.each(titled)("%s: an active object of an archived entry is archived only by the next run", async (_title, one) => {
    const { fixture, address, files } = one;
    const { world, ids } = await existing(fixture, files({}));
    const wanted = files({ archived: true });
    const { up } = await adopt(world, wanted, ids);
    expect(up.errors).toEqual([]);
    expect(liveOf(fixture, world).find(({ id }) => id === ids[address])?.archived).toBe(false);
    expect(world.row(address).outputs["archived"]).toBe(false);
    expect((await world.preview(wanted)).steps).toEqual([{ op: "update", name: address, changed: ["archived"] }]);
    expect((await world.up(wanted)).errors).toEqual([]);
    expect(liveOf(fixture, world).find(({ id }) => id === ids[address])?.archived).toBe(true);
  });

  it.each(titled)("%s: an archived object of an active entry", async (_title, { fixture, kind, address, files }) => {
    const { world, ids } = await existing(fixture, files({}));
    fixture.archive(sandboxOf(fixture, world), ids[address] ?? "");
    const { archiving } = kindOf(kind.kind) ?? {};
    const { preview, up } = await adopt(world, files({}), ids);
    // Sequence's list has the product still: nobody can see that it is archived.
    const isHidden = archiving?.visible.in === "nowhere" && fixture === sequence;
    if (archiving?.unarchive?.({})) {
      expect(up.errors).toEqual([]);
      expect(world.row(address).outputs["archived"]).toBe(true);
      expect((await world.preview(files({}))).steps).toEqual([{ op: "update", name: address, changed: ["archived"] }]);
      expect((await world.up(files({}))).errors).toEqual([]);
      expect(liveOf(fixture, world).find(({ id }) => id === ids[address])?.archived).toBe(false);
    } else if (!isHidden) {
      expect(preview.errors.join("\n")).toMatch(
        /is archived, and the vendor cannot un-archive it|may be archived, and/,
      );
      expect(world.writes).toEqual([]);
    }
  });

  it("a new price below an archived product is adopted, as nothing is created", async () => {
    const files = (archived: boolean): Files =>
      fileOf(sequence, {
        pro: {
          ...sequence.product.fields(1),
          archived,
          listPrices: { one: { ...sequence.child?.fields(1), archived } },
        },
      });
    const { world, ids } = await existing(sequence, files(false));
    for (const id of Object.values(ids)) sequence.archive(sandboxOf(sequence, world), id);
    const { up } = await adopt(world, files(true), ids);
    expect(up.errors).toEqual([]);
    expect(world.writes).toEqual([]);
  });
});

describe("parents", () => {
  const family = (child: JsonObject = {}): Files =>
    fileOf(fynn, { pro: { ...fynn.product.fields(1), pricePlans: { one: { ...fynn.child?.fields(1), ...child } } } });

  it("a price alone, whose product is neither managed nor adopted, is refused", async () => {
    const { world, ids } = await existing(fynn, family());
    const { preview } = await adopt(world, family(), { "fynn/pro/one": ids["fynn/pro/one"] ?? "" });
    expect(preview.errors.join("\n")).toContain("cannot be adopted: fynn/pro is neither in the state nor adopted");
    expect(world.writes).toEqual([]);
  });

  it("a price of a managed product is adopted alone, also below `--target`", async () => {
    const { world, ids } = await existing(fynn, family());
    const { "fynn/pro": product = "", "fynn/pro/one": plan = "" } = ids;
    await adopt(world, fileOf(fynn, { pro: fynn.product.fields(1) }), { "fynn/pro": product });
    expect(world.ids).toEqual({ "fynn/pro": product });
    const { up } = await adopt(world, family(), { "fynn/pro/one": plan }, ["fynn/pro/one"]);
    expect(up.errors).toEqual([]);
    expect(up.steps).toEqual([{ op: "create", name: "fynn/pro/one", changed: [] }]);
    expect(world.ids).toEqual(ids);
    expect(world.writes).toEqual([]);
  });

  it("a price of another product is refused", async () => {
    const two = (plans: JsonObject, others: JsonObject): Files =>
      fileOf(fynn, {
        pro: { ...fynn.product.fields(1), pricePlans: plans },
        plus: { ...fynn.product.fields(2), pricePlans: others },
      });
    const one = { one: fynn.child?.fields(1) ?? {} };
    const { world, ids } = await existing(fynn, two(one, {}));
    const { preview } = await adopt(world, two({}, one), {
      "fynn/pro": ids["fynn/pro"] ?? "",
      "fynn/plus": ids["fynn/plus"] ?? "",
      "fynn/plus/one": ids["fynn/pro/one"] ?? "",
    });
    expect(preview.errors.join("\n")).toContain("differs in product");
  });
});

describe("marks", () => {
  const pro = (change: JsonObject = {}): Files => fileOf(polar, { pro: { ...polar.product.fields(1), ...change } });

  it("an object with the mark of another stack is refused", async () => {
    const { world, ids } = await existing(polar, pro());
    const id = ids["polar/pro"] ?? "";
    polar.edit(sandboxOf(polar, world), id, {
      metadata: { catalogue_address: "polar/basic", catalogue_owner: "shop/live" },
    });
    const { preview } = await adopt(world, pro(), ids);
    expect(preview.errors.join("\n")).toContain(`product ${id} belongs to shop/live as polar/basic`);
    expect(world.writes).toEqual([]);
  });

  it("one with the entry's own mark is taken without any request that writes", async () => {
    const { world, ids } = await existing(polar, pro());
    polar.edit(sandboxOf(polar, world), ids["polar/pro"] ?? "", {
      metadata: { catalogue_address: "polar/pro", catalogue_owner: world.owner },
    });
    const { up, said } = await adopt(world, pro(), ids);
    expect(up.errors).toEqual([]);
    expect(said.join("\n")).toContain("as it is; sends nothing");
    expect(world.writes).toEqual([]);
    expect(world.ids).toEqual(ids);
  });

  it("the mark is written beside the metadata that people have set, which stays", async () => {
    const { world, ids } = await existing(polar, pro({ metadata: { team: "growth" } }));
    const id = ids["polar/pro"] ?? "";
    const { up } = await adopt(world, pro({ metadata: { team: "sales" } }), ids);
    expect(up.errors).toEqual([]);
    expect(liveOf(polar, world).find((one) => one.id === id)?.body["metadata"]).toEqual({
      team: "growth",
      catalogue_address: "polar/pro",
      catalogue_owner: world.owner,
    });
    expect((await world.preview(pro({ metadata: { team: "sales" } }))).steps).toEqual([
      { op: "update", name: "polar/pro", changed: ["metadata"] },
    ]);
  });

  it("a mark that the vendor refuses leaves no row, and the next try works", async () => {
    const { world, ids } = await existing(polar, pro());
    world.network.fault = (request) =>
      request.method === "PATCH" ? { kind: "reply", when: "before", reply: FORBIDDEN } : undefined;
    const { up } = await adopt(world, pro(), ids);
    expect(up.errors).not.toEqual([]);
    expect(world.engine.state.rows).toEqual([]);
    world.network.fault = undefined;
    expect((await adopt(world, pro(), ids)).up.errors).toEqual([]);
    expect(world.ids).toEqual(ids);
  });
});

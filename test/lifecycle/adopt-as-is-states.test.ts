/** Objects that are taken as they are: archived ones, children, and marks. */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import { adopt, existing, kindOf, kindsByTitle, marks } from "../support/adopting.js";
import { fileOf, fixtureOf, liveOf, sandboxOf } from "../support/vendors.js";
import type { Files } from "../support/world.js";

const [sequence, fynn, polar] = [fixtureOf("sequence"), fixtureOf("fynn"), fixtureOf("polar")];
const FORBIDDEN = { status: 403, headers: {}, text: '{"detail":"no"}' };

describe("the archived state", () => {
  it.each(kindsByTitle)("%s: an archived object of an archived entry is taken without a call", async (_title, {
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
    expect(world.writes.toSorted()).toEqual(marks(ids, wanted, world).toSorted());
    // Where nothing shows that it is archived, the next run archives it once more.
    const isShown = visible?.in !== "nowhere";
    expect(world.row(address).outputs["archived"]).toBe(isShown);
    const next = await world.preview(wanted);
    expect(next.steps).toEqual(isShown ? [] : [{ op: "update", name: address, changed: ["archived"] }]);
    expect((await world.up(wanted)).errors).toEqual([]);
    expect((await world.preview(wanted, { refresh: true })).steps).toEqual([]);
  });

  it.each(
    kindsByTitle,
  )("%s: an active object of an archived entry is archived only by the next run", async (_title, one) => {
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

  it.each(kindsByTitle)("%s: an archived object of an active entry", async (_title, {
    fixture,
    kind,
    address,
    files,
  }) => {
    const { world, ids } = await existing(fixture, files({}));
    fixture.archive(sandboxOf(fixture, world), ids[address] ?? "");
    const { archiving } = kindOf(kind.kind) ?? {};
    const { preview, up } = await adopt(world, files({}), ids);
    if (archiving?.unarchive?.({})) {
      expect(up.errors).toEqual([]);
      expect(world.row(address).outputs["archived"]).toBe(true);
      expect((await world.preview(files({}))).steps).toEqual([{ op: "update", name: address, changed: ["archived"] }]);
      expect((await world.up(files({}))).errors).toEqual([]);
      expect(liveOf(fixture, world).find(({ id }) => id === ids[address])?.archived).toBe(false);
    } else {
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

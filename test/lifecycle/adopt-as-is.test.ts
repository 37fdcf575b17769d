/**
 * What `catalogue adopt` makes the provider do: entries take objects as they are. Nothing is written but the mark, the
 * state is true, and what differs is an ordinary update of the next preview.
 */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import { adopt, bodies, existing, kindOf, kindsByTitle, marks, pairsOf } from "../support/adopting.js";

describe.each(kindsByTitle)("%s", (_title, { fixture, kind, address, files }) => {
  it("is taken without a change at the vendor; previews, runs and refreshes then find nothing", async () => {
    const wanted = files({});
    const { world, ids } = await existing(fixture, wanted);
    const before = bodies(fixture, world);
    const { preview, previewWrites, up, said } = await adopt(world, wanted, ids);
    expect(preview.errors).toEqual([]);
    expect(previewWrites).toEqual([]);
    expect(up.errors).toEqual([]);
    expect(world.ids).toEqual(ids);
    expect(bodies(fixture, world)).toEqual(before);
    const sent = marks(ids, wanted, world);
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
    expect(world.writes.toSorted()).toEqual(marks(ids, wanted, world).toSorted());
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
  kindsByTitle.filter(([, { kind }]) => Object.keys(kind.replace).length > 0),
)("%s: what the vendor cannot change must not differ, in the preview and in the run", async (_title, one) => {
  const { fixture, kind, address, files } = one;
  const { world, ids } = await existing(fixture, files({}));
  const wanted = files(kind.replace);
  const { preview } = await adopt(world, wanted, ids);
  expect(preview.errors.join("\n")).toContain(`${ids[address]} cannot be adopted: it differs in `);
  world.adoptions = pairsOf(world, wanted, ids);
  expect((await world.up(wanted)).errors.join("\n")).toContain("cannot be adopted: it differs in ");
  expect(world.ids[address]).toBeUndefined();
});

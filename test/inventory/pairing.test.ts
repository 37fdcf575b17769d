import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import { doublesIn } from "../../provider/inventory/doubles.js";
import { type Pairing, pair } from "../../provider/inventory/pairing.js";
import { objectsOf } from "../../provider/pulumi/engine.js";
import { exported } from "../engine/engine.js";
import { entriesOf, paired, readAccount } from "../support/inventory.js";
import { fileOf, fixtureOf, fixtures, labelOf, sandboxOf, type VendorFixture, worldOf } from "../support/vendors.js";
import type { World } from "../support/world.js";

/** Without marks, equality is all there is to go by. */
const withChildren = fixtures.filter(({ child, registry }) => child && !registry.kind(child.kind)?.kind.marker);
const hows = ({ pairs }: Pairing): Record<string, string> =>
  Object.fromEntries(pairs.map(({ entry, how }) => [entry.address, how]));

/** Files with one product and these prices, by key. */
const prices = (fixture: VendorFixture, children: Readonly<Record<string, JsonObject>>) =>
  fileOf(fixture, { alpha: { ...fixture.product.fields(1), [fixture.child?.collection ?? ""]: children } });

/** Objects that another stack made, without what it knows of them. */
async function foreignAccount(fixture: VendorFixture, files: Readonly<Record<string, string>>): Promise<World> {
  const world = worldOf(fixture);
  expect((await world.up(files)).errors).toEqual([]);
  return world;
}

describe.each(withChildren.map((fixture) => [labelOf(fixture), fixture] as const))("entries of %s", (_, fixture) => {
  const child = fixture.child as NonNullable<VendorFixture["child"]>;

  it("are paired by natural key and by equality, whatever their keys are", async () => {
    const world = await foreignAccount(fixture, prices(fixture, { one: child.fields(1), two: child.fields(2) }));
    const read = await readAccount(world, fixture.name);
    const other = fileOf(fixture, {
      beta: { ...fixture.product.fields(1), [child.collection]: { b: child.fields(2), a: child.fields(1) } },
    });
    const pairing = paired(world, read, other, { rows: false });
    const { name } = fixture;
    expect(hows(pairing)).toEqual({
      [`${name}/beta`]: "natural key",
      [`${name}/beta/a`]: "equal",
      [`${name}/beta/b`]: "equal",
    });
    expect(pairing.unmanaged).toEqual([]);
  });

  it("that equal several objects are paired with none of them", async () => {
    const world = await foreignAccount(fixture, prices(fixture, { one: child.fields(1) }));
    fixture.copy(sandboxOf(fixture, world), world.ids[`${fixture.name}/alpha/one`] ?? "", {});
    const read = await readAccount(world, fixture.name);
    const pairing = paired(world, read, prices(fixture, { one: child.fields(1) }), { rows: false });
    expect(pairing.ambiguous.map(({ entry, objects }) => [entry.address, objects.length])).toEqual([
      [`${fixture.name}/alpha/one`, 2],
    ]);
    expect(pairing.unmanaged).toEqual([]);
    expect(doublesIn(read.inventory).map(({ equalIn, objects }) => [equalIn, objects.length])).toEqual([
      ["everything", 2],
    ]);
  });

  it("without an object are missing, and objects without an entry are not managed", async () => {
    const world = await foreignAccount(fixture, prices(fixture, { one: child.fields(1), two: child.fields(2) }));
    const read = await readAccount(world, fixture.name);
    const files = prices(fixture, { one: child.fields(1), five: { ...child.fields(1), ...child.update(5) } });
    const pairing = paired(world, read, files, { rows: false });
    expect(pairing.unmanaged.map(({ id }) => id)).toEqual([world.ids[`${fixture.name}/alpha/two`]]);
    expect(pairing.missing.map(({ address }) => address)).toEqual([`${fixture.name}/alpha/five`]);
  });

  it("that name an id are not paired with another object, however alike", async () => {
    const world = await foreignAccount(fixture, prices(fixture, { one: child.fields(1) }));
    const read = await readAccount(world, fixture.name);
    const named = { ...child.fields(1), lifecycle: { adopt: "another-one" } };
    const files = fileOf(fixture, {
      alpha: {
        ...fixture.product.fields(1),
        lifecycle: { adopt: world.ids[`${fixture.name}/alpha`] ?? "" },
        [child.collection]: { one: named },
      },
    });
    const pairing = paired(world, read, files, { rows: false });
    expect(hows(pairing)).toEqual({ [`${fixture.name}/alpha`]: "id" });
    expect(pairing.missing.map(({ key }) => key)).toEqual(["one"]);
    expect(pairing.unmanaged.map(({ id }) => id)).toEqual([world.ids[`${fixture.name}/alpha/one`]]);
  });

  it("leave objects alone that a row of another account has", async () => {
    const world = await foreignAccount(fixture, prices(fixture, { one: child.fields(1) }));
    const read = await readAccount(world, fixture.name);
    const files = prices(fixture, { one: child.fields(1) });
    const rows = objectsOf(JSON.parse(JSON.stringify(exported(world.engine.state)))).map((row) => ({
      ...row,
      ...{ account: "acme-eu", address: row.address.replace(fixture.name, "acme-eu") },
    }));
    const pairing = pair({ ...read, entries: entriesOf(world, files), rows, owner: world.owner });
    expect([pairing.pairs, pairing.unmanaged, pairing.foreign]).toEqual([[], [], []]);
    expect(pairing.missing.map(({ key }) => key)).toEqual(["alpha", "one"]);
    expect(pairing.removed.map(({ address }) => address)).toEqual(["acme-eu/alpha", "acme-eu/alpha/one"]);
  });

  it("do not take the old object of a replacement, which is still to be archived", async () => {
    const world = await foreignAccount(fixture, prices(fixture, { one: child.fields(1) }));
    const read = await readAccount(world, fixture.name);
    const files = prices(fixture, { two: child.fields(1) });
    const rows = objectsOf(JSON.parse(JSON.stringify(exported(world.engine.state)))).map((row) => ({
      ...row,
      isLeftover: row.address === `${fixture.name}/alpha/one`,
    }));
    const pairing = pair({ ...read, entries: entriesOf(world, files), rows, owner: world.owner });
    expect(hows(pairing)).toEqual({ [`${fixture.name}/alpha`]: "state" });
    expect([pairing.missing.map(({ key }) => key), pairing.unmanaged]).toEqual([["two"], []]);
    expect(pairing.removed.map(({ address }) => address)).toEqual([`${fixture.name}/alpha/one`]);
    const replaced = pair({
      ...{ ...read, rows, owner: world.owner },
      entries: entriesOf(world, prices(fixture, { one: child.fields(1) })),
    });
    expect(hows(replaced)).toEqual({ [`${fixture.name}/alpha`]: "state" });
  });

  it("keep the object of their row, and tell objects whose entry was removed", async () => {
    const world = await foreignAccount(fixture, prices(fixture, { one: child.fields(1), two: child.fields(2) }));
    const read = await readAccount(world, fixture.name);
    const changed = prices(fixture, { one: { ...child.fields(1), ...child.update(7) } });
    const pairing = paired(world, read, changed);
    expect(hows(pairing)[`${fixture.name}/alpha/one`]).toBe("state");
    expect(pairing.pairs.find(({ entry }) => entry.key === "one")?.changes).toHaveLength(1);
    expect(pairing.removed.map(({ address }) => address)).toEqual([`${fixture.name}/alpha/two`]);
  });
});

describe("a price with another content", () => {
  it("is paired by its name where that stands for one price and one entry", async () => {
    const fixture = fixtureOf("sequence");
    const child = fixture.child as NonNullable<VendorFixture["child"]>;
    const price = (amount: string, name = "Monthly"): JsonObject => ({
      ...child.fields(1),
      name,
      structure: { pricingType: "FIXED", price: amount },
    });
    const world = await foreignAccount(
      fixture,
      prices(fixture, { one: price("10.00"), two: price("20.00", "Yearly") }),
    );
    const read = await readAccount(world, "sequence");
    const byName = paired(world, read, prices(fixture, { m: price("11.00") }), { rows: false });
    expect(hows(byName)["sequence/alpha/m"]).toBe("name");
    expect(byName.pairs.at(-1)?.changes.map(({ name }) => name)).toEqual(["structure"]);
    const twice = paired(world, read, prices(fixture, { m: price("11.00"), n: price("12.00") }), { rows: false });
    expect(twice.missing.map(({ key }) => key)).toEqual(["m", "n"]);
  });
});

describe("marks at Polar", () => {
  const fixture = fixtureOf("polar");
  const files = fileOf(fixture, { alpha: fixture.product.fields(1) });

  it("pair the entries of this stack, and keep the objects of another one apart", async () => {
    const world = await foreignAccount(fixture, files);
    const read = await readAccount(world, "polar");
    expect(hows(paired(world, read, files, { rows: false }))).toEqual({ "polar/alpha": "mark" });
    const other = worldOf(fixture, { beside: world, owner: "catalogue/other" });
    const pairing = paired(other, read, files, { rows: false });
    expect([pairing.pairs, pairing.missing.map(({ key }) => key), pairing.unmanaged]).toEqual([[], ["alpha"], []]);
    expect(pairing.foreign.map(({ mark }) => mark?.owner)).toEqual(["catalogue/dev"]);
  });
});

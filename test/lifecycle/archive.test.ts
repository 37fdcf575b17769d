/** What the vendors' documentation leaves open about archiving: both answers of every switch. */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import { fileOf, fixtureOf, liveOf, sandboxOf, type VendorFixture, worldOf } from "../support/vendors.js";
import type { Files } from "../support/world.js";

const family = (fixture: VendorFixture, product: JsonObject = {}, child: JsonObject = {}): Files =>
  fileOf(fixture, {
    alpha: {
      ...fixture.product.fields(1),
      ...product,
      [fixture.child?.collection ?? ""]: { one: { ...fixture.child?.fields(1), ...child } },
    },
  });

describe.each([fixtureOf("sequence"), fixtureOf("fynn")])("$name", (fixture) => {
  const child = `${fixture.name}/alpha/one`;

  it.each([
    200, 409,
  ] as const)("archiving twice answers %s: an archive call whose answer was lost ends well", async (archiveTwice) => {
    const world = worldOf(fixture, { switches: { archiveTwice } });
    await world.up(family(fixture));
    const id = world.ids[child] ?? "";
    let hit = 0;
    world.network.fault = ({ path }) =>
      path.endsWith(`${id}/archive`) && hit++ === 0 ? { kind: "reset", when: "after" } : undefined;
    const { errors } = await world.up(family(fixture, {}, { archived: true }));
    expect(errors).toEqual([]);
    expect(liveOf(fixture, world).find((one) => one.id === id)?.archived).toBe(true);
    expect((await world.preview(family(fixture, {}, { archived: true }))).steps).toEqual([]);
  });

  it.each([200, 409] as const)("archived in the dashboard and then in the YAML (twice: %s)", async (archiveTwice) => {
    const world = worldOf(fixture, { switches: { archiveTwice } });
    await world.up(family(fixture));
    for (const id of Object.values(world.ids)) fixture.archive(sandboxOf(fixture, world), id);
    const both = family(fixture, { archived: true }, { archived: true });
    const { errors } = await world.up(both);
    expect(errors).toEqual([]);
    if (archiveTwice === 409) expect(world.said.join()).toContain("was archived already; nothing to do");
    expect((await world.preview(both)).steps).toEqual([]);
  });

  it.each([200, 409] as const)(
    "product and price archived in one commit (price " + "under an archived product: %s)",
    async (priceUnderArchived) => {
      const world = worldOf(fixture, { switches: { priceUnderArchived } });
      await world.up(family(fixture));
      world.clear();
      const both = family(fixture, { archived: true }, { archived: true });
      const { errors } = await world.up(both);
      expect(errors).toEqual([]);
      expect(world.writes).toHaveLength(2);
      if (priceUnderArchived === 409) expect(world.said.join()).toContain("it counts as archived");
      expect((await world.preview(both)).steps).toEqual([]);
    },
  );

  it("a price below an archived product can go from the YAML, whatever the vendor says", async () => {
    const world = worldOf(fixture, { switches: { priceUnderArchived: 409 } });
    await world.up(family(fixture));
    await world.up(family(fixture, { archived: true }));
    const { errors } = await world.up(fileOf(fixture, { alpha: { ...fixture.product.fields(1), archived: true } }));
    expect(errors).toEqual([]);
    expect(Object.keys(world.ids)).toEqual([`${fixture.name}/alpha`]);
  });

  it(
    "a vendor that keeps products with active prices: an error that " + "says what to do, and the next run goes on",
    async () => {
      const world = worldOf(fixture, { switches: { archiveWithActivePrices: 409 } });
      await world.up(family(fixture));
      const { errors } = await world.up(family(fixture, { archived: true }));
      expect(errors.join()).toContain("archive them (`archived: true`) in a commit before this one");
      expect((await world.up(family(fixture, {}, { archived: true }))).errors).toEqual([]);
      expect((await world.up(family(fixture, { archived: true }, { archived: true }))).errors).toEqual([]);
    },
  );

  it("a new price below an archived product is refused in the preview", async () => {
    const world = worldOf(fixture);
    const only = fileOf(fixture, { alpha: { ...fixture.product.fields(1), archived: true } });
    await world.up(only);
    world.clear();
    const { errors } = await world.preview(family(fixture, { archived: true }));
    expect(errors.join()).toContain("cannot be created below an archived parent");
    expect(world.requests).toEqual([]);
  });

  it("a price that is archived in the YAML may lose its entry without a request", async () => {
    const world = worldOf(fixture);
    await world.up(family(fixture, {}, { archived: true }));
    world.clear();
    expect((await world.up(fileOf(fixture, { alpha: fixture.product.fields(1) }))).errors).toEqual([]);
    expect(world.writes).toEqual([]);
  });
});

describe("sequence: a PUT without an optional field", () => {
  const fixture = fixtureOf("sequence");
  const optional = fixture.product.optional?.name ?? "";

  it("clears it: done", async () => {
    const world = worldOf(fixture, { switches: { putWithoutOptional: "clears" } });
    await world.up(family(fixture, { [optional]: "Words" }));
    expect((await world.up(family(fixture))).errors).toEqual([]);
  });

  it("keeps it: an error, and the state stays true; the account's setting helps where there is one", async () => {
    const world = worldOf(fixture, { switches: { putWithoutOptional: "keeps" } });
    await world.up(family(fixture, { [optional]: "Words" }));
    const { errors } = await world.up(family(fixture));
    expect(errors.join()).toContain("the response shows another value for label");
    expect(errors.join()).toContain("change how the account clears fields");
    expect(world.row("sequence/alpha").outputs["label"]).toBe("Words");
    // still announced, not forgotten
    expect((await world.preview(family(fixture))).steps.map(({ op, name }) => `${op} ${name}`)).toEqual([
      "update sequence/alpha",
    ]);
    const accounts = JSON.parse(world.config["catalogue:accounts"] ?? "{}") as Record<string, JsonObject>;
    world.config["catalogue:accounts"] = JSON.stringify({
      sequence: { ...accounts["sequence"], clearOptionalFields: "empty" },
    });
    expect((await world.up(family(fixture))).errors).toEqual([]);
    expect((await world.preview(family(fixture))).steps).toEqual([]);
  });
});

describe("sequence: archived products in lists", () => {
  const sequence = fixtureOf("sequence");

  it("a product that exists is then only taken by its id", async () => {
    const world = worldOf(sequence, {
      switches: { archivedProductsListed: true },
      account: { archivedProductsListed: true },
    });
    const files = fileOf(sequence, { alpha: sequence.product.fields(1) });
    world.network.afterAnswer = ({ method }) => {
      if (method === "POST") world.engine.kill();
    };
    await world.up(files);
    world.network.afterAnswer = undefined;
    const id = liveOf(sequence, world)[0]?.id ?? "";
    const stopped = await world.up(files);
    expect(stopped.errors.join()).toContain(`adopt: ${id}`);
    expect(
      (await world.up(fileOf(sequence, { alpha: { ...sequence.product.fields(1), lifecycle: { adopt: id } } }))).errors,
    ).toEqual([]);
    expect(liveOf(sequence, world)).toHaveLength(1);
  });
});

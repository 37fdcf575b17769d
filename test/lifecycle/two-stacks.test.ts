/**
 * Two stacks on one account: what catches it, and what cannot. A vendor that stores our mark tells them apart; where
 * it cannot, only the natural key and an object's age speak.
 */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import { fileOf, fixtureOf, liveOf, type VendorFixture, worldOf } from "../support/vendors.js";
import type { World } from "../support/world.js";

const HOUR = 3_600_000;

interface Stacks {
  readonly first: World;
  readonly second: World;
  readonly files: (entry?: JsonObject) => ReturnType<typeof fileOf>;
  readonly address: string;
}

function stacks(fixture: VendorFixture): Stacks {
  const first = worldOf(fixture, { owner: "catalogue/team-a" });
  const second = worldOf(fixture, { beside: first, owner: "catalogue/team-b" });
  return {
    first,
    second,
    files: (entry = {}) => fileOf(fixture, { alpha: { ...fixture.product.fields(1), ...entry } }),
    address: `${fixture.name}/alpha`,
  };
}

/** Both at once, their requests in between one another. */
const together = (a: World, b: World, files: ReturnType<typeof fileOf>) => Promise.all([a.up(files), b.up(files)]);

describe("where the vendor keeps our mark (Polar)", () => {
  const fixture = fixtureOf("polar");

  it("the second stack stops before it writes anything, and names the first, at any age", async () => {
    for (const hours of [0, 48]) {
      const { first, second, files, address } = stacks(fixture);
      expect((await first.up(files())).errors).toEqual([]);
      first.clock.advance(hours * HOUR);
      first.clear();
      const { errors } = await second.up(files());
      expect(errors.join()).toContain(
        `is marked with the address ${address} of stack catalogue/team-a, and this stack is catalogue/team-b`,
      );
      expect(first.writes).toEqual([]);
      expect(liveOf(fixture, first)).toHaveLength(1);
    }
  });

  it("other keys in each stack: both live side by side, even with one name", async () => {
    const { first, second, files } = stacks(fixture);
    await first.up(files());
    const theirs = fileOf(fixture, { beta: fixture.product.fields(1) });
    expect((await second.up(theirs)).errors).toEqual([]);
    expect(liveOf(fixture, first)).toHaveLength(2);
    first.clear();
    expect((await first.up(files(), { refresh: true })).steps).toEqual([]);
    expect(first.writes).toEqual([]);
  });

  it(
    "both at the same moment, for the first time: each makes its " + "own, and neither ever touches the other's",
    async () => {
      const { first, second, files, address } = stacks(fixture);
      const results = await together(first, second, files());
      const made = liveOf(fixture, first);
      // Whoever looked before the other had written could not see it; whoever looked later has stopped.
      expect(made.length).toBe(results.filter(({ ok }) => ok).length);
      expect(new Set(made.map(({ id }) => id))).toEqual(
        new Set([first, second].flatMap(({ ids }) => ids[address] ?? [])),
      );
      expect((await first.up(files(fixture.product.update(9)))).errors).toEqual([]);
      const [mine] = liveOf(fixture, first).filter(({ id }) => id === first.ids[address]);
      expect(mine?.body).toMatchObject(fixture.product.update(9));
      expect(
        liveOf(fixture, first).filter(({ body }) => body["name"] === fixture.product.update(9)["name"]),
      ).toHaveLength(1);
    },
  );
});

describe.each([fixtureOf("sequence"), fixtureOf("fynn")])("where no mark can be kept ($name)", (fixture) => {
  it("caught: an object that differs, or that is older than the window", async () => {
    for (const [entry, hours] of [
      [{ [fixture.product.optional?.name ?? ""]: fixture.product.optional?.value ?? null }, 0],
      [{}, 25],
    ] as const) {
      const { first, second, files } = stacks(fixture);
      await first.up(files());
      const id = liveOf(fixture, first)[0]?.id ?? "";
      first.clock.advance(hours * HOUR);
      first.clear();
      const { errors } = await second.up(files(entry));
      expect(errors.join()).toContain(id);
      expect(errors.join()).toContain("adopt");
      expect(first.writes).toEqual([]);
    }
  });

  it("caught at any age with adoptWindow 0", async () => {
    const { first, second, files } = stacks(fixture);
    await first.up(files());
    second.config = { ...second.config, "catalogue:adoptWindow": "0" };
    expect((await second.up(files())).errors.join()).toContain("adopt");
  });

  it(
    "not caught: an equal object, younger than the window, is taken for a lost one of the stack's own, and both " +
      "hold it",
    async () => {
      const { first, second, files, address } = stacks(fixture);
      await first.up(files());
      expect((await second.up(files())).errors).toEqual([]);
      expect(second.ids[address]).toBe(first.ids[address]);
      expect(second.said.join()).toContain("recovered: an interrupted run had created it");
      expect(liveOf(fixture, first)).toHaveLength(1);
    },
  );

  it("not caught: both at the same moment, each makes one; afterwards each goes on with its own", async () => {
    const { first, second, files, address } = stacks(fixture);
    await together(first, second, files());
    const made = liveOf(fixture, first);
    expect(made).toHaveLength(new Set([first.ids[address], second.ids[address]]).size);
    first.clear();
    expect((await first.up(files(), { refresh: true })).errors).toEqual([]);
    expect(first.writes).toEqual([]);
    // A third stack sees two that fit, and stops.
    if (made.length === 2) {
      const third = worldOf(fixture, { beside: first, owner: "catalogue/team-c" });
      expect((await third.up(files())).errors.join()).toContain(made[0]?.id ?? "");
    }
  });
});

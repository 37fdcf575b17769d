/** `catalogue adopt` whose engine is killed: the next adoption finishes it, and nothing is made twice. */
import { expect, it } from "vitest";
import { planAdoption } from "../../provider/cli/adopt/plan.js";
import { adopt, bodies, existing, pairsOf } from "../support/adopting.js";
import { paired, readAccount } from "../support/inventory.js";
import { fileOf, fixtures, labelOf, type VendorFixture } from "../support/vendors.js";
import type { Files, World } from "../support/world.js";

const catalogue = (fixture: VendorFixture): Files => {
  const { product, child } = fixture;
  const below = child ? { [child.collection]: { one: child.fields(1), two: child.fields(2) } } : {};
  return fileOf(fixture, { pro: { ...product.fields(1), ...below }, plus: product.fields(3) });
};

/** As the command pairs them now. */
async function pairsNow(fixture: VendorFixture, world: World, files: Files) {
  const pairing = paired(world, await readAccount(world, fixture.name), files);
  const settings = world.settings(fixture.name);
  const plan = planAdoption({ pairing, settings, owner: world.owner, differing: false });
  expect([plan.refused, plan.missing]).toEqual([[], []]);
  return Object.fromEntries(plan.adopts.map(({ entry, id }) => [entry.address, id]));
}

it.each(
  fixtures.map((fixture) => [labelOf(fixture), fixture] as const),
)("%s: after each request", async (_name, fixture) => {
  const files = catalogue(fixture);
  let kills = 0;
  for (let at = 1, goesOn = true; goesOn; at += 1) {
    const { world, ids } = await existing(fixture, files);
    const before = bodies(fixture, world);
    world.adoptions = pairsOf(world, files, ids);
    let answers = 0;
    world.network.afterAnswer = () => {
      answers += 1;
      if (answers === at) world.engine.kill();
    };
    const { crashed } = await world.up(files);
    world.network.afterAnswer = undefined;
    goesOn = crashed;
    kills += crashed ? 1 : 0;
    const rest = await pairsNow(fixture, world, files);
    const { up } = await adopt(world, files, rest);
    expect(up.errors).toEqual([]);
    expect(world.ids).toEqual(ids);
    expect(bodies(fixture, world)).toEqual(before);
    world.clear();
    expect((await world.preview(files, { refresh: true })).steps).toEqual([]);
    expect(world.writes).toEqual([]);
  }
  expect(kills).toBeGreaterThan(1);
});

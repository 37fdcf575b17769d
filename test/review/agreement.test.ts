/**
 * A review from the files alone says the same as one from a preview of the engine, in everything that both can know;
 * and what both announce is what `up` then sends. On random edits of random catalogues.
 */
import { afterAll, describe, expect, it } from "vitest";
import { readConfig } from "../../provider/accounts/config.js";
import { checkCatalogue } from "../../provider/catalogue/load.js";
import type { Change, Review } from "../../provider/review/digest.js";
import { reviewFiles } from "../../provider/review/review-files.js";
import { reviewPreview } from "../../provider/review/review-preview.js";
import { EDITS } from "../law/commands.js";
import { Model } from "../law/model.js";
import { enginePreview } from "../support/engine-preview.js";
import { sentWrites, tellsOfMore, unplanned } from "../support/planned.js";
import { Random } from "../support/random.js";
import { runs } from "../support/runs.js";
import { labelOf, randomFixtures, type VendorFixture, worldOf } from "../support/vendors.js";
import type { Files, World } from "../support/world.js";

const EDITED = runs(1_000);
const totals = { edits: 0, changes: 0, requests: 0 };

afterAll(() => {
  console.log(`agreement: ${totals.edits} edits, ${totals.changes} changes, ${totals.requests} requests`);
});

describe("both reviews agree, and announce what is sent", () => {
  it.each(randomFixtures.map((fixture) => [labelOf(fixture), fixture] as const))("%s", async (_label, fixture) => {
    const each = Math.ceil(EDITED / randomFixtures.length);
    for (let seed = 1, done = 0; done < each; seed += 1) done += await course(fixture, seed, each - done);
  });
});

/** A catalogue that is edited and applied several times. Returns how many edits were reviewed. */
async function course(fixture: VendorFixture, seed: number, most: number): Promise<number> {
  const random = new Random(seed);
  const world = worldOf(fixture, { seed });
  const model = new Model(fixture);
  let before = model.files();
  expect((await world.up(before)).errors).toEqual([]);
  model.settle();
  let done = 0;
  for (; done < Math.min(most, 6); done += 1) {
    for (let edits = 1 + random.below(4); edits > 0; edits -= 1)
      model.edit({ do: EDITS[random.below(EDITS.length)] ?? "update", a: random.below(1_000), b: random.below(1_000) });
    const after = model.files();
    await reviewed(world, before, after, `${labelOf(fixture)}, seed ${seed}, edit ${done + 1}`);
    before = after;
    model.settle();
  }
  totals.edits += done;
  return done;
}

async function reviewed(world: World, before: Files, after: Files, where: string): Promise<void> {
  world.clear();
  const result = await world.preview(after);
  expect(result.errors, where).toEqual([]);
  const fromPreview = reviewPreview({
    registry: world.registry,
    preview: enginePreview(world, result),
    catalogue: read(world, after),
  });
  const fromFiles = reviewFiles({
    before: read(world, before),
    after: read(world, after),
    base: "main",
    commit: "0".repeat(40),
    stack: { name: "dev", config: readConfig(world.config, world.registry) },
  });
  const ids = new Map(Object.entries(world.ids).map(([address, id]) => [id, `<id of ${address}>`]));
  expect(known(fromFiles, new Map()), where).toEqual(known(fromPreview, ids));
  world.clear();
  expect((await world.up(after)).errors, where).toEqual([]);
  const sent = Object.values(world.sandboxes).flatMap(({ exchanges }) => sentWrites(exchanges));
  const announced = fromPreview.changes.flatMap(({ requests }) => requests ?? []);
  if (!world.said.some(tellsOfMore)) expect(unplanned(announced as never, sent), where).toBeUndefined();
  totals.changes += fromPreview.changes.length;
  totals.requests += sent.length;
}

const read = (world: World, files: Files) => {
  const sources = Object.entries(files).map(([name, text]) => ({ name, text }));
  const { values } = readConfig(world.config, world.registry);
  return { ...checkCatalogue(sources, { registry: world.registry, values }), directory: "catalogue" };
};

/** What both can know: not the ids, and not what only the state or the engine says. */
function known({ changes, findings, priceList, accounts }: Review, ids: ReadonlyMap<string, string>): unknown {
  const change = ({ id: _id, messages, requests, ...rest }: Change): unknown => ({
    ...rest,
    requests: requests?.map((request) => ({ ...request, path: withNames(request.path, ids) })) ?? null,
    warnings: messages.filter(({ severity }) => severity === "warning").map(({ text }) => text),
  });
  return { changes: changes.map(change), findings, priceList, accounts };
}

function withNames(path: string, ids: ReadonlyMap<string, string>): string {
  const found = [...ids].find(([id]) => path.split("/").includes(id));
  return found ? path.replace(found[0], found[1]) : path;
}

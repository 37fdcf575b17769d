/** How many requests writes cost besides themselves: reads before them share the pages of a list. */
import { appendFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import {
  everyKind,
  fileOf,
  fixtureOf,
  fixtures,
  type KindUnderTest,
  labelOf,
  liveOf,
  sandboxOf,
  worldOf,
} from "../support/vendors.js";
import type { Files, World } from "../support/world.js";

const log = (...x: unknown[]) => appendFileSync("/tmp/h-reads-counts.txt", x.join(" ") + "\n");
const ENTRIES = 200;
const FREE = { limits: { perMinute: 0 } };

/** So many entries of the kind, beside another product. */
function files(
  { fixture, kind }: KindUnderTest,
  count: number,
  change: (n: number) => JsonObject = () => ({}),
): Files {
  const { product, child } = fixture;
  const all = Object.fromEntries(
    Array.from({ length: count }, (_, n): [string, JsonObject] => [`e${n}`, { ...kind.fields(n), ...change(n) }]),
  );
  const alpha = product.fields("x");
  return kind === child
    ? fileOf(fixture, { alpha: { ...alpha, [child.collection]: all } })
    : fileOf(fixture, { ...all, alpha });
}

async function started(of: KindUnderTest, options: Parameters<typeof worldOf>[1] = {}): Promise<World> {
  const world = worldOf(of.fixture, { account: FREE, ...options });
  expect((await world.up(files(of, ENTRIES))).errors).toEqual([]);
  world.clear();
  return world;
}

const kinds = everyKind.map((of) => ({ of, label: `${labelOf(of.fixture)}: ${of.kind.kind}` }));

describe.each(kinds)("$label", ({ of }) => {
  const { fixture } = of;
  const pages = ENTRIES / (fixture.name === "toy" ? 2 : 100);

  it.each([8, Number.POSITIVE_INFINITY])(`${ENTRIES} removals, %d at a time`, async (parallel) => {
    const world = await started(of);
    world.engine.parallel = parallel;
    const { errors } = await world.up(files(of, 0));
    expect(errors).toEqual([]);
    const writes = world.writes.length;
    log(of.kind.kind, parallel, world.requests.length, writes);
    expect(liveOf(fixture, world).filter(({ archived }) => archived)).toHaveLength(ENTRIES);
    expect(world.requests.length - writes).toBeLessThanOrEqual(pages + 3);
  });

  it.each([8, Number.POSITIVE_INFINITY])(`${ENTRIES} updates, %d at a time`, async (parallel) => {
    const world = await started(of);
    world.engine.parallel = parallel;
    const { errors } = await world.up(files(of, ENTRIES, (n) => of.kind.update(1_000 + n)));
    log(of.kind.kind, parallel, world.requests.length, world.writes.length, errors.slice(0, 3));
  });
});

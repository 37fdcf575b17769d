/** How many requests writes cost besides themselves, and that a preview can tell: reads before them share lists. */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import { type Announced, countRequests } from "../../provider/lifecycle/plan/count.js";
import { readInputs, readOutputs } from "../../provider/lifecycle/state.js";
import type { Result } from "../engine/engine.js";
import { everyKind, fileOf, type KindUnderTest, labelOf, liveOf, worldOf } from "../support/vendors.js";
import type { Files, World } from "../support/world.js";

const ENTRIES = 200;
const FREE = { limits: { perMinute: 0 } };

/** So many entries of the kind, beside a product. */
function files({ fixture, kind }: KindUnderTest, count: number, change: (n: number) => JsonObject = () => ({})): Files {
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

/** What a preview announces, as requests. */
function counted({ fixture }: KindUnderTest, world: World, { announced }: Result): number {
  const changes = announced
    .filter(({ op }) => op !== "same")
    .flatMap(({ op, kind: type, old, inputs }): Announced[] => {
      const kind = fixture.registry.kind(type)?.kind;
      if (!kind) throw new Error(`no kind ${type}`);
      const settings = world.settings(fixture.name);
      const olds = old ? { olds: readOutputs(kind, old.outputs) } : {};
      const news = inputs ? { news: readInputs(kind, inputs) } : {};
      return op === "replace"
        ? [
            { kind, settings, ...news },
            { kind, settings, ...olds },
          ]
        : [{ kind, settings, ...olds, ...news }];
    });
  return countRequests(changes, (type) => world.engine.state.rows.filter(({ kind }) => kind === type).length);
}

const kinds = everyKind.map((of) => ({ of, label: `${labelOf(of.fixture)}: ${of.kind.kind}` }));
// The toy has two objects on a page, refuses requests over 30 a second, and is no vendor that an estimate is made for.
const vendors = kinds.filter(({ of }) => of.fixture.name !== "toy");

describe.each(vendors)("$label", ({ of }) => {
  const { fixture, kind } = of;
  const onlyListShows = fixture.registry.kind(kind.kind)?.kind.archiving.visible.in === "list";

  it.each([8, Number.POSITIVE_INFINITY])(`${ENTRIES} removals, %d at a time`, async (parallel) => {
    const world = await started(of);
    world.engine.parallel = parallel;
    expect((await world.up(files(of, 0))).errors).toEqual([]);
    expect(world.writes).toHaveLength(ENTRIES);
    expect(liveOf(fixture, world).filter(({ archived }) => archived)).toHaveLength(ENTRIES);
    // A list confirms those that end together.
    const confirming = onlyListShows ? 4 * Math.ceil(ENTRIES / parallel) : 0;
    expect(world.requests.length - ENTRIES).toBeLessThanOrEqual(ENTRIES / 100 + 3 + confirming);
  });

  it.each<[string, (n: number) => JsonObject, number]>([
    ["updates", (n) => kind.update(1_000 + n), ENTRIES],
    ["archives", () => ({ archived: true }), ENTRIES],
    ["replacements", () => kind.replace, ENTRIES],
    ["removals", () => ({}), 0],
    ["creates", () => ({}), 2 * ENTRIES],
  ])("the preview knows what %s cost, within a tenth", async (_, change, count) => {
    const world = await started(of);
    const after = files(of, count, change);
    const estimate = counted(of, world, await world.preview(after));
    expect(world.requests).toEqual([]);
    world.engine.parallel = 16;
    expect((await world.up(after)).errors).toEqual([]);
    const sent = world.requests.length;
    expect(Math.abs(estimate - sent), `${estimate} instead of ${sent}`).toBeLessThanOrEqual(5 + sent / 10);
  });
});

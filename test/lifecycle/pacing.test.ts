/** A vendor's limit per minute: kept by ourselves, waited out when others have used it up. */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import { fileOf, fixtureOf, liveOf, sandboxOf, worldOf } from "../support/vendors.js";
import type { World } from "../support/world.js";

const polar = fixtureOf("polar");
const ENTRIES = 300;
const MINUTE = 60_000;

const entries = (count: number, change: (n: number) => JsonObject = () => ({})) =>
  fileOf(
    polar,
    Object.fromEntries(
      Array.from({ length: count }, (_, n): [string, JsonObject] => [
        `p${n}`,
        { ...polar.product.fields(n), ...change(n) },
      ]),
    ),
  );
const files = entries(ENTRIES);
const exchanges = (world: World) => sandboxOf(polar, world).exchanges;
const refusals = (world: World) => exchanges(world).filter(({ reply }) => reply.status === 429);

/** Nine tenths of the limit are used. */
const windowsOf = (requests: number): number => Math.ceil(requests / 90);

/** Milliseconds from the first request to the last. */
function duration(world: World): number {
  const times = exchanges(world).map(({ at }) => at);
  return Math.max(...times) - Math.min(...times);
}

/** The time that so many changes need at a limit of 100 a minute, and a tenth more. */
const longest = (changes: number): number => (changes / 100) * MINUTE * 1.1;

describe("a limit of 100 requests a minute", () => {
  it("150 new entries meet it at most once", async () => {
    const world = worldOf(polar, { switches: { perMinute: 100 } });
    expect((await world.up(entries(150))).errors).toEqual([]);
    expect(refusals(world).length).toBeLessThanOrEqual(1);
    expect(duration(world)).toBeLessThan(longest(150));
  });

  it.each([
    16,
    Number.POSITIVE_INFINITY,
  ])(`${ENTRIES} changes take at most a tenth more than they must, %d at a time`, async (parallel) => {
    const world = worldOf(polar, { switches: { perMinute: 100 } });
    world.engine.parallel = parallel;
    const archived = (): JsonObject => ({ archived: true });
    const runs = [
      files,
      entries(ENTRIES, (n) => ({ name: `Renamed ${n}` })),
      entries(ENTRIES, archived),
      entries(ENTRIES),
      entries(1),
    ];
    for (const run of runs) {
      world.clear();
      world.clock.advance(2 * MINUTE);
      expect((await world.up(run)).errors).toEqual([]);
      expect(refusals(world)).toHaveLength(0);
      expect(duration(world)).toBeLessThan(longest(ENTRIES));
    }
  });

  it(`an up of ${ENTRIES} entries meets it not once, and takes as many windows as it must`, async () => {
    const world = worldOf(polar, { switches: { perMinute: 100 } });
    expect((await world.up(files)).errors).toEqual([]);
    expect(refusals(world)).toHaveLength(0);
    expect(liveOf(polar, world)).toHaveLength(ENTRIES);
    const windows = windowsOf(exchanges(world).length);
    expect(exchanges(world)).toHaveLength(ENTRIES + 1);
    // Every window but the last is waited out, with a second each for the way there.
    expect(duration(world)).toBeLessThan((windows - 1) * (MINUTE + 1_000) + 10_000);
    // Once for each standstill, with what was done by then.
    const waits = world.said.filter((text) => text.includes("90 requests a minute are used up"));
    expect(waits).toHaveLength(windowsOf(exchanges(world).length) - 1);
    expect(waits[1]).toMatch(/; 180 requests sent so far, continuing in [0-9]+ s$/);
  });

  it("half of it used by others: the whole account waits, and nothing is hammered", async () => {
    const world = worldOf(polar, { switches: { perMinute: 50 } });
    expect((await world.up(files)).errors).toEqual([]);
    expect(liveOf(polar, world)).toHaveLength(ENTRIES);
    // Only what was under way when the limit was met is refused, and nothing is sent until the minute is over.
    const refused = refusals(world).map(({ at }) => at);
    const windows = Math.ceil((ENTRIES + 1) / 50);
    expect(refused.length).toBeLessThanOrEqual(windows * 8);
    for (const at of refused)
      expect(exchanges(world).filter((one) => one.at > at + 1_000 && one.at < at + MINUTE - 1_000)).toEqual([]);
    expect(duration(world)).toBeLessThan(windows * (MINUTE + 2_000));
    expect(world.said.join()).toContain("asks to slow down");
    expect(world.said.join()).toMatch(/[0-9]+ requests sent so far, continuing in 60 s/);
  });

  it("another limit as configured, and none", async () => {
    const slow = worldOf(polar, { account: { limits: { perMinute: 30 } } });
    await slow.up(files);
    expect(duration(slow)).toBeGreaterThan((Math.ceil((ENTRIES + 1) / 30) - 1) * MINUTE);
    const none = worldOf(polar, { account: { limits: { perMinute: 0 } } });
    await none.up(files);
    expect(duration(none)).toBeLessThan(MINUTE);
  });

  it("a limit by the second is kept as well, and such short waits are not worth a word", async () => {
    const toy = fixtureOf("toy");
    const entries = Array.from({ length: 120 }, (_, number): [string, JsonObject] => [
      `p${number}`,
      toy.product.fields(number),
    ]);
    const timesOf = async (account?: JsonObject) => {
      const world = worldOf(toy, account ? { account } : {});
      expect((await world.up(fileOf(toy, Object.fromEntries(entries)))).errors).toEqual([]);
      const { exchanges: all } = sandboxOf(toy, world);
      expect(all.filter(({ reply }) => reply.status === 429)).toEqual([]);
      expect(all).toHaveLength(121);
      expect(world.said).toEqual([]);
      return (all.at(-1)?.at ?? 0) - (all[0]?.at ?? 0);
    };
    // 27 of 30 in a second: four windows of 1.1 s are waited out.
    expect(await timesOf()).toBeGreaterThan(4_000);
    expect(await timesOf({ limits: { perMinute: 600 } })).toBeGreaterThan(12_000);
  });

  it("a refresh reads lists, not every object", async () => {
    const world = worldOf(polar, { switches: { perMinute: 100 } });
    await world.up(files);
    world.clear();
    expect((await world.engine.refresh()).errors).toEqual([]);
    // And one of meters: an object that carries the stack's mark is looked for among all kinds.
    expect(world.requests.filter((one) => one !== "GET /v1/meters/")).toHaveLength(ENTRIES / 100);
    expect(world.requests).toHaveLength(ENTRIES / 100 + 1);
  });
});

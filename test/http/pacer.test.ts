/** Requests within a vendor's rate, by the minute and by the second. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Pacer, rateInWords } from "../../provider/http/pacer.js";
import { VirtualClock } from "../support/virtual-clock.js";

const rates = fc.record({ requests: fc.integer({ min: 1, max: 20 }), seconds: fc.constantFrom(1, 2, 10, 60) });
/** Milliseconds: when a request is wanted, and how long it takes to arrive. */
const wants = fc.array(fc.record({ at: fc.nat(5_000), way: fc.nat(99) }), { minLength: 1, maxLength: 60 });

it("no window of the vendor's ever holds more, whenever it begins and however late requests arrive", async () => {
  await fc.assert(
    fc.asyncProperty(rates, wants, async (rate, wanted) => {
      const clock = new VirtualClock(0);
      const pacer = new Pacer(rate, clock, () => undefined);
      const arrivals: number[] = [];
      const send = async ({ at, way }: { at: number; way: number }): Promise<void> => {
        await clock.sleep(at);
        await pacer.turn();
        arrivals.push(clock.now() + way);
      };
      await clock.run(Promise.all(wanted.map(send)));
      expect(arrivals).toHaveLength(wanted.length);
      for (const start of arrivals) {
        const within = arrivals.filter((at) => at >= start && at < start + rate.seconds * 1_000);
        expect(within.length).toBeLessThanOrEqual(rate.requests);
      }
    }),
    { numRuns: 200 },
  );
});

describe("a pacer", () => {
  async function run(rate: ConstructorParameters<typeof Pacer>[0], count: number, restart = 0) {
    const clock = new VirtualClock(0);
    const waits: number[] = [];
    const pacer = new Pacer(rate, clock, (rest) => void waits.push(rest));
    for (let number = 1; number <= count; number += 1) {
      await clock.run(pacer.turn());
      if (number === restart) pacer.restart();
    }
    return { waits, took: clock.now() };
  }

  it("uses a window up before it waits, and says each standstill once", async () => {
    expect(await run({ requests: 5, seconds: 60 }, 5)).toEqual({ waits: [], took: 0 });
    expect(await run({ requests: 5, seconds: 60 }, 11)).toEqual({ waits: [61_000, 61_000], took: 122_000 });
    expect(await run({ requests: 5, seconds: 1 }, 11)).toEqual({ waits: [1_100, 1_100], took: 2_200 });
  });

  it("counts anew after a pause, and waits for nothing without a limit", async () => {
    expect(await run({ requests: 5, seconds: 60 }, 10, 5)).toEqual({ waits: [], took: 0 });
    expect(await run(undefined, 1_000)).toEqual({ waits: [], took: 0 });
  });

  it("several that wait at once say it once", async () => {
    const clock = new VirtualClock(0);
    const waits: number[] = [];
    const pacer = new Pacer({ requests: 2, seconds: 60 }, clock, (rest) => void waits.push(rest));
    await clock.run(Promise.all(Array.from({ length: 4 }, () => pacer.turn())));
    expect(waits).toEqual([61_000]);
  });
});

it.each([
  [{ requests: 90, seconds: 60 }, "90 requests a minute", "90 a minute"],
  [{ requests: 1, seconds: 1 }, "1 request a second", "1 a second"],
  [{ requests: 1_000, seconds: 3_600 }, "1000 requests an hour", "1000 an hour"],
  [{ requests: 100, seconds: 10 }, "100 requests in 10 s", "100 in 10 s"],
])("%j in words", (rate, words, short) => {
  expect([rateInWords(rate), rateInWords(rate, "")]).toEqual([words, short]);
});

/**
 * The same faults on real sockets, with the client that users have: each of them on each kind's first write and on its
 * reads.
 */
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { networkCode } from "../../provider/http/failures.js";
import { type Transport, undiciTransport } from "../../provider/http/transport.js";
import type { Result } from "../engine/engine.js";
import { Judge } from "../law/judge.js";
import { Model } from "../law/model.js";
import { FastClock } from "../support/fast-clock.js";
import { labelOf, liveOf, randomFixtures, sandboxOf, type VendorFixture, worldOf } from "../support/vendors.js";
import type { World } from "../support/world.js";
import { FAULTS } from "./catalogue.js";
import { FaultProxy } from "./proxy.js";
import { leakIn, secretsOf } from "./secrets.js";

const proxies: FaultProxy[] = [];
const figures = { runs: 0, requests: 0 };

afterEach(async () => {
  for (const proxy of proxies.splice(0)) await proxy.close();
});
afterAll(() => console.log(`faults on real sockets: ${figures.runs} runs, ${figures.requests} requests`));

interface Wired {
  readonly world: World;
  readonly proxy: FaultProxy;
  /** How often a connection was refused. The proxy listens again after the first time. */
  readonly refusals: () => number;
  readonly close: () => Promise<void>;
}

async function wired(fixture: VendorFixture, limits: Limits): Promise<Wired> {
  const clock = new FastClock();
  let url = "";
  let refused = 0;
  let isBack: Promise<unknown> | undefined;
  const wire = (): Transport => {
    const transport = undiciTransport(new URL(url), WIRE);
    return {
      request: async (request) => {
        try {
          return await transport.request(request);
        } catch (error) {
          if (networkCode(error) === "ECONNREFUSED") {
            refused += 1;
            isBack ??= proxy.start();
            await isBack;
          }
          throw error;
        }
      },
      close: () => transport.close(),
    };
  };
  const world = worldOf(fixture, { clock, account: { limits }, wire });
  const sandbox = await sandboxOf(fixture, world).start();
  const proxy = await new FaultProxy(sandbox.url).start();
  proxies.push(proxy);
  url = proxy.url;
  world.point(fixture.name, url);
  return { world, proxy, refusals: () => refused, close: () => sandbox.close() };
}

type Limits = Readonly<Record<"requestSeconds" | "operationSeconds", number>>;

/**
 * Seconds of the fast clock. Only where an answer never ends is a limit waited for; otherwise a slow machine has twelve
 * real seconds.
 */
const ENDED: Limits = { requestSeconds: 100, operationSeconds: 600 };
const GENEROUS: Limits = { requestSeconds: 600, operationSeconds: 3_600 };
const HANGS: readonly string[] = ["hang", "drip"];

const WIRE = {
  requestSeconds: 600,
  operationSeconds: 60,
  concurrent: 8,
  searchSeconds: 12,
  maxRetryAfterSeconds: 120,
};

describe.each(randomFixtures.map((fixture) => [labelOf(fixture), fixture] as const))("%s", (_label, fixture) => {
  it.each(Object.entries(FAULTS))("%s", async (_name, make) => {
    const { world, proxy, refusals, close } = await wired(fixture, HANGS.includes(make(0).kind) ? ENDED : GENEROUS);
    const model = new Model(fixture);
    const fault = make(world.clock.now());
    if (fault.kind === "refused") await proxy.refuse();
    else {
      let [writes, reads] = [0, 0];
      proxy.script = ({ method }) => {
        const isFirst = method === "GET" ? ++reads === 2 : ++writes === 1;
        return isFirst || fault.kind === "strange" ? fault : undefined;
      };
    }
    const printed: string[] = [];
    const keep = ({ errors }: Result): void => {
      printed.push(...errors, ...world.said, JSON.stringify(world.engine.state));
    };
    keep(await world.up(model.files()));
    expect(fault.kind === "refused" ? refusals() : proxy.met).toBeGreaterThan(0);
    proxy.script = undefined;
    await proxy.settled();
    const result = await world.up(model.files(), { refresh: true });
    keep(result);
    expect(result.errors).toEqual([]);
    expect(leakIn(printed, secretsOf(world))).toBeUndefined();
    model.settle();
    expect(new Judge(fixture, model).violation(world.ids, liveOf(fixture, world))).toBeUndefined();
    expect((await world.preview(model.files())).steps).toEqual([]);
    // An answer without an end is cut off long before its end.
    expect(proxy.largest).toBeLessThan(64 * 1024 * 1024);
    figures.runs += 1;
    figures.requests += proxy.requests;
    await close();
  });
});

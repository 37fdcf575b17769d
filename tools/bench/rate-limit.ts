/** How long an up takes at a vendor that allows 100 requests a minute, with the real clock. */
import { type Plan, say } from "./plan.ts";
import { polarCatalogue, withPolar } from "./polar.ts";
import { watched } from "./watch.ts";

/** What Polar's sandbox allows. */
const A_MINUTE = 100;
const UP = ["up", "--yes", "--skip-preview"];

/** Takes minutes, and the waits are the same in each run: measured once, and not in a quick run. */
export async function measureRateLimit({ quick, record }: Plan): Promise<void> {
  if (quick) return;
  const measure = async (what: string, products: number, prepare: number): Promise<void> => {
    if (record.count("rate-limit", { what }) > 0) return;
    await withPolar(products, {}, async (stack, sandbox) => {
      if (prepare > 0) {
        const accounts = (limits: object): object => ({ accounts: { polar: { baseUrl: sandbox.url, limits } } });
        stack.configure({ ...accounts({ perMinute: 0 }) });
        await watched(stack, UP);
        stack.configure({ ...accounts({}) });
        stack.write(polarCatalogue(products, "Renamed"));
        sandbox.clear();
      }
      sandbox.switches.perMinute = A_MINUTE;
      const { start, end } = await watched(stack, UP);
      const refused = sandbox.exchanges.filter(({ reply }) => reply.status === 429).length;
      const requests = sandbox.exchanges.length;
      record.add(
        "rate-limit",
        { what },
        {
          wall: end - start,
          writes: products,
          requests,
          refused,
          "least for the writes": leastOf(products),
          "least for the requests": leastOf(requests),
        },
      );
      say(`rate limit, ${what}: ${((end - start) / 1_000).toFixed(0)} s, ${requests} requests, ${refused} refused`);
    });
  };
  await measure("150 new products", 150, 0);
  await measure("300 changed products", 300, 300);
}

/** Milliseconds: the first hundred at once, each further hundred a minute after the one before it. */
const leastOf = (requests: number): number => Math.max(0, Math.ceil(requests / A_MINUTE) - 1) * 60_000;

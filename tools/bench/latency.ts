/** A first up at a vendor that takes its time, beside the same requests sent bare, one by one and eight at once. */
import { setTimeout as sleep } from "node:timers/promises";
import { Agent } from "undici";
import type { SandboxRequest } from "../../sandboxes/sandbox.ts";
import { type Plan, say } from "./plan.ts";
import { withPolar } from "./polar.ts";
import { watched } from "./watch.ts";

/** Milliseconds that each request takes. */
export const LATENCY = 70;
/** As many as an account sends at once. */
const AT_ONCE = 8;

export async function measureLatency({ quick, runs, record }: Plan): Promise<void> {
  const products = quick ? 20 : 200;
  for (let round = 0; round < runs; round += 1) {
    if (record.count("latency", { products, how: "up" }) > round) continue;
    await withPolar(products, { perMinute: 0 }, async (stack, sandbox) => {
      sandbox.misbehave = async () => {
        await sleep(LATENCY);
        return undefined;
      };
      const { start, end } = await watched(stack, ["up", "--yes", "--skip-preview"]);
      const sent = sandbox.exchanges.map(({ request, at }) => ({ request, at }));
      const [first = start, last = end] = [sent[0]?.at, sent.at(-1)?.at];
      const creates = sent.map(({ request }) => request).filter(({ method }) => method === "POST");
      const values = { wall: end - start, sending: last - first + LATENCY, requests: sent.length };
      record.add("latency", { products, how: "up" }, values);
      for (const atOnce of [1, AT_ONCE]) {
        const wall = await sendBare(sandbox.url, creates, atOnce);
        const how = atOnce === 1 ? "bare, one by one" : `bare, ${atOnce} at once`;
        record.add("latency", { products, how }, { wall, sending: wall, requests: creates.length });
      }
      say(`latency, ${products} products: ${((end - start) / 1_000).toFixed(1)} s`);
    });
  }
}

/** Milliseconds until all requests have been sent and their answers read. */
async function sendBare(url: string, requests: readonly SandboxRequest[], atOnce: number): Promise<number> {
  const agent = new Agent({ connections: atOnce });
  const waiting = requests.values();
  const work = async (): Promise<void> => {
    for (const { method, path, headers, body } of waiting) {
      const { statusCode, body: answer } = await agent.request({
        origin: url,
        path,
        method: method as "POST",
        headers: {
          authorization: headers["authorization"] ?? "",
          "content-type": "application/json",
          "polar-version": headers["polar-version"] ?? "",
        },
        body: JSON.stringify(body),
      });
      await answer.json();
      if (statusCode >= 300) throw new Error(`${method} ${path}: ${statusCode}`);
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: atOnce }, work));
  const wall = performance.now() - start;
  await agent.close();
  return wall;
}

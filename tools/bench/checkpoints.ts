/** A large first up, with the state written at each step and only at the end: `PULUMI_SKIP_CHECKPOINTS`. */
import { type Plan, say } from "./plan.ts";
import { withPolar } from "./polar.ts";
import { watched } from "./watch.ts";

export async function measureCheckpoints({ quick, record }: Plan): Promise<void> {
  for (const products of quick ? [20] : [200, 1_000]) {
    for (const [written, variable] of [
      ["at each step", ""],
      ["at the end", "1"],
    ] as const) {
      if (record.count("checkpoints", { products, written }) > 0) continue;
      await withPolar(products, { perMinute: 0 }, async (stack, sandbox) => {
        stack.environment = { ...stack.environment, PULUMI_SKIP_CHECKPOINTS: variable };
        const { start, end, cpu } = await watched(stack, ["up", "--yes", "--skip-preview"]);
        const total = Object.values(cpu).reduce((sum, each) => sum + each, 0);
        record.add(
          "checkpoints",
          { products, written },
          { wall: end - start, cpu: total, requests: sandbox.exchanges.length },
        );
        say(`first up of ${products} products, state written ${written}: ${((end - start) / 1_000).toFixed(1)} s`);
      });
    }
  }
}

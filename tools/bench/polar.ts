/** A stack of this package with products of Polar, and its sandbox. */
import type { JsonObject } from "../../provider/fields/shape.ts";
import { type PolarSandbox, polarSandbox } from "../../sandboxes/polar/sandbox.ts";
import { Stack } from "../local/stack.ts";

export function polarCatalogue(products: number, word = "Product"): Record<string, string> {
  const all = Array.from({ length: products }, (_, index) => product(index, word));
  return { "polar.yaml": `vendor: polar\nproducts:\n${all.join("")}` };
}

const product = (number: number, word: string): string => `  product-${number}:
    name: ${word} ${number}
    recurring_interval: month
    prices: [{ amount_type: fixed, price_amount: ${900 + number} }]
`;

/** Runs with a stack, and removes it. `limits` as in `catalogue:accounts`. */
export async function withPolar(
  products: number,
  limits: JsonObject,
  run: (stack: Stack, sandbox: PolarSandbox) => Promise<void>,
): Promise<void> {
  const sandbox = await polarSandbox().start();
  let stack: Stack | undefined;
  try {
    stack = await Stack.create({
      catalogue: polarCatalogue(products),
      config: { accounts: { polar: { baseUrl: sandbox.url, limits } } },
      environment: { POLAR_ACCESS_TOKEN: "sandbox-token", PULUMI_SKIP_CHECKPOINTS: "1", NODE_COMPILE_CACHE: "" },
    });
    await run(stack, sandbox);
  } finally {
    stack?.remove();
    await sandbox.close();
  }
}

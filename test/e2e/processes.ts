/** The provider processes of a stack. */
import { setTimeout as sleep } from "node:timers/promises";
import { isProvider } from "../../tools/local/processes.ts";
import type { Stack } from "../../tools/local/stack.ts";

export const livePids = (stack: Stack): number[] => stack.providers.filter(isProvider);

/** Waits until no provider process of the stack is left; throws when one stays. */
export async function providersEnd(stack: Stack): Promise<void> {
  for (let tries = 0; tries < 6_000; tries += 1) {
    if (livePids(stack).length === 0) return;
    await sleep(100);
  }
  throw new Error(`provider processes ${livePids(stack).join(", ")} outlive their CLI`);
}

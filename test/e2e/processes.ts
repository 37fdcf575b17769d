/** The provider processes of a stack, by pid. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Stack } from "../../tools/local/stack.ts";

/** Makes every provider process of the stack leave its pid in the stack's folder. */
export function notePids(stack: Stack): void {
  const note = join(stack.folder, "note-pid.cjs");
  writeFileSync(
    note,
    `if (/dynamic-provider/.test(process.argv[1] ?? "")) require("node:fs").writeFileSync(__dirname + "/" + process.pid + ".pid", "");\n`,
  );
  stack.environment = { ...stack.environment, NODE_OPTIONS: `--require ${note}` };
}

/** All that ever ran. */
export const notedPids = (stack: Stack): number[] =>
  readdirSync(stack.folder)
    .filter((name) => name.endsWith(".pid"))
    .map((name) => Number.parseInt(name, 10));

/** A process that has ended and that nobody has waited for (Z) is gone. */
function runs(pid: number): boolean {
  try {
    return !/^\s*(Z|$)/.test(execFileSync("ps", ["-o", "stat=", "-p", String(pid)]).toString());
  } catch (error) {
    if ((error as { status?: number }).status === 1) return false;
    throw error;
  }
}

export const livePids = (stack: Stack): number[] => notedPids(stack).filter(runs);

/** Waits until no provider process of the stack is left; throws when one stays. */
export async function providersEnd(stack: Stack): Promise<void> {
  if (!existsSync(join(stack.folder, "note-pid.cjs"))) throw new Error("call notePids first");
  for (let tries = 0; tries < 6_000; tries += 1) {
    if (livePids(stack).length === 0) return;
    await sleep(100);
  }
  throw new Error(`provider processes ${livePids(stack).join(", ")} outlive their CLI`);
}

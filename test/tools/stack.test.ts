import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { Stack } from "../../tools/local/stack.ts";

it(
  "a stack that is removed leaves no provider process behind, also one " + "that has not noticed the end of its CLI",
  async () => {
    const stack = new Stack({ catalogue: {} });
    const script = join(stack.folder, "dynamic-provider.cjs");
    writeFileSync(script, "setInterval(() => undefined, 1_000); console.log('ready');");
    const child = spawn(process.execPath, ["--require", join(stack.folder, "note-pid.cjs"), script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    expect(stack.providers).toEqual([child.pid]);
    const ended = once(child, "exit");
    stack.remove();
    expect(await ended).toEqual([null, "SIGKILL"]);
  },
);

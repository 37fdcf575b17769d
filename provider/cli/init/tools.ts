/** The programs that `catalogue init` runs in the new folder: npm and the Pulumi CLI. */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

/** Whether the program of the folder finds the package. */
export function isInstalled(folder: string, name: string): boolean {
  try {
    createRequire(join(resolve(folder), "index.js")).resolve(`${name}/package.json`);
    return true;
  } catch {
    return false;
  }
}

/**
 * Runs a program in the folder; what it prints goes to standard error. It may ask, where this process has a terminal.
 *
 * @throws an Error that says what to do when it fails
 */
export function runIn(folder: string, command: string, args: readonly string[], missing: string): Promise<void> {
  const shown = [command, ...args].join(" ");
  const remedy = `  what to do: the files are written; run \`${shown}\` in ${folder}, and go on from there`;
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd: folder, stdio: [process.stdin.isTTY ? "inherit" : "ignore", 2, 2] });
    child.once("error", (error: NodeJS.ErrnoException) =>
      fail(new Error(error.code === "ENOENT" ? missing : `\`${shown}\` cannot be run (${error.code})\n${remedy}`)),
    );
    child.once("close", (code) =>
      code === 0 ? done() : fail(new Error(`\`${shown}\` ended with ${code ?? "a signal"}\n${remedy}`)),
    );
  });
}

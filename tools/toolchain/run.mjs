// @ts-check
/** `node run.mjs <command> …`: runs a command with a current Node and the Pulumi CLI on PATH. */
import { spawn } from "node:child_process";
import { delimiter } from "node:path";
import { nodeFolder } from "./node.mjs";
import { pulumiFolder } from "./pulumi.mjs";
import { ToolchainError } from "./steps.mjs";

const [command, ...args] = process.argv.slice(2);

try {
  if (command === undefined) throw new ToolchainError("usage: node tools/toolchain/run.mjs <command> [argument …]");
  const env = { ...process.env };
  prepend(env, await nodeFolder());
  prepend(env, await pulumiFolder(env));
  const child = spawn(command, args, { env, stdio: "inherit", shell: process.platform === "win32" });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.on(signal, () => child.kill(signal));
  child.once("error", (error) => fail(`${command} cannot be started: ${error.message}`));
  child.once("close", (code) => process.exit(code ?? 1));
} catch (error) {
  if (!(error instanceof ToolchainError)) throw error;
  fail(error.message);
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string | undefined} folder
 */
function prepend(env, folder) {
  if (folder !== undefined) env["PATH"] = `${folder}${delimiter}${env["PATH"] ?? ""}`;
}

/** @param {string} message */
function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

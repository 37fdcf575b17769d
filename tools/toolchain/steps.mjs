// @ts-check
/** Steps that take a while: said before they begin, with the time they took; output only when they fail. */
import { spawn } from "node:child_process";

/** @param {string} message */
export const say = (message) => void process.stderr.write(`[toolchain] ${message}\n`);

/** An error for the person: what is missing and what to install. */
export class ToolchainError extends Error {}

/**
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} run
 * @returns {Promise<T>}
 */
export async function step(what, run) {
  const started = Date.now();
  say(`${what} …`);
  const reminder = setInterval(() => say(`${what}: ${elapsed(started)} so far`), 30_000);
  try {
    const result = await run();
    say(`${what}: done in ${elapsed(started)}`);
    return result;
  } finally {
    clearInterval(reminder);
  }
}

/** @param {number} started */
function elapsed(started) {
  const seconds = Math.round((Date.now() - started) / 1_000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * Runs a command to its end. Rejects with what it printed when it fails.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<string>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...options,
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr.on("data", (chunk) => {
      output += chunk;
    });
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${command} ${args.join(" ")} ended with ${code}\n${output}`));
    });
  });
}

/**
 * What a command prints, or undefined when it is not there or fails.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function tryRun(command, args, env = process.env) {
  try {
    return await run(command, args, { env });
  } catch {
    return undefined;
  }
}

/**
 * Is a dotted version at least another one?
 * @param {string | undefined} version
 * @param {readonly number[]} wanted
 */
export function atLeast(version, wanted) {
  const found = /([0-9]+)\.([0-9]+)(?:\.([0-9]+))?/.exec(version ?? "");
  if (!found) return false;
  const parts = found.slice(1).map((part) => Number(part ?? 0));
  for (const [index, need] of wanted.entries()) {
    const have = parts[index] ?? 0;
    if (have !== need) return have > need;
  }
  return true;
}

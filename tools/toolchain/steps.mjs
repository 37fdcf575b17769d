// @ts-check
/** Long steps: each is announced, and its duration is printed at the end. Its output is shown only if it fails. */
import { spawn } from "node:child_process";

/** @param {string} message */
export const say = (message) => void process.stderr.write(`[toolchain] ${message}\n`);

/** An error for the user: what is missing and what to install. */
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
 * What a command prints; undefined when it does not exist or fails.
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
 * Whether a dotted version is at least another version.
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

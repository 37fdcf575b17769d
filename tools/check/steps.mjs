/** Runs commands one after the other, all of them, and says at the end which failed and how to go on. */
// @ts-check
import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PATH = [join(ROOT, "node_modules/.bin"), process.env["PATH"]].join(delimiter);
const MAX_OUTPUT = 64 * 1024 * 1024;

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string} command Run by a shell, in the repository's root.
 * @property {string} remedy What to do when it fails.
 */

/** @param {readonly Step[]} steps */
export function runSteps(steps) {
  const failed = steps.filter((step) => !passes(step));
  if (failed.length === 0) return;
  const lines = failed.map(({ name, remedy }) => `  ${name}: ${remedy}`);
  console.error(`\n${failed.length} of ${steps.length} steps failed. What to do:\n${lines.join("\n")}`);
  process.exitCode = 1;
}

/** @param {Step} step */
function passes({ name, command }) {
  const { status, stdout, stderr, error } = spawnSync(command, {
    cwd: ROOT,
    env: { ...process.env, PATH },
    shell: true,
    encoding: "utf8",
    maxBuffer: MAX_OUTPUT,
  });
  const isPassed = status === 0;
  console.log(`${isPassed ? "passed" : "FAILED"}  ${name}`);
  if (isPassed) return true;
  const output = [stdout, stderr, error?.message].filter(Boolean).join("\n").trim();
  console.log(`$ ${command}\n${output}\n`);
  return false;
}

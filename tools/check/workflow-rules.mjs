/**
 * What actionlint does not ask of a workflow: actions that nobody can change afterwards, rights that are written down,
 * and no two jobs that write at once.
 */
// @ts-check
import { isMap, isScalar, LineCounter, parseDocument, visit } from "yaml";

/** @typedef {import("./actionlint.mjs").Finding} Finding */
/** @typedef {import("yaml").YAMLMap} YAMLMap */

const PINNED = /^[^@\s]+@[0-9a-f]{40}$/;
const PINNED_IMAGE = /^docker:\/\/[^@\s]+@sha256:[0-9a-f]{64}$/;
const VERSION_COMMENT = /^ v[0-9]+(\.[0-9]+)*(\s|$)/;

/**
 * Whether a YAML file is a workflow, or an action made of steps, rather than something else.
 * @param {string} text
 * @returns {"workflow" | "action" | undefined}
 */
export function kindOf(text) {
  const document = parseDocument(text);
  if (document.has("jobs") && document.has("on")) return "workflow";
  return isMap(document.get("runs")) ? "action" : undefined;
}

/**
 * @param {string} text of a workflow, or of an action that is made of steps
 * @returns {Finding[]}
 */
export function ownRules(text) {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  // actionlint reports these.
  if (document.errors.length > 0 || !isMap(document.contents)) return [];
  const workflow = document.contents;
  /** @type {Finding[]} */
  const found = [];
  /** @param {import("yaml").Node | null | undefined} node @param {string} message */
  const report = (node, message) => {
    const { line, col } = lines.linePos(node?.range?.[0] ?? 0);
    found.push({ message, line, column: col });
  };

  visit(document, {
    Pair: (_, { key, value }) => {
      if (isScalar(key) && key.value === "uses" && isScalar(value)) pinned(value, report);
      if (isScalar(key) && key.value === "concurrency" && isMap(value)) queue(value, report);
    },
  });
  const jobs = workflow.get("jobs");
  if (isMap(jobs)) {
    for (const { key, value } of jobs.items) {
      if (isScalar(key) && isMap(value)) rights(workflow, key, value, report);
    }
  }
  return found;
}

/** @typedef {(node: import("yaml").Node | null | undefined, message: string) => void} Report */

/**
 * @param {import("yaml").Scalar} value of `uses`
 * @param {Report} report
 */
function pinned(value, report) {
  const used = String(value.value);
  if (used.startsWith("./")) return;
  if (used.startsWith("docker://")) {
    if (!PINNED_IMAGE.test(used)) report(value, `the image ${used} is not pinned; write its digest: @sha256:…`);
    return;
  }
  if (!PINNED.test(used)) report(value, `${used} is not pinned; write the 40 digits of its commit in place of the tag`);
  else if (!VERSION_COMMENT.test(value.comment ?? ""))
    report(value, `the version of ${used} is missing; write it after the commit, as in "# v1.2.3"`);
}

/**
 * @param {YAMLMap} concurrency
 * @param {Report} report
 */
function queue(concurrency, report) {
  if (!concurrency.has("queue")) return;
  const node = /** @type {import("yaml").Node} */ (concurrency.get("queue", true));
  const value = concurrency.get("queue");
  if (value !== "max" && value !== "single") report(node, `queue: ${value} is neither max nor single`);
  else if (value === "max" && concurrency.get("cancel-in-progress") === true)
    report(node, "queue: max keeps runs that wait, and cancel-in-progress: true ends them; remove one of the two");
}

/**
 * @param {YAMLMap} workflow
 * @param {import("yaml").Scalar} name
 * @param {YAMLMap} job
 * @param {Report} report
 */
function rights(workflow, name, job, report) {
  const permissions = job.get("permissions") ?? workflow.get("permissions");
  if (permissions === undefined) {
    report(name, `job ${name.value} has all rights of the token; write its permissions, or those of the workflow`);
    return;
  }
  if (permissions === "write-all")
    report(name, `job ${name.value} has the right to write everything; name what it writes`);
  const writes = permissions === "write-all" || (isMap(permissions) && permissions.items.some(isWrite));
  const group = [job.get("concurrency"), workflow.get("concurrency")].find((value) => value !== undefined);
  if (writes && !hasGroup(group))
    report(name, `job ${name.value} may write, and two runs of it may do so at once; write its concurrency group`);
}

/** @param {import("yaml").Pair} pair */
const isWrite = ({ value }) => isScalar(value) && value.value === "write";

/** @param {unknown} concurrency */
const hasGroup = (concurrency) =>
  isMap(concurrency) ? Boolean(concurrency.get("group")) : typeof concurrency === "string" && concurrency !== "";

/**
 * `node tools/check/workflows.mjs [file …]`: lints GitHub's workflows and actions: those of this repository and those
 * of its examples, or the files that are named.
 */
// @ts-check
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { actionlint } from "./actionlint.mjs";
import { kindOf, ownRules } from "./workflow-rules.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** Where workflows and actions are; files of these folders that are neither are left alone. */
const FOLDERS = [".github", "examples"];
const IN_ROOT = ["action.yml", "action.yaml"];

/** @param {string} folder @returns {string[]} */
const filesOf = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== "node_modules")
    .flatMap((item) => (item.isDirectory() ? filesOf(join(folder, item.name)) : [join(folder, item.name)]));

const everyFile = () =>
  [
    ...FOLDERS.map((folder) => join(ROOT, folder))
      .filter(existsSync)
      .flatMap(filesOf),
    ...IN_ROOT.map((file) => join(ROOT, file)).filter(existsSync),
  ]
    .filter((file) => /\.ya?ml$/.test(file))
    .sort();

const named = process.argv.slice(2);
const inWorkflows = /[\\/]\.github[\\/]workflows[\\/]/;
const files = (named.length > 0 ? named : everyFile())
  .map((file) => {
    const text = readFileSync(file, "utf8");
    const kind = kindOf(text) ?? (named.length > 0 || inWorkflows.test(file) ? "workflow" : undefined);
    return { file: named.length > 0 ? file : relative(ROOT, file), text, kind };
  })
  .filter(({ kind }) => kind !== undefined);
// actionlint reads workflows only.
const workflows = files.filter(({ kind }) => kind === "workflow");
const found = await actionlint(workflows);

for (const one of files) {
  const all = [...(found[workflows.indexOf(one)] ?? []), ...ownRules(one.text)];
  for (const { line, column, message } of all.sort((a, b) => a.line - b.line || a.column - b.column)) {
    console.error(`${one.file}:${line}:${column}: ${message}`);
    process.exitCode = 1;
  }
}

/**
 * `node tools/check/sizes.mjs [--check]`: no source file has more than 300 lines, and no line more than 120 columns.
 * tools/check/sizes.json lists the exceptions. Without `--check` those that are no longer needed are taken out of it;
 * none is ever added.
 */
// @ts-check
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MAX_LINES = 300;
const MAX_COLUMNS = 120;
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const LIST = "tools/check/sizes.json";
const FOLDERS = ["provider", "sandboxes", "examples", "test", "tools"];
const SOURCE = /\.(ts|tsx|mts|cts|js|mjs|cjs)$/;
/** Generated files, and released states. */
const EXEMPT = /^(provider\/resources|test\/fixtures)\//;

/** @typedef {{ longFiles: string[], wideLines: Record<string, number> }} Exceptions */

/** @param {string} folder @returns {string[]} */
const filesOf = (folder) =>
  readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter(({ name }) => name !== "node_modules")
    .flatMap((item) => (item.isDirectory() ? filesOf(`${folder}/${item.name}`) : [`${folder}/${item.name}`]));

const measured = FOLDERS.flatMap(filesOf)
  .filter((file) => SOURCE.test(file) && !EXEMPT.test(file))
  .sort()
  .map((file) => {
    const lines = readFileSync(join(ROOT, file), "utf8").replace(/\n$/, "").split("\n");
    const wide = lines.flatMap((line, index) => ([...line].length > MAX_COLUMNS ? [index + 1] : []));
    return { file, lines: lines.length, wide };
  });

/** @type {Exceptions} */
const known = JSON.parse(readFileSync(join(ROOT, LIST), "utf8"));
/** @param {string} file */
const knownWide = (file) => known.wideLines[file] ?? 0;

const violations = measured.flatMap(({ file, lines, wide }) => {
  const isTooLong = lines > MAX_LINES && !known.longFiles.includes(file);
  const isTooWide = wide.length > knownWide(file);
  return [
    ...(isTooLong ? [`${file} has ${lines} lines, more than ${MAX_LINES}`] : []),
    ...(isTooWide ? [`${file} has lines with more than ${MAX_COLUMNS} columns: ${wide.join(", ")}`] : []),
  ];
});

const longFiles = measured
  .filter(({ file, lines }) => lines > MAX_LINES && known.longFiles.includes(file))
  .map(({ file }) => file);
const wideLines = Object.fromEntries(
  measured
    .map(({ file, wide }) => /** @type {const} */ ([file, Math.min(wide.length, knownWide(file))]))
    .filter(([, count]) => count > 0),
);
const needed = `${JSON.stringify({ longFiles, wideLines }, null, 2)}\n`;
const isShorter = needed !== `${JSON.stringify(known, null, 2)}\n`;
if (isShorter && process.argv.includes("--check"))
  violations.push(`${LIST} lists exceptions that are no longer needed`);
else if (isShorter) writeFileSync(join(ROOT, LIST), needed);

if (violations.length > 0) {
  console.error(violations.join("\n"));
  process.exitCode = 1;
}

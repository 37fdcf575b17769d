/**
 * `node tools/check/api.mjs [--check]`: what a program can import, as reports in tools/check/api/. It also fails when a
 * declaration needs a type that is not exported, or one of an inner folder.
 */
// @ts-check
import { mkdirSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import ts from "typescript";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const TYPES = join(ROOT, "dist/provider");
const FOLDER = join(ROOT, "tools/check/api");
const REPORTS = join(ROOT, "node_modules/.cache/api");
const ENTRY_POINTS = ["index", "program", "review"];
const PUBLIC_FILES = [
  "index|program|review",
  "pulumi/(catalogue(-args)?|opaque|resource|typed-args)",
  "resources/\\w+",
  "validation/(adopt|archive-only-if|review-code)",
  "review/(digest|sources|render/(forges|html|json|markdown|terminal))",
  "money/change|kinds/impact-count|fields/shape",
];
const PUBLIC = new RegExp(`^(${PUBLIC_FILES.join("|")})\\.d\\.ts$`);
const isCheck = process.argv.includes("--check");

const { Error: error, None: none } = ExtractorLogLevel;

/** @param {string} entryPoint */
function report(entryPoint) {
  /** @type {string[]} */
  const problems = [];
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: ROOT,
      mainEntryPointFilePath: join(TYPES, `${entryPoint}.d.ts`),
      compiler: { tsconfigFilePath: join(ROOT, "provider/tsconfig.json") },
      apiReport: { enabled: true, reportFileName: entryPoint, reportFolder: FOLDER, reportTempFolder: REPORTS },
      newlineKind: "lf",
      messages: {
        compilerMessageReporting: { default: { logLevel: error } },
        extractorMessageReporting: {
          default: { logLevel: error },
          "ae-missing-release-tag": { logLevel: none },
          "ae-undocumented": { logLevel: none },
        },
        tsdocMessageReporting: { default: { logLevel: none } },
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(ROOT, "package.json"),
  });
  const { apiReportChanged } = Extractor.invoke(config, {
    localBuild: !isCheck,
    messageCallback: (message) => {
      message.handled = true;
      if (message.logLevel === error) problems.push(message.formatMessageWithLocation(ROOT));
    },
  });
  if (isCheck && apiReportChanged) problems.push(`tools/check/api/${entryPoint}.api.md is out of date`);
  return problems;
}

/** Files that the declarations of the entry points lead to, and that are not public. */
function innerFiles() {
  const options = { module: ts.ModuleKind.NodeNext, types: [], noLib: true };
  const program = ts.createProgram(
    ENTRY_POINTS.map((entryPoint) => join(TYPES, `${entryPoint}.d.ts`)),
    options,
  );
  return program
    .getSourceFiles()
    .map(({ fileName }) => relative(TYPES, fileName))
    .filter((file) => !file.startsWith("..") && !PUBLIC.test(file))
    .map((file) => `dist/provider/${file} has inner types, and the declarations that programs see lead to it`);
}

mkdirSync(FOLDER, { recursive: true });
const problems = [...ENTRY_POINTS.flatMap(report), ...innerFiles()];
if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exitCode = 1;
}

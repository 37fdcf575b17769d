/**
 * `node tools/build/validators.mjs`: compiles the schemas of all vendors into dist/provider/validation/compiled, after
 * the TypeScript compiler has written dist/. provider/validation/validators.ts uses them.
 */
// @ts-check
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const DIST = fileURLToPath(new URL("../../dist/provider/", import.meta.url));
const FOLDER = `${DIST}validation/compiled/`;

rmSync(FOLDER, { recursive: true, force: true });
if (require("../../dist/provider/node-version.cjs").nodeProblem(process.versions.node) === undefined)
  await compileAll();
else console.log("the validators are compiled when they are used, because this Node is older than the package needs");

async function compileAll() {
  const { ajvFor, digestOf } = await import("../../dist/provider/validation/validators.js");
  const { schemasOf } = await import("../../dist/provider/validation/validate.js");
  const { settingsSchema } = await import("../../dist/provider/accounts/account-settings.js");
  const { REVIEW_SCHEMA } = await import("../../dist/provider/accounts/review-config.js");
  const { registry } = await import("../../dist/provider/vendors/registry.js");
  /** @type {(ajv: unknown, validate: unknown) => string} */
  const standalone = require("ajv/dist/standalone").default;
  const all = [...registry.vendors.flatMap((vendor) => [...schemasOf(vendor), settingsSchema(vendor)]), REVIEW_SCHEMA];
  mkdirSync(FOLDER, { recursive: true });
  for (const schema of all) {
    const ajv = ajvFor(schema, { source: true });
    const code = standalone(ajv, ajv.compile(schema.schema));
    const digest = `module.exports.digest = ${JSON.stringify(digestOf(schema))};`;
    writeFileSync(`${FOLDER}${schema.name}.cjs`, `// @ts-nocheck\n${code}\n${digest}\n`);
  }
}

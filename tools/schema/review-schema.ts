/**
 * `node tools/schema/review-schema.ts [--check]`: writes the JSON Schema of `catalogue review --format json` from the
 * types in provider/review/digest.ts, or fails where the file is stale.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createGenerator } from "ts-json-schema-generator";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FILE = "catalogue/schema/review.json";

const schema = createGenerator({
  path: join(ROOT, "provider/review/digest.ts"),
  tsconfig: join(ROOT, "tsconfig.json"),
  type: "Review",
  expose: "all",
  topRef: true,
  additionalProperties: false,
  // The types are checked by `npm run check`.
  skipTypeCheck: true,
}).createSchema("Review");

const text = `${JSON.stringify({ title: "The review of a change of the billing catalogue", ...schema }, null, 2)}\n`;
const file = join(ROOT, FILE);

if (!process.argv.includes("--check")) writeFileSync(file, text);
else if (readFileSync(file, "utf8") !== text) {
  console.error(`${FILE} is not what provider/review/digest.ts says`);
  process.exitCode = 1;
}

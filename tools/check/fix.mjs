/** `node tools/check/fix.mjs`: formats, and makes everything that is generated anew. */
// @ts-check
import { runSteps } from "./steps.mjs";

const CORRECT = "correct the lines above, then run `npm run fix` again";

runSteps([
  { name: "style", command: "biome check --colors=off --write .", remedy: CORRECT },
  { name: "build", command: "npm run --silent build", remedy: CORRECT },
  { name: "schemas", command: "node dist/provider/cli/main.js schema catalogue/schema", remedy: CORRECT },
  { name: "review-schema", command: "node tools/schema/review-schema.ts", remedy: CORRECT },
  { name: "docs", command: "node tools/docs/docs.ts", remedy: CORRECT },
  { name: "classes", command: "node tools/types/types.ts", remedy: CORRECT },
  { name: "build with the new classes", command: "npm run --silent build", remedy: CORRECT },
  { name: "api", command: "node tools/check/api.mjs", remedy: CORRECT },
  { name: "sizes", command: "node tools/check/sizes.mjs", remedy: "split the files and lines above" },
]);

/** `node tools/bench/render.ts`: writes docs/benchmarks.md and docs/benchmarks.svg from what has been measured. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ROOT } from "../local/repository.ts";
import { AIMS } from "./aims.ts";
import { document } from "./document.ts";
import { picture } from "./picture.ts";
import { readResults } from "./results.ts";

export function writeDocuments(): void {
  const results = readResults();
  if (!results) throw new Error("there are no measurements: run `npm run bench`");
  const drawn = results.parts.operations && picture(results.parts.operations);
  if (drawn !== undefined) writeFileSync(join(ROOT, "docs/benchmarks.svg"), drawn);
  writeFileSync(join(ROOT, "docs/benchmarks.md"), document(results, AIMS, drawn !== undefined));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeDocuments();

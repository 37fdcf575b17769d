/** A preview of ten entries, phase by phase: what a run costs before the number of entries matters. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sequenceCatalogue } from "./catalogues.ts";
import { phasesOf } from "./phases.ts";
import { type Plan, rotated, say } from "./plan.ts";
import { type Subject, subject, VARIANTS } from "./variants.ts";
import { watched } from "./watch.ts";

const ENTRIES = 10;
const UP = ["up", "--yes", "--skip-preview"];

/** `cache`: whether NODE_COMPILE_CACHE names a folder that an earlier run has filled, or is not set. */
export async function measureColdStart({ quick, runs, record }: Plan): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "compile-cache-"));
  try {
    for (const [cache, value] of Object.entries({ none: "", ...(quick ? {} : { warm: folder }) })) {
      const wanted = VARIANTS.filter((variant) => record.count("cold-start", { cache, variant }) < runs);
      const subjects: Subject[] = [];
      try {
        for (const variant of wanted) {
          const made = await subject(variant, sequenceCatalogue(ENTRIES), { NODE_COMPILE_CACHE: value });
          subjects.push(made);
          await watched(made.stack, UP);
          // The first preview fills the cache.
          await watched(made.stack, ["preview"]);
        }
        for (let round = 0; round < runs; round += 1) {
          for (const { variant, stack } of rotated(subjects, round)) {
            if (record.count("cold-start", { cache, variant }) >= runs) continue;
            const cost = await watched(stack, ["preview"]);
            const memory = Object.fromEntries(cost.processes.map((each) => [`memory ${each.role}`, each.memory]));
            const wall = cost.end - cost.start;
            record.add("cold-start", { cache, variant }, { wall, ...cost.cpu, ...memory, ...phasesOf(cost) });
            say(`cold start, compile cache ${cache}, ${variant}: ${wall.toFixed(0)} ms`);
          }
        }
      } finally {
        for (const each of subjects) await each.close();
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The loader and the declaration of large catalogues, beside the parser and the validator alone. */
import { measureDeclare } from "./declare.ts";
import { type LoadCost, measureLoad } from "./load.ts";
import { type Plan, rotated, say } from "./plan.ts";

const STEPS: readonly (readonly [variant: string, measure: (entries: number) => LoadCost])[] = [
  ["ours", (entries) => measureLoad("ours", entries)],
  ["floor", (entries) => measureLoad("floor", entries)],
  ["declare", measureDeclare],
];

export function measureLoading({ quick, runs, record }: Plan): void {
  for (let round = 0; round < runs; round += 1) {
    for (const entries of quick ? [1_000] : [1_000, 10_000, 100_000]) {
      for (const [variant, measure] of rotated(STEPS, round)) {
        if (record.count("load", { entries, variant }) > round) continue;
        try {
          const { cpu, wall, memory } = measure(entries);
          record.add("load", { entries, variant }, { cpu, wall, memory });
          say(`load, ${entries} entries, ${variant}: ${cpu.toFixed(0)} ms of CPU, ${memory.toFixed(0)} MiB`);
        } catch (error) {
          record.fail("load", { entries, variant }, error);
        }
      }
    }
  }
}

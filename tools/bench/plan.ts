/** How much is measured. */
import type { Recorder } from "./results.ts";
import type { Variant } from "./variants.ts";

export interface Plan {
  /** Entries of the catalogues that the operations are measured with. */
  readonly sizes: readonly number[];
  readonly runs: number;
  /** Runs of the usual way with 1,000 entries or more, where each operation takes minutes. */
  readonly usualRuns: number | undefined;
  /** Minutes instead of more than an hour. */
  readonly quick: boolean;
  readonly record: Recorder;
}

/** The usual way is measured less often where it takes long; the tables say how often. */
export function runsOf(variant: Variant, entries: number, { runs, usualRuns }: Plan): number {
  if (variant !== "usual" || entries < 1_000) return runs;
  return Math.min(runs, usualRuns ?? (entries < 3_000 ? 2 : 1));
}

/** The items, beginning with another one in each round: none is always the first. */
export const rotated = <T>(items: readonly T[], round: number): T[] => [
  ...items.slice(round % items.length),
  ...items.slice(0, round % items.length),
];

/** Progress, on standard error. */
export const say = (text: string): void => void process.stderr.write(`[bench] ${text}\n`);

/**
 * `npm run bench`: what this package costs, beside the least that Pulumi's engine needs and the usual way. Writes the
 * measurements to a file as they come, and docs/benchmarks.md and docs/benchmarks.svg from it.
 */
import { Command, InvalidArgumentError, Option } from "commander";
import { measureCheckpoints } from "./checkpoints.ts";
import { measureColdStart } from "./cold-start.ts";
import { measureLatency } from "./latency.ts";
import { measureLoading } from "./loading.ts";
import { measureOperations } from "./operations.ts";
import { type Plan, say } from "./plan.ts";
import { measureRateLimit } from "./rate-limit.ts";
import { writeDocuments } from "./render.ts";
import { PARTS, type PartName, Recorder } from "./results.ts";
import { measureReview } from "./review.ts";
import { closeAll } from "./variants.ts";

const MEASURE: Readonly<Record<PartName, (plan: Plan) => void | Promise<void>>> = {
  operations: measureOperations,
  load: measureLoading,
  "cold-start": measureColdStart,
  checkpoints: measureCheckpoints,
  latency: measureLatency,
  "rate-limit": measureRateLimit,
  review: measureReview,
};

interface Options {
  readonly only?: readonly PartName[];
  readonly quick?: boolean;
  readonly resume?: boolean;
  readonly runs?: number;
  readonly usualRuns?: number;
  readonly sizes?: readonly number[];
}

const whole = (text: string): number => {
  if (!/^[1-9][0-9]*$/.test(text)) throw new InvalidArgumentError("a whole number is needed");
  return Number(text);
};

const command = new Command("npm run bench --")
  .description("Measures, and writes docs/benchmarks.md and docs/benchmarks.svg.")
  .addOption(new Option("--only <part...>", "only these parts").choices(PARTS))
  .option("--quick", "minutes instead of more than an hour: 10 and 100 entries, once")
  .option("--runs <number>", "runs of each measurement (default: 5)", whole)
  .option(
    "--usual-runs <number>",
    "runs of the usual way with 1,000 entries or more (default: 2, with 3,000: 1)",
    whole,
  )
  .option("--sizes <list>", "numbers of entries (default: 10,100,1000,3000)", (text) => text.split(",").map(whole))
  .option("--resume", "keep the measurements of an interrupted run, and make those that are missing")
  .parse();

const { only = PARTS, quick = false, resume = false, runs, usualRuns, sizes } = command.opts<Options>();
const given = process.argv.slice(2).join(" ");
const record = new Recorder(`npm run bench${given === "" ? "" : ` -- ${given}`}`, resume);
const plan: Plan = {
  sizes: sizes ?? (quick ? [10, 100] : [10, 100, 1_000, 3_000]),
  runs: runs ?? (quick ? 1 : 5),
  usualRuns,
  quick,
  record,
};

process.once("SIGINT", () => {
  void closeAll().finally(() => process.exit(130));
});
for (const part of PARTS.filter((name) => only.includes(name))) {
  say(part);
  record.begin(part);
  await MEASURE[part](plan);
}
writeDocuments();

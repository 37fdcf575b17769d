/** What each operation of the CLI costs, over the number of entries: time, requests, and bytes of state. */
import { statSync } from "node:fs";
import { join } from "node:path";
import { sequenceCatalogue } from "./catalogues.ts";
import { type Plan, rotated, runsOf, say } from "./plan.ts";
import { type Files, type Subject, subject, VARIANTS } from "./variants.ts";
import { watched } from "./watch.ts";

const WITHOUT_QUESTIONS = ["--yes", "--skip-preview"];

/** In this order, so that each finds what the one before it has left. */
const OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  "first up": ["up", ...WITHOUT_QUESTIONS],
  "no-op preview": ["preview"],
  "one change": ["up", ...WITHOUT_QUESTIONS],
  refresh: ["refresh", ...WITHOUT_QUESTIONS],
  destroy: ["destroy", ...WITHOUT_QUESTIONS],
};

// The file backend writes the whole state twice for each step otherwise, which is the same for all variants.
const ENVIRONMENT = { PULUMI_SKIP_CHECKPOINTS: "1", NODE_COMPILE_CACHE: "" };

export async function measureOperations(plan: Plan): Promise<void> {
  for (let round = 0; round < plan.runs; round += 1) {
    for (const entries of plan.sizes) await measureRound(plan, entries, round);
  }
}

/** One run of each operation. The variants take turns, so that a slow minute of the machine hits all of them. */
async function measureRound(plan: Plan, entries: number, round: number): Promise<void> {
  const last = Object.keys(OPERATIONS).at(-1) ?? "";
  const wanted = VARIANTS.filter(
    (variant) =>
      round < runsOf(variant, entries, plan) &&
      plan.record.count("operations", { operation: last, entries, variant }) <= round,
  );
  const catalogue = sequenceCatalogue(entries);
  const subjects = new Set<Subject>();
  try {
    for (const variant of rotated(wanted, round)) subjects.add(await subject(variant, catalogue, ENVIRONMENT));
    for (const operation of Object.keys(OPERATIONS)) {
      for (const each of [...subjects]) {
        if (operation === "one change") each.declare(withOneChange(catalogue));
        if (!(await measureOne(plan, operation, entries, each))) subjects.delete(each);
      }
    }
  } finally {
    for (const each of subjects) await each.close();
  }
}

async function measureOne(plan: Plan, operation: string, entries: number, measured: Subject): Promise<boolean> {
  const { variant, stack, sandbox } = measured;
  sandbox.clear();
  try {
    const { start, end, cpu } = await watched(stack, OPERATIONS[operation] ?? []);
    const total = Object.values(cpu).reduce((sum, part) => sum + part, 0);
    const state = statSync(join(stack.folder, "state/.pulumi/stacks/catalogue", `${stack.name}.json`)).size;
    const values = { wall: end - start, cpu: total, ...cpu, requests: sandbox.exchanges.length, state };
    plan.record.add("operations", { operation, entries, variant }, values);
    const seconds = `${(values.wall / 1_000).toFixed(1)} s, ${(total / 1_000).toFixed(1)} s of CPU`;
    say(`${operation}, ${entries} entries, ${variant}: ${seconds}, ${values.requests} requests`);
    return true;
  } catch (error) {
    plan.record.fail("operations", { operation, entries, variant }, error);
    await measured.close();
    return false;
  }
}

/** Another amount in one list price. */
function withOneChange(files: Files): Files {
  const [name = "", text = ""] = Object.entries(files)[0] ?? [];
  const changed = text.replace('price: "9.90"', 'price: "10.90"');
  if (changed === text) throw new Error("the catalogue does not contain the price that is to change");
  return { ...files, [name]: changed };
}

import fc from "fast-check";
import { afterAll, describe, it } from "vitest";
import { runs } from "../support/runs.js";
import { labelOf, randomFixtures } from "../support/vendors.js";
import { Broken, runScenario } from "./scenario.js";
import { edits, troubles } from "./troubles.js";

const SCENARIOS = runs(Number(process.env["FAULT_SCENARIOS"] ?? 10_000));
/** A failing scenario is replayed by one line: it stands in the error. */
const replay = process.env["FAULT_REPLAY"];

interface Cell {
  runs: number;
  survived: number;
  duplicate: number;
  lost: number;
  leak: number;
}
const table = new Map<string, Cell>();
let scenarios = 0;

function count(fault: string, kinds: readonly string[], loss?: Broken["loss"]): void {
  for (const kind of kinds) {
    const key = `${fault} × ${kind}`;
    const cell = table.get(key) ?? { runs: 0, survived: 0, duplicate: 0, lost: 0, leak: 0 };
    cell.runs += 1;
    if (loss === undefined) cell.survived += 1;
    else if (loss !== "other") cell[loss] += 1;
    table.set(key, cell);
  }
}

afterAll(() => {
  const rows = [...table].sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = rows.map(([key, { runs, survived, duplicate, lost, leak }]) =>
    [key.padEnd(44), runs, survived, duplicate, lost, leak].map((cell) => String(cell).padStart(10)).join(""),
  );
  const sum = (of: keyof Cell): number => rows.reduce((total, [, cell]) => total + cell[of], 0);
  console.log(
    [
      ["fault × kind".padEnd(44), "runs", "survived", "duplicates", "lost", "leaks"]
        .map((cell) => cell.padStart(10))
        .join(""),
      ...lines,
      `${scenarios} scenarios; the fault met a request of a kind ${sum("runs")} times, survived ${sum("survived")}, duplicates ${sum("duplicate")}, lost ${sum("lost")}, leaks ${sum("leak")}`,
    ].join("\n"),
  );
});

describe("faults, edits and crashes", () => {
  const each = Math.ceil(SCENARIOS / randomFixtures.length);

  it.each(randomFixtures.map((fixture) => [labelOf(fixture), fixture] as const))("%s", async (label, fixture) => {
    const [name, seed, path] = replay?.split(",") ?? [];
    if (name !== undefined && name !== label) return;
    const property = fc.asyncProperty(edits, troubles, fc.nat(1_000_000), async (list, trouble, random) => {
      scenarios += 1;
      try {
        const { met } = await runScenario(fixture, list, trouble, random);
        count(trouble.fault, met);
      } catch (error) {
        if (error instanceof Broken) count(trouble.fault, [label], error.loss);
        throw error;
      }
    });
    const result = await fc.check(property, {
      numRuns: each,
      ...(seed ? { seed: Number(seed), path: path ?? "" } : {}),
    });
    if (!result.failed) return;
    const line = `FAULT_REPLAY="${label},${result.seed},${result.counterexamplePath}" npx vitest run test/faults/faults.test.ts`;
    throw new Error(
      `${result.errorInstance instanceof Error ? result.errorInstance.message : String(result.errorInstance)}\n${JSON.stringify(result.counterexample)}\nreplay: ${line}`,
    );
  });
});

import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { runs } from "../support/runs.js";
import { labelOf, randomFixtures } from "../support/vendors.js";
import { FAULTS } from "./catalogue.js";
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
const sums = { scenarios: 0, crashed: 0, adopted: 0 };

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
      `${sums.scenarios} scenarios, ${sums.crashed} of them with a killed engine, ${sums.adopted} with an object ` +
        `left behind that was adopted; the fault met a request of a kind ${sum("runs")} times, survived ` +
        `${sum("survived")}, duplicates ${sum("duplicate")}, lost ${sum("lost")}, leaks ${sum("leak")}`,
    ].join("\n"),
  );
});

describe("faults, edits and crashes", () => {
  const each = Math.ceil(SCENARIOS / randomFixtures.length);
  const [name, seed, path] = replay?.split(",") ?? [];
  const chosen = randomFixtures.filter((fixture) => name === undefined || name === labelOf(fixture));
  if (chosen.length === 0) throw new Error(`FAULT_REPLAY names ${name}, and there is no such fixture`);

  it.each(chosen.map((fixture) => [labelOf(fixture), fixture] as const))("%s", async (label, fixture) => {
    const property = fc.asyncProperty(edits, troubles, fc.nat(1_000_000), async (list, trouble, random) => {
      sums.scenarios += 1;
      try {
        const { met, crashed, adopted } = await runScenario(fixture, list, trouble, random);
        count(trouble.fault, met);
        sums.crashed += crashed ? 1 : 0;
        sums.adopted += adopted > 0 ? 1 : 0;
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
    const line =
      `FAULT_REPLAY="${label},${result.seed},${result.counterexamplePath}" npx vitest run ` +
      "test/faults/faults.test.ts";
    throw new Error(
      `${result.errorInstance instanceof Error ? result.errorInstance.message : String(result.errorInstance)}\n` +
        `${JSON.stringify(result.counterexample)}\nreplay: ${line}`,
    );
  });

  // So few scenarios are meant for a look at something else.
  it.runIf(replay === undefined && SCENARIOS >= 5_000)("each fault met requests of each kind", () => {
    const kinds = randomFixtures.flatMap(({ product, child }) => [product.kind, ...(child ? [child.kind] : [])]);
    const cells = Object.keys(FAULTS).flatMap((fault) => kinds.map((kind) => `${fault} × ${kind}`));
    expect(cells.filter((cell) => !table.has(cell))).toEqual([]);
    expect(Math.min(sums.crashed, sums.adopted)).toBeGreaterThan(0);
  });
});

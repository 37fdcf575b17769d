import fc from "fast-check";
import { afterAll, describe, it } from "vitest";
import { runs } from "../support/runs.js";
import { labelOf, randomFixtures } from "../support/vendors.js";
import { COMMANDS, type Command } from "./commands.js";
import { noStatistics, runSequence } from "./law.js";

const SEQUENCES = runs(Number(process.env["LAW_SEQUENCES"] ?? 2_000));
const statistics = noStatistics();

const commands: fc.Arbitrary<Command[]> = fc.array(
  fc.record({ do: fc.constantFrom(...COMMANDS), a: fc.nat(1_000), b: fc.nat(1_000) }),
  {
    minLength: 1,
    maxLength: 8,
  },
);

/** A failing run is replayed by one line: it stands in the error. */
const replay = process.env["LAW_REPLAY"];

afterAll(() => {
  const { sequences, operations, requests, violations } = statistics;
  const ran = `${sequences} sequences, ${operations} operations of the engine, ${requests} requests`;
  console.log(`the law: ${ran}, ${violations} violations`);
});

describe("the law", () => {
  const each = Math.ceil(SEQUENCES / randomFixtures.length);

  it.each(randomFixtures.map((fixture) => [labelOf(fixture), fixture] as const))("%s", async (label, fixture) => {
    const [name, seed, path] = replay?.split(",") ?? [];
    if (name !== undefined && name !== label) return;
    const property = fc.asyncProperty(commands, fc.nat(1_000_000), (list, random) =>
      runSequence(fixture, list, random, statistics),
    );
    const result = await fc.check(property, {
      numRuns: each,
      ...(seed ? { seed: Number(seed), path: path ?? "" } : {}),
    });
    if (!result.failed) return;
    const { errorInstance: error, counterexample, counterexamplePath } = result;
    const message = error instanceof Error ? error.message : String(error);
    const line = `LAW_REPLAY="${label},${result.seed},${counterexamplePath}" npx vitest run test/law/law.test.ts`;
    throw new Error(`${message}\n${JSON.stringify(counterexample)}\nreplay: ${line}`);
  });
});

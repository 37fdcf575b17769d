/**
 * A guard that no test misses when it is switched off is not guarded: the law, the scenarios of faults and situations
 * made for it are run against builds of the provider with one guard taken out each, and must find a violation.
 */
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import type { ProviderProcess } from "../../provider/lifecycle/provider.js";
import { Broken, runScenario } from "../faults/scenario.js";
import { edits, troubles } from "../faults/troubles.js";
import { COMMANDS } from "../law/commands.js";
import { Violation } from "../law/course.js";
import { noStatistics, runSequence } from "../law/law.js";
import { randomFixtures } from "../support/vendors.js";
import { build, removeBuilds, withFunction } from "./builds.js";
import { IN_A_SITUATION, IN_THE_LAW, UNDER_FAULTS } from "./patches.js";
import { SITUATIONS } from "./situations.js";

const MOST = 800;
/** The law and the scenarios have tests of their own; here they show that a build is as good as the source. */
const FEW = 100;

afterAll(removeBuilds);

const commands = fc.array(fc.record({ do: fc.constantFrom(...COMMANDS), a: fc.nat(1_000), b: fc.nat(1_000) }), {
  minLength: 3,
  maxLength: 8,
});

interface Found {
  readonly number: number;
  readonly what: string;
}

/** The number of the scenario that found something broken, or undefined. */
async function firstBroken(process: typeof ProviderProcess | undefined, most = MOST): Promise<Found | undefined> {
  const samples = fc.sample(fc.tuple(edits, troubles, fc.nat(1_000_000)), { numRuns: most, seed: 4 });
  for (const [number, [list, trouble, seed]] of samples.entries()) {
    const fixture = randomFixtures[number % randomFixtures.length];
    if (!fixture) continue;
    try {
      await runScenario(fixture, list, trouble, seed, process);
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      return { number: number + 1, what: `${error.loss}: ${error.message.split("\n")[0]}` };
    }
  }
  return undefined;
}

/** The number of the sequence that found a violation, or undefined. */
async function firstViolation(process: typeof ProviderProcess | undefined, most = MOST): Promise<Found | undefined> {
  const samples = fc.sample(fc.tuple(commands, fc.nat(1_000_000)), { numRuns: most, seed: 4 });
  for (const [number, [list, seed]] of samples.entries()) {
    const fixture = randomFixtures[number % randomFixtures.length];
    if (!fixture) continue;
    try {
      await runSequence(fixture, list, seed, noStatistics(), process);
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      return { number: number + 1, what: error.message.split("\n")[0] ?? "" };
    }
  }
  return undefined;
}

/** A build that is only broken, because a patch does not fit any more, shows nothing of a guard. */
function expectDamage(name: string, by: string, found: Found | undefined): void {
  console.log(`without ${name}: found by ${by} ${found?.number}: ${found?.what.slice(0, 160)}`);
  expect(found).toBeDefined();
  expect(found?.what).not.toContain("an error in billing-catalogue itself");
}

describe("guards", () => {
  it("an untouched build keeps the law, survives the faults, and does no damage in any situation", async () => {
    const untouched = await build("none", []);
    expect(await firstViolation(untouched.process, FEW)).toBeUndefined();
    expect(await firstBroken(untouched.process, FEW)).toBeUndefined();
    for (const [name, damage] of Object.entries(SITUATIONS))
      expect({ name, damage: await damage(untouched) }).toEqual({ name, damage: undefined });
  });

  it.each(Object.entries(IN_THE_LAW))("without %s the law is broken", async (name, patches) => {
    expectDamage(name, "sequence", await firstViolation((await build(name, patches)).process));
  });

  it.each(Object.entries(UNDER_FAULTS))("without %s a fault does damage", async (name, patches) => {
    expectDamage(name, "scenario", await firstBroken((await build(`faults ${name}`, patches)).process));
  });

  it.each(Object.entries(IN_A_SITUATION))("without %s damage is done", async (name, { situation, patches }) => {
    const damage = await SITUATIONS[situation](await build(`situation ${name}`, patches));
    console.log(`without ${name}: found in "${situation}": ${damage}`);
    expect(damage).toBeDefined();
  });

  it("every situation is there for a guard", () => {
    expect(new Set(Object.values(IN_A_SITUATION).map(({ situation }) => situation))).toEqual(
      new Set(Object.keys(SITUATIONS)),
    );
  });
});

describe("a patch", () => {
  const patched = (text: string, returns?: string): string[] =>
    withFunction({ function: "f", ...(returns === undefined ? {} : { returns }) })(text);

  it.each([
    ["function f(a) { return a; }", "function f_untouched(a) { return a; }", ""],
    ["export function f({ a }) { return a; }", "function f_untouched({ a }) { return a; }", "export "],
    ["export async function f() {\n}", "async function f_untouched() {\n}", "export async "],
    ["const f = (a) => a;", "const f_untouched = (a) => a;", ""],
    ["export const f = async (a) => a;", "const f_untouched = async (a) => a;", "export async "],
  ])("replaces the function of %j, and keeps it under another name", (text, rest, head) => {
    const untouched = "const untouched = f_untouched;";
    expect(patched(text, "given[0]")).toEqual([
      `${head}function f(...given) { ${untouched} return (given[0]); }\n${rest}`,
    ]);
    expect(patched(text)[0]).toContain("return (undefined);");
  });

  it.each([
    "f(1);",
    "    f(a) { return a; }",
    "function fg(a) { return a; }",
    "const f = 1;",
  ])("finds no function in %j", (text) => {
    expect(patched(text)).toEqual([]);
  });

  it("that fits nowhere, or in two places, fails", async () => {
    const nowhere = [{ in: "http", function: "noSuchFunction" }];
    await expect(build("nowhere", nowhere)).rejects.toThrow("http must hold exactly once, and holds 0 times");
    const twice = [{ in: "http", from: "import ", to: "" }];
    await expect(build("twice", twice)).rejects.toThrow(/http must hold exactly once, and holds [0-9]+ times: import/);
  });
});

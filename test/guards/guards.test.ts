/**
 * A guard that no test misses when it is switched off is not guarded: the law and the scenarios of faults are run
 * against builds of the provider with one guard taken out each, and must find a violation.
 */
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import type { ProviderProcess } from "../../provider/lifecycle/provider.js";
import { Broken, runScenario } from "../faults/scenario.js";
import { edits, troubles } from "../faults/troubles.js";
import { runSequence, Violation } from "../law/law.js";
import { COMMANDS } from "../law/model.js";
import { randomFixtures } from "../support/vendors.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** Below node_modules, so that the builds find their packages. */
const BUILDS = `${ROOT}node_modules/.cache/billing-catalogue-guards`;
const MOST = 800;
/** The law and the scenarios have tests of their own; here they show that a build is as good as the source. */
const FEW = 100;

interface Patch {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** What the law would miss. */
const IN_THE_LAW: Record<string, readonly Patch[]> = {
  "look before POST": [
    { file: "lifecycle/create.js", from: "let before = await account.list(kind);", to: "let before = [];" },
    {
      file: "lifecycle/observe/interrupted.js",
      from: "const wait = await waitAfterInterruption(operation, account, inputs);",
      to: "const wait = undefined;",
    },
  ],
  "the state check before adopting": [
    { file: "lifecycle/operation.js", from: "return new Map(rows.filter(", to: "return new Map([].filter(" },
  ],
  "overlay PUT": [
    {
      file: "lifecycle/plan/bodies.js",
      from: "for (const [name, value] of Object.entries(live)) {",
      to: "for (const [name, value] of Object.entries({ ...live, ...Object.fromEntries(Object.entries(kind.fields).filter(([key, field]) => !field.required && key in live).map(([key]) => [key, null])) })) {",
    },
  ],
  "the host guard": [
    { file: "lifecycle/operation.js", from: 'if (live.host !== "" && live.host !== account.host)', to: "if (false)" },
    { file: "accounts/account.js", from: "guardHosts({ name, host: this.host }, this.#rows);", to: "" },
  ],
  "managed fields that are gone": [
    {
      file: "lifecycle/plan/managed.js",
      from: "if (was === undefined && is === undefined)",
      to: "if (is === undefined)",
    },
  ],
  "gone only with proof": [
    {
      file: "lifecycle/observe/observe.js",
      from: "if (!(await accountAnswers(operation, account, id, olds)))",
      to: "if (false)",
    },
  ],
};

/** What the scenarios of faults would miss. */
const UNDER_FAULTS: Record<string, readonly Patch[]> = {
  "look before POST": [
    { file: "lifecycle/create.js", from: "let before = await account.list(kind);", to: "let before = [];" },
    {
      file: "lifecycle/observe/interrupted.js",
      from: "const wait = await waitAfterInterruption(operation, account, inputs);",
      to: "const wait = undefined;",
    },
  ],
  "a search after a create without an answer": [
    {
      file: "lifecycle/observe/search.js",
      from: "for (let look = 1; look <= LOOKS; look += 1) {",
      to: "for (let look = 1; look < 1; look += 1) {",
    },
  ],
  "a POST that is sent once": [{ file: "http/retry.js", from: 'safety !== "once"', to: "safety" }],
  "the wire sanitiser": [
    {
      file: "lifecycle/wire-safe.js",
      from: "export function wireSafe(value) {",
      to: "export function wireSafe(value) { return value;",
    },
  ],
  "secrets taken out": [
    {
      file: "lifecycle/provider.js",
      from: "const text = readableLines(this.#surroundings.redactor.text(words));",
      to: "const text = words;",
    },
    {
      file: "accounts/account.js",
      from: "redact: (text) => surroundings.redactor.text(text),",
      to: "redact: (text) => text,",
    },
  ],
};

/** The provider's process class of a build with these patches. */
async function build(name: string, patches: readonly Patch[]): Promise<typeof ProviderProcess> {
  const folder = `${BUILDS}/${name.replaceAll(" ", "-")}`;
  rmSync(folder, { recursive: true, force: true });
  cpSync(`${ROOT}dist/provider`, folder, { recursive: true });
  writeFileSync(`${folder}/package.json`, '{"type":"module"}');
  for (const { file, from, to } of patches) {
    const path = `${folder}/${file}`;
    const text = readFileSync(path, "utf8");
    if (text.split(from).length !== 2) throw new Error(`${file} does not hold the guard exactly once: ${from}`);
    writeFileSync(path, text.replace(from, to));
  }
  const module = (await import(/* @vite-ignore */ pathToFileURL(`${folder}/lifecycle/provider.js`).href)) as {
    ProviderProcess: typeof ProviderProcess;
  };
  return module.ProviderProcess;
}

afterAll(() => rmSync(BUILDS, { recursive: true, force: true }));

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
      await runSequence(fixture, list, seed, { sequences: 0, operations: 0, requests: 0 }, process);
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      return { number: number + 1, what: error.message.split("\n")[0] ?? "" };
    }
  }
  return undefined;
}

const say = (name: string, by: string, found: Found | undefined): void =>
  console.log(`without ${name}: found by ${by} ${found?.number}: ${found?.what.slice(0, 160)}`);

describe("guards", () => {
  it("an untouched build keeps the law, and survives the faults", async () => {
    const untouched = await build("none", []);
    expect(await firstViolation(untouched, FEW)).toBeUndefined();
    expect(await firstBroken(untouched, FEW)).toBeUndefined();
  });

  it.each(Object.entries(IN_THE_LAW))("without %s the law is broken", async (name, patches) => {
    const found = await firstViolation(await build(name, patches));
    say(name, "sequence", found);
    expect(found).toBeDefined();
  });

  it.each(Object.entries(UNDER_FAULTS))("without %s a fault does damage", async (name, patches) => {
    const found = await firstBroken(await build(`faults ${name}`, patches));
    say(name, "scenario", found);
    expect(found).toBeDefined();
  });
});

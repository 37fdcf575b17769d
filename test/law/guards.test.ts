/**
 * A guard that no test misses when it is switched off is not guarded: the law is run against builds of the
 * provider with one guard taken out each, and must find a violation.
 */
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import type { ProviderProcess } from "../../provider/lifecycle/provider.js";
import { randomFixtures } from "../support/vendors.js";
import { runSequence, Violation } from "./law.js";
import { COMMANDS } from "./model.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** Below node_modules, so that the builds find their packages. */
const BUILDS = `${ROOT}node_modules/.cache/billing-catalogue-guards`;
const MOST = 800;

interface Patch {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const GUARDS: Record<string, readonly Patch[]> = {
  "look before POST": [{ file: "lifecycle/create.js", from: "const before = await account.list(kind);", to: "const before = [];" }],
  "the state check before adopting": [
    { file: "lifecycle/operation.js", from: "return new Map(rows.filter(", to: "return new Map([].filter(" },
  ],
  "overlay PUT": [
    {
      file: "lifecycle/bodies.js",
      from: "for (const [name, value] of Object.entries(live)) {",
      to: "for (const [name, value] of Object.entries({ ...live, ...Object.fromEntries(Object.entries(kind.fields).filter(([key, field]) => !field.required && key in live).map(([key]) => [key, null])) })) {",
    },
  ],
  "the host guard": [{ file: "lifecycle/operation.js", from: 'if (live.host === "" || live.host === account.host)', to: "if (live)" }],
  "managed fields that are gone": [
    { file: "lifecycle/managed.js", from: "else if (was !== undefined && was !== null)", to: "else if (false)" },
    { file: "lifecycle/managed.js", from: "if (was === undefined && is === undefined)", to: "if (is === undefined)" },
  ],
  "gone only with proof": [
    { file: "lifecycle/read.js", from: "if (!(await accountAnswers(operation, account, id, olds))) {", to: "if (false) {" },
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

/** The number of the sequence that found a violation, or undefined. */
async function firstViolation(process: typeof ProviderProcess | undefined): Promise<{ number: number; what: string } | undefined> {
  const samples = fc.sample(fc.tuple(commands, fc.nat(1_000_000)), { numRuns: MOST, seed: 4 });
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

describe("guards", () => {
  it("an untouched build keeps the law", async () => {
    expect(await firstViolation(await build("none", []))).toBeUndefined();
  });

  it.each(Object.entries(GUARDS))("without %s the law is broken", async (name, patches) => {
    const found = await firstViolation(await build(name, patches));
    console.log(`without ${name}: violated by sequence ${found?.number}: ${found?.what.slice(0, 160)}`);
    expect(found).toBeDefined();
  });
});

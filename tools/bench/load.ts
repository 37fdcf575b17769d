/**
 * `node tools/bench/load.ts [entries] [entries of a file]`: what it costs to load a catalogue, beside what the parser
 * and the validator that it is built on cost alone. Each variant runs in a process of its own.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { sequenceCatalogue } from "./catalogues.ts";

/** `loadCatalogue`; or the libraries `yaml` and `ajv` alone, with the vendor's schema. */
export type LoadVariant = "ours" | "floor";

export interface LoadCost {
  /** User and system time, in milliseconds, without the start of Node. */
  readonly cpu: number;
  /** Elapsed time, in milliseconds. */
  readonly wall: number;
  /** Peak resident memory, in MiB. */
  readonly memory: number;
}

const FILE = fileURLToPath(import.meta.url);
const SCHEMA = fileURLToPath(new URL("../../catalogue/schema/sequence.json", import.meta.url));

/** Measures a variant in a process of its own, with a catalogue in a temporary folder. */
export function measureLoad(variant: LoadVariant, entries: number, perFile?: number): LoadCost {
  const directory = mkdtempSync(join(tmpdir(), "catalogue-"));
  try {
    const files = sequenceCatalogue(entries, perFile === undefined ? {} : { perFile });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
    const { status, stdout, stderr } = spawnSync(process.execPath, [FILE, "--run", variant, directory], {
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`${variant} failed: ${stderr}`);
    return JSON.parse(stdout) as LoadCost;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const LOADERS: Readonly<Record<LoadVariant, (directory: string) => Promise<unknown>>> = {
  async ours(directory) {
    const [{ loadCatalogue }, { registry }] = await Promise.all([
      import("../../dist/provider/catalogue/load.js"),
      import("../../dist/provider/vendors/registry.js"),
    ]);
    const loaded = loadCatalogue(directory, { registry, values: {} });
    if (loaded.problems.length > 0) throw new Error(JSON.stringify(loaded.problems[0]));
    return loaded;
  },
  async floor(directory) {
    const [{ LineCounter, parseDocument }, { Ajv }] = await Promise.all([import("yaml"), import("ajv")]);
    const ajv = new Ajv({ allErrors: true, strict: false });
    const validate = ajv.compile(JSON.parse(readFileSync(SCHEMA, "utf8")));
    return readdirSync(directory).map((name) => {
      const document = parseDocument(readFileSync(join(directory, name), "utf8"), { lineCounter: new LineCounter() });
      const value: unknown = document.toJS();
      if (document.errors.length > 0 || !validate(value)) throw new Error(JSON.stringify(validate.errors?.[0]));
      return value;
    });
  },
};

async function run(variant: LoadVariant, directory: string): Promise<void> {
  const [start, used] = [performance.now(), process.cpuUsage()];
  const result = await LOADERS[variant](directory);
  const { user, system } = process.cpuUsage(used);
  const wall = performance.now() - start;
  // The result is used, so that it counts as memory until here.
  if (typeof result !== "object") throw new Error("nothing was loaded");
  const memory = process.resourceUsage().maxRSS / 1_024;
  console.log(JSON.stringify({ cpu: (user + system) / 1_000, wall, memory } satisfies LoadCost));
}

function report(entries: number, perFile: number | undefined): void {
  const [ours, floor] = [measureLoad("ours", entries, perFile), measureLoad("floor", entries, perFile)];
  const line = (name: string, { cpu, wall, memory }: LoadCost): string =>
    `${name}: ${cpu.toFixed(0)} ms of CPU, ${wall.toFixed(0)} ms elapsed, ${memory.toFixed(0)} MiB`;
  const [cpu, memory] = [ours.cpu / floor.cpu, ours.memory / floor.memory];
  console.log(
    [
      `${entries} entries`,
      line("  loadCatalogue", ours),
      line("  yaml and ajv alone", floor),
      `  ${cpu.toFixed(2)} times the CPU, ${memory.toFixed(2)} times the memory`,
    ].join("\n"),
  );
}

if (process.argv[1] === FILE) {
  const [first, second, third] = process.argv.slice(2);
  if (first === "--run") await run(second as LoadVariant, String(third));
  else report(Number(first ?? 10_000), second === undefined ? undefined : Number(second));
}

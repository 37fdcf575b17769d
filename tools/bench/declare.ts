/** What `declareAll` costs: from the entries of a loaded catalogue to what the engine gets. In a process of its own. */
import { spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { sequenceCatalogue } from "./catalogues.ts";
import type { LoadCost } from "./load.ts";

const FILE = fileURLToPath(import.meta.url);

/** The memory is that of the whole process, the loaded catalogue included. */
export function measureDeclare(entries: number): LoadCost {
  const { status, stdout, stderr } = spawnSync(process.execPath, [FILE, "--run", String(entries)], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`declareAll failed: ${stderr}`);
  return JSON.parse(stdout) as LoadCost;
}

async function run(number: number): Promise<void> {
  const [{ readConfig }, { checkCatalogue }, { declareAll }, { registry }] = await Promise.all([
    import("../../dist/provider/accounts/config.js"),
    import("../../dist/provider/catalogue/load.js"),
    import("../../dist/provider/pulumi/declare.js"),
    import("../../dist/provider/vendors/registry.js"),
  ]);
  const files = Object.entries(sequenceCatalogue(number)).map(([name, text]) => ({ name, text }));
  const { entries, problems } = checkCatalogue(files, { registry, values: {} });
  if (problems.length > 0) throw new Error(JSON.stringify(problems[0]));
  const [start, used] = [performance.now(), process.cpuUsage()];
  const declared = declareAll(entries, readConfig({}, registry), "catalogue/dev");
  const { user, system } = process.cpuUsage(used);
  const wall = performance.now() - start;
  if (declared.length !== entries.length) throw new Error(`${declared.length} of ${entries.length} entries`);
  const memory = process.resourceUsage().maxRSS / 1_024;
  console.log(JSON.stringify({ cpu: (user + system) / 1_000, wall, memory } satisfies LoadCost));
}

if (process.argv[1] === FILE) await run(Number(process.argv.at(-1)));

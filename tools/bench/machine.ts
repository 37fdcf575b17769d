/** What the results depend on besides the code: without it no number means anything. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { arch, cpus, release, totalmem, type } from "node:os";
import { join } from "node:path";
import { ROOT } from "../local/repository.ts";

/** Facts by their names, as they are shown. */
export type Machine = Readonly<Record<string, string>>;

export function machine(): Machine {
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
  const sdk = join(ROOT, "node_modules/@pulumi/pulumi/package.json");
  return {
    processor: `${cpus()[0]?.model.trim() ?? "unknown"}, ${cpus().length} cores`,
    memory: `${Math.round(totalmem() / 1_024 ** 3)} GiB`,
    "operating system": `${distribution() ?? type()}, ${type()} ${release().split("-")[0]}, ${arch()}`,
    Node: process.versions.node,
    "Pulumi CLI": spawnSync("pulumi", ["version"], { encoding: "utf8" }).stdout?.trim().replace(/^v/, "") || "none",
    "Pulumi SDK": (JSON.parse(readFileSync(sdk, "utf8")) as { version: string }).version,
    "billing-catalogue": version,
  };
}

function distribution(): string | undefined {
  try {
    return /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1];
  } catch {
    return undefined;
  }
}

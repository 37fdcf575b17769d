/** Options and snapshots that `catalogue review --snapshot` refuses before it starts an engine. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { snapshotText } from "../../provider/pulumi/snapshot.js";
import { ROOT } from "../../tools/local/repository.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "review-snapshot-"));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: catalogue\nruntime: nodejs\n");
  const state = { version: 3, deployment: { resources: [] } };
  const parts = { project: "catalogue", stack: "dev", owner: "catalogue/dev", config: {}, state };
  writeFileSync(join(folder, "dev.json"), snapshotText(parts));
  writeFileSync(join(folder, "other.json"), snapshotText({ ...parts, project: "other" }));
  writeFileSync(join(folder, "state.json"), JSON.stringify(state));
});
afterEach(() => rmSync(folder, { recursive: true }));

it.each([
  ["missing.json", "missing.json does not exist"],
  ["state.json", "state.json is not a snapshot of a stack"],
  ["other.json", "other.json is of the project other, but"],
  ["dev.json --stack production", "dev.json is of stack dev, not of production"],
  ["dev.json --base main", "only one of --snapshot, --from and --base"],
  ["dev.json --impact", "--impact reads from the vendors"],
  ["dev.json --refresh", "--refresh reads from the vendors"],
])("%s: %s, with what to do", (args, message) => {
  const main = join(ROOT, "dist/provider/cli/main.js");
  const given = ["review", "--snapshot", ...args.split(" ")];
  // Without the Pulumi CLI: none of this starts it.
  const env = { PATH: "" };
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...given], { cwd: folder, env });
  expect({ status, stdout: String(stdout) }).toEqual({ status: 1, stdout: "" });
  expect(String(stderr)).toContain(message);
  expect(String(stderr)).toContain("\n  what to do: ");
});

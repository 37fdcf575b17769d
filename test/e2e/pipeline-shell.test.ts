/** The scripts of examples/pipelines/shell as they stand, in the folder of a project, with the real CLI. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Receipt } from "../../provider/review/receipt.js";
import { commonEnvironment, type Output, outputOf } from "../../tools/local/processes.ts";
import { ROOT } from "../../tools/local/repository.ts";
import { inScene, polar, type Scene } from "./approved-scene.js";

const SECRETS = ["SEQUENCE_CLIENT_ID", "SEQUENCE_CLIENT_SECRET", "FYNN_API_KEY", "POLAR_ACCESS_TOKEN"];

function script({ stack, vendors }: Scene, name: string, args: readonly string[], secrets: boolean): Promise<Output> {
  const bin = join(stack.folder, "kept/bin");
  if (!existsSync(bin)) mkdirSync(bin);
  const npx = `#!/bin/sh\nshift\nexec node ${ROOT}/dist/provider/cli/main.js "$@"\n`;
  writeFileSync(join(bin, "npx"), npx, { mode: 0o755 });
  const child = spawn(join(ROOT, "examples/pipelines/shell", name), args, {
    cwd: stack.folder,
    env: {
      ...commonEnvironment(),
      PATH: `${bin}:${process.env["PATH"]}`,
      PULUMI_HOME: join(stack.folder, "home"),
      ...(secrets ? { PULUMI_BACKEND_URL: `file://${stack.folder}/state`, ...vendors.environment } : {}),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return outputOf(child);
}

it("review, apply and drift: the review without credentials, the apply of it alone, and no drift after it", () =>
  inScene(async (scene) => {
    expect(Object.keys(scene.vendors.environment).sort()).toEqual([...SECRETS].sort());
    const kept = (name: string): string => scene.project.kept(name);
    // The first run has nothing to do, and writes the first snapshot.
    mkdirSync(join(scene.stack.folder, kept("none")));
    const first = await script(scene, "apply.sh", ["dev", kept("none"), kept("snapshot.json")], true);
    expect(first.code, first.text).toBe(0);
    expect(first.text).toContain("nothing to do");
    scene.vendors.clear();
    scene.project.branch("a", polar(3900));
    const reviewed = await script(scene, "review.sh", [kept("snapshot.json"), kept("a.json")], false);
    expect(reviewed.code, reviewed.text).toBe(0);
    expect(reviewed.text).toContain("USD 29.00 → 39.00");
    expect(scene.vendors.requests()).toEqual([]);
    scene.project.git("checkout", "--quiet", "main");
    scene.project.merge("a");
    const refused = await script(scene, "apply.sh", ["dev", kept("none"), kept("snapshot.json")], true);
    expect(refused.code, refused.text).toBe(4);
    expect(scene.vendors.writes()).toEqual([]);
    const applied = await script(scene, "apply.sh", ["dev", kept("a.json"), kept("snapshot.json")], true);
    expect(applied.code, applied.text).toBe(0);
    const receipt = JSON.parse(readFileSync(join(scene.stack.folder, "receipt.json"), "utf8")) as Receipt;
    expect(receipt.changes).toMatchObject([{ address: "polar/pro", outcome: "done", readBack: "equal" }]);
    const drift = await script(scene, "drift.sh", ["dev"], true);
    expect(drift.code, drift.text).toBe(0);
  }));

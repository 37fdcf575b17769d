/** `catalogue schema`, as a process. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ROOT } from "../../tools/local/repository.ts";

const MAIN = join(ROOT, "dist/provider/cli/main.js");
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cli-"));
  cpSync(join(ROOT, "catalogue"), join(folder, "catalogue"), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: readonly string[]) => {
  const { status, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, FORCE_COLOR: "" },
  });
  return { status, stderr };
};

describe("catalogue schema", () => {
  it("writes the schemas, and says which are out of date", () => {
    expect(run("schema", "catalogue/schema", "--check").status).toBe(0);
    const path = join(folder, "catalogue/schema/polar.json");
    writeFileSync(path, readFileSync(path, "utf8").replace("Polar", "Solar"));
    const stale = run("schema", "catalogue/schema", "--check");
    expect(stale.status).toBe(1);
    expect(stale.stderr).toContain("out of date in catalogue/schema: polar.json");
    expect(run("schema", "catalogue/schema").status).toBe(0);
    expect(run("schema", "catalogue/schema", "--check").status).toBe(0);
  });

  it("a folder that cannot be written is named, at once", () => {
    writeFileSync(join(folder, "file"), "");
    for (const path of ["/proc/schema/of/it", "/dev/null/schema", "file/schema", "file"]) {
      const { status, stderr } = run("schema", path);
      expect(status).toBe(1);
      expect(stderr).toMatch(
        /^.+ cannot be written \([A-Z]+\)\n {2}what to do: name a folder in which you may create files/,
      );
    }
    expect(run("schema", "new/folder/of/it").status).toBe(0);
  });
});

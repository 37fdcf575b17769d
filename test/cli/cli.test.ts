/** The `catalogue` command as a process. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ROOT } from "../../tools/local/stack.ts";

const MAIN = join(ROOT, "dist/provider/cli/main.js");
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cli-"));
  cpSync(join(ROOT, "catalogue"), join(folder, "catalogue"), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { cwd: folder, encoding: "utf8" });
  return { status, stdout, stderr };
};
const breakIt = (): void =>
  writeFileSync(join(folder, "catalogue/polar.yaml"), "vendor: polar\nproducts:\n  pro:\n    name: Pro\n    prces: []\n");

describe("catalogue validate", () => {
  it("a catalogue in order: 0, with what it holds", () => {
    expect(run("validate")).toEqual({ status: 0, stdout: "./catalogue: 33 entries in 3 files, no problems\n", stderr: "" });
    expect(run("validate", "catalogue", "--format", "github")).toMatchObject({ status: 0, stdout: expect.stringContaining("33 entries") });
    expect(JSON.parse(run("validate", "--format", "json").stdout)).toEqual({ problems: [] });
  });

  it("problems: 1, in each format", () => {
    breakIt();
    const text = run("validate");
    expect(text.status).toBe(1);
    expect(text.stdout).toContain("catalogue/polar.yaml:5:5 error[unknown-field]: `prces` is not a field of a product");
    expect(text.stdout).toContain("did you mean `prices`?");
    const json = run("validate", "catalogue", "--format", "json");
    expect(json.status).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({
      problems: [{ code: "unknown-field", file: "polar.yaml", line: 5, column: 5 }],
    });
    const github = run("validate", "catalogue", "--format", "github");
    expect(github.status).toBe(1);
    expect(github.stdout).toContain(
      "::error file=catalogue/polar.yaml,line=5,col=5,endColumn=10,title=unknown-field::`prces` is not a field of a product%0Adid you mean `prices`?",
    );
  });

  it("--stack takes the stack's values; without it a placeholder may be anything", () => {
    writeFileSync(
      join(folder, "Pulumi.dev.yaml"),
      'config:\n  catalogue:values: { platformPrice: "99,00", apiCallsMetric: m, storageMetric: m }\n',
    );
    const { status, stdout } = run("validate", "--stack", "dev");
    expect(status).toBe(1);
    expect(stdout).toContain('"99,00" (${platformPrice}) is not a decimal number');
    writeFileSync(join(folder, "Pulumi.yaml"), "name: x\nruntime: nodejs\nconfig:\n  values: { type: object, default: {} }\n");
    writeFileSync(join(folder, "Pulumi.dev.yaml"), 'config:\n  catalogue:values: { platformPrice: "99.00", apiCallsMetric: m }\n');
    expect(run("validate", "--stack", "dev").stdout).toContain("the stack's configuration has no value `storageMetric`");
  });

  it("what could not be done: 2, in a sentence", () => {
    const { status, stderr } = run("validate", "--stack", "nowhere");
    expect(status).toBe(2);
    expect(stderr).toBe(
      "there is no Pulumi.nowhere.yaml here\n  what to do: run this in the folder of Pulumi.yaml, or leave --stack out\n",
    );
    expect(run("validate", "--format", "xml").status).not.toBe(0);
  });
});

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
});

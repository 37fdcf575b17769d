/** The scripts behind `npm run check` and `npm run fix`. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ROOT } from "../../tools/local/repository.ts";

const node = (...parameters: string[]): { status: number | null; text: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, parameters, { encoding: "utf8" });
  return { status, text: stdout + stderr };
};

describe("the steps of a check", () => {
  const run = (steps: object[]): { status: number | null; text: string } => {
    const module = pathToFileURL(join(ROOT, "tools/check/steps.mjs")).href;
    const program = `import { runSteps } from ${JSON.stringify(module)}; runSteps(${JSON.stringify(steps)});`;
    return node("--input-type=module", "--eval", program);
  };
  const first = { name: "first", command: "echo fine", remedy: "nothing" };
  const second = { name: "second", command: "echo what is wrong; exit 3", remedy: "mend it" };
  const third = { name: "third", command: "no-such-command-at-all", remedy: "install it" };

  it("all run, and those that failed are named with their output and remedy", () => {
    const { status, text } = run([second, first, third]);
    expect(status).toBe(1);
    expect(text).toContain("FAILED  second\n$ echo what is wrong; exit 3\nwhat is wrong\n");
    expect(text).toContain("passed  first\n");
    expect(text).toMatch(/FAILED {2}third\n\$ no-such-command-at-all\n.*no-such-command-at-all.*not found/);
    expect(text).toContain("2 of 3 steps failed. What to do:\n  second: mend it\n  third: install it\n");
  });

  it("pass together, without a word about remedies", () => {
    expect(run([first])).toEqual({ status: 0, text: "passed  first\n" });
  });

  it("are refused by a name that none has", () => {
    const { status, text } = node(join(ROOT, "tools/check/check.mjs"), "typos");
    expect(status).toBe(2);
    expect(text).toMatch(/no such step: typos\. Steps: build, types, /);
  });
});

describe("the sizes of files and lines", () => {
  const WIDE = `// ${"x".repeat(118)}\n`;
  const LONG = "// short\n".repeat(301);
  let root: string;
  const sizes = (...parameters: string[]): { status: number | null; text: string } =>
    node(join(root, "tools/check/sizes.mjs"), ...parameters);
  const list = (longFiles: string[], wideLines: Record<string, number>): void =>
    writeFileSync(join(root, "tools/check/sizes.json"), `${JSON.stringify({ longFiles, wideLines }, null, 2)}\n`);

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "billing-catalogue-sizes-"));
    for (const folder of ["provider/resources", "sandboxes", "examples", "test/fixtures", "tools/check"]) {
      mkdirSync(join(root, folder), { recursive: true });
    }
    cpSync(join(ROOT, "tools/check/sizes.mjs"), join(root, "tools/check/sizes.mjs"));
    list([], {});
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it("are at most 300 lines of at most 120 columns; generated files and fixtures are exempt", () => {
    const allowed = `// ${"é".repeat(117)}\n`;
    writeFileSync(join(root, "provider/within.ts"), allowed.repeat(300));
    writeFileSync(join(root, "provider/resources/generated.ts"), WIDE + LONG);
    writeFileSync(join(root, "test/fixtures/released.ts"), WIDE + LONG);
    expect(sizes("--check")).toEqual({ status: 0, text: "" });

    writeFileSync(join(root, "provider/wide.ts"), `${WIDE}// short\n${WIDE}`);
    writeFileSync(join(root, "sandboxes/long.mjs"), LONG);
    expect(sizes("--check")).toEqual({
      status: 1,
      text:
        "provider/wide.ts has lines with more than 120 columns: 1, 3\n" +
        "sandboxes/long.mjs has 301 lines, more than 300\n",
    });
  });

  it("may be exceeded by the exceptions only", () => {
    writeFileSync(join(root, "provider/wide.ts"), WIDE);
    writeFileSync(join(root, "provider/long.ts"), LONG);
    list(["provider/long.ts"], { "provider/wide.ts": 1 });
    expect(sizes("--check")).toEqual({ status: 0, text: "" });
    writeFileSync(join(root, "provider/wide.ts"), WIDE + WIDE);
    expect(sizes("--check").text).toBe("provider/wide.ts has lines with more than 120 columns: 1, 2\n");
  });

  it("an exception that is no longer needed fails the check until it is taken out; none is added", () => {
    writeFileSync(join(root, "provider/wide.ts"), WIDE);
    writeFileSync(join(root, "provider/other.ts"), WIDE);
    list(["provider/gone.ts"], { "provider/gone.ts": 2, "provider/wide.ts": 2 });
    expect(sizes("--check").text).toContain("tools/check/sizes.json lists exceptions that are no longer needed");
    expect(sizes().status).toBe(1);
    expect(JSON.parse(readFileSync(join(root, "tools/check/sizes.json"), "utf8"))).toEqual({
      longFiles: [],
      wideLines: { "provider/wide.ts": 1 },
    });
  });
});

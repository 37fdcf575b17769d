/** The `catalogue` command as a process. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hasColours } from "../../provider/cli/colours.js";
import { EXIT } from "../../provider/cli/exit-codes.js";
import { ROOT } from "../../tools/local/repository.ts";

const MAIN = join(ROOT, "dist/provider/cli/main.js");
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cli-"));
  cpSync(join(ROOT, "catalogue"), join(folder, "catalogue"), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const runWith = (environment: Readonly<Record<string, string>>, ...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, FORCE_COLOR: "", ...environment },
  });
  return { status, stdout, stderr };
};
const run = (...args: readonly string[]) => runWith({}, ...args);
const breakIt = (): void =>
  writeFileSync(
    join(folder, "catalogue/polar.yaml"),
    "vendor: polar\nproducts:\n  pro:\n    name: Pro\n    prces: []\n",
  );

describe("catalogue validate", () => {
  it("a catalogue in order: 0, with what it holds", () => {
    expect(run("validate")).toEqual({
      status: 0,
      stdout: "./catalogue: 33 entries in 3 files, no problems\n",
      stderr: "",
    });
    expect(run("validate", "catalogue", "--format", "github")).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("33 entries"),
    });
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
      "::error file=catalogue/polar.yaml,line=5,col=5,endColumn=10,title=unknown-field::`prces` is not a field " +
        "of a product%0Adid you mean `prices`?",
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
    writeFileSync(
      join(folder, "Pulumi.yaml"),
      "name: x\nruntime: nodejs\nconfig:\n  values: { type: object, default: {} }\n",
    );
    writeFileSync(
      join(folder, "Pulumi.dev.yaml"),
      'config:\n  catalogue:values: { platformPrice: "99.00", apiCallsMetric: m }\n',
    );
    expect(run("validate", "--stack", "dev").stdout).toContain(
      "the stack's configuration has no value `storageMetric`",
    );
  });

  describe("--stack", () => {
    const values = 'config:\n  catalogue:values: { platformPrice: "99,00", apiCallsMetric: m, storageMetric: m }\n';
    const taken = '"99,00" (${platformPrice}) is not a decimal number';
    beforeEach(() => {
      writeFileSync(join(folder, "Pulumi.yaml"), "name: billing\nruntime: nodejs\n");
      writeFileSync(join(folder, "Pulumi.dev.yaml"), values);
    });

    it.each([
      "dev",
      "organization/dev",
      "organization/billing/dev",
    ])("%s is a name as the Pulumi CLI takes it", (name) => {
      expect(run("validate", "--stack", name)).toMatchObject({
        status: 1,
        stdout: expect.stringContaining(taken),
        stderr: "",
      });
    });

    it.each([
      [
        "a/b/c/dev",
        '"a/b/c/dev" is not the name of a stack\n' +
          "  what to do: write stack, organization/stack or organization/project/stack\n",
      ],
      ["dev!", expect.stringContaining('"dev!" is not the name of a stack') as string],
      ["organization/other/dev", expect.stringContaining("belongs to the project other") as string],
    ])("%s is not", (name, stderr) => {
      expect(run("validate", "--stack", name)).toEqual({ status: 1, stdout: "", stderr });
    });

    it("the stack's file is found in stackConfigDir, and from a folder below the project's", () => {
      writeFileSync(join(folder, "Pulumi.yaml"), "name: billing\nruntime: nodejs\nstackConfigDir: stacks\n");
      mkdirSync(join(folder, "stacks"));
      renameSync(join(folder, "Pulumi.dev.yaml"), join(folder, "stacks/Pulumi.dev.yaml"));
      expect(run("validate", "--stack", "dev").stdout).toContain(taken);
      const { stdout } = spawnSync(process.execPath, [MAIN, "validate", ".", "--stack", "dev"], {
        cwd: join(folder, "catalogue"),
        encoding: "utf8",
      });
      expect(stdout).toContain(taken);
    });

    it("--config-file names another file", () => {
      renameSync(join(folder, "Pulumi.dev.yaml"), join(folder, "shared.yaml"));
      expect(run("validate", "--stack", "dev", "--config-file", "shared.yaml").stdout).toContain(taken);
      expect(run("validate", "--config-file", "shared.yaml").stdout).toContain(taken);
      expect(run("validate", "--config-file", "none.yaml")).toMatchObject({
        status: 1,
        stderr: expect.stringContaining("none.yaml does not exist\n  what to do: "),
      });
    });

    it("a setting that the catalogue does not have is refused, in the stack's file and in the project's", () => {
      writeFileSync(join(folder, "Pulumi.dev.yaml"), "config:\n  catalogue:valuez: {}\n  aws:region: x\n");
      const refused = { status: 1, stderr: expect.stringContaining("did you mean `catalogue:values`?") };
      expect(run("validate", "--stack", "dev")).toMatchObject(refused);
      writeFileSync(join(folder, "Pulumi.dev.yaml"), "config: {}\n");
      writeFileSync(
        join(folder, "Pulumi.yaml"),
        "name: billing\nruntime: nodejs\nconfig: { catalogue:valuez: {}, own: 1 }\n",
      );
      expect(run("validate", "--stack", "dev")).toMatchObject(refused);
    });
  });

  it("an account without entries is a problem, unless the stack's configuration allows it", () => {
    writeFileSync(join(folder, "catalogue/empty.yaml"), "vendor: polar\naccount: quiet\nproducts: {}\n");
    writeFileSync(
      join(folder, "Pulumi.dev.yaml"),
      "config:\n  catalogue:accounts: { quiet: { vendor: polar, allowEmpty: true } }\n",
    );
    expect(run("validate").stdout).toContain(
      "catalogue/empty.yaml:3:1 error[no-entries]: account quiet has no entries",
    );
    expect(run("validate", "--stack", "dev").stdout).not.toContain("no-entries");
  });

  it("what could not be done and wrong usage: 1, in a sentence", () => {
    const { status, stderr } = run("validate", "--stack", "nowhere");
    expect(status).toBe(1);
    expect(stderr).toContain(
      "Pulumi.nowhere.yaml does not exist\n  what to do: run the command in the folder of Pulumi.yaml, " +
        "name the file with --config-file, or omit --stack\n",
    );
    for (const wrong of [["validate", "--format", "xml"], ["validate", "--what"], ["nothing"], ["validate", "a", "b"]])
      expect(run(...wrong).status).toBe(1);
  });

  it("one file is validated alone", () => {
    breakIt();
    expect(run("validate", "catalogue/fynn.yaml")).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^catalogue\/fynn\.yaml: [0-9]+ entries in 1 file, no problems\n$/),
      stderr: "",
    });
    expect(run("validate", "catalogue/polar.yaml")).toMatchObject({
      status: 1,
      stdout: expect.stringMatching(/^catalogue\/polar\.yaml:5:5 /),
    });
  });

  it("what another file of the account may hold is a warning when one file is validated", () => {
    const product = (meter: string): string =>
      "vendor: polar\nproducts:\n  calls:\n    name: Calls\n    recurring_interval: month\n" +
      `    prices: [{ amount_type: metered_unit, unit_amount: "0.1", meter: ${meter} }]\n`;
    writeFileSync(join(folder, "catalogue/more.yaml"), product("api-calls"));
    writeFileSync(join(folder, "catalogue/none.yaml"), "vendor: polar\nproducts: {}\n");
    expect(run("validate")).toMatchObject({ status: 0 });
    for (const [file, code] of [
      ["more.yaml", "unknown-entry"],
      ["none.yaml", "no-entries"],
    ] as const) {
      const { status, stdout } = run("validate", `catalogue/${file}`);
      expect(status).toBe(0);
      expect(stdout).toContain(`warning[${code}]`);
      expect(stdout).toContain("as far as this file shows");
      expect(stdout).toContain("validate the whole folder");
    }
    writeFileSync(join(folder, "catalogue/more.yaml"), product("api-cals"));
    expect(run("validate")).toMatchObject({ status: 1, stdout: expect.stringContaining("error[unknown-entry]") });
  });

  it.each([
    ["text", /^nowhere: error\[no-catalogue\]: the folder does not exist\n {2}help: create it, or /],
    ["github", /^::error file=nowhere,/],
  ])("a folder that is not there is named once, as %s", (format, said) => {
    const { status, stdout } = run("validate", "nowhere", "--format", format);
    expect(status).toBe(1);
    expect(stdout).toMatch(said);
    expect(stdout.split("nowhere")).toHaveLength(2);
  });

  it("colours are for terminals, and NO_COLOR and FORCE_COLOR decide before that", () => {
    const [terminal, file] = [{ isTTY: true }, {}];
    expect(hasColours(terminal, {})).toBe(true);
    expect(hasColours(terminal, { TERM: "dumb" })).toBe(false);
    expect(hasColours(terminal, { NO_COLOR: "1" })).toBe(false);
    expect(hasColours(terminal, { NO_COLOR: "" })).toBe(true);
    expect(hasColours(terminal, { FORCE_COLOR: "0" })).toBe(false);
    expect(hasColours(file, {})).toBe(false);
    expect(hasColours(file, { FORCE_COLOR: "1", NO_COLOR: "1" })).toBe(true);
    breakIt();
    const coloured = spawnSync(process.execPath, [MAIN, "validate"], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, FORCE_COLOR: "1", NO_COLOR: "" },
    });
    expect(coloured.stdout).toContain("\u001b[");
    expect(run("validate").stdout).not.toContain("\u001b[");
  });
});

/** Exit codes of all commands, and those that only drift has. */
const COMMON = Object.values(EXIT).filter((code) => code < 10);
const OF_DRIFT = Object.values(EXIT).filter((code) => code >= 10);

describe("catalogue", () => {
  it("--version is the package's, and --help says what each exit code means", () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
    expect(run("--version")).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
    for (const help of [["--help"], ["validate", "--help"], ["schema", "--help"], ["review", "--help"]]) {
      const { status, stdout } = run(...help);
      expect(status).toBe(0);
      for (const code of COMMON) expect(stdout).toMatch(new RegExp(`^  ${code}  `, "m"));
      expect(stdout).toContain("`catalogue drift --help`");
    }
    const { stdout } = run("drift", "--help");
    for (const code of OF_DRIFT) expect(stdout).toMatch(new RegExp(`^  ${code}  `, "m"));
  });
});

describe("a Node that is too old", () => {
  it("is named, with the one that is needed", () => {
    const old = join(folder, "old.cjs");
    writeFileSync(
      old,
      'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.20.2" } });\n',
    );
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--require", old, MAIN, "validate"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect({ status, stdout }).toEqual({ status: EXIT.problems, stdout: "" });
    expect(stderr).toContain(
      "billing-catalogue needs Node 22.19 or newer, and this is Node 20.20.2\n  what to do: install a current Node",
    );
  });
});

it("an error of our own code names the command and how to report it, with a trace on request only", () => {
  const mistake = join(folder, "mistake.mjs");
  writeFileSync(
    mistake,
    `import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
fs.statSync = function mistaken() { throw new TypeError("Cannot read properties of undefined (reading 'x')"); };
syncBuiltinESMExports();
`,
  );
  const quiet = runWith({ NODE_OPTIONS: `--import ${mistake}` }, "validate");
  expect(quiet).toEqual({
    status: EXIT.problems,
    stdout: "",
    stderr: `catalogue validate: an error in billing-catalogue itself: Cannot read properties of undefined (reading 'x')
  what to do: report it, with the trace that CATALOGUE_TRACE=1 in the environment adds to this message
`,
  });
  const traced = runWith({ NODE_OPTIONS: `--import ${mistake}`, CATALOGUE_TRACE: "1" }, "validate");
  expect(traced.stderr).toMatch(/^\s+at .*mistaken/m);
});

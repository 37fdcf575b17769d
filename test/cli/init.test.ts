/** `catalogue init` as a process, and its questions on a terminal of streams. */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { answersFrom } from "../../provider/cli/init/answers.js";
import { askOn } from "../../provider/cli/init/ask.js";
import type { InitOptions } from "../../provider/cli/init/options.js";
import { registry } from "../../provider/vendors/registry.js";
import { commonEnvironment } from "../../tools/local/processes.ts";
import { ROOT } from "../../tools/local/repository.ts";

const MAIN = join(ROOT, "dist/provider/cli/main.js");
const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "init-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: readonly string[]) => {
  const { PULUMI_CONFIG_PASSPHRASE: _none, ...environment } = commonEnvironment();
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...environment, FORCE_COLOR: "" },
  });
  return { status, stdout, stderr };
};
const init = (...args: readonly string[]) => run("init", "--no-install", ...args);
const textOf = (path: string): string => readFileSync(join(folder, path), "utf8");
const write = (path: string, text: string): void => writeFileSync(join(folder, path), text);

describe("catalogue init", () => {
  it("writes a project that is valid, and says what is next", () => {
    const { status, stdout, stderr } = init("--vendor", "sequence", "--vendor", "polar");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toBe(
      [
        "The project in .:",
        "  created    package.json",
        "  created    index.js",
        "  created    Pulumi.yaml",
        "  created    catalogue/sequence.yaml",
        "  created    catalogue/polar.yaml",
        "  created    .gitignore",
        "",
        "Next:",
        "  npm install",
        "  pulumi login   # where the state is kept",
        "  pulumi stack init dev",
        "  pulumi preview",
        "  export SEQUENCE_CLIENT_ID=…",
        "  export SEQUENCE_CLIENT_SECRET=…",
        "  export POLAR_ACCESS_TOKEN=…",
        "  pulumi up",
        "",
      ].join("\n"),
    );
    expect(JSON.parse(textOf("package.json"))).toEqual({
      ...{ name: expect.stringMatching(/^init-/), private: true, type: "module" },
      dependencies: { "billing-catalogue": `^${version}` },
    });
    expect(textOf("index.js")).toContain('export { default } from "billing-catalogue/program";');
    expect(textOf("Pulumi.yaml")).toBe(readFileSync(join(ROOT, "Pulumi.yaml"), "utf8"));
    expect(textOf(".gitignore")).toBe("node_modules/\n");
  });

  it.each(registry.vendors.map(({ name }) => name))("the first file of %s is valid, and names its schema", (name) => {
    expect(init("--vendor", name).status).toBe(0);
    expect(run("validate")).toEqual({
      ...{ status: 0, stderr: "" },
      stdout: expect.stringMatching(/^\.\/catalogue: [2-9] entries in 1 file, no problems\n$/),
    });
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(ROOT, join(folder, "node_modules/billing-catalogue"));
    const schema = /^# yaml-language-server: \$schema=(\S+)\n/.exec(textOf(`catalogue/${name}.yaml`))?.[1] ?? "";
    expect(existsSync(join(folder, "catalogue", schema))).toBe(true);
  });

  it("makes the folder, and npm takes its name", () => {
    expect(init("My Billing (EU)", "--vendor", "polar").stdout).toContain("  cd My Billing (EU)\n");
    expect(JSON.parse(textOf("My Billing (EU)/package.json"))).toMatchObject({ name: "my-billing-eu" });
  });

  it("overwrites nothing: it names the files, and --force replaces them", () => {
    write("index.js", "// mine\n");
    write("Pulumi.yaml", "name: other\n");
    const refused = init("--vendor", "polar");
    expect(refused).toMatchObject({ status: 1, stdout: "" });
    expect(refused.stderr).toContain(
      "index.js, Pulumi.yaml exist in . with other content; nothing was written\n" +
        "  what to do: use an empty folder (catalogue init <folder>), move the files away, or let --force replace them",
    );
    expect(readdirSync(folder).toSorted()).toEqual(["Pulumi.yaml", "index.js"]);
    const forced = init("--vendor", "polar", "--force");
    expect(forced.stdout).toContain("  replaced   index.js\n");
    expect(textOf("index.js")).toContain("export { default }");
    // The same again changes nothing.
    expect(init("--vendor", "polar").stdout.match(/unchanged/g)).toHaveLength(5);
  });

  it("adds to the package.json that npm has made, and to .gitignore", () => {
    write(
      "package.json",
      '{ "dependencies": { "billing-catalogue": "file:x.tgz", "left": "1" }, "scripts": { "a": "b" } }',
    );
    write(".gitignore", "dist");
    const { stdout } = init("--vendor", "polar", "--backend", "file");
    expect(stdout).toContain("  extended   package.json\n");
    expect(JSON.parse(textOf("package.json"))).toEqual({
      ...{ dependencies: { "billing-catalogue": "file:x.tgz", left: "1" }, scripts: { a: "b" }, type: "module" },
    });
    expect(textOf(".gitignore")).toBe("dist\nnode_modules/\n/state/\n");
    expect(parse(textOf("Pulumi.yaml"))).toMatchObject({ backend: { url: "file://./state" }, main: "index.js" });
    expect(existsSync(join(folder, "state"))).toBe(true);
  });

  it("refuses a project of CommonJS, in which the program would run and declare nothing", () => {
    write("package.json", '{ "type": "commonjs" }');
    const { status, stderr } = init("--vendor", "polar");
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringContaining('package.json has `"type": "commonjs"`, and the program of the project is an ES'),
    });
    expect(init("--vendor", "polar", "--force").status).toBe(0);
    expect(JSON.parse(textOf("package.json"))).toMatchObject({ type: "module" });
  });

  it("as JSON, with the settings that a vendor needs", () => {
    const { stdout } = init("--vendor", "fynn", "--environment", "production", "--format", "json");
    const { files, next, ...rest } = JSON.parse(stdout) as { files: object[]; next: string[] };
    expect(rest).toEqual({ version: 1, folder: ".", stack: null });
    expect(files).toContainEqual({ path: "catalogue/fynn.yaml", done: "created" });
    expect(next).toEqual(
      expect.arrayContaining([
        "pulumi config set --path 'catalogue:accounts.fynn.environment' production",
        "pulumi config set --path 'catalogue:accounts.fynn.baseUrl' https://coreapi.io",
      ]),
    );
  });

  it.each([
    [[], "no vendor is named\n  what to do: name one or more: --vendor sequence --vendor fynn --vendor polar"],
    [["--vendor", "polr"], "polr is not a vendor\n  what to do: did you mean `polar`?"],
    [["--vendor", "polar", "--base-url", "polar"], "--base-url has no `=`"],
    [["--vendor", "polar", "--base-url", "polar=http://api.polar.sh"], "http would send the credentials unencrypted"],
    [["--vendor", "polar", "--base-url", "polr=https://api.polar.sh"], "polr is not a vendor"],
    [["--vendor", "polar", "--stack", "a b"], '"a b" is not the name of a stack'],
    [["--vendor", "polar", "--backend", "disk"], "--backend disk is not a backend"],
    [["--vendor", "polar", "--backend", "postgres://me:s3cret@db.internal/states"], "--backend has a password"],
    [["--vendor", "polar", "--stack", "dev", "--backend", "file"], "export PULUMI_CONFIG_PASSPHRASE='<passphrase>'"],
  ])("%j is refused, and nothing is written", (args, message) => {
    const { status, stdout, stderr } = init(...args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(message);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("never replaces the configuration of a stack", () => {
    write("Pulumi.dev.yaml", "encryptionsalt: v1:x\n");
    const { status, stderr } = init("--vendor", "fynn", "--stack", "acme/dev", "--force");
    expect(status).toBe(1);
    expect(stderr).toContain("Pulumi.dev.yaml exists in . with other content, which no option replaces");
    expect(readdirSync(folder)).toEqual(["Pulumi.dev.yaml"]);
  });
});

describe("the questions of catalogue init", () => {
  const OPTIONS: InitOptions = { install: false, format: "text" };
  const ENTER = "\r";
  const [SPACE, DOWN] = [" ", "\u001b[B"];

  const turns = async (count: number): Promise<void> => {
    for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };

  /** Types keys when their question is shown. */
  async function answered(options: InitOptions, ...steps: readonly (readonly [question: string, ...keys: string[]])[]) {
    const input = new PassThrough();
    // A prompt ends its output, which has no effect on that of a process.
    const output = Object.assign(new PassThrough(), { end: () => undefined });
    let shown = "";
    output.on("data", (chunk: Buffer) => {
      shown += chunk.toString();
    });
    const result = answersFrom(options, askOn({ input, output }));
    for (const [question, ...keys] of steps) {
      for (let turn = 0; !shown.includes(question); turn += 1) {
        if (turn === 100_000) throw new Error(`not asked: ${question}\n${shown}`);
        await turns(1);
      }
      // A prompt takes no keys in the turns in which it begins.
      await turns(50);
      for (const key of keys) {
        input.write(key);
        await turns(50);
      }
    }
    return result;
  }

  it("are about the vendors, the environment, and a URL that has no default", async () => {
    const answers = await answered(
      OPTIONS,
      ["Which vendors?", SPACE, DOWN, SPACE, ENTER],
      ["Which environment?", DOWN, ENTER],
      ["URL of Fynn's API", ENTER],
    );
    expect(answers.vendors.map(({ name }) => name)).toEqual(["sequence", "fynn"]);
    expect(answers.environment).toBe("production");
    expect(answers.settings).toEqual({
      "catalogue:accounts.sequence.environment": "production",
      "catalogue:accounts.fynn.environment": "production",
      "catalogue:accounts.fynn.baseUrl": "https://coreapi.io",
    });
  });

  it("are not asked where an option answers them", async () => {
    const answers = await answered({ ...OPTIONS, vendor: ["fynn"], environment: "local" });
    expect(answers.settings).toEqual({ "catalogue:accounts.fynn.baseUrl": "http://127.0.0.1:4711" });
    const asked = await answered(
      { ...OPTIONS, vendor: ["fynn"] },
      ["Which environment?", ENTER],
      ["URL of Fynn's API", ENTER],
    );
    expect(asked.settings).toEqual({ "catalogue:accounts.fynn.baseUrl": "https://preview.coreapi.io" });
  });
});

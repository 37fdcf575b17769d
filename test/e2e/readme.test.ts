/**
 * The commands of the README's "Going live", word for word: in a clone of this repository, and in a project with the
 * packed package.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadCatalogue } from "../../provider/catalogue/load.js";
import { registry } from "../../provider/vendors/registry.js";
import { commonEnvironment } from "../../tools/local/processes.ts";
import { copyRepository, ROOT } from "../../tools/local/repository.ts";

const README = readFileSync(join(ROOT, "README.md"), "utf8");

/** The commands below a sentence of the README. */
const commandsBelow = (sentence: string): string =>
  /```sh\n([\s\S]*?)```/.exec(README.slice(README.indexOf(`\n${sentence}\n`)))?.[1] ?? "";

let folder: string;

/**
 * Runs commands as a person does who fills in what stands in angle brackets. A command stands for what a test cannot
 * do.
 */
function follow(
  commands: string,
  instead: Readonly<Record<string, string>> = {},
  environment: Readonly<Record<string, string>> = {},
): string {
  let script = commands.replaceAll("<tenant>", "acme").replaceAll("<passphrase>", "correct horse");
  for (const [command, other] of Object.entries(instead)) {
    expect(script).toContain(command);
    script = script.replace(command, () => other);
  }
  return execFileSync("bash", ["-e", "-c", script], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...commonEnvironment(),
      PULUMI_BACKEND_URL: `file://${folder}/.state`,
      PULUMI_HOME: join(folder, ".home"),
      ...environment,
    },
  });
}

/** Addresses that a printed preview creates. */
const created = (preview: string): string[] =>
  [
    ...new Set(
      [...preview.matchAll(/\+ +pulumi-nodejs:dynamic\/\S+ (\S+) create/g)].map(([, address = ""]) => address),
    ),
  ].sort();

const entriesOf = (directory: string): string[] => {
  const { entries } = loadCatalogue(directory, { registry, values: undefined });
  return entries.map(({ address }) => address).sort();
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "billing-catalogue-readme-"));
  mkdirSync(join(folder, ".state"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the commands of the README", () => {
  it("in a clone, the preview holds every entry of the catalogue", () => {
    copyRepository(folder);
    const preview = follow(commandsBelow("In a clone of this repository:"), { "npm ci\n": "" });
    expect(entriesOf(join(folder, "catalogue")).length).toBeGreaterThan(30);
    expect(created(preview)).toEqual(entriesOf(join(folder, "catalogue")));
  });

  it.each([
    ["obeys `typescript: false` in Pulumi.yaml, as released ones do", "delete process.env.PULUMI_NODEJS_TYPESCRIPT"],
    ["loads TypeScript all the same", 'process.env.PULUMI_NODEJS_TYPESCRIPT = "true"'],
  ])("and so it does where the language host %s", (_name, statement) => {
    const file = join(folder, ".language-host.cjs");
    writeFileSync(file, statement);
    const environment = { PULUMI_CONFIG_PASSPHRASE: "correct horse", NODE_OPTIONS: `--require ${file}` };
    expect(created(follow("pulumi preview", {}, environment))).toEqual(entriesOf(join(folder, "catalogue")));
  });
});

describe("the commands of the README for the package", () => {
  beforeAll(() => {
    rmSync(folder, { recursive: true });
    mkdirSync(join(folder, ".state"), { recursive: true });
    execFileSync("npm", ["pack", "--ignore-scripts", "--pack-destination", join(folder, ".state")], {
      cwd: ROOT,
      stdio: "pipe",
    });
    const [, name = "", text = ""] = /```yaml\n# (catalogue\/\S+)\n([\s\S]*?)```/.exec(README) ?? [];
    mkdirSync(dirname(join(folder, name)));
    writeFileSync(join(folder, name), text);
  });

  it("in a new project, the preview holds every entry of the catalogue", () => {
    const tarball = readdirSync(join(folder, ".state")).find((name) => name.endsWith(".tgz"));
    const preview = follow(commandsBelow("In a project of its own, with this package:"), {
      "npm install billing-catalogue": `npm install --prefer-offline --no-audit --no-fund ./.state/${tarball}`,
    });
    expect(entriesOf(join(folder, "catalogue"))).toEqual([
      "sequence/platform",
      "sequence/platform/legacy",
      "sequence/platform/monthly",
    ]);
    expect(created(preview)).toEqual(entriesOf(join(folder, "catalogue")));
  });
});

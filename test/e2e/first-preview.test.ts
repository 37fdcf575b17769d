/**
 * The way of a new user: the packed package in an empty folder, `npx catalogue init`, `pulumi preview`, `up`, and a
 * copied pipeline to the first changed price, against the vendors of `npx catalogue sandbox`.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commonEnvironment, outputOf } from "../../tools/local/processes.ts";
import { ROOT } from "../../tools/local/repository.ts";

interface SandboxLine {
  readonly vendors?: readonly { vendor: string; url: string; environment: Record<string, string> }[];
  readonly vendor?: string;
  readonly method?: string;
  readonly path?: string;
  readonly did?: string;
}

let folder: string;
let sandbox: ChildProcess;
let environment: Record<string, string>;
const urls: Record<string, string> = {};
const lines: SandboxLine[] = [];

const runs = (command: string, ...args: readonly string[]) =>
  outputOf(spawn(command, args, { cwd: folder, env: environment, stdio: ["ignore", "pipe", "pipe"] }));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "first-preview-"));
  environment = { ...commonEnvironment(), PULUMI_HOME: join(folder, "home"), FORCE_COLOR: "" };
  execFileSync("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], { cwd: ROOT, stdio: "pipe" });
  const tarball = readdirSync(folder)[0] ?? "";
  const flags = ["--prefer-offline", "--no-audit", "--no-fund"];
  execFileSync("npm", ["install", ...flags, `./${tarball}`], { cwd: folder, stdio: "pipe" });
  // npx would stand between this process and the command, and its signals.
  const main = join(folder, "node_modules/.bin/catalogue");
  sandbox = spawn(process.execPath, [main, "sandbox", "--port", "0", "--seed", "40", "--format", "json"], {
    ...{ cwd: folder, env: environment, stdio: ["ignore", "pipe", "inherit"] },
  });
  await new Promise<void>((resolve, reject) => {
    sandbox.once("close", () => reject(new Error("the sandbox has ended")));
    createInterface({ input: sandbox.stdout as NodeJS.ReadableStream }).on("line", (text) => {
      lines.push(JSON.parse(text) as SandboxLine);
      resolve();
    });
  });
  for (const { vendor, url, environment: credentials } of lines[0]?.vendors ?? []) {
    urls[vendor] = url;
    Object.assign(environment, credentials);
  }
});
afterAll(() => {
  sandbox.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

const requests = (): SandboxLine[] => lines.slice(1);

describe("an empty folder with the installed package", () => {
  it("first command: init makes the project, its stack and its state folder", async () => {
    const vendors = Object.entries(urls).flatMap(([name, url]) => ["--vendor", name, "--base-url", `${name}=${url}`]);
    const more = ["--environment", "local", "--stack", "dev", "--backend", "file", "--yes"];
    const { code, text, stdout } = await runs("npx", "catalogue", "init", ...vendors, ...more);
    expect(code, text).toBe(0);
    expect(stdout).toContain("  extended   package.json\n");
    expect(stdout).toContain("  created    Pulumi.dev.yaml\n");
    expect(existsSync(join(folder, "state/.pulumi/stacks/catalogue/dev.json"))).toBe(true);
    expect(readFileSync(join(folder, "Pulumi.dev.yaml"), "utf8")).toMatch(/^encryptionsalt: /m);
    // The commands that it prints next are these.
    expect(stdout).toMatch(/^ {2}pulumi preview$/m);
  });

  it("second command: preview shows every entry, and nothing is sent", async () => {
    const { code, text } = await runs("pulumi", "preview", "--non-interactive", "--color", "never");
    expect(code, text).toBe(0);
    for (const address of ["sequence/platform/monthly-eur", "fynn/workspace/team-yearly", "polar/plan-yearly"])
      expect(text).toContain(address);
    expect(text).toContain("+ 10 to create");
    expect(requests()).toEqual([]);
  });

  it("up makes each entry in the sandboxes, beside the objects of others", async () => {
    const up = await runs("pulumi", "up", "--yes", "--skip-preview", "--non-interactive", "--color", "never");
    expect(up.code, up.text).toBe(0);
    const created = requests().filter(({ did }) => did === "created");
    expect(created.map(({ vendor, path }) => `${vendor} ${path}`).toSorted()).toEqual([
      ...["fynn /catalogue/products", "fynn /price-plans", "fynn /price-plans"],
      ...["polar /v1/products/", "polar /v1/products/"],
      ...["sequence /list-prices", "sequence /list-prices", "sequence /products"],
    ]);
    expect(requests().filter(({ did }) => did === "refused")).toEqual([]);
    const again = await runs("pulumi", "preview", "--non-interactive", "--color", "never", "--expect-no-changes");
    expect(again.code, again.text).toBe(0);
  });

  it("a copied pipeline leads from a branch to the applied price, with a receipt", async () => {
    const git = (...args: readonly string[]): string => execFileSync("git", args, { cwd: folder, encoding: "utf8" });
    git("init", "--quiet", "--initial-branch", "main");
    for (const [key, value] of Object.entries({ "user.name": "tests", "user.email": "tests@localhost" }))
      git("config", key, value);
    cpSync(join(folder, "node_modules/billing-catalogue/examples/pipelines/shell"), join(folder, "pipeline"), {
      recursive: true,
    });
    git("add", "package.json", "index.js", "Pulumi.yaml", "Pulumi.dev.yaml", "catalogue", "pipeline", ".gitignore");
    git("commit", "--quiet", "--message", "The catalogue");
    // The first run has nothing to do, and writes the first snapshot.
    mkdirSync(join(folder, "none"));
    const first = await runs("pipeline/apply.sh", "dev", "none", "snapshot.json");
    expect(first.code, first.text).toBe(0);
    git("switch", "--quiet", "--create", "dearer");
    const file = join(folder, "catalogue/polar.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace("price_amount: 2900 }", "price_amount: 3100 }"));
    git("commit", "--quiet", "--all", "--message", "Dearer");
    const seen = requests().length;
    const withCredentials = environment;
    environment = Object.fromEntries(
      Object.entries(environment).filter(([name]) => !/PASSPHRASE|TOKEN|SECRET|API_KEY|CLIENT_ID/.test(name)),
    );
    const reviewed = await runs("pipeline/review.sh", "snapshot.json", "review.json");
    environment = withCredentials;
    expect(reviewed.code, reviewed.text).toBe(0);
    expect(reviewed.text).toContain("USD 29.00 → 31.00");
    expect(requests()).toHaveLength(seen);
    git("switch", "--quiet", "main");
    git("merge", "--quiet", "--no-ff", "--message", "Merge", "dearer");
    const applied = await runs("pipeline/apply.sh", "dev", "review.json", "snapshot.json");
    expect(applied.code, applied.text).toBe(0);
    expect(applied.text).toContain("applied: 1 change of stack dev, with 1 request; read back: 1 equal");
    const writes = requests()
      .slice(seen)
      .filter(({ did }) => did !== "read");
    expect(writes).toMatchObject([{ vendor: "polar", method: "PATCH" }]);
  });

  it("the sandbox ends with 0", async () => {
    sandbox.kill("SIGINT");
    expect(await new Promise((resolve) => sandbox.once("close", resolve))).toBe(0);
  });
});

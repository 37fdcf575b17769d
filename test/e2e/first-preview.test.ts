/**
 * The way of a new user: the packed package in an empty folder, `npx catalogue init`, `pulumi preview`, against the
 * vendors of `npx catalogue sandbox`.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
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
}, 300_000);
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

  it("the sandbox ends with 0", async () => {
    sandbox.kill("SIGINT");
    expect(await new Promise((resolve) => sandbox.once("close", resolve))).toBe(0);
  });
});

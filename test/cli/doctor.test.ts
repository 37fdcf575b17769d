/** `catalogue doctor` as a process, without a Pulumi CLI: what it can check, it checks. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clockFinding } from "../../provider/cli/doctor/accounts.js";
import type { Finding } from "../../provider/cli/doctor/check.js";
import { versionFinding } from "../../provider/cli/doctor/machine.js";
import { fynnSandbox } from "../../sandboxes/fynn/sandbox.ts";
import { polarSandbox } from "../../sandboxes/polar/sandbox.ts";
import { seed } from "../../sandboxes/seed.ts";
import { commonEnvironment, outputOf } from "../../tools/local/processes.ts";
import { ROOT } from "../../tools/local/repository.ts";

const MAIN = join(ROOT, "dist/provider/cli/main.js");
let folder: string;
const servers: { close: () => unknown }[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "doctor-"));
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const write = (path: string, text: string): void => {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), text);
};

interface Said {
  readonly code: number | null;
  readonly problems: number;
  readonly text: string;
  readonly checks: ReadonlyMap<string, Finding>;
}

/** Without a CLI on the PATH. */
async function doctor(environment: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<Said> {
  const child = spawn(process.execPath, [MAIN, "doctor", "--format", "json", ...args], {
    cwd: folder,
    env: { ...commonEnvironment(), PATH: join(folder, "no-programs"), ...environment },
  });
  const { code, stdout, text } = await outputOf(child);
  const { checks, problems, version } = JSON.parse(stdout) as { checks: Finding[]; problems: number; version: number };
  expect(version).toBe(1);
  return { code, problems, text, checks: new Map(checks.map((one) => [one.check, one])) };
}

/** A server that is no vendor. */
async function serve(answer: Parameters<typeof createServer>[1]): Promise<string> {
  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  servers.push({ close: () => server.close() });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const configured = (accounts: Readonly<Record<string, unknown>>, more = ""): void =>
  write("Pulumi.dev.yaml", `config:\n  catalogue:accounts: ${JSON.stringify(accounts)}\n${more}`);
const catalogueOf = (...names: readonly string[]): void => {
  for (const name of names)
    write(
      `catalogue/${name}.yaml`,
      `vendor: polar\naccount: ${name}\nmeters:\n  calls-${name}:\n    name: Calls ${name}\n${METER}`,
    );
};
const METER = "    filter: { conjunction: and, clauses: [] }\n    aggregation: { func: count }\n";

describe("catalogue doctor", () => {
  it("in an empty folder: says what there is not, and goes on", async () => {
    const { code, checks } = await doctor({});
    expect(code).toBe(1);
    expect([...checks.values()].map(({ check, level }) => `${level} ${check}`)).toEqual([
      ...["ok node", "problem pulumi-cli", "skipped login", "problem project", "skipped program", "skipped package"],
      ...["skipped stack", "skipped stack-configuration", "ok configuration", "problem catalogue", "skipped accounts"],
    ]);
    expect(checks.get("project")?.remedy).toContain("npx catalogue init");
    expect(checks.get("pulumi-cli")?.remedy).toContain("https://www.pulumi.com/docs/install");
  });

  it("without a CLI and a stack: the files and the accounts of a sound project are checked", async () => {
    const sandbox = polarSandbox();
    seed(sandbox, { objects: 30 });
    servers.push(await sandbox.start());
    write("Pulumi.yaml", "name: catalogue\nmain: index.js\nruntime: nodejs\n");
    write("package.json", '{ "type": "module" }');
    write("index.js", 'export { default } from "billing-catalogue/program";\n');
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(ROOT, join(folder, "node_modules/billing-catalogue"));
    catalogueOf("polar");
    configured({ polar: { baseUrl: sandbox.url } });
    const { checks, problems } = await doctor({ POLAR_ACCESS_TOKEN: "sandbox-token" }, "--stack", "dev");
    const levels = Object.fromEntries([...checks.values()].map(({ check, level }) => [check, level]));
    expect(levels).toEqual({
      ...{ node: "ok", "pulumi-cli": "problem", login: "skipped", project: "ok", program: "ok", package: "ok" },
      ...{ stack: "skipped", "secret-credentials": "ok", configuration: "ok", catalogue: "ok" },
      ...{ "credentials polar": "ok", "read polar": "ok", "organization polar": "skipped", "clock polar": "ok" },
      "rate-limit polar": "ok",
    });
    expect(problems).toBe(1);
    // One read for the account.
    expect(sandbox.requests).toEqual(["GET /v1/meters/"]);
  });

  it("tells wrong credentials, a wrong host, no network and no credentials apart; none hides the others", async () => {
    const sandbox = polarSandbox();
    servers.push(await sandbox.start());
    const page = await serve((_request, response) => response.setHeader("content-type", "text/html").end("<html>"));
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const at = (baseUrl: string) => ({ vendor: "polar", baseUrl });
    configured({
      wrong: at(sandbox.url),
      page: at(page),
      closed: at(`http://127.0.0.1:${port}`),
      none: at(sandbox.url),
      other: { ...at(sandbox.url), organization: "another-organization" },
    });
    seed(sandbox, { objects: 10 });
    catalogueOf("wrong", "page", "closed", "none", "other");
    const token = "polar_oat_wrong_token_1234";
    const { code, checks, text } = await doctor(
      {
        ...{ WRONG_POLAR_ACCESS_TOKEN: token, PAGE_POLAR_ACCESS_TOKEN: "sandbox-token" },
        ...{ CLOSED_POLAR_ACCESS_TOKEN: "sandbox-token", OTHER_POLAR_ACCESS_TOKEN: "sandbox-token" },
      },
      ...["--stack", "dev"],
    );
    expect(code).toBe(1);
    const says = (check: string): string => `${checks.get(check)?.level}: ${checks.get(check)?.says}`;
    expect(says("read wrong")).toContain(`problem: ${sandbox.url}: the credentials are not accepted`);
    expect(checks.get("read wrong")?.remedy).toContain("WRONG_POLAR_ACCESS_TOKEN");
    expect(says("read page")).toContain(`problem: ${page}: the host is not the vendor's API`);
    expect(says("read closed")).toContain("the network or the host does not answer");
    expect(says("read closed")).toContain("ECONNREFUSED");
    expect(says("credentials none")).toContain("problem: account none: no credentials: NONE_POLAR_ACCESS_TOKEN");
    expect(says("read none")).toContain("skipped: nothing was sent");
    expect(says("organization other")).toContain(
      `problem: the credentials belong to organization ${sandbox.organizationId}`,
    );
    expect(text).not.toContain(token);
  });

  it("finds what is wrong in the project, the configuration and the catalogue", async () => {
    write(
      "Pulumi.yaml",
      "name: billing\nmain: index.js\nruntime: nodejs\nconfig:\n  accounts: { default: {}, type: object }\n",
    );
    write("index.js", 'export { default } from "billing-catalogue/program";\n');
    write("catalogue/polar.yaml", "vendor: polar\nproducts:\n  a: { name: Ab }\n");
    const secret = "polar_oat_plain_secret_123";
    configured(
      { fynn: {} },
      `  catalogue:credentials: { polar: { accessToken: ${secret} } }\n  catalogue:valuse: {}\n`,
    );
    const { checks, text } = await doctor({}, "--stack", "dev");
    const of = (check: string): string => `${checks.get(check)?.level}: ${checks.get(check)?.says}`;
    expect(of("project")).toContain(
      "problem: the project is called billing, so the catalogue does not read billing:accounts",
    );
    expect(of("program")).toContain("problem: index.js is an ES module, but package.json does not have");
    expect(of("package")).toContain("problem: the program does not find billing-catalogue");
    expect(of("secret-credentials")).toContain(
      "problem: catalogue:credentials.polar.accessToken is in the configuration",
    );
    expect(of("stack-configuration")).toContain("problem: catalogue:valuse is not a setting");
    expect(of("catalogue")).toMatch(/^problem: 1 entry in \.\/catalogue: [1-9] problems?$/);
    expect(text).not.toContain(secret);
    expect(existsSync(join(folder, "node_modules"))).toBe(false);
  });

  it("a missing base URL is a problem of the configuration", async () => {
    configured({ fynn: {} });
    const { checks } = await doctor({}, "--stack", "dev");
    expect(checks.get("configuration")).toMatchObject({
      ...{ level: "problem", says: "catalogue:accounts.fynn.baseUrl is not set" },
      remedy: expect.stringContaining("pulumi config set --path 'catalogue:accounts.fynn.baseUrl' <url>"),
    });
  });

  it("warns when the clocks differ", async () => {
    const sandbox = fynnSandbox();
    const url = await serve((_request, response) =>
      response
        .setHeader("date", new Date(Date.now() - 3_600_000).toUTCString())
        .setHeader("content-type", "application/json")
        .end('{"data":[],"meta":{"pagination":{"currentPage":1,"lastPage":1}}}'),
    );
    configured({ fynn: { baseUrl: url } });
    const { checks } = await doctor({ FYNN_API_KEY: sandbox.authorization }, "--stack", "dev");
    expect(checks.get("read fynn")?.level).toBe("ok");
    expect(checks.get("clock fynn")).toMatchObject({
      level: "warning",
      says: expect.stringMatching(/ is [0-9]+ s ahead of/),
    });
  });

  it.each([
    [{ PULUMI_CONFIG_PASSPHRASE: "abc" }, "ok", "the passphrase is that of the stack"],
    [{ PULUMI_CONFIG_PASSPHRASE: "abd" }, "problem", "the passphrase in the environment is not that of stack dev"],
    [{ PULUMI_CONFIG_PASSPHRASE: "" }, "problem", "the passphrase in the environment is not that of stack dev"],
    [{ PULUMI_CONFIG_PASSPHRASE: undefined }, "problem", "stack dev is encrypted with a passphrase, and none is set"],
    [{ PULUMI_CONFIG_PASSPHRASE: undefined, PULUMI_CONFIG_PASSPHRASE_FILE: "a-file" }, "ok", "that of the stack"],
    [{ PULUMI_CONFIG_PASSPHRASE: undefined, PULUMI_CONFIG_PASSPHRASE_FILE: "none" }, "problem", "cannot be read"],
  ])("a stack that has no secrets yet, with %j: %s", async (environment, level, words) => {
    // As the Pulumi CLI has written it for the passphrase "abc".
    const salt = "v1:5PxlHqYWWVo=:v1:6lA8Y0pn2s9nO+oE:sOqTJqUSvccSb5H18dF0NKZn/TIjEw==";
    write("Pulumi.dev.yaml", `encryptionsalt: ${salt}\n`);
    write("a-file", "abc\n");
    const { checks } = await doctor(environment, "--stack", "dev");
    expect(checks.get("passphrase")).toMatchObject({ level, says: expect.stringContaining(words) });
  });

  it("an encryptionsalt of another form is not judged", async () => {
    write("Pulumi.dev.yaml", "encryptionsalt: v2:something\n");
    const { checks } = await doctor({}, "--stack", "dev");
    expect(checks.get("passphrase")?.level).toBe("skipped");
  });

  it("as text: a line for each check, and the sum", async () => {
    const child = spawn(process.execPath, [MAIN, "doctor"], {
      cwd: folder,
      env: { ...commonEnvironment(), PATH: "", FORCE_COLOR: "" },
    });
    const { code, stdout } = await outputOf(child);
    expect(code).toBe(1);
    expect(stdout).toContain(`ok         node: Node ${process.versions.node}\n`);
    expect(stdout).toContain("problem    project: there is no Pulumi.yaml in ");
    expect(stdout).toContain("\n           what to do: run the command in the folder of the project");
    expect(stdout).toMatch(/\n\n3 problems, 0 warnings\n$/);
  });
});

describe("a single check", () => {
  it.each([
    ["v3.254.0", "ok"],
    ["v3.259.1-alpha", "ok"],
    ["4.0.0", "ok"],
    ["v3.253.9", "problem"],
    ["v2.300.0", "problem"],
    ["nonsense", "problem"],
  ])("the CLI %s: %s", (printed, level) => {
    expect(versionFinding("pulumi-cli", printed).level).toBe(level);
  });

  it.each([
    [60_000, "ok"],
    [-60_000, "ok"],
    [61_000, "warning"],
    [-3_600_000, "warning"],
    [undefined, "skipped"],
  ])("a clock that is %s ms ahead: %s", (ahead, level) => {
    expect(clockFinding("clock", ahead === undefined ? {} : { ahead }).level).toBe(level);
  });
});

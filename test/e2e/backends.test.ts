/** Where the state is kept, with the real CLI: files, a Postgres server, and a server that speaks the API of S3. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Finding } from "../../provider/cli/doctor/check.js";
import type { SandboxRequest } from "../../sandboxes/sandbox.ts";
import { startPostgres } from "../../tools/local/backends/postgres.ts";
import { startS3 } from "../../tools/local/backends/s3.ts";
import type { BackendServer } from "../../tools/local/backends/server.ts";
import { type Output, outputOf } from "../../tools/local/processes.ts";
import { Stack } from "../../tools/local/stack.ts";
import { fixtureOf } from "../support/vendors.js";
import { providersEnd } from "./processes.js";
import { startVendors, type Vendors } from "./sandboxes.js";

const names = ["fynn", "polar"] as const;
const files = Object.fromEntries(
  names.map((name) => {
    const products = { alpha: fixtureOf(name).product.fields("A") };
    return [`${name}.yaml`, JSON.stringify({ vendor: name, products })];
  }),
);
const PASSPHRASE = "a passphrase of the tests";

type Backend = "file" | "postgres" | "s3";
const BACKENDS: readonly Backend[] = ["file", "postgres", "s3"];

let servers: Readonly<Record<Exclude<Backend, "file">, BackendServer>>;
beforeAll(async () => {
  const [postgres, s3] = await Promise.all([startPostgres(), startS3()]);
  servers = { postgres, s3 };
});
afterAll(async () => {
  for (const server of Object.values(servers)) await server.close();
});

interface Scene {
  readonly stack: Stack;
  readonly vendors: Vendors;
}

/** Each backend is named in another way: `pulumi login`, PULUMI_BACKEND_URL, `backend.url` of Pulumi.yaml. */
async function use({ stack, vendors }: Scene, backend: Backend): Promise<string> {
  const own = { ...vendors.environment, PULUMI_CONFIG_PASSPHRASE: PASSPHRASE, PULUMI_BACKEND_URL: "" };
  // Without `metadata=skip` the CLI writes a second file beside each.
  const url = backend === "file" ? `file://${stack.folder}/state?metadata=skip` : servers[backend].url;
  stack.environment = { ...own, ...(backend === "file" ? {} : servers[backend].environment) };
  const project = join(stack.folder, "Pulumi.yaml");
  const text = readFileSync(project, "utf8").replace(/^backend:\n {2}url: .*\n/m, "");
  writeFileSync(project, backend === "s3" ? `backend:\n  url: ${url}\n${text}` : text);
  if (backend === "file") await stack.ok("login", url);
  if (backend === "postgres") stack.environment["PULUMI_BACKEND_URL"] = url;
  return url;
}

async function inScene(name: string, run: (scene: Scene) => Promise<void>): Promise<void> {
  const vendors = await startVendors();
  // A second run waits for nobody, however slow the machine is.
  const limits = { requestSeconds: 600, operationSeconds: 1_200, searchSeconds: 1, perMinute: 0 };
  const accounts = Object.fromEntries(names.map((one) => [one, { ...vendors.accounts[one], limits }]));
  const stack = new Stack({ catalogue: files, config: { accounts }, stack: name });
  try {
    await run({ stack, vendors });
  } finally {
    stack.remove();
    await vendors.close();
  }
}

/** A new stack with a secret, so that its state has something encrypted. */
async function init({ stack }: Scene): Promise<void> {
  await stack.ok("stack", "init", stack.name);
  stack.configure({});
  const key = "catalogue:credentials.polar.accessToken";
  await stack.ok("config", "set", "--secret", "--path", key, "sandbox-token", "--stack", stack.name);
}

async function doctor({ stack }: Scene): Promise<{ of(check: string): string }> {
  const { stdout } = await stack.catalogue("doctor", "--stack", stack.name, "--format", "json");
  const { checks } = JSON.parse(stdout) as { checks: Finding[] };
  const found = new Map(checks.map(({ check, level, says }) => [check, `${level}: ${says}`]));
  return { of: (check) => found.get(check) ?? "none" };
}

const objects = (vendors: Vendors) => names.flatMap((name) => fixtureOf(name).objects(vendors[name]));

/** `up` until the create at Fynn is carried out, and not answered. */
async function heldUp({ stack, vendors }: Scene): Promise<{ kill(): Promise<void> }> {
  const cli = stack.start(["up", "--yes", "--skip-preview", "--stack", stack.name]);
  const ended = outputOf(cli);
  const acted = new Promise<void>((resolve) => {
    vendors.fynn.misbehave = (request: SandboxRequest) => {
      if (request.method !== "POST") return undefined;
      expect(vendors.fynn.answer(request).status).toBeLessThan(400);
      resolve();
      return "hang";
    };
  });
  const early = ended.then((output: Output) => {
    throw new Error(`it ended before it was held:\n${output.text}`);
  });
  await Promise.race([acted, early]);
  early.catch(() => undefined);
  return {
    kill: async () => {
      cli.kill("SIGKILL");
      await ended;
      await providersEnd(stack);
      vendors.fynn.misbehave = undefined;
    },
  };
}

describe.concurrent("the state is kept in", () => {
  it("one backend after the other, with its secrets; and when it is lost, adopting brings it back", () =>
    inScene("moved", async (scene) => {
      const { stack, vendors } = scene;
      stack.write({ "polar.yaml": files["polar.yaml"] ?? "" });
      await use(scene, "file");
      await init(scene);
      await stack.upOk();
      const ids = await stack.catalogue("ids", "--stack", stack.name);
      expect(ids.stdout).toContain("polar/alpha");
      vendors.clear();
      const state = join(stack.folder, "moved.json");
      for (const backend of ["postgres", "s3"] as const) {
        await stack.ok("stack", "export", "--stack", stack.name, "--file", state);
        expect(readFileSync(state, "utf8")).toContain('"ciphertext"');
        await use(scene, backend);
        await stack.ok("stack", "init", stack.name);
        await stack.ok("stack", "import", "--stack", stack.name, "--file", state);
        expect(await stack.steps()).toEqual([]);
        expect((await stack.catalogue("ids", "--stack", stack.name)).stdout).toBe(ids.stdout);
      }
      expect(vendors.requests()).toEqual([]);

      await stack.ok("stack", "rm", "--force", "--preserve-config", "--yes", stack.name);
      await stack.ok("stack", "init", stack.name);
      const adopted = await stack.catalogue("adopt", "polar", "--stack", stack.name, "--yes");
      expect(adopted.text).toMatch(/polar\/alpha +product +\S+ +has the mark of the entry/);
      expect(adopted.code).toBe(0);
      expect(await stack.steps()).toEqual([]);
      expect((await stack.catalogue("ids", "--stack", stack.name)).stdout).toBe(ids.stdout);
      expect(vendors.writes()).toEqual([]);
    }));

  it.each(BACKENDS)("%s: the whole life of a stack", (backend) =>
    inScene(`dev-${backend}`, async (scene) => {
      const { stack, vendors } = scene;
      const url = await use(scene, backend);
      await init(scene);

      const held = await heldUp(scene);
      const second = await stack.up();
      expect(second.code).not.toBe(0);
      expect(second.text).toContain("the stack is currently locked by 1 lock(s)");
      expect(second.text).toMatch(/created by \S+@\S+ \(pid [0-9]+\) at /);
      await held.kill();

      const interrupted = await doctor(scene);
      expect(interrupted.of("stack")).toMatch(new RegExp(`^ok: stack ${stack.name} with [01] objects?$`));
      expect(interrupted.of("passphrase")).toBe("ok: the passphrase is that of the stack");
      expect(interrupted.of("login")).toContain(`ok: logged in to ${url.replace("states@", "")} as `);
      expect(interrupted.of("pending-operations")).toContain("warning: a run was interrupted: creating fynn/alpha");
      expect(interrupted.of("lock")).toMatch(
        backend === "file"
          ? /^problem: a run that has ended holds the stack: process [0-9]+ of /
          : /^skipped: locks of this backend cannot be seen from here/,
      );
      const locked = await stack.up();
      expect(locked.text).toContain("delete the lock file with `pulumi cancel`");
      await stack.ok("cancel", "--yes", stack.name);

      const { text } = await stack.upOk();
      expect(text).toMatch(/fynn\/alpha: .*recovered: an interrupted run had created it/);
      expect(text).not.toContain("could not be read");
      const made = objects(vendors).map(({ kind, id }) => [`${kind.split(":")[0]}/alpha`, id] as const);
      expect(made.map(([address]) => address).sort()).toEqual(["fynn/alpha", "polar/alpha"]);
      const ids = Object.fromEntries(made);
      const printed = await stack.catalogue("ids", "--stack", `organization/catalogue/${stack.name}`);
      expect(JSON.parse(printed.stdout)).toEqual(ids);
      const list = await stack.catalogue("list", "--stack", stack.name);
      expect(list.text).toContain("polar");
      expect(list.code).toBe(0);

      vendors.clear();
      expect(await stack.steps()).toEqual([]);
      expect(vendors.requests()).toEqual([]);
    }));
});

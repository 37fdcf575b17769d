/** `catalogue doctor` with a real stack of the real CLI: all fine, and then everything wrong at once. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Finding } from "../../provider/cli/doctor/check.js";
import { SAMPLE_VALUES, sampleFiles } from "../../tools/local/sample.ts";
import { Stack } from "../../tools/local/stack.ts";
import { startVendors, type Vendors } from "./sandboxes.js";

let vendors: Vendors;
let stack: Stack;

beforeAll(async () => {
  vendors = await startVendors();
  stack = await Stack.create({
    catalogue: sampleFiles(),
    config: { accounts: vendors.accounts, values: SAMPLE_VALUES },
    environment: vendors.environment,
  });
  await stack.upOk();
});
afterAll(async () => {
  stack.remove();
  await vendors.close();
});

async function doctor() {
  const { code, stdout, text } = await stack.catalogue("doctor", "--stack", stack.name, "--format", "json");
  const { checks } = JSON.parse(stdout) as { checks: Finding[] };
  return { code, text, checks: new Map(checks.map((one) => [one.check, one])) };
}

/** A process id that no process has. */
const ENDED = 2 ** 30;

describe("catalogue doctor", () => {
  it("finds nothing in a stack that is in order, with one read for each account, and changes nothing", async () => {
    vendors.clear();
    const { code, checks } = await doctor();
    expect([...checks.values()].filter(({ level }) => level === "problem" || level === "warning")).toEqual([]);
    expect(code).toBe(0);
    for (const check of ["login", "stack", "pending-operations", "lock", "package", "catalogue", "organization polar"])
      expect(checks.get(check)?.level, check).toBe("ok");
    expect(checks.get("stack")?.says).toMatch(/^stack dev with [1-9][0-9]+ objects$/);
    expect(vendors.requests().toSorted()).toEqual(["GET /catalogue/products", "GET /products", "GET /v1/meters/"]);
    expect(vendors.writes()).toEqual([]);
    expect(await stack.steps()).toEqual([]);
  });

  it("finds all that is wrong in one run", async () => {
    const lock = join(stack.folder, "state/.pulumi/locks/organization/catalogue/dev");
    mkdirSync(lock, { recursive: true });
    const held = { pid: ENDED, username: "somebody", hostname: hostname(), timestamp: "2026-01-01T00:00:00Z" };
    writeFileSync(join(lock, "a.json"), JSON.stringify(held));
    const state = join(stack.folder, "state/.pulumi/stacks/catalogue/dev.json");
    const text = readFileSync(state, "utf8");
    const content = JSON.parse(text) as {
      checkpoint: { latest: { resources: object[]; pending_operations?: object[] } };
    };
    const { latest } = content.checkpoint;
    latest.pending_operations = [{ resource: latest.resources.at(-1), type: "creating" }];
    writeFileSync(state, JSON.stringify(content));
    const { polar, fynn, sequence } = vendors.accounts;
    stack.configure({
      accounts: { sequence, fynn, polar: { ...polar, organization: "another" } },
      credentials: { fynn: { apiKey: "a-key-in-plain-text" } },
    });
    stack.environment = { ...stack.environment, SEQUENCE_CLIENT_SECRET: "a-wrong-secret", FYNN_API_KEY: "" };
    const { code, checks, text: printed } = await doctor();
    expect(code).toBe(1);
    expect(checks.get("lock")).toMatchObject({
      level: "problem",
      says: expect.stringContaining(`a run that has ended holds the stack: process ${ENDED} of somebody`),
      remedy: "release it: pulumi cancel --yes dev",
    });
    expect(checks.get("pending-operations")).toMatchObject({
      level: "warning",
      says: expect.stringContaining("creating"),
    });
    expect(checks.get("secret-credentials")?.level).toBe("problem");
    expect(checks.get("read sequence")?.says).toContain("the credentials are not accepted");
    expect(checks.get("organization polar")?.says).toContain("belong to organization");
    expect(printed).not.toContain("a-key-in-plain-text");
    expect(printed).not.toContain("a-wrong-secret");
    writeFileSync(state, text);
  });

  it("says that the secrets cannot be decrypted, and goes on", async () => {
    stack.environment = vendors.environment;
    stack.configure({ accounts: vendors.accounts, credentials: undefined });
    const key = "catalogue:credentials.polar.accessToken";
    await stack.ok("config", "set", "--secret", "--path", key, "sandbox-token", "--stack", stack.name);
    stack.environment = { ...vendors.environment, PULUMI_CONFIG_PASSPHRASE: "another" };
    const { code, checks } = await doctor();
    expect(code).toBe(1);
    expect(checks.get("secrets")).toMatchObject({ level: "problem", says: expect.stringContaining("passphrase") });
    expect(checks.get("configuration")?.level).toBe("ok");
    for (const name of ["sequence", "fynn", "polar"]) expect(checks.get(`read ${name}`)?.level).toBe("ok");
  });

  it("a stack that does not exist", async () => {
    const { code, stdout } = await stack.catalogue("doctor", "--stack", "nowhere");
    expect(code).toBe(1);
    expect(stdout).toContain("create it: pulumi stack init nowhere");
    expect(stdout).toContain("catalogue: 33 entries in ./catalogue, no problems");
  });
});

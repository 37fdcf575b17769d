/** An account whose baseUrl was changed: the credentials do not follow, in no command. */
import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Review } from "../../provider/review/digest.js";
import { sequenceSandbox } from "../../sandboxes/sequence/sandbox.ts";
import { Stack } from "../../tools/local/stack.ts";
import { startVendors, type Vendors } from "./sandboxes.js";

const catalogue = (...keys: string[]) => ({
  "sequence.yaml": JSON.stringify({
    vendor: "sequence",
    products: Object.fromEntries(keys.map((key) => [key, { name: `Product ${key}` }])),
  }),
});

describe("an account points at another host than its objects were made at", () => {
  let vendors: Vendors;
  const elsewhere = sequenceSandbox();
  let stack: Stack;
  const git = (...args: readonly string[]): void =>
    void execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], { cwd: stack.folder });

  beforeAll(async () => {
    vendors = await startVendors();
    await elsewhere.start();
    stack = await Stack.create({
      catalogue: catalogue("old"),
      config: { accounts: vendors.accounts },
      environment: vendors.environment,
    });
    await stack.upOk();
    git("init", "--quiet");
    git("add", "Pulumi.yaml", "Pulumi.dev.yaml");
    git("commit", "--quiet", "--message", "The accounts");
    stack.write(catalogue("old", "new"));
    stack.configure({ accounts: { sequence: { baseUrl: elsewhere.url } } });
  });
  afterAll(async () => {
    stack.remove();
    await elsewhere.close();
    await vendors.close();
  });

  const refusal = (): string =>
    `error: account sequence now points at ${new URL(elsewhere.url).host}, but this stack has objects at ` +
    `${new URL(vendors.sequence.url).host}: sequence/old`;

  it.each([
    "preview",
    "up --yes --skip-preview",
  ])("pulumi %s with a new entry refuses, and the new host gets no request", async (command) => {
    const { code, text } = await stack.run(...command.split(" "), "--stack", stack.name);
    expect(code).not.toBe(0);
    expect(text).toContain(refusal());
    expect(elsewhere.requests).toEqual([]);
  });

  it("catalogue drift --accounts-from refuses too, with its own exit code", async () => {
    vendors.clear();
    const { code, text } = await stack.catalogue("drift", "--stack", stack.name, "--accounts-from", "HEAD");
    expect(code).toBe(4);
    expect(text).toContain(`sequence: baseUrl ${vendors.sequence.url} -> ${elsewhere.url}`);
    expect([...elsewhere.requests, ...vendors.requests()]).toEqual([]);
  });

  it("the review of the preview fails with the same words", async () => {
    const { code, stdout } = await stack.catalogue("review", "--stack", stack.name, "--format", "json");
    const { source, messages } = JSON.parse(stdout) as Review;
    expect({ code, failed: source.failed }).toEqual({ code: 1, failed: true });
    expect(messages.map(({ text }) => `error: ${text}`).join("\n")).toContain(refusal());
    expect(elsewhere.requests).toEqual([]);
  });

  it("so does a program that declares the catalogue and a resource of its own", async () => {
    stack.program(
      'import { Catalogue, sequence } from "billing-catalogue";\nconst { ids } = new Catalogue("catalogue");\n' +
        'new sequence.Product("own", { name: "Own" });\nexport { ids };\n',
    );
    const { code, text } = await stack.up();
    expect(code).not.toBe(0);
    expect(text).toContain(refusal());
    expect(elsewhere.requests).toEqual([]);
    expect(Object.keys(await stack.ids())).toEqual(["sequence/old"]);
  });

  it("set back, the next run goes on, and nothing but the new entries is written", async () => {
    stack.configure({ accounts: vendors.accounts });
    vendors.clear();
    await stack.upOk();
    expect(vendors.writes()).toEqual(["POST /products", "POST /products"]);
    const { text } = await stack.ok("preview", "--expect-no-changes", "--stack", stack.name);
    expect(text).toContain(
      `account sequence: Sequence sandbox at ${new URL(vendors.sequence.url).host} (this machine)`,
    );
  });
});

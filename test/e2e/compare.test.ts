/**
 * Two stacks of the sample catalogue with other values, on vendors of their own: `catalogue compare`, `ids` and `list`
 * of what a real run has left, and the documentation of these commands.
 * CATALOGUE_TEST_DOCS=write in the environment writes what the commands print into the pages.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EXIT } from "../../provider/cli/exit-codes.js";
import type { Review } from "../../provider/review/digest.js";
import { ROOT } from "../../tools/local/repository.ts";
import { ARCHIVING_EDITS, archive, SAMPLE_VALUES, sampleFiles } from "../../tools/local/sample.ts";
import { Stack } from "../../tools/local/stack.ts";
import { startVendors, type Vendors } from "./sandboxes.js";

/** The same names of values; other ids of the vendors' objects, and another price. */
const PRODUCTION_VALUES = Object.fromEntries(
  Object.entries(SAMPLE_VALUES).map(([name, value]) => [name, name === "platformPrice" ? "449.00" : `live-${value}`]),
);
/** The production stack has an older catalogue: without the sponsorship, and with what the sandbox has archived. */
const PRODUCTION_FILES = {
  ...sampleFiles(),
  "polar.yaml": (sampleFiles()["polar.yaml"] ?? "").replace(/\n {2}sponsor:\n(?: {4}.*\n)+/, "\n"),
};
const SANDBOX_FILES = ARCHIVING_EDITS.filter(({ kind }) => kind.endsWith("ListPrice")).reduce(archive, sampleFiles());

let sandbox: Vendors;
let live: Vendors;
let stack: Stack;

beforeAll(async () => {
  [sandbox, live] = await Promise.all([startVendors(), startVendors()]);
  stack = await Stack.create({
    stack: "sandbox",
    catalogue: SANDBOX_FILES,
    config: { accounts: sandbox.accounts, values: SAMPLE_VALUES },
    environment: sandbox.environment,
  });
  await stack.upOk();
  await stack.ok("stack", "init", "production");
  const config = { accounts: live.accounts, values: PRODUCTION_VALUES };
  const lines = Object.entries(config).map(([key, value]) => `  catalogue:${key}: ${JSON.stringify(value)}`);
  writeFileSync(join(stack.folder, "Pulumi.production.yaml"), ["config:", ...lines, ""].join("\n"));
  stack.write(PRODUCTION_FILES);
  await stack.ok("up", "--yes", "--skip-preview", "--stack", "production");
  stack.write(SANDBOX_FILES);
  sandbox.clear();
  live.clear();
});
afterAll(async () => {
  stack.remove();
  await Promise.all([sandbox.close(), live.close()]);
});

const compare = (...args: readonly string[]) => stack.catalogue("compare", "sandbox", "production", ...args);

describe("catalogue compare", () => {
  it("finds the price, the archived price and the missing product, and no id", async () => {
    const { code, stdout, stderr } = await compare("--format", "json");
    expect({ code, stderr }).toEqual({ code: EXIT.changes, stderr: "" });
    const { changes, messages, source } = JSON.parse(stdout) as Review;
    expect(source).toEqual({ from: "stacks", promoted: "sandbox", into: "production", failed: false });
    expect(changes.map(({ address, action, onlyIn, sentence }) => ({ address, action, onlyIn, sentence }))).toEqual([
      {
        address: "sequence/platform/monthly-usd",
        action: "archive",
        sentence: "archived; Sequence cannot bring it back; running schedules go on",
      },
      {
        address: "sequence/platform/monthly-eur",
        action: "update",
        sentence:
          "EUR 449.00 → 499.00 per month (+11.1 %), in place; running schedules keep their own copies, as users of " +
          "Sequence report",
      },
      {
        address: "polar/sponsor",
        action: "create",
        onlyIn: "sandbox",
        sentence: "only in sandbox: from USD 5.00 once, pay what you want, USD 25.00 suggested",
      },
    ]);
    expect(messages.map(({ severity }) => severity)).toEqual(["info"]);
    expect(messages[0]?.text).toMatch(/^\d+ entries name objects of the vendor by ids, which differ .*measurement\.id/);
  });

  it("a stack that was promoted has no differences; nothing was asked of a vendor", async () => {
    expect([...sandbox.requests(), ...live.requests()]).toEqual([]);
    const values = { ...PRODUCTION_VALUES, platformPrice: SAMPLE_VALUES["platformPrice"] };
    const file = join(stack.folder, "Pulumi.production.yaml");
    const before = readFileSync(file, "utf8");
    const state = await stack.ok("stack", "export", "--stack", "production");
    writeFileSync(
      file,
      before.replace(/( {2}catalogue:values: ).*/, (_, start: string) => `${start}${JSON.stringify(values)}`),
    );
    await stack.ok("up", "--yes", "--skip-preview", "--stack", "production");
    const { code, stdout } = await compare();
    expect(stdout).toMatch(/^From sandbox to production: no differences\n/);
    expect(code).toBe(EXIT.fine);
    // For the examples of the documentation: as it was.
    writeFileSync(file, before);
    writeFileSync(join(stack.folder, "before.json"), state.stdout);
    await stack.ok("stack", "import", "--file", join(stack.folder, "before.json"), "--stack", "production");
  });
});

describe("the documentation", () => {
  /** Ids differ from run to run. */
  const shown = (text: string): string => {
    const known = new Map<string, string>();
    const other = (id: string): string => {
      const stands = known.get(id) ?? `5a0b5d54-6a0e-4d5e-9b25-${String(known.size + 1).padStart(12, "0")}`;
      known.set(id, stands);
      return stands;
    };
    return text
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, other)
      .replaceAll(/\d{4}-\d\d-\d\d or before/g, "2026-03-02 or before");
  };
  /** The examples of a page: each command with what it prints. */
  const EXAMPLE = /(```(?:text|json|ts|sh)?\n\$ npx catalogue ([^\n]*)\n)([\s\S]*?)(```)/g;

  it.each([
    ["ids", 3],
    ["list", 2],
    ["compare", 1],
  ])("docs/commands/%s.md shows what the command prints", async (name, least) => {
    const path = join(ROOT, "docs/commands", `${name}.md`);
    let page = readFileSync(path, "utf8");
    const examples = [...page.matchAll(EXAMPLE)];
    expect(examples.length).toBeGreaterThanOrEqual(least);
    for (const [whole, start = "", command = "", printed, end = ""] of examples) {
      const { stdout, stderr } = await stack.catalogue(...command.split(" "));
      const text = `${shown(stdout)}${stderr}`;
      if (process.env["CATALOGUE_TEST_DOCS"] === "write") page = page.replace(whole, () => `${start}${text}${end}`);
      else expect(printed, command).toBe(text);
    }
    if (process.env["CATALOGUE_TEST_DOCS"] === "write") writeFileSync(path, page);
  });
});

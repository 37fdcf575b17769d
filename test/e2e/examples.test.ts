/** Each example is run: the command in its head, and all of them together in one stack with the real CLI. */
import { execFile, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ROOT } from "../../tools/local/repository.ts";
import { Stack } from "../../tools/local/stack.ts";
import { startVendors, type Vendors } from "./sandboxes.js";

const FOLDER = join(ROOT, "examples");
/** Folders that tests of their own run. */
const TESTED_BY = { pipelines: "examples/pipeline-secrets", policy: "e2e/policy", vendor: "e2e/example-vendor" };

const PER_STACK = "examples/price-per-environment";
/** What the commands print. A command that an example names must be here. */
const PRINTS = {
  "npx catalogue validate examples/first-product.yaml": "2 entries in 1 file, no problems",
  [`npx catalogue validate ${PER_STACK}/catalogue.yaml --config-file ${PER_STACK}/Pulumi.production.yaml`]:
    "2 entries in 1 file, no problems",
  "npx catalogue validate examples/yearly-beside-monthly.yaml": "3 entries in 1 file, no problems",
  "npx catalogue validate examples/tiers.yaml": "2 entries in 1 file, no problems",
  "npx catalogue validate examples/adopt-an-object.yaml": "1 entry in 1 file, no problems",
  "node examples/review.mjs examples/archive-a-price": "1 archived for good, 1 new (from the files",
  "node examples/review.mjs examples/rename-an-entry": "1 renamed (from the files",
  "node examples/review.mjs examples/accept-a-finding":
    "1 price up (from the files; not compared with the vendor)\n" +
    "Compared with examples/accept-a-finding/before, without values of a stack.\n",
  "node examples/review.mjs examples/sample-customers": "big team (60 seats): 1,440.00 → 1,434.00 (−0.4 %)",
};

const read = (name: string): string => readFileSync(join(FOLDER, name), "utf8");
const configOf = (file: string): unknown => (parse(read(file)) as { config: unknown }).config;

/** All files of the examples that have no test of their own, by their paths below `examples`. */
const FILES = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => join(parentPath, name).slice(FOLDER.length + 1))
  .filter((name) => name !== "README.md" && !Object.keys(TESTED_BY).includes(name.split("/")[0] ?? ""))
  .sort();
const CATALOGUES = FILES.filter((name) => name.endsWith(".yaml") && !/(^|\/)Pulumi\.\w+\.yaml$/.test(name));

/** The catalogue of a stack that has all examples, with their edits not made yet, or made. */
const catalogue = (state: "before" | "after"): Record<string, string> =>
  Object.fromEntries(
    CATALOGUES.filter((name) => !name.includes(state === "before" ? "/after/" : "/before/")).map((name) => [
      name.replace(/\/(before|after)\//, "/"),
      read(name),
    ]),
  );

describe("the list of the examples", () => {
  it("names every example, and no other", () => {
    const links = [...read("README.md").matchAll(/\]\(([^)/#]+)[^)]*\)/g)].map(([, name]) => name ?? "");
    const examples = readdirSync(FOLDER).filter((name) => name !== "README.md");
    expect([...new Set(links)].sort()).toEqual(examples.sort());
  });

  it.each(Object.entries(TESTED_BY))("examples/%s has a test of its own, test/%s.test.ts", (folder, test) => {
    expect(readFileSync(join(ROOT, `test/${test}.test.ts`), "utf8")).toContain(`examples/${folder}`);
  });
});

describe("the head of an example", () => {
  const commands = new Map<string, string[]>();
  const withoutHead: string[] = [];
  for (const name of FILES) {
    const [, command] = /^[#*\s/]*Shows: [\s\S]*?\n[# *]+Run: +(.*)\n/.exec(read(name)) ?? [];
    if (command === undefined) withoutHead.push(name);
    else commands.set(command, [...(commands.get(command) ?? []), name]);
  }

  it("says what it shows and how it is run", () => {
    expect(withoutHead).toEqual(FILES.filter((name) => name.startsWith("price-per-environment/Pulumi.")));
    const copied = [...commands.keys()].filter((command) => !Object.hasOwn(PRINTS, command));
    expect(copied.flatMap((command) => commands.get(command))).toEqual(["program.js"]);
    expect(Object.keys(PRINTS).filter((command) => !commands.has(command))).toEqual([]);
  });

  it.concurrent.each(Object.entries(PRINTS))("%s", async (command, printed) => {
    const [program, ...args] = command.replace(/^npx catalogue /, "node dist/provider/cli/main.js ").split(" ");
    expect(program).toBe("node");
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT });
    expect(stdout).toContain(printed);
  });

  it("review.mjs exits with 3 where accept-a-finding accepts nothing", () => {
    const folder = mkdtempSync(join(tmpdir(), "billing-catalogue-example-"));
    try {
      cpSync(join(FOLDER, "accept-a-finding"), folder, { recursive: true });
      const text = read("accept-a-finding/after/polar.yaml");
      writeFileSync(join(folder, "after/polar.yaml"), text.replace(/\n +lifecycle:.*/, ""));
      const { status, stdout } = spawnSync(process.execPath, ["examples/review.mjs", folder], { cwd: ROOT });
      expect(stdout.toString()).toContain("blocks[times-ten]: Basic");
      expect(status).toBe(3);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("all examples in one stack", () => {
  let vendors: Vendors;
  let stack: Stack;
  const adopted = "5a0b5d54-6a0e-4d5e-9b25-0f6d3e0b7c01";

  beforeAll(async () => {
    vendors = await startVendors();
    const time = { createdAt: "2026-01-01T00:00:00Z", updatedAt: "2026-01-01T00:00:00Z" };
    vendors.sequence.products.put({ id: adopted, name: "Onboarding", ...time });
    const { "catalogue:values": values } = configOf("price-per-environment/Pulumi.dev.yaml") as Record<string, object>;
    stack = await Stack.create({
      catalogue: catalogue("before"),
      config: { accounts: vendors.accounts, values: { ...values, apiCallsMetric: "metric-api-calls" } },
      environment: vendors.environment,
    });
    stack.program(read("program.js"));
  });
  afterAll(async () => {
    stack?.remove();
    await vendors?.close();
  });

  it("are applied, with the resources of the program; the object that exists is adopted", async () => {
    await stack.upOk();
    const { "sequence/onboarding": onboarding, ...ids } = await stack.ids();
    expect(onboarding).toBe(adopted);
    const program = ["sequence/platform/yearly", "sequence/training", "sequence/training/eur", "sequence/training/usd"];
    expect(Object.keys(ids)).toEqual(expect.arrayContaining(program));
    expect(vendors.writes()).toHaveLength(Object.keys(ids).length);
    expect(vendors.sequence.prices.get(ids["sequence/support/monthly"] ?? "")).toMatchObject({
      structure: { pricingType: "FIXED", price: "1.00" },
    });
  });

  it("the edits send what their reviews say", async () => {
    const ids = await stack.ids();
    vendors.clear();
    stack.write(catalogue("after"));
    await stack.upOk();
    expect(vendors.writes().sort()).toEqual(
      [
        `POST /list-prices/${ids["sequence/storage/monthly-2026"]}/archive`,
        "POST /list-prices",
        `PATCH /v1/products/${ids["polar/pro"]}`,
        `PATCH /v1/products/${ids["polar/basic"]}`,
        `PATCH /v1/products/${ids["polar/team"]}`,
      ].sort(),
    );
    expect((await stack.ids())["polar/business"]).toBe(ids["polar/pro"]);
  });
});

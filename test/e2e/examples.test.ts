/** Each example is run: the command in its head, and all of them together in one stack with the real CLI. */
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ROOT } from "../../tools/local/repository.ts";
import { Stack } from "../../tools/local/stack.ts";
import { startVendors, type Vendors } from "./sandboxes.js";

const FOLDER = join(ROOT, "examples");
/** Folders that tests of their own run. */
const TESTED_BY = { pipelines: "pipeline", policy: "policy", vendor: "example-vendor" };

/** What the commands print. A command that an example names must be here. */
const PRINTS = {
  "npx catalogue validate examples/first-product.yaml": "2 entries in 1 file, no problems",
  "npx catalogue validate examples/price-per-environment/catalogue.yaml --config-file examples/price-per-environment/Pulumi.production.yaml":
    "2 entries in 1 file, no problems",
  "npx catalogue validate examples/yearly-beside-monthly.yaml": "3 entries in 1 file, no problems",
  "npx catalogue validate examples/tiers.yaml": "2 entries in 1 file, no problems",
  "npx catalogue validate examples/adopt-an-object.yaml": "1 entry in 1 file, no problems",
  "node examples/review.mjs examples/archive-a-price": "1 archived for good, 1 new (from the files",
  "node examples/review.mjs examples/rename-an-entry": "1 renamed (from the files",
  "node examples/review.mjs examples/accept-a-finding": "1 price up (from the files",
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
    const links = [...read("README.md").matchAll(/\]\(([^)/#]+)\/?\)/g)].map(([, name]) => name ?? "");
    const examples = readdirSync(FOLDER).filter((name) => name !== "README.md");
    expect([...new Set(links)].sort()).toEqual(examples.sort());
  });

  it.each(Object.entries(TESTED_BY))("examples/%s is run by a test of its own", (folder, test) => {
    expect(readFileSync(join(ROOT, `test/e2e/${test}.test.ts`), "utf8")).toContain(`examples/${folder}`);
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
    const ids = await stack.ids();
    console.log(ids, vendors.writes());
    expect(ids["sequence/onboarding"]).toBe(adopted);
  });

  it("the edits send what their reviews say", async () => {
    const before = await stack.ids();
    vendors.clear();
    stack.write(catalogue("after"));
    await stack.upOk();
    console.log(before, vendors.writes());
    expect(await stack.steps()).toEqual([]);
  });
});

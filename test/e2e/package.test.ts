/**
 * The packed package in projects of their own: a TypeScript and a JavaScript program, each with YAML and typed
 * resources.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../../tools/local/repository.ts";
import { type Files, SAMPLE_VALUES, sampleFiles } from "../../tools/local/sample.ts";
import { Stack } from "../../tools/local/stack.ts";
import { startVendors, type Vendors } from "./sandboxes.js";

/** The program of the docs, and what it leaves out: Fynn, and what a TypeScript compiler must take away. */
const EXAMPLE = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, "docs/programs.md"), "utf8"))?.[1] ?? "";
const more = (isTypeScript: boolean): string => `
import { fynn } from "billing-catalogue";
import * as pulumi from "@pulumi/pulumi";

const plan${isTypeScript ? ': Omit<fynn.PricePlanArgs, "product">' : ""} = { type: "flat_fee", currencyCode: "EUR", price: { amount: pulumi.output(4900) } };
const supportHours = new fynn.Product("support-hours", { name: "Support hours", type: "product", number: "SU-100" });
new polar.Product("usage-yearly", {
  name: "Usage, yearly",
  recurring_interval: "year",
  prices: [{ amount_type: "metered_unit", unit_amount: "0.05", meter: "calls" }],
});
new fynn.PricePlan("standard", { ...plan, product: supportHours });
export const productName = catalogue.get(sequence.Product, "sequence/platform").name;
export const label = support.label.apply((label) => label ?? "none");
export const interval = catalogue.get(polar.Product, "polar/sponsor").recurring_interval.apply((one) => one ?? "once");
`;

/** A meter that products of the YAML and of the program name by its key. */
const USAGE = `vendor: polar
meters:
  calls: { name: Calls, filter: { conjunction: and, clauses: [] }, aggregation: { func: count } }
products:
  usage:
    name: Usage
    recurring_interval: month
    prices: [{ amount_type: metered_unit, unit_amount: "0.1", meter: calls }]
`;
const catalogueFiles = (): Files => ({ ...sampleFiles(), "usage.yaml": USAGE });

let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "billing-catalogue-package-"));
  execFileSync("npm", ["pack", "--ignore-scripts", "--pack-destination", project], { cwd: ROOT, stdio: "pipe" });
  const tarball = readdirSync(project)[0] ?? "";
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "a-project", private: true }));
  const flags = ["--prefer-offline", "--no-audit", "--no-fund"];
  execFileSync("npm", ["install", ...flags, `./${tarball}`], { cwd: project, stdio: "pipe" });
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

describe("the package's modules", () => {
  const names = ["billing-catalogue", "billing-catalogue/program", "billing-catalogue/review"];
  it.each([
    ["one.mjs", `const all = await Promise.all(${JSON.stringify(names)}.map((name) => import(name)));`],
    ["one.cjs", `const all = ${JSON.stringify(names)}.map((name) => require(name));`],
  ])("are loaded by %s: the classes, and the program", (file, load) => {
    writeFileSync(
      join(project, file),
      `${load}\nconst [index, program, review] = all;\n` +
        "console.log(typeof index.Catalogue, typeof index.sequence.Product, " +
        "typeof program.default, typeof review.html);\n",
    );
    expect(execFileSync(process.execPath, [file], { cwd: project, encoding: "utf8" })).toBe(
      "function function function function\n",
    );
  });

  it.each(["one.mts", "one.cts"])("have types for %s", (file) => {
    writeFileSync(
      join(project, file),
      'import { Catalogue } from "billing-catalogue";\nimport program from "billing-catalogue/program";\n' +
        'import { markdown, type Review, review } from "billing-catalogue/review";\n' +
        'const made: Review = review({ before: "a", after: "b" });\n' +
        'export const text: string = markdown(made, { forge: "gitlab" });\n' +
        "export const ids: Promise<{ ids: unknown }> = program();\n" +
        'export const catalogue = new Catalogue("catalogue", { directory: "x" });\n',
    );
    const flags = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2023"];
    execFileSync(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), ...flags, file], {
      cwd: project,
      stdio: "pipe",
    });
  });
});

describe.each(["index.ts", "index.js"] as const)("a project with %s", (file) => {
  const program = EXAMPLE + more(file === "index.ts");
  const archived = EXAMPLE.replace('name: "Platform, yearly",', 'name: "Platform, yearly",\n  archived: true,');
  let vendors: Vendors;
  let stack: Stack;

  beforeAll(async () => {
    vendors = await startVendors();
    stack = await Stack.create({
      catalogue: catalogueFiles(),
      config: { accounts: vendors.accounts, values: SAMPLE_VALUES },
      environment: vendors.environment,
      modules: join(project, "node_modules"),
    });
    stack.program(program, file);
  });
  afterAll(async () => {
    stack.remove();
    await vendors.close();
  });

  if (file === "index.ts") {
    it("compiles with the package's types", () => {
      const flags = [
        "--noEmit",
        "--strict",
        "--exactOptionalPropertyTypes",
        "--skipLibCheck",
        "--module",
        "nodenext",
        "--target",
        "es2023",
      ];
      execFileSync(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), ...flags, file], {
        cwd: stack.folder,
        stdio: "pipe",
      });
    });
  }

  it("up makes every object with one POST", async () => {
    await stack.upOk();
    const ids = await stack.ids();
    const creates = vendors.all.flatMap((one) =>
      one.writes.filter((write) => write.startsWith("POST") && !write.endsWith("/archive")),
    );
    expect(creates).toHaveLength(Object.keys(ids).length);
    const typed = ["fynn/support-hours", "fynn/support-hours/standard", "polar/support", "sequence/platform/yearly"];
    expect(ids).toMatchObject(
      Object.fromEntries(
        [...typed, "sequence/support", "sequence/support/eur", "sequence/support/usd"].map((one) => [
          one,
          expect.any(String),
        ]),
      ),
    );
    expect(vendors.polar.products.get(ids["polar/support"] ?? "")?.["metadata"]).toMatchObject({
      sequence_product: ids["sequence/support"],
    });
    for (const address of ["polar/usage", "polar/usage-yearly"]) {
      expect(vendors.polar.products.get(ids[address] ?? "")?.["prices"]).toMatchObject([
        { meter_id: ids["polar/calls"] },
      ]);
    }
    expect(vendors.sequence.prices.get(ids["sequence/platform/yearly"] ?? "")?.["productId"]).toBe(
      ids["sequence/platform"],
    );
    expect(vendors.fynn.plans.get(ids["fynn/support-hours/standard"] ?? "")?.["price"]).toMatchObject({ amount: 4900 });
  });

  it("the program reads fields of resources, those without a value too", async () => {
    const { stdout } = await stack.ok("stack", "output", "--json", "--stack", stack.name);
    expect(JSON.parse(stdout)).toEqual({ productName: "Platform", label: "none", interval: "once" });
  });

  it("a second preview is empty and sends nothing", async () => {
    vendors.clear();
    expect(await stack.steps()).toEqual([]);
    expect(vendors.requests()).toEqual([]);
  });

  it("archived: true is one announced change and exactly one write, confirmed by the list", async () => {
    const id = (await stack.ids())["sequence/platform/yearly"];
    stack.program(program.replace(EXAMPLE, archived), file);
    expect(await stack.steps()).toEqual([
      { op: "update", name: "sequence/platform/yearly", detail: ["update archived"] },
    ]);
    await stack.upOk();
    expect(vendors.requests()).toEqual([`POST /list-prices/${id}/archive`, "GET /list-prices"]);
  });

  it("entries that move from the YAML into the program keep their objects, and nothing is sent", async () => {
    const files = catalogueFiles();
    const without = (name: string, entry: RegExp): string => (files[name] ?? "").replace(entry, "");
    stack.write({
      ...files,
      "polar.yaml": without("polar.yaml", /^ {2}starter:\n( {4}.*\n)+/m),
      "sequence.yaml": without("sequence.yaml", /^ {6}monthly-usd:\n( {8}.*\n)+/m),
    });
    stack.program(
      `${program}
new polar.Product(
  "starter",
  { name: "Starter", description: "For side projects.", recurring_interval: "month", prices: [{ amount_type: "free" }] },
  { parent: catalogue },
);
new sequence.ListPrice("monthly-usd", {
  product: catalogue.get(sequence.Product, "sequence/platform"),
  name: "Platform, monthly (US)",
  currency: "USD",
  billingFrequency: "MONTHLY",
  billingType: "IN_ADVANCE",
  structure: { pricingType: "FIXED", price: "549.0" },
});
`.replace(EXAMPLE, archived),
      file,
    );
    vendors.clear();
    expect(await stack.steps()).toEqual([]);
    expect(vendors.requests()).toEqual([]);
    stack.write(files);
  });

  it("mistakes end the program with a sentence and no stack trace, and nothing is sent", async () => {
    vendors.clear();
    stack.program(program.replace('price: "4990.00"', 'price: "4.990,00"'), file);
    const { code, text } = await stack.run("preview", "--stack", stack.name);
    expect(code).not.toBe(0);
    expect(text).toContain(
      `${file}:7:1 error[bad-decimal]: sequence/platform/yearly: structure.price: "4.990,00" is not a decimal number\n`,
    );
    expect(text).toContain("help: write digits with a point");
    expect(text).not.toMatch(/^\s+at .*\.[jt]s:[0-9]+/m);

    stack.program(`${program}\nnew sequence.Product("storage", { name: "Something else" });\n`, file);
    const twice = await stack.run("preview", "--stack", stack.name);
    expect(twice.text).toMatch(
      new RegExp(
        `${file}:[0-9]+:1 error\\[duplicate-entry\\]: sequence/storage is already defined in sequence.yaml line [0-9]+`,
      ),
    );
    expect(vendors.requests()).toEqual([]);
  });
});

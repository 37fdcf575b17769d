/**
 * examples/vendor with the real CLI. A copy of the compiled package gets what the walk adds: the vendor's files, and
 * its name in the registry.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TariffsSandbox, tariffsSandbox } from "../../examples/vendor/sandbox.ts";
import { ROOT } from "../../tools/local/repository.ts";
import { Stack } from "../../tools/local/stack.ts";

/** Below node_modules, so that the copy finds its packages. */
const FOLDER = join(ROOT, "node_modules/.cache/billing-catalogue-example");
const PACKAGE = join(FOLDER, "node_modules/billing-catalogue");
const YAML = readFileSync(join(ROOT, "examples/vendor/tariffs.yaml"), "utf8");

let sandbox: TariffsSandbox;
let stack: Stack;

beforeAll(async () => {
  rmSync(FOLDER, { recursive: true, force: true });
  for (const part of ["dist/provider", "dist/sandboxes", "package.json"])
    cpSync(join(ROOT, part), join(PACKAGE, part), { recursive: true });
  mkdirSync(join(PACKAGE, "dist/examples/vendor"), { recursive: true });
  for (const name of ["plan", "vendor"]) {
    const source = readFileSync(join(ROOT, `examples/vendor/${name}.ts`), "utf8");
    const { outputText } = ts.transpileModule(source, {
      compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true },
    });
    writeFileSync(join(PACKAGE, `dist/examples/vendor/${name}.js`), outputText);
  }
  const registry = join(PACKAGE, "dist/provider/vendors/registry.js");
  const before = readFileSync(registry, "utf8");
  const after = before.replace(/new Registry\(\[(.*)\]\)/, "new Registry([$1, tariffs])");
  expect(after).not.toBe(before);
  writeFileSync(registry, `import { tariffs } from "../../examples/vendor/vendor.js";\n${after}`);
  mkdirSync(join(FOLDER, "node_modules/@pulumi"));
  symlinkSync(join(ROOT, "node_modules/@pulumi/pulumi"), join(FOLDER, "node_modules/@pulumi/pulumi"));

  sandbox = tariffsSandbox();
  await sandbox.start();
  const limits = { requestSeconds: 120, operationSeconds: 480, searchSeconds: 1, perMinute: 0 };
  stack = await Stack.create({
    catalogue: { "tariffs.yaml": YAML },
    config: { accounts: { tariffs: { baseUrl: sandbox.url, limits } } },
    environment: { TARIFFS_API_KEY: "sandbox-key" },
    modules: join(FOLDER, "node_modules"),
  });
});
afterAll(async () => {
  stack.remove();
  await sandbox.close();
  rmSync(FOLDER, { recursive: true, force: true });
});

it("up creates each plan with one POST, and the next preview is empty and sends nothing", async () => {
  await stack.upOk();
  expect(sandbox.writes).toEqual(["POST /plans", "POST /plans", "POST /plans"]);
  sandbox.clear();
  expect(await stack.steps()).toEqual([]);
  expect(sandbox.requests).toEqual([]);
});

it("`archived: true` and another price are announced, reviewed in money, and one request each", async () => {
  const { "tariffs/solo": solo = "", "tariffs/team": team = "" } = await stack.ids();
  const edited = YAML.replace("name: Solo\n", "name: Solo\n    archived: true\n").replace('"29.00"', '"31.00"');
  stack.write({ "tariffs.yaml": edited });
  expect(await stack.steps()).toEqual([
    { op: "update", name: "tariffs/solo", detail: ["update archived"] },
    { op: "update", name: "tariffs/team", detail: ["update price"] },
  ]);
  const { text } = await stack.catalogue("review", "--stack", stack.name);
  const words = text.replace(/\s+/g, " ");
  expect(words).toContain("nobody can subscribe; subscribers keep the plan");
  expect(words).toContain("EUR 29.00 → 31.00");
  expect(words).toContain("in place; subscribers pay EUR 29.00 until their next invoice");
  expect(sandbox.writes).toEqual([]);

  await stack.upOk();
  expect(sandbox.writes.toSorted()).toEqual([`PATCH /plans/${team}`, `POST /plans/${solo}/archive`]);
  expect(sandbox.plans.get(solo)?.["archivedAt"]).toEqual(expect.any(String));
  expect(sandbox.plans.get(team)?.["price"]).toBe("31.00");
  expect(await stack.steps()).toEqual([]);
});

/** The shell steps of .github/workflows/catalogue.yml, run as they stand. */
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { commonEnvironment, type Output, outputOf, ROOT, Stack } from "../../tools/local/stack.ts";
import { startVendors, type Vendors } from "./sandboxes.js";

interface Workflow {
  readonly jobs: Readonly<Record<string, { steps: readonly { name?: string; run?: string; uses?: string }[] }>>;
}

const workflow = parse(readFileSync(join(ROOT, ".github/workflows/catalogue.yml"), "utf8"), { merge: true }) as Workflow;

const catalogue = (price: string): Record<string, string> => ({
  "polar.yaml": JSON.stringify({
    vendor: "polar",
    products: {
      pro: {
        name: "Pro plan",
        recurring_interval: "month",
        prices: [{ amount_type: "fixed", price_amount: "${proPrice}" }],
        description: price,
      },
    },
  }),
});

describe("the pipeline", () => {
  let vendors: Vendors;
  let stack: Stack;

  beforeAll(async () => {
    vendors = await startVendors();
    stack = await Stack.create({ catalogue: catalogue("first"), config: { accounts: vendors.accounts, values: { proPrice: 2900 } } });
    const bin = join(stack.folder, "node_modules/.bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "catalogue"), `#!/bin/sh\nexec node ${ROOT}/dist/provider/cli/main.js "$@"\n`, { mode: 0o755 });
    // What the steps ask of GitHub: the comment is kept, the plan comes from the pull request's run.
    const gh = join(stack.folder, "bin/gh");
    mkdirSync(join(stack.folder, "bin"));
    writeFileSync(
      gh,
      `#!/usr/bin/env bash
case "$1 $2" in
  "pr comment") cp comment.md posted.md ;;
  "pr list") echo headsha ;;
  "run list") echo 42 ;;
  "run download") cp artifact-plan.json plan.json ;;
  *) exit 1 ;;
esac
`,
    );
    chmodSync(gh, 0o755);
  });
  afterAll(async () => {
    stack.remove();
    await vendors.close();
  });

  /** Runs one step; vendor credentials only where the job has them. */
  function step(job: string, name: string, withCredentials: boolean): Promise<Output> {
    const run = workflow.jobs[job]?.steps.find((one) => one.name === name)?.run;
    if (run === undefined) throw new Error(`no step ${name} in ${job}`);
    const child = spawn("bash", ["-eo", "pipefail", "-c", run], {
      cwd: stack.folder,
      env: {
        ...commonEnvironment(),
        PATH: `${stack.folder}/bin:${process.env["PATH"]}`,
        PULUMI_BACKEND_URL: `file://${stack.folder}/state`,
        PULUMI_HOME: join(stack.folder, "home"),
        CATALOGUE_STACK: "dev",
        PULL_REQUEST: "7",
        GITHUB_SHA: "mergesha",
        ...(withCredentials ? vendors.environment : {}),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    return outputOf(child);
  }

  it("pull request: validated, planned and shown, without any vendor's credentials", async () => {
    const validated = await step("review", "Validate", false);
    expect(validated.text).toContain("1 entry in 1 file, no problems");
    expect(validated.code).toBe(0);
    const planned = await step("review", "Plan", false);
    expect(planned.code).toBe(0);
    await step("review", "Comment", false);
    const comment = readFileSync(join(stack.folder, "posted.md"), "utf8");
    expect(comment).toContain("what merging this does at the vendors");
    expect(comment).toMatch(/^\+ .*pulumi-nodejs:dynamic\/polar:Product: \(create\)/m);
    expect(vendors.requests()).toEqual([]);
  });

  it("main: the reviewed plan is applied", async () => {
    rmSync(join(stack.folder, "artifact-plan.json"), { force: true });
    const plan = join(stack.folder, "plan.json");
    writeFileSync(join(stack.folder, "artifact-plan.json"), readFileSync(plan));
    rmSync(plan);
    expect((await step("apply", "Fetch the reviewed plan", true)).code).toBe(0);
    expect(existsSync(plan)).toBe(true);
    const applied = await step("apply", "Apply", true);
    expect(applied.text).toContain("created");
    expect(applied.code).toBe(0);
    expect(vendors.writes()).toEqual(["POST /v1/products/"]);
  });

  it("night: no drift passes, drift fails and is shown", async () => {
    vendors.clear();
    const quiet = await step("drift", "Drift", true);
    expect(quiet.code).toBe(0);
    const id = (await stack.ids())["polar/pro"] ?? "";
    const product = vendors.polar.products.get(id);
    vendors.polar.products.put({ ...product, description: "Changed by hand" });
    const drifted = await step("drift", "Drift", true);
    expect(drifted.code).not.toBe(0);
    expect(drifted.text).toContain("Changed by hand");
    expect(vendors.writes()).toEqual([]);
    vendors.polar.products.put({ ...product });
  });

  it("the catalogue changed after the plan: up --plan refuses, and nothing is sent", async () => {
    stack.write(catalogue("second"));
    expect((await step("review", "Plan", false)).code).toBe(0);
    stack.write(catalogue("third"));
    vendors.clear();
    const refused = await step("apply", "Apply", true);
    expect(refused.code).not.toBe(0);
    expect(refused.text).toMatch(/plan/);
    expect(vendors.writes()).toEqual([]);
  });

  it("a broken catalogue fails the check with annotations", async () => {
    stack.write({ "polar.yaml": "vendor: polar\nproducts:\n  pro:\n    nmae: Pro\n" });
    const { code, text } = await step("review", "Validate", false);
    expect(code).not.toBe(0);
    expect(text).toContain("::error file=./catalogue/polar.yaml,line=4,col=5");
  });

  it("third-party actions are pinned to commits", () => {
    const uses = Object.values(workflow.jobs).flatMap(({ steps }) => steps.flatMap((one) => one.uses ?? []));
    for (const action of uses) expect(action).toMatch(/@[0-9a-f]{40}$/);
  });
});

/** The shell steps of .github/workflows/catalogue.yml, run as they stand. */
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { commonEnvironment, type Output, outputOf, ROOT, Stack } from "../../tools/local/stack.ts";
import { startVendors, type Vendors } from "./sandboxes.js";

interface Job {
  readonly steps: readonly { name?: string; run?: string; uses?: string; with?: Record<string, unknown> }[];
  readonly concurrency?: object;
}
interface Workflow {
  readonly jobs: Readonly<Record<string, Job>>;
  readonly concurrency?: object;
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

/** What the steps ask of GitHub: a `gh` that keeps its answers, comments and artifacts in files of the stack's folder. */
class FakeGitHub {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    const bin = join(folder, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "sleep"), "#!/bin/sh\n", { mode: 0o755 });
    writeFileSync(join(bin, "gh.cjs"), GH);
    writeFileSync(join(bin, "gh"), `#!/bin/sh\nexec node ${bin}/gh.cjs "$@"\n`, { mode: 0o755 });
    writeFileSync(this.#comments, "[]");
    this.answer({});
  }

  get #comments(): string {
    return join(this.#folder, "comments.json");
  }

  get comments(): { id: number; body: string }[] {
    return JSON.parse(readFileSync(this.#comments, "utf8")) as { id: number; body: string }[];
  }

  add(body: string): void {
    const { comments } = this;
    writeFileSync(this.#comments, JSON.stringify([...comments, { id: comments.length + 1, body }]));
  }

  /** The plan of this folder becomes the artifact of a run. */
  keepPlan(run: string): void {
    mkdirSync(join(this.#folder, "artifacts", run), { recursive: true });
    cpSync(join(this.#folder, "plan.json"), join(this.#folder, "artifacts", run, "plan.json"));
  }

  /** The head of the merged pull request, and the run that reviewed it. */
  answer({ head = "headsha", run = "42" }: { head?: string; run?: string }): void {
    writeFileSync(join(this.#folder, "answers.json"), JSON.stringify({ head, run }));
  }
}

const GH = `
const fs = require("node:fs");
const args = process.argv.slice(2);
const option = (name) => args[args.indexOf(name) + 1];
const { head, run } = JSON.parse(fs.readFileSync("answers.json", "utf8"));
const comments = JSON.parse(fs.readFileSync("comments.json", "utf8"));
const save = () => fs.writeFileSync("comments.json", JSON.stringify(comments));
const path = args.find((one) => one.startsWith("repos/")) ?? "";
const body = () => fs.readFileSync("comment.md", "utf8");
if (args[0] === "api" && path === "repos/acme/billing/commits/mergesha/pulls") console.log(head);
else if (args[0] === "api" && args.includes("--paginate")) {
  const mark = /startswith\\("(.*)"\\)/.exec(option("--jq"))[1];
  for (const one of comments) if (one.body.startsWith(mark)) console.log(one.id);
} else if (option("--method") === "POST" && path.endsWith("/issues/7/comments")) {
  comments.push({ id: comments.length + 1, body: body() });
  save();
} else if (option("--method") === "PATCH") {
  comments.find(({ id }) => path.endsWith("/issues/comments/" + id)).body = body();
  save();
} else if (args[0] === "run" && args[1] === "list" && option("--commit") === head && head !== "") console.log(run);
else if (args[0] === "run" && args[1] === "download" && fs.existsSync("artifacts/" + args[2])) {
  const to = args.includes("--dir") ? option("--dir") : ".";
  fs.mkdirSync(to, { recursive: true });
  fs.copyFileSync("artifacts/" + args[2] + "/plan.json", to + "/plan.json");
} else process.exit(1);
`;

describe("the pipeline", () => {
  let vendors: Vendors;
  let stack: Stack;
  let github: FakeGitHub;

  beforeAll(async () => {
    vendors = await startVendors();
    stack = await Stack.create({ catalogue: catalogue("first"), config: { accounts: vendors.accounts, values: { proPrice: 2900 } } });
    const bin = join(stack.folder, "node_modules/.bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "catalogue"), `#!/bin/sh\nexec node ${ROOT}/dist/provider/cli/main.js "$@"\n`, { mode: 0o755 });
    github = new FakeGitHub(stack.folder);
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
        RUN_URL: "https://github.example/runs/1",
        GITHUB_REPOSITORY: "acme/billing",
        GITHUB_SHA: "mergesha",
        GITHUB_RUN_ID: "43",
        GITHUB_STEP_SUMMARY: join(stack.folder, "summary.md"),
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
    expect((await step("review", "Comment", false)).code).toBe(0);
    const comment = github.comments.at(-1)?.body ?? "";
    expect(comment).toContain("what merging this does at the vendors");
    expect(comment).toMatch(/^\+ .*pulumi-nodejs:dynamic\/polar:Product: \(create\)/m);
    expect(vendors.requests()).toEqual([]);
    github.keepPlan("42");
  });

  it("a second push edits our own comment, and no other tool's", async () => {
    const own = github.comments.length;
    github.add("Coverage: 98 %");
    expect((await step("review", "Comment", false)).code).toBe(0);
    expect(github.comments).toHaveLength(own + 1);
    expect(github.comments.at(-1)?.body).toBe("Coverage: 98 %");
  });

  it("a comment that would be too long ends with a whole line, a closed fence, the number of lines left out, and a link", async () => {
    const preview = join(stack.folder, "preview.txt");
    const before = readFileSync(preview, "utf8");
    writeFileSync(preview, `${"  + a line of the preview, with an umlaut: ü\n".repeat(3_000)}`);
    expect((await step("review", "Comment", false)).code).toBe(0);
    const comment = github.comments.find(({ body }) => body.startsWith("<!-- billing-catalogue: dev -->"))?.body ?? "";
    expect(comment.length).toBeLessThan(65_536);
    const shown = comment.split("\n").filter((line) => line === "+   a line of the preview, with an umlaut: ü").length;
    expect(comment.match(/^```/gm)).toHaveLength(2);
    expect(comment).toContain(`**${3_000 - shown} more lines** are not shown here`);
    expect(comment.trimEnd()).toMatch(/\[the log of this run\]\(https:\/\/github\.example\/runs\/1\)\.$/);
    writeFileSync(preview, before);
  });

  it("main: the reviewed plan is made again, compared and applied", async () => {
    expect((await step("plan", "Plan", false)).code).toBe(0);
    expect((await step("plan", "Fetch the reviewed plan", false)).code).toBe(0);
    const compared = await step("plan", "Compare with the reviewed plan", false);
    expect(compared.text).toBe("");
    expect(compared.code).toBe(0);
    github.keepPlan("43");
    rmSync(join(stack.folder, "plan.json"));
    expect((await step("apply", "Fetch the plan", true)).code).toBe(0);
    expect(vendors.requests()).toEqual([]);
    const applied = await step("apply", "Apply", true);
    expect(applied.text).toContain("created");
    expect(applied.code).toBe(0);
    expect(vendors.writes()).toEqual(["POST /v1/products/"]);
  });

  it("another merge in between: stopped before anything is sent, with the way on", async () => {
    stack.write(catalogue("shown in the pull request"));
    expect((await step("review", "Plan", false)).code).toBe(0);
    github.keepPlan("42");
    stack.write(catalogue("what another merge has made of it"));
    vendors.clear();
    expect((await step("plan", "Plan", false)).code).toBe(0);
    expect((await step("plan", "Fetch the reviewed plan", false)).code).toBe(0);
    const compared = await step("plan", "Compare with the reviewed plan", false);
    expect(compared.code).not.toBe(0);
    expect(compared.text).toContain("::error::What main holds now is not what the pull request has shown: polar/pro differ");
    expect(compared.text).toContain("run this workflow by hand");
    expect(vendors.requests()).toEqual([]);
    stack.write(catalogue("first"));
  });

  it.each([
    ["a commit of no merged pull request", { head: "" }, "comes from no merged pull request"],
    ["a pull request whose review has not succeeded", { run: "" }, "No review of headsha has succeeded"],
    ["a plan that is no longer kept", { run: "41" }, "The plan of headsha is no longer kept"],
  ])("%s: no other plan is taken", async (_name, answers, message) => {
    github.answer(answers);
    rmSync(join(stack.folder, "reviewed"), { recursive: true, force: true });
    const { code, text } = await step("plan", "Fetch the reviewed plan", false);
    github.answer({});
    expect(code).not.toBe(0);
    expect(text).toContain(message);
    expect(existsSync(join(stack.folder, "reviewed"))).toBe(false);
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

  it("a pull request cannot cancel an apply: each job has a group of its own, and an apply is never cut off", () => {
    const { review, apply } = workflow.jobs;
    expect(workflow.concurrency).toBeUndefined();
    expect(review?.concurrency).toEqual({ group: expect.stringContaining("review"), "cancel-in-progress": true });
    expect(apply?.concurrency).toEqual({ group: expect.stringContaining("apply"), "cancel-in-progress": false });
  });

  it("Node and the CLI come in one version", () => {
    const steps = Object.values(workflow.jobs).flatMap(({ steps }) => steps);
    const versions = steps.flatMap((one) => [one.with?.["node-version"], one.with?.["pulumi-version"]]).filter((one) => one !== undefined);
    expect(versions.length).toBeGreaterThanOrEqual(8);
    for (const version of versions) expect(String(version)).toMatch(/^[0-9]+\.[0-9]+\.[0-9]+$/);
  });

  it("third-party actions are pinned to commits", () => {
    const uses = Object.values(workflow.jobs).flatMap(({ steps }) => steps.flatMap((one) => one.uses ?? []));
    for (const action of uses) expect(action).toMatch(/@[0-9a-f]{40}$/);
  });
});

/** The shell steps of .github/workflows/catalogue.yml, run as they stand. */
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { commonEnvironment, type Output, outputOf } from "../../tools/local/processes.ts";
import { ROOT } from "../../tools/local/repository.ts";
import { Stack } from "../../tools/local/stack.ts";
import { startVendors, type Vendors } from "./sandboxes.js";

interface Job {
  readonly if?: string;
  readonly steps: readonly { name?: string; run?: string; uses?: string; with?: Record<string, unknown> }[];
  readonly concurrency?: object;
}
interface Workflow {
  readonly defaults: { readonly run: { readonly shell: string } };
  readonly jobs: Readonly<Record<string, Job>>;
  readonly concurrency?: object;
}

const workflow = parse(readFileSync(join(ROOT, ".github/workflows/catalogue.yml"), "utf8"), {
  merge: true,
}) as Workflow;

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

/**
 * What the steps ask of GitHub: a `gh` that keeps its answers, comments and artifacts in files of the stack's folder.
 */
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

  get comments(): { id: number; body: string; user: { login: string } }[] {
    return JSON.parse(readFileSync(this.#comments, "utf8")) as FakeGitHub["comments"];
  }

  add(body: string, login = "github-actions[bot]"): void {
    const { comments } = this;
    writeFileSync(this.#comments, JSON.stringify([...comments, { id: comments.length + 1, body, user: { login } }]));
  }

  /** The plan of this folder becomes the artifact of a run. */
  keepPlan(run: string): void {
    mkdirSync(join(this.#folder, "artifacts", run), { recursive: true });
    for (const name of ["plan.json", "state.json"])
      cpSync(join(this.#folder, name), join(this.#folder, "artifacts", run, name));
  }

  /** The head of the merged pull request, and the run that reviewed it. */
  answer({ head = "headsha", run = "42", failures = 0 }: { head?: string; run?: string; failures?: number }): void {
    writeFileSync(join(this.#folder, "answers.json"), JSON.stringify({ head, run, failures }));
  }
}

const GH = `
const fs = require("node:fs");
const args = process.argv.slice(2);
const option = (name) => args[args.indexOf(name) + 1];
const answers = JSON.parse(fs.readFileSync("answers.json", "utf8"));
const { head, run, failures } = answers;
if (failures > 0) {
  fs.writeFileSync("answers.json", JSON.stringify({ ...answers, failures: failures - 1 }));
  console.log('{"message":"No commit found for SHA","status":"422"}');
  process.exit(1);
}
const comments = JSON.parse(fs.readFileSync("comments.json", "utf8"));
const save = () => fs.writeFileSync("comments.json", JSON.stringify(comments));
const path = args.find((one) => one.startsWith("repos/")) ?? "";
const body = () => fs.readFileSync("comment.md", "utf8");
if (args[0] === "api" && path === "repos/acme/billing/commits/mergesha/pulls") console.log(head);
else if (args[0] === "api" && args.includes("--paginate")) {
  const [, login, mark] = /select\\(\\.user\\.login == "(.*)" and \\(\\.body \\| startswith\\("(.*)"\\)\\)\\)/.exec(option("--jq"));
  for (const one of comments) if (one.user.login === login && one.body.startsWith(mark)) console.log(one.id);
} else if (option("--method") === "POST" && path.endsWith("/issues/7/comments")) {
  comments.push({ id: comments.length + 1, body: body(), user: { login: "github-actions[bot]" } });
  save();
} else if (option("--method") === "PATCH") {
  comments.find(({ id }) => path.endsWith("/issues/comments/" + id)).body = body();
  save();
} else if (args[0] === "run" && args[1] === "list" && option("--commit") === head && head !== "") console.log(run);
else if (args[0] === "run" && args[1] === "download" && fs.existsSync("artifacts/" + args[2])) {
  const to = args.includes("--dir") ? option("--dir") : ".";
  fs.mkdirSync(to, { recursive: true });
  for (const name of ["plan.json", "state.json"])
    fs.copyFileSync("artifacts/" + args[2] + "/" + name, to + "/" + name, fs.constants.COPYFILE_EXCL);
} else process.exit(1);
`;

describe("the pipeline", () => {
  let vendors: Vendors;
  let stack: Stack;
  let github: FakeGitHub;

  beforeAll(async () => {
    vendors = await startVendors();
    stack = await Stack.create({
      catalogue: catalogue("first"),
      config: { accounts: vendors.accounts, values: { proPrice: 2900 } },
    });
    const bin = join(stack.folder, "node_modules/.bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "catalogue"), `#!/bin/sh\nexec node ${ROOT}/dist/provider/cli/main.js "$@"\n`, {
      mode: 0o755,
    });
    github = new FakeGitHub(stack.folder);
  });
  afterAll(async () => {
    stack.remove();
    await vendors.close();
  });

  /** Runs one step; vendor credentials only where the job has them. */
  function step(
    job: string,
    name: string,
    withCredentials: boolean,
    environment: Record<string, string> = {},
  ): Promise<Output> {
    const run = workflow.jobs[job]?.steps.find((one) => one.name === name)?.run;
    if (run === undefined) throw new Error(`no step ${name} in ${job}`);
    // As GitHub runs a step whose shell is named as bash.
    const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", run], {
      cwd: stack.folder,
      env: {
        ...commonEnvironment(),
        PATH: `${stack.folder}/bin:${process.env["PATH"]}`,
        PULUMI_BACKEND_URL: `file://${stack.folder}/state`,
        PULUMI_HOME: join(stack.folder, "home"),
        CATALOGUE_STACK: "dev",
        PULL_REQUEST: "7",
        HEAD_SHA: "headsha",
        PLANNED: "success",
        RUN_URL: "https://github.example/runs/1",
        GITHUB_REPOSITORY: "acme/billing",
        GITHUB_SHA: "mergesha",
        GITHUB_RUN_ID: "43",
        GITHUB_STEP_SUMMARY: join(stack.folder, "summary.md"),
        ...(withCredentials ? vendors.environment : {}),
        ...environment,
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
    expect((await step("review", "Show", false)).code).toBe(0);
    expect((await step("review", "Comment", false)).code).toBe(0);
    const comment = github.comments.at(-1)?.body ?? "";
    expect(comment).toContain("### Billing catalogue: what merging headsha does at the vendors");
    expect(comment).toMatch(/^\+ .*pulumi-nodejs:dynamic\/polar:Product: \(create\)/m);
    expect(vendors.requests()).toEqual([]);
    github.keepPlan("42");
  });

  it("a second push edits our own comment, and no other tool's or person's", async () => {
    const [mine] = github.comments;
    const before = [
      { body: "Coverage: 98 %", login: "github-actions[bot]" },
      { body: `${mine?.body}\nA copy that somebody has changed`, login: "somebody" },
    ];
    for (const { body, login } of before) github.add(body, login);
    expect((await step("review", "Comment", false, { PLANNED: "failure", HEAD_SHA: "second" })).code).toBe(0);
    const [edited, ...others] = github.comments;
    expect(edited?.body).toContain("### Billing catalogue: the preview of second failed");
    expect(others.map(({ body }) => body)).toEqual(before.map(({ body }) => body));
  });

  it("a comment that cannot be looked up is not posted a second time", async () => {
    const { length } = github.comments;
    github.answer({ failures: 1 });
    expect((await step("review", "Comment", false)).code).not.toBe(0);
    expect(github.comments).toHaveLength(length);
  });

  it(
    "a comment that would be too long ends with a whole line, a closed fence, the number of lines left out, and " +
      "a link",
    async () => {
      const [preview, summary] = [join(stack.folder, "preview.txt"), join(stack.folder, "summary.md")];
      const before = readFileSync(preview, "utf8");
      writeFileSync(preview, `${"  + a line of the preview, with an umlaut: ü\n".repeat(3_000)}`);
      writeFileSync(summary, "");
      expect((await step("review", "Show", false)).code).toBe(0);
      expect((await step("review", "Comment", false)).code).toBe(0);
      const comment =
        github.comments.find(({ body }) => body.startsWith("<!-- billing-catalogue: dev -->"))?.body ?? "";
      expect(comment.length).toBeLessThan(65_536);
      const shown = comment
        .split("\n")
        .filter((line) => line === "+   a line of the preview, with an umlaut: ü").length;
      expect(comment.match(/^```/gm)).toHaveLength(2);
      expect(comment).toContain(`**${3_000 - shown} more lines** are not shown here`);
      expect(comment.trimEnd()).toMatch(/\[the log of this run\]\(https:\/\/github\.example\/runs\/1\)\.$/);
      // The run's own page shows the same.
      expect(comment.endsWith(readFileSync(summary, "utf8"))).toBe(true);
      writeFileSync(preview, before);
    },
  );

  /** The steps of the job that applies, up to one that fails. */
  async function apply(): Promise<Output> {
    rmSync(join(stack.folder, "planned"), { recursive: true, force: true });
    for (const name of ["Fetch the plan", "Compare the state with the plan's"]) {
      const output = await step("apply", name, true);
      if (output.code !== 0) return output;
    }
    return step("apply", "Apply", true);
  }

  async function planAndCompare(): Promise<Output> {
    rmSync(join(stack.folder, "reviewed"), { recursive: true, force: true });
    expect((await step("plan", "Plan", false)).code).toBe(0);
    expect((await step("plan", "Fetch the reviewed plan", false)).code).toBe(0);
    return step("plan", "Compare with the reviewed plan", false);
  }

  it("main: the reviewed plan is made again, compared and applied", async () => {
    // GitHub may not know the commit yet.
    github.answer({ failures: 2 });
    const compared = await planAndCompare();
    expect(compared.text).toBe("");
    expect(compared.code).toBe(0);
    github.keepPlan("43");
    rmSync(join(stack.folder, "plan.json"));
    expect(vendors.requests()).toEqual([]);
    const applied = await apply();
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
    const compared = await planAndCompare();
    expect(compared.code).not.toBe(0);
    expect(compared.text).toContain(
      "::error::What main holds now is not what the pull request has shown: polar/pro differ",
    );
    expect(compared.text).toContain("run this workflow by hand");
    expect(vendors.requests()).toEqual([]);
    stack.write(catalogue("first"));
  });

  /** An `up` from elsewhere changes the state: the price before is another one than people have seen. */
  const changedElsewhere = async (proPrice: number): Promise<void> => {
    stack.configure({ values: { proPrice } });
    stack.environment = { ...vendors.environment };
    await stack.upOk();
  };

  it(
    "the state changed since the review: the same new price in place " + "of another old one is not what was shown",
    async () => {
      stack.configure({ values: { proPrice: 3900 } });
      expect((await step("review", "Plan", false)).code).toBe(0);
      github.keepPlan("42");
      await changedElsewhere(4900);
      stack.configure({ values: { proPrice: 3900 } });
      const compared = await planAndCompare();
      expect(compared.code).not.toBe(0);
      expect(compared.text).toContain("is not what the pull request has shown: polar/pro, ");
    },
  );

  it("the state changed while an approval was awaited: the plan is not applied, and nothing is sent", async () => {
    expect((await step("plan", "Plan", false)).code).toBe(0);
    github.keepPlan("43");
    await changedElsewhere(2900);
    stack.configure({ values: { proPrice: 3900 } });
    vendors.clear();
    const refused = await apply();
    expect(refused.code).not.toBe(0);
    expect(refused.text).toMatch(
      /::error::The state has changed since this plan was made .* run this workflow by hand/,
    );
    expect(vendors.requests()).toEqual([]);
    stack.configure({ values: { proPrice: 2900 } });
  });

  it("members that people have named like the plan's random ones are compared too", async () => {
    const withSeed = (seed: string) =>
      catalogue("first")["polar.yaml"]?.replace(
        '"name":"Pro plan"',
        `"name":"Pro plan","metadata":{"seed":"${seed}","ciphertext":"x"}`,
      ) ?? "";
    stack.write({ "polar.yaml": withSeed("shown") });
    expect((await step("review", "Plan", false)).code).toBe(0);
    github.keepPlan("42");
    expect(await planAndCompare()).toMatchObject({ code: 0, text: "" });
    stack.write({ "polar.yaml": withSeed("not shown") });
    expect((await planAndCompare()).text).toContain("polar/pro differ");
    stack.write(catalogue("first"));
  });

  it.each([
    ["a commit of no merged pull request", { head: "" }, "comes from no merged pull request"],
    ["a pull request whose review has not succeeded", { run: "" }, "No review of headsha has succeeded"],
    ["a plan that is no longer kept", { run: "41" }, "The plan of headsha is no longer kept"],
    ["GitHub does not answer", { failures: 99 }, "comes from no merged pull request"],
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
    github.keepPlan("43");
    stack.write(catalogue("third"));
    vendors.clear();
    const refused = await apply();
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

  it("only main is applied, also by hand; and a pipe fails with its first command", () => {
    expect(workflow.jobs["plan"]?.if).toContain("github.ref == 'refs/heads/main' &&");
    expect(workflow.jobs["apply"]).toMatchObject({ needs: "plan" });
    expect(workflow.defaults.run.shell).toBe("bash");
  });

  it("Node and the CLI come in one version", () => {
    const steps = Object.values(workflow.jobs).flatMap(({ steps }) => steps);
    const versions = steps
      .flatMap((one) => [one.with?.["node-version"], one.with?.["pulumi-version"]])
      .filter((one) => one !== undefined);
    expect(versions.length).toBeGreaterThanOrEqual(8);
    for (const version of versions) expect(String(version)).toMatch(/^[0-9]+\.[0-9]+\.[0-9]+$/);
  });

  it("third-party actions are pinned to commits", () => {
    const uses = Object.values(workflow.jobs).flatMap(({ steps }) => steps.flatMap((one) => one.uses ?? []));
    for (const action of uses) expect(action).toMatch(/@[0-9a-f]{40}$/);
  });
});

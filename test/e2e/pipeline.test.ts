/** The workflow of examples/pipelines/github, run as it stands: its jobs, with the real CLI, and a forge in memory. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Event, type JobRun, Runner, readWorkflow } from "../support/workflow.js";
import { polar, sequence } from "./approved-scene.js";
import { PASSPHRASE, type PipelineScene, startPipeline } from "./pipeline-scene.js";

const workflow = readWorkflow("examples/pipelines/github/catalogue.yml");

let scene: PipelineScene;
let { vendors, project, forge, thread } = {} as PipelineScene;

describe("the workflow of GitHub", () => {
  let runner: Runner;
  let run = 0;
  const caches = new Map<string, string>();
  /** Of the runs by hand: the artifacts of the run itself. */
  const own = new Map<string, { file: string; text: string }>();

  beforeAll(async () => {
    scene = await startPipeline("github");
    ({ vendors, project, forge, thread } = scene);
    runner = new Runner(project, {
      caches,
      upload: (name, file, text) => {
        own.set(name, { file, text });
        const head = name.split("-").at(-1) ?? "";
        forge.kept.artifacts.push({ id: own.size + 100 * run, name, head, files: { [file]: text } });
      },
      download: (name) => own.get(name),
    });
  });
  afterAll(() => scene.close());

  /** `event`: the members of `github` that depend on it. */
  function event(event: Readonly<Record<string, unknown>>, commit: string): Event {
    run += 1;
    const path = join(project.stack.folder, "kept", `event-${run}.json`);
    writeFileSync(path, JSON.stringify(event["event"] ?? {}));
    const { comments } = forge;
    return {
      vars: { CATALOGUE_STACK: "dev", PULUMI_BACKEND_URL: `file://${project.stack.folder}/state` },
      secrets: { ...vendors.environment, PULUMI_CONFIG_PASSPHRASE: PASSPHRASE },
      github: { token: comments.token, repository: "acme/shop", run_id: 9000 + run, run_attempt: 1, ...event },
      commit,
      common: {
        GITHUB_REPOSITORY: "acme/shop",
        GITHUB_API_URL: forge.url,
        GITHUB_EVENT_PATH: path,
        GITHUB_RUN_NUMBER: String(run),
        GITHUB_RUN_ID: String(9000 + run),
        GITHUB_REF_NAME: "main",
      },
    };
  }

  const onMain = (name: string) => ({ event_name: name, ref: "refs/heads/main" });

  /** Opens or updates a pull request: its two jobs. */
  async function pullRequest(
    number: number,
    files: Readonly<Record<string, string>>,
    repository = "acme/shop",
  ): Promise<{ review: JobRun; comment: JobRun; head: string }> {
    const base = project.git("rev-parse", "main").trim();
    const head = project.branch(`pr-${number}`, files);
    project.git("checkout", "--quiet", "main");
    const pull = { number, head: { sha: head, repo: { full_name: repository } }, base: { sha: base } };
    const opened = event({ event_name: "pull_request", event: { pull_request: pull } }, head);
    forge.comments.heads.set(number, head);
    const review = await runner.run(workflow, "review", opened);
    const comment = await runner.run(workflow, "comment", { ...opened, needs: { review: { result: review.result } } });
    return { review, comment, head };
  }

  function merge(number: number, head: string): string {
    const commit = project.merge(`pr-${number}`);
    forge.kept.pulls.unshift({ number, head, merge: commit });
    return commit;
  }

  const pushed = (commit: string): Promise<JobRun> => runner.run(workflow, "apply", event(onMain("push"), commit));

  /** The jobs of a run by hand; the approval between them is the forge's. */
  async function byHand(): Promise<{ plan: JobRun; applied: JobRun }> {
    const dispatched = event(onMain("workflow_dispatch"), "main");
    const plan = await runner.run(workflow, "plan", dispatched);
    return { plan, applied: await runner.run(workflow, "apply-manual", dispatched) };
  }

  it("by hand: the first run shows what the files say, and brings the stack to it", async () => {
    const { plan, applied } = await byHand();
    expect(plan.text).toContain("3 new");
    expect(plan.result, plan.text).toBe("success");
    expect(applied.text).toMatch(/applied: 3 changes of stack dev, with 3 requests; read back: 3 equal/);
    expect(applied.result).toBe("success");
    expect([...caches.keys()]).toEqual([expect.stringMatching(/^catalogue-snapshot-dev-/)]);
  });

  it("a pull request is reviewed without any credentials and without a request, and gets a comment", async () => {
    vendors.clear();
    const { review, comment, head } = await pullRequest(1, polar(3900));
    expect(review.result, review.text).toBe("success");
    expect(review.environment).not.toHaveProperty("GITHUB_TOKEN");
    const secrets = [...Object.values(vendors.environment), PASSPHRASE, forge.comments.token];
    for (const secret of secrets) expect(Object.values(review.environment)).not.toContain(secret);
    expect(review.text).toContain("::warning file=catalogue/polar.yaml");
    expect(comment.result, comment.text).toBe("success");
    expect(thread(1)).toHaveLength(1);
    expect(thread(1)[0]?.body).toContain("USD 29.00");
    expect(vendors.requests()).toEqual([]);
    // A second pull request beside it; and one from a fork, which gets no comment.
    const second = await pullRequest(2, sequence(true, [109]));
    expect(second.comment.result, second.comment.text).toBe("success");
    const fork = await pullRequest(3, polar(1), "somebody/shop");
    expect(fork).toMatchObject({ comment: { result: "skipped" } });
    expect(fork.review.environment).not.toHaveProperty("PULUMI_CONFIG_PASSPHRASE");
    expect(thread(3)).toEqual([]);
    merge(2, second.head);
    const last = merge(1, head);
    // The run of the first merge was cancelled: the second one applies both, with both approvals.
    const applied = await pushed(last);
    expect(applied.result, applied.text).toBe("success");
    expect(vendors.writes()).toHaveLength(3);
    for (const number of [1, 2]) expect(thread(number).at(-1)?.body).toContain("read back: 3 equal");
    expect(forge.comments.labels.get(1)).toEqual(["catalogue: applied"]);
    vendors.clear();
    expect((await pushed(last)).result).toBe("success");
    expect(vendors.writes()).toEqual([]);
  });

  it("a blocked pull request fails its check, and says why in its comment", async () => {
    const moved = readFileSync(join(project.stack.folder, "Pulumi.dev.yaml"), "utf8");
    project.git("checkout", "--quiet", "-B", "pr-4", "main");
    writeFileSync(
      join(project.stack.folder, "Pulumi.dev.yaml"),
      moved.replace(vendors.polar.url, "https://evil.example"),
    );
    project.commit("Another host");
    project.git("checkout", "--quiet", "main");
    const { review } = await pullRequestOf(4);
    expect(review.result).toBe("failure");
    expect(review.text).toContain("account-moved");
    expect(thread(4)[0]?.body).toContain("evil.example");
  });

  /** Of a branch that exists. */
  async function pullRequestOf(number: number): Promise<{ review: JobRun }> {
    const [head, base] = [`pr-${number}`, "main"].map((ref) => project.git("rev-parse", ref).trim());
    const pull = { number, head: { sha: head, repo: { full_name: "acme/shop" } }, base: { sha: base } };
    const opened = event({ event_name: "pull_request", event: { pull_request: pull } }, head ?? "");
    forge.comments.heads.set(number, head ?? "");
    const review = await runner.run(workflow, "review", opened);
    await runner.run(workflow, "comment", { ...opened, needs: { review: { result: review.result } } });
    return { review };
  }

  it("a direct push is refused before anything is sent, and a run by hand is the way on", async () => {
    project.branch("direct", polar(4900));
    const commit = project.merge("direct");
    vendors.clear();
    const refused = await pushed(commit);
    expect(refused.result).toBe("failure");
    expect(refused.text).toContain("nobody has approved; nothing was sent");
    expect(refused.text).toContain("run the apply by hand");
    expect(vendors.writes()).toEqual([]);
    const { applied } = await byHand();
    expect(applied.result, applied.text).toBe("success");
    expect(vendors.writes()).toHaveLength(1);
  });

  it("at night: drift opens one issue, which is closed when there is none", async () => {
    const drift = (): Promise<JobRun> => runner.run(workflow, "drift", event(onMain("schedule"), "main"));
    const quiet = await drift();
    expect(quiet.result, quiet.text).toBe("success");
    expect(forge.comments.issues).toEqual([]);
    const [product] = vendors.polar.products.all();
    vendors.polar.products.put({ ...product, name: "Changed by hand" });
    for (let night = 0; night < 2; night += 1) expect((await drift()).result).toBe("failure");
    expect(forge.comments.issues).toMatchObject([{ open: true, body: expect.stringContaining("Changed by hand") }]);
    vendors.polar.products.put({ ...product });
    expect((await drift()).result).toBe("success");
    expect(forge.comments.issues).toMatchObject([{ open: false }]);
  });

  it("each job has the least rights, and only jobs of main have an environment with secrets", () => {
    expect(workflow.permissions).toEqual({});
    const rights = Object.fromEntries(Object.entries(workflow.jobs).map(([name, job]) => [name, job.permissions]));
    expect(rights).toEqual({
      review: { contents: "read" },
      comment: { contents: "read", "pull-requests": "write" },
      apply: { contents: "read", actions: "read", "pull-requests": "write" },
      plan: { contents: "read" },
      "apply-manual": { contents: "read", actions: "read", "pull-requests": "write" },
      drift: { contents: "read", issues: "write" },
    });
    for (const [name, job] of Object.entries(workflow.jobs)) {
      const isOfPullRequests = name === "review" || name === "comment";
      expect(job.environment === undefined).toBe(isOfPullRequests);
      if (!isOfPullRequests && job.needs === undefined)
        expect(job.if).toMatch(/github\.ref == 'refs\/heads\/main'|event_name == 'schedule'/);
    }
  });

  it("a pull request cancels its own older runs alone; applies queue, and none is dropped or cut off", () => {
    const { review, comment, apply, "apply-manual": manual } = workflow.jobs;
    expect(review?.concurrency).toMatchObject({ "cancel-in-progress": true });
    expect(review?.concurrency?.group).toContain("github.event.pull_request.number");
    expect(apply?.concurrency).toMatchObject({ "cancel-in-progress": false, queue: "max" });
    expect(manual?.concurrency).toEqual(apply?.concurrency);
    const groups = [review, comment, apply].map((job) => job?.concurrency?.group);
    expect(new Set(groups).size).toBe(3);
  });
});

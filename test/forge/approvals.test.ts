/** The reviews of what was merged since the last run: a real repository, and the APIs of two forges. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ApprovalsOptions, bringApprovals } from "../../provider/cli/approvals.js";
import { readApproved } from "../../provider/cli/approved.js";
import { githubPullRequests } from "../../provider/forge/approvals/github.js";
import { gitlabMergeRequests } from "../../provider/forge/approvals/gitlab.js";
import type { PastUpdate } from "../../provider/pulumi/stack-history.js";
import { reviewJson } from "../../provider/review/render/json.js";
import { change, review } from "../review/reviews.js";
import { type Artifact, ArtifactForge } from "../support/forge/artifacts.js";
import { GitProject } from "../support/git-project.js";

let folder: string;
let output: string;
let project: GitProject;
let forge: ArtifactForge;
let updates: PastUpdate[];
let waits: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "catalogue-approvals-"));
  output = join(folder, "kept/approved");
  project = new GitProject({ folder });
  forge = await new ArtifactForge().start();
  updates = [];
  waits = 0;
});
afterEach(async () => {
  await forge.close();
  rmSync(folder, { recursive: true, force: true });
});

const jsonOf = (title: string): string =>
  reviewJson(review({ source: { from: "preview", stack: "dev", failed: false }, changes: [change({ title })] }));

/** A branch with a commit, merged; the forge has its pull request and the review of its head. */
function merged(number: number, how: "merge" | "squash" | "rebase" = "merge", rest: Partial<Artifact> = {}): string {
  const head = project.branch(`b${number}`, { [`f${number}.yaml`]: "x" });
  const merge = project.merge(`b${number}`, how);
  const as = ({ merge: "merge", squash: "squash", rebase: "fast-forward" } as const)[how];
  // A fast-forward moves the branch to the head itself.
  const reviewed = how === "rebase" ? merge : head;
  forge.pulls.unshift({ number, head: reviewed, merge, as });
  forge.artifacts.push({
    id: number,
    name: forgeName === "gitlab" ? "review" : `catalogue-review-dev-${reviewed}`,
    head: reviewed,
    files: { "review.json": jsonOf(`Review ${number}`) },
    ...rest,
  });
  return merge;
}

let forgeName: "github" | "gitlab" = "github";

interface Brought {
  readonly files: readonly string[];
  readonly approved: readonly (string | undefined)[];
  readonly printed: string;
  readonly noted: string;
}

async function bring(options: Partial<ApprovalsOptions> = {}): Promise<Brought> {
  const [printed, noted]: [string[], string[]] = [[], []];
  const pipeline = forge.pipeline(forgeName);
  const code = await bringApprovals(
    { stack: "dev", output, ...options },
    {
      folder,
      pipeline,
      forge: forgeName === "github" ? githubPullRequests(pipeline) : gitlabMergeRequests(pipeline),
      updates: async () => updates,
      wait: async () => {
        waits += 1;
      },
      print: (text) => void printed.push(text),
      note: (text) => void noted.push(text),
    },
  );
  expect(code).toBe(0);
  return {
    files: readdirSync(output).sort(),
    approved: readApproved([output], "dev", (why) => void noted.push(why)).map(({ changes }) => changes[0]?.title),
    printed: printed.join("\n"),
    noted: noted.join("\n"),
  };
}

const applied = (commit: string, rest: Partial<PastUpdate> = {}): PastUpdate => ({
  kind: "update",
  result: "succeeded",
  commit,
  ...rest,
});

describe.each(["github", "gitlab"] as const)("the approvals on %s", (name) => {
  beforeEach(() => {
    forgeName = name;
  });

  it("are those of all pull requests since the last commit that was applied, however they were merged", async () => {
    updates = [applied(merged(1))];
    merged(2);
    merged(3, "squash");
    const last = merged(4, "rebase");
    // Killed, of something else, or of a commit that is not in this history.
    updates.unshift(applied(last, { result: "failed" }), applied(last, { kind: "refresh" }), applied("0".repeat(40)));
    const { files, approved, noted } = await bring();
    expect(noted).toBe("");
    expect(files).toEqual(["2.json", "3.json", "4.json", "approvals.json"]);
    expect(approved).toEqual(["Review 2", "Review 3", "Review 4"]);
    const list = JSON.parse(readFileSync(join(output, "approvals.json"), "utf8"));
    expect(list).toMatchObject({ version: 1, stack: "dev", head: last, since: updates.at(-1)?.commit });
  });

  it("are that of this commit where nothing was applied yet, or this commit was", async () => {
    merged(1);
    const last = merged(2);
    expect(await bring()).toMatchObject({ approved: ["Review 2"], noted: expect.stringContaining("no earlier run") });
    updates = [applied(last)];
    expect(await bring()).toMatchObject({ approved: ["Review 2"], noted: "" });
  });

  it("of an earlier run are removed, and other files stay", async () => {
    merged(1);
    await bring();
    writeFileSync(join(output, "notes.txt"), "x");
    const last = merged(2);
    expect((await bring({ since: `${last}~1` })).files).toEqual(["2.json", "approvals.json", "notes.txt"]);
  });

  it("are waited for when the forge does not show the merge yet; a direct push is named", async () => {
    merged(1);
    forge.lag = 3;
    expect(await bring()).toMatchObject({ approved: ["Review 1"] });
    expect(waits).toBe(3);
    project.commit("Pushed directly");
    const { approved, noted, printed } = await bring({ since: "HEAD~1" });
    expect(approved).toEqual([]);
    expect(noted).toContain("was merged by no pull request that the forge shows");
    expect(printed).toContain("nothing is approved");
  });

  it.each<[string, Partial<Artifact>, string]>([
    ["that a fork has made", { fork: true }, "made in a fork, so it may be forged"],
    ["that is no longer kept", { expired: true }, "no longer kept"],
    ["of another commit", { head: "1".repeat(40) }, "of its newest commit has kept a review"],
  ])("do not hold a review %s", async (_what, artifact, words) => {
    merged(1, "merge", artifact);
    const { approved, noted, files } = await bring({ since: "HEAD~1" });
    expect({ approved, files }).toEqual({ approved: [], files: ["approvals.json"] });
    expect(noted).toContain("warning: pull request 1 approves nothing, because");
    expect(noted).toContain(words);
    expect(noted).toContain("run the apply by hand");
  });

  it.each([401, 403, 404])("say which right is missing: %i", async (status) => {
    merged(1);
    forge.misbehave = () => [status, { message: "No" }];
    const failure = await bring().catch((error: Error) => error.message);
    expect(failure).toMatch(/requests could not be read: 127\.0\.0\.1:\d+ .*\n {2}what to do: /);
    expect(failure).toContain(name === "github" ? "pull-requests: read" : "read_api");
    expect(failure).not.toContain("the-token");
  });

  it("are not known in a shallow clone, or without the commit", async () => {
    merged(1);
    await expect(bring({ since: "unknown" })).rejects.toThrow(/--since unknown: git does not know this commit/);
    writeFileSync(join(folder, ".git/shallow"), `${project.head}\n`);
    await expect(bring()).rejects.toThrow(/the clone is shallow.*\n.*fetch-depth: 0/);
  });
});

describe("artifacts of GitHub", () => {
  beforeEach(() => {
    forgeName = "github";
  });

  it("of two runs: the newest counts", async () => {
    merged(1);
    const [first] = forge.artifacts as [Artifact];
    forge.artifacts.push({
      ...first,
      id: 50,
      createdAt: "2031-01-01T00:00:00Z",
      files: { "review.json": jsonOf("New") },
    });
    forge.artifacts.push({
      ...first,
      id: 51,
      createdAt: "2001-01-01T00:00:00Z",
      files: { "review.json": jsonOf("Old") },
    });
    expect((await bring()).approved).toEqual(["New"]);
  });

  it("write one file, whatever else is packed", async () => {
    merged(1, "merge", { files: { "../evil.json": "{}", "review.json": jsonOf("Fine"), "2.json": "{}" } });
    expect(await bring()).toMatchObject({ files: ["1.json", "approvals.json"], approved: ["Fine"] });
    expect(existsSync(join(output, "../evil.json"))).toBe(false);
  });

  it.each<[string, Partial<Artifact>, string]>([
    ["without the file", { files: { "other.json": "{}" } }, "no usable review.json"],
    ["that are no archive", { bytes: new Uint8Array([1, 2, 3]) }, "not a zip archive"],
    ["that are too large", { size: 10 ** 9 }, "1000000000 bytes"],
    [
      "that are too large unpacked",
      { files: { "review.json": "x".repeat(40 * 1024 * 1024) } },
      "no usable review.json",
    ],
  ])("%s approve nothing", async (_what, artifact, words) => {
    merged(1, "merge", artifact);
    expect((await bring()).noted).toContain(words);
  });

  it("that are no review are skipped by the apply, with the reason", async () => {
    merged(1, "merge", { files: { "review.json": "{}" } });
    expect(await bring()).toMatchObject({ approved: [], noted: expect.stringContaining("is not a review") });
  });

  it("are found behind many other pull requests, with a bound", async () => {
    merged(1);
    const [own] = forge.pulls;
    const others = Array.from({ length: 250 }, (_, index) => ({ number: 1000 + index, head: "a", merge: "b" }));
    forge.pulls = [...others, ...(own ? [own] : [])];
    expect((await bring()).approved).toEqual(["Review 1"]);
    forge.pulls = [...Array.from({ length: 9 }, () => others).flat(), ...(own ? [own] : [])];
    forge.requests.length = 0;
    await bring();
    expect(forge.requests.filter((path) => path.endsWith("/pulls")).length).toBeLessThanOrEqual(5 * 20);
  });
});

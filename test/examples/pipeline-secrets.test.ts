/** The pipelines to copy: no job that runs the code of a pull request can read a secret or write anything. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ROOT } from "../../tools/local/repository.ts";

interface Step {
  readonly uses?: string;
  readonly with?: { readonly ref?: string; readonly "persist-credentials"?: boolean };
}
interface GitHubJob {
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}
interface GitLabJob {
  readonly environment?: string;
  readonly rules?: readonly { readonly if?: string }[];
  readonly script?: readonly string[];
}

const read = (path: string): string => readFileSync(join(ROOT, "examples/pipelines", path), "utf8");

describe("on GitHub", () => {
  const text = read("github/catalogue.yml");
  const { on, permissions, env, jobs } = parse(text) as {
    on: Record<string, unknown>;
    permissions: object;
    env: object;
    jobs: Record<string, GitHubJob>;
  };
  const checkouts = ({ steps }: GitHubJob) => steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
  const runsPullRequest = (job: GitHubJob): boolean => checkouts(job).some((step) => step.with?.ref === undefined);
  const ofPullRequests = Object.entries(jobs).filter(([, job]) => runsPullRequest(job));

  it("one job runs the code of a pull request: without secrets, without an environment, and it may only read", () => {
    expect(ofPullRequests.map(([name]) => name)).toEqual(["review"]);
    for (const [, job] of ofPullRequests) {
      expect(JSON.stringify(job)).not.toMatch(/secrets\b|github\.token/);
      expect(job.environment).toBeUndefined();
      expect(job.permissions).toEqual({ contents: "read" });
    }
  });

  it("pull requests run by pull_request, with no secret and no right for all jobs", () => {
    expect(Object.keys(on)).not.toContain("pull_request_target");
    expect(Object.keys(on)).not.toContain("workflow_run");
    expect(JSON.stringify(env)).not.toMatch(/secrets\b/);
    expect(permissions).toEqual({});
  });

  it("jobs with secrets belong to an environment and run main; no checkout leaves a token behind", () => {
    const withSecrets = Object.values(jobs).filter((job) => JSON.stringify(job).includes("secrets."));
    expect(withSecrets.length).toBeGreaterThan(2);
    for (const job of withSecrets) {
      expect(job.environment).toMatch(/^billing-/);
      expect(checkouts(job).map((step) => step.with?.ref)).toEqual(["main"]);
    }
    for (const step of Object.values(jobs).flatMap(checkouts)) expect(step.with?.["persist-credentials"]).toBe(false);
  });
});

describe("on GitLab", () => {
  const all = parse(read("gitlab/.gitlab-ci.yml")) as Record<string, GitLabJob>;
  const jobs = Object.entries(all).filter(([, job]) => Array.isArray(job.script));
  const isOfMergeRequests = ({ rules = [] }: GitLabJob): boolean =>
    rules.some((rule) => rule.if?.includes("merge_request_event"));

  it("jobs of merge requests belong to no environment, so they get no credentials", () => {
    const own = jobs.filter(([, job]) => isOfMergeRequests(job));
    expect(own.map(([name]) => name)).toEqual(["review", "comment"]);
    for (const [, job] of own) expect(job.environment).toBeUndefined();
  });

  it("all others run on the default branch, in an environment", () => {
    const others = jobs.filter(([, job]) => !isOfMergeRequests(job));
    expect(others.length).toBeGreaterThan(3);
    for (const [, { rules = [], environment }] of others) {
      expect(environment).toMatch(/^billing-/);
      for (const rule of rules) expect(rule.if).toContain("$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH");
    }
  });
});

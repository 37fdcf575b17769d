/** `catalogue approvals`: the reviews of the pull requests whose changes no run has applied yet. */
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { MergedPullRequest, MergedPullRequests } from "../forge/approvals/forge.js";
import { type Pipeline, pipelineOf } from "../forge/pipeline.js";
import { type PastUpdate, pastUpdates } from "../pulumi/stack-history.js";
import { APPROVALS_FILE } from "./approved.js";
import { EXIT, type ExitCode } from "./exit-codes.js";
import { makeFolder } from "./folder.js";
import { git, isAncestor, runGit } from "./git.js";
import { writeOutput } from "./output.js";

export interface ApprovalsOptions {
  readonly stack: string;
  readonly output: string;
  /** The last commit that was applied. Default: by the history of the stack. */
  readonly since?: string;
  /** The branch that pull requests are merged into. Default: that of the run. */
  readonly branch?: string;
}

/** What the command asks of the world; tests hand in their own. */
export interface World {
  readonly folder: string;
  readonly pipeline: Pipeline;
  readonly forge: MergedPullRequests;
  readonly updates: () => Promise<readonly PastUpdate[]>;
  /** Between two tries. */
  readonly wait: () => Promise<void>;
  readonly print: (text: string) => void;
  readonly note: (text: string) => void;
}

/** How often a list is read again that does not show the newest merge yet, and how long it waits, in seconds. */
const TRIES = 5;
const PAUSE = 4;

export async function runApprovals(options: ApprovalsOptions): Promise<ExitCode> {
  const pipeline = pipelineOf(process.env);
  const folder = process.cwd();
  // A client is loaded only where it is needed.
  const forge =
    pipeline.forge === "github"
      ? (await import("../forge/approvals/github.js")).githubPullRequests(pipeline)
      : (await import("../forge/approvals/gitlab.js")).gitlabMergeRequests(pipeline);
  return bringApprovals(options, {
    folder,
    pipeline,
    forge,
    updates: () => pastUpdates(options.stack, folder),
    wait: () => sleep(PAUSE * 1_000),
    print: (text) => void process.stdout.write(`${text}\n`),
    note: (text) => void process.stderr.write(`${text}\n`),
  });
}

/** Writes a file for each pull request, and the list of them. Returns the exit code. */
export async function bringApprovals(options: ApprovalsOptions, world: World): Promise<ExitCode> {
  const { folder, note, print, pipeline } = world;
  const { stack, output } = options;
  const head = git(folder, ["rev-parse", "HEAD"], () => ({
    what: `${folder} is not in a git repository with a commit`,
    remedy: "run the command in a clone of the repository",
  }));
  if (runGit(folder, ["rev-parse", "--is-shallow-repository"]).trim() === "true")
    throw new Error(
      "the clone is shallow, so the commits since the last run are not known\n" +
        "  what to do: fetch the whole history: `fetch-depth: 0` of actions/checkout, `GIT_DEPTH: 0` on GitLab",
    );
  const branch = options.branch ?? pipeline.branch;
  if (branch === undefined) throw new Error("the branch is not known\n  what to do: name it: --branch main");
  const { since, commits } = await rangeOf(options, world, head);
  const merged = await mergedAs(branch, commits, head, world);
  clear(output);
  const list: (MergedPullRequest & { readonly review: string | null })[] = [];
  for (const pullRequest of merged) {
    const { number, url } = pullRequest;
    const kept = await world.forge.reviewOf(pullRequest, stack);
    const review = "text" in kept ? `${number}.json` : null;
    if ("text" in kept) writeOutput(join(output, `${number}.json`), kept.text);
    else
      note(
        `warning: pull request ${number} approves nothing, because ${kept.missing}\n` +
          "  what to do: if its changes are still to be made, run the apply by hand: it shows them and asks for an " +
          "approval",
      );
    list.push({ ...pullRequest, review });
    print(`${review === null ? "no review" : "approved"}: pull request ${number} (${url})`);
  }
  if (list.length === 0) print("no pull request was merged since the last run, so nothing is approved");
  const known = { version: 1, stack, since: since ?? null, head, pullRequests: list };
  writeOutput(join(output, APPROVALS_FILE), `${JSON.stringify(known, null, 2)}\n`);
  return EXIT.fine;
}

interface Range {
  readonly since: string | undefined;
  /** HEAD included, the newest first. */
  readonly commits: readonly string[];
}

/** The commits that no run has brought to its end. */
async function rangeOf({ since: given }: ApprovalsOptions, world: World, head: string): Promise<Range> {
  const { folder, note } = world;
  const since = given === undefined ? await lastApplied(world, head) : resolved(folder, given);
  if (since === undefined) {
    note("note: no earlier run of a commit before this one is known, so only the pull request of this commit approves");
    return { since, commits: [head] };
  }
  const commits = runGit(folder, ["rev-list", `${since}..${head}`])
    .split("\n")
    .filter((line) => line !== "");
  // What is applied already is applied again without a change.
  return { since, commits: commits.length === 0 ? [head] : commits };
}

async function lastApplied({ folder, updates }: World, head: string): Promise<string | undefined> {
  const applied = (await updates()).flatMap(({ kind, result, commit }) =>
    kind === "update" && result === "succeeded" && commit !== undefined ? [commit] : [],
  );
  return applied.find((commit) => isAncestor(folder, commit, head));
}

const resolved = (folder: string, since: string): string =>
  git(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${since}^{commit}`], () => ({
    what: `--since ${since}: git does not know this commit`,
    remedy: "name a commit of this clone, and fetch the whole history",
  }));

/** Right after a merge a forge may not show it yet. A push without a pull request is never shown. */
async function mergedAs(
  branch: string,
  commits: readonly string[],
  head: string,
  { folder, forge, wait, note }: World,
): Promise<readonly MergedPullRequest[]> {
  const wanted = new Set(commits);
  const oldest = Number(runGit(folder, ["show", "--no-patch", "--format=%ct", commits.at(-1) ?? head]).trim()) * 1_000;
  // The clocks of the forge and of whoever made the commit may differ.
  const since = oldest - DAY;
  for (let tries = 1; ; tries += 1) {
    const found = await forge.mergedAs(branch, wanted, since);
    if (found.some(({ merge }) => merge === head)) return found;
    if (tries === TRIES) {
      note(`note: commit ${head.slice(0, 12)} was merged by no pull request that the forge shows`);
      return found;
    }
    await wait();
  }
}

const DAY = 86_400_000;

/** Reviews of an earlier run approve nothing. */
function clear(folder: string): void {
  makeFolder(folder);
  for (const name of readdirSync(folder)) if (/^(\d+|approvals)\.json$/.test(name)) rmSync(join(folder, name));
}

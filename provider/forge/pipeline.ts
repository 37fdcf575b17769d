/** Where a command of a pipeline runs: the forge, the repository and the run, from the variables that forges set. */
import { readFileSync } from "node:fs";
import { isObject, type Json } from "../fields/shape.js";

export interface Pipeline {
  readonly forge: "github" | "gitlab";
  /** The root of its REST API: "https://api.github.com". */
  readonly api: string;
  /** GitHub: "owner/name". GitLab: the id or the path of the project. */
  readonly repository: string;
  readonly token: string;
  /** Grows from run to run: GitHub's run number, GitLab's `CI_PIPELINE_IID`. 0: not in a pipeline. */
  readonly run: number;
  /** Of the same run, repeated; 1 for the first. */
  readonly attempt: number;
  /** Of the run, over all workflows of the forge; grows too. Absent: not in a pipeline. */
  readonly id?: number;
  /** The commit of the pull request that the run is about, without what it would be merged into. Absent: not known. */
  readonly head?: string;
  /** The number of the pull request or merge request that the run is about. Absent: none. */
  readonly pullRequest?: number;
  /** The branch that pull requests are merged into, where the run knows it. */
  readonly branch?: string;
  /** The page of the run. */
  readonly url?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The pipeline that the environment describes.
 *
 * @throws an Error with what to do when it describes none, or has no token
 */
export function pipelineOf(environment: Environment): Pipeline {
  if (environment["GITHUB_REPOSITORY"]) return ofGitHub(environment);
  if (environment["CI_PROJECT_ID"]) return ofGitLab(environment);
  throw new Error(
    "this is not a pipeline of GitHub or GitLab: neither GITHUB_REPOSITORY nor CI_PROJECT_ID is set\n" +
      "  what to do: run the command in a job of a workflow; elsewhere, set GITHUB_REPOSITORY=<owner>/<name> and " +
      "GITHUB_TOKEN, or CI_PROJECT_ID, CI_API_V4_URL and GITLAB_TOKEN",
  );
}

function ofGitHub(environment: Environment): Pipeline {
  const event = eventOf(environment["GITHUB_EVENT_PATH"]);
  const pullRequest = isObject(event["pull_request"]) ? event["pull_request"] : {};
  const pull = pullRequest["number"];
  const head = isObject(pullRequest["head"]) ? pullRequest["head"]["sha"] : undefined;
  const runId = numberOf(environment["GITHUB_RUN_ID"]);
  const server = environment["GITHUB_SERVER_URL"];
  const [repository, id] = [environment["GITHUB_REPOSITORY"] ?? "", environment["GITHUB_RUN_ID"]];
  const branch = environment["GITHUB_BASE_REF"] || environment["GITHUB_REF_NAME"];
  return {
    forge: "github",
    api: environment["GITHUB_API_URL"] || "https://api.github.com",
    repository,
    token: tokenOf(environment, ["GITHUB_TOKEN", "GH_TOKEN"]),
    run: numberOf(environment["GITHUB_RUN_NUMBER"]) ?? 0,
    attempt: numberOf(environment["GITHUB_RUN_ATTEMPT"]) ?? 1,
    ...(runId === undefined ? {} : { id: runId }),
    ...(typeof head === "string" ? { head } : {}),
    ...(typeof pull === "number" ? { pullRequest: pull } : {}),
    ...(branch ? { branch } : {}),
    ...(server && id ? { url: `${server}/${repository}/actions/runs/${id}` } : {}),
  };
}

function ofGitLab(environment: Environment): Pipeline {
  const pullRequest = numberOf(environment["CI_MERGE_REQUEST_IID"]);
  const branch = environment["CI_MERGE_REQUEST_TARGET_BRANCH_NAME"] || environment["CI_COMMIT_BRANCH"];
  const url = environment["CI_PIPELINE_URL"];
  const id = numberOf(environment["CI_PIPELINE_ID"]);
  // In a pipeline for merged results, CI_COMMIT_SHA is the commit of the merge.
  const head = environment["CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"] || environment["CI_COMMIT_SHA"];
  return {
    forge: "gitlab",
    api: environment["CI_API_V4_URL"] || "https://gitlab.com/api/v4",
    repository: environment["CI_PROJECT_ID"] ?? "",
    token: tokenOf(environment, ["GITLAB_TOKEN"]),
    run: numberOf(environment["CI_PIPELINE_IID"]) ?? 0,
    attempt: 1,
    ...(id === undefined ? {} : { id }),
    ...(head && pullRequest !== undefined ? { head } : {}),
    ...(pullRequest === undefined ? {} : { pullRequest }),
    ...(branch ? { branch } : {}),
    ...(url ? { url } : {}),
  };
}

function tokenOf(environment: Environment, names: readonly string[]): string {
  const token = names.map((name) => environment[name]?.trim()).find((value) => value);
  if (token) return token;
  throw new Error(
    `${names[0]} is not set\n  what to do: hand the job's token to the step: ` +
      (names[0] === "GITLAB_TOKEN"
        ? "a project access token with scope api as the variable GITLAB_TOKEN"
        : "`env: { GITHUB_TOKEN: $" + "{{ github.token }} }`"),
  );
}

/** What GitHub says of the event that started the run. */
function eventOf(path: string | undefined): Readonly<Record<string, Json>> {
  try {
    const event = JSON.parse(readFileSync(path ?? "", "utf8")) as Json;
    return isObject(event) ? event : {};
  } catch {
    return {};
  }
}

const numberOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;

/** Merged merge requests of GitLab, and the artifacts of their review jobs. */
import { Gitlab } from "@gitbeaker/rest";
import type { Pipeline } from "../pipeline.js";
import { type MergedPullRequest, type MergedPullRequests, MOST_BYTES, MOST_PAGES, REVIEW_FILE } from "./forge.js";
import { type Needs, readError } from "./read-error.js";

const NEEDS: Needs = { github: "pull-requests: read", gitlab: "read_api" };
/** The name of the job that makes the review. */
const JOB = "review";

export function gitlabMergeRequests(pipeline: Pipeline): MergedPullRequests {
  const { api, token, repository } = pipeline;
  const gitlab = new Gitlab({ host: new URL(api).origin, token });
  return {
    mergedAs: async (branch, commits, since) => {
      const all = await gitlab.MergeRequests.all({
        projectId: repository,
        state: "merged",
        targetBranch: branch,
        orderBy: "updated_at",
        sort: "desc",
        updatedAfter: new Date(since).toISOString(),
        perPage: 100,
        maxPages: MOST_PAGES,
      }).catch((error: unknown) => {
        throw readError(error, "the merge requests could not be read", pipeline, NEEDS);
      });
      return all.flatMap((one): MergedPullRequest[] => {
        // Merged by fast-forward, it has no commit of its own.
        const merge = [one.merge_commit_sha, one.squash_commit_sha, one.sha].find(
          (commit) => typeof commit === "string" && commits.has(commit),
        );
        const { iid: number, sha: head, web_url: url } = one;
        return typeof merge === "string" ? [{ number, head: String(head), merge, url: String(url) }] : [];
      });
    },
    reviewOf: async ({ number, head }) => {
      try {
        const pipelines = await gitlab.MergeRequests.allPipelines(repository, number);
        const own = pipelines.filter(({ sha, project_id: project }) => sha === head && isProject(project, repository));
        const [newest] = own.sort((a, b) => b.id - a.id);
        if (!newest)
          return {
            missing: pipelines.some(({ sha }) => sha === head)
              ? "its review was made in a fork, so it may be forged"
              : "no pipeline of its newest commit has kept a review",
          };
        const jobs = await gitlab.Jobs.all(repository, { pipelineId: newest.id });
        const [job] = jobs.filter(({ name }) => name === JOB).sort((a, b) => b.id - a.id);
        if (!job) return { missing: `its pipeline has no job ${JOB}` };
        const file = await gitlab.JobArtifacts.downloadArchive(repository, {
          jobId: job.id,
          artifactPath: REVIEW_FILE,
        });
        const bytes = await (file as Blob).arrayBuffer();
        if (bytes.byteLength > MOST_BYTES) return { missing: `its review has ${bytes.byteLength} bytes` };
        return { text: new TextDecoder().decode(bytes) };
      } catch (error) {
        const isGone = (error as { cause?: { response?: { status?: number } } }).cause?.response?.status === 404;
        if (isGone) return { missing: "its review is no longer kept" };
        throw readError(error, `the review of merge request ${number} could not be read`, pipeline, NEEDS);
      }
    },
  };
}

/** A project by its id; by its path it cannot be compared, and the pipelines of a fork have another id. */
const isProject = (id: unknown, repository: string): boolean => !/^\d+$/.test(repository) || String(id) === repository;

/** Merged pull requests of GitHub, and the artifacts that hold their reviews. Lists are read, no search index. */
import { unzipSync } from "fflate";
import { octokitFor } from "../octokit.js";
import type { Pipeline } from "../pipeline.js";
import {
  type KeptReview,
  type MergedPullRequest,
  type MergedPullRequests,
  MOST_BYTES,
  MOST_PAGES,
  REVIEW_FILE,
} from "./forge.js";
import { type Needs, readError } from "./read-error.js";

const PULLS: Needs = { github: "pull-requests: read", gitlab: "read_api" };
const ARTIFACTS: Needs = { github: "actions: read", gitlab: "read_api" };

export function githubPullRequests(pipeline: Pipeline): MergedPullRequests {
  const octokit = octokitFor(pipeline);
  const [owner = "", repo = ""] = pipeline.repository.split("/");
  return {
    mergedAs: async (branch, commits, since) => {
      const found: MergedPullRequest[] = [];
      for (let page = 1; page <= MOST_PAGES; page += 1) {
        const { data } = await octokit.rest.pulls
          .list({ owner, repo, state: "closed", base: branch, sort: "updated", direction: "desc", per_page: 100, page })
          .catch((error: unknown) => {
            throw readError(error, "the pull requests could not be read", pipeline, PULLS);
          });
        for (const { number, merged_at, merge_commit_sha: merge, head, html_url: url } of data)
          if (merged_at && merge && commits.has(merge)) found.push({ number, head: head.sha, merge, url });
        const last = data.at(-1);
        if (data.length < 100 || !last || Date.parse(last.updated_at) < since) break;
      }
      return found;
    },
    reviewOf: async (pullRequest, stack) => {
      const name = `catalogue-review-${stack}-${pullRequest.head}`;
      const what = `the review of pull request ${pullRequest.number} could not be read`;
      const failed = (error: unknown): never => {
        throw readError(error, what, pipeline, ARTIFACTS);
      };
      const { data } = await octokit.rest.actions
        .listArtifactsForRepo({ owner, repo, name, per_page: 100 })
        .catch(failed);
      const named = data.artifacts.filter(
        (one) => one.name === name && one.workflow_run?.head_sha === pullRequest.head,
      );
      // The run of a fork runs the fork's code, so what it keeps may be forged.
      const own = named.filter(
        ({ workflow_run: run }) => run?.repository_id !== undefined && run.repository_id === run.head_repository_id,
      );
      const [newest] = own
        .filter(({ expired }) => !expired)
        .sort((a, b) => Date.parse(b.created_at ?? "") - Date.parse(a.created_at ?? "") || b.id - a.id);
      if (!newest) return { missing: whyNone(named.length, own.length) };
      if (newest.size_in_bytes > MOST_BYTES) return { missing: `its artifact has ${newest.size_in_bytes} bytes` };
      const archive = await octokit.rest.actions
        .downloadArtifact({ owner, repo, artifact_id: newest.id, archive_format: "zip" })
        .catch(failed);
      return unpacked(new Uint8Array(archive.data as ArrayBuffer));
    },
  };
}

function whyNone(named: number, own: number): string {
  if (named === 0) return "no run of its newest commit has kept a review";
  return own === 0 ? "its review was made in a fork, so it may be forged" : "its review is no longer kept";
}

/** The one file of the archive that counts; nothing is written anywhere. */
function unpacked(archive: Uint8Array): KeptReview {
  if (archive.length > MOST_BYTES) return { missing: `its artifact has ${archive.length} bytes` };
  try {
    const files = unzipSync(archive, {
      filter: ({ name, originalSize }) => name === REVIEW_FILE && originalSize <= MOST_BYTES,
    });
    const bytes = files[REVIEW_FILE];
    return bytes ? { text: new TextDecoder().decode(bytes) } : { missing: `its artifact has no usable ${REVIEW_FILE}` };
  } catch {
    return { missing: "its artifact is not a zip archive" };
  }
}

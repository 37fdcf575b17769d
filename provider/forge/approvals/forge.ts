/** What `catalogue approvals` asks of a forge: which pull requests were merged, and what their reviews said. */

/** A merged pull request, or merge request. */
export interface MergedPullRequest {
  readonly number: number;
  /** The commit that was reviewed. */
  readonly head: string;
  /** The commit on the branch that it was merged as. */
  readonly merge: string;
  readonly url: string;
}

/** The JSON of a review, or why there is none that counts, as the end of a sentence. */
export type KeptReview = { readonly text: string } | { readonly missing: string };

export interface MergedPullRequests {
  /**
   * Those that were merged into the branch as one of the commits. `since`: the time of the oldest commit, in
   * milliseconds since the epoch; what was touched last before it need not be looked at.
   */
  readonly mergedAs: (
    branch: string,
    commits: ReadonlySet<string>,
    since: number,
  ) => Promise<readonly MergedPullRequest[]>;
  readonly reviewOf: (pullRequest: MergedPullRequest, stack: string) => Promise<KeptReview>;
}

/** Pages of a list that are read at most, of 100 each. */
export const MOST_PAGES = 20;
/** Bytes of a review, packed or not. */
export const MOST_BYTES = 32 * 1024 * 1024;
/** The file in an artifact. */
export const REVIEW_FILE = "review.json";

/** Whether the files of this folder are older than what the stack has: then a run would bring old prices back. */
import type { PastUpdate } from "../../pulumi/stack-history.js";
import { isAncestor, runGit } from "../git.js";

/** The commit that is checked out. undefined: there is no repository, or no git. */
export function headCommit(folder: string): string | undefined {
  try {
    return runGit(folder, ["rev-parse", "--verify", "--quiet", "HEAD"]).trim();
  } catch {
    return undefined;
  }
}

/** A commit that comes after this one and was applied, perhaps in part. */
export const newerApplied = (folder: string, head: string, updates: readonly PastUpdate[]): string | undefined =>
  updates
    .flatMap(({ kind, commit }) => (kind === "update" && commit !== undefined ? [commit] : []))
    .find((commit) => commit !== head && isAncestor(folder, head, commit));

export const olderText = (head: string, applied: string, stack: string): string =>
  `the files are those of commit ${head.slice(0, 12)}, but stack ${stack} already has the later commit ` +
  `${applied.slice(0, 12)}; nothing was sent`;

export const OLDER_REMEDY =
  "check out the newest commit of the branch; to go back to older prices, revert the commit (catalogue revert) and " +
  "have that reviewed; if the later commit is of a branch that is not merged, add a commit to this branch first";

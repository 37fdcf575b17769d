/** The commits of a branch as they took effect on it: a merge counts when it was merged. */
import { existsSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { git, gitPath, runGit } from "../git.js";

export interface Commit {
  readonly hash: string;
  readonly parents: readonly string[];
  /** The name of the author. */
  readonly author: string;
  /** When the author made the change, and when it came to where it is now: ISO 8601 with a time zone. */
  readonly authored: string;
  readonly committed: string;
  readonly subject: string;
}

const SEPARATOR = "\u001f";
const FORMAT = ["%H", "%P", "%aN", "%aI", "%cI", "%s"].join("%x1f");

function commitsOf(root: string, args: readonly string[]): Commit[] {
  const log = ["-c", "log.showSignature=false", "log", "--encoding=UTF-8", `--format=${FORMAT}`, ...args, "--"];
  return runGit(root, log)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [hash = "", parents = "", author = "", authored = "", committed = "", ...subject] = line.split(SEPARATOR);
      return {
        hash,
        parents: parents === "" ? [] : parents.split(" "),
        author,
        authored,
        committed,
        subject: subject.join(SEPARATOR),
      };
    });
}

/**
 * The first parents of HEAD, newest first: each is a state that the branch had.
 *
 * @throws an Error that says what to do when nothing is committed yet
 */
export function branchCommits(root: string): Commit[] {
  git(root, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"], () => ({
    what: "the repository has no commit yet, so there is no history",
    remedy: "commit the catalogue first",
  }));
  return commitsOf(root, ["--first-parent", "HEAD"]);
}

/** One commit. */
export const commitOf = (root: string, hash: string): Commit | undefined => commitsOf(root, ["-1", hash])[0];

/** The commits that a merge brought in, newest first, without merges. */
export const mergedCommits = (root: string, { hash, parents }: Commit): Commit[] =>
  commitsOf(root, ["--no-merges", hash, `^${parents[0]}`]);

/** Which commits of the branch change one of these files, relative to the root. */
export function commitsThatChange(root: string, paths: readonly string[]): Set<string> {
  const patterns = paths.map((path) => `:(top,literal)${path}`);
  const listed = runGit(root, ["log", "--first-parent", "--format=%H", "HEAD", "--", ...patterns]);
  return new Set(listed.split("\n").filter((line) => line !== ""));
}

/** The commits whose parents are not in this clone. */
export function shallowEnds(root: string): ReadonlySet<string> {
  const path = gitPath(root, "shallow");
  return new Set(existsSync(path) ? readFileSync(path, "utf8").split("\n").filter(Boolean) : []);
}

/**
 * Where a folder was before a commit, as far as git sees it: most of its files are renamed from there. Paths are
 * relative to the root, without a slash at the end.
 */
export function formerFolder(root: string, { hash, parents }: Commit, folder: string): string | undefined {
  const [parent] = parents;
  if (parent === undefined) return undefined;
  const said = runGit(root, [
    ...["diff-tree", "-r", "-M", "-l0", "--diff-filter=R", "--name-status", "-z"],
    ...[parent, hash],
  ]).split("\0");
  const counts = new Map<string, number>();
  for (let at = 0; at + 2 < said.length; at += 3) {
    const [from = "", to = ""] = [said[at + 1], said[at + 2]];
    if (!to.startsWith(`${folder}/`) || from.startsWith(`${folder}/`)) continue;
    const inner = to.slice(folder.length);
    const found = `/${from}`.endsWith(inner) ? from.slice(0, -inner.length) : slashless(posix.dirname(from));
    counts.set(found, (counts.get(found) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

const slashless = (folder: string): string => (folder === "." ? "" : folder);

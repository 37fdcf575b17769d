/** The three states that a revert needs: before and after the commit, and now. */
import { type LoadedCatalogue, loadCatalogue } from "../../catalogue/load.js";
import { isProblem } from "../../catalogue/render.js";
import { registry } from "../../vendors/registry.js";
import { git, runGit } from "../git.js";
import { type Commit, commitOf, formerFolder } from "../history/commits.js";
import { catalogueOf, type History } from "../history/history.js";
import { lookUp, readTrees } from "../history/objects.js";
import type { ThreeStates } from "./texts.js";

export interface Sources extends ThreeStates {
  readonly commit: Commit;
  /** The catalogue folder at the commit, relative to the root of the repository. */
  readonly folder: string;
  /** Other files that the commit changes. */
  readonly others: readonly string[];
}

/**
 * The commit of this name, in the branch.
 *
 * @throws an Error that says what to do when git does not know it, or when it is in another branch
 */
export function namedCommit(root: string, name: string): Commit {
  const hash = git(root, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`], () => ({
    what: `git does not know the commit ${name} here`,
    remedy:
      "name a commit as `catalogue log` or `git log` shows it; in a shallow clone, run `git fetch --unshallow` first",
  }));
  git(root, ["merge-base", "--is-ancestor", hash, "HEAD"], () => ({
    what: `the commit ${name} is not a part of this branch, so there is nothing to take back`,
    remedy: "check out the branch that has it",
  }));
  return commitOf(root, hash) as Commit;
}

/** @throws an Error that says what to do when a state cannot be read, or when the commit does not touch the catalogue */
export function sourcesOf(history: History, commit: Commit, directory: string): Sources {
  const { root } = history.repository;
  const folders = [...new Set(history.states.map(({ folder }) => folder))];
  const [parent] = commit.parents;
  const treesIn = (folder: string): (string | undefined)[] =>
    [commit.hash, parent].map((hash) => (hash === undefined ? undefined : treeAt(root, hash, folder)));
  const folder = folders.find((one) => treesIn(one).some((tree) => tree !== undefined)) ?? folders[0] ?? "";
  const [after, own] = treesIn(folder);
  const former = own === undefined ? formerFolder(root, commit, folder) : undefined;
  const before = former === undefined || parent === undefined ? own : treeAt(root, parent, former);
  const changed = filesOf(root, commit);
  const isIn = (file: string, where: string): boolean => where === "" || file.startsWith(`${where}/`);
  if (after === before) throw new Error(noChange(commit, changed));
  return {
    commit,
    folder,
    before: readable(root, before, `before ${commit.hash.slice(0, SHORT)}`),
    after: readable(root, after, `in ${commit.hash.slice(0, SHORT)}`),
    now: checked(loadCatalogue(directory, OPTIONS), "now"),
    others: changed.filter((file) => !isIn(file, folder) && !(former !== undefined && isIn(file, former))),
  };
}

export const SHORT = 7;
const OPTIONS = { registry, values: undefined, mayBeEmpty: () => true };

function treeAt(root: string, commit: string, folder: string): string | undefined {
  const [found] = lookUp(root, [`${commit}:${folder}`]);
  return found?.type === "tree" ? found.hash : undefined;
}

const EMPTY: LoadedCatalogue = { files: [], entries: [], problems: [] };

function readable(root: string, tree: string | undefined, when: string): LoadedCatalogue {
  if (tree === undefined) return EMPTY;
  return checked(catalogueOf(root, readTrees(root, [tree]).get(tree) ?? [], undefined), when);
}

function checked(loaded: LoadedCatalogue, when: string): LoadedCatalogue {
  const [first] = loaded.problems.filter((problem) => isProblem(problem) && problem.code !== "no-catalogue");
  if (first === undefined) return loaded;
  const { place, message } = first;
  throw new Error(
    `the catalogue does not load ${when}: ${place.file.split("/").at(-1)}:${place.line}: ${message}\n` +
      `  what to do: ${when === "now" ? "correct it first: `catalogue validate` shows all problems" : "use `git revert`, and check the result with `catalogue review --base HEAD`"}`,
  );
}

/** Against the first parent. */
function filesOf(root: string, { hash, parents: [parent] }: Commit): string[] {
  const from = parent === undefined ? ["--root", hash] : [parent, hash];
  return runGit(root, ["diff-tree", "-r", "--no-commit-id", "--name-only", "-z", ...from])
    .split("\0")
    .filter(Boolean);
}

function noChange(commit: Commit, files: readonly string[]): string {
  const shown = files.slice(0, 5).join(", ") || "no file";
  return (
    `the commit ${commit.hash.slice(0, SHORT)} changes nothing in the catalogue (it changes ${shown})\n` +
    "  what to do: name another commit, as `catalogue log` shows them; for other files, use `git revert`"
  );
}

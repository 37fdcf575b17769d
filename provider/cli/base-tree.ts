/** Files of a commit, checked out into a temporary folder: the other state of a review from the files. */
import { lstatSync, mkdtempSync, readlinkSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join, posix } from "node:path";
import { fromRoot, git, isInside, repositoryOf, runGit, slashes } from "./git.js";

export interface BaseTree {
  /** Where the folder in which the command runs is in the earlier files. */
  readonly folder: string;
  /** The full name of the commit. */
  readonly commit: string;
  /**
   * Checks out files and folders, relative to the folder in which the command runs, with what their links point to.
   * Paths that the commit does not have are left out. Returns whether it has any of them.
   *
   * @throws an Error that says what to do when one of them is a submodule, whose files are in another repository
   */
  readonly checkout: (paths: readonly string[]) => boolean;
  readonly remove: () => void;
}

/**
 * The files as they were where the branch began: the last commit that HEAD and `base` have in common; with `exactly`,
 * as they are in `base` itself. `folder`: where the command runs. Nothing is checked out yet.
 *
 * @throws an Error that says what to do when this is not a git repository, or the commit is not known here
 */
export function baseTree(base: string, folder: string, { exactly = false } = {}): BaseTree {
  const repository = repositoryOf(folder, exactly ? "" : INSTEAD);
  const { root, below } = repository;
  const known = git(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${base}^{commit}`], () => ({
    what: `git does not know the commit ${base} here`,
    remedy:
      "fetch it first (`git fetch origin`; in a pipeline, check out with the whole history), or name another " +
      "commit",
  }));
  const commit = exactly
    ? known
    : git(folder, ["merge-base", known, "HEAD"], () => ({
        what: `HEAD and ${base} have no commit in common here`,
        remedy: "fetch the whole history (`git fetch --unshallow`; in a pipeline `fetch-depth: 0`)",
      }));
  const target = realpathSync(mkdtempSync(join(tmpdir(), "catalogue-base-")));
  const remove = (): void => rmSync(target, { recursive: true, force: true });
  const checkout = (paths: readonly string[]): boolean => {
    const wanted = paths.map((path) => fromRoot(repository, path) || ".");
    return copyOut({ root, commit, target }, wanted.filter(isInside), new Set());
  };
  return { folder: join(target, below), commit, checkout, remove };
}

const INSTEAD = "review a preview of the engine with --stack";

interface Copy {
  readonly root: string;
  readonly commit: string;
  readonly target: string;
}

interface Item {
  readonly mode: string;
  readonly path: string;
  /** As `git update-index --index-info` reads it. */
  readonly line: string;
}

const LINK = "120000";
const SUBMODULE = "160000";

/** `done`: paths that were looked at, so that links in a circle end. */
function copyOut(copy: Copy, wanted: readonly string[], done: Set<string>): boolean {
  const paths = wanted.filter((path) => !done.has(path));
  for (const path of paths) done.add(path);
  if (paths.length === 0) return false;
  // A path may lead through a link, and a submodule may be above it.
  const above = itemsAt(copy, [...new Set(paths.flatMap(foldersAbove))], []);
  const items = [...itemsAt(copy, paths, ["-r"]), ...above.filter(({ mode }) => mode === LINK || mode === SUBMODULE)];
  const submodule = items.find(({ mode }) => mode === SUBMODULE);
  if (submodule)
    throw new Error(
      `${submodule.path} is a submodule, so its earlier files are in another repository\n` +
        "  what to do: run the command in the submodule; or review a preview of the engine with --stack",
    );
  write(copy, items);
  const links = items.filter(({ mode }) => mode === LINK).map(({ path }) => path);
  const through = links.flatMap((link) => paths.flatMap((path) => targetOf(copy, link, path) ?? []));
  const more = copyOut(copy, through, done);
  return more || items.some(({ mode, path }) => mode !== LINK || !paths.includes(path));
}

/** Where a link leads on the way to a path, or where it leads itself; undefined: out of the repository. */
function targetOf({ target }: Copy, link: string, path: string): string | undefined {
  const file = join(target, link);
  // Where links are not supported, git writes a file.
  if (!lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink()) return undefined;
  const to = slashes(readlinkSync(file));
  if (isAbsolute(to)) return undefined;
  const rest = path.startsWith(`${link}/`) ? path.slice(link.length) : "";
  const found = posix.normalize(posix.join(posix.dirname(link), to) + rest).replace(/\/+$/, "");
  return isInside(found) ? found : undefined;
}

/** "a/b/c" → "a", "a/b" */
const foldersAbove = (path: string): string[] =>
  path
    .split("/")
    .slice(0, -1)
    .map((_name, index, names) => names.slice(0, index + 1).join("/"));

function itemsAt({ root, commit }: Copy, paths: readonly string[], options: readonly string[]): Item[] {
  if (paths.length === 0) return [];
  const patterns = paths.map((path) => `:(top,literal)${path === "." ? "" : path}`);
  return runGit(root, ["ls-tree", "-z", "--full-tree", ...options, commit, "--", ...patterns])
    .split("\0")
    .filter((line) => line !== "")
    .map((line) => ({ mode: line.slice(0, 6), path: line.slice(line.indexOf("\t") + 1), line }));
}

function write({ root, target }: Copy, items: readonly Item[]): void {
  if (items.length === 0) return;
  // An index of its own: the one of the repository stays as it is.
  const own = { GIT_INDEX_FILE: join(target, ".index") };
  const index = items.map(({ line }) => `${line}\0`).join("");
  const names = items.map(({ path }) => `${path}\0`).join("");
  runGit(root, [...PLAIN_INDEX, "update-index", "-z", "--index-info"], { environment: own, input: index });
  runGit(root, [...PLAIN_INDEX, "checkout-index", "-z", "--stdin", "--force", `--prefix=${target}/`], {
    environment: own,
    input: names,
  });
  rmSync(own.GIT_INDEX_FILE, { force: true });
}

/** Other kinds of index leave files in the repository, or run a program beside it. */
const PLAIN_INDEX = ["-c", "core.splitIndex=false", "-c", "core.fsmonitor=false", "-c", "core.untrackedCache=false"];

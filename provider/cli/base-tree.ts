/** Files of a commit, checked out into a temporary folder: the other state of a review from the files. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix, relative, sep } from "node:path";

export interface BaseTree {
  /** Where the folder in which the command runs is in the earlier files. */
  readonly folder: string;
  /** The full name of the commit. */
  readonly commit: string;
  readonly remove: () => void;
}

/**
 * The files as they were where the branch began: the last commit that HEAD and `base` have in common. `folder`: where
 * the command runs. `paths`: files and folders below it; what the commit does not have is left out.
 *
 * @throws an Error that says what to do when this is not a git repository, or the commit is not known here
 */
export function baseTree(base: string, folder: string, paths: readonly string[]): BaseTree {
  const root = git(folder, ["rev-parse", "--show-toplevel"], () => ({
    what: `${folder} is not in a git repository`,
    remedy: "run the command in a clone of the repository; or review a preview of the engine with --stack",
  }));
  const known = git(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${base}^{commit}`], () => ({
    what: `git does not know the commit ${base} here`,
    remedy:
      "fetch it first (`git fetch origin`; in a pipeline, check out with the whole history), or name another " +
      "commit",
  }));
  const commit = git(folder, ["merge-base", known, "HEAD"], () => ({
    what: `HEAD and ${base} have no commit in common here`,
    remedy: "fetch the whole history (`git fetch --unshallow`; in a pipeline `fetch-depth: 0`)",
  }));
  const target = mkdtempSync(join(tmpdir(), "catalogue-base-"));
  const remove = (): void => rmSync(target, { recursive: true, force: true });
  try {
    const below = relative(realpathSync(root), realpathSync(folder)).split(sep).join("/");
    const files = paths.map((path) => `:(top,literal)${posix.join(below, path.split(sep).join("/"))}`);
    // An index of its own: the one of the repository stays as it is.
    const environment = { ...process.env, GIT_INDEX_FILE: join(target, ".index") };
    run(root, ["read-tree", commit], environment);
    const names = run(root, ["ls-files", "-z", "--", ...files], environment);
    run(root, ["checkout-index", "-z", "--stdin", "--force", `--prefix=${target}/`], environment, names);
    return { folder: join(target, below), commit, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function git(folder: string, args: readonly string[], wrong: () => { what: string; remedy: string }): string {
  try {
    return run(folder, args, process.env).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT")
      throw new Error(
        "git is not installed\n  what to do: install git, or review a preview of the engine with --stack",
      );
    const { what, remedy } = wrong();
    throw new Error(`${what}\n  what to do: ${remedy}`);
  }
}

const run = (cwd: string, args: readonly string[], env: NodeJS.ProcessEnv, input?: string): string =>
  execFileSync("git", args, {
    cwd,
    env,
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    ...(input === undefined ? {} : { input }),
  });

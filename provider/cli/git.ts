/** Runs git, in whatever environment the command was started: a hook, a pipeline, another language. */
import { execFileSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { posix, relative, resolve, sep } from "node:path";

/** What a person reads when git refuses. */
export interface Wrong {
  readonly what: string;
  readonly remedy: string;
}

export interface Repository {
  /** The folder of the work tree. */
  readonly root: string;
  /** The folder in which the command runs, relative to it, with forward slashes; "" for the root itself. */
  readonly below: string;
}

/**
 * The repository around a folder. `instead`: another way to what the command does, for the error.
 *
 * @throws an Error that says what to do when there is none, or when git is not installed
 */
export function repositoryOf(folder: string, instead = ""): Repository {
  const root = git(
    folder,
    ["rev-parse", "--show-toplevel"],
    (said) =>
      said.includes("dubious ownership")
        ? {
            what: `git does not trust the repository of ${folder}, because it belongs to another user`,
            remedy: "git config --global --add safe.directory <the folder of the repository>",
          }
        : {
            what: `${folder} is not in a git repository`,
            remedy: `run the command in a clone of the repository${instead === "" ? "" : `; or ${instead}`}`,
          },
    instead,
  );
  return { root, below: slashes(relative(realpathSync(root), realpathSync(folder))) };
}

export const slashes = (path: string): string => path.split(sep).join("/");

/** Whether a path relative to the root stays in the repository. */
export const isInside = (path: string): boolean => path !== ".." && !path.startsWith("../");

/** A path relative to the folder of the command, relative to the root of the repository: "" for the root. */
export function fromRoot({ below }: Repository, path: string): string {
  const found = posix.normalize(posix.join(below, slashes(path))).replace(/\/+$/, "");
  return found === "." ? "" : found;
}

/** The output of git without its last line end. `wrong`: what it means when git refuses, from its words. */
export function git(folder: string, args: readonly string[], wrong: (said: string) => Wrong, instead = ""): string {
  try {
    return runGit(folder, args).replace(/\r?\n$/, "");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT")
      throw new Error(`git is not installed\n  what to do: install git${instead === "" ? "" : `, or ${instead}`}`);
    const { what, remedy } = wrong(String((error as { stderr?: unknown }).stderr ?? ""));
    throw new Error(`${what}\n  what to do: ${remedy}`);
  }
}

/** What git sets for a hook: it is for the hook's folder and its index, and changes what paths mean. */
const OF_HOOKS = [
  ...["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"],
  ...["GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS"],
];

export interface GitInput {
  /** Variables of this call only. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** @throws the error of the process, with what git said in `stderr` */
export const runGit = (folder: string, args: readonly string[], own: GitInput = {}): string =>
  gitBytes(folder, args, own).toString("utf8");

/** The output as it is, for the content of files. */
export function gitBytes(folder: string, args: readonly string[], { environment = {}, input }: GitInput = {}): Buffer {
  const inherited = Object.entries(process.env).filter(([name]) => !OF_HOOKS.includes(name));
  return execFileSync("git", args, {
    cwd: folder,
    // The words of git are looked at.
    env: { ...Object.fromEntries(inherited), LC_ALL: "C", ...environment },
    maxBuffer: 512 * 1024 * 1024,
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    ...(input === undefined ? {} : { input }),
  });
}

/** The path of a file of the repository's own data: "shallow". */
export const gitPath = (folder: string, name: string): string =>
  resolve(folder, runGit(folder, ["rev-parse", "--git-path", name]).trim());

/** Whether a commit comes before another one, or is it. false as well where the repository lacks one of them. */
export function isAncestor(folder: string, commit: string, of: string): boolean {
  try {
    runGit(folder, ["merge-base", "--is-ancestor", commit, of]);
    return true;
  } catch {
    return false;
  }
}

/** The values of a stack at each commit, from its file there. */
import { join } from "node:path";
import type { JsonObject } from "../../fields/shape.js";
import { hasStackFile, readStackFile } from "../../pulumi/stack-file.js";
import { projectFiles, within } from "../files-config.js";
import { fromRoot, isInside, type Repository, runGit } from "../git.js";
import { type Commit, commitsThatChange } from "./commits.js";
import { lookUp, readObjects } from "./objects.js";
import { inTemporaryFolder } from "./temporary.js";

export interface NamedStack {
  readonly stack?: string;
  readonly configFile?: string;
  /** The values of now: for commits before there was a file, and where git does not have it. */
  readonly values: JsonObject;
}

export interface ValuesAt {
  /** undefined: no stack is named, so a placeholder may be anything. */
  readonly values: JsonObject | undefined;
  /** Equal for the same values. */
  readonly key: string;
  /** Why the file cannot be read. */
  readonly problem?: string;
}

export const NO_STACK: ValuesAt = { values: undefined, key: "" };

/** For each commit of the branch, newest first. A commit before the stack's file has the values of the first one. */
export function valuesOf(
  repository: Repository,
  folder: string,
  commits: readonly Commit[],
  named: NamedStack | undefined,
): ValuesAt[] {
  if (named === undefined) return commits.map(() => NO_STACK);
  const changing = commitsThatChange(repository.root, pathsOf(repository, folder, named));
  const changed = commits.filter(({ hash }) => changing.has(hash));
  const read = valuesIn(repository, folder, changed, named);
  const own = new Map(changed.map(({ hash }, index) => [hash, read[index]]));
  return carried(commits, own, { values: named.values, key: JSON.stringify(named.values) });
}

/** What the stack's file says in each of these commits; undefined: there is none. */
export function valuesIn(
  repository: Repository,
  folder: string,
  commits: readonly Commit[],
  named: NamedStack,
): (ValuesAt | undefined)[] {
  const { root, below } = repository;
  const paths = pathsOf(repository, folder, named);
  const names = commits.flatMap(({ hash }) => paths.map((path) => `${hash}:${path}`));
  const found = lookUp(root, names).map((object) => (object?.type === "blob" ? object.hash : ""));
  const texts = readObjects(
    root,
    found.filter((hash) => hash !== ""),
  );
  const read = new Map<string, ValuesAt | undefined>();
  return commits.map((_commit, index) => {
    const blobs = found.slice(index * paths.length, (index + 1) * paths.length);
    const key = blobs.join();
    const files = paths.flatMap((path, at) => {
      const content = texts.get(blobs[at] ?? "");
      return content === undefined ? [] : [{ mode: "100644", path, content }];
    });
    if (!read.has(key))
      read.set(
        key,
        inTemporaryFolder(files, (temporary) => readAt(join(temporary, below), folder, named)),
      );
    return read.get(key);
  });
}

/** A commit that does not change the file has what the nearest earlier one has that does. */
function carried(
  commits: readonly Commit[],
  own: ReadonlyMap<string, ValuesAt | undefined>,
  now: ValuesAt,
): ValuesAt[] {
  let current: ValuesAt | undefined;
  const upwards = commits.toReversed().map(({ hash }) => {
    if (own.has(hash)) current = own.get(hash);
    return current;
  });
  let last = now;
  return upwards.toReversed().map((values) => {
    last = values ?? last;
    return last;
  });
}

function readAt(temporary: string, folder: string, { stack, configFile }: NamedStack): ValuesAt | undefined {
  const file = configFile === undefined ? undefined : within(folder, configFile);
  try {
    if (!hasStackFile(temporary, stack, file)) return undefined;
    const { values } = readStackFile(temporary, stack, file);
    return { values, key: JSON.stringify(values) };
  } catch {
    const problem = "the configuration of the stack cannot be read";
    return { values: {}, key: problem, problem };
  }
}

/** The files that may say what the values are, relative to the root of the repository. */
function pathsOf(repository: Repository, folder: string, { stack, configFile }: NamedStack): string[] {
  const { root, below } = repository;
  const names = projectFiles(stack);
  const above = below.split("/").map((_part, index, parts) => parts.slice(0, parts.length - index).join("/"));
  const own = [...new Set([...above, ""])].flatMap((at) => names.map((name) => (at === "" ? name : `${at}/${name}`)));
  const patterns = names.map((name) => `:(top,glob)**/${name}`);
  // `stackConfigDir` may put the stack's file into any folder.
  const elsewhere = runGit(root, ["ls-files", "-z", "--", ...patterns]).split("\0");
  const file = configFile === undefined ? [] : [fromRoot(repository, within(folder, configFile))];
  return [...new Set([...own, ...elsewhere, ...file])].filter((path) => path !== "" && isInside(path));
}

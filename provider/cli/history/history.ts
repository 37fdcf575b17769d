/** The states that a catalogue folder had on this branch, and the entries of each. */
import { type LoadedCatalogue, loadCatalogue } from "../../catalogue/load.js";
import type { Entry } from "../../catalogue/model.js";
import { isProblem } from "../../catalogue/render.js";
import type { JsonObject } from "../../fields/shape.js";
import { below } from "../../review/places.js";
import { registry } from "../../vendors/registry.js";
import { fromRoot, git, isInside, type Repository, repositoryOf } from "../git.js";
import { branchCommits, type Commit, formerFolder, shallowEnds } from "./commits.js";
import { LINK, lookUp, readObjects, readTrees, type TreeItem } from "./objects.js";
import { inTemporaryFolder } from "./temporary.js";
import { type NamedStack, type ValuesAt, valuesIn, valuesOf } from "./values.js";

/** What the branch had from a commit on, until the next one. */
export interface State {
  readonly commit: Commit;
  /** The catalogue folder at that time, relative to the root of the repository. */
  readonly folder: string;
  /** undefined: there was no such folder. */
  readonly tree: string | undefined;
  readonly values: ValuesAt;
}

export interface LoadedState {
  readonly entries: readonly Entry[];
  readonly byAddress: ReadonlyMap<string, Entry>;
  /** Why the catalogue does not load there; then there are no entries. */
  readonly problem?: string;
}

export const NOTHING: LoadedState = { entries: [], byAddress: new Map() };

export interface HistoryOptions {
  /** Where the command runs. */
  readonly folder: string;
  /** The catalogue folder, relative to it. */
  readonly directory: string;
  /** Whose values are filled in. */
  readonly named?: NamedStack;
}

/** States with more entries in all are forgotten: they are made again when they are asked for. */
const MAX_LOADED = 20_000;
/** Trees that are listed with one call of git. */
const AHEAD = 64;

export class History {
  readonly repository: Repository;
  /** Newest first; each differs from the one before it in the files or in the values. */
  readonly states: readonly State[];
  /** Earlier commits are not in this clone. */
  readonly isShallow: boolean;
  readonly #items = new Map<string, readonly TreeItem[]>();
  readonly #loaded = new Map<string, LoadedState>();
  readonly #options: HistoryOptions;
  #size = 0;

  /** @throws an Error that says what to do when there is no history of this folder here */
  constructor(options: HistoryOptions) {
    const { folder, directory, named } = options;
    this.#options = options;
    this.repository = repositoryOf(folder);
    const { root } = this.repository;
    const at = fromRoot(this.repository, directory);
    if (!isInside(at))
      throw new Error(
        `${directory} is not in the repository of ${folder}\n` +
          "  what to do: run the command in the repository of the catalogue, or name its folder with --directory",
      );
    const commits = branchCommits(root);
    const values = valuesOf(this.repository, folder, commits, named);
    const points = foldersOf(root, commits, at).map((place, index): State => {
      const [commit, own] = [commits[index] as Commit, values[index] as ValuesAt];
      return { commit, ...place, values: own };
    });
    this.states = points.filter((point, index) => !isSame(point, points[index + 1]));
    this.isShallow = shallowEnds(root).has(commits.at(-1)?.hash ?? "");
    if (points.every(({ tree }) => tree === undefined)) throw new Error(noFolder(root, at, directory));
  }

  /** The entries of a state. */
  load(state: State): LoadedState {
    const { tree, values } = state;
    if (tree === undefined) return NOTHING;
    if (values.problem !== undefined) return { ...NOTHING, problem: values.problem };
    const key = `${tree} ${values.key}`;
    const known = this.#loaded.get(key);
    if (known) return known;
    const made = loadedOf(
      catalogueOf(this.repository.root, this.#itemsOf(state), values.values),
      below(state.folder, ""),
    );
    this.#size += made.entries.length;
    if (this.#size > MAX_LOADED) {
      this.#loaded.clear();
      this.#size = made.entries.length;
    }
    this.#loaded.set(key, made);
    return made;
  }

  /** Whether the branch has an entry of this address now: in the newest commit that loads. */
  has(address: string): boolean {
    const newest = this.states.find((state) => this.load(state).problem === undefined);
    return newest !== undefined && this.load(newest).byAddress.has(address);
  }

  /** Whether a file of the catalogue is the same in both, and means the same. */
  hasSameFile(a: State, b: State, name: string): boolean {
    if (a.folder !== b.folder || a.values.key !== b.values.key) return false;
    const [one, other] = [a, b].map((state) => this.#itemsOf(state).find(({ path }) => path === name));
    return one !== undefined && one.mode !== LINK && one.hash === other?.hash && one.mode === other.mode;
  }

  /** States of commits that are not on the branch itself. */
  statesOf(commits: readonly Commit[], like: State): State[] {
    const names = commits.map(({ hash }) => `${hash}:${like.folder}`);
    const trees = lookUp(this.repository.root, names).map((object) =>
      object?.type === "tree" ? object.hash : undefined,
    );
    const { folder, named } = this.#options;
    const values = named === undefined ? [] : valuesIn(this.repository, folder, commits, named);
    return commits.map((commit, index) => {
      return { ...like, commit, tree: trees[index], values: values[index] ?? like.values };
    });
  }

  #itemsOf({ tree = "" }: State): readonly TreeItem[] {
    const known = this.#items.get(tree);
    if (known !== undefined || tree === "") return known ?? [];
    const index = this.states.findIndex((state) => state.tree === tree);
    const next = index < 0 ? [] : this.states.slice(index, index + AHEAD).flatMap((state) => state.tree ?? []);
    for (const [hash, items] of readTrees(this.repository.root, [tree, ...next])) this.#items.set(hash, items);
    return this.#items.get(tree) ?? [];
  }
}

const isSame = (a: State, b: State | undefined): boolean =>
  b !== undefined && a.tree === b.tree && a.folder === b.folder && a.values.key === b.values.key;

/** Where the folder was at each commit, newest first: a renamed folder is followed. */
function foldersOf(root: string, commits: readonly Commit[], wanted: string): Pick<State, "folder" | "tree">[] {
  let folder = wanted;
  const found: Pick<State, "folder" | "tree">[] = [];
  while (found.length < commits.length) {
    const rest = commits.slice(found.length);
    const trees = lookUp(
      root,
      rest.map(({ hash }) => `${hash}:${folder}`),
    ).map((object) => (object?.type === "tree" ? object.hash : undefined));
    const renamed = firstRename(root, rest, trees, folder);
    for (const tree of trees.slice(0, renamed?.end)) found.push({ folder, tree });
    folder = renamed?.former ?? folder;
  }
  return found;
}

/** The newest commit that the folder came with under a new name; `end`: the commits up to it. */
function firstRename(
  root: string,
  commits: readonly Commit[],
  trees: readonly (string | undefined)[],
  folder: string,
): { readonly former: string; readonly end: number } | undefined {
  for (const [index, commit] of commits.entries()) {
    const isNew = trees[index] !== undefined && index + 1 < trees.length && trees[index + 1] === undefined;
    const former = isNew ? formerFolder(root, commit, folder) : undefined;
    if (former !== undefined) return { former, end: index + 1 };
  }
  return undefined;
}

function loadedOf({ entries, problems }: LoadedCatalogue, folder: string): LoadedState {
  const bad = problems.filter(isProblem);
  const [first] = bad;
  // A folder without files is a catalogue without entries.
  if (first === undefined || bad.every(({ code }) => code === "no-catalogue"))
    return { entries, byAddress: new Map(entries.map((entry) => [entry.address, entry])) };
  const { file, line } = first.place;
  const more = bad.length > 1 ? `, and ${bad.length - 1} more` : "";
  const place = file.startsWith("/") ? folder : `${below(folder, file)}:${line}`;
  return { ...NOTHING, problem: `${place}: ${first.message}${more}` };
}

function noFolder(root: string, at: string, directory: string): string {
  const above = at.split("/").map((_part, index, parts) => parts.slice(0, index + 1).join("/"));
  const patterns = above.map((path) => `:(top,literal)${path}`);
  const listed = git(root, ["ls-tree", "-z", "--full-tree", "HEAD", "--", ...patterns], (said) => ({
    what: said,
    remedy: "run the command in a clone of the repository",
  }));
  const submodule = listed.split("\0").find((line) => line.startsWith("160000"));
  if (submodule !== undefined)
    return (
      `${submodule.slice(submodule.indexOf("\t") + 1)} is a submodule, so its history is in another repository\n` +
      "  what to do: run the command in the submodule"
    );
  return (
    `no commit of this branch has the folder ${below(directory, "")}\n` +
    "  what to do: commit the catalogue, or name its folder: --directory <path>"
  );
}

/** The catalogue of a tree, read as from a folder. */
export function catalogueOf(root: string, items: readonly TreeItem[], values: JsonObject | undefined): LoadedCatalogue {
  const hasLinks = items.some(({ mode }) => mode === LINK);
  const wanted = hasLinks ? items : items.filter(({ path }) => /\.ya?ml$/i.test(path));
  const contents = readObjects(
    root,
    wanted.map(({ hash }) => hash),
  );
  const files = wanted.flatMap(({ mode, path, hash }) => {
    const content = contents.get(hash);
    return content === undefined ? [] : [{ mode, path, content }];
  });
  return inTemporaryFolder(files, (directory) =>
    loadCatalogue(directory, { registry, values, mayBeEmpty: () => true }),
  );
}

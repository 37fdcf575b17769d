/** Objects of a repository, many with one call of git each: nothing is checked out. */
import { gitBytes } from "../git.js";

export interface GitObject {
  readonly hash: string;
  readonly type: string;
}

export interface TreeItem {
  /** "100644" a file, "100755" an executable one, "120000" a link, "40000" a folder, "160000" a submodule. */
  readonly mode: string;
  /** Relative to the tree, with forward slashes. */
  readonly path: string;
  readonly hash: string;
}

export const LINK = "120000";
const FOLDER = "40000";
const LINE_END = 10;

/**
 * What `<commit>:<path>` names, for each of these names; links on the way are followed. undefined: there is nothing, or
 * a link that leads out of the repository.
 */
export function lookUp(root: string, names: readonly string[]): (GitObject | undefined)[] {
  if (names.length === 0) return [];
  const input = names.map((name) => `${name}\n`).join("");
  const output = gitBytes(root, ["cat-file", "--batch-check", "--follow-symlinks"], { input });
  const found: (GitObject | undefined)[] = [];
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(LINE_END, at);
    const line = output.toString("utf8", at, end);
    at = end + 1;
    const [, hash, type] = /^([0-9a-f]{40,64}) (\w+) \d+$/.exec(line) ?? [];
    const followed = /^(?:symlink|dangling|loop|notdir) (\d+)$/.exec(line);
    // What the link names is on a line of its own.
    if (followed) at += Number(followed[1]) + 1;
    found.push(hash === undefined || type === undefined ? undefined : { hash, type });
  }
  return found;
}

/** The content of objects by their hashes; those that are not here are left out. */
export function readObjects(root: string, hashes: Iterable<string>): Map<string, Buffer> {
  const wanted = [...new Set(hashes)];
  const found = new Map<string, Buffer>();
  for (let first = 0; first < wanted.length; first += CHUNK) {
    const input = wanted.slice(first, first + CHUNK).map((hash) => `${hash}\n`);
    const output = gitBytes(root, ["cat-file", "--batch"], { input: input.join("") });
    for (let at = 0; at < output.length; ) {
      const end = output.indexOf(LINE_END, at);
      const [hash = "", , size] = output.toString("utf8", at, end).split(" ");
      at = end + 1;
      if (size === undefined) continue;
      found.set(hash, output.subarray(at, at + Number(size)));
      at += Number(size) + 1;
    }
  }
  return found;
}

/** Objects of one call: a file of a catalogue has at most 2 MB. */
const CHUNK = 200;

/** All files, links and submodules of trees, those of the folders below included. */
export function readTrees(root: string, trees: Iterable<string>): Map<string, readonly TreeItem[]> {
  const wanted = [...new Set(trees)];
  const known = new Map<string, readonly TreeItem[]>();
  for (let missing = wanted; missing.length > 0; ) {
    for (const [hash, content] of readObjects(root, missing)) known.set(hash, itemsOf(content, hash.length / 2));
    const folders = missing.flatMap((hash) => (known.get(hash) ?? []).filter(({ mode }) => mode === FOLDER));
    missing = [...new Set(folders.map(({ hash }) => hash))].filter((hash) => !known.has(hash));
  }
  return new Map(wanted.map((hash) => [hash, flat(hash, "", known)]));
}

function flat(tree: string, folder: string, known: ReadonlyMap<string, readonly TreeItem[]>): TreeItem[] {
  return (known.get(tree) ?? []).flatMap((item) => {
    const path = folder + item.path;
    return item.mode === FOLDER ? flat(item.hash, `${path}/`, known) : [{ ...item, path }];
  });
}

/** A tree as git stores it: a mode, a space, a name, a zero byte and the bytes of a hash, again and again. */
function itemsOf(content: Buffer, hashBytes: number): TreeItem[] {
  const items: TreeItem[] = [];
  for (let at = 0; at < content.length; ) {
    const [space, zero] = [content.indexOf(32, at), content.indexOf(0, at)];
    items.push({
      mode: content.toString("utf8", at, space),
      path: content.toString("utf8", space + 1, zero),
      hash: content.toString("hex", zero + 1, zero + 1 + hashBytes),
    });
    at = zero + 1 + hashBytes;
  }
  return items;
}

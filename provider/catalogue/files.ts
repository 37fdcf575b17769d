/** First stage: the catalogue folder becomes texts. */
import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import type { Code } from "../validation/codes.js";
import type { Problem } from "../validation/problem.js";

export interface SourceFile {
  /** Relative to the catalogue folder, with forward slashes. */
  readonly name: string;
  readonly text: string;
}

export const MAX_BYTES = 2 * 1024 * 1024;
/** Of all files together. */
const MAX_TOTAL_BYTES = 32 * 1024 * 1024;
/** Files, and folders too. */
const MAX_FILES = 2_000;

/** Reads every .yaml and .yml file below a folder, or one file of it; hidden folders and `schema/` are left out. */
export function readCatalogueFiles(directory: string, only?: string): { files: SourceFile[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const files: SourceFile[] = [];
  const problem = (file: string, code: Code, message: string, remedy: string) =>
    problems.push({ code, severity: "problem", place: { file, line: 1, column: 1, length: 0 }, message, remedy });

  let root: string;
  try {
    root = realpathSync(directory);
    if (!statSync(root).isDirectory()) throw new Error("not a folder");
  } catch {
    problem(
      directory,
      "no-catalogue",
      "the folder does not exist",
      "create it, or set catalogue:directory to the folder of the catalogue",
    );
    return { files, problems };
  }

  const { names, unreadable, outside, broken, complete } =
    only === undefined ? namesBelow(root) : { names: [only], unreadable: [], outside: [], broken: [], complete: true };
  for (const { folder, reason } of unreadable)
    problem(folder, "unreadable-file", `the folder cannot be read (${reason})`, "check the permissions of the folder");
  for (const link of outside)
    problem(
      link,
      "outside-folder",
      "the link points to a folder outside the catalogue folder",
      "move the folder into the catalogue folder",
    );
  for (const { link, reason } of broken)
    problem(
      link,
      "broken-link",
      `the link cannot be followed (${reason}); if it points to a folder, the entries in that folder are missing`,
      "restore what it points to (a submodule, a mounted folder), or remove the link",
    );
  if (!complete) {
    problem(
      directory,
      "too-many-files",
      `the folder contains more than ${MAX_FILES} files or folders`,
      "set catalogue:directory to the folder of the catalogue itself",
    );
    return { files, problems };
  }
  if (names.length === 0 && outside.length === 0 && broken.length === 0) {
    problem(
      directory,
      "no-catalogue",
      "the folder contains no .yaml file, so everything in the stack would be removed",
      "add a catalogue file; or, to remove everything, run `pulumi destroy`",
    );
  }
  let total = 0;
  for (const name of names) {
    const path = join(root, name);
    let bytes: Buffer;
    try {
      const real = realpathSync(path);
      if (real !== root && !real.startsWith(root + sep)) {
        problem(
          name,
          "outside-folder",
          "the link points outside the catalogue folder",
          "move the file into the catalogue folder",
        );
        continue;
      }
      const stat = statSync(real);
      if (!stat.isFile()) {
        // Reading a pipe could wait for ever.
        problem(
          name,
          "unreadable-file",
          "this is not a file",
          "rename it or move it: in a catalogue folder, only files may end in .yaml or .yml",
        );
        continue;
      }
      const { size } = stat;
      if (size > MAX_BYTES) {
        problem(
          name,
          "file-too-large",
          `the file has ${size} bytes; the limit is ${MAX_BYTES}`,
          "split it into several files of the same account",
        );
        continue;
      }
      total += size;
      if (total > MAX_TOTAL_BYTES) {
        problem(
          directory,
          "too-many-files",
          `the files have more than ${MAX_TOTAL_BYTES} bytes together`,
          "set catalogue:directory to the folder of the catalogue itself, or split the catalogue into several stacks",
        );
        return { files: [], problems };
      }
      bytes = readFileSync(real);
    } catch (error) {
      problem(
        name,
        "unreadable-file",
        `the file cannot be read (${reasonOf(error)})`,
        "check the permissions of the file",
      );
      continue;
    }
    const text = decode(bytes);
    if (text === undefined) problem(name, "not-utf8", "the file is not UTF-8 text", "save it as UTF-8");
    else files.push({ name, text });
  }
  return { files, problems };
}

const reasonOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? "unknown reason";

interface Names {
  /** Sorted, relative to the root, with forward slashes. */
  readonly names: string[];
  readonly unreadable: { folder: string; reason: string }[];
  /** Links to folders that are not below the root. */
  readonly outside: string[];
  /** Links that do not end in .yaml or .yml and cannot be followed: they may be meant for folders. */
  readonly broken: { link: string; reason: string }[];
  /** False when the limits stopped the search. */
  readonly complete: boolean;
}

/** Linked folders are read too, after all others. Each folder is read once, so links may form a loop. */
function namesBelow(root: string): Names {
  const [names, unreadable, outside, broken]: [string[], Names["unreadable"], string[], Names["broken"]] = [
    [],
    [],
    [],
    [],
  ];
  const folders = [""];
  const links: string[] = [];
  const visited = new Set<string>();
  let seen = 0;
  for (let folder = folders.shift() ?? links.shift(); folder !== undefined; folder = folders.shift() ?? links.shift()) {
    seen += 1;
    if (names.length > MAX_FILES || seen > MAX_FILES) return { names, unreadable, outside, broken, complete: false };
    let entries: Dirent[] = [];
    try {
      const real = realpathSync(join(root, folder));
      if (real !== root && !real.startsWith(root + sep)) outside.push(folder);
      else if (!visited.has(real)) entries = readdirSync(real, { withFileTypes: true });
      visited.add(real);
    } catch (error) {
      unreadable.push({ folder: folder || ".", reason: reasonOf(error) });
    }
    for (const entry of entries) {
      const name = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.name.startsWith(".") || name === "schema") continue;
      if (entry.isDirectory()) folders.push(name);
      else if (entry.isSymbolicLink()) {
        const to = targetOf(join(root, name));
        if (to === "folder") links.push(name);
        else if (/\.ya?ml$/i.test(entry.name)) names.push(name);
        else if (to !== "file") broken.push({ link: name, reason: to.reason });
      } else if (/\.ya?ml$/i.test(entry.name)) names.push(name);
    }
  }
  return { names: names.sort(), unreadable, outside, broken, complete: names.length <= MAX_FILES };
}

/** What a link points to; anything that is not a folder counts as a file. */
function targetOf(link: string): "folder" | "file" | { readonly reason: string } {
  try {
    return statSync(link).isDirectory() ? "folder" : "file";
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

/** UTF-8, with or without a byte order mark; undefined for anything else. */
function decode(bytes: Buffer): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.includes("\u0000") ? undefined : text;
  } catch {
    return undefined;
  }
}

/** First stage: the catalogue folder becomes texts. */
import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Code } from "./codes.js";
import type { Problem } from "./problem.js";

export interface SourceFile {
  /** Relative to the catalogue folder, with forward slashes. */
  readonly name: string;
  readonly text: string;
}

const MAX_BYTES = 2 * 1024 * 1024;
const MAX_FILES = 2_000;

/** Reads every .yaml and .yml file below a folder; hidden folders and `schema/` are left out. */
export function readCatalogueFiles(directory: string): { files: SourceFile[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const files: SourceFile[] = [];
  const problem = (file: string, code: Code, message: string, remedy: string) =>
    problems.push({ code, severity: "problem", place: { file, line: 1, column: 1, length: 0 }, message, remedy });

  let root: string;
  try {
    root = realpathSync(directory);
    if (!statSync(root).isDirectory()) throw new Error("no folder");
  } catch {
    problem(
      directory,
      "no-catalogue",
      "there is no such folder",
      "create it, or set catalogue:directory to the folder that holds the catalogue",
    );
    return { files, problems };
  }

  const names = namesBelow(root, "");
  if (names.length === 0) {
    problem(
      directory,
      "no-catalogue",
      "the folder holds no .yaml file, so everything in the stack would be removed",
      "add a catalogue file, or run `pulumi destroy` if that is what you want",
    );
  }
  if (names.length > MAX_FILES) {
    problem(
      directory,
      "too-many-files",
      `the folder holds ${names.length} files; the limit is ${MAX_FILES}`,
      "point catalogue:directory at the catalogue itself",
    );
    return { files, problems };
  }
  for (const name of names) {
    const path = join(root, name);
    let bytes: Buffer;
    try {
      const real = realpathSync(path);
      if (real !== root && !real.startsWith(root + sep)) {
        problem(name, "outside-folder", "the link leads out of the catalogue folder", "put the file itself into the folder");
        continue;
      }
      const { size } = statSync(real);
      if (size > MAX_BYTES) {
        problem(
          name,
          "file-too-large",
          `the file has ${size} bytes; the limit is ${MAX_BYTES}`,
          "split it into several files of the same account",
        );
        continue;
      }
      bytes = readFileSync(real);
    } catch (error) {
      problem(
        name,
        "unreadable-file",
        `the file cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown reason"})`,
        "check the file and its permissions",
      );
      continue;
    }
    const text = decode(bytes);
    if (text === undefined) problem(name, "not-utf8", "the file is not UTF-8 text", "save it as UTF-8");
    else files.push({ name, text });
  }
  return { files, problems };
}

function namesBelow(root: string, folder: string): string[] {
  const names: string[] = [];
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const name = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.name.startsWith(".")) continue;
    if (entry.isDirectory()) {
      if (name !== "schema") names.push(...namesBelow(root, name));
    } else if (/\.ya?ml$/i.test(entry.name)) names.push(relative(root, join(root, name)).split(sep).join("/"));
  }
  return names.sort();
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

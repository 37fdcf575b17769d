/** Files of a pull on the disk: all of them are written, or none. */
import { existsSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { makeFolder } from "../folder.js";
import type { ChangedFile } from "./request.js";

const BOM = "\ufeff";

/**
 * @throws an Error when a file has changed since it was read, or cannot be written; then no file is changed
 */
export function writeFiles(directory: string, files: readonly ChangedFile[]): void {
  const temporary: { readonly from: string; readonly to: string }[] = [];
  try {
    makeFolder(directory);
    for (const file of files) temporary.push(prepared(directory, file));
    for (const { from, to } of temporary) renameSync(from, to);
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new Error(`${path ?? directory} cannot be written (${code})\n  what to do: check the permissions`);
  } finally {
    for (const { from } of temporary) rmSync(from, { force: true });
  }
}

/** The new text beside the file that it takes the place of. */
function prepared(directory: string, { name, before, after }: ChangedFile): { from: string; to: string } {
  const path = join(directory, name);
  if (!resolve(path).startsWith(resolve(directory) + sep))
    throw new Error(`${name} is not in the catalogue folder\n  what to do: name a file of ${directory} with --into`);
  if (before === undefined) {
    if (existsSync(path)) throw changed(path);
    makeFolder(dirname(path));
    const from = `${path}.pull-${process.pid}`;
    writeFileSync(from, after, { flag: "wx" });
    return { from, to: path };
  }
  const to = realpathSync(path);
  const now = readFileSync(to, "utf8");
  if (now.replace(BOM, "") !== before) throw changed(path);
  const from = `${to}.pull-${process.pid}`;
  const mark = now.startsWith(BOM) ? BOM : "";
  writeFileSync(from, mark + after, { flag: "wx", mode: statSync(to).mode });
  return { from, to };
}

const changed = (path: string): Error =>
  new Error(
    `${path} was changed while the account was read, so nothing is written\n  what to do: run the command again`,
  );

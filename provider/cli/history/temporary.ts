/** Files of a commit in a temporary folder, for code that reads folders. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { LINK } from "./objects.js";

export interface StoredFile {
  readonly mode: string;
  /** Relative, with forward slashes. */
  readonly path: string;
  readonly content: Buffer;
}

/** Writes the files, runs, and removes them. All of it happens in one go, so that no signal comes in between. */
export function inTemporaryFolder<T>(files: readonly StoredFile[], run: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "catalogue-history-"));
  const safe = files.filter(({ path }) => path.split("/").every(isName));
  // Links come last, so that no file is written through one.
  const isLink = ({ mode }: StoredFile): boolean => mode === LINK;
  try {
    for (const file of [...safe.filter((one) => !isLink(one)), ...safe.filter(isLink)]) {
      const path = join(folder, file.path);
      mkdirSync(dirname(path), { recursive: true });
      if (isLink(file)) symlinkSync(file.content.toString("utf8"), path);
      else writeFileSync(path, file.content);
    }
    return run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A repository may contain what no file system should be asked for. */
const isName = (part: string): boolean => part !== "" && part !== "." && part !== ".." && !/[\\\0]/.test(part);

/** Texts of three states put together by git, and their difference as a patch. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runGit } from "../git.js";

/** The text with what leads from `base` to `former`. Where both have changed the same lines, the text stays as it is. */
export function merged(text: string, base: string, former: string): string {
  if (text === base) return former;
  return inFolder({ text, base, former }, (folder) =>
    runGit(folder, ["merge-file", "-p", "-q", "--ours", "text", "base", "former"]),
  );
}

/** A patch from one set of files to another, by their paths. undefined: the file does not exist. */
export function patchOf(
  files: ReadonlyMap<string, readonly [before: string | undefined, after: string | undefined]>,
): string {
  const named = [...files].flatMap(([path, [before, after]]) => [
    ...(before === undefined ? [] : [[`a/${path}`, before] as const]),
    ...(after === undefined ? [] : [[`b/${path}`, after] as const]),
  ]);
  return inFolder({ "a/.keep": "", "b/.keep": "", ...Object.fromEntries(named) }, (folder) => {
    try {
      return runGit(folder, ["diff", "--no-index", "--no-prefix", "--no-color", "--no-ext-diff", "a", "b"]);
    } catch (error) {
      // 1: there are differences.
      const { status, stdout } = error as { status?: number; stdout?: Buffer };
      if (status !== 1) throw error;
      return String(stdout ?? "");
    }
  });
}

function inFolder<T>(files: Readonly<Record<string, string>>, run: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "catalogue-revert-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The cases under test/review/changes: a catalogue before and after, and the review of its change. */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Review, review } from "../../provider/review.js";

const FOLDER = fileURLToPath(new URL("changes", import.meta.url));

/** "polar/price-up" */
export const CASES: readonly string[] = ["sequence", "fynn", "polar"].flatMap((vendor) =>
  readdirSync(join(FOLDER, vendor))
    .sort()
    .map((name) => `${vendor}/${name}`),
);

export const goldenOf = (name: string, file: string): string => join(FOLDER, name, file);

export const textOf = (name: string, side: "before" | "after"): string =>
  readFileSync(goldenOf(name, `${side}.yaml`), "utf8");

/** The configuration of a stack, where the case has one. */
export function configOf(name: string): Record<string, string> | undefined {
  const file = goldenOf(name, "config.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/** `review` reads folders: the two files are copied into one each. */
export function reviewOfCase(name: string): Review {
  const folder = mkdtempSync(join(tmpdir(), "review-"));
  try {
    const [before, after] = (["before", "after"] as const).map((side) => {
      const path = join(folder, side);
      mkdirSync(path);
      copyFileSync(goldenOf(name, `${side}.yaml`), join(path, `${name.split("/")[0]}.yaml`));
      return path;
    });
    const config = configOf(name);
    return review({
      before: before ?? "",
      after: after ?? "",
      base: "main",
      commit: "0".repeat(40),
      directory: "catalogue",
      ...(config ? { config, stack: "dev" } : {}),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

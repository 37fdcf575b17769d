/** Where an entry or a field stands in the files. */
import type { Source } from "../catalogue/model.js";
import type { Path } from "../validation/problem.js";
import type { SourcePlace } from "./digest.js";

/** The place of an entry (empty path) or of a field; undefined for what is not in the files. */
export type Placer = (source: Source | undefined, path: Path) => SourcePlace | undefined;

/** `directory`: the catalogue folder as the command names it; the files of places are below it. */
export const placer =
  (directory: string): Placer =>
  (source, path) => {
    if (!source) return undefined;
    const { file, line } = source.place(path, "key");
    return { file: below(directory, file), line };
  };

/** "catalogue" + "sequence.yaml" → "catalogue/sequence.yaml"; the folder itself without a file. */
export function below(directory: string, file: string): string {
  const folder = directory
    .replaceAll("\\", "/")
    .replace(/^(\.\/)+/, "")
    .replace(/\/+$/, "");
  if (file === "") return folder || ".";
  return folder === "" || folder === "." ? file : `${folder}/${file}`;
}

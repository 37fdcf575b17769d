/** The sentences of the libraries that read and check the YAML: none of them may reach a person. */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Every sentence that the YAML library's source hands to its errors. */
function phrases(): string[] {
  const folder = join(dirname(createRequire(import.meta.url).resolve("yaml")), "compose");
  const source = readdirSync(folder)
    .filter((name) => name.endsWith(".js"))
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");
  const found = [...source.matchAll(/(['"`])([A-Z][^'"`\n$]{9,})/g)].map(([, , text = ""]) => text.trim());
  return [...new Set(found)].filter((text) => text.includes(" "));
}

/** What ajv says. */
const VALIDATOR =
  "must (?:NOT|match|have (?:required|property)|be (?:equal|string|object|array|integer|number|boolean|null|[<>]))";

export const libraryPhrases: readonly string[] = phrases();

export const libraryWords = new RegExp(
  [VALIDATOR, ...libraryPhrases.map((phrase) => phrase.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"))].join("|"),
  "i",
);

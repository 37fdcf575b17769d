/** The text of a new catalogue file. */
import { isObject, type Json, type JsonObject } from "../../fields/shape.js";
import { blockText, keyText, pairText } from "./print.js";
import { DEFAULT_STYLE } from "./style.js";

/**
 * `content`: the whole file, such as `{ vendor: "polar", products: {} }`; values are as they are written in YAML.
 * `heading`: lines of comments at its beginning, without `#`.
 */
export function newFileText(content: JsonObject, heading: readonly string[] = []): string {
  const parts = Object.entries(content).map(([key, value]) =>
    isObject(value) && Object.keys(value).length > 0
      ? `\n${collectionText(key, value)}`
      : pairText(key, value, 0, DEFAULT_STYLE),
  );
  return [...heading.map((line) => `# ${line}`), ...parts, ""].join("\n");
}

/** The entries of a collection, with a blank line between them. */
function collectionText(key: string, entries: JsonObject): string {
  const texts = Object.entries(entries).map(([name, entry]) => entryText(name, entry));
  return `${keyText(key, DEFAULT_STYLE)}:\n${texts.join("\n\n")}`;
}

const entryText = (name: string, entry: Json): string =>
  isObject(entry) && Object.keys(entry).length > 0
    ? `  ${keyText(name, DEFAULT_STYLE)}:\n${blockText(entry, 4, DEFAULT_STYLE)}`
    : pairText(name, entry, 2, DEFAULT_STYLE);

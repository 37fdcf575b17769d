/** The first line whose indentation does not match any line above it, or that mixes list items and keys. */

import { type Line, readLine } from "./line.js";
import type { Row, Source } from "./source.js";
import type { SyntaxViolation } from "./violation.js";

interface Level {
  readonly indent: number;
  readonly row: number;
  readonly kind: "map" | "list";
  readonly name: string;
  /** The last key or item of the level has no value on its line, so its value may follow below. */
  open: boolean;
}

export function badLayout(source: Source): SyntaxViolation | undefined {
  const levels: Level[] = [];
  for (let index = 0; index < source.rows; index += 1) {
    if (source.inside.has(index)) continue;
    const row = source.row(index);
    if (/^\s*(#|$)|^(---|\.\.\.|%)/.test(row.text)) continue;
    const line = readLine(row.text);
    // A line without a key or dash continues the text above it.
    if (line.key === undefined && line.dashes.length === 0) continue;
    const violation = place(levels, row, line);
    if (violation) return violation;
  }
  return undefined;
}

function place(levels: Level[], row: Row, line: Line): SyntaxViolation | undefined {
  const { indent, dashes, key = "", value, column } = line;
  const kind = dashes.length > 0 ? "list" : "map";
  let left: Level | undefined;
  while ((levels.at(-1)?.indent ?? -1) > indent) left = levels.pop();
  // Items may have the same indentation as their key.
  if (kind === "map" && levels.at(-1)?.kind === "list" && levels.at(-2)?.indent === indent) levels.pop();
  const top = levels.at(-1);
  if (left && !top) return lessThanFirst(row, line, left);
  if (top && top.indent < indent && (left !== undefined || !top.open)) return indented(row, line, left, top);
  if (top?.indent === indent && top.kind !== kind && !(top.kind === "map" && top.open)) return mixed(row, line, top);
  if (top?.indent === indent && top.kind === kind) levels.pop();
  for (const dash of dashes)
    levels.push({ indent: dash, row: row.index, kind: "list", name: "-", open: line.content === "" });
  if (line.key !== undefined)
    levels.push({
      indent: column,
      row: row.index,
      kind: "map",
      name: key,
      open: !value || /^(?:[&!]\S*\s*)+$/.test(value),
    });
  return undefined;
}

const spaces = (count: number): string => (count === 0 ? "no spaces" : count === 1 ? "1 space" : `${count} spaces`);
const like = ({ indent, name, row }: Level): string => `${spaces(indent)}, as \`${name}\` on line ${row + 1}`;
const range = (row: Row, { indent }: Line): [number, number] => [row.start + indent, row.start + row.text.length];

/** `left`: the level that ends here, because the line is indented less; `top`: the level below which the line is. */
function indented(row: Row, line: Line, left: Level | undefined, top: Level): SyntaxViolation {
  const base = { code: "bad-indentation", range: range(row, line) } as const;
  if (left) {
    return {
      ...base,
      message: `this line begins with ${spaces(line.indent)}, which does not match any line above it`,
      remedy: `begin it with ${like(left)}, or with ${like(top)}`,
    };
  }
  return {
    ...base,
    message:
      `this line begins with ${spaces(line.indent)}, but \`${top.name}\` on line ${top.row + 1} has a value already, ` +
      "so nothing can be indented below it",
    remedy: `begin it with ${like(top)}`,
  };
}

/** The first line of the file is indented, and this one is not. */
function lessThanFirst(row: Row, line: Line, { indent, name, row: at }: Level): SyntaxViolation {
  return {
    ...{ code: "bad-indentation", range: range(row, line) },
    message:
      `this line begins with ${spaces(line.indent)}, ` +
      `but \`${name}\` on line ${at + 1} begins with ${spaces(indent)}`,
    remedy: `begin line ${at + 1} with ${spaces(line.indent)} too`,
  };
}

function mixed(row: Row, line: Line, top: Level): SyntaxViolation {
  return {
    ...{ code: "mixed-list", range: range(row, line) },
    message:
      top.kind === "map"
        ? `a list item (\`- …\`) follows the key \`${top.name}\`, which has a value already`
        : "a key follows list items that have the same indentation",
    remedy:
      top.kind === "map"
        ? "remove the `- `, or write the item below a key without a value"
        : "indent the key like the keys of the item above, or write `- ` before it",
  };
}

/** The first line whose indentation fits no line above it, or a list item among keys. */
import type { Finding } from "./finding.js";
import { type Line, readLine } from "./line.js";
import type { Row, Source } from "./source.js";

interface Level {
  readonly indent: number;
  readonly row: number;
  readonly kind: "map" | "list";
  readonly name: string;
  /** What stands here last has no value of its own, so that something may stand below it. */
  open: boolean;
}

export function badLayout(source: Source): Finding | undefined {
  const levels: Level[] = [];
  for (let index = 0; index < source.rows; index += 1) {
    if (source.inside.has(index)) continue;
    const row = source.row(index);
    if (/^\s*(#|$)|^(---|\.\.\.|%)/.test(row.text)) continue;
    const line = readLine(row.text);
    // What is neither a key nor an item goes on with the text above it.
    if (line.key === undefined && line.dashes.length === 0) continue;
    const finding = place(levels, row, line);
    if (finding) return finding;
  }
  return undefined;
}

function place(levels: Level[], row: Row, line: Line): Finding | undefined {
  const { indent, dashes, key = "", value, column } = line;
  const kind = dashes.length > 0 ? "list" : "map";
  let left: Level | undefined;
  while ((levels.at(-1)?.indent ?? -1) > indent) left = levels.pop();
  // Items may stand right below their key, without indentation.
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

const spaces = (count: number): string => (count === 0 ? "no space" : count === 1 ? "1 space" : `${count} spaces`);
const like = ({ indent, name, row }: Level): string => `${spaces(indent)}, as \`${name}\` in line ${row + 1}`;
const range = (row: Row, { indent }: Line): [number, number] => [row.start + indent, row.start + row.text.length];

/** `left`: the level that the line is indented less than; `top`: the one that it is indented more than. */
function indented(row: Row, line: Line, left: Level | undefined, top: Level): Finding {
  const base = { code: "bad-indentation", range: range(row, line) } as const;
  if (left) {
    return {
      ...base,
      message: `this line begins with ${spaces(line.indent)}, which fits no line above it`,
      remedy: `begin it with ${like(left)}, or with ${like(top)}`,
    };
  }
  return {
    ...base,
    message: `this line begins with ${spaces(line.indent)}, but \`${top.name}\` in line ${top.row + 1} has a value already, so nothing can stand below it`,
    remedy: `begin it with ${like(top)}`,
  };
}

/** The first line of the file is indented, and this one is not. */
function lessThanFirst(row: Row, line: Line, { indent, name, row: at }: Level): Finding {
  return {
    ...{ code: "bad-indentation", range: range(row, line) },
    message: `this line begins with ${spaces(line.indent)}, but \`${name}\` in line ${at + 1} with ${spaces(indent)}`,
    remedy: `begin line ${at + 1} with ${spaces(line.indent)} as well`,
  };
}

function mixed(row: Row, line: Line, top: Level): Finding {
  return {
    ...{ code: "mixed-list", range: range(row, line) },
    message:
      top.kind === "map"
        ? `a list item (\`- …\`) follows the key \`${top.name}\`, which has a value already`
        : "a key follows the items of a list at the same indentation",
    remedy:
      top.kind === "map"
        ? "remove the `- `, or write the item below a key of its own"
        : "indent the key as far as the keys of the item above, or begin it with `- `",
  };
}

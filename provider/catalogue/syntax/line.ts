/** Mistakes that can be seen in one line: each is a function that knows its mistake, or gives undefined. */
import { unreadKey } from "../../validation/unread-key.js";
import { type Finding, quoted } from "./finding.js";
import type { Row } from "./source.js";

/** A line as `- - key: value # comment`; `value` without the comment. */
export interface Line {
  readonly indent: number;
  /** Columns of the dashes. */
  readonly dashes: readonly number[];
  /** Column of what follows the dashes, and that text. */
  readonly column: number;
  readonly content: string;
  readonly key?: string;
  readonly value?: string;
  readonly valueColumn?: number;
}

const KEYED = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#&*!|>'"%@`{}[\],?-][^#]*?)\s*:(?=\s|$)/;

export function readLine(text: string): Line {
  const dashes: number[] = [];
  const indent = /^ */.exec(text)?.[0].length ?? 0;
  let column = indent;
  for (let found = /^-( +|$)/.exec(text.slice(column)); found; found = /^-( +|$)/.exec(text.slice(column))) {
    dashes.push(column);
    column += found[0].length;
  }
  const content = withoutComment(text.slice(column));
  const keyed = KEYED.exec(content);
  if (!keyed) return { indent, dashes, column, content };
  const rest = content.slice(keyed[0].length);
  const value = rest.trim();
  return {
    ...{ indent, dashes, column, content, value },
    key: (keyed[1] ?? "").replace(/^["']|["']$/g, ""),
    valueColumn: column + keyed[0].length + (rest.length - rest.trimStart().length),
  };
}

/** A `#` after a blank begins a comment, unless the value is in quotes. */
const withoutComment = (text: string): string =>
  (/:\s+["']/.test(text) ? text : text.replace(/(^|\s)#.*$/, "")).trimEnd();

/** Where something stands in a row. */
const at = ({ start, text }: Row, column: number, length = text.length - column): [number, number] => [
  start + column,
  start + column + length,
];

/** `name: @home`: what cannot begin a text without quotes. */
export function reservedStart(row: Row): Finding | undefined {
  const { key, value, valueColumn = 0 } = readLine(row.text);
  if (key === undefined || !value || !RESERVED.test(value)) return undefined;
  const first = value.charAt(0);
  const remedy = first === "-" ? `; or begin the list on the next line, indented below \`${key}\`` : "";
  return {
    ...{ code: "reserved-character", range: at(row, valueColumn, value.length), alone: true },
    message: `a text without quotes cannot begin with \`${first}\`, which means something else in YAML`,
    remedy: `put the text into quotes: \`${key}: ${quoted(value)}\`${remedy}`,
  };
}

const RESERVED = /^(?:[@`%,\]}]|[-?]\s|[&*](?:\s|$)|\*\S+\s+\S|[|>](?![-+0-9]*\s*$))/;

/** `name: Plan: Monthly` */
export function colonInText(row: Row): Finding | undefined {
  const { key, value, valueColumn = 0 } = readLine(row.text);
  if (key === undefined || !value || /^["'{[&*!|>]/.test(value)) return undefined;
  const inner = /^(.*?):(?:\s|$)/.exec(value)?.[1];
  if (inner === undefined) return undefined;
  const nested = /^[a-z][A-Za-z0-9_]*$/.test(inner)
    ? `; or, if \`${inner}\` is a key, write it on a line of its own below \`${key}\``
    : "";
  return {
    ...{ code: "unquoted-colon", range: at(row, valueColumn, value.length), alone: true },
    message: `the value of \`${key}\` holds a colon followed by a space, and needs quotes`,
    remedy: `write \`${key}: ${quoted(value.replace(/^[“„«]|[”“»]$/g, ""))}\`${nested}`,
  };
}

/** `{ name: Plan: Monthly }` and `{ a: 1 b: 2 }`: between brackets, from the value that goes on too long. */
export function colonBetweenBrackets(row: Row, column: number): Finding | undefined {
  const before = /([A-Za-z0-9_-]+)\s*:\s*$/.exec(row.text.slice(0, column))?.[1];
  const value =
    /^(?:"[^"]*"|'[^']*')?(?:[^,{}[\]#"']|(?<=:\s)(?:"[^"]*"|'[^']*'))*/.exec(row.text.slice(column))?.[0].trimEnd() ??
    "";
  const parts = /^(.*?)(?:\s+([A-Za-z_][A-Za-z0-9_]*))?\s*:\s+(.*)$/.exec(value);
  if (before === undefined || !parts) return undefined;
  const [, first = "", next, last = ""] = parts;
  if (next !== undefined && /^[a-z]/.test(next)) {
    return {
      ...{ code: "missing-comma", range: at(row, column, value.length), alone: true },
      message: `a comma is missing before \`${next}\``,
      remedy: `write \`${before}: ${first.replace(/;$/, "")}, ${next}: ${last}\`${/["']/.test(value) ? "" : `; or, if all of it is one text, \`${before}: ${quoted(value)}\``}`,
    };
  }
  return {
    ...{ code: "unquoted-colon", range: at(row, column, value.length), alone: true },
    message: `the value of \`${before}\` holds a colon followed by a space, and needs quotes`,
    remedy: `write \`${before}: ${quoted(value)}\``,
  };
}

/** Blanks that look like a space, and the colon of wide scripts. */
const LIKE_SPACE =
  /^(\s*?)([\u00a0\u2000-\u200b\u202f\u3000])|(?<=^[^"'#]*[A-Za-z0-9_]:)(\s*?)([\u00a0\u2000-\u200b\u202f\u3000])/;
const LIKE_COLON = /^[ -]*[A-Za-z_][A-Za-z0-9_-]*(：)/;

/** `currency:EUR` with another blank than a space, and `currency：EUR`: what copying from a page brings along. */
export function lookalike(row: Row): Finding | undefined {
  const space = LIKE_SPACE.exec(row.text);
  if (space) {
    const column = space.index + (space[1] ?? space[3] ?? "").length;
    const code = (row.text.codePointAt(column) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    const place = space[2] === undefined ? "after the colon" : "at the beginning of the line";
    return {
      ...{ code: "missing-space", range: at(row, column, 1), alone: true },
      message: `the character ${place} looks like a space and is another one (U+${code})`,
      remedy: "delete it and type a space",
    };
  }
  const colon = LIKE_COLON.exec(row.text);
  if (!colon) return undefined;
  return {
    ...{ code: "missing-colon", range: at(row, colon[0].length - 1, 1), alone: true },
    message: "the character `：` looks like a colon and is another one (U+FF1A)",
    remedy: "delete it and type a colon and a space: `: `",
  };
}

/** `– name: A`: dashes and bullets that a word processor writes for `-`. */
const LIKE_DASH = /^(\s*)([–—−•·●◦‣]|\*(?=\s+[A-Za-z_{"']))\s+\S/;

export function lookalikeDash(row: Row): Finding | undefined {
  const found = LIKE_DASH.exec(row.text);
  if (!found) return undefined;
  const [, before = "", mark = ""] = found;
  return {
    ...{ code: "missing-space", range: at(row, before.length, 1), alone: true },
    message: `YAML does not know \`${mark}\` as the beginning of a list item`,
    remedy: `write a hyphen and a space: \`- ${row.text.slice(before.length + mark.length).trim()}\``,
  };
}

/** `<<:*monthly`, `<< *monthly`, and `*monthly` alone among keys: a merge that is written wrongly. */
export function badMerge(row: Row, next: Row): Finding | undefined {
  const [, before = "", sign, name] = /^(\s*)(<<\s*:?\s*)?\*([\w-]+)\s*(?:#.*)?$/.exec(row.text) ?? [];
  if (
    name === undefined ||
    (sign === undefined && (readLine(next.text).key === undefined || readLine(next.text).indent !== before.length))
  )
    return undefined;
  if (sign !== undefined && /:\s/.test(sign)) return undefined;
  return {
    ...{ code: "bad-merge", range: at(row, before.length), alone: true },
    message: `this line does not bring the fields of \`&${name}\`, because it is not a key with a value`,
    remedy: `write \`<<: *${name}\``,
  };
}

/** `name: [Beta] Monthly` */
export function textAfterBracket(row: Row): Finding | undefined {
  const { key, value, valueColumn = 0 } = readLine(row.text);
  if (key === undefined || !value || !/^(?:\{[^{}]*\}|\[[^[\]]*\])\s*[^\s,\]}]/.test(value)) return undefined;
  const first = value.charAt(0);
  return {
    ...{ code: "reserved-character", range: at(row, valueColumn, value.length), alone: true },
    message: `the value begins with \`${first}\`, so YAML reads a ${first === "[" ? "list" : "map"} up to \`${first === "[" ? "]" : "}"}\`, and more follows`,
    remedy: `if it is one text, put it into quotes: \`${key}: ${quoted(value)}\``,
  };
}

/** `{ price: ${name} }` */
export function barePlaceholder(row: Row, column: number): Finding | undefined {
  const [whole] = /^\$\{[^{}]*\}/.exec(row.text.slice(column - 1)) ?? [];
  if (whole === undefined) return undefined;
  return {
    ...{ code: "bad-placeholder", range: at(row, column - 1, whole.length), alone: true },
    message: "between braces a placeholder needs quotes",
    remedy: `write \`"${whole}"\``,
  };
}

/** `-{ … }` and `-name: A` */
export function gluedDash(row: Row): Finding | undefined {
  const found = /^( *)-(?=[{["'A-Za-z])/.exec(row.text);
  if (!found) return undefined;
  const column = (found[1] ?? "").length;
  return {
    ...{ code: "missing-space", range: at(row, column), alone: true },
    message: "a space is missing after the `-` that begins a list item",
    remedy: `write \`- ${row.text.slice(column + 1)}\``,
  };
}

/** `currency:EUR` and `structure:{ … }` */
export function gluedKey(row: Row): Finding | undefined {
  const { column, content } = readLine(row.text);
  const found = unreadKey(content);
  return found?.code === "missing-space"
    ? { ...found, range: at(row, column, content.length), alone: true }
    : undefined;
}

/** `currency EUR`, `currency = EUR`, `currency` */
export function noKey(row: Row): Finding | undefined {
  const { column, content, key, dashes } = readLine(row.text);
  if (key !== undefined) return undefined;
  // An item of a list may be a bare text.
  const found = dashes.length > 0 ? undefined : unreadKey(content);
  const remedy = /^\S+\s+[^=;]/.test(content)
    ? `${found?.remedy}; or, if it continues the text above, indent it deeper than that key`
    : found?.remedy;
  return found && { ...found, remedy: remedy ?? found.remedy, range: at(row, column, content.length), alone: true };
}

/** `name: Monthly #1 plan`: what is read, and what is cut off. */
export const commentInText = (text: string, comment: string): Pick<Finding, "code" | "message" | "remedy"> => ({
  code: "comment-in-text",
  message: `\`${comment}\` is read as a comment, because a \`#\` after a space begins one`,
  remedy: `put the whole text into quotes: \`${quoted(`${text} ${comment}`.trimStart())}\`; or, if it is a comment, \`# ${comment.slice(1)}\`, with a space after the \`#\``,
});

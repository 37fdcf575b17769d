/** Mistakes that one line shows, one function each: a violation, or undefined. */
import { unreadKey } from "../../validation/unread-key.js";
import type { Row } from "./source.js";
import { quoted, type SyntaxViolation } from "./violation.js";

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

/** A `#` after a space begins a comment, unless the value is in quotes. */
const withoutComment = (text: string): string =>
  (/:\s+["']/.test(text) ? text : text.replace(/(^|\s)#.*$/, "")).trimEnd();

/** The range of a part of a row. */
const at = ({ start, text }: Row, column: number, length = text.length - column): [number, number] => [
  start + column,
  start + column + length,
];

/** `name: @home`: a value without quotes cannot begin with the character. */
export function reservedStart(row: Row): SyntaxViolation | undefined {
  const { key, value, valueColumn = 0 } = readLine(row.text);
  if (key === undefined || !value || !RESERVED.test(value)) return undefined;
  const first = value.charAt(0);
  const remedy = first === "-" ? `; or begin the list on the next line, indented below \`${key}\`` : "";
  return {
    ...{ code: "reserved-character", range: at(row, valueColumn, value.length), alone: true },
    message: `a value without quotes cannot begin with \`${first}\`, which has a special meaning in YAML`,
    remedy: `put the value in quotes: \`${key}: ${quoted(value)}\`${remedy}`,
  };
}

const RESERVED = /^(?:[@`%,\]}]|[-?]\s|[&*](?:\s|$)|\*\S+\s+\S|[|>](?![-+0-9]*\s*$))/;

/** `name: Plan: Monthly` */
export function colonInText(row: Row): SyntaxViolation | undefined {
  const { key, value, valueColumn = 0 } = readLine(row.text);
  if (key === undefined || !value || /^["'{[&*!|>]/.test(value)) return undefined;
  const inner = /^(.*?):(?:\s|$)/.exec(value)?.[1];
  if (inner === undefined) return undefined;
  const nested = /^[a-z][A-Za-z0-9_]*$/.test(inner)
    ? `; or, if \`${inner}\` is a key, write it on a line of its own below \`${key}\``
    : "";
  return {
    ...{ code: "unquoted-colon", range: at(row, valueColumn, value.length), alone: true },
    message: `the value of \`${key}\` contains a colon followed by a space, so it needs quotes`,
    remedy: `write \`${key}: ${quoted(value.replace(/^[“„«]|[”“»]$/g, ""))}\`${nested}`,
  };
}

/** `{ name: Plan: Monthly }` and `{ a: 1 b: 2 }`: in brackets, from the value that is too long. */
export function colonBetweenBrackets(row: Row, column: number): SyntaxViolation | undefined {
  const before = /([A-Za-z0-9_-]+)\s*:\s*$/.exec(row.text.slice(0, column))?.[1];
  const value =
    /^(?:"[^"]*"|'[^']*')?(?:[^,{}[\]#"']|(?<=:\s)(?:"[^"]*"|'[^']*'))*/.exec(row.text.slice(column))?.[0].trimEnd() ??
    "";
  const parts = /^(.*?)(?:\s+([A-Za-z_][A-Za-z0-9_]*))?\s*:\s+(.*)$/.exec(value);
  if (before === undefined || !parts) return undefined;
  const [, first = "", next, last = ""] = parts;
  if (next !== undefined && /^[a-z]/.test(next)) {
    const whole = /["']/.test(value) ? "" : `; or, if it is one value, \`${before}: ${quoted(value)}\``;
    return {
      ...{ code: "missing-comma", range: at(row, column, value.length), alone: true },
      message: `a comma is missing before \`${next}\``,
      remedy: `write \`${before}: ${first.replace(/;$/, "")}, ${next}: ${last}\`${whole}`,
    };
  }
  return {
    ...{ code: "unquoted-colon", range: at(row, column, value.length), alone: true },
    message: `the value of \`${before}\` contains a colon followed by a space, so it needs quotes`,
    remedy: `write \`${before}: ${quoted(value)}\``,
  };
}

/** Characters that look like a space. */
const LIKE_SPACE =
  /^(\s*?)([\u00a0\u2000-\u200b\u202f\u3000])|(?<=^[^"'#]*[A-Za-z0-9_]:)(\s*?)([\u00a0\u2000-\u200b\u202f\u3000])/;
/** The colon of wide scripts. */
const LIKE_COLON = /^[ -]*[A-Za-z_][A-Za-z0-9_-]*(：)/;

/** Another character in place of a space or of the colon (`currency：EUR`): copying from a web page leaves them. */
export function lookalike(row: Row): SyntaxViolation | undefined {
  const space = LIKE_SPACE.exec(row.text);
  if (space) {
    const column = space.index + (space[1] ?? space[3] ?? "").length;
    const code = (row.text.codePointAt(column) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    const place = space[2] === undefined ? "after the colon" : "at the beginning of the line";
    return {
      ...{ code: "missing-space", range: at(row, column, 1), alone: true },
      message: `the character ${place} looks like a space, but it is U+${code}`,
      remedy: "delete it and type a space",
    };
  }
  const colon = LIKE_COLON.exec(row.text);
  if (!colon) return undefined;
  return {
    ...{ code: "missing-colon", range: at(row, colon[0].length - 1, 1), alone: true },
    message: "the character `：` looks like a colon, but it is U+FF1A",
    remedy: "delete it and type a colon and a space: `: `",
  };
}

/** `– name: A`: dashes and bullets that a word processor writes instead of `-`. */
const LIKE_DASH = /^(\s*)([–—−•·●◦‣]|\*(?=\s+[A-Za-z_{"']))\s+\S/;

export function lookalikeDash(row: Row): SyntaxViolation | undefined {
  const found = LIKE_DASH.exec(row.text);
  if (!found) return undefined;
  const [, before = "", mark = ""] = found;
  return {
    ...{ code: "missing-space", range: at(row, before.length, 1), alone: true },
    message: `a list item cannot begin with \`${mark}\``,
    remedy: `write a hyphen and a space: \`- ${row.text.slice(before.length + mark.length).trim()}\``,
  };
}

/** `<<:*monthly`, `<< *monthly`, and `*monthly` alone among keys: a merge that is not written correctly. */
export function badMerge(row: Row, next: Row): SyntaxViolation | undefined {
  const [, before = "", sign, name] = /^(\s*)(<<\s*:?\s*)?\*([\w-]+)\s*(?:#.*)?$/.exec(row.text) ?? [];
  if (
    name === undefined ||
    (sign === undefined && (readLine(next.text).key === undefined || readLine(next.text).indent !== before.length))
  )
    return undefined;
  if (sign !== undefined && /:\s/.test(sign)) return undefined;
  return {
    ...{ code: "bad-merge", range: at(row, before.length), alone: true },
    message: `this line does not merge the fields of \`&${name}\`, because it is not a key with a value`,
    remedy: `write \`<<: *${name}\``,
  };
}

/** `name: [Beta] Monthly` */
export function textAfterBracket(row: Row): SyntaxViolation | undefined {
  const { key, value, valueColumn = 0 } = readLine(row.text);
  if (key === undefined || !value || !/^(?:\{[^{}]*\}|\[[^[\]]*\])\s*[^\s,\]}]/.test(value)) return undefined;
  const first = value.charAt(0);
  return {
    ...{ code: "reserved-character", range: at(row, valueColumn, value.length), alone: true },
    message: `more text follows the ${first === "[" ? "list" : "map"} that begins with \`${first}\``,
    remedy: `if it is one string, put it in quotes: \`${key}: ${quoted(value)}\``,
  };
}

/** `{ price: ${name} }` */
export function barePlaceholder(row: Row, column: number): SyntaxViolation | undefined {
  const [whole] = /^\$\{[^{}]*\}/.exec(row.text.slice(column - 1)) ?? [];
  if (whole === undefined) return undefined;
  return {
    ...{ code: "bad-placeholder", range: at(row, column - 1, whole.length), alone: true },
    message: "a placeholder in braces needs quotes",
    remedy: `write \`"${whole}"\``,
  };
}

/** `-{ … }` and `-name: A` */
export function gluedDash(row: Row): SyntaxViolation | undefined {
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
export function gluedKey(row: Row): SyntaxViolation | undefined {
  const { column, content } = readLine(row.text);
  const found = unreadKey(content);
  return found?.code === "missing-space"
    ? { ...found, range: at(row, column, content.length), alone: true }
    : undefined;
}

/** `currency EUR`, `currency = EUR`, `currency` */
export function noKey(row: Row): SyntaxViolation | undefined {
  const { column, content, key, dashes } = readLine(row.text);
  if (key !== undefined) return undefined;
  // An item of a list may be a string without a key.
  const found = dashes.length > 0 ? undefined : unreadKey(content);
  const remedy = /^\S+\s+[^=;]/.test(content)
    ? `${found?.remedy}; or, if it continues the text above, indent it more than the key of that text`
    : found?.remedy;
  return found && { ...found, remedy: remedy ?? found.remedy, range: at(row, column, content.length), alone: true };
}

/** `name: Monthly #1 plan`. `text`: the value that is read; `comment`: what is cut off. */
export const commentInText = (text: string, comment: string): Pick<SyntaxViolation, "code" | "message" | "remedy"> => ({
  code: "comment-in-text",
  message: `\`${comment}\` is read as a comment, because a \`#\` after a space begins a comment`,
  remedy:
    `put the whole value in quotes: \`${quoted(`${text} ${comment}`.trimStart())}\`; ` +
    `or, if it is a comment, write a space after the \`#\`: \`# ${comment.slice(1)}\``,
});

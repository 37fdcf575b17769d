/** What is wrong with a text that is not YAML: one violation for each cause, in our own words. */
import type { CST, ErrorCode } from "yaml";
import { bracketViolation } from "./brackets.js";
import { badLayout } from "./layout.js";
import { LIBRARY, type LibraryError } from "./library.js";
import {
  badMerge,
  barePlaceholder,
  colonBetweenBrackets,
  colonInText,
  gluedDash,
  gluedKey,
  lookalike,
  lookalikeDash,
  noKey,
  readLine,
  reservedStart,
  textAfterBracket,
} from "./line.js";
import { badEscape, quoteViolation } from "./quotes.js";
import { type Row, Source } from "./source.js";
import type { SyntaxViolation } from "./violation.js";

/** At most as many violations of a file are reported. */
const MAX_VIOLATIONS = 50;

/**
 * The first violation, and those others that are mistakes of their own lines alone. Other errors that the library
 * reports after its first one are mostly consequences of it.
 */
export function diagnose(
  text: string,
  starts: readonly number[],
  tokens: readonly CST.Token[],
  errors: readonly LibraryError[],
): SyntaxViolation[] {
  const source = new Source(text, starts, tokens);
  const whole = mergeConflict(source) ?? tabs(source, errors);
  if (whole) return [whole];
  const found = inRows(source);
  const rows = new Set(found.map(({ range }) => source.rowIndex(range[0])));
  for (const error of [...errors].sort((a, b) => a.pos[0] - b.pos[0])) {
    // All but the first violation are in the lines of their errors.
    if (found.length > 0 && rows.has(source.rowIndex(error.pos[0]))) continue;
    const violation = found.length === 0 ? first(source, error) : inItsLine(source, error);
    if (!violation) continue;
    const row = source.rowIndex(violation.range[0]);
    if (rows.has(row)) continue;
    rows.add(row);
    found.push(violation);
    // Nothing can be said about the text after an open quote or bracket.
    if (violation.code === "unclosed-quote" || violation.code === "unclosed-bracket" || found.length === MAX_VIOLATIONS)
      break;
  }
  return found;
}

/** The first mistake that makes other lines wrong: the library reports it at those lines. */
function inRows(source: Source): SyntaxViolation[] {
  for (let index = 0; index < source.rows; index += 1) {
    if (source.inside.has(index)) continue;
    const row = source.row(index);
    const isText = source.continued.has(index);
    const violation =
      (isText ? undefined : lookalikeDash(row)) ??
      indentedByLookalike(row) ??
      (isText ? undefined : badMerge(row, source.row(index + 1)));
    if (violation) return [violation];
  }
  return [];
}

const indentedByLookalike = (row: Row): SyntaxViolation | undefined =>
  /^ *[^\S \t\r\n]/.test(row.text) ? lookalike(row) : undefined;

const first = (source: Source, error: LibraryError): SyntaxViolation | undefined =>
  quoteViolation(source, error) ??
  bracketViolation(source, error) ??
  inItsLine(source, error) ??
  layout(source, error) ??
  byCode(source, error);

/** Errors that the library reports after it has read a key in the line. */
const KEY_IS_READ: readonly ErrorCode[] = ["UNEXPECTED_TOKEN", "BAD_INDENT"];

/** A mistake that can be seen in the line of the error. */
function inItsLine(source: Source, { code, pos: [pos] }: LibraryError): SyntaxViolation | undefined {
  const row = source.rowAt(pos);
  switch (code) {
    case "BAD_DQ_ESCAPE":
      return badEscape(source, pos);
    case "BLOCK_IN_FLOW":
      return colonBetweenBrackets(row, pos - row.start);
    case "BLOCK_AS_IMPLICIT_KEY":
    case "MULTILINE_IMPLICIT_KEY":
    case "MISSING_CHAR":
    case "BAD_INDENT":
    case "UNEXPECTED_TOKEN":
    case "BAD_ALIAS":
    case "BAD_SCALAR_START":
      if (code === "UNEXPECTED_TOKEN" && source.text[pos] === "{") {
        const placeholder = barePlaceholder(row, pos - row.start);
        if (placeholder) return placeholder;
      }
      if (source.inside.has(row.index)) return undefined;
      return (
        belowBlock(source, row) ??
        (code === "UNEXPECTED_TOKEN" ? textAfterBracket(row) : undefined) ??
        commentSign(source, pos) ??
        lookalike(row) ??
        gluedDash(row) ??
        reservedStart(row) ??
        gluedKey(row) ??
        colonInText(row) ??
        (KEY_IS_READ.includes(code) ? undefined : noKey(row))
      );
    default:
      return undefined;
  }
}

/** A text below `key: >` or `key: |` that is not indented more than the key, or less than its first line. */
function belowBlock(source: Source, row: Row): SyntaxViolation | undefined {
  const above = source.filledAbove(row.index);
  const { key, value } = readLine(source.row(above).text);
  const line = readLine(row.text);
  if (key === undefined || !/^[|>][-+0-9]*$/.test(value ?? "") || line.key !== undefined || row.text.trim() === "")
    return undefined;
  const isFirst = above === row.index - 1;
  return {
    ...{ code: "bad-indentation", range: [row.start + line.indent, row.start + row.text.length], alone: true },
    message: isFirst
      ? `the text of \`${key}\` (\`${value}\`) is not indented more than \`${key}\``
      : `this line is indented less than the first line of the text of \`${key}\` (\`${value}\`)`,
    remedy: `indent every line of the text by two more spaces than \`${key}\``,
  };
}

/** Indentation. When a key is read over several lines, the wrong line is the one before the error. */
function layout(source: Source, { pos: [pos] }: LibraryError): SyntaxViolation | undefined {
  const violation = badLayout(source);
  if (!violation) return undefined;
  const [row, wrong] = [source.rowIndex(pos), source.rowIndex(violation.range[0])];
  return wrong >= row - 1 ? violation : undefined;
}

/** When no cause was found: by the library's code and the beginning of the line. */
function byCode(source: Source, { code, pos }: LibraryError): SyntaxViolation {
  const { start, text } = source.rowAt(pos[0]);
  if (/^\s*[&*]/.test(text))
    return { ...LIBRARY.BAD_PROP_ORDER, range: [start + text.search(/\S/), start + text.length] };
  if (text.startsWith("--- ")) {
    const [message, remedy] = [
      "the first key is on the same line as `---`",
      "write it on a line of its own, or remove the `---`",
    ];
    return { code: "yaml-syntax", message, remedy, range: [start, start + text.length] };
  }
  const directive = /^%.*$/m.exec(source.text);
  if (code === "MISSING_CHAR" && directive && directive.index < pos[0])
    return { ...LIBRARY.BAD_DIRECTIVE, range: [directive.index, directive.index + directive[0].length] };
  return { ...LIBRARY[code], range: [pos[0], pos[1]] };
}

function mergeConflict(source: Source): SyntaxViolation | undefined {
  const mark = /^(?:[<>|]{7} .*|={7})$/m.exec(source.text);
  if (!mark) return undefined;
  return {
    ...{ code: "merge-conflict", range: [mark.index, mark.index + mark[0].length] },
    message: "this is a conflict marker of git",
    remedy: "keep the lines of one side, and remove the lines that begin with <<<<<<<, |||||||, ======= and >>>>>>>",
  };
}

function tabs(source: Source, errors: readonly LibraryError[]): SyntaxViolation | undefined {
  const rows = [
    ...new Set(errors.filter(({ code }) => code === "TAB_AS_INDENT").map(({ pos }) => source.rowIndex(pos[0]))),
  ];
  const [index] = rows;
  if (index === undefined) return undefined;
  const { start, text } = source.row(index);
  return {
    ...{ code: "tab-indentation", range: [start, start + (/^\s*/.exec(text)?.[0].length ?? 1)] },
    message:
      rows.length === 1
        ? LIBRARY.TAB_AS_INDENT.message
        : `this line and ${rows.length - 1} more are indented with tabs`,
    remedy: LIBRARY.TAB_AS_INDENT.remedy,
  };
}

/** `"text"#comment` */
function commentSign(source: Source, pos: number): SyntaxViolation | undefined {
  if (source.text[pos] !== "#") return undefined;
  const row = source.rowAt(pos);
  return {
    ...{ code: "missing-space", range: [pos, row.start + row.text.length], alone: true },
    message: "a space is missing before the comment",
    remedy: "write a space before the `#`; or, if the `#` belongs to the value, put the whole value in quotes",
  };
}

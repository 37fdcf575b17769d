/** What is wrong with a text that is not YAML: one finding for one cause, in our own words. */
import type { CST, ErrorCode } from "yaml";
import { type Finding, quoted } from "./finding.js";
import { badLayout } from "./layout.js";
import { LIBRARY } from "./library.js";
import {
  badMerge,
  barePlaceholder,
  colonBetweenBrackets,
  colonInText,
  commentInText,
  gluedDash,
  gluedKey,
  lookalike,
  lookalikeDash,
  noKey,
  readLine,
  reservedStart,
  textAfterBracket,
} from "./line.js";
import { type Row, Source, type Span } from "./source.js";

/** An error of the library: its words are not used. */
export interface LibraryError {
  readonly code: ErrorCode;
  readonly pos: readonly [number, number];
}

/** Nobody corrects more in one go. */
const MAX_FINDINGS = 50;

/**
 * The first finding; and of the others those that are a mistake of their own line whatever stands above. What else a
 * library finds after its first error are mostly consequences.
 */
export function diagnose(
  text: string,
  starts: readonly number[],
  tokens: readonly CST.Token[],
  errors: readonly LibraryError[],
): Finding[] {
  const source = new Source(text, starts, tokens);
  const whole = mergeConflict(source) ?? tabs(source, errors);
  if (whole) return [whole];
  const found = inRows(source);
  const rows = new Set(found.map(({ range }) => source.rowIndex(range[0])));
  for (const error of [...errors].sort((a, b) => a.pos[0] - b.pos[0])) {
    const finding = found.length === 0 ? first(source, error) : inItsLine(source, error);
    if (!finding) continue;
    const row = source.rowIndex(finding.range[0]);
    if (rows.has(row)) continue;
    rows.add(row);
    found.push(finding);
    // After an open quote or bracket nothing can be told.
    if (finding.code === "unclosed-quote" || finding.code === "unclosed-bracket" || found.length === MAX_FINDINGS)
      break;
  }
  return found;
}

/** Mistakes that make other lines wrong: the library reports them elsewhere. At most one is taken. */
function inRows(source: Source): Finding[] {
  for (let index = 0; index < source.rows; index += 1) {
    if (source.inside.has(index)) continue;
    const row = source.row(index);
    const isText = source.continued.has(index);
    const finding =
      (isText ? undefined : lookalikeDash(row)) ??
      indentedByLookalike(row) ??
      (isText ? undefined : badMerge(row, source.row(index + 1)));
    if (finding) return [finding];
  }
  return [];
}

const indentedByLookalike = (row: Row): Finding | undefined =>
  /^ *[^\S \t\r\n]/.test(row.text) ? lookalike(row) : undefined;

const first = (source: Source, error: LibraryError): Finding | undefined =>
  quotes(source, error) ??
  bracket(source, error) ??
  inItsLine(source, error) ??
  layout(source, error) ??
  byCode(source, error);

/** What the library says where it has taken the line for something else than a key. */
const KEY_IS_READ: readonly ErrorCode[] = ["UNEXPECTED_TOKEN", "BAD_INDENT"];

/** A mistake that the line of the error shows. */
function inItsLine(source: Source, { code, pos: [pos] }: LibraryError): Finding | undefined {
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

/** The text below `key: >` or `key: |`, where it is not indented deeper than the key, or less than its first line. */
function belowBlock(source: Source, row: Row): Finding | undefined {
  let above = row.index - 1;
  while (above >= 0 && (source.inside.has(above) || source.row(above).text.trim() === "")) above -= 1;
  const { key, value } = readLine(source.row(above).text);
  const line = readLine(row.text);
  if (key === undefined || !/^[|>][-+0-9]*$/.test(value ?? "") || line.key !== undefined || row.text.trim() === "")
    return undefined;
  const isFirst = above === row.index - 1;
  return {
    ...{ code: "bad-indentation", range: [row.start + line.indent, row.start + row.text.length], alone: true },
    message: isFirst
      ? `the text of \`${key}\` (\`${value}\`) is not indented deeper than \`${key}\``
      : `this line is indented less than the first line of the text of \`${key}\` (\`${value}\`)`,
    remedy: `indent every line of the text by the same number of spaces, two more than \`${key}\``,
  };
}

/** A key that is read over several lines ends in the line whose indentation is wrong. */
function layout(source: Source, { pos: [pos] }: LibraryError): Finding | undefined {
  const finding = badLayout(source);
  if (!finding) return undefined;
  const [row, wrong] = [source.rowIndex(pos), source.rowIndex(finding.range[0])];
  return wrong >= row - 1 ? finding : undefined;
}

/** Nothing is known but the library's code, and how the line begins. */
function byCode(source: Source, { code, pos }: LibraryError): Finding {
  const { start, text } = source.rowAt(pos[0]);
  if (/^\s*[&*]/.test(text))
    return { ...LIBRARY.BAD_PROP_ORDER, range: [start + text.search(/\S/), start + text.length] };
  if (text.startsWith("--- ")) {
    const [message, remedy] = [
      "the first key stands on the line of `---`",
      "begin it on a line of its own, or remove the `---`",
    ];
    return { code: "yaml-syntax", message, remedy, range: [start, start + text.length] };
  }
  const directive = /^%.*$/m.exec(source.text);
  if (code === "MISSING_CHAR" && directive && directive.index < pos[0])
    return { ...LIBRARY.BAD_DIRECTIVE, range: [directive.index, directive.index + directive[0].length] };
  return { ...LIBRARY[code], range: [pos[0], pos[1]] };
}

function mergeConflict(source: Source): Finding | undefined {
  const mark = /^(?:[<>|]{7} .*|={7})$/m.exec(source.text);
  if (!mark) return undefined;
  return {
    ...{ code: "merge-conflict", range: [mark.index, mark.index + mark[0].length] },
    message: "this is the mark of a merge that git could not finish",
    remedy: "keep the lines of one side, and remove the lines that begin with <<<<<<<, |||||||, ======= and >>>>>>>",
  };
}

function tabs(source: Source, errors: readonly LibraryError[]): Finding | undefined {
  const rows = [
    ...new Set(errors.filter(({ code }) => code === "TAB_AS_INDENT").map(({ pos }) => source.rowIndex(pos[0]))),
  ];
  const [index] = rows;
  if (index === undefined) return undefined;
  const { start, text } = source.row(index);
  const more = rows.length === 1 ? "" : `, and ${rows.length - 1} more`;
  return {
    ...{ code: "tab-indentation", range: [start, start + (/^\s*/.exec(text)?.[0].length ?? 1)] },
    message: `a tab indents this line${more}`,
    remedy: LIBRARY.TAB_AS_INDENT.remedy,
  };
}

/** A quote that is not closed, and one that is closed before its text ends. */
function quotes(source: Source, { code, pos: [pos] }: LibraryError): Finding | undefined {
  const quote = last(source.quotes, pos);
  if (!quote) return undefined;
  const { start, end, open } = quote;
  const row = source.rowAt(start);
  if (!quote.closed && pos >= start) {
    return {
      ...{ code: "unclosed-quote", range: [start, start + row.text.length - (start - row.start)] },
      message: `the quote (\`${open}\`) that opens here is not closed`,
      remedy: `write the closing \`${open}\` at the end of the text, on the same line`,
    };
  }
  const spansRows = source.rowIndex(end) > row.index;
  if (code !== "UNEXPECTED_TOKEN" && code !== "MISSING_CHAR" && code !== "BLOCK_IN_FLOW") return undefined;
  if (source.text.slice(end, pos).trim() !== "" || pos < end || source.text[pos] === "#") return undefined;
  if (spansRows) {
    return {
      ...{ code: "unclosed-quote", range: [start, start + row.text.length - (start - row.start)] },
      message: `the quote (\`${open}\`) that opens here is closed by one in line ${source.rowIndex(end) + 1} only`,
      remedy: `write the closing \`${open}\` at the end of the text, on the same line`,
    };
  }
  const inBrackets = source.brackets.some((one) => one.start < start && one.end > start);
  if (inBrackets) return undefined;
  const written = row.text.slice(start - row.start);
  const inner = written.length > 1 && written.endsWith(open) ? written.slice(1, -1) : written;
  return {
    ...{ code: "text-after-quote", range: [start, start + written.length], alone: true },
    message: `the text ends at its second \`${open}\`, and more follows`,
    remedy: `use other quotes around it: \`${inner.includes("'") && !inner.includes('"') ? `"${inner}"` : quoted(inner)}\``,
  };
}

/** A bracket that is not closed, and one that closes nothing. */
function bracket(source: Source, { code, pos: [pos] }: LibraryError): Finding | undefined {
  const character = source.text[pos] ?? "";
  if (code === "UNEXPECTED_TOKEN" && /[}\]]/.test(character)) {
    return {
      ...{ code: "unclosed-bracket", range: [pos, pos + 1] },
      message: `\`${character}\` closes nothing`,
      remedy: `remove it, or write the \`${character === "}" ? "{" : "["}\` that belongs to it`,
    };
  }
  if (character === "," && code === "UNEXPECTED_TOKEN") {
    return {
      ...{ code: "missing-comma", range: [pos, pos + 1], alone: true },
      message: "there is a comma too many, or nothing between two commas",
      remedy: "remove this comma, or write the `key: value` that belongs before it",
    };
  }
  const around = source.brackets.findLast(({ start, end, closed }) => closed && start < pos && pos < end);
  if (code === "MISSING_CHAR" && around) {
    const word = /^[^\s,:]*/.exec(source.text.slice(pos, pos + 100))?.[0] ?? "";
    return {
      ...{ code: "missing-comma", range: [pos, pos + word.length], alone: true },
      message: `a comma is missing before \`${word}\``,
      remedy: `write \`, ${word}\`: fields in braces are separated by commas`,
    };
  }
  const braces = source.brackets.findLast(({ start, end, open }) => open === "{" && start < pos && pos < end);
  if (code === "MULTILINE_IMPLICIT_KEY" && braces) {
    const { start, text } = source.rowAt(pos);
    return {
      ...{ code: "missing-comma", range: [pos, start + text.length], alone: true },
      message: "a comma is missing at the end of this line",
      remedy: `write \`${text.trim()},\`: fields in braces are separated by commas`,
    };
  }
  const open = last(
    source.brackets.filter(({ closed }) => !closed),
    pos,
  );
  if (!open || code === "BLOCK_IN_FLOW") return undefined;
  const close = open.open === "{" ? "}" : "]";
  const row = source.rowAt(open.start);
  const cut = /([^,:{}[\]]+?)\s+(#[\p{L}\p{N}][^,}\]]*)/u.exec(row.text.slice(open.start - row.start));
  if (cut) {
    const comment = open.start + cut.index + cut[0].length - (cut[2] ?? "").length;
    return {
      ...commentInText((cut[1] ?? "").trim(), (cut[2] ?? "").trim()),
      range: [comment, row.start + row.text.length],
    };
  }
  const [from, to] = [source.rowIndex(open.start) + 1, source.rowIndex(pos) + 1];
  return {
    ...{ code: "unclosed-bracket", range: [open.start, open.start + 1] },
    message: `the \`${open.open}\` that opens here is not closed`,
    remedy: `write the closing \`${close}\`${to > from ? `; if a \`${close}\` stands on a line below, indent the lines up to it deeper than line ${from}` : ""}`,
  };
}

const last = (spans: readonly Span[], pos: number): Span | undefined => spans.findLast(({ start }) => start <= pos);

function badEscape(source: Source, pos: number): Finding | undefined {
  const sequence = /^\\?.?/su.exec(source.text.slice(pos, pos + 3))?.[0] ?? "\\";
  const quote = last(source.quotes, pos);
  const inner = quote?.closed ? source.text.slice(quote.start + 1, quote.end - 1) : undefined;
  const other = inner !== undefined && !inner.includes("\n") ? `: \`'${inner.replaceAll("'", "''")}'\`` : "";
  return {
    ...{ code: "bad-escape", range: [pos, pos + sequence.length], alone: true },
    message: `\`${sequence}\` in double quotes is not an escape that YAML knows`,
    remedy: `write two backslashes for one, or use single quotes, in which a backslash is a character like any other${other}`,
  };
}

/** `"text"#comment` */
function commentSign(source: Source, pos: number): Finding | undefined {
  if (source.text[pos] !== "#") return undefined;
  const row = source.rowAt(pos);
  return {
    ...{ code: "missing-space", range: [pos, row.start + row.text.length], alone: true },
    message: "a space is missing before the comment",
    remedy: "write a space before the `#`, or put the whole text into quotes if the `#` belongs to it",
  };
}

/** Values as new text of a YAML file, in the style of the file. */
import { isObject, type Json, type JsonObject } from "../../fields/shape.js";
import { plainNumber } from "../../validation/numbers.js";

/** How a file is written. */
export interface Style {
  readonly eol: "\n" | "\r\n";
  /** Spaces of a level. */
  readonly step: number;
  /** Spaces of a list below those of its key. */
  readonly listStep: number;
  /** `{ a: 1 }`, not `{a: 1}`. */
  readonly padded: boolean;
  readonly quote: '"' | "'";
}

/** How a scalar was written that a new one replaces. */
export type ScalarType = "PLAIN" | "QUOTE_DOUBLE" | "QUOTE_SINGLE" | "BLOCK_LITERAL" | "BLOCK_FOLDED";

/** Longest line on which a map or a list is written between brackets. */
const MAX_LINE = 100;

export const isCollectionValue = (value: Json): value is JsonObject | readonly Json[] =>
  typeof value === "object" && value !== null;

const isEmpty = (value: JsonObject | readonly Json[]): boolean => Object.keys(value).length === 0;

/** A scalar on one line. `like`: how the one before was written. */
export function scalarText(value: Json, { quote }: Style, like?: ScalarType, inFlow = false): string {
  if (typeof value === "number") return numberText(value);
  if (typeof value !== "string") return String(value);
  if (like === "QUOTE_DOUBLE") return doubleQuoted(value);
  if (like === "QUOTE_SINGLE") return singleQuoted(value) ?? doubleQuoted(value);
  if (isPlain(value, inFlow)) return value;
  return (quote === "'" ? singleQuoted(value) : undefined) ?? doubleQuoted(value);
}

/** Without an exponent, which the loader refuses. */
function numberText(value: number): string {
  const text = plainNumber(value);
  return /e/i.test(text) ? value.toFixed(20).replace(/0+$/, "") : text;
}

/** Texts that no reader of YAML takes for anything else, in YAML 1.1 too. Others are quoted. */
const isPlain = (text: string, inFlow: boolean): boolean =>
  (inFlow ? PLAIN_IN_FLOW : PLAIN).test(text) && !/^(?:null|true|false|yes|no|on|off|y|n)$/i.test(text);

const PLAIN = /^[\p{L}_/](?:[\p{L}\p{M}\p{N} _.,()+*/&'%@€$£=-]*[\p{L}\p{M}\p{N}_.)+*/%€$£=-])?$/u;
const PLAIN_IN_FLOW = /^[\p{L}_/](?:[\p{L}\p{M}\p{N} _.()+*/&'%@€$£=-]*[\p{L}\p{M}\p{N}_.)+*/%€$£=-])?$/u;

const singleQuoted = (text: string): string | undefined =>
  UNPRINTABLE.test(text) || text.includes("\n") ? undefined : `'${text.replaceAll("'", "''")}'`;

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/** JSON is YAML; other characters that are not seen are escaped too. */
const doubleQuoted = (text: string): string =>
  JSON.stringify(text).replaceAll(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(4, "0");
    return `\\u${code}`;
  });

export const keyText = (key: string, style: Style): string =>
  isPlain(key, true) || isNumbered(key)
    ? key
    : scalarText(key, style, style.quote === "'" ? "QUOTE_SINGLE" : "QUOTE_DOUBLE");

/** "2024-plan", but not "1e3", "0x1f", "12_000" or a date. */
const isNumbered = (key: string): boolean => /^(?!0x)[0-9][a-z0-9_-]*$/.test(key) && /[a-df-np-wyz]/.test(key);

/** A value between brackets, on one line. */
export function flowText(value: Json, style: Style): string {
  if (!isCollectionValue(value)) return scalarText(value, style, undefined, true);
  if (!isObject(value)) return `[${value.map((item) => flowText(item, style)).join(", ")}]`;
  const members = Object.entries(value).map(([key, item]) => `${keyText(key, style)}: ${flowText(item, style)}`);
  const pad = style.padded && members.length > 0 ? " " : "";
  return `{${pad}${members.join(", ")}${pad}}`;
}

/** Which form a map or a list gets: "auto" takes brackets for short ones; "entries" is a block of blocks. */
export type Form = "flow" | "block" | "auto" | "entries";

/** Whether a value is short and flat enough for brackets. `column`: where it would begin. */
function isShort(value: JsonObject | readonly Json[], column: number, style: Style): boolean {
  if (isEmpty(value)) return true;
  const flat = isObject(value)
    ? Object.values(value).every((item) => !isCollectionValue(item) || isEmpty(item))
    : value.every((item) => !isCollectionValue(item) || (Object.keys(item).length === 1 && isFlat(item)));
  return flat && !hasLines(value) && column + flowText(value, style).length <= MAX_LINE;
}

const isFlat = (value: JsonObject | readonly Json[]): boolean =>
  Object.values(value).every((item: Json) => !isCollectionValue(item));
const hasLines = (value: Json): boolean =>
  typeof value === "string" ? value.includes("\n") : isCollectionValue(value) && Object.values(value).some(hasLines);

/**
 * A value as it follows its colon or dash. `head`: on the same line; `body`: the lines below, with their indentation,
 * without the last line end.
 */
export interface Written {
  readonly head: string;
  readonly body?: string;
}

/** `indent`: that of the map or list in which the value stands; `column`: where the value would begin. */
export function valueText(
  value: Json,
  at: { readonly indent: number; readonly column: number; readonly inList?: boolean; readonly like?: ScalarType },
  style: Style,
  form: Form = "auto",
): Written {
  if (!isCollectionValue(value)) {
    const lines = typeof value === "string" ? textInLines(value, at.indent + style.step, at.like, style) : undefined;
    return lines ?? { head: scalarText(value, style, at.like) };
  }
  if (isEmpty(value) || form === "flow" || (form === "auto" && isShort(value, at.column, style)))
    return { head: flowText(value, style) };
  const inner = at.inList ? at.indent + 2 : at.indent + (isObject(value) ? style.step : style.listStep);
  return { head: "", body: blockText(value, inner, style, form === "entries" ? "block" : "auto") };
}

/** The lines of a map or a list, with their indentation, without the last line end. `form`: that of its values. */
export function blockText(
  value: JsonObject | readonly Json[],
  indent: number,
  style: Style,
  form: Form = "auto",
): string {
  const lines = isObject(value)
    ? Object.entries(value).map(([key, item]) => pairText(key, item, indent, style, form))
    : value.map((item) => listItemText(item, indent, style, form));
  return lines.join(style.eol);
}

export function pairText(key: string, value: Json, indent: number, style: Style, form: Form = "auto"): string {
  const name = `${" ".repeat(indent)}${keyText(key, style)}:`;
  const { head, body } = valueText(value, { indent, column: name.length + 1 }, style, form);
  return `${name}${head === "" ? "" : ` ${head}`}${body === undefined ? "" : style.eol + body}`;
}

export function listItemText(value: Json, indent: number, style: Style, form: Form = "auto"): string {
  const dash = `${" ".repeat(indent)}-`;
  // A list within a list is written between brackets.
  const { head, body } = valueText(
    value,
    { indent, column: indent + 2, inList: true },
    style,
    Array.isArray(value) ? "flow" : form,
  );
  if (head === "" && body !== undefined) return `${dash} ${body.trimStart()}`;
  return `${dash} ${head}${body === undefined ? "" : style.eol + body}`;
}

/** A text of several lines as a block text, where one can hold it. */
function textInLines(text: string, indent: number, like: ScalarType | undefined, { eol }: Style): Written | undefined {
  const isBlock = like === "BLOCK_LITERAL" || like === "BLOCK_FOLDED";
  if (like?.startsWith("QUOTE") || !(text.includes("\n") || isBlock)) return undefined;
  const lines = text.replace(/\n$/, "").split("\n");
  if (lines[0] === "" || lines.at(-1) === "" || lines.some((line) => /^\s|\s$|\p{C}/u.test(line))) return undefined;
  const isFolded = like === "BLOCK_FOLDED" && !lines.includes("");
  const rows = isFolded ? lines.flatMap((line, index) => (index === 0 ? [line] : ["", line])) : lines;
  const sign = `${isFolded ? ">" : "|"}${text.endsWith("\n") ? "" : "-"}`;
  return { head: sign, body: rows.map((row) => (row === "" ? "" : " ".repeat(indent) + row)).join(eol) };
}

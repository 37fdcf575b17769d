/** The text of a file by rows, with its tokens, for the diagnosis of broken YAML. */
import { CST } from "yaml";
import { lastUpTo } from "../lines.js";

/** Index and start count from 0. */
export interface Row {
  readonly index: number;
  readonly start: number;
  readonly text: string;
}

/** A quoted string, `{…}` or `[…]`: offsets of its first character, and of the one after its last. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly open: string;
  readonly closed: boolean;
}

/** Longer lines are read up to this length only: nobody writes such lines by hand. */
const MAX_LINE = 2_000;

export class Source {
  readonly text: string;
  readonly quotes: readonly Span[];
  readonly brackets: readonly Span[];
  /** Rows that begin within a value of several lines. */
  readonly inside: ReadonlySet<number>;
  /** Rows that continue a value without quotes. In broken YAML they may have been meant as something else. */
  readonly continued: ReadonlySet<number>;
  readonly #starts: readonly number[];
  /** For each row, see `filledAbove`. */
  #filled: readonly number[] | undefined;

  constructor(text: string, starts: readonly number[], tokens: readonly CST.Token[]) {
    this.text = text;
    this.#starts = starts;
    const [quotes, brackets, blocks, plain]: [Span[], Span[], Span[], Span[]] = [[], [], [], []];
    for (const token of everyToken(tokens)) {
      if (token.type === "double-quoted-scalar" || token.type === "single-quoted-scalar") quotes.push(quoteOf(token));
      else if (token.type === "flow-collection") brackets.push(bracketOf(token));
      else if (token.type === "scalar")
        plain.push({ start: token.offset, end: token.offset + token.source.length, open: "", closed: true });
      else if (token.type === "block-scalar")
        blocks.push({ start: token.offset, end: token.offset + CST.stringify(token).length, open: "", closed: true });
    }
    this.quotes = quotes;
    this.brackets = brackets;
    this.inside = this.#rowsWithin([...quotes, ...brackets, ...blocks]);
    this.continued = this.#rowsWithin(plain);
  }

  /** The rows of these spans, except those in which a span begins. */
  #rowsWithin(spans: readonly Span[]): Set<number> {
    const rows = new Set<number>();
    for (const { start, end } of spans)
      for (let index = this.rowIndex(start) + 1; index < this.rows && (this.#starts[index] as number) < end; index += 1)
        rows.add(index);
    return rows;
  }

  get rows(): number {
    return this.#starts.length;
  }

  rowIndex(offset: number): number {
    return lastUpTo(this.#starts, offset);
  }

  row(index: number): Row {
    const start = this.#starts[index] ?? this.text.length;
    const end = this.#starts[index + 1] ?? this.text.length;
    return { index, start, text: this.text.slice(start, Math.min(end, start + MAX_LINE)).trimEnd() };
  }

  /** The nearest row above that is neither blank nor within a value of several lines; -1: there is none. */
  filledAbove(index: number): number {
    if (this.#filled === undefined) {
      const filled: number[] = [];
      for (let row = 0, nearest = -1; row < this.rows; row += 1) {
        filled.push(nearest);
        if (!this.inside.has(row) && this.row(row).text.trim() !== "") nearest = row;
      }
      this.#filled = filled;
    }
    return this.#filled[index] ?? -1;
  }

  rowAt(offset: number): Row {
    return this.row(this.rowIndex(offset));
  }
}

/** The last span that begins at an offset or before it. */
export const lastBefore = (spans: readonly Span[], offset: number): Span | undefined =>
  spans.findLast(({ start }) => start <= offset);

/** Every token, in the order of the text. Without recursion: a text may nest deeper than the call stack. */
function* everyToken(tokens: readonly CST.Token[]): Generator<CST.Token> {
  const waiting = [...tokens].reverse();
  for (let token = waiting.pop(); token; token = waiting.pop()) {
    yield token;
    const below: (CST.Token | null | undefined)[] =
      token.type === "document"
        ? [token.value]
        : "items" in token
          ? token.items.flatMap(({ key, value }) => [key, value])
          : [];
    for (const inner of below.reverse()) if (inner) waiting.push(inner);
  }
}

function quoteOf({ offset, source }: CST.FlowScalar): Span {
  const open = source.charAt(0);
  const end = open === '"' ? /(^|[^\\])(\\\\)*"$/ : /'$/;
  return { start: offset, end: offset + source.length, open, closed: source.length > 1 && end.test(source.slice(1)) };
}

function bracketOf(token: CST.FlowCollection): Span {
  const open = token.start.source;
  const closed = token.end.some(({ type }) => type === (open === "{" ? "flow-map-end" : "flow-seq-end"));
  const length = CST.stringify(token).length;
  return { start: token.offset, end: token.offset + length, open, closed };
}

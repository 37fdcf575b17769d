/** The text of a file by rows, and the tokens in it, for what is said about broken YAML. */
import { CST } from "yaml";

/** From 0, as offsets are. */
export interface Row {
  readonly index: number;
  readonly start: number;
  readonly text: string;
}

/** A quoted text or a `{…}` or `[…]`, from its first character to the one after its last. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly open: string;
  readonly closed: boolean;
}

/** No line that somebody wrote is longer; what is, is not looked into. */
const MAX_LINE = 2_000;

export class Source {
  readonly text: string;
  readonly quotes: readonly Span[];
  readonly brackets: readonly Span[];
  /** Rows that begin within a value of several lines. */
  readonly inside: ReadonlySet<number>;
  /** Rows that continue a text without quotes: in broken YAML, also rows that were meant as something else. */
  readonly continued: ReadonlySet<number>;
  readonly #starts: readonly number[];

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

  /** Without the rows in which they begin. */
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
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  row(index: number): Row {
    const start = this.#starts[index] ?? this.text.length;
    const end = this.#starts[index + 1] ?? this.text.length;
    return { index, start, text: this.text.slice(start, Math.min(end, start + MAX_LINE)).trimEnd() };
  }

  rowAt(offset: number): Row {
    return this.row(this.rowIndex(offset));
  }
}

/** Every token, in the order of the text. Not recursive: a text may nest deeper than a stack is. */
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
    for (const one of below.reverse()) if (one) waiting.push(one);
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

/** The lines of a file: offsets in its text become places. The lines are found when the first place is asked for. */
import type { Place } from "../validation/problem.js";
import type { SourceFile } from "./files.js";

export class Lines {
  readonly file: string;
  readonly text: string;
  #starts: readonly number[] | undefined;

  constructor({ name, text }: SourceFile) {
    this.file = name;
    this.text = text;
  }

  /** The offset of the first character of each line. */
  get starts(): readonly number[] {
    this.#starts ??= startsOf(this.text);
    return this.#starts;
  }

  /** The place of a range. Of a range of several lines, the part in the first line. */
  at(start: number, end: number): Place {
    const offset = Math.min(start, this.text.length);
    const index = lastUpTo(this.starts, offset);
    const lineEnd = this.starts[index + 1] ?? Number.POSITIVE_INFINITY;
    const shown = this.text.slice(offset, Math.max(Math.min(end, lineEnd), offset));
    return {
      file: this.file,
      line: index + 1,
      column: offset - (this.starts[index] ?? 0) + 1,
      length: shown.trimEnd().length,
    };
  }
}

function startsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** The index of the last of these ascending numbers that is at most `offset`. */
export function lastUpTo(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

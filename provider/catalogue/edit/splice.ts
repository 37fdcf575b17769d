/** Pieces of a text that are replaced by others. */

export interface Splice {
  /** Offsets: of the first character that goes, and of the one after the last. Equal: only something is added. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with all of them. They do not overlap; of several at one place, the first is written first. */
export function spliced(text: string, splices: readonly Splice[]): string {
  const sorted = splices.map((splice, index) => ({ ...splice, index }));
  sorted.sort((a, b) => a.start - b.start || a.end - b.end || a.index - b.index);
  let [result, at] = ["", 0];
  for (const { start, end, text: added } of sorted) {
    result += text.slice(at, start) + added;
    at = end;
  }
  return result + text.slice(at);
}

/** The end of the line in which an offset is, without its line end. */
export function lineEndAt(text: string, offset: number): number {
  const found = text.indexOf("\n", offset);
  if (found < 0) return text.length;
  return found > offset && text[found - 1] === "\r" ? found - 1 : found;
}

/** The beginning of the line in which an offset is. */
export const lineStartAt = (text: string, offset: number): number => text.lastIndexOf("\n", offset - 1) + 1;

/** The beginning of the next line; the end of the text where there is none. */
export function nextLine(text: string, offset: number): number {
  const found = text.indexOf("\n", offset);
  return found < 0 ? text.length : found + 1;
}

export const isBlank = (text: string): boolean => text.trim() === "";

import { readable } from "./text.js";

/** One thing wrong in the YAML. Errors are values until the edge: all are collected, sorted and shown at once. */
export interface Problem {
  /** One of `CODES`, or the code of a kind's own rule. */
  readonly code: string;
  readonly severity: "problem" | "warning";
  readonly place: Place;
  /** What is wrong with the value. */
  readonly message: string;
  /** What to do next. */
  readonly remedy: string;
  /** The source line holds something that must not be printed. */
  readonly confidential?: boolean;
}

export interface Place {
  /** Relative to the catalogue folder. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** How much of the line the caret underlines. */
  readonly length: number;
}

export type Path = readonly (string | number)[];

/** Equal for equal paths: the path, or its first parts, as the key of a map. */
export const keyOf = (path: Path, length = path.length): string => JSON.stringify(path.slice(0, length).map(String));

export const byPlace = (a: Problem, b: Problem): number =>
  compareText(a.place.file, b.place.file) ||
  a.place.line - b.place.line ||
  a.place.column - b.place.column ||
  compareText(a.code, b.code) ||
  compareText(a.message, b.message);

/** Readable, sorted, and each said once: a template used by ten entries has its mistake in one place. */
export function tidy(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  const shown = problems.map((problem) => ({
    ...problem,
    message: readable(problem.message),
    remedy: readable(problem.remedy),
  }));
  return shown.sort(byPlace).filter(({ code, place, message }) => {
    const key = JSON.stringify([code, place, message]);
    return !seen.has(key) && seen.add(key);
  });
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

import { compareText } from "../fields/compare.js";
import type { Secrets } from "./secrets.js";
import { readable } from "./text.js";

/** What is wrong in the YAML, with its place. All problems are collected, sorted and shown at once. */
export interface Problem {
  /** One of `CODES`, or the code of a kind's own rule. */
  readonly code: string;
  readonly severity: "problem" | "warning";
  readonly place: Place;
  /** The fact: what is wrong with the value. */
  readonly message: string;
  /** What to do: the allowed values, or the line to write. */
  readonly remedy: string;
  /** The source line must not be printed. */
  readonly confidential?: boolean;
}

export interface Place {
  /** Relative to the catalogue folder. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** Length of the part of the line that the carets underline, in UTF-16 units. */
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

/** Escaped for terminals, sorted, and without duplicates: a template that ten entries use has one mistake. */
export function tidy(problems: readonly Problem[], secrets: Secrets): Problem[] {
  const seen = new Set<string>();
  const shown = problems.map((problem) => ({
    ...problem,
    message: readable(problem.message, secrets),
    remedy: readable(problem.remedy, secrets),
  }));
  return shown.sort(byPlace).filter(({ code, place, message }) => {
    const key = JSON.stringify([code, place, message]);
    return !seen.has(key) && seen.add(key);
  });
}

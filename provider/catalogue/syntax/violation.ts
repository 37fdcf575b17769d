import type { Violation } from "../../validation/violation.js";

/** What is wrong with a text that is not YAML. */
export interface SyntaxViolation extends Violation {
  /** Offsets in the text: of the first character, and of the one after the last. */
  readonly range: readonly [number, number];
  /** The mistake does not affect other lines, so violations in other lines are reported too. */
  readonly alone?: boolean;
}

/** A string in quotes, as it can be written in YAML. */
export const quoted = (text: string): string => (/["\\]/.test(text) ? `'${text.replaceAll("'", "''")}'` : `"${text}"`);

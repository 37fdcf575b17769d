import type { Trouble } from "../../validation/text.js";

/** What is wrong with a text that is not YAML. */
export interface Finding extends Trouble {
  /** Offsets in the text. */
  readonly range: readonly [number, number];
  /** The mistake is in its line alone, so that another one in another line is a mistake of its own. */
  readonly alone?: boolean;
}

/** A text in quotes, as it can be written in YAML. */
export const quoted = (text: string): string => (/["\\]/.test(text) ? `'${text.replaceAll("'", "''")}'` : `"${text}"`);

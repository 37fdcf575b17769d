/** The options of `catalogue adopt`. */
import type { AtHandOptions } from "../at-hand.js";

export const ADOPT_FORMATS = ["text", "json"] as const;

export interface AdoptOptions extends AtHandOptions {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  /** Also take objects that are found by their name alone. */
  readonly differing?: boolean;
  readonly format: (typeof ADOPT_FORMATS)[number];
}

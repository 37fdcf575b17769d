/** A rule that catches a mistake in prices. One file a rule. */
import type { Thresholds } from "../../accounts/review-config.js";
import type { ReviewCode } from "../../validation/review-code.js";
import type { FindingSeverity } from "../digest.js";
import type { Pair, Side } from "../side.js";

interface RuleBase {
  /** Kebab-case. Codes are API. */
  readonly code: ReviewCode;
  /** What it means, for the docs. */
  readonly doc: string;
  /** By default; `catalogue:review` can set another one. */
  readonly severity: FindingSeverity;
  /** A message as it is printed, for the docs. */
  readonly example: string;
  /** What to do, for the docs. */
  readonly remedy: string;
}

/** Looks at the catalogue as it will be. */
export interface CatalogueRule extends RuleBase {
  readonly looksAt: "catalogue";
  readonly check: (entries: readonly Side[], thresholds: Thresholds) => readonly RuleFinding[];
}

/** Looks at what changes. `pairs` include the entries that do not change. */
export interface ChangeRule extends RuleBase {
  readonly looksAt: "change";
  readonly check: (pairs: readonly Pair[], thresholds: Thresholds) => readonly RuleFinding[];
}

export type ReviewRule = CatalogueRule | ChangeRule;

/** What a rule has found, before its severity and its place are known. */
export interface RuleFinding {
  /** Absent: the change as a whole. */
  readonly address?: string;
  /** Within the fields of the entry. */
  readonly path?: readonly (string | number)[];
  readonly message: string;
  readonly remedy: string;
  /** The values that an acceptance is bound to: "9.90 -> 99.00". They contain no colon. */
  readonly values: string;
}

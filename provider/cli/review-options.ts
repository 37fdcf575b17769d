import { FORGES, type ForgeName } from "../review/render/forges.js";

export interface ReviewOptions {
  readonly stack?: string;
  readonly from?: string;
  readonly base?: string;
  readonly snapshot?: string;
  readonly refresh?: boolean;
  readonly impact?: boolean;
  readonly directory?: string;
  readonly configFile?: string;
  readonly format?: ReviewFormat;
  readonly forge: ForgeName;
  readonly output?: string;
  readonly failOn?: string;
  /** Changes without a finding that blocks are no reason for an exit code. */
  readonly allowChanges?: boolean;
  /** Files or folders with reviews that people have approved. */
  readonly approved?: readonly string[];
  readonly savePlan?: string;
}

/** The forms of a review. */
export const REVIEW_FORMATS = ["text", "markdown", "html", "json", "sarif", "github"] as const;
export type ReviewFormat = (typeof REVIEW_FORMATS)[number];
export const FORGE_NAMES = Object.keys(FORGES) as ForgeName[];

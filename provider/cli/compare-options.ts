import type { ForgeName } from "../review/render/forges.js";

export const COMPARE_FORMATS = ["text", "markdown", "html", "json"] as const;

export interface CompareOptions {
  /** "sandbox-polar=polar", each */
  readonly account: readonly string[];
  readonly format?: (typeof COMPARE_FORMATS)[number];
  readonly forge: ForgeName;
  readonly output?: string;
}

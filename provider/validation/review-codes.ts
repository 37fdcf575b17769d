/** The codes of the rules of the review, and how a finding is accepted. */
import type { ReviewCode } from "./review-code.js";

/** All of them, in the order in which rules are listed, as `lifecycle.accept` and `catalogue:review` name them. */
export const REVIEW_CODES = [
  // what the catalogue alone shows
  "total-falls",
  "unit-price-rises",
  "yearly-dearer",
  "yearly-discount-differs",
  "currency-missing",
  "currency-spread",
  "free-by-accident",
  "tax-mixed",
  "unused-meter",
  "same-label",
  // what a change shows
  "times-ten",
  "big-change",
  "one-cent-off",
  "sibling-left-behind",
  "currency-changed",
  "interval-changed",
  "tax-changed",
  "last-price-archived",
  "many-archives",
  "irreversible",
  "trial-shortened",
  "minimum-raised",
  "cap-raised",
  "cheaper-for-new",
] as const satisfies readonly ReviewCode[];

/** `<values>: <reason>`. Values contain no colon, and the reason is not empty. */
export const ACCEPTANCE_PATTERN = "^\\s*[^:\\s][^:]*:\\s+\\S";

/** "9.90 -> 99.00: new plan" → values and reason; undefined: the text has another form. */
export function readAcceptance(text: string): { readonly values: string; readonly reason: string } | undefined {
  if (!new RegExp(ACCEPTANCE_PATTERN, "u").test(text)) return undefined;
  const at = text.indexOf(":");
  return { values: text.slice(0, at).trim(), reason: text.slice(at + 1).trim() };
}

/** The codes of the rules of the review, as `lifecycle.accept` and `catalogue:review` name them. Codes are API. */
export type ReviewCode =
  | "total-falls"
  | "unit-price-rises"
  | "yearly-dearer"
  | "yearly-discount-differs"
  | "currency-missing"
  | "currency-spread"
  | "free-by-accident"
  | "tax-mixed"
  | "unused-meter"
  | "same-label"
  | "times-ten"
  | "big-change"
  | "one-cent-off"
  | "sibling-left-behind"
  | "currency-changed"
  | "interval-changed"
  | "tax-changed"
  | "last-price-archived"
  | "many-archives"
  | "irreversible"
  | "trial-shortened"
  | "minimum-raised"
  | "cap-raised"
  | "cheaper-for-new";

/** All of them, those that the catalogue alone shows first. */
export const REVIEW_CODES = Object.keys({
  "total-falls": true,
  "unit-price-rises": true,
  "yearly-dearer": true,
  "yearly-discount-differs": true,
  "currency-missing": true,
  "currency-spread": true,
  "free-by-accident": true,
  "tax-mixed": true,
  "unused-meter": true,
  "same-label": true,
  "times-ten": true,
  "big-change": true,
  "one-cent-off": true,
  "sibling-left-behind": true,
  "currency-changed": true,
  "interval-changed": true,
  "tax-changed": true,
  "last-price-archived": true,
  "many-archives": true,
  irreversible: true,
  "trial-shortened": true,
  "minimum-raised": true,
  "cap-raised": true,
  "cheaper-for-new": true,
} satisfies Record<ReviewCode, true>) as readonly ReviewCode[];

/** What is accepted, by the code of the rule: "9.90 -> 99.00: new plan". */
export type Accepted = Readonly<Partial<Record<ReviewCode, string>>>;

/** `<values>: <reason>`. Values contain no colon, and the reason is not empty. */
export const ACCEPTANCE_PATTERN = "^[^:]*[^:\\s][^:]*:\\s+\\S";

/** "9.90 -> 99.00: new plan" → values and reason; undefined: the text has another form. */
export function readAcceptance(text: string): { readonly values: string; readonly reason: string } | undefined {
  if (!new RegExp(ACCEPTANCE_PATTERN, "u").test(text)) return undefined;
  const at = text.indexOf(":");
  return { values: text.slice(0, at).trim(), reason: text.slice(at + 1).trim() };
}

/** The code of a rule of the review. Codes are API. */
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

/** Findings that are right as they are, by the code of the rule: "9.90 -> 99.00: new plan". */
export type Accepted = { readonly [Code in ReviewCode]?: string | undefined };

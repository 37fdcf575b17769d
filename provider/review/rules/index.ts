/** All rules of the review: those about the catalogue, then those about a change. */
import { bigChange } from "./big-change.js";
import { capRaised } from "./cap-raised.js";
import { cheaperForNew } from "./cheaper-for-new.js";
import { currencyChanged } from "./currency-changed.js";
import { currencyMissing } from "./currency-missing.js";
import { currencySpread } from "./currency-spread.js";
import { freeByAccident } from "./free-by-accident.js";
import { intervalChanged } from "./interval-changed.js";
import { irreversible } from "./irreversible.js";
import { lastPriceArchived } from "./last-price-archived.js";
import { manyArchives } from "./many-archives.js";
import { minimumRaised } from "./minimum-raised.js";
import { oneCentOff } from "./one-cent-off.js";
import type { CatalogueRule, ChangeRule, ReviewRule } from "./rule.js";
import { sameLabel } from "./same-label.js";
import { siblingLeftBehind } from "./sibling-left-behind.js";
import { taxChanged } from "./tax-changed.js";
import { taxMixed } from "./tax-mixed.js";
import { timesTen } from "./times-ten.js";
import { totalFalls } from "./total-falls.js";
import { trialShortened } from "./trial-shortened.js";
import { unitPriceRises } from "./unit-price-rises.js";
import { unusedMeter } from "./unused-meter.js";
import { yearlyDearer } from "./yearly-dearer.js";
import { yearlyDiscountDiffers } from "./yearly-discount-differs.js";

export const CATALOGUE_RULES: readonly CatalogueRule[] = [
  totalFalls,
  unitPriceRises,
  yearlyDearer,
  yearlyDiscountDiffers,
  currencyMissing,
  currencySpread,
  freeByAccident,
  taxMixed,
  unusedMeter,
  sameLabel,
];

export const CHANGE_RULES: readonly ChangeRule[] = [
  timesTen,
  bigChange,
  oneCentOff,
  siblingLeftBehind,
  currencyChanged,
  intervalChanged,
  taxChanged,
  lastPriceArchived,
  manyArchives,
  irreversible,
  trialShortened,
  minimumRaised,
  capRaised,
  cheaperForNew,
];

export const REVIEW_RULES: readonly ReviewRule[] = [...CATALOGUE_RULES, ...CHANGE_RULES];

/** What a change means in money: prices that customers can get before and after. */
import type { MoneyChange } from "./digest.js";
import type { Subject } from "./subject.js";

/** undefined: the entry has no price, and had none. */
export function moneyOf(_subject: Subject): MoneyChange | undefined {
  return undefined;
}

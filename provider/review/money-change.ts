/** What a change means in money: the prices that customers can get before and after. */
import type { MoneyChange } from "../money/change.js";
import { comparePrices } from "../money/compare.js";
import type { Price } from "../money/price.js";
import type { Side } from "./side.js";
import type { Subject } from "./subject.js";

/** undefined: the entry has no price, and had none. */
export function moneyOf({ operation, before, after }: Subject): MoneyChange | undefined {
  // What is forbidden changes nothing, and what stays at the vendor stays for sale.
  if (operation === "forbidden" || operation === "retain") return undefined;
  return comparePrices(offered(before), offered(after), after?.examples ?? before?.examples);
}

/** Nobody can get the prices of what is archived. */
const offered = (side: Side | undefined): readonly Price[] => (side === undefined || side.archived ? [] : side.prices);

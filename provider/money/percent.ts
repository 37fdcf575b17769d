/** A change in percent: "+10.1 %", "−0.05 %". */
import { Big } from "big.js";

/**
 * With one decimal, or with as many as the first digit that is not 0.
 * undefined: there is no change, or no amount before.
 */
export function percentText(before: string | Big, after: string | Big): string | undefined {
  const [old, difference] = [new Big(before), new Big(after).minus(before)];
  if (old.lte(0) || difference.eq(0)) return undefined;
  const percent = difference.times(100).div(old);
  const size = percent.abs();
  if (size.eq(0)) return undefined;
  const digits = size.round(1).eq(0) ? new Big(size.toPrecision(1)).toFixed() : size.toFixed(1);
  return `${percent.lt(0) ? "−" : "+"}${digits} %`;
}

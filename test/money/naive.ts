/**
 * A second way to compute a bill, without decimals: it counts in ten-thousandths of a major unit with whole numbers and
 * adds up unit by unit.
 */
import type { Part, Price, Tier } from "../../provider/money/price.js";

const SCALE = 10_000n;

/** "12.34" → 123400n */
function scaled(decimal: string): bigint {
  const [whole = "0", fraction = ""] = decimal.split(".");
  return BigInt(whole) * SCALE + BigInt(fraction.padEnd(4, "0").slice(0, 4));
}

const tierOfUnit = (tiers: readonly Tier[], unit: number): number =>
  tiers.findIndex(({ upTo }) => upTo === undefined || unit <= Number(upTo));

function partTotal(part: Part, given: number): bigint {
  if (part.type === "flat") return scaled(part.amount);
  if (!("of" in part)) throw new Error(`not expected: ${part.type}`);
  const bought = Math.max(given, Number(part.minimum ?? 0));
  const units = Math.max(0, bought - Number(part.included ?? 0));
  const total = ofUnits(part, units);
  const cap = part.cap === undefined ? undefined : scaled(part.cap);
  return cap !== undefined && total > cap ? cap : total;
}

function ofUnits(part: Extract<Part, { of: string }>, units: number): bigint {
  let total = 0n;
  switch (part.type) {
    case "per-unit":
      for (let unit = 1; unit <= units; unit++) total += scaled(part.amount);
      return total;
    case "percentage":
      for (let unit = 1; unit <= units; unit++) total += (SCALE * BigInt(part.percent)) / 100n;
      return total;
    case "package":
      for (let begun = 0; begun < units; begun += Number(part.size)) total += scaled(part.amount);
      return total;
    default: {
      const mode = part.type === "seat" ? part.mode : part.type;
      const reached = units === 0 ? (part.fromZero ? 0 : -1) : tierOfUnit(part.tiers, units);
      for (let unit = 1; unit <= units; unit++) {
        const tier = part.tiers[mode === "graduated" ? tierOfUnit(part.tiers, unit) : reached];
        total += scaled(tier?.perUnit ?? "0");
      }
      for (const [index, { flat }] of part.tiers.entries())
        if (flat !== undefined && (mode === "graduated" ? index <= reached : index === reached)) total += scaled(flat);
      return total;
    }
  }
}

/** In EUR: each part rounded to cents, half up. */
export function naiveBill(price: Price, units: number): string {
  const cents = price.parts.map((part) => (partTotal(part, units) + 50n) / 100n).reduce((a, b) => a + b, 0n);
  return `${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`;
}

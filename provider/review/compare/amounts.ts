/** The amounts of a price, each under a key that only the same amount of a comparable price has. */
import { Big } from "big.js";
import { fractionDigits } from "../../fields/decimal.js";
import { isMetered } from "../../money/bill.js";
import { amountText, grouped, moneyText } from "../../money/currency.js";
import type { Part, Path, Price } from "../../money/price.js";
import { once } from "./once.js";

export interface Amount {
  /** Form of the part with its units and the bounds of its tiers, and which of its amounts this is. */
  readonly key: string;
  /** "tier 2, per unit"; empty: the only amount of its part. */
  readonly what: string;
  /** In major units, or as it is written. */
  readonly amount: string;
  readonly path: Path;
  /** `limit`: the least or most that is charged. */
  readonly is: "price" | "limit";
  /** It is charged for a period, so that it grows with the interval; the price of usage does not. */
  readonly ofPeriod: boolean;
}

/** Without amounts that are not known. */
export const amountsOf = once(({ parts }: Price): readonly Amount[] => {
  const seen = new Map<string, number>();
  return parts.flatMap((part) => {
    const form = formOf(part);
    const nth = seen.get(form) ?? 0;
    seen.set(form, nth + 1);
    return inPart(part).map(({ name, ...amount }) => ({
      ...amount,
      key: `${form}#${nth}.${name}`,
      path: amount.path ?? part.path,
      ofPeriod: part.type === "flat" || part.type === "seat",
    }));
  });
});

/** Equal for prices whose amounts can be compared one by one. */
export const shapeOf = once((price: Price): string =>
  price.parts.some(({ type }) => type === "unknown")
    ? ""
    : amountsOf(price)
        .filter(({ is }) => is === "price")
        .map(({ key }) => key)
        .join(" "),
);

function formOf(part: Part): string {
  const units = isMetered(part) ? ` ${part.of}` : "";
  const size = part.type === "package" ? ` of ${part.size}` : "";
  const mode = part.type === "seat" ? ` ${part.mode}` : "";
  const bounds = "tiers" in part ? ` ${part.tiers.map(({ upTo }) => canonical(upTo)).join("|")}` : "";
  return `${part.type}${mode}${units}${size}${bounds}`;
}

const canonical = (bound: string | undefined): string => (bound === undefined ? "" : new Big(bound).toFixed());

type Found = Omit<Amount, "key" | "path" | "ofPeriod"> & { readonly name: string; readonly path?: Path };

function inPart(part: Part): readonly Found[] {
  const one = (name: string, amount: string | undefined, what: string, is: Amount["is"] = "price"): Found[] =>
    amount === undefined ? [] : [{ name, what, amount, is }];
  switch (part.type) {
    case "flat":
      return one("amount", part.amount, "");
    case "per-unit":
      return [...one("amount", part.amount, ""), ...one("cap", part.cap, "at most", "limit")];
    case "package":
      return [...one("amount", part.amount, "per package"), ...one("cap", part.cap, "at most", "limit")];
    case "pay-what-you-want":
      return [
        ...one("minimum", part.minimum, "at least", "limit"),
        ...one("maximum", part.maximum, "at most", "limit"),
        ...one("preset", part.preset, "suggested", "limit"),
      ];
    case "percentage":
      return one("cap", part.cap, "at most", "limit");
    case "seat":
    case "graduated":
    case "volume":
    case "stair-step": {
      const several = part.tiers.length > 1;
      return [
        ...part.tiers.flatMap(({ perUnit, flat, path }, index) => {
          const tier = several ? `tier ${index + 1}` : "";
          const words = (text: string): string => [tier, text].filter((word) => word !== "").join(", ");
          const unit = several || flat !== undefined ? "per unit" : "";
          return [
            ...one(`tiers.${index}.perUnit`, perUnit, words(unit)).map((found) => ({ ...found, path })),
            ...one(`tiers.${index}.flat`, flat, words("flat")).map((found) => ({ ...found, path })),
          ];
        }),
        ...one("cap", part.cap, "at most", "limit"),
      ];
    }
    default:
      return [];
  }
}

/** The currency by which an amount is written; none where the unit of amounts is not known. */
export const unitOf = ({ currency, asWritten }: Price): string | undefined => (asWritten ? undefined : currency);

/** The smallest unit of the currency, or the last decimal of the amounts where they have more. */
export function smallestUnit(price: Price, ...amounts: readonly string[]): Big {
  const currency = unitOf(price);
  const written = Math.max(0, ...amounts.map((amount) => amount.split(".")[1]?.length ?? 0));
  return new Big(10).pow(-Math.max(written, (currency === undefined ? undefined : fractionDigits(currency)) ?? 0));
}

/** "99.00", without the currency. */
export const plainText = (amount: string, price: Price): string => amountText(amount, unitOf(price));

/** "4,900.00": as `plainText`, for people. */
export const shownText = (amount: string, price: Price): string => grouped(plainText(amount, price));

/** "EUR 99.00" */
export const withCurrency = (amount: string, price: Price): string =>
  price.asWritten && price.currency !== undefined
    ? `${price.currency} ${grouped(amountText(amount, undefined))}`
    : moneyText(amount, price.currency);

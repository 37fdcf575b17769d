/** Prices in words: "EUR 99.00 per month", "EUR 10.00 down to 6.00 per seat per month, by tiers (graduated)". */
import { Big } from "big.js";
import { isMetered, type MeteredPart } from "./bill.js";
import type { StatedPrice } from "./change.js";
import { amountText, grouped, withCode } from "./currency.js";
import { intervalWords } from "./interval.js";
import type { Part, Price, Tier } from "./price.js";

/** Instead of an amount. */
export const NOT_KNOWN = "an amount that is not known here";

/** A price in words. Several parts are joined by "+". */
export function priceText(price: Price): string {
  if (price.parts.length === 0) return "no price";
  return price.parts.map((part) => partText(part, price)).join(" + ");
}

export function statedPrice(price: Price): StatedPrice {
  const { currency, interval } = price;
  const single = singleAmount(price);
  return {
    ...(currency === undefined ? {} : { currency }),
    ...(single?.inMoney ? { amount: amountOf(single.amount, price), per: single.per } : {}),
    ...(interval === "once" || interval === "on-demand" ? {} : { recurring: true }),
    text: priceText(price),
  };
}

/** A price that one number decides. `key`: equal for prices that differ in this number alone. */
export interface SingleAmount {
  readonly key: string;
  readonly amount: string;
  /** The number is an amount of money, rather than a percentage. */
  readonly inMoney: boolean;
  /** What follows the amount: "per month". */
  readonly per: string;
}

export function singleAmount(price: Price): SingleAmount | undefined {
  const [part, ...others] = price.parts;
  if (!part || others.length > 0) return undefined;
  const amount = amountIn(part);
  if (amount === undefined) return undefined;
  const limits = isMetered(part) ? [part.of, part.minimum, part.maximum, part.included, part.cap] : [];
  return {
    key: JSON.stringify([part.type, "size" in part ? part.size : "", ...limits]),
    amount,
    inMoney: part.type !== "percentage",
    per: words(asWritten(price), unitWords(part), intervalWords(price.interval)) + limitWords(part, price),
  };
}

function amountIn(part: Part): string | undefined {
  if (part.type === "flat" || part.type === "per-unit" || part.type === "package") return part.amount;
  if (part.type === "percentage") return part.percent;
  if (!isMetered(part) || !("tiers" in part)) return undefined;
  const [tier, ...others] = part.tiers;
  const isPlain = others.length === 0 && tier?.upTo === undefined && tier?.flat === undefined;
  return isPlain && tier?.percent === undefined ? tier?.perUnit : undefined;
}

const words = (...texts: readonly string[]): string => texts.filter((text) => text !== "").join(" ");

/** In the decimals of the currency; where the unit is not known, as it is written. */
const amountOf = (amount: string, { asWritten: isWritten, currency }: Price): string =>
  amountText(amount, isWritten ? undefined : currency);

const asWritten = (price: Price): string => (price.asWritten ? "(as written)" : "");

/** "EUR 1,200.00" */
export const amountInMoney = (amount: string, price: Price): string =>
  withCode(grouped(amountOf(amount, price)), price.currency);

function partText(part: Part, price: Price): string {
  const period = intervalWords(price.interval);
  switch (part.type) {
    case "free":
      return "free";
    case "flat":
      return new Big(part.amount).eq(0) ? "free" : words(amountInMoney(part.amount, price), asWritten(price), period);
    case "unknown":
      return NOT_KNOWN;
    case "pay-what-you-want":
      return payWhatYouWant(part, price, period);
    case "per-unit":
    case "package":
      return (
        words(amountInMoney(part.amount, price), asWritten(price), unitWords(part), period) + limitWords(part, price)
      );
    case "percentage":
      return words(`${part.percent} %`, unitWords(part), period) + limitWords(part, price);
    default:
      return tieredText(part, price, period);
  }
}

function payWhatYouWant(part: Extract<Part, { type: "pay-what-you-want" }>, price: Price, period: string): string {
  const { minimum, maximum, preset } = part;
  const from = minimum === undefined || new Big(minimum).eq(0) ? "" : `from ${amountInMoney(minimum, price)}`;
  const to = maximum === undefined ? "" : `up to ${amountInMoney(maximum, price)}`;
  const suggested = preset === undefined ? "" : `, ${amountInMoney(preset, price)} suggested`;
  const range = words(from, to, from + to === "" ? "" : period);
  return `${range === "" ? words("pay what you want", period) : `${range}, pay what you want`}${suggested}`;
}

/** "per seat", "per 250 calls", "of payments" for a percentage. */
function unitWords(part: Part): string {
  if (!isMetered(part)) return "";
  const { of, one } = part;
  if (part.type === "percentage") return `of ${of}`;
  if (part.type === "package") return `per ${grouped(part.size)} ${of}`;
  return one === undefined ? `per unit of ${of}` : `per ${one}`;
}

function limitWords(part: Part, price: Price): string {
  if (!isMetered(part)) return "";
  const { of, minimum, maximum, included, cap } = part;
  return [
    minimum === undefined ? "" : `, at least ${grouped(minimum)} ${of}`,
    maximum === undefined ? "" : `, at most ${grouped(maximum)} ${of}`,
    included === undefined ? "" : `, ${grouped(included)} ${of} included`,
    cap === undefined ? "" : `, at most ${amountInMoney(cap, price)}`,
  ].join("");
}

type Tiered = Extract<MeteredPart, { readonly tiers: readonly Tier[] }>;

function tieredText(part: Tiered, price: Price, period: string): string {
  const { tiers } = part;
  const mode = part.type === "seat" ? part.mode : part.type;
  const how = tiers.length > 1 ? `, by tiers (${mode})` : "";
  if (part.type === "stair-step")
    return (
      words(
        range(
          tiers.map(({ flat }) => flat ?? "0"),
          price,
        ),
        asWritten(price),
        period,
      ) +
      how +
      limitWords(part, price)
    );
  const shares = tiers.flatMap(({ percent }) => percent ?? []);
  const perUnit = tiers.flatMap((tier) => (tier.percent === undefined ? [tier.perUnit ?? "0"] : []));
  const amounts = [
    ...(perUnit.length === 0 ? [] : [words(range(perUnit, price), asWritten(price), unitWords(part))]),
    ...(shares.length === 0 ? [] : [`${course(shares)} % of ${part.of}`]),
  ].join(" or ");
  const flats = tiers.some(({ flat }) => flat !== undefined)
    ? ` plus ${words(
        range(
          tiers.map(({ flat }) => flat ?? "0"),
          price,
        ),
        asWritten(price),
      )}${tiers.length > 1 ? " for the tier" : ""}`
    : "";
  return words(amounts + flats, period) + how + limitWords(part, price);
}

const range = (amounts: readonly string[], price: Price): string =>
  withCode(course(amounts.map((amount) => amountOf(amount, price))), price.currency);

/** "10.00 down to 6.00"; of more than one direction, the lowest and the highest. */
function course(amounts: readonly string[]): string {
  const [first = "0", last = "0"] = [amounts[0], amounts.at(-1)];
  const sorted = [...amounts].sort((a, b) => new Big(a).cmp(b));
  const [least = "0", most = "0"] = [sorted[0], sorted.at(-1)];
  if (new Big(least).eq(most)) return grouped(first);
  if (first === most && last === least) return `${grouped(first)} down to ${grouped(last)}`;
  if (first === least && last === most) return `${grouped(first)} up to ${grouped(last)}`;
  return `${grouped(least)} to ${grouped(most)}`;
}

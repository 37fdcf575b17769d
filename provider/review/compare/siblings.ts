/**
 * Prices of the same offer in other currencies and for other intervals. It is decided conservatively: prices whose
 * keys differ in more than words for their own interval and currency are not siblings.
 */
import type { Interval, Price } from "../../money/price.js";
import { UNKNOWN } from "../../validation/engine-words.js";
import type { Side } from "../side.js";
import { shapeOf } from "./amounts.js";
import { once } from "./once.js";

export interface Sibling {
  readonly side: Side;
  readonly price: Price;
}

/** Siblings whose amounts can be compared one by one; each is the only one with its currency and interval. */
export type Family = readonly Sibling[];

/** Entries that can be bought: neither they nor their parents are archived. */
export const activeOf = once((entries: readonly Side[]): readonly Side[] => {
  const archived = new Set(entries.filter((side) => side.archived).map(({ address }) => address));
  return entries.filter((side) => !side.archived && !(side.parent !== undefined && archived.has(side.parent)));
});

/** Active prices of the same offer, whatever their form. */
export const offersOf = once((entries: readonly Side[]): readonly (readonly Sibling[])[] => {
  const groups = new Groups();
  for (const side of activeOf(entries).filter(({ prices }) => prices.length > 0)) groups.add(side);
  return groups.all().map((sides) => sides.flatMap((side) => side.prices.map((price) => ({ side, price }))));
});

export const familiesOf = once((entries: readonly Side[]): readonly Family[] =>
  offersOf(entries).flatMap((offer) =>
    [...Map.groupBy(offer, ({ price }) => shapeOf(price))]
      .filter(([shape]) => shape !== "")
      .map(([, siblings]) => {
        const bySlot = Map.groupBy(siblings, slotOf);
        return siblings.filter((sibling) => bySlot.get(slotOf(sibling))?.length === 1);
      })
      .filter((family) => family.length > 1),
  ),
);

const slotOf = ({ price }: Sibling): string =>
  `${price.currency ?? ""} ${intervalKey(price.interval)} ${price.asWritten ?? ""}`;

/** Equal for equal intervals: 12 months are a year. */
export function intervalKey(interval: Interval | undefined): string {
  if (typeof interval !== "object") return interval ?? "";
  const { every, unit } = interval;
  if (unit === "year") return `${every * 12} month`;
  return unit === "week" ? `${every * 7} day` : `${every} ${unit}`;
}

interface Group {
  readonly members: { readonly side: Side; readonly order: number }[];
  readonly stems: string[];
}

/** Entries joined by equal keys, or names of roots, without the words for interval and currency. */
class Groups {
  readonly #byStem = new Map<string, Group>();
  readonly #groups = new Set<Group>();
  #count = 0;

  add(side: Side): void {
    this.#count += 1;
    let own: Group = { members: [{ side, order: this.#count }], stems: [] };
    this.#groups.add(own);
    for (const stem of stemsOf(side)) {
      const other = this.#byStem.get(stem);
      if (other === undefined) {
        own.stems.push(stem);
        this.#byStem.set(stem, own);
      } else if (other !== own) own = this.#joined(own, other);
    }
  }

  /** The smaller group moves into the larger one. */
  #joined(one: Group, other: Group): Group {
    const [small, large] = one.members.length < other.members.length ? [one, other] : [other, one];
    for (const member of small.members) large.members.push(member);
    for (const stem of small.stems) {
      large.stems.push(stem);
      this.#byStem.set(stem, large);
    }
    this.#groups.delete(small);
    return large;
  }

  /** Groups by their first member, and members in the order in which they were added. */
  all(): readonly (readonly Side[])[] {
    return [...this.#groups]
      .map(({ members }) => members.sort((a, b) => a.order - b.order))
      .sort(([a], [b]) => (a?.order ?? 0) - (b?.order ?? 0))
      .map((members) => members.map(({ side }) => side));
  }
}

function stemsOf(side: Side): readonly string[] {
  const scope = `${side.kind.type} ${side.parent ?? side.account}`;
  const key = stemOf(side.address.slice(side.address.lastIndexOf("/") + 1), side.prices);
  // The child of a product may have nothing but words for interval and currency: "monthly".
  if (side.parent !== undefined) return [`${scope} key ${key}`];
  const label = side.kind.label === undefined ? undefined : side.fields[side.kind.label];
  const name = typeof label === "string" && label !== UNKNOWN ? stemOf(label, side.prices) : "";
  return [...(key === "" ? [] : [`${scope} key ${key}`]), ...(name === "" ? [] : [`${scope} name ${name}`])];
}

/** "Pro (monthly, EUR)" → "pro", of a monthly price in EUR. Words for other intervals and currencies stay. */
export function stemOf(text: string, prices: readonly Price[]): string {
  const words = new Set(
    prices.flatMap(({ currency, interval }) => [currency?.toLowerCase() ?? "", ...intervalWords(interval)]),
  );
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "" && !words.has(word) && !/^20[0-9]{2}$/.test(word))
    .join(" ");
}

const WORDS: Readonly<Record<string, readonly string[]>> = {
  "1 day": ["day", "daily"],
  "7 day": ["week", "weekly"],
  "1 month": ["month", "monthly", "mo", "monat", "monatlich"],
  "3 month": ["quarter", "quarterly", "months", "3", "quartal", "vierteljährlich"],
  "6 month": ["half", "yearly", "halfyearly", "semi", "annual", "semiannual", "months", "6", "halbjährlich"],
  "12 month": ["year", "yearly", "annual", "annually", "yr", "months", "12", "jahr", "jährlich", "jaehrlich"],
};

const intervalWords = (interval: Interval | undefined): readonly string[] => {
  const words = WORDS[intervalKey(interval)];
  return words ? [...words, "per", "billed", "paid"] : [];
};

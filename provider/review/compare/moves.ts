/** What a change does to entries that can be bought: prices that change, entries that go, and what comes for them. */
import { canonical, stable } from "../../fields/compare.js";
import { restingValue, sentInitially } from "../../kinds/absence.js";
import { holdsUnknown } from "../../validation/unknown.js";
import type { Pair, Side } from "../side.js";
import { shapeOf } from "./amounts.js";
import { once } from "./once.js";
import { activeOf, intervalKey, stemOf } from "./siblings.js";

/** A price before and after: of one entry, or of an entry that goes and of the one that comes for it. */
export interface Move {
  readonly before: Side;
  readonly after: Side;
}

/** An active entry that is archived, or removed. */
export interface Gone {
  readonly before: Side;
  /** Absent: it is removed. */
  readonly after?: Side;
  /** A new active entry with the same content: then it is a rename. */
  readonly successor?: Side;
}

interface Both extends Pair {
  readonly before: Side;
  readonly after: Side;
}

const hasBoth = (pair: Pair): pair is Both => pair.before !== undefined && pair.after !== undefined;
const sides = (pairs: readonly Pair[], which: "before" | "after"): readonly Side[] =>
  activeOf(pairs.flatMap((pair) => pair[which] ?? []));

/** Entries that are active before and after, and those that a new price of the same offer replaces. */
export const movesOf = once((pairs: readonly Pair[]): readonly Move[] => {
  const [before, after] = [new Set(sides(pairs, "before")), new Set(sides(pairs, "after"))];
  const kept = pairs.filter(hasBoth).filter((pair) => before.has(pair.before) && after.has(pair.after));
  const added = Map.groupBy(newOnes(pairs), offerOf);
  const gone = Map.groupBy(goneOf(pairs), (item) => offerOf(item.before));
  const replaced = [...gone].flatMap(([offer, items]): Move[] => {
    const [old, now] = [items[0]?.before, added.get(offer)?.[0]];
    // With several it is not known which comes for which.
    return old && now && items.length === 1 && added.get(offer)?.length === 1 ? [{ before: old, after: now }] : [];
  });
  return [...kept.map((pair) => ({ before: pair.before, after: pair.after })), ...replaced];
});

/** Active entries that did not exist before, or were archived. */
function newOnes(pairs: readonly Pair[]): readonly Side[] {
  const [before, after] = [new Set(sides(pairs, "before")), sides(pairs, "after")];
  const known = new Set(pairs.flatMap((pair) => (pair.before && before.has(pair.before) ? (pair.after ?? []) : [])));
  return after.filter((side) => !known.has(side));
}

const offerOf = (side: Side): string => {
  const key = stemOf(side.address.slice(side.address.lastIndexOf("/") + 1), side.prices);
  const slots = side.prices.map((price) => [price.currency ?? "", intervalKey(price.interval), shapeOf(price)]);
  return side.prices.length === 0
    ? side.address
    : JSON.stringify([side.kind.type, side.parent ?? side.account, key, slots]);
};

/** Without entries whose objects the removal leaves as they are. */
export const goneOf = once((pairs: readonly Pair[]): readonly Gone[] => {
  const before = new Set(sides(pairs, "before"));
  const gone = pairs.flatMap((pair): Gone[] => {
    if (pair.before === undefined || !before.has(pair.before)) return [];
    if (pair.after === undefined) return pair.before.lifecycle?.onRemove === "retain" ? [] : [{ before: pair.before }];
    // A price below an archived product is not archived itself.
    return pair.after.archived ? [{ before: pair.before, after: pair.after }] : [];
  });
  return gone.length === 0 ? [] : withSuccessors(gone, newOnes(pairs));
});

/** A new entry serves once. Parents come first, because their children move with them. */
function withSuccessors(gone: readonly Gone[], added: readonly Side[]): readonly Gone[] {
  const byContent = Map.groupBy(
    added.flatMap((side) => {
      const content = contentOf(side);
      return content === undefined ? [] : [{ side, content: `${side.parent ?? ""} ${content}` }];
    }),
    ({ content }) => content,
  );
  const free = new Map([...byContent].map(([content, all]) => [content, all.values()]));
  const movedTo = new Map<string, string>();
  const found = new Map<Gone, Side>();
  const roots = gone.filter(({ before }) => before.parent === undefined);
  for (const item of [...roots, ...gone.filter(({ before }) => before.parent !== undefined)]) {
    const content = contentOf(item.before);
    const { parent } = item.before;
    const places = parent === undefined ? [""] : [parent, movedTo.get(parent)].filter((place) => place !== undefined);
    const successor = places
      .map((place) => (content === undefined ? undefined : free.get(`${place} ${content}`)?.next().value?.side))
      .find((side) => side !== undefined);
    if (!successor) continue;
    found.set(item, successor);
    movedTo.set(item.before.address, successor.address);
  }
  return gone.map((item) => {
    const successor = found.get(item);
    return successor ? { ...item, successor } : item;
  });
}

/** Equal for entries with the same content. The name of a price may differ. undefined: a value is not known here. */
export function contentOf({ account, kind, fields }: Side): string | undefined {
  const named = Object.entries(kind.fields).filter(
    ([name, field]) => !field.fromParent && !(kind.prices && name === kind.label),
  );
  const content = Object.fromEntries(
    named.map(([name, field]) => [
      name,
      canonical(field.shape, fields[name] ?? sentInitially(field) ?? restingValue(field) ?? null),
    ]),
  );
  return holdsUnknown(content) ? undefined : stable([account, kind.type, content]);
}

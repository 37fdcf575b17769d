/** A new value in the spelling of the old one, so that a comparison of the texts shows real changes only. */
import { canonical, same, stable } from "./compare.js";
import { membersOf, writable } from "./members.js";
import { isObject, type Json, type ListShape, own, type Shape } from "./shape.js";

/** `next` in the spelling and order of `prior` wherever both have the same meaning. */
export function respell(shape: Shape, prior: Json, next: Json): Json {
  if (shape.type === "named") return respell(shape.of(), prior, next);
  if (same(shape, prior, next)) return writable(shape, prior);
  if (Array.isArray(prior) && Array.isArray(next) && shape.type === "list") {
    return shape.order === "kept"
      ? next.map((item, index) => (index < prior.length ? respell(shape.of, prior[index], item) : item))
      : respellUnordered(shape, prior, next);
  }
  if (!isObject(prior) || !isObject(next)) return next;
  const memberOf = membersOf(shape, next);
  const keys = [
    ...Object.keys(prior).filter((key) => Object.hasOwn(next, key)),
    ...Object.keys(next).filter((key) => !Object.hasOwn(prior, key)),
  ];
  return Object.fromEntries(
    keys.map((key) => {
      const member = memberOf(key);
      const [before, after] = [own(prior, key), next[key] as Json];
      return [key, member && before !== undefined ? respell(member.shape, before, after) : after];
    }),
  );
}

/**
 * The items of `next`, each at its place in `prior`. Unchanged items are paired first, then items that are equal in
 * `pairBy`. A new item takes the place of a removed one, or goes to the end.
 */
function respellUnordered({ of, pairBy = [] }: ListShape, prior: readonly Json[], next: readonly Json[]): Json[] {
  /** Place in `prior` → index in `next`. */
  const partners = new Map<number, number>();
  const rest = new Set(next.keys());
  const pair = (keyOf: (item: Json) => string): void => {
    const [was, is] = [prior.map(keyOf), next.map(keyOf)];
    const take = (place: number, index: number): void => {
      rest.delete(index);
      partners.set(place, index);
    };
    const free = (): number[] => [...prior.keys()].filter((place) => !partners.has(place));
    // Of several equal items, the one at the same place first.
    for (const place of free()) if (rest.has(place) && was[place] === is[place]) take(place, place);
    const byKey = Map.groupBy(rest, (index) => is[index]);
    for (const place of free()) {
      const index = byKey.get(was[place])?.shift();
      if (index !== undefined) take(place, index);
    }
  };
  pair((item) => stable(canonical(of, item)));
  if (pairBy.length > 0) pair((item) => identity(of, item, pairBy));
  const spelt = next.slice();
  for (const [place, index] of partners) spelt[index] = respell(of, prior[place] as Json, next[index] as Json);
  // In a shorter list, items from places behind its end fill the free places, like new items.
  const kept = new Set([...partners].flatMap(([place, index]) => (place < next.length ? [index] : [])));
  const waiting = [...next.keys()].filter((index) => !kept.has(index));
  return spelt.map((_, place) => spelt[partners.get(place) ?? (waiting.shift() as number)] as Json);
}

function identity(shape: Shape, item: Json, members: readonly string[]): string {
  const form = canonical(shape, item);
  return stable(isObject(form) ? members.map((name) => own(form, name) ?? null) : form);
}

/** The order in which entries are paired. Pure. */
import type { Entry } from "../catalogue/model.js";
import type { Kind } from "../kinds/kind.js";

/** Entries by kind, each kind after those that it needs: its parent, and those that it names. */
export function inOrder(entries: readonly Entry[]): Entry[][] {
  const byKind = Map.groupBy(entries, ({ kind }) => kind);
  const done = new Set<string>();
  const result: Entry[][] = [];
  const waiting = new Map(byKind);
  while (waiting.size > 0) {
    const isReady = (kind: Kind): boolean =>
      [kind.parent?.type, ...Object.values(kind.references ?? {}).map(({ entry }) => entry)].every(
        (type) => type === undefined || done.has(type) || ![...waiting.keys()].some((other) => other.type === type),
      );
    const [kind, group] = [...waiting].find(([one]) => isReady(one)) ?? ([...waiting][0] as [Kind, Entry[]]);
    waiting.delete(kind);
    done.add(kind.type);
    result.push(group);
  }
  return result;
}

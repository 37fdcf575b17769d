/** The labels of a pull request that say what a review or an apply has come to. */

/** The one that says most is first: of several stacks, it counts. */
export const RESULTS = ["blocked", "not applied", "changes", "applied", "no changes"] as const;
export type Result = (typeof RESULTS)[number];

const labelOf = (result: Result): string => `catalogue: ${result}`;

export interface LabelExchange {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** Ours are exchanged; labels of others are never touched. */
export function exchange(present: readonly string[], results: readonly string[]): LabelExchange {
  const result = RESULTS.find((one) => results.includes(one));
  const wanted = result === undefined ? [] : [labelOf(result)];
  return {
    add: wanted.filter((label) => !present.includes(label)),
    remove: RESULTS.map(labelOf).filter((label) => present.includes(label) && !wanted.includes(label)),
  };
}

/** The same answer for the same list, computed once: many rules ask for it. Lists are never changed. */
export function remembered<Item, Answer>(
  compute: (list: readonly Item[]) => Answer,
): (list: readonly Item[]) => Answer {
  const known = new WeakMap<readonly Item[], Answer>();
  return (list) => {
    const answer = known.get(list) ?? compute(list);
    known.set(list, answer);
    return answer;
  };
}

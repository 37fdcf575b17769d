/** Who is on what changes, in words. */
import type { Change } from "../digest.js";

/** "12 active subscriptions; open checkouts: not counted": who is on what changes, in total. */
export function impactTotals(changes: readonly Change[]): string {
  const totals = new Map<string, { sum: number; unread: number; read: number }>();
  for (const { of, count } of changes.flatMap(({ impact }) => impact ?? [])) {
    const total = totals.get(of) ?? { sum: 0, unread: 0, read: 0 };
    totals.set(of, {
      sum: total.sum + (count ?? 0),
      unread: total.unread + (count === null ? 1 : 0),
      read: total.read + (count === null ? 0 : 1),
    });
  }
  return [...totals]
    .flatMap(([of, { sum, unread, read }]) => {
      if (unread === 0) return sum === 0 ? [] : [`${sum} ${of}`];
      return [read === 0 ? `${of}: not counted` : `at least ${sum} ${of} (${unread} of ${unread + read} not counted)`];
    })
    .join("; ");
}

/** "12 active subscriptions"; a count that could not be read is "active subscriptions: not counted", never 0. */
export const impactText = ({ of, count }: { readonly of: string; readonly count: number | null }): string =>
  count === null ? `${of}: not counted` : `${count} ${of}`;

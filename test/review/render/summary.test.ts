import { describe, expect, it } from "vitest";
import type { Change, Direction } from "../../../provider/review/digest.ts";
import { headSentence } from "../../../provider/review/render/source-words.ts";
import { groupOf, ordered } from "../../../provider/review/render/summary.ts";
import { change, review } from "../reviews.ts";

const priced = (direction: Direction, rest: Partial<Change> = {}, percent?: string): Change =>
  change({
    money: { direction, prices: [{ direction, bills: [], ...(percent === undefined ? {} : { percent }) }] },
    ...rest,
  });

describe("the head", () => {
  it("counts prices first, then archives, then the rest", () => {
    const changes = [
      change({ action: "create" }),
      change({ action: "create" }),
      priced("up"),
      change({ action: "archive", irreversible: true }),
      change({ action: "create" }),
      priced("up"),
    ];
    expect(headSentence(review({ changes }))).toBe("2 prices up, 1 archived for good, 3 new");
  });

  it("says when nothing changes, and when that is not known", () => {
    expect(headSentence(review())).toBe("no changes");
    expect(headSentence(review({ source: { from: "preview", failed: true } }))).toBe(
      "the preview failed, so this is incomplete: no changes are known",
    );
    const source = { from: "files", base: "main", commit: "0", failed: true } as const;
    expect(headSentence(review({ source, changes: [priced("down")] }))).toBe(
      "the catalogue has problems, so this is incomplete: 1 price down (from the files; not compared with the vendor)",
    );
  });

  it("says which replacements and adoptions change a price", () => {
    const changes = [
      priced("up", { action: "replace" }),
      priced("down", { action: "adopt" }),
      change({ action: "adopt" }),
    ];
    expect(headSentence(review({ changes }))).toBe("1 replaced (1 dearer), 2 adopted (1 cheaper)");
  });
});

it("the order is that of the groups, the worst first, then by size, then by address", () => {
  const money = [{ path: "tax", before: "a", after: "b", money: true }];
  const worstFirst = [
    change({ action: "archive", irreversible: true, address: "1" }),
    change({ action: "archive", address: "2" }),
    change({ action: "forbidden", address: "3" }),
    priced("up", { action: "replace", address: "5" }),
    change({ action: "replace", address: "4" }),
    priced("up", { address: "9" }, "+900.0 %"),
    priced("up", { address: "7" }, "+10.1 %"),
    priced("up", { address: "8" }, "+10.1 %"),
    priced("mixed", { address: "a" }),
    priced("unknown", { address: "b" }),
    priced("down", { address: "d" }, "-50.0 %"),
    priced("down", { address: "c" }, "-1.0 %"),
    priced("same", { address: "e", fields: money }),
    change({ action: "un-archive", address: "f" }),
    change({ action: "adopt", address: "g" }),
    change({ action: "create", address: "h" }),
    change({ action: "rename", address: "i" }),
    change({ action: "retain", address: "j" }),
    change({ address: "k" }),
  ];
  const addresses = (changes: readonly Change[]): string[] => changes.map(({ address }) => address);
  expect(addresses(ordered(worstFirst.toReversed()))).toEqual(addresses(worstFirst));
  expect(new Set(worstFirst.map(groupOf)).size).toBe(15);
});

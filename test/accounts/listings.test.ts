/** A list that others read with pauses does not stand for the whole: objects may have moved between its pages. */
import { expect, it } from "vitest";
import { Walk } from "../../provider/accounts/walk.js";
import type { JsonObject } from "../../provider/fields/shape.js";

const pages = (all: () => readonly string[], size: number) => {
  const read = async (start: number): Promise<Parameters<typeof page>[0]> => {
    const items = all().slice(start, start + size);
    const more = start + size < all().length;
    return page({
      items: items.map((id) => ({ id })),
      count: undefined,
      next: more ? () => read(start + size) : undefined,
    });
  };
  return () => read(0);
};
const page = (one: {
  readonly items: readonly JsonObject[];
  readonly count: undefined;
  readonly next: (() => Promise<typeof one>) | undefined;
}) => one;
const id = (object: JsonObject): string => String(object["id"]);

it("is settled only if it was read in one go", async () => {
  let all = ["a", "b", "c", "d"];
  const paused = new Walk(
    0,
    pages(() => all, 2),
    id,
  );
  await paused.more();
  all = ["b", "c", "d"];
  await paused.more();
  expect([paused.isComplete, paused.isSettled, paused.get("c")]).toEqual([true, false, undefined]);
  const whole = new Walk(
    0,
    pages(() => all, 2),
    id,
  );
  await whole.all();
  expect([whole.isSettled, whole.get("c")]).toEqual([true, { id: "c" }]);
  const single = new Walk(
    0,
    pages(() => ["a"], 2),
    id,
  );
  await single.more();
  expect(single.isSettled).toBe(true);
});

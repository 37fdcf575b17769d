import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changeItems, changeMembers } from "../../provider/fields/change-items.js";
import type { Json, JsonObject } from "../../provider/fields/shape.js";

const NUMBERS = fc.array(fc.integer({ min: 0, max: 5 }));
const NAMED = fc.dictionary(fc.constantFrom("b", "a", "2", "1", "x"), fc.integer({ min: 0, max: 5 }));
const change = (value: Json): Json => (Number(value) > 3 ? -1 : value);

describe("changed items", () => {
  it("a list is mapped, and copied only if an item changes", () => {
    fc.assert(
      fc.property(NUMBERS, (list) => {
        const changed = changeItems(list, change);
        expect(changed).toEqual(list.map(change));
        expect(changed === list).toBe(list.every((item) => item <= 3));
      }),
    );
  });

  it("the members of an object are mapped in their order, and copied only if one changes", () => {
    fc.assert(
      fc.property(NAMED, (object: JsonObject) => {
        const changed = changeMembers(object, change);
        expect(Object.entries(changed)).toEqual(Object.entries(object).map(([name, item]) => [name, change(item)]));
        expect(changed === object).toBe(Object.values(object).every((item) => Number(item) <= 3));
      }),
    );
  });

  it("a member without a new value is left out", () => {
    const object = { a: 1, "x-b": 2, c: 3 };
    const kept = changeMembers(object, (item, name) => (name.startsWith("x-") ? undefined : item));
    expect(kept).toEqual({ a: 1, c: 3 });
    expect(object).toEqual({ a: 1, "x-b": 2, c: 3 });
  });
});

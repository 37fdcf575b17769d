/** The old spelling and the old places: an engine that compares item by item shows what changed, and nothing else. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { same, stable } from "../../provider/fields/compare.js";
import { respell } from "../../provider/fields/respell.js";
import {
  boolean,
  choice,
  integer,
  isObject,
  type Json,
  type JsonObject,
  list,
  object,
  text,
  union,
} from "../../provider/fields/shape.js";

const currency = { shape: text(), doc: "", default: "usd" };
const price = union(
  "type",
  "",
  {
    fixed: object({ amount: { shape: integer(), doc: "", required: true }, currency }),
    free: object({ currency }),
    metered: object({
      meter: { shape: text(), doc: "", required: true },
      amount: { shape: integer(), doc: "", required: true },
      computed: { shape: integer(), doc: "", readOnly: true },
      currency,
    }),
  },
  { rewrites: { free: { type: "fixed", amount: 0 } } },
);
const prices = list(price, { order: "any", pairBy: ["type", "currency", "meter"] });

const fixed = (amount: number, code?: string): JsonObject => ({
  type: "fixed",
  amount,
  ...(code ? { currency: code } : {}),
});
const metered = (meter: string, amount: number, code?: string): JsonObject => ({
  type: "metered",
  meter,
  amount,
  ...(code ? { currency: code } : {}),
});

/** "0.amount" → 2900, of every scalar within. */
function leaves(value: Json, at = ""): Map<string, Json> {
  if (typeof value !== "object" || value === null) return new Map([[at, value]]);
  return new Map(Object.entries(value).flatMap(([key, item]) => [...leaves(item, `${at}.${key}`)]));
}
/** The paths at which a textual comparison shows something. */
function shown(before: Json, after: Json): string[] {
  const [was, is] = [leaves(before), leaves(after)];
  return [...new Set([...was.keys(), ...is.keys()])].filter((path) => was.get(path) !== is.get(path)).sort();
}

describe("a list whose order means nothing, as it is shown to a person", () => {
  it("one amount of two currencies changed: one change, at its old place", () => {
    const prior = [fixed(2_900, "usd"), fixed(2_700, "eur")];
    const spelt = respell(prices, prior, [fixed(3_900, "usd"), fixed(2_700, "eur")]);
    expect(spelt).toEqual([fixed(3_900, "usd"), fixed(2_700, "eur")]);
    expect(shown(prior, spelt)).toEqual([".0.amount"]);
  });

  it("two changed items written the other way round: each is compared with what it was", () => {
    expect(respell(prices, [fixed(1, "usd"), fixed(2, "eur")], [fixed(3, "eur"), fixed(4, "usd")])).toEqual([
      fixed(4, "usd"),
      fixed(3, "eur"),
    ]);
  });

  it("a new item takes the place of one that is gone", () => {
    const prior = [fixed(1), metered("calls", 2), metered("tokens", 3)];
    const next = [metered("tokens", 3), metered("bytes", 9), fixed(1)];
    expect(respell(prices, prior, next)).toEqual([fixed(1), metered("bytes", 9), metered("tokens", 3)]);
  });

  it("a new item without such a place goes to the end", () => {
    expect(
      respell(prices, [fixed(1, "usd"), fixed(2, "eur")], [fixed(3, "sek"), fixed(2, "eur"), fixed(1, "usd")]),
    ).toEqual([fixed(1, "usd"), fixed(2, "eur"), fixed(3, "sek")]);
  });

  it("a shorter list keeps as many places as it has: the last item closes the gap", () => {
    const prior = [fixed(1, "usd"), fixed(2, "eur"), fixed(3, "sek"), fixed(4, "gbp")];
    const next = [fixed(1, "usd"), fixed(3, "sek"), fixed(4, "gbp")];
    expect(respell(prices, prior, next)).toEqual([fixed(1, "usd"), fixed(4, "gbp"), fixed(3, "sek")]);
  });

  it("a default counts for what it stands for when old and new are paired", () => {
    const prior = [fixed(2, "eur"), fixed(1)];
    expect(shown(prior, respell(prices, prior, [fixed(5, "usd"), fixed(2, "eur")]))).toEqual([
      ".1.amount",
      ".1.currency",
    ]);
  });

  it("without pairBy, what did not change keeps its place all the same", () => {
    const bag = list(text(), { order: "any" });
    expect(respell(bag, ["a", "b", "c"], ["x", "c", "a"])).toEqual(["a", "x", "c"]);
  });
});

describe("for any two lists", () => {
  const item = fc.oneof(
    fc.record(
      { type: fc.constant("fixed"), amount: fc.nat(5), currency: fc.constantFrom("usd", "eur") },
      { requiredKeys: ["type", "amount"] },
    ),
    fc.record({ type: fc.constant("free") }),
    fc.record({ type: fc.constant("metered"), meter: fc.constantFrom("a", "b"), amount: fc.nat(5) }),
  ) as fc.Arbitrary<JsonObject>;
  const lists = fc.array(item, { maxLength: 7 });

  it("the result means what the new list means, item for item", () => {
    fc.assert(
      fc.property(lists, lists, (prior, next) => {
        const spelt = respell(prices, prior, next) as readonly Json[];
        expect(spelt).toHaveLength(next.length);
        expect(same(prices, spelt, next)).toBe(true);
      }),
    );
  });

  it("the result is settled: once more changes nothing, from either side", () => {
    fc.assert(
      fc.property(lists, lists, (prior, next) => {
        const spelt = respell(prices, prior, next);
        expect(same(list(price), respell(prices, prior, spelt), spelt)).toBe(true);
        expect(respell(prices, spelt, next)).toBe(spelt);
      }),
    );
  });

  it("what did not change stands where it stood, as long as the list has that place", () => {
    fc.assert(
      fc.property(lists, lists, (prior, next) => {
        const spelt = respell(prices, prior, next) as readonly Json[];
        const taken = spelt.filter(
          (one, index) => index < prior.length && same(price, one, prior[index] as Json),
        ).length;
        const common = next.filter(
          (one, index) => count(next.slice(0, index + 1), one) <= count(prior.slice(0, next.length), one),
        ).length;
        expect(taken).toBeGreaterThanOrEqual(common);
      }),
    );
  });
  const count = (all: readonly Json[], wanted: Json): number => all.filter((one) => same(price, one, wanted)).length;

  const key = (one: JsonObject): string =>
    stable([one["type"] ?? null, one["currency"] ?? "usd", one["meter"] ?? null]);
  const set = fc.uniqueArray(
    item.filter(({ type }) => type !== "free"),
    { selector: key, minLength: 1, maxLength: 5 },
  );

  it("one edited amount, in any order of the list, is one difference at its old place", () => {
    fc.assert(
      fc.property(
        set,
        fc.nat(),
        fc.integer({ min: 1, max: 9 }),
        fc.infiniteStream(fc.nat()),
        (prior, pick, more, order) => {
          const edited = pick % prior.length;
          const changed = prior.map((one, index) =>
            index === edited ? { ...one, amount: Number(one["amount"]) + more } : one,
          );
          const next = shuffled(changed, order);
          expect(shown(prior, respell(prices, prior, next))).toEqual([`.${edited}.amount`]);
        },
      ),
    );
  });
  function shuffled<T>(items: readonly T[], numbers: Iterable<number>): T[] {
    const [rest, result] = [[...items], [] as T[]];
    for (const number of numbers) {
      if (rest.length === 0) break;
      result.push(...rest.splice(number % rest.length, 1));
    }
    return result;
  }
});

describe("what only answers hold", () => {
  const shape = object({ a: { shape: integer(), doc: "" }, seen: { shape: boolean(), doc: "", readOnly: true } });

  it("is not kept from the old value, at any depth: nobody could take it out again", () => {
    expect(respell(shape, { a: 1, seen: true }, { a: 1 })).toEqual({ a: 1 });
    expect(respell(prices, [{ ...metered("calls", 2), computed: 5 }], [metered("calls", 2)])).toEqual([
      metered("calls", 2),
    ]);
    expect(respell(list(shape), [{ a: 1, seen: true }, { a: 2 }], [{ a: 1 }, { a: 3 }])).toEqual([{ a: 1 }, { a: 3 }]);
  });

  it("an old value without it is handed back itself", () => {
    const prior = { a: 1 };
    expect(respell(shape, prior, { a: 1, seen: false })).toBe(prior);
    expect(isObject(respell(choice(["x"]), "x", "x"))).toBe(false);
  });
});

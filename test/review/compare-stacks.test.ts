/** What a promotion from one state to another changes, in process. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import type { StackObject } from "../../provider/pulumi/engine.js";
import { compareStacks } from "../../provider/review/compare-stacks.js";
import type { Review } from "../../provider/review/digest.js";
import { headSentence } from "../../provider/review/render/source-words.js";
import { registry } from "../../provider/vendors/registry.js";
import { addressOf, fixtureState } from "../support/fixture-stack.js";
import { runs } from "../support/runs.js";
import { archived, compared, type Edit, type Edits, edited, inShort, price, stack, texts } from "./stacks.js";

describe("two states", () => {
  it("that are equal, with other ids of their objects, have no differences", () => {
    const review = compareStacks({
      registry,
      promoted: stack("dev"),
      into: { ...stack("live"), objects: stack("live").objects.map((object) => ({ ...object, id: `${object.id}-2` })) },
    });
    expect(review).toMatchObject({ changes: [], findings: [], messages: [] });
    expect(headSentence(review)).toBe("from dev to live: no differences");
    expect(review.priceList.length).toBeGreaterThan(5);
  });

  it("the price now is that of the second, and the price after that of the first", () => {
    const review = compared({ "sequence/platform/monthly-eur": price("599.00") }, {});
    expect(inShort(review)).toEqual([
      "sequence/platform/monthly-eur: EUR 499.00 → 599.00 per month (+20.0 %), in place; running schedules keep " +
        "their own copies, as users of Sequence report",
    ]);
    expect(headSentence(review)).toBe("from dev to live: 1 price up");
    expect(headSentence(compared({}, { "sequence/platform/monthly-eur": price("599.00") }))).toBe(
      "from dev to live: 1 price down",
    );
  });

  it("an entry of one stack alone is neither new nor archived", () => {
    const review = compared({ "polar/sponsor": null }, { "polar/team": null, "polar/pro-2024": null });
    expect(review.changes).toMatchObject([
      {
        address: "polar/pro-2024",
        action: "create",
        onlyIn: "dev",
        sentence: "only in dev: USD 19.00 per month; archived",
      },
      { address: "polar/team", action: "create", onlyIn: "dev" },
      {
        address: "polar/sponsor",
        action: "retain",
        onlyIn: "live",
        irreversible: false,
        removed: false,
        sentence: "only in live: from USD 5.00 once, pay what you want, USD 25.00 suggested",
        consequences: [],
        requests: [],
      },
    ]);
    expect(headSentence(review)).toBe("from dev to live: 2 only in dev, 1 only in live");
  });

  it("archived in one of them", () => {
    const review = compared(
      { "polar/team": archived(true), "fynn/seat/monthly": archived(true) },
      { "polar/starter": archived(true) },
    );
    expect(review.changes.map(({ address, action, irreversible }) => [address, action, irreversible])).toEqual([
      ["fynn/seat/monthly", "archive", true],
      ["polar/team", "archive", false],
      ["polar/starter", "un-archive", false],
    ]);
  });

  it("archived in the second alone, where the vendor cannot take it back: refused, and no error", () => {
    const review = compared({ "sequence/platform/monthly-2024": archived(false) }, {});
    expect(review.source.failed).toBe(false);
    expect(review.changes).toMatchObject([
      {
        action: "forbidden",
        sentence: "it is archived there, and Sequence cannot un-archive it",
        messages: [
          { severity: "warning", text: expect.stringContaining("a run in live would be refused: ") as string },
        ],
      },
    ]);
    expect(review.changes[0]).not.toHaveProperty("money");
    expect(headSentence(review)).toBe("from dev to live: 1 change refused");
  });

  it("archived in the dashboard counts as archived", () => {
    const elsewhere: Edit = (outputs) => {
      outputs["live"] = { ...(outputs["live"] as JsonObject), archivedElsewhere: true };
    };
    expect(compared({ "fynn/seat/monthly": archived(true) }, { "fynn/seat/monthly": elsewhere }).changes).toEqual([]);
  });

  it("a leftover of a replacement is in neither", () => {
    const first = stack("dev").objects[0] as StackObject;
    const review = compareStacks({
      registry,
      promoted: stack("dev"),
      into: {
        ...stack("live"),
        objects: [...stack("live").objects, { ...first, address: "polar/x", isLeftover: true }],
      },
    });
    expect(review.changes).toEqual([]);
  });

  it("a kind that this version does not know fails the comparison", () => {
    const first = stack("dev").objects[0] as StackObject;
    const review = compareStacks({
      registry,
      promoted: stack("dev"),
      into: {
        ...stack("live"),
        objects: [...stack("live").objects, { ...first, type: "polar:Coupon", address: "polar/x" }],
      },
    });
    expect(review.source.failed).toBe(true);
    expect(texts(review)).toEqual([
      "error: polar/x of live: this version does not know the kind polar:Coupon, so it is not compared\n" +
        "  what to do: update billing-catalogue",
    ]);
  });
});

describe("any edits of prices and archives", () => {
  // Prices name meters, so none of those is missing in a state.
  const addresses = fixtureState()
    .deployment.resources.filter(({ type }) => !type.endsWith("Meter"))
    .flatMap((row) => addressOf(row) || []);
  const EDITS = fc.dictionary(
    fc.constantFrom(...addresses),
    fc.constantFrom<Edit | null>(null, archived(true), archived(false)),
    {
      maxKeys: 6,
      noNullPrototype: true,
    },
  );

  it("no differences means equal states, and both directions find the same entries", () => {
    fc.assert(
      fc.property(EDITS, EDITS, (a, b) => {
        const [there, back] = [compared(a, b), compared(b, a)];
        const changed = (review: Review): string[] => review.changes.map(({ address }) => address).sort();
        const state = (edits: Edits, address: string): unknown => {
          const row = edited(edits)(fixtureState().deployment.resources).find((one) => addressOf(one) === address);
          return row?.outputs?.["archived"];
        };
        expect(changed(there)).toEqual(addresses.filter((address) => state(a, address) !== state(b, address)).sort());
        expect(changed(back)).toEqual(changed(there));
        expect(there.source.failed).toBe(false);
      }),
      { numRuns: runs(60) },
    );
  });
});

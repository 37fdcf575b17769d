/** What differs from account to account: ids of other objects, and the accounts themselves. */
import { describe, expect, it } from "vitest";
import type { Json } from "../../provider/fields/shape.js";
import { objectsOf } from "../../provider/pulumi/engine.js";
import { type ComparedStack, compareStacks } from "../../provider/review/compare-stacks.js";
import { registry } from "../../provider/vendors/registry.js";
import { addressOf, type ExportedRow, fixtureConfig, fixtureState } from "../support/fixture-stack.js";
import { compared, type Edit, type Edits, stack, texts } from "./stacks.js";

describe("ids of other objects", () => {
  const measurement =
    (id: string): Edit =>
    (outputs) => {
      outputs["measurement"] = { id };
    };
  const list =
    (name: string, ...ids: readonly string[]): Edit =>
    (outputs) => {
      outputs[name] = name === "benefits" ? ids : ids.map((id) => ({ id }));
    };
  const everywhere = (edit: Edit): Edits =>
    Object.fromEntries(["fynn/workspace", "fynn/seat", "fynn/payments"].map((address) => [address, edit]));

  it("that differ are said once, and are no differences", () => {
    const review = compared(everywhere(measurement("m-dev")), everywhere(measurement("m-live")));
    expect(review.changes).toEqual([]);
    expect(texts(review)).toEqual([
      "info: 3 entries name objects of the vendor by ids, which differ in the two accounts and are not compared: " +
        "measurement.id",
    ]);
  });

  it("that stand for two objects are a warning", () => {
    const review = compared(everywhere(measurement("m-dev")), {
      ...everywhere(measurement("m-live")),
      "fynn/seat": measurement("m-other"),
    });
    expect(review.changes).toEqual([]);
    expect(texts(review).filter((text) => text.startsWith("warning"))).toEqual([
      "warning: fynn/seat: measurement.id may name another object in dev than in live: it is m-dev and m-other " +
        "there, but in fynn/payments m-dev and m-live\n" +
        "  what to do: look at both at the vendor, and correct `catalogue:values` of dev or live",
    ]);
  });

  it.each([
    ["benefits", "polar/pro"],
    ["productFamilies", "fynn/seat"],
  ])("in a list (%s): another order is the same, another number is not", (name, address) => {
    const [two, others] = [list(name, "a", "b"), list(name, "y", "x")];
    expect(compared({ [address]: two }, { [address]: others }).changes).toEqual([]);
    const review = compared({ [address]: two }, { [address]: list(name, "x") });
    expect(review.changes.map((change) => change.fields.map(({ path }) => path))).toEqual([
      [expect.stringContaining(name)],
    ]);
  });

  it("names of metrics are compared, and their ids are not", () => {
    const metric =
      (member: string, value: string): Edit =>
      (outputs) => {
        const { usageMetricId: _id, ...rest } = outputs["structure"] as Record<string, Json>;
        outputs["structure"] = { ...rest, [member]: value };
      };
    const address = "sequence/api-calls/graduated-eur";
    expect(
      compared({ [address]: metric("usageMetricId", "a") }, { [address]: metric("usageMetricId", "b") }).changes,
    ).toEqual([]);
    expect(
      compared({ [address]: metric("usageMetric", "Calls") }, { [address]: metric("usageMetric", "Others") }).changes,
    ).toHaveLength(1);
  });

  it("a price beside one whose id of a meter differs", () => {
    const priced =
      (id: string, amount: string): Edit =>
      (outputs) => {
        outputs["prices"] = [{ amount_type: "metered_unit", price_currency: "usd", meter_id: id, unit_amount: amount }];
      };
    const address = "polar/usage-only";
    expect(compared({ [address]: priced("m1", "0.5") }, { [address]: priced("m2", "0.5") }).changes).toEqual([]);
    const { changes } = compared({ [address]: priced("m1", "0.6") }, { [address]: priced("m2", "0.5") });
    expect(changes).toMatchObject([{ money: { direction: "up" } }]);
  });
});

describe("accounts", () => {
  const renamed = (rows: readonly ExportedRow[], from: string, to: string): readonly ExportedRow[] =>
    rows.map((row) => {
      const address = addressOf(row);
      return row.outputs?.["account"] === from
        ? { ...row, outputs: { ...row.outputs, account: to, address: address.replace(`${from}/`, `${to}/`) } }
        : row;
    });
  const accountsOf = (names: Readonly<Record<string, string>>): ComparedStack => ({
    ...stack("dev"),
    objects: objectsOf(
      fixtureState((rows) => Object.entries(names).reduce((all, [from, to]) => renamed(all, from, to), rows)),
    ),
  });

  it("of other names are paired where each stack has one of the vendor", () => {
    const review = compareStacks({ registry, promoted: accountsOf({ polar: "sandbox-polar" }), into: stack("live") });
    expect(review.changes).toEqual([]);
    expect(texts(review)).toEqual(["info: the account sandbox-polar of dev is compared with polar of live"]);
    expect(review.accounts.map(({ name }) => name)).toEqual(["fynn", "polar", "sequence"]);
  });

  const two = {
    ...stack("dev"),
    objects: [
      ...stack("dev").objects,
      ...accountsOf({ polar: "polar-2" }).objects.filter(({ account }) => account === "polar-2"),
    ],
  };

  it("that have no partner are only in their stack; a pair that is named wins", () => {
    const review = compareStacks({ registry, promoted: two, into: stack("live") });
    expect(new Set(review.changes.map(({ account, onlyIn }) => `${account} ${onlyIn}`))).toEqual(
      new Set(["polar-2 dev"]),
    );
    const chosen = compareStacks({
      registry,
      promoted: two,
      into: two,
      accounts: new Map([
        ["polar", "polar-2"],
        ["polar-2", "polar"],
      ]),
    });
    expect(chosen.changes).toEqual([]);
  });

  it.each([
    [{ polr: "polar" }, /stack dev has no objects in an account polr\n {2}what to do: did you mean `polar`/],
    [{ polar: "none" }, /stack live has no objects in an account none\n {2}what to do: /],
    [{ polar: "fynn" }, /polar is an account of Polar, and fynn one of Fynn\n {2}what to do: /],
    [{ "polar-2": "polar" }, /the account polar of dev has no partner, and polar of live is that of another account\n/],
    [{ polar: "polar", "polar-2": "polar" }, /polar has a partner already\n {2}what to do: /],
  ])("%j is refused", (pairs, words) => {
    expect(() =>
      compareStacks({ registry, promoted: two, into: stack("live"), accounts: new Map(Object.entries(pairs)) }),
    ).toThrow(words);
  });

  it("with other settings are said", () => {
    const accounts = fixtureConfig()["accounts"] as Record<string, Record<string, unknown>>;
    const more = { accounts: { ...accounts, fynn: { ...accounts["fynn"], amountUnit: "minor" } } };
    const review = compareStacks({ registry, promoted: stack("dev", {}, more), into: stack("live") });
    expect(texts(review)).toEqual([
      "warning: the account fynn of live has other settings than in dev, and those of live are used for both: " +
        "amountUnit",
    ]);
  });
});

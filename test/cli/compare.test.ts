/** `catalogue compare`: two states that differ, in process; and as a command. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RawConfig, readConfig } from "../../provider/accounts/config.js";
import { EXIT } from "../../provider/cli/exit-codes.js";
import type { Json, JsonObject } from "../../provider/fields/shape.js";
import { objectsOf, type StackObject } from "../../provider/pulumi/engine.js";
import { type ComparedStack, compareStacks } from "../../provider/review/compare-stacks.js";
import type { Review } from "../../provider/review/digest.js";
import { headSentence } from "../../provider/review/render/summary.js";
import { registry } from "../../provider/vendors/registry.js";
import type { Stack } from "../../tools/local/stack.ts";
import { addressOf, type ExportedRow, fixtureConfig, fixtureStack, fixtureState } from "../support/fixture-stack.js";
import { runs } from "../support/runs.js";

type Edit = (outputs: Record<string, Json>) => void;
/** By address: what the row has instead; null: there is none. */
type Edits = Readonly<Record<string, Edit | null>>;

const edited =
  (edits: Edits) =>
  (rows: readonly ExportedRow[]): readonly ExportedRow[] =>
    rows.flatMap((row) => {
      const edit = edits[addressOf(row)];
      // Nothing is below what is not there.
      if (edits[addressOf(row).split("/").slice(0, 2).join("/")] === null) return [];
      if (edit === undefined) return [row];
      if (edit === null) return [];
      const outputs = structuredClone(row.outputs) as Record<string, Json>;
      edit(outputs);
      return [{ ...row, outputs }];
    });

const config = (more: Readonly<Record<string, unknown>> = {}): RawConfig =>
  Object.fromEntries(
    Object.entries({ ...fixtureConfig(), ...more }).map(([key, value]) => [`catalogue:${key}`, JSON.stringify(value)]),
  );

const stack = (name: string, edits: Edits = {}, more: Readonly<Record<string, unknown>> = {}): ComparedStack => ({
  name,
  objects: objectsOf(fixtureState(edited(edits))),
  config: readConfig(config(more), registry),
});

const compared = (promoted: Edits, into: Edits, accounts?: ReadonlyMap<string, string>): Review =>
  compareStacks({
    registry,
    promoted: stack("dev", promoted),
    into: stack("live", into),
    ...(accounts ? { accounts } : {}),
  });

const objectAt = (value: Json | undefined): Record<string, Json> => value as Record<string, Json>;
const price =
  (amount: string): Edit =>
  (outputs) => {
    objectAt(outputs["structure"])["price"] = amount;
  };
const archived =
  (value: boolean): Edit =>
  (outputs) => {
    outputs["archived"] = value;
  };
const inShort = ({ changes }: Review): string[] => changes.map(({ address, sentence }) => `${address}: ${sentence}`);
const texts = ({ messages }: Review): string[] => messages.map(({ severity, text }) => `${severity}: ${text}`);

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
      "warning: the account fynn of live has other settings than in dev, and those of live are used for both: amountUnit",
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

describe("the command", () => {
  let real: Stack;
  beforeAll(async () => {
    real = await fixtureStack(fixtureState(edited({ "sequence/platform/monthly-eur": price("599.00") })), {
      live: fixtureState(edited({ "polar/sponsor": null })),
      same: fixtureState(edited({ "polar/sponsor": null })),
    });
    await real.ok("stack", "init", "empty");
    await real.ok("stack", "init", "empty-2");
  });
  afterAll(() => real.remove());

  it("text, with 2 where they differ and 0 where they do not", async () => {
    const { code, stdout, stderr } = await real.catalogue("compare", "dev", "live");
    expect({ code, stderr }).toEqual({ code: EXIT.changes, stderr: "" });
    expect(stdout).toContain("From dev to live: 1 price up, 1 only in dev\n");
    expect(stdout).toContain("What a promotion from dev to live would change in live.");
    expect(stdout).toContain("EUR 499.00 → 599.00 per month (+20.0 %)");
    expect(stdout).not.toMatch(/What is sent|\bnew\b|removed/);
    const same = await real.catalogue("compare", "live", "same");
    expect(same.code).toBe(EXIT.fine);
    expect(same.stdout).toMatch(/^From live to same: no differences\n/);
  });

  it("Markdown, HTML and JSON", async () => {
    const markdown = await real.catalogue("compare", "dev", "live", "--format", "markdown");
    expect(markdown.stdout).toMatch(/^### From dev to live: 1 price up, 1 only in dev\n/);
    const html = await real.catalogue("compare", "dev", "live", "--output", "out/review.html");
    expect(html.stdout).toContain("From dev to live");
    const page = readFileSync(join(real.folder, "out/review.html"), "utf8");
    expect(page).toContain("The price list after the promotion");
    expect(page).toContain("Only in dev");
    expect(page).not.toMatch(/Until now|Nothing is sent|removed from the files/);
    const { stdout } = await real.catalogue("compare", "dev", "live", "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      source: { from: "stacks", promoted: "dev", into: "live", failed: false },
      changes: [{ address: "sequence/platform/monthly-eur" }, { address: "polar/sponsor", onlyIn: "dev" }],
    });
  });

  it("a stack before its first run has nothing yet", async () => {
    const { code, stdout } = await real.catalogue("compare", "live", "empty");
    expect(code).toBe(EXIT.changes);
    expect(stdout).toMatch(/^From live to empty: \d+ only in live\n/);
  });

  it.each([
    [["dev", "dev"], /dev is compared with itself\n {2}what to do: /],
    [["empty", "empty-2"], /neither empty nor empty-2 has objects, so there is nothing to compare\n {2}what to do: /],
    [["dev", "nowhere"], /no stack named 'nowhere' found\n {2}what to do: /],
    [["dev"], /missing required argument 'into'/],
    [["dev", "live", "--account", "polar"], /--account polar is not a pair of accounts\n {2}what to do: /],
    [["dev", "live", "--account", "polar=x"], /stack live has no objects in an account x\n {2}what to do: /],
  ])("%j is refused", async (args, words) => {
    const { code, stdout, stderr } = await real.catalogue("compare", ...args);
    expect({ code, stdout }).toEqual({ code: EXIT.problems, stdout: "" });
    expect(stderr).toMatch(words);
  });
});

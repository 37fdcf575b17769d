import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { movedMeanwhile } from "../../provider/cli/apply/moved.ts";
import { unapproved } from "../../provider/review/approval.ts";
import type { Change, Review } from "../../provider/review/digest.ts";
import { change, review } from "./reviews.ts";

const price = (before: number | null, after: number | null, path = "price"): Change["fields"][number] => ({
  ...{ path, before, after, money: true },
});
const pro = (rest: Partial<Change> = {}): Change =>
  change({
    id: "id-1",
    sentence: "USD 10 → 20",
    fields: [price(10, 20)],
    requests: [{ method: "PATCH", path: "/v1/products/id-1", fields: ["price"] }],
    ...rest,
  });
const of = (...changes: readonly Change[]): Review => review({ changes });
const words = (now: Change, ...approved: readonly Change[]): readonly string[] | undefined =>
  unapproved(of(now), [of(...approved)])[0]?.differences;

describe("a change", () => {
  it("is approved by the same one, wherever it stands and whatever else is said of it", () => {
    const seen = pro({
      title: "Other words",
      sentence: "other words",
      place: { file: "a.yaml", line: 9 },
      messages: [{ severity: "info", text: "x" }],
    });
    expect(unapproved(of(pro()), [of(), of(change({ address: "polar/b" }), seen)])).toEqual([]);
  });

  it("may be missing: another run has made it", () => {
    expect(unapproved(of(), [of(pro())])).toEqual([]);
    expect(unapproved(of(), [])).toEqual([]);
  });

  it.each<[string, Partial<Change>, readonly string[]]>([
    ["another action", { action: "replace" }, ["action: approved update, now replace"]],
    ["the entry is removed", { removed: true }, ["action: approved update, now update (entry removed)"]],
    ["another object", { id: "id-2" }, ["object: approved id-1, now id-2"]],
    ["another kind", { kind: "polar:Meter" }, ["kind: approved polar:Product, now polar:Meter"]],
    [
      "another account",
      { account: "b" },
      [
        "vendor of the account: approved polar, now none",
        "environment of the account: approved sandbox, now none",
        "account: approved polar, now b",
      ],
    ],
    ["another name before", { formerAddress: "x" }, ["former address: approved none, now x"]],
    ["another value before", { fields: [price(15, 20)] }, ["price: approved 10 → 20, now 15 → 20"]],
    ["another value after", { fields: [price(10, 25)] }, ["price: approved 10 → 20, now 10 → 25"]],
    ["one more field", { fields: [price(10, 20), price(null, 1, "b")] }, ["b: approved none, now (none) → 1"]],
    ["one field less", { fields: [] }, ["price: approved 10 → 20, now none"]],
    [
      "another request",
      { requests: [{ method: "PUT", path: "/v1/products/id-1", fields: ["price"], overlaid: { without: [] } }] },
      ["requests: approved PATCH /v1/products/id-1 (price), now PUT /v1/products/id-1 (price)"],
    ],
    [
      "requests that are not known yet",
      { requests: null },
      ["requests: approved PATCH /v1/products/id-1 (price), now known only during the run"],
    ],
  ])("is not approved: %s", (_name, rest, differences) => {
    expect(words(pro(rest), pro())).toEqual(differences);
  });

  it("is not approved by parts of two others", () => {
    const [a, b] = [pro({ fields: [price(10, 20)] }), pro({ fields: [price(1, 2, "b")] })];
    const both = pro({ fields: [price(10, 20), price(1, 2, "b")] });
    expect(unapproved(of(both), [of(a), of(b)])).toHaveLength(1);
  });

  it("of no approved review has no differences to show", () => {
    expect(unapproved(of(pro()), [of(change({ address: "polar/b" }))])).toEqual([
      { address: "polar/pro", what: "Pro: USD 10 → 20", differences: [] },
    ]);
  });
});

describe("the account of a change", () => {
  const [account] = review().accounts;
  const at = (rest: object): Review =>
    review({ changes: [pro()], accounts: [{ ...account, ...rest } as typeof account & {}] });

  it.each<[object, string]>([
    [
      { baseUrl: "https://evil.example" },
      "baseUrl of the account: approved https://api.polar.sh, now https://evil.example",
    ],
    [{ environment: "production" }, "environment of the account: approved sandbox, now production"],
    [{ organization: "b" }, "organization of the account: approved none, now b"],
    [{ vendor: "fynn" }, "vendor of the account: approved polar, now fynn"],
  ])("must be the approved one: %j", (rest, difference) => {
    const approved = at({ baseUrl: "https://api.polar.sh" });
    const now = at({ baseUrl: "https://api.polar.sh", ...rest });
    expect(unapproved(now, [approved])[0]?.differences).toEqual([difference]);
    expect(unapproved(approved, [approved])).toEqual([]);
  });
});

describe("the old object of an interrupted replacement", () => {
  const archive = { method: "POST", path: "/list-prices/old/archive", fields: [] };
  const replace = pro({
    action: "replace",
    id: "old",
    requests: [{ method: "POST", path: "/list-prices", fields: ["name"] }, archive],
  });
  const rest = pro({ action: "archive", id: "old", ofReplacement: true, fields: [], requests: [archive] });

  it("is archived by the approval of the replacement", () => {
    expect(unapproved(of(rest), [of(replace)])).toEqual([]);
  });

  it.each<[string, Change]>([
    ["another object", { ...rest, id: "other" }],
    ["an archive that is none of a replacement", (({ ofReplacement: _, ...plain }) => plain)(rest)],
    ["other requests", { ...rest, requests: [{ ...archive, path: "/list-prices/other/archive" }] }],
    ["requests that are not known", { ...rest, requests: null }],
  ])("is not: %s", (_name, other) => {
    expect(unapproved(of(other), [of(replace)])).toHaveLength(1);
  });
});

describe("changes of other resources", () => {
  const bucket = { urn: "urn:pulumi:dev::catalogue::aws:s3:Bucket::receipts", operation: "update", digest: "1" };
  it("are approved by the same values alone", () => {
    const now = review({ others: [bucket] });
    expect(unapproved(now, [review({ others: [bucket] })])).toEqual([]);
    expect(unapproved(now, [review({ others: [{ ...bucket, digest: "2" }] })])).toEqual([
      {
        address: bucket.urn,
        what: "receipts: update of another resource of the program",
        differences: ["its values differ from the approved ones"],
      },
    ]);
    expect(unapproved(now, [review()])[0]?.differences).toEqual([]);
  });
});

describe("random reviews", () => {
  const changes = fc.uniqueArray(
    fc.record({
      address: fc.constantFrom("polar/a", "polar/b", "polar/c", "polar/d"),
      action: fc.constantFrom("create", "update", "archive") as fc.Arbitrary<Change["action"]>,
      before: fc.integer({ min: 0, max: 2 }),
      after: fc.integer({ min: 0, max: 2 }),
    }),
    { selector: ({ address }) => address },
  );
  const made = changes.map((all) =>
    all.map(({ address, action, before, after }) => pro({ address, action, fields: [price(before, after)] })),
  );
  const key = ({ address, action, fields }: Change): string => JSON.stringify([address, action, fields]);

  it("exactly the changes that no review holds are found", () => {
    fc.assert(
      fc.property(made, fc.array(made, { maxLength: 3 }), (now, approved) => {
        const known = new Set(approved.flat().map(key));
        const expected = now.filter((one) => !known.has(key(one))).map(({ address }) => address);
        const found = unapproved(
          of(...now),
          approved.map((all) => of(...all)),
        );
        expect(found.map(({ address }) => address)).toEqual(expected);
      }),
    );
  });
});

describe("an object that somebody has changed meanwhile", () => {
  const seen = (fields: Change["fields"]) => ({
    differences: new Map([["polar/pro", fields]]),
    gone: new Set<string>(),
  });

  it("is refused where the change touches what was changed", () => {
    expect(movedMeanwhile([pro()], seen([price(10, 15)]))).toEqual([
      "Pro: price was 10 when the change was approved, and somebody has changed it to 15 at the vendor",
    ]);
    const whole = pro({ fields: [price(10, 20, "structure.tiers[0].price")] });
    expect(movedMeanwhile([whole], seen([price(1, 2, "structure.tiers")]))).toHaveLength(1);
    expect(
      movedMeanwhile([pro({ fields: [price(10, 20, "structure")] })], seen([price(1, 2, "structure.a")])),
    ).toHaveLength(1);
  });

  it("is not where the fields are others, or have the approved value already", () => {
    expect(movedMeanwhile([pro()], seen([price(1, 2, "priceless")]))).toEqual([]);
    expect(movedMeanwhile([pro()], seen([price(10, 20)]))).toEqual([]);
    expect(movedMeanwhile([pro()], seen([]))).toEqual([]);
    expect(movedMeanwhile([pro({ address: "polar/other" })], seen([price(10, 15)]))).toEqual([]);
  });

  it("is looked up by its address before a rename", () => {
    const renamed = pro({ address: "polar/new", formerAddress: "polar/pro" });
    expect(movedMeanwhile([renamed], seen([price(10, 15)]))).toHaveLength(1);
  });

  it("no longer exists", () => {
    expect(movedMeanwhile([pro()], { differences: new Map(), gone: new Set(["polar/pro"]) })).toEqual([
      "Pro: the object no longer exists",
    ]);
  });
});

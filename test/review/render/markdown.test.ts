/** What a comment says first, what it leaves out, and how long it is. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Change, Finding } from "../../../provider/review/digest.ts";
import { FORGES, type ForgeName, READING_TARGET } from "../../../provider/review/render/forges.ts";
import { markdown } from "../../../provider/review/render/markdown.ts";
import { runs } from "../../support/runs.ts";
import { arbitraryReview, change, finding, manyChanges, review } from "../reviews.ts";

const forges = Object.keys(FORGES) as ForgeName[];
const bytes = (text: string): number => new TextEncoder().encode(text).length;
const tableRows = (text: string): string[] => text.split("\n").filter((line) => /^\| \*\*/.test(line));
const unfolded = (text: string): string => text.replace(/<details>[\s\S]*?<\/details>/g, "");

describe("a review of 2,000 changes", () => {
  it.each(forges)("fits into a comment of %s, with the worst on top and the rest counted", (forge) => {
    const text = markdown(manyChanges(2_000), { forge });
    expect(bytes(text)).toBeLessThanOrEqual(FORGES[forge].bytes);
    const rows = tableRows(text);
    expect(rows).toHaveLength(20);
    expect(rows.every((row) => row.includes("archived for good"))).toBe(true);
    // Every fifth of 2,000 is archived, and 20 of these are shown.
    expect(text).toContain("… and 1980 more, of which 380 archives.");
    expect(text).toMatch(
      /^### 400 prices up, 400 prices down, 134 archived for good, 266 archived, 400 new, 400 without a price change\n/,
    );
    expect(text).toMatch(/New entries \(400\)/);
    expect(text).toMatch(/What is sent \(800\)/);
  });

  it("is cut from what is sent first", () => {
    const text = markdown(manyChanges(2_000), { forge: "azure" });
    expect(text).toMatch(/What is sent \(800\).*left out/);
    expect(text).toMatch(/<summary>Tiers and sample bills \(800\)<\/summary>/);
    const whole = markdown(manyChanges(2_000), { forge: "gitlab" });
    expect(whole).not.toContain("left out");
    expect(whole.match(/PUT \/list-prices\//g)).toHaveLength(800);
  });

  it("has no HTML where HTML is shown as text", () => {
    expect(markdown(manyChanges(2_000), { forge: "bitbucket" })).not.toMatch(/<[a-z/]/);
  });
});

describe("any review", () => {
  const huge = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 40 }),
    fc.constantFrom("@".repeat(5_000), "日本語".repeat(500), "|".repeat(999), "x ".repeat(2_000)),
  );

  it("fits, is the same each time, and ends with one line end", () => {
    fc.assert(
      fc.property(arbitraryReview(huge), fc.constantFrom(...forges), (one, forge) => {
        const text = markdown(one, { forge });
        expect(bytes(text)).toBeLessThanOrEqual(FORGES[forge].bytes);
        expect(markdown(structuredClone(one), { forge })).toBe(text);
        expect(text).toMatch(/[^\n]\n$/);
      }),
      { numRuns: runs(300) },
    );
  });

  it("gives the same text in any order of its changes", () => {
    const { changes, ...rest } = manyChanges(60);
    const forward = markdown(review({ ...rest, changes }), { forge: "github" });
    expect(markdown(review({ ...rest, changes: changes.toReversed() }), { forge: "github" })).toBe(forward);
  });
});

describe("findings", () => {
  const blocking = (number: number): Finding[] =>
    Array.from({ length: number }, (_, index) =>
      finding({
        code: "times-ten",
        severity: "block",
        title: `Product ${index}.`,
        message: `the price of number ${index} is ten times as high ${"x".repeat(200)}`,
        accept: `lifecycle: { accept: { times-ten: "${index}.90 -> ${index}9.00: why" } }`,
        place: { file: "catalogue/polar.yaml", line: index + 1 },
      }),
    );
  const notes = Array.from({ length: 9 }, (_, index) => finding({ message: `note ${index}` }));

  it("that block are in an alert with their place and the line that accepts them", () => {
    const text = markdown(review({ findings: blocking(1) }), { forge: "github" });
    expect(text).toContain("> [!CAUTION]\n> **1 finding blocks this change**\n");
    expect(text).toContain("> **times-ten** Product 0. (catalogue/polar.yaml:1): the price");
    expect(text).toContain('> ```yaml\n> lifecycle: { accept: { times-ten: "0.90 -> 09.00: why" } }\n> ```');
    expect(markdown(review({ findings: blocking(1) }), { forge: "azure" })).not.toContain("[!CAUTION]");
  });

  it.each([0, 1, 3, 5, 7])("are at most 5 in full; %i block, and these are never left out", (number) => {
    const text = markdown(review({ findings: [...blocking(number), ...notes] }), { forge: "github" });
    for (let index = 0; index < number; index++) expect(text).toContain(`Product ${index}.`);
    const shown = Math.max(0, 5 - number);
    expect(text.match(/note \d/g) ?? []).toHaveLength(shown);
    expect(text).toContain(`${9 - shown} more findings: ${9 - shown} big-change.`);
  });

  it("that block are all named within the smallest limit, or counted when not even a line each fits", () => {
    const text = markdown(review({ findings: blocking(100), changes: manyChanges(50).changes }), {
      forge: "bitbucket",
    });
    for (let index = 0; index < 100; index++) expect(text).toContain(`Product ${index}.`);
    const more = markdown(review({ findings: blocking(2_000) }), { forge: "bitbucket" });
    expect(bytes(more)).toBeLessThanOrEqual(32_768);
    const named = more.match(/Product \d+\./g)?.length ?? 0;
    expect(named).toBeGreaterThan(100);
    expect(more).toContain(`… and ${2_000 - named} more that block: ${2_000 - named} times-ten.`);
  });

  it("are never in a fold", () => {
    const text = markdown(review({ findings: [...blocking(2), ...notes], changes: manyChanges(40).changes }), {
      forge: "github",
    });
    const folds = [...text.matchAll(/<details>[\s\S]*?<\/details>/g)].map(([fold]) => fold);
    expect(folds.length).toBeGreaterThan(2);
    for (const fold of folds) {
      expect(fold).not.toMatch(/times-ten|big-change/);
      expect(fold).toMatch(/<summary>[^<]+ \(\d+\)<\/summary>/);
    }
  });
});

describe("the part that is not folded", () => {
  it("loses rows where names are long, until it has 8,000 characters or 5 rows", () => {
    const long = (length: number): Change[] =>
      Array.from({ length: 30 }, (_, index) => change({ title: "x".repeat(length), address: `a${index}` }));
    const text = unfolded(markdown(review({ changes: long(250) }), { forge: "github" }));
    expect(text.length).toBeLessThan(READING_TARGET + 400);
    expect(tableRows(text).length).toBeGreaterThan(10);
    expect(tableRows(text).length).toBeLessThan(30);
    expect(text).toContain(`… and ${30 - tableRows(text).length} more, of which 0 archives.`);
  });

  it("says that the preview failed, and why, at the top", () => {
    const text = markdown(
      review({
        source: { from: "preview", failed: true },
        messages: [{ severity: "error", text: "the account\nis unknown" }],
        changes: [change({ messages: [{ severity: "error", text: "the price is refused" }] })],
      }),
      { forge: "github" },
    );
    expect(text).toMatch(/^### The preview failed, so this is incomplete: 1 without a price change\n/);
    expect(text.indexOf("the account is unknown")).toBeLessThan(text.indexOf("| What |"));
    expect(text.indexOf("**Pro**: the price is refused")).toBeLessThan(text.indexOf("| What |"));
  });

  it("says that files were compared, with what", () => {
    const text = markdown(
      review({ source: { from: "files", base: "origin/main", commit: "0123456789ab", failed: false } }),
      { forge: "github" },
    );
    expect(text).toContain("### No changes (from the files; not compared with the vendor)\n");
    expect(text.replaceAll("&#8203;", "")).toContain("Compared with origin/main (commit 0123456)");
  });

  it("never prints 0 for what was not counted", () => {
    const impact = [
      { of: "open checkouts", count: null },
      { of: "active subscriptions", count: 12 },
      { of: "discounts", count: 0 },
    ];
    const second = change({ address: "polar/z", impact: [{ of: "active subscriptions", count: null }] });
    const text = markdown(review({ changes: [change({ impact }), second] }), { forge: "github" });
    expect(text).toContain(
      "Also affected: open checkouts: not counted; at least 12 active subscriptions (1 of 2 not counted).",
    );
    expect(text).toContain("**Pro**: open checkouts: not counted; 12 active subscriptions; 0 discounts");
  });
});

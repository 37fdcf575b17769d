import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Review } from "../../../provider/review/digest.ts";
import { html } from "../../../provider/review/render/html.js";
import { runs } from "../../support/runs.ts";
import { arbitraryReview, change, finding, review } from "../reviews.ts";
import { failedPreview, fromFiles, large, nothing, showcase } from "./html-reviews.ts";

/** What is written in the page, without tags and styles. */
const textOf = (page: string): string =>
  page
    .replace(/<style>.*?<\/style>/s, "")
    .replace(/<[^>]*>/g, "")
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&amp;", "&");

const all = (page: string, pattern: RegExp): string[] => [...page.matchAll(pattern)].map(([, found]) => found ?? "");

describe("any review", () => {
  const pages = (check: (page: string, review: Review) => void): void =>
    fc.assert(
      fc.property(arbitraryReview(), (any) => check(html(any), any)),
      { numRuns: runs(200) },
    );

  it("gives the same bytes again", () =>
    pages((page, any) => {
      expect(html(structuredClone(any))).toBe(page);
    }));

  it("loads nothing: every link leads to a place within the page", () =>
    pages((page) => {
      const links = all(page, / href="([^"]*)"/g);
      const targets = all(page, / id="([^"]*)"/g);
      expect(new Set(targets).size).toBe(targets.length);
      for (const link of links) expect(targets.map((target) => `#${target}`)).toContain(link);
      expect(page).not.toMatch(/<(script|link|img|iframe|object|embed|form|base|image|use|audio|video)[\s/>]/);
      expect(page).not.toMatch(/<[^>]* (src|srcset|style|on\w+)=/);
      expect(all(page, /<style>(.*?)<\/style>/gs).join("")).not.toMatch(/url\(|@import|https?:/);
    }));

  it("has a card for every change, and every finding once", () =>
    pages((page, { changes, findings }) => {
      expect(all(page, /<article[^>]* id="([^"]*)"/g)).toHaveLength(changes.length);
      expect(all(page, /<li class="finding \w+" id="([^"]*)"/g)).toHaveLength(findings.length);
    }));

  /** Members whose texts are not shown: what decides about the page, and what is said in other words. */
  const UNSAID = new Set([
    "kind",
    "vendor",
    "commit",
    "severity",
    "action",
    "direction",
    "environment",
    "from",
    "curve",
  ]);

  function textsIn(value: unknown): string[] {
    if (typeof value === "string") return [value];
    if (Array.isArray(value)) return value.flatMap(textsIn);
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([key, member]) => (UNSAID.has(key) ? [] : textsIn(member)));
  }

  it("says every text and every amount of the review", () => {
    const tokens = fc.integer({ min: 1_000, max: 9_999 }).map((number) => `token${number}`);
    fc.assert(
      fc.property(arbitraryReview(tokens), (any) => {
        const text = textOf(html(any));
        // The amount of a price is the beginning of its text.
        const stated = (price: { text: string; amount?: string } | undefined) => price && { text: price.text };
        const asShown = {
          ...any,
          findings: any.findings.map(({ address, ...rest }) => ({ title: address, ...rest })),
          priceList: any.priceList.map((product) => ({
            ...product,
            prices: product.prices.map(({ title, text }) => ({ title, text })),
          })),
          changes: any.changes.map(({ money, ...rest }) => ({
            ...rest,
            prices: money?.prices.map((price) => ({
              ...price,
              before: stated(price.before),
              after: stated(price.after),
              // Said only of a price that was and will be.
              percent: price.before && price.after ? price.percent : undefined,
            })),
          })),
        };
        // Thousands are separated for people.
        const shown = (said: string): string => (/^\d+\.?\d*$/.test(said) ? grouped(said) : said);
        for (const said of textsIn(asShown)) expect(text).toContain(shown(said));
      }),
      { numRuns: runs(200) },
    );
  });
});

const grouped = (decimal: string): string => decimal.replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ",");

describe("the head", () => {
  it("begins with the counts, and says from what the review was made", () => {
    expect(textOf(html(showcase))).toMatch(/1 price up, .*1 archived for good, 1 new/);
    expect(textOf(html(showcase))).toContain("From the preview of the stack production.");
    expect(textOf(html(fromFiles))).toContain("From the files; not compared with the vendor: origin/main");
  });

  it("marks accounts of production in words", () => {
    expect(textOf(html(showcase))).toContain("sequence at Sequence Production");
    expect(textOf(html(showcase))).toContain("fynn at Fynn Sandbox");
  });

  it("says that a preview failed, and why, before everything else", () => {
    const page = html(failedPreview);
    expect(page.indexOf("The preview failed<")).toBeGreaterThan(0);
    expect(page.indexOf("The preview failed<")).toBeLessThan(page.indexOf("<article"));
    expect(textOf(page)).toContain("Error: sequence/platform/yearly: the price 99O.00 is not a decimal.");
    expect(html(showcase)).not.toContain("The preview failed");
  });

  it("says that nothing changes", () => expect(textOf(html(nothing))).toContain("Nothing changes."));
});

describe("a card", () => {
  const card = (rest: Parameters<typeof change>[0]): string => textOf(html(review({ changes: [change(rest)] })));

  it("never shows 0 for what was not counted", () => {
    expect(card({ impact: [{ of: "open checkouts", count: null }] })).toContain("not counted open checkouts");
    expect(card({ impact: [{ of: "open checkouts", count: 0 }] })).toContain("0 open checkouts");
  });

  it("tells what is not known yet from what is not sent", () => {
    expect(card({ requests: null })).toContain("What is sent is known only during the run.");
    expect(card({ requests: [] })).toContain("Nothing is sent to the vendor.");
    const request = { method: "PUT", path: "/x", fields: ["price"], overlaid: { without: ["note"] } };
    expect(card({ requests: [request] })).toContain(
      "The body also holds everything else that the object has, except note: leaving them out clears them.",
    );
  });

  it("tells no value from an empty text and from 0", () => {
    const field = (before: string | number | null) =>
      card({ fields: [{ path: "name", before, after: "x", money: false }] });
    expect(field(null)).toContain("no value");
    expect(field("")).toContain("empty text");
    expect(field(0)).toMatch(/name\s*0\s*x/);
  });

  it("leads from a finding to the change and back", () => {
    const page = html(review({ changes: [change()], findings: [finding({ address: "polar/pro" })] }));
    expect(page).toContain('<a href="#change-1"><bdi>Pro</bdi></a>');
    expect(page).toMatch(/class="jump" href="#finding-1">What to do about/);
  });
});

describe("many changes", () => {
  it("fold totals and fields, but no finding, message or count that stands nowhere else", () => {
    const page = html(large(300));
    const folds = all(page, /<details>(.*?)<\/details>/gs);
    expect(folds.length).toBeGreaterThan(300);
    for (const fold of folds) expect(fold).not.toMatch(/class="(finding|count)|class="message (block|warn|note)"/);
    const inCards = all(page, /<article.*?>(.*?)<\/article>/gs).join("");
    for (const text of all(folds.join(""), /<li class="message \w+">.*?<bdi>([^<]*)<\/bdi><\/li>/gs))
      expect(inCards).toContain(text);
  });
});

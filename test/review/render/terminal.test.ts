import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { terminal } from "../../../provider/review/render/terminal.ts";
import { runs } from "../../support/runs.ts";
import { fullReview } from "../full.ts";
import { hostileNames } from "../hostile.ts";
import { arbitraryReview, manyChanges } from "../reviews.ts";

/** The most columns that a terminal can use for a line: emoji and East Asian characters are two wide. */
const WIDE = new RegExp(
  `[\\p{Emoji_Presentation}\\u1100-\\u115f\\u2e80-\\ua4cf\\uac00-\\ud7a3\\uf900-\\ufaff` +
    `\\ufe30-\\ufe6f\\uff00-\\uff60\\uffe0-\\uffe6]`,
  "u",
);
const columnsOf = (line: string): number =>
  [...new Intl.Segmenter("en", { granularity: "grapheme" }).segment(line)]
    .map(({ segment }) => (WIDE.test(segment) ? 2 : 1))
    .reduce((sum: number, width) => sum + width, 0);

const COLOURS = new RegExp(`${String.fromCodePoint(0x1b)}\\[\\d+m`, "g");

/** Control characters but those of colours, and line ends. */
const controls = (text: string): RegExpMatchArray | null =>
  text.replace(COLOURS, "").match(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);

describe("the text for a terminal", () => {
  const hostile = fc.constantFrom(...hostileNames(2_000, 7), "日本語".repeat(60), "x".repeat(300));

  it.each([40, 80, 100])("fits into %i columns, and no text from outside controls the terminal", (columns) => {
    fc.assert(
      fc.property(
        arbitraryReview(fc.oneof(hostile, fc.string({ unit: "grapheme", maxLength: 200 }))),
        fc.boolean(),
        (review, colour) => {
          const text = terminal(review, { colour, columns });
          const tooWide = stripVTControlCharacters(text)
            .split("\n")
            .find((line) => columnsOf(line) > columns);
          expect(tooWide).toBeUndefined();
          expect(controls(text)).toBeNull();
          expect(terminal(structuredClone(review), { colour, columns })).toBe(text);
        },
      ),
      { numRuns: runs(200) },
    );
  });

  it("uses at most 100 columns, and 80 where the width is not known", () => {
    const longest = (text: string): number => Math.max(...text.split("\n").map((line) => line.length));
    const wide = fullReview("a name of several words that is repeated");
    expect(longest(terminal(wide, { colour: false, columns: 300 }))).toBeGreaterThan(80);
    expect(longest(terminal(wide, { colour: false, columns: 300 }))).toBeLessThanOrEqual(100);
    expect(longest(terminal(wide, { colour: false }))).toBeLessThanOrEqual(80);
  });

  it("is the same without its colours, and has colours only if asked", () => {
    const review = fullReview("a name");
    const plain = terminal(review, { colour: false });
    expect(plain).not.toContain("\u001b");
    const coloured = terminal(review, { colour: true });
    expect(coloured).toContain("\u001b[31m");
    expect(stripVTControlCharacters(coloured)).toBe(plain);
  });

  it("counts what it leaves out", () => {
    const text = terminal(manyChanges(2_000), { colour: false });
    expect(text).toContain("… and 1980 more, of which 380 archives.");
    expect(text).toContain("What is sent (800)");
    expect(text).toContain("… and 780 more");
  });
});

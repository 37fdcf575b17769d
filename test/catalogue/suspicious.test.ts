/** A text that the library reads without an error is diagnosed only if it is suspicious. Then nothing is missed. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Parser } from "yaml";
import { compose } from "../../provider/catalogue/compose.js";
import { Lines } from "../../provider/catalogue/lines.js";
import { diagnose } from "../../provider/catalogue/syntax/diagnose.js";
import { isSuspicious } from "../../provider/catalogue/syntax/suspicious.js";

const PIECES = [
  ...[
    "a: b",
    "a:",
    "name",
    "- ",
    "–",
    "•",
    "*a",
    "&a ",
    "* a",
    "<<: *a",
    "<<:*a",
    "<< *a",
    "<<",
    "# x",
    '"',
    "{ a: b }",
  ],
  ...[" ", "  ", "\t", "\u00a0", "\u3000", "\f", "\r", "\u2028", "\n", "\n", "\n", "\r\n", "=======", "<<<<<<< a", "|"],
];

function found(text: string): { readonly errors: number; readonly mistakes: number } {
  const tokens = [...new Parser().parse(text)];
  const { errors } = compose(tokens, text.length).document;
  const { starts } = new Lines({ name: "a.yaml", text });
  return { errors: errors.length, mistakes: diagnose(text, starts, tokens, errors).length };
}

describe("a suspicious text", () => {
  it("is every one with a mistake that only the diagnosis finds", () => {
    let mistakes = 0;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }), (pieces) => {
        const text = pieces.join("");
        const all = found(text);
        if (all.errors > 0 || all.mistakes === 0) return;
        mistakes += 1;
        expect(isSuspicious(text)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
    expect(mistakes).toBeGreaterThan(20);
  });

  it.each([
    "a: b\r\n\r\nc: d\r\n",
    "a: &b { c: d }\ne:\n  <<: *b\n",
    "a: 1 – 2\n",
    "# – x\n\n  # * y\n",
  ])("is not %j", (text) => {
    expect(isSuspicious(text)).toBe(false);
  });

  it.each(["\r", " ", "\t", "\n", "\u2028"])("is searched once, whatever it consists of: %j", (unit) => {
    expect(isSuspicious(`a:\n${unit.repeat(1_000_000)}`)).toBe(unit === "\r" || unit === "\u2028");
  });
});

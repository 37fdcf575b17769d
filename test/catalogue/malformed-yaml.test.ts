/** Files that are not YAML, or not the YAML that was meant: where, which code, and what to write instead. */
import { describe, expect, it } from "vitest";
import { change, HEAD, type Malformed, PRODUCT, polar, said } from "./malformed.js";

const ROWS: readonly Malformed[] = [
  // quotes and colons
  ["a text with a colon", change(0, "name: Plan: Monthly"), ['7:15 unquoted-colon: write `name: "Plan: Monthly"`']],
  [
    "two texts with a colon",
    change(0, "name: Plan: Monthly", "  ")
      .replace("name: Platform", "name: Platform: Base")
      .replace("          \n", ""),
    ['4:11 unquoted-colon: write `name: "Platform: Base"`', '7:15 unquoted-colon: write `name: "Plan: Monthly"`'],
  ],
  [
    "a text with a colon between braces",
    `${HEAD}  platform: { name: Plan: Base }\n`,
    ['3:21 unquoted-colon: write `name: "Plan: Base"`'],
  ],
  [
    "a text that ends with a colon",
    `${HEAD}  platform:\n    name: Base:\n    label: x\n`,
    ['4:11 unquoted-colon: write `name: "Base:"`'],
  ],
  [
    "a text in typographic quotes with a colon",
    change(0, "name: “Plan: Monthly”"),
    ['7:15 unquoted-colon: write `name: "Plan: Monthly"`'],
  ],
  [
    "two keys on one line",
    `${HEAD}  platform: name: Platform\n`,
    ['3:13 unquoted-colon: write `platform: "name: Platform"`; or, if `name` is a key, write it on a line of its own '],
  ],
  ["no space after a colon, in the middle", change(1, "currency:EUR"), ["8:9 missing-space: write `currency: EUR`"]],
  ["no space after the first colon", change(0, "name:Monthly"), ["7:9 missing-space: write `name: Monthly`"]],
  [
    "no space after the last colon",
    change(4, 'structure:{ pricingType: FIXED, price: "99.00" }'),
    ['11:9 missing-space: write `structure: { pricingType: FIXED, price: "99.00" }`'],
  ],
  [
    "no space after the only colon",
    `${HEAD}  platform:\n    name:Platform\n`,
    ["4:5 missing-space: write `name: Platform`"],
  ],
  [
    "no space after a colon between braces",
    `${HEAD}  platform: { name:Platform, label: Base }\n`,
    ["3:15 missing-space: write `name: Platform`"],
  ],
  [
    "no space after the vendor's colon",
    "vendor:sequence\nproducts:\n  p: { name: A }\n",
    ["1:1 missing-space: write `vendor: sequence`"],
  ],
  [
    "no space before a quote",
    `${HEAD}  platform:\n    label: x\n    name:"Platform"\n    archived: true\n`,
    ['5:5 missing-space: write `name: "Platform"`'],
  ],
  [
    "a non-breaking space after a colon",
    change(1, "currency:\u00a0EUR"),
    ["8:18 missing-space: delete it and type a space"],
  ],
  [
    "a non-breaking space at the beginning of a line",
    `${HEAD}  platform:\n\u00a0   name: A\n    label: x\n`,
    ["4:1 missing-space: delete it and type a space"],
  ],
  ["a wide colon", change(1, "currency：EUR"), ["8:17 missing-colon: delete it and type a colon and a space: `: `"]],
  [
    "no space after a dash",
    polar(["prices:", "  -{ amount_type: free, price_currency: eur }"]),
    ["6:7 missing-space: write `- { amount_type: free, price_currency: eur }`"],
  ],
  ["no colon after a key with a value", change(1, "currency EUR"), ["8:9 missing-colon: write `currency: EUR`"]],
  [
    "no colon after a key with fields below",
    "vendor: sequence\nproducts\n  platform:\n    name: A\n",
    ["2:1 missing-colon: write `products:`"],
  ],
  [
    "no colon after the key of an entry",
    `${PRODUCT}  storage\n    name: Storage\n    label: x\n`,
    ["5:3 missing-colon: write `storage:`"],
  ],
  [
    "no colon between braces",
    `${HEAD}  platform: { name Platform, label: Base }\n`,
    ["3:15 missing-colon: write `name: Platform`"],
  ],
  [
    "no colon after the only field",
    `${HEAD}  platform:\n    name Platform\n`,
    ["4:5 missing-colon: write `name: Platform`"],
  ],
  ["an equals sign", change(1, "currency = EUR"), ["8:9 missing-colon: write `currency: EUR`"]],
  ["a semicolon", change(1, "currency; EUR"), ["8:9 missing-colon: write `currency: EUR`"]],
  [
    "a quote that is not closed",
    change(0, 'name: "Monthly'),
    ['7:15 unclosed-quote: write the closing `"` at the end of the string, on the same line'],
  ],
  [
    "a quote that is not closed at the end of a file",
    `${HEAD}  platform:\n    name: "Platform\n`,
    ['4:11 unclosed-quote: write the closing `"` at the end of the string, on the same line'],
  ],
  [
    "a quote that is not closed, before another text in quotes",
    `${HEAD}  platform:\n    name: "Platform\n    label: "Base"\n`,
    ['4:11 unclosed-quote: write the closing `"` at the end of the string, on the same line'],
  ],
  [
    "a single quote that is not closed",
    change(0, "name: 'Monthly"),
    ["7:15 unclosed-quote: write the closing `'` at the end of the string, on the same line"],
  ],
  [
    "a quote that is not closed between braces",
    change(4, 'structure: { pricingType: FIXED, price: "99.00 }'),
    ['11:49 unclosed-quote: write the closing `"` at the end of the string, on the same line'],
  ],
  [
    "a quote closed by another one",
    change(0, "name: \"Monthly'"),
    ['7:15 unclosed-quote: write the closing `"` at the end of the string, on the same line'],
  ],
  [
    "an apostrophe in single quotes",
    change(0, "name: 'Tom's plan'"),
    ['7:15 text-after-quote: use other quotes around it: `"Tom\'s plan"`'],
  ],
  [
    "double quotes in double quotes",
    change(0, 'name: "A "big" plan"'),
    ["7:15 text-after-quote: use other quotes around it: `'A \"big\" plan'`"],
  ],
  [
    "a word after a quoted text",
    change(0, 'name: "Monthly" plan'),
    ["7:15 text-after-quote: use other quotes around it: `'\"Monthly\" plan'`"],
  ],
  [
    "an unknown escape",
    change(0, 'name: "C:\\data"'),
    ["7:18 bad-escape: write two backslashes instead of one, or use single quotes, where a backslash has no spec"],
  ],
  [
    "a comment that touches a quote",
    change(0, 'name: "Monthly"#1'),
    [
      "7:24 missing-space: write a space before the `#`; or, if the `#` belongs to the value, put the whole " +
        "value in quotes",
    ],
  ],
  [
    "a number sign in a text",
    change(0, "name: Monthly #1 plan"),
    ['7:15 comment-in-text: put the whole value in quotes: `"Monthly #1 plan"`; or, if it is a comment, write a'],
  ],
  [
    "a number sign in a text between braces",
    `${HEAD}  platform: { name: Platform #1, label: x }\n`,
    ['3:30 comment-in-text: put the whole value in quotes: `"Platform #1"`; or, if it is a comment, write a spac'],
  ],
];

describe("a malformed file has one problem for each cause", () => {
  it.each(ROWS)("%s", (_name, text, expected) => {
    const problems = said(text);
    expect(problems).toHaveLength(expected.length);
    for (const [index, words] of expected.entries()) expect(problems[index]).toContain(words);
  });
});

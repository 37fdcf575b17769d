/** Files with wrong indentation, brackets, anchors or documents: where, which code, and what to write instead. */
import { describe, expect, it } from "vitest";
import { change, HEAD, type Malformed, PRODUCT, polar, said } from "./malformed.js";

const ROWS: readonly Malformed[] = [
  // indentation
  [
    "a field indented too little",
    change(2, " billingFrequency: MONTHLY").replace("         billing", "       billing"),
    ["9:8 bad-indentation: begin it with 8 spaces, as `currency` on line 8, or with 6 spaces, as `monthly` on line 6"],
  ],
  [
    "a field indented too much",
    change(2, "  billingFrequency: MONTHLY"),
    ["9:11 bad-indentation: begin it with 8 spaces, as `currency` on line 8"],
  ],
  [
    "all later fields indented too much",
    `${PRODUCT.replace(
      "platform:\n    name: Platform\n",
      "platform:\n    name: Platform\n     label: x\n     listPrices:\n       m:\n         name: A\n" +
        "         currency: EUR\n",
    )}`,
    ["5:6 bad-indentation: begin it with 4 spaces, as `name` on line 4"],
  ],
  [
    "the second line of a file indented",
    "vendor: sequence\n products:\n  platform: { name: A }\n",
    ["2:2 bad-indentation: begin it with no spaces, as `vendor` on line 1"],
  ],
  [
    "a key between two levels",
    "vendor: sequence\nproducts:\n    platform:\n        name: A\n  storage:\n        name: B\n",
    [
      "5:3 bad-indentation: begin it with 4 spaces, as `platform` on line 3, or with no spaces, as `products` on " +
        "line 2",
    ],
  ],
  [
    "one space too few in a list",
    polar(["prices:", "  - amount_type: fixed", "   price_amount: 100"]),
    ["7:8 bad-indentation: begin it with 8 spaces, as `amount_type` on line 6, or with 6 spaces, as `-` on line 6"],
  ],
  [
    "a list item at the wrong level",
    polar(["prices:", "    - amount_type: fixed", "      price_amount: 100", "   - amount_type: free"]),
    ["8:8 bad-indentation: begin it with 8 spaces, as `-` on line 6, or with 4 spaces, as `prices` on line 5"],
  ],
  [
    "tabs",
    `vendor: sequence\nproducts:\n\tplatform:\n\t\tname: A\n\t\tlabel: B\n`,
    ["3:1 tab-indentation: indent with spaces, two for each level"],
  ],
  [
    "a tab after spaces",
    `${HEAD}  platform:\n  \tname: A\n`,
    ["4:1 tab-indentation: indent with spaces, two for each level"],
  ],
  [
    "a list item among fields",
    `${PRODUCT}    - label: x\n`,
    ["5:5 mixed-list: remove the `- `, or write the item below a key without a value"],
  ],
  [
    "a field after list items",
    polar(["prices:", "  - amount_type: free", "  description: x"]),
    ["7:7 mixed-list: indent the key like the keys of the item above, or write `- ` before it"],
  ],
  [
    "a list on the line of its key",
    polar(["prices: - amount_type: free"]),
    [
      '5:13 reserved-character: put the value in quotes: `prices: "- amount_type: free"`; or begin the list on ' +
        "the next l",
    ],
  ],
  // brackets
  [
    "a brace that is not closed",
    change(4, 'structure: { pricingType: FIXED, price: "99.00"'),
    ["11:20 unclosed-bracket: write the closing `}`; if a `}` is on a line below, indent all lines up to it more"],
  ],
  [
    "a bracket that is not closed",
    polar(["prices: [{ amount_type: free }", "description: x"]),
    ["5:13 unclosed-bracket: write the closing `]`; if a `]` is on a line below, indent all lines up to it more"],
  ],
  [
    "a brace closed by a bracket",
    change(4, 'structure: { pricingType: FIXED, price: "99.00" ]'),
    ["11:20 unclosed-bracket: write the closing `}`"],
  ],
  [
    "a brace too many",
    change(4, 'structure: { pricingType: FIXED, price: "99.00" }}'),
    ["11:58 unclosed-bracket: remove it, or write the `{` that belongs to it"],
  ],
  [
    "a missing comma",
    change(4, 'structure: { pricingType: FIXED price: "99.00" }'),
    ['11:35 missing-comma: write `pricingType: FIXED, price: "99.00"`'],
  ],
  [
    "a missing comma after a quote",
    change(4, 'structure: { price: "99.00" pricingType: FIXED }'),
    ['11:29 missing-comma: write `price: "99.00", pricingType: FIXED`'],
  ],
  [
    "a comma too many",
    change(4, 'structure: { pricingType: FIXED,, price: "99.00" }'),
    ["11:41 missing-comma: remove this comma, or write the `key: value` that belongs before it"],
  ],
  [
    "braces over lines that are not indented",
    change(4, "structure: {", "pricingType: FIXED", "}"),
    ["11:20 unclosed-bracket: write the closing `}`; if a `}` is on a line below, indent all lines up to it more"],
  ],
  // characters and marks
  [
    "a text that begins with @",
    change(0, "name: @home"),
    ['7:15 reserved-character: put the value in quotes: `name: "@home"`'],
  ],
  [
    "a text that begins with %",
    change(0, "name: %off"),
    ['7:15 reserved-character: put the value in quotes: `name: "%off"`'],
  ],
  [
    "a text that begins with a backtick",
    change(0, "name: `Monthly`"),
    ['7:15 reserved-character: put the value in quotes: `name: "`Monthly`"`'],
  ],
  [
    "a text that begins with *",
    change(0, "name: * Monthly"),
    ['7:15 reserved-character: put the value in quotes: `name: "* Monthly"`'],
  ],
  [
    "a text that begins with &",
    change(0, "name: & Monthly"),
    ['7:15 reserved-character: put the value in quotes: `name: "& Monthly"`'],
  ],
  [
    "a text that begins with >",
    change(0, "name: > 100 seats"),
    ['7:15 reserved-character: put the value in quotes: `name: "> 100 seats"`'],
  ],
  [
    "a text that begins with |",
    change(0, "name: | Monthly"),
    ['7:15 reserved-character: put the value in quotes: `name: "| Monthly"`'],
  ],
  [
    "a text that begins with !",
    change(0, "name: !Monthly"),
    ["7:15 unknown-tag: remove the tag: a catalogue needs none; or, if the `!` belongs to the value"],
  ],
  [
    "a text that begins with -",
    change(0, "name: - Monthly"),
    [
      '7:15 reserved-character: put the value in quotes: `name: "- Monthly"`; or begin the list on the next ' +
        "line, indente",
    ],
  ],
  [
    "two anchors",
    change(0, "name: &a &b Monthly"),
    ["7:18 bad-anchor: write `&name value` for an anchor and `*name` alone to use it; or put a value that begins w"],
  ],
  [
    "an alias with an anchor",
    `${PRODUCT}x-a: &a { b: 1 }\nx-b: &b *a\n`,
    ["6:9 bad-anchor: write `&name value` for an anchor and `*name` alone to use it; or put a value that begins w"],
  ],
  [
    "an alias of nothing",
    change(0, "name: *monthly"),
    ["7:15 unknown-alias: write `&monthly` above this line, before the value to use; or put the value in quotes:"],
  ],
  [
    "a value in double braces",
    change(0, "name: {{ name }}"),
    ["7:16 bad-key: write the key as a string; a value of the stack's configuration is written `${name}`, with one"],
  ],
  [
    "the marks of a merge",
    `${HEAD}  platform:\n<<<<<<< HEAD\n    name: A\n=======\n    name: B\n>>>>>>> x\n    label: c\n`,
    [
      "4:1 merge-conflict: keep the lines of one side, and remove the lines that begin with <<<<<<<, |||||||, " +
        "======= and >>>>>>>",
    ],
  ],
  [
    "a directive",
    `%YAML one two\n---\n${PRODUCT}`,
    ["1:1 bad-directive: remove the line; or put a value that begins with % in quotes"],
  ],
  [
    "two documents",
    `${PRODUCT}---\n${PRODUCT}`,
    ["5:1 several-documents: remove the line with `---`; or put what follows in a file of its own"],
  ],
  ["a key twice", change(1, "currency: EUR", "currency: USD"), ["9:9 duplicate-key: remove one of the two"]],
  ["not a map at all", "hello world\n", ["1:1 wrong-type: begin with `vendor: sequence`"]],
];

describe("a file with a malformed structure has one problem for each cause", () => {
  it.each(ROWS)("%s", (_name, text, expected) => {
    const problems = said(text);
    expect(problems).toHaveLength(expected.length);
    for (const [index, words] of expected.entries()) expect(problems[index]).toContain(words);
  });
});

/** Lines that somebody who does not know YAML indents, merges or continues wrongly: one problem for each cause. */
import { describe, expect, it } from "vitest";
import { change, HEAD, type Malformed, PRODUCT, polar, said } from "./malformed.js";

const ROWS: readonly Malformed[] = [
  [
    "block > wrong indent",
    `${PRODUCT}    label: >\n    This is a text\n    of two lines\n`,
    ["6:5 bad-indentation: indent every line of the text by two more spaces than `label`"],
  ],
  [
    "block | wrong indent",
    `${PRODUCT}    label: |\n  This is a text\n`,
    ["6:3 bad-indentation: indent every line of the text by two more spaces than `label`"],
  ],
  [
    "block first line deeper",
    `${PRODUCT}    label: |\n          Deep\n      shallow\n`,
    ["7:7 bad-indentation: indent every line of the text by two more spaces than `label`"],
  ],
  [
    "--- twice",
    "---\n---\nvendor: sequence\nproducts:\n  platform:\n    name: Platform\n",
    ["2:1 several-documents: remove the line with `---`; or put what follows in a file of its own"],
  ],
  [
    "--- start and end",
    "---\nvendor: sequence\nproducts:\n  platform:\n    name: Platform\n---\n",
    ["6:1 several-documents: remove the line with `---`; or put what follows in a file of its own"],
  ],
  [
    "--- typo ----",
    "----\nvendor: sequence\nproducts:\n  platform:\n    name: Platform\n",
    [
      "1:1 missing-colon: write `key: value` on one line; put `# ` before a comment; remove the line if it does " +
        "not belong here",
    ],
  ],
  [
    "em dash list",
    "vendor: polar\nproducts:\n  pro:\n    name: Pro plan\n    prices:\n      – amount_type: fixed\n" +
      "        price_amount: 100\n",
    ["6:7 missing-space: write a hyphen and a space: `- amount_type: fixed`"],
  ],
  [
    "bullet list",
    "vendor: polar\nproducts:\n  pro:\n    name: Pro plan\n    prices:\n      • amount_type: fixed\n" +
      "        price_amount: 100\n",
    ["6:7 missing-space: write a hyphen and a space: `- amount_type: fixed`"],
  ],
  [
    "bullet star list",
    "vendor: polar\nproducts:\n  pro:\n    name: Pro plan\n    prices:\n      * amount_type: fixed\n" +
      "        price_amount: 100\n",
    ["6:7 missing-space: write a hyphen and a space: `- amount_type: fixed`"],
  ],
  ["semicolon end", change(1, "currency: EUR;"), ["8:19 unknown-value: write `EUR`"]],
  ["comma end", change(1, "currency: EUR,"), ["8:19 unknown-value: write `EUR`"]],
  [
    "// comment",
    "// my catalogue\nvendor: sequence\nproducts:\n  platform:\n    name: Platform\n",
    [
      "1:1 missing-colon: write `key: value` on one line; put `# ` before a comment; remove the line if it does " +
        "not belong here",
    ],
  ],
  [
    "key umlaut",
    `${HEAD}  büro:\n    name: A\n`,
    ["3:3 bad-key: use lower-case letters, digits, - and _, beginning with a letter or a digit: `buero`"],
  ],
  [
    "key empty",
    `${HEAD}  :\n    name: A\n`,
    ["3:3 bad-key: use lower-case letters, digits, - and _, beginning with a letter or a digit"],
  ],
  [
    "vendor typo key",
    "Vendor: sequence\nproducts:\n  platform:\n    name: A\n",
    ["1:1 missing-field: write `vendor: …`"],
  ],
  [
    "vendor empty",
    "vendor:\nproducts:\n  platform:\n    name: A\n",
    ["1:8 unknown-vendor: use one of sequence, fynn, polar"],
  ],
  ["vendors", "vendors: sequence\nproducts:\n  platform:\n    name: A\n", ["1:1 missing-field: write `vendor: …`"]],
  [
    "polar metadata null",
    "vendor: polar\nproducts:\n  pro:\n    name: Pro plan\n    metadata: { a: }\n    prices: [{ amount_type: free }]\n",
    ["5:20 wrong-type: write a string or a number or true or false"],
  ],
  [
    "structure amount",
    change(4, 'structure: { pricingType: FIXED, amount: "99.00" }'),
    ["11:42 unknown-field: Sequence calls it `price`: write `price: …`"],
  ],
  [
    "nbsp in amount",
    change(4, 'structure: { pricingType: FIXED, price: "99.00\u00a0" }'),
    ["11:49 control-character: remove the character"],
  ],
  ["nbsp in name end", change(0, "name: Monthly\u00a0"), ["7:15 control-character: remove the character"]],
  [
    "zero width in key",
    change(1, "cur\u200brency: EUR"),
    ["8:9 control-character: remove the character, or type the string again"],
  ],
  ["soft hyphen", change(1, "cur\u00adrency: EUR"), ["8:9 unknown-field: did you mean `currency`?"]],
  ["nbsp before key mid-indent", change(1, " \u00a0currency: EUR"), ["8:10 missing-space: delete it and type a space"]],
  [
    "nbsp within braces",
    change(4, 'structure: {\u00a0pricingType: FIXED, price: "99.00" }'),
    ["11:21 control-character: remove the character"],
  ],
  ["cyrillic key", change(1, "сurrency: EUR"), ["8:9 unknown-field: did you mean `currency`?"]],
  [
    "placeholder $name",
    change(4, 'structure: { pricingType: FIXED, price: "$platformPrice" }'),
    ['11:49 bad-decimal: write a value of the stack\'s configuration as `"${platformPrice}"`'],
  ],
  [
    "placeholder unquoted in braces",
    change(4, "structure: { pricingType: FIXED, price: ${platformPrice} }"),
    ['11:49 bad-placeholder: write `"${platformPrice}"`'],
  ],
  [
    "placeholder {{}}",
    change(4, 'structure: { pricingType: FIXED, price: "{{ platformPrice }}" }'),
    ['11:49 bad-decimal: write a value of the stack\'s configuration as `"${platformPrice}"`'],
  ],
  [
    "placeholder space",
    change(4, 'structure: { pricingType: FIXED, price: "${ platformPrice }" }'),
    ["11:49 bad-placeholder: write `${platformPrice}`; or, for the characters themselves, write `$${`"],
  ],
  [
    "structure indentation lost",
    change(4, "structure:", "pricingType: FIXED", 'price: "99.00"'),
    ["11:19 bad-indentation: indent `pricingType` and what follows by two spaces more than `structure`"],
  ],
  [
    "all prices one level up",
    `${PRODUCT}  listPrices:\n    monthly:\n      name: Monthly\n      currency: EUR\n` +
      `      billingFrequency: MONTHLY\n      billingType: IN_ADVANCE\n` +
      `      structure: { pricingType: FIXED, price: "99.00" }\n`,
    ["5:3 bad-indentation: indent `listPrices` and what is below it by two more spaces"],
  ],
  [
    "price under products",
    `${PRODUCT}listPrices:\n  monthly:\n    name: Monthly\n    currency: EUR\n    billingFrequency: MONTHLY\n` +
      `    billingType: IN_ADVANCE\n    structure: { pricingType: FIXED, price: "99.00" }\n`,
    ["5:1 unknown-field: write it below the key of a product, indented like the other fields of the product"],
  ],
  [
    "second product nested too deep",
    `${PRODUCT}    storage:\n      name: Storage\n`,
    [
      "5:5 unknown-field: use one of `name`, `label`, `taxCategoryId`, `archived`, `lifecycle`, `listPrices`; " +
        "or, if it is an entry itself, indent it like `platform`",
    ],
  ],
  [
    "text continues at same indent",
    change(0, "name: Monthly", "continued here"),
    [
      "8:9 missing-colon: write `continued: here`; or, if it continues the text above, indent it more than the " +
        "key of that text",
    ],
  ],
  [
    "diff3 conflict",
    `${HEAD}  platform:\n    name: A\n||||||| base\n    name: C\n=======\n    name: B\n>>>>>>> x\n`,
    [
      "5:1 merge-conflict: keep the lines of one side, and remove the lines that begin with <<<<<<<, |||||||, " +
        "======= and >>>>>>>",
    ],
  ],
  [
    "conflict only =======",
    `${HEAD}  platform:\n    name: A\n=======\n    label: C\n`,
    [
      "5:1 merge-conflict: keep the lines of one side, and remove the lines that begin with <<<<<<<, |||||||, " +
        "======= and >>>>>>>",
    ],
  ],
  [
    "conflict only >>>>>>>",
    `${HEAD}  platform:\n    name: A\n>>>>>>> feature\n    label: C\n`,
    [
      "5:1 merge-conflict: keep the lines of one side, and remove the lines that begin with <<<<<<<, |||||||, " +
        "======= and >>>>>>>",
    ],
  ],
  [
    "leading space first line",
    " vendor: sequence\nproducts:\n  platform:\n    name: Platform\n",
    ["2:1 bad-indentation: begin line 1 with no spaces too"],
  ],
  [
    "infinity",
    change(4, "structure: { pricingType: FIXED, price: .inf }"),
    ['11:49 number-not-text: write digits with a point, in quotes, as in "99.00"'],
  ],
  [
    "colon in braces no space",
    change(4, 'structure: {pricingType:FIXED, price:"99.00"}'),
    ["11:21 missing-space: write `pricingType: FIXED`"],
  ],
  [
    "braces no comma newline",
    change(4, "structure: {", "  pricingType: FIXED", '  price: "99.00"', "}"),
    ["12:24 missing-comma: write `pricingType: FIXED,`: fields in braces are separated by commas"],
  ],
];

describe("a file with a misplaced line has one problem for each cause", () => {
  it.each(ROWS)("%s", (_name, text, expected) => {
    expect(said(text)).toEqual(expected);
  });
});

it.each([
  ["without quotes", "description: Features", ""],
  ["below |", "description: |", ""],
  ["below >", "description: >", ""],
  ["in quotes", 'description: "Features', '"'],
])("what looks like such a mistake is text within a text of several lines, %s", (_name, first, end) => {
  const prices = "prices: [{ amount_type: fixed, price_amount: 1000 }]";
  expect(said(polar([prices, first, "  • one", "  – two", "  * three", `  *four${end}`]))).toEqual([]);
});

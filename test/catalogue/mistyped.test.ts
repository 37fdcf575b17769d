/** What somebody who does not know YAML mistypes or pastes: one problem for each cause, and what to write instead. */
import { describe, expect, it } from "vitest";
import { change, HEAD, type Malformed, PRODUCT, polar, said } from "./malformed.js";

const ROWS: readonly Malformed[] = [
  [
    "word quotes around price",
    change(4, "structure: { pricingType: FIXED, price: “99.00” }"),
    ['11:49 typographic-quotes: write straight quotes: `"99.00"`; or, if they belong to the string, `"“99.00”"`'],
  ],
  [
    "word quotes name",
    change(0, "name: “Monthly”"),
    ['7:15 typographic-quotes: write straight quotes: `"Monthly"`; or, if they belong to the string, `"“Monthly”"`'],
  ],
  [
    "word single quotes name",
    change(0, "name: ‘Monthly’"),
    ['7:15 typographic-quotes: write straight quotes: `"Monthly"`; or, if they belong to the string, `"‘Monthly’"`'],
  ],
  [
    "comma decimal unquoted in braces",
    change(4, "structure: { pricingType: FIXED, price: 12,50 }"),
    ['11:49 bad-decimal: write `price: "12.50"`; or, where the field takes a whole number of cents, `price: 1250`'],
  ],
  [
    "comma decimal block",
    change(4, "structure:", "  pricingType: FIXED", "  price: 12,50"),
    ['13:18 bad-decimal: write digits with a point, as in "99.00": no currency, no comma, no exponent'],
  ],
  [
    "polar amount with comma",
    "vendor: polar\nproducts:\n  pro:\n    name: Pro plan\n    prices:\n      - { amount_type: fixed, price_amount: 29,00 }\n",
    [
      '6:45 bad-decimal: write `price_amount: "29.00"`; or, where the field takes a whole number of cents, `price_amount: 2900`',
    ],
  ],
  [
    "polar amount decimals",
    "vendor: polar\nproducts:\n  pro:\n    name: Pro plan\n    prices:\n      - amount_type: fixed\n        price_amount: 29.00\n",
    [
      "7:23 number-spelling: write 29, or put it in quotes if it is meant as a string; for an amount in the smallest unit, such as cents, write 2900",
    ],
  ],
  ["currency Euro", change(1, "currency: Euro"), ["8:19 unknown-value: did you mean `EUR`?"]],
  ["currency sign", change(1, "currency: €"), ["8:19 unknown-value: write a value such as `AED`"]],
  [
    "archived 'true'",
    change(4, 'structure: { pricingType: FIXED, price: "99.00" }', 'archived: "true"'),
    ["12:19 wrong-type: write `true`, without quotes"],
  ],
  [
    "lifecycle string",
    change(4, 'structure: { pricingType: FIXED, price: "99.00" }', "lifecycle: archive"),
    ["12:20 wrong-type: write a map, for example `lifecycle: { onRemove: archive }`"],
  ],
  [
    "lifecycle ignoreChanges string",
    change(4, 'structure: { pricingType: FIXED, price: "99.00" }', "lifecycle: { ignoreChanges: name }"),
    ["12:37 wrong-type: write a list, for example `ignoreChanges: [name]`"],
  ],
  [
    "lifecycle adopt id no overwrite",
    change(4, 'structure: { pricingType: FIXED, price: "99.00" }', "lifecycle: { adopt: { id: abc } }"),
    [
      "12:22 missing-field: add `overwrite: …`, for example `overwrite: true`; or, instead of a map, write true, or the vendor's id in quotes",
    ],
  ],
  [
    "hash whole",
    change(0, "name: #1 plan"),
    [
      '7:15 comment-in-text: put the whole value in quotes: `"#1 plan"`; or, if it is a comment, write a space after the `#`: `# 1 plan`',
    ],
  ],
  [
    "hash color",
    `${PRODUCT}    label: #ff0000\n`,
    [
      '5:12 comment-in-text: put the whole value in quotes: `"#ff0000"`; or, if it is a comment, write a space after the `#`: `# ff0000`',
    ],
  ],
  [
    "hash in quotes missing",
    `${PRODUCT}    label: "A" #1\n`,
    [
      '5:12 comment-in-text: put the whole value in quotes: `"A #1"`; or, if it is a comment, write a space after the `#`: `# 1`',
    ],
  ],
  [
    "anchor not exist in merge",
    `${PRODUCT}    listPrices:\n      monthly:\n        <<: *monthly\n        name: Monthly\n        currency: EUR\n        structure: { pricingType: FIXED, price: "99.00" }\n`,
    [
      '7:13 unknown-alias: write `&monthly` above this line, before the value to use; or put the value in quotes: `"*monthly"`',
    ],
  ],
  [
    "merge anchor typo",
    'vendor: sequence\nx-monthly: &monthly { billingFrequency: MONTHLY }\nproducts:\n  platform:\n    name: P\n    listPrices:\n      m:\n        <<: *montly\n        name: A\n        currency: EUR\n        billingType: IN_ADVANCE\n        structure: { pricingType: FIXED, price: "99.00" }\n',
    [
      '8:13 unknown-alias: did you mean `*monthly`? Or, if the `*` belongs to the value, put the value in quotes: `"*montly"`',
    ],
  ],
  [
    "merge no star",
    'vendor: sequence\nx-monthly: &monthly { billingFrequency: MONTHLY, billingType: IN_ADVANCE }\nproducts:\n  platform:\n    name: P\n    listPrices:\n      m:\n        <<: monthly\n        name: A\n        currency: EUR\n        structure: { pricingType: FIXED, price: "99.00" }\n',
    ["8:13 bad-merge: write `<<: *anchor`"],
  ],
  [
    "merge without space",
    'vendor: sequence\nx-monthly: &monthly { billingFrequency: MONTHLY, billingType: IN_ADVANCE }\nproducts:\n  platform:\n    name: P\n    listPrices:\n      m:\n        <<:*monthly\n        name: A\n        currency: EUR\n        structure: { pricingType: FIXED, price: "99.00" }\n',
    ["8:9 bad-merge: write `<<: *monthly`"],
  ],
  [
    "merge without colon",
    'vendor: sequence\nx-monthly: &monthly { billingFrequency: MONTHLY, billingType: IN_ADVANCE }\nproducts:\n  platform:\n    name: P\n    listPrices:\n      m:\n        << *monthly\n        name: A\n        currency: EUR\n        structure: { pricingType: FIXED, price: "99.00" }\n',
    ["8:9 bad-merge: write `<<: *monthly`"],
  ],
  [
    "alias used before anchor",
    `${HEAD}  platform:\n    name: P\n    listPrices:\n      m: *t\nx-t: &t { name: A }\n`,
    ["6:10 unknown-alias: move `&t` and its value above this line"],
  ],
  [
    "alias bare in key spot",
    "vendor: sequence\nx-monthly: &monthly { billingFrequency: MONTHLY }\nproducts:\n  platform:\n    name: P\n    listPrices:\n      m:\n        *monthly\n        name: A\n",
    ["8:9 bad-merge: write `<<: *monthly`"],
  ],
  [
    "name &text",
    change(0, "name: &Co plan"),
    ['7:19 bad-anchor: put the whole value in quotes: `"&Co plan"`; or remove `&Co`'],
  ],
  [
    "name *",
    change(0, "name: *Monthly* plan"),
    ['7:15 reserved-character: put the value in quotes: `name: "*Monthly* plan"`'],
  ],
  [
    "name **bold**",
    change(0, "name: **Monthly**"),
    ['7:15 unknown-alias: put the whole value in quotes: `"**Monthly**"`'],
  ],
  [
    "name !",
    change(0, "name: ! Monthly"),
    ['7:17 unknown-tag: put the whole value in quotes: `"! Monthly"`; or remove the `!`'],
  ],
  ["name ?", change(0, "name: ? Monthly"), ['7:15 reserved-character: put the value in quotes: `name: "? Monthly"`']],
  [
    "name [",
    change(0, "name: [Beta] Monthly"),
    ['7:15 reserved-character: if it is one string, put it in quotes: `name: "[Beta] Monthly"`'],
  ],
  [
    "name {",
    change(0, "name: {Beta} Monthly"),
    ['7:15 reserved-character: if it is one string, put it in quotes: `name: "{Beta} Monthly"`'],
  ],
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
      "1:1 missing-colon: write `key: value` on one line; put `# ` before a comment; remove the line if it does not belong here",
    ],
  ],
  [
    "em dash list",
    "vendor: polar\nproducts:\n  pro:\n    name: Pro plan\n    prices:\n      – amount_type: fixed\n        price_amount: 100\n",
    ["6:7 missing-space: write a hyphen and a space: `- amount_type: fixed`"],
  ],
  [
    "bullet list",
    "vendor: polar\nproducts:\n  pro:\n    name: Pro plan\n    prices:\n      • amount_type: fixed\n        price_amount: 100\n",
    ["6:7 missing-space: write a hyphen and a space: `- amount_type: fixed`"],
  ],
  [
    "bullet star list",
    "vendor: polar\nproducts:\n  pro:\n    name: Pro plan\n    prices:\n      * amount_type: fixed\n        price_amount: 100\n",
    ["6:7 missing-space: write a hyphen and a space: `- amount_type: fixed`"],
  ],
  ["semicolon end", change(1, "currency: EUR;"), ["8:19 unknown-value: write `EUR`"]],
  ["comma end", change(1, "currency: EUR,"), ["8:19 unknown-value: write `EUR`"]],
  [
    "// comment",
    "// my catalogue\nvendor: sequence\nproducts:\n  platform:\n    name: Platform\n",
    [
      "1:1 missing-colon: write `key: value` on one line; put `# ` before a comment; remove the line if it does not belong here",
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
    `${PRODUCT}  listPrices:\n    monthly:\n      name: Monthly\n      currency: EUR\n      billingFrequency: MONTHLY\n      billingType: IN_ADVANCE\n      structure: { pricingType: FIXED, price: "99.00" }\n`,
    ["5:3 bad-indentation: indent `listPrices` and what is below it by two more spaces"],
  ],
  [
    "price under products",
    `${PRODUCT}listPrices:\n  monthly:\n    name: Monthly\n    currency: EUR\n    billingFrequency: MONTHLY\n    billingType: IN_ADVANCE\n    structure: { pricingType: FIXED, price: "99.00" }\n`,
    ["5:1 unknown-field: write it below the key of a product, indented like the other fields of the product"],
  ],
  [
    "second product nested too deep",
    `${PRODUCT}    storage:\n      name: Storage\n`,
    [
      "5:5 unknown-field: use one of `name`, `label`, `taxCategoryId`, `archived`, `lifecycle`, `listPrices`; or, if it is an entry itself, indent it like `platform`",
    ],
  ],
  [
    "text continues at same indent",
    change(0, "name: Monthly", "continued here"),
    [
      "8:9 missing-colon: write `continued: here`; or, if it continues the text above, indent it more than the key of that text",
    ],
  ],
  [
    "diff3 conflict",
    `${HEAD}  platform:\n    name: A\n||||||| base\n    name: C\n=======\n    name: B\n>>>>>>> x\n`,
    [
      "5:1 merge-conflict: keep the lines of one side, and remove the lines that begin with <<<<<<<, |||||||, ======= and >>>>>>>",
    ],
  ],
  [
    "conflict only =======",
    `${HEAD}  platform:\n    name: A\n=======\n    label: C\n`,
    [
      "5:1 merge-conflict: keep the lines of one side, and remove the lines that begin with <<<<<<<, |||||||, ======= and >>>>>>>",
    ],
  ],
  [
    "conflict only >>>>>>>",
    `${HEAD}  platform:\n    name: A\n>>>>>>> feature\n    label: C\n`,
    [
      "5:1 merge-conflict: keep the lines of one side, and remove the lines that begin with <<<<<<<, |||||||, ======= and >>>>>>>",
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

describe("a file mistyped by somebody who does not know YAML has one problem for each cause", () => {
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

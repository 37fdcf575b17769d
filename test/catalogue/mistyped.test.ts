/** What somebody who does not know YAML mistypes or pastes: one problem for each cause, and what to write instead. */
import { describe, expect, it } from "vitest";
import { change, HEAD, type Malformed, PRODUCT, said } from "./malformed.js";

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
    "vendor: polar\nproducts:\n  pro:\n    name: Pro plan\n    prices:\n" +
      "      - { amount_type: fixed, price_amount: 29,00 }\n",
    [
      '6:45 bad-decimal: write `price_amount: "29.00"`; or, where the field takes a whole number of cents, ' +
        "`price_amount: 2900`",
    ],
  ],
  [
    "polar amount decimals",
    "vendor: polar\nproducts:\n  pro:\n    name: Pro plan\n    prices:\n      - amount_type: fixed\n" +
      "        price_amount: 29.00\n",
    [
      "7:23 number-spelling: write 29, or put it in quotes if it is meant as a string; for an amount in the " +
        "smallest unit, such as cents, write 2900",
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
      "12:22 missing-field: add `overwrite: …`, for example `overwrite: true`; or, instead of a map, write true, " +
        "or the vendor's id in quotes",
    ],
  ],
  [
    "hash whole",
    change(0, "name: #1 plan"),
    [
      '7:15 comment-in-text: put the whole value in quotes: `"#1 plan"`; or, if it is a comment, write a space ' +
        "after the `#`: `# 1 plan`",
    ],
  ],
  [
    "hash color",
    `${PRODUCT}    label: #ff0000\n`,
    [
      '5:12 comment-in-text: put the whole value in quotes: `"#ff0000"`; or, if it is a comment, write a space ' +
        "after the `#`: `# ff0000`",
    ],
  ],
  [
    "hash in quotes missing",
    `${PRODUCT}    label: "A" #1\n`,
    [
      '5:12 comment-in-text: put the whole value in quotes: `"A #1"`; or, if it is a comment, write a space ' +
        "after the `#`: `# 1`",
    ],
  ],
  [
    "anchor not exist in merge",
    `${PRODUCT}    listPrices:\n      monthly:\n        <<: *monthly\n        name: Monthly\n` +
      `        currency: EUR\n        structure: { pricingType: FIXED, price: "99.00" }\n`,
    [
      "7:13 unknown-alias: write `&monthly` above this line, before the value to use; or put the value in " +
        'quotes: `"*monthly"`',
    ],
  ],
  [
    "merge anchor typo",
    "vendor: sequence\nx-monthly: &monthly { billingFrequency: MONTHLY }\nproducts:\n  platform:\n    name: P\n" +
      "    listPrices:\n      m:\n        <<: *montly\n        name: A\n        currency: EUR\n" +
      '        billingType: IN_ADVANCE\n        structure: { pricingType: FIXED, price: "99.00" }\n',
    [
      "8:13 unknown-alias: did you mean `*monthly`? Or, if the `*` belongs to the value, put the value in " +
        'quotes: `"*montly"`',
    ],
  ],
  [
    "merge no star",
    "vendor: sequence\nx-monthly: &monthly { billingFrequency: MONTHLY, billingType: IN_ADVANCE }\nproducts:\n" +
      "  platform:\n    name: P\n    listPrices:\n      m:\n        <<: monthly\n        name: A\n" +
      '        currency: EUR\n        structure: { pricingType: FIXED, price: "99.00" }\n',
    ["8:13 bad-merge: write `<<: *anchor`"],
  ],
  [
    "merge without space",
    "vendor: sequence\nx-monthly: &monthly { billingFrequency: MONTHLY, billingType: IN_ADVANCE }\nproducts:\n" +
      "  platform:\n    name: P\n    listPrices:\n      m:\n        <<:*monthly\n        name: A\n" +
      '        currency: EUR\n        structure: { pricingType: FIXED, price: "99.00" }\n',
    ["8:9 bad-merge: write `<<: *monthly`"],
  ],
  [
    "merge without colon",
    "vendor: sequence\nx-monthly: &monthly { billingFrequency: MONTHLY, billingType: IN_ADVANCE }\nproducts:\n" +
      "  platform:\n    name: P\n    listPrices:\n      m:\n        << *monthly\n        name: A\n" +
      '        currency: EUR\n        structure: { pricingType: FIXED, price: "99.00" }\n',
    ["8:9 bad-merge: write `<<: *monthly`"],
  ],
  [
    "alias used before anchor",
    `${HEAD}  platform:\n    name: P\n    listPrices:\n      m: *t\nx-t: &t { name: A }\n`,
    ["6:10 unknown-alias: move `&t` and its value above this line"],
  ],
  [
    "alias bare in key spot",
    "vendor: sequence\nx-monthly: &monthly { billingFrequency: MONTHLY }\nproducts:\n  platform:\n    name: P\n" +
      "    listPrices:\n      m:\n        *monthly\n        name: A\n",
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
];

describe("a file mistyped by somebody who does not know YAML has one problem for each cause", () => {
  it.each(ROWS)("%s", (_name, text, expected) => {
    expect(said(text)).toEqual(expected);
  });
});

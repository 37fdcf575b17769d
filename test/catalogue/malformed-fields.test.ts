/** Files whose fields or values are not what the vendor has: where, which code, and what to write instead. */
import { describe, expect, it } from "vitest";
import { change, FULL, fynn, HEAD, type Malformed, PRODUCT, polar, price, said } from "./malformed.js";

const ROWS: readonly Malformed[] = [
  // fields
  [
    "an empty file of products",
    "vendor: sequence\nproducts:\n",
    ["2:10 cannot-clear: write its entries below it, indented by two more spaces, for example `products: { my-pr"],
  ],
  [
    "an empty entry",
    `${HEAD}  platform:\n`,
    ["3:12 cannot-clear: write its fields below it, indented by two more spaces, for example `platform: { name: … }`"],
  ],
  [
    "an empty entry beside another",
    `${HEAD}  platform:\n  storage:\n    name: Storage\n`,
    ["3:12 cannot-clear: write its fields below it, indented by two more spaces, for example `platform: { name: … }`"],
  ],
  [
    "the fields of an entry at the indentation of its key",
    `${PRODUCT}    listPrices:\n        monthly:\n${FULL.map((line) => `        ${line}\n`).join("")}`,
    ["6:17 bad-indentation: indent `name` and what follows by two spaces more than `monthly`"],
  ],
  [
    "the prices of a product at the indentation of their collection",
    `${PRODUCT}    listPrices:\n    monthly:\n${FULL.map((line) => `        ${line}\n`).join("")}`,
    ["5:16 bad-indentation: indent `monthly` and what follows by two spaces more than `listPrices`"],
  ],
  [
    "adopt beside the fields",
    `${PRODUCT}    adopt: true\n`,
    ["5:5 unknown-field: write it inside `lifecycle`, as `lifecycle.adopt`"],
  ],
  [
    "empty prices below a product",
    `${PRODUCT}    listPrices:\n`,
    ["5:16 cannot-clear: write its entries below it, indented by two more spaces, for example `listPrices: { my-"],
  ],
  [
    "an empty price",
    `${PRODUCT}    listPrices:\n      monthly:\n`,
    ["6:15 cannot-clear: write its fields below it, indented by two more spaces, for example `monthly: { name: …"],
  ],
  [
    "an empty structure",
    change(4, "structure:"),
    ['11:19 cannot-clear: write a value, for example `structure: { pricingType: FIXED, price: "99.00" }`'],
  ],
  ["an empty optional field", `${PRODUCT}    archived:\n`, ["5:14 cannot-clear: remove the line, or write a value"]],
  [
    "a required text that is empty",
    `${HEAD}  platform:\n    name:\n`,
    ["4:10 cannot-clear: write a value, for example `name: …`"],
  ],
  [
    "a text where a map belongs",
    change(4, 'structure: "99.00"'),
    ['11:20 wrong-type: write a map, for example `structure: { pricingType: FIXED, price: "99.00" }`'],
  ],
  [
    "a map where a list belongs",
    polar(["prices: { amount_type: free }"]),
    ["5:13 wrong-type: write a list, for example `prices: [{ amount_type: fixed, price_amount: 1000 }]`"],
  ],
  [
    "a text where a list item should be a map",
    polar(["prices: [free]"]),
    ["5:14 wrong-type: write a map, for example `{ amount_type: fixed, price_amount: 1000 }`"],
  ],
  [
    "a list where entries belong",
    `vendor: sequence\nproducts:\n  - name: Platform\n`,
    ["3:3 wrong-type: write a map, for example `products: { my-product: { name: … } }`"],
  ],
  [
    "an unknown name in ignoreChanges",
    `${PRODUCT}    lifecycle: { ignoreChanges: [nmae] }\n`,
    ["5:34 unknown-value: did you mean `name`?"],
  ],
  [
    "a field of another kind in ignoreChanges",
    price([...FULL, "lifecycle: { ignoreChanges: [prize] }"]),
    ["12:38 unknown-value: use one of `name`, `currency`, `structure`, `billingFrequency`, `billingType`, `integratio"],
  ],
  ["adopt: yes", `${PRODUCT}    lifecycle: { adopt: yes }\n`, ["5:25 wrong-type: write `true`, without quotes"]],
  ["adopt: no", `${PRODUCT}    lifecycle: { adopt: no }\n`, ["5:25 wrong-type: remove the line"]],
  [
    "adopt: false",
    `${PRODUCT}    lifecycle: { adopt: false }\n`,
    ["5:25 wrong-value: write true, or the vendor's id in quotes"],
  ],
  ["archived: yes", `${PRODUCT}    archived: yes\n`, ["5:15 wrong-type: write `true`, without quotes"]],
  ["archived: off", `${PRODUCT}    archived: off\n`, ["5:15 wrong-type: write `false`, without quotes"]],
  ["a currency in lower case", change(1, "currency: eur"), ["8:19 unknown-value: write `EUR`"]],
  ["a frequency in lower case", change(2, "billingFrequency: monthly"), ["9:27 unknown-value: write `MONTHLY`"]],
  ["a type with a hyphen", change(3, "billingType: in-advance"), ["10:22 unknown-value: write `IN_ADVANCE`"]],
  [
    "a pricing type in lower case",
    change(4, 'structure: { pricingType: fixed, price: "99.00" }'),
    ["11:35 unknown-value: write `FIXED`"],
  ],
  [
    "a plan type with a hyphen",
    fynn(["pricePlans:", "  monthly: { type: flat-fee, price: { amount: 900 } }"]),
    ["7:24 unknown-value: write `flat_fee`"],
  ],
  [
    "a mistyped value",
    change(2, "billingFrequency: MONTLY"),
    ["9:27 new-value: did you mean `MONTHLY`? If the vendor supports the value, leave it: it is sent as written"],
  ],
  [
    "a currency in upper case at Polar",
    polar(["prices: [{ amount_type: fixed, price_amount: 100, price_currency: EUR }]"]),
    ["5:71 bad-text: write a currency code of three lower-case letters, as in usd"],
  ],
  [
    "prices at Sequence",
    `${PRODUCT}    prices:\n      monthly: { name: A }\n`,
    ["5:5 unknown-field: Sequence calls it `listPrices`: write `listPrices: …`"],
  ],
  [
    "description at Sequence",
    `${PRODUCT}    description: x\n`,
    ["5:5 unknown-field: Sequence calls it `label`: write `label: …`"],
  ],
  [
    "price beside structure",
    price([...FULL.slice(0, 4), 'price: "99.00"']),
    ["11:9 unknown-field: write it inside `structure`, as `structure.price`"],
  ],
  [
    "amount at Polar",
    polar(["prices: [{ amount_type: fixed, amount: 100 }]"]),
    ["5:36 unknown-field: Polar calls it `price_amount`: write `price_amount: …`"],
  ],
  [
    "amount at Fynn",
    fynn(["pricePlans:", "  monthly: { type: flat_fee, amount: 900 }"]),
    ["7:34 unknown-field: write it inside `price`, as `price.amount`"],
  ],
  [
    "currency at Fynn",
    fynn(["pricePlans:", "  monthly: { type: flat_fee, currency: EUR, price: { amount: 900 } }"]),
    ["7:34 unknown-field: Fynn calls it `currencyCode`: write `currencyCode: …`"],
  ],
  [
    "a field of the price at the product",
    `${PRODUCT}    currency: EUR\n`,
    ["5:5 unknown-field: move it to a list price, where it belongs"],
  ],
  [
    "a mistyped required field",
    polar(["prces: [{ amount_type: free }]"]),
    ["5:5 unknown-field: did you mean `prices`?"],
  ],
  [
    "a mistyped collection",
    "vendor: sequence\nprodukts:\n  p: { name: A }\n",
    ["2:1 unknown-field: did you mean `products`?"],
  ],
  [
    "an entry's key with capitals and a space",
    `${HEAD}  My Platform: { name: A }\n`,
    ["3:3 bad-key: use lower-case letters, digits, - and _, beginning with a letter or a digit: `my-platform`"],
  ],
  ["a mistyped vendor", "vendor: Sequence\nproducts:\n  p: { name: A }\n", ["1:9 unknown-vendor: write `sequence`"]],
  // numbers
  [
    "an amount without quotes",
    change(4, "structure: { pricingType: FIXED, price: 99.00 }"),
    ['11:49 number-not-text: put it in quotes: "99.00"'],
  ],
  [
    "an amount with an exponent",
    change(4, "structure: { pricingType: FIXED, price: 1e3 }"),
    ['11:49 number-not-text: put it in quotes: "1000"'],
  ],
  [
    "an amount with a comma",
    change(4, 'structure: { pricingType: FIXED, price: "99,00" }'),
    ['11:49 bad-decimal: write digits with a point, as in "99.00": no currency, no comma, no exponent'],
  ],
  [
    "an amount with a currency",
    change(4, 'structure: { pricingType: FIXED, price: "99.00 EUR" }'),
    ['11:49 bad-decimal: write digits with a point, as in "99.00": no currency, no comma, no exponent'],
  ],
  [
    "an amount of 26 digits",
    change(4, 'structure: { pricingType: FIXED, price: "12345678901234567890123456" }'),
    ["11:49 too-many-digits: write at most 15 digits before the point and 20 after it"],
  ],
  [
    "an amount of 26 digits without quotes",
    change(4, "structure: { pricingType: FIXED, price: 12345678901234567890123456 }"),
    ['11:49 number-not-text: put it in quotes: "12345678901234567890123456"'],
  ],
  [
    "a whole number with a leading zero",
    polar(["prices: [{ amount_type: fixed, price_amount: 0100 }]"]),
    ["5:50 number-spelling: write 100, or put it in quotes if it is meant as a string"],
  ],
  [
    "a whole number with decimals",
    polar(["prices: [{ amount_type: fixed, price_amount: 29.5 }]"]),
    ["5:50 not-whole: write a whole number: `price_amount` takes no decimals"],
  ],
  [
    "a whole number in quotes",
    polar(['prices: [{ amount_type: fixed, price_amount: "2900" }]']),
    ["5:50 text-not-number: write 2900 without quotes"],
  ],
  [
    "a whole number with an underscore",
    polar(["prices: [{ amount_type: fixed, price_amount: 2_900 }]"]),
    ["5:50 text-not-number: write a whole number, in digits only"],
  ],
  [
    "a whole number that no number holds",
    polar(["prices: [{ amount_type: fixed, price_amount: 9007199254740993 }]"]),
    ["5:50 number-precision: put it in quotes if it is meant as a string"],
  ],
];

describe("a field or value that is wrong has one problem", () => {
  it.each(ROWS)("%s", (_name, text, expected) => {
    const problems = said(text);
    expect(problems).toHaveLength(expected.length);
    for (const [index, words] of expected.entries()) expect(problems[index]).toContain(words);
  });
});

import { describe, expect, it } from "vitest";
import { DEFAULT_REVIEW, readReviewConfig } from "../../provider/accounts/review-config.js";
import { UNFIT_RULE } from "../../provider/review/acceptance.js";
import { catalogueFindings, findings } from "../../provider/review/findings.js";
import { readAcceptance } from "../../provider/validation/review-codes.js";
import { changeOf, sidesOf } from "./sides.js";

const platform = (price: string, more = "", others = ""): string => `vendor: sequence
products:
  platform:
    name: Platform
    listPrices:
      monthly:
        name: Platform, monthly
        currency: EUR
        billingFrequency: MONTHLY
        billingType: IN_ADVANCE
        structure: { pricingType: FIXED, price: "${price}" }
${more}${others}`;

const accept = (text: string): string => `        lifecycle: { accept: { ${text} } }\n`;
const said = (all: readonly { severity: string; code: string }[]): string[] =>
  all.map(({ severity, code }) => `${severity} ${code}`);

describe("an acceptance", () => {
  it("is written by the finding itself, and silences exactly that", () => {
    const [found] = findings({ pairs: changeOf(platform("9.90"), platform("99.00")) });
    expect(found).toMatchObject({
      code: "times-ten",
      severity: "block",
      address: "sequence/platform/monthly",
      title: "Platform / monthly",
      accept: 'lifecycle: { accept: { times-ten: "9.90 -> 99.00: why" } }',
    });
    const accepted = platform("99.00", `        ${found?.accept}\n`);
    expect(findings({ pairs: changeOf(platform("9.90"), accepted) })).toEqual([]);
  });

  it.each([
    "9.90->99.00: new plan",
    "9.90 → 99.00: new plan",
    "  9.90  ->  99.00 :  new plan: really ",
  ])("may be written as %j", (text) => {
    const found = findings({
      pairs: changeOf(platform("9.90"), platform("99.00", accept(`times-ten: ${JSON.stringify(text)}`))),
    });
    expect(found).toEqual([]);
  });

  it("of other values silences nothing, and blocks", () => {
    const after = platform("990.00", accept('times-ten: "9.90 -> 99.00: new plan"'));
    const found = findings({ pairs: changeOf(platform("9.90"), after) });
    expect(said(found)).toEqual(["block times-ten", "block acceptance-unfit"]);
    expect(found[1]?.message).toBe(UNFIT_RULE.example);
  });

  it("is read from a text of any length", () => {
    expect(readAcceptance("a".repeat(1_000_000))).toBeUndefined();
    expect(readAcceptance(`${" ".repeat(100_000)}:${" ".repeat(100_000)}`)).toBeUndefined();
    expect(readAcceptance("9.90 -> 99.00:\n  new plan: really")).toEqual({
      values: "9.90 -> 99.00",
      reason: "new plan: really",
    });
  });

  it("silences only its own rule", () => {
    const after = platform("99.00", accept('big-change: "9.90 -> 99.00: new plan"'));
    expect(said(findings({ pairs: changeOf(platform("9.90"), after) }))).toEqual([
      "block times-ten",
      "warn acceptance-unfit",
    ]);
  });

  it("that is left over when the change has been made is a warning", () => {
    const after = platform("99.00", accept('times-ten: "9.90 -> 99.00: new plan"'));
    const found = findings({ pairs: changeOf(after, after), placeOf: (source, path) => source.place(path, "key") });
    expect(found).toMatchObject([
      {
        code: "acceptance-unfit",
        severity: "warn",
        address: "sequence/platform/monthly",
        remedy: "remove `times-ten` from `accept`",
        place: { file: "0.yaml", line: 12 },
      },
    ]);
    const off = readReviewConfig({ severities: { "acceptance-unfit": "off" } });
    expect(findings({ pairs: changeOf(after, after), config: off })).toEqual([]);
  });

  it("of a rule about changes is not looked at where only the catalogue is known", () => {
    const text = platform("99.00", accept('times-ten: "9.90 -> 99.00: new plan"'));
    expect(catalogueFindings({ entries: sidesOf(text) })).toEqual([]);
    const stale = platform("99.00", accept('total-falls: "20 for 500.00, 21 for 420.00: it is so"'));
    expect(said(catalogueFindings({ entries: sidesOf(stale) }))).toEqual(["warn acceptance-unfit"]);
  });

  it.each([
    ['times-tne: "9.90 -> 99.00: new plan"', /`times-tne` is not a field/],
    ['times-ten: "9.90 -> 99.00"', /does not have the form of `times-ten`/],
    ['times-ten: "9.90 -> 99.00: "', /does not have the form of `times-ten`/],
    ['times-ten: ": new plan"', /does not have the form of `times-ten`/],
  ])("%s is a problem of the catalogue", (text, message) => {
    expect(() => sidesOf(platform("99.00", accept(text)))).toThrow(message);
  });
});

const products = (count: number, archived: number): string =>
  `vendor: polar\nproducts:\n${Array.from({ length: count }, (_, index) => {
    const more = index < archived ? "    archived: true\n" : "";
    const head = `  plan-${index}:\n    name: Plan ${index}\n    recurring_interval: month\n`;
    return `${head}${more}    prices: [{ amount_type: fixed, price_amount: ${1000 + index} }]\n`;
  }).join("")}`;

describe("a finding about the change as a whole", () => {
  it("is accepted in the configuration, by its values", () => {
    const pairs = changeOf(products(40, 0), products(40, 12));
    expect(findings({ pairs })).toMatchObject([
      {
        code: "many-archives",
        severity: "block",
        accept: "pulumi config set --path 'catalogue:review.accept.many-archives' '12 of 40: why'",
      },
    ]);
    expect(findings({ pairs })[0]?.address).toBeUndefined();
    const config = readReviewConfig({ accept: { "many-archives": "12 of 40: old plans" } });
    expect(findings({ pairs, config })).toEqual([]);
    const other = readReviewConfig({ accept: { "many-archives": "11 of 40: old plans" } });
    expect(said(findings({ pairs, config: other }))).toEqual(["block many-archives", "block acceptance-unfit"]);
    expect(said(findings({ pairs: changeOf(products(40, 0), products(40, 0)), config }))).toEqual([
      "warn acceptance-unfit",
    ]);
  });

  it("counts a removed entry, but not one whose object stays", () => {
    const pairs = changeOf(products(40, 0), products(28, 0));
    expect(said(findings({ pairs }))).toEqual(["block many-archives"]);
    expect(findings({ pairs, stays: () => true })).toEqual([]);
    const retained = products(40, 0).replaceAll("    prices", "    lifecycle: { onRemove: retain }\n    prices");
    expect(findings({ pairs: changeOf(retained, products(28, 0)) })).toEqual([]);
  });

  it.each([
    [4, 5, []],
    [5, 5, ["block many-archives"]],
    [8, 40, []],
    [9, 40, ["block many-archives"]],
    [10, 100, []],
    [11, 100, ["block many-archives"]],
  ])("%d archives of %d: %j", (archived, count, expected) => {
    expect(said(findings({ pairs: changeOf(products(count, 0), products(count, archived)) }))).toEqual(expected);
  });
});

describe("archive plus successor", () => {
  const old = platform("99.00", "        archived: true\n");
  const successor = (price: string): string => `      base:
        name: Platform, base fee
        currency: EUR
        billingFrequency: MONTHLY
        billingType: IN_ADVANCE
        structure: { pricingType: FIXED, price: "${price}" }
`;

  it("of equal content is a rename", () => {
    expect(findings({ pairs: changeOf(platform("99.00"), old + successor("99.00")) })).toEqual([]);
  });

  it("of other content is a loss", () => {
    expect(said(findings({ pairs: changeOf(platform("99.00"), old + successor("98.00")) }))).toEqual([
      "note irreversible",
    ]);
  });

  it("is a rename only once", () => {
    const two = `${platform("99.00")}      second:
        name: Second
        currency: EUR
        billingFrequency: MONTHLY
        billingType: IN_ADVANCE
        structure: { pricingType: FIXED, price: "99.00" }
`;
    const both = `${two}        archived: true\n`.replace('"99.00" }\n', '"99.00" }\n        archived: true\n');
    const found = findings({ pairs: changeOf(two, both + successor("99.00")) });
    expect(said(found)).toEqual(["note irreversible"]);
  });

  it("holds for a product with its prices", () => {
    const renamed = platform("99.00").replace("  platform:", "  base:");
    const archived = platform("99.00").replace("    name: Platform\n", "    name: Platform\n    archived: true\n");
    const body = renamed.slice(renamed.indexOf("  base:"));
    const found = findings({ pairs: changeOf(platform("99.00"), archived + body) });
    expect(found).toEqual([]);
  });

  it("of the same offer is compared with it: a price that is made anew with a zero too many", () => {
    const next = platform("990.00").replace("monthly:", "monthly-2027:");
    const after = old + next.slice(next.indexOf("      monthly-2027"));
    expect(said(findings({ pairs: changeOf(platform("99.00"), after) }))).toEqual([
      "block times-ten",
      "note irreversible",
    ]);
  });
});

describe("cheaper-for-new", () => {
  const sale = (amount: number, more = ""): string =>
    "vendor: polar\n" +
    `products: { pro: { name: Pro, ${more}prices: [{ amount_type: fixed, price_amount: ${amount} }] } }\n`;

  it("is about prices that are charged again and again", () => {
    expect(findings({ pairs: changeOf(sale(2000), sale(1500)) })).toEqual([]);
    const monthly = "recurring_interval: month, ";
    expect(said(findings({ pairs: changeOf(sale(2000, monthly), sale(1500, monthly)) }))).toEqual([
      "note cheaper-for-new",
    ]);
  });
});

describe("findings", () => {
  it("leave out what the catalogue had before the change", () => {
    const yearly = `      yearly:
        name: Platform, yearly
        currency: EUR
        billingFrequency: YEARLY
        billingType: IN_ADVANCE
        structure: { pricingType: FIXED, price: "1300.00" }
`;
    const before = platform("99.00", "", yearly);
    expect(said(catalogueFindings({ entries: sidesOf(before) }))).toEqual(["warn yearly-dearer"]);
    expect(findings({ pairs: changeOf(before, before) })).toEqual([]);
    const added = before.replace("    name: Platform\n", "    name: Platform\n    label: Fee\n");
    expect(findings({ pairs: changeOf(before, added) })).toEqual([]);
  });

  it("have the severity of the configuration, and are sorted by it", () => {
    const pairs = changeOf(platform("19.99"), platform("19.98"));
    expect(said(findings({ pairs }))).toEqual(["warn one-cent-off", "note cheaper-for-new"]);
    const config = readReviewConfig({ severities: { "one-cent-off": "note", "cheaper-for-new": "block" } });
    expect(said(findings({ pairs, config }))).toEqual(["block cheaper-for-new", "note one-cent-off"]);
  });

  it("follow the thresholds", () => {
    const pairs = changeOf(platform("100.00"), platform("125.00"));
    expect(findings({ pairs })).toEqual([]);
    expect(said(findings({ pairs, config: readReviewConfig({ bigChange: { percent: 24 } }) }))).toEqual([
      "warn big-change",
    ]);
    const cents = changeOf(platform("100.00"), platform("100.05"));
    expect(findings({ pairs: cents })).toEqual([]);
    expect(said(findings({ pairs: cents, config: readReviewConfig({ oneCentOff: { EUR: "0.05" } }) }))).toEqual([
      "warn one-cent-off",
    ]);
    expect(findings({ pairs: cents, config: readReviewConfig({ oneCentOff: { USD: "0.05" } }) })).toEqual([]);
  });

  it("do not depend on the order of the entries", () => {
    const pairs = changeOf(products(30, 0), products(30, 9).replaceAll("price_amount: 1015", "price_amount: 10150"));
    expect(
      findings({ pairs: pairs.toReversed(), config: DEFAULT_REVIEW }).map(({ code, address }) => [code, address]),
    ).toEqual(findings({ pairs, config: DEFAULT_REVIEW }).map(({ code, address }) => [code, address]));
  });
});

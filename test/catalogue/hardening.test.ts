/** Attacks on the loader, each by its name: what must be said, and where; or what it is accepted as. */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import { check, lines, type Row, times, UNKNOWN } from "./hardening.js";

describe("as the name of a product", () => {
  const rows: readonly Row[] = [
    ["yes", "yes", { as: "yes" }],
    ["off", "off", { as: "off" }],
    ["a date", "2001-12-14", { as: "2001-12-14" }],
    ["a time of day", "1:30", { as: "1:30" }],
    ["digits with underscores", "1_000", { as: "1_000" }],
    ["Arabic digits", "١٢", { as: "١٢" }],
    ["full-width digits", "１２", { as: "１２" }],
    ["NaN", "NaN", { as: "NaN" }],
    ["Infinity", "Infinity", { as: "Infinity" }],
    ["a hexadecimal float", "0x1p3", { as: "0x1p3" }],
    ["a number made a text", "!!str 5", { as: "5" }],
    ["an emoji that is joined", '"👩‍💻"', { as: "👩‍💻" }],
    ["a no-break space", '"a\u00a0b"', { as: "a\u00a0b" }],
    ["Windows line ends in a text", '"a\\r\\nb"', { as: "a\r\nb" }],
    ["a text of a million characters", times(1_000_000, "a"), { as: times(1_000_000, "a") }],
    ["`$${` a hundred thousand times", `"${times(100_000, "$${")}"`, { as: times(100_000, "${") }],
    ["half a key again and again", `"${times(400_000, "-eyJ")}"`, { as: times(400_000, "-eyJ") }],
    ["an empty text", '""', ["4:11 bad-length"]],
    ["nothing", "~", ["4:11 cannot-clear"]],
    ["an integer", "5", ["4:11 number-not-text"]],
    ["an exponent", "1e3", ["4:11 number-not-text"]],
    [".nan", ".nan", ["4:11 number-not-text"]],
    ["a number of a million digits", times(1_000_000, "9"), ["4:11 number-not-text"]],
    ["a million zeros after the point", `0.${times(1_000_000, "0")}1`, ["4:11 number-not-text"]],
    ["a terminal escape, escaped", '"\\e[31mred"', ["4:11 control-character"]],
    ["a terminal escape, raw", "\u001b]0;title\u0007", ["4:11 control-character"]],
    ["a C1 control", '"a\\x9b31mb"', ["4:11 control-character"]],
    ["DEL", '"a\\x7f"', ["4:11 control-character"]],
    ["NUL", '"a\\0b"', ["4:11 control-character"]],
    ["a lone carriage return", "a\rb", ["4:11 control-character"]],
    ["half a character, escaped", '"\\ud800"', ["4:11 control-character"]],
    ["half a character, raw", "a\ud800b", ["4:11 control-character"]],
    ["another reading order", '"a\u202eb"', ["4:11 control-character"]],
    ["an isolated reading order", '"a\u2066b"', ["4:11 control-character"]],
    ["a space without width", "a\u200bb", ["4:11 control-character"]],
    ["a byte order mark in the middle", "a\ufeffb", ["4:11 control-character"]],
    ["a line separator", '"a\u2028b"', ["4:11 control-character"]],
    ["the engine's word for unknown", UNKNOWN, ["4:11 reserved-text"]],
    ["the same for a list", "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", ["4:11 reserved-text"]],
    ["a key in escapes", '"polar\\u005foat_abcdefghijkl"', ["4:11 secret-in-catalogue"]],
    ["!!binary", "!!binary aGk=", ["4:11 unknown-tag"]],
    ["!!js/function", '!!js/function "x"', ["4:11 unknown-tag"]],
    ["!!set", "!!set { a, b }", ["4:11 unknown-tag"]],
    ["!!omap", "!!omap [a: 1]", ["4:11 unknown-tag"]],
    ["!!timestamp", "!!timestamp 2001-12-14", ["4:11 unknown-tag"]],
    ["a tag of somebody's own", "!foo bar", ["4:11 unknown-tag"]],
    ["an alias of nothing", "*a", ["4:11 unknown-alias"]],
    ["`${` without an end", "${", ["4:11 bad-placeholder"]],
    ["`${` half a million times", `"${times(500_000, "${")}"`, ["4:11 bad-placeholder"]],
  ];
  it.each(rows)("%s", (_name, text, outcome) => {
    const { said, entries } = check(`vendor: sequence\nproducts:\n  platform:\n    name: ${text}\n`);
    if ("as" in outcome) expect([said, entries[0]?.fields["name"] === outcome.as]).toEqual([[], true]);
    else expect(said).toEqual(outcome);
  });
});

describe("as a whole number", () => {
  const rows: readonly Row[] = [
    ["an integer", "100", { as: 100 }],
    ["the same with a point, as in an amount that is not in cents", "100.0", ["5:50 number-spelling"]],
    ["0", "0", { as: 0 }],
    ["-0", "-0", ["5:50 number-spelling"]],
    ["1e3", "1e3", ["5:50 number-spelling"]],
    ["+100", "+100", ["5:50 number-spelling"]],
    ["0x64", "0x64", ["5:50 number-spelling"]],
    ["0o144", "0o144", ["5:50 number-spelling"]],
    ["0100", "0100", ["5:50 number-spelling"]],
    ["100.", "100.", ["5:50 number-spelling"]],
    ["100.5", "100.5", ["5:50 not-whole"]],
    [".inf", ".inf", ["5:50 number-spelling"]],
    ["1e400", "1e400", ["5:50 number-spelling"]],
    ["2^53 + 1", "9007199254740993", ["5:50 number-precision"]],
    ["1_000", "1_000", ["5:50 text-not-number"]],
    ["١٢", "١٢", ["5:50 text-not-number"]],
    ["yes", "yes", ["5:50 text-not-number"]],
    ["an empty text", '""', ["5:50 text-not-number"]],
  ];
  it.each(rows)("%s", (_name, text, outcome) => {
    const { said, entries } = check(
      `vendor: polar\nproducts:\n  pro:\n    name: Pro\n    prices: [{ amount_type: fixed, price_amount: ${text} }]\n`,
    );
    if ("as" in outcome)
      expect([said, entries[0]?.fields["prices"]]).toEqual([[], [{ amount_type: "fixed", price_amount: outcome.as }]]);
    else expect(said).toEqual(outcome);
  });
});

describe("as a key beside the known ones", () => {
  it.each([
    ["__proto__", "__proto__", "5:5 forbidden-key"],
    ["__proto__ in quotes", '"__proto__"', "5:5 forbidden-key"],
    ["constructor", "constructor", "5:5 forbidden-key"],
    ["toString", "toString", "5:5 unknown-field"],
    ["hasOwnProperty", "hasOwnProperty", "5:5 unknown-field"],
    ["what the engine hides", "__internal", "5:5 forbidden-key"],
    ["the engine's own mark", "4dabf18193072939515e22adb298388d", "5:5 reserved-text"],
    ["a Cyrillic letter", "nаme", "5:5 unknown-field"],
    ["a full-width letter", "ｎame", "5:5 unknown-field"],
    ["another case", "Name", "5:5 unknown-field"],
    ["a space without width", "n\u200bame", "5:5 control-character"],
    ["a terminal escape", '"\\e[2J"', "5:5 control-character"],
    ["a map", "? { a: b }", "5:7 bad-key"],
    ["nothing", '""', "5:5 unknown-field"],
    ["300 characters", times(300, "a"), "5:5 bad-key"],
    ["a secret", "polar_oat_abcdefghijkl", "5:5 secret-in-catalogue"],
    ["a known one with a tag", "!!str name", "5:11 duplicate-key"],
  ])("%s", (_name, key, said) => {
    expect(check(`vendor: sequence\nproducts:\n  platform:\n    name: A\n    ${key}: 1\n`).said).toEqual([said]);
  });

  it.each([
    ["by an alias", "x-key: &key __proto__\n", "*key : { admin: true }", "1:13 forbidden-key"],
    ["by a merge", 'x-base: &base { "__proto__": { admin: true } }\n', "<<: *base", "1:17 forbidden-key"],
  ])("__proto__ %s", (_name, before, line, said) => {
    expect(check(`${before}vendor: sequence\nproducts:\n  platform:\n    name: A\n    ${line}\n`).said).toEqual([said]);
    expect(({} as JsonObject)["admin"]).toBeUndefined();
  });

  it.each(["__proto__", "constructor", "toString", "valueOf"])("%s as a tag that chooses a case", (tag) => {
    const text =
      "vendor: sequence\nproducts:\n  p:\n    name: A\n    listPrices:\n" +
      "      m: { name: A, currency: EUR, billingFrequency: MONTHLY, billingType: IN_ADVANCE, structure: { " +
      `pricingType: ${tag}, ${tag === "toString" ? "valueOf" : "toString"}: 1 } }\n`;
    expect(check(text).said).toEqual(["6:114 unknown-value"]);
  });

  it("keys of the user's own: inherited names are keys like any other, and letters that look equal are equal", () => {
    const metadata = (inner: string) =>
      check(
        `vendor: polar\nproducts:\n  p:\n    name: Pro\n    prices: [{ amount_type: free }]\n    metadata:\n${inner}\n`,
      );
    const { said, entries } = metadata("      toString: a\n      valueOf: b\n      hasOwnProperty: c");
    expect(said).toEqual([]);
    expect(entries[0]?.fields["metadata"]).toEqual({ toString: "a", valueOf: "b", hasOwnProperty: "c" });
    expect(metadata("      caf\u00e9: a\n      cafe\u0301: b").said).toEqual(["8:7 duplicate-key"]);
  });
});

describe("a whole file", () => {
  const PRODUCT = "vendor: sequence\nproducts: { platform: { name: Platform } }\n";
  const rows: readonly Row[] = [
    ["a byte order mark", `\ufeff${PRODUCT}`, { as: "Platform" }],
    ["Windows line ends", PRODUCT.replaceAll("\n", "\r\n"), { as: "Platform" }],
    ["an end mark", `${PRODUCT}...\n`, { as: "Platform" }],
    [
      "YAML 1.1 by directive: yes stays a text",
      "%YAML 1.1\n---\nvendor: sequence\nproducts: { p: { name: yes } }\n",
      { as: "yes" },
    ],
    [
      "an anchor that is defined again",
      "vendor: sequence\nx-a: &a A\nx-b: &a B\nproducts: { p: { name: *a } }\n",
      { as: "B" },
    ],
    [
      "an alias before its anchor",
      "vendor: sequence\nproducts: { p: { name: *a } }\nx-a: &a A\n",
      ["2:24 unknown-alias"],
    ],
    ["two documents", `${PRODUCT}---\n${PRODUCT}`, ["3:1 several-documents"]],
    ["300,000 documents", times(300_000, "---\n"), ["2:1 several-documents"]],
    ["tabs", "vendor: sequence\nproducts:\n\tp: { name: A }\n", ["3:1 tab-indentation"]],
    ["a terminal escape where YAML is broken", "vendor: sequence\nproducts: ]\u001b[2J\n", ["2:11 unclosed-bracket"]],
    ["150,000 closing brackets", times(150_000, "]\n"), ["1:1 unclosed-bracket"]],
    ["a quote that is opened 100,000 times", times(100_000, "- 'a\n"), ["1:3 unclosed-quote"]],
    ["a line of a million blanks before a colon", `a: b${times(1_000_000, " ")}: c\n`, ["1:4 unquoted-colon"]],
    ["nothing but line ends", times(100_000, "\n"), ["1:1 empty-file"]],
    ["nothing but comments", times(100_000, "#\n"), ["1:1 empty-file"]],
    ["an anchor that holds its alias", "vendor: sequence\nx-a: &a { b: *a }\n", ["2:14 too-deep"]],
    ["a list whose maps merge the list", "vendor: polar\nx-a: &a\n  - { name: Pro, <<: *a }\n", ["3:5 too-deep"]],
    ["an anchor that merges itself", "vendor: sequence\nx-a: &a { <<: *a, b: 1 }\n", ["2:15 too-deep"]],
    ["20,000 open lists", `vendor: sequence\nx-a: ${times(20_000, "[")}`, ["2:70 too-deep"]],
    [
      "20,000 maps in one another",
      `vendor: sequence\nx-a: ${times(20_000, "{a: ")}${times(20_000, "}")}`,
      ["2:259 too-deep"],
    ],
    ["1,500 levels by indentation", lines(1_500, (index) => `${times(index, " ")}a:`), ["65:65 too-deep"]],
    ["20,000 lists in one line", times(20_000, "- "), ["1:131 too-deep"]],
    [
      "20,000 levels by aliases",
      "vendor: sequence\nx-a0: &a0 { x: 1 }\n" +
        `${lines(20_000, (index) => `x-a${index + 1}: &a${index + 1} { x: *a${index} }`)}`,
      ["65:18 too-deep"],
    ],
    [
      "aliases that grow tenfold twelve times",
      "vendor: sequence\nx-a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n" +
        `${lines(12, (index) => `x-a${index + 1}: &a${index + 1} [${times(10, `*a${index}, `)}]`)}`,
      ["7:11 too-many-aliases"],
    ],
    [
      "merges that grow a hundredfold again and again",
      `vendor: sequence\nx-m0: &m0 { ${lines(100, (index) => `k${index}: 1,`).replaceAll("\n", " ")} }\n` +
        `${lines(30, (index) => `x-m${index + 1}: &m${index + 1} { <<: [${times(100, `*m${index}, `)}] }`)}`,
      ["28:15 too-many-aliases"],
    ],
    ["a vendor that every object inherits", "vendor: constructor\nproducts: {}\n", ["1:9 unknown-vendor"]],
  ];
  it.each(rows)("%s", (_name, text, outcome) => {
    const { said, entries } = check(text);
    if ("as" in outcome) expect([said, entries[0]?.fields["name"]]).toEqual([[], outcome.as]);
    else expect(said.filter((one) => one !== "1:1 missing-field")).toEqual(outcome);
  });

  it.each([
    [
      "fields that no product has",
      `${PRODUCT.replace(
        "Platform }",
        `Platform, ${lines(20_000, (index) => `f${index}: 1`).replaceAll("\n", ", ")} }`,
      )}`,
      20_000,
    ],
    ["products without a name", `vendor: sequence\nproducts:\n${lines(20_000, (index) => `  p${index}: {}`)}`, 20_000],
    [
      "one key again and again",
      `vendor: sequence\nproducts:\n  p:\n    name: A\n${times(20_000, "    name: A\n")}`,
      20_000,
    ],
    ["unknown aliases", `${PRODUCT}x-a:\n${times(20_000, "  - *b\n")}`, 20_000],
    ["tags", `${PRODUCT}x-a:\n${times(20_000, "  - !foo 1\n")}`, 20_000],
    ["mistyped names", `vendor: sequence\nproducts:\n${lines(20_000, (index) => `  p${index}: { nmae: A }`)}`, 20_000],
    [
      "list prices whose fields are not indented",
      "vendor: sequence\nproducts:\n" +
        `${lines(
          5_000,
          (index) => `  p${index}:\n    name: A\n    listPrices:\n      m:\n      name: B\n      currency: EUR`,
        )}`,
      5_000,
    ],
    [
      "prices of which one is enough",
      `vendor: polar\nproducts:\n  p:\n    name: Pro\n    prices:\n${times(20_001, "      - amount_type: free\n")}`,
      20_000,
    ],
    [
      "products that charge by a meter that is not there",
      "vendor: polar\nmeters:\n" +
        `${lines(
          2_000,
          (index) =>
            `  m${index}: { name: Meter, filter: { conjunction: and, ` +
            "clauses: [] }, aggregation: { func: count } }",
        )}\n` +
        "products:\n" +
        `${lines(
          2_000,
          (index) =>
            `  p${index}: { name: Pro, recurring_interval: month, prices: [{ amount_type: metered_unit, ` +
            'unit_amount: "1", meter: none }] }',
        )}`,
      2_000,
    ],
  ])("each of very many mistakes has its place: %s", (_name, text, count) => {
    expect(new Set(check(text).said).size).toBeGreaterThanOrEqual(count);
  });

  it("what is long is cut where it is shown, and stays long where it is sent", () => {
    const { rendered } = check(`vendor: ${times(1_000_000, "a")}\nproducts: {}\n`);
    expect(rendered.length).toBeLessThan(3_000);
    expect(rendered).toContain("is not a vendor");
  });

  it("a secret is shown neither in its own problem nor in one beside it", () => {
    const { rendered, said } = check(
      "vendor: fynn\nproducts: { p: { name: A, type: polar_oat_abcdefghijkl, lable: B } }\n",
    );
    expect(said).toEqual(["2:33 secret-in-catalogue", "2:57 unknown-field"]);
    expect(rendered).not.toContain("abcdefghijkl");
    expect(check("vendor: fynn\nproducts: { p: { name: polar_oat_abcdefghijkl: 1 } }\n").rendered).not.toContain(
      "abcdefghijkl",
    );
    // What is written is repeated in a remedy, without it.
    for (const line of [
      "name: polar_oat_abcdefghijkl: b",
      "polar_oat_abcdefghijkl",
      "name:polar_oat_abcdefghijkl",
      "name: a #polar_oat_abcdefghijkl",
    ]) {
      const { rendered: shown, said: codes } = check(
        `vendor: fynn\nproducts:\n  p:\n    type: product\n    ${line}\n    number: x1\n`,
      );
      expect(codes).not.toEqual([]);
      expect(shown).not.toContain("abcdefghijkl");
    }
  });
});

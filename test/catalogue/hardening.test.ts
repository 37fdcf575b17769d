/** Attacks on the loader, each by its name: what must be said, and where; or what it is accepted as. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asGithub, asJson } from "../../provider/catalogue/formats.js";
import { checkCatalogue, loadCatalogue } from "../../provider/catalogue/load.js";
import { isProblem, renderProblems } from "../../provider/catalogue/render.js";
import type { JsonObject } from "../../provider/fields/shape.js";
import { registry } from "../../provider/vendors/registry.js";

const FILE = "catalogue.yaml";
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** What a terminal acts on, or what nobody sees, but line ends. */
const RAW = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

function check(text: string, values: JsonObject = {}) {
  const files = [{ name: FILE, text }];
  const { entries, problems } = checkCatalogue(files, { registry, values });
  const rendered = renderProblems(problems, { files });
  expect(rendered.replaceAll("\n", "")).not.toMatch(RAW);
  return {
    entries,
    rendered,
    said: problems.filter(isProblem).map(({ place, code }) => `${place.line}:${place.column} ${code}`),
  };
}

/** Refused with these, or accepted as this value of the field under attack. */
type Row = readonly [name: string, text: string, outcome: readonly string[] | { readonly as: unknown }];

const times = (count: number, text: string): string => text.repeat(count);
const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join("\n");

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
    const text = `vendor: sequence\nproducts:\n  p:\n    name: A\n    listPrices:\n      m: { name: A, currency: EUR, billingFrequency: MONTHLY, billingType: IN_ADVANCE, structure: { pricingType: ${tag}, ${tag === "toString" ? "valueOf" : "toString"}: 1 } }\n`;
    expect(check(text).said).toEqual(["6:114 unknown-value"]);
  });

  it("keys of the user's own: what every object inherits is a key like any other, and letters that look equal are equal", () => {
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
      `vendor: sequence\nx-a0: &a0 { x: 1 }\n${lines(20_000, (index) => `x-a${index + 1}: &a${index + 1} { x: *a${index} }`)}`,
      ["65:18 too-deep"],
    ],
    [
      "aliases that grow tenfold twelve times",
      `vendor: sequence\nx-a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n${lines(12, (index) => `x-a${index + 1}: &a${index + 1} [${times(10, `*a${index}, `)}]`)}`,
      ["7:11 too-many-aliases"],
    ],
    [
      "merges that grow a hundredfold again and again",
      `vendor: sequence\nx-m0: &m0 { ${lines(100, (index) => `k${index}: 1,`).replaceAll("\n", " ")} }\n${lines(30, (index) => `x-m${index + 1}: &m${index + 1} { <<: [${times(100, `*m${index}, `)}] }`)}`,
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
      `${PRODUCT.replace("Platform }", `Platform, ${lines(20_000, (index) => `f${index}: 1`).replaceAll("\n", ", ")} }`)}`,
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
      `vendor: sequence\nproducts:\n${lines(5_000, (index) => `  p${index}:\n    name: A\n    listPrices:\n      m:\n      name: B\n      currency: EUR`)}`,
      5_000,
    ],
    [
      "prices of which one is enough",
      `vendor: polar\nproducts:\n  p:\n    name: Pro\n    prices:\n${times(20_001, "      - amount_type: free\n")}`,
      20_000,
    ],
    [
      "products that charge by a meter that is not there",
      `vendor: polar\nmeters:\n${lines(2_000, (index) => `  m${index}: { name: Meter, filter: { conjunction: and, clauses: [] }, aggregation: { func: count } }`)}\nproducts:\n${lines(2_000, (index) => `  p${index}: { name: Pro, recurring_interval: month, prices: [{ amount_type: metered_unit, unit_amount: "1", meter: none }] }`)}`,
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

describe("values of the stack's configuration", () => {
  const deep = JSON.parse(`${times(50_000, "[")}${times(50_000, "]")}`);
  it.each([
    ["a text", "Platform", "", { as: "Platform" }],
    ["a placeholder, which is a text like any other", "${other}", "", { as: "${other}" }],
    ["null, which clears", null, "", ["3:21 cannot-clear"]],
    ["null within a text", null, "a", ["3:21 bad-placeholder"]],
    ["a map within a text", { a: 1 }, "a", ["3:21 bad-placeholder"]],
    ["the engine's word for unknown", UNKNOWN, "", ["3:21 reserved-text"]],
    ["a terminal escape", "\u001b[2J", "", ["3:21 control-character"]],
    ["half a character", "\ud800", "", ["3:21 control-character"]],
    ["a number that JSON has rounded", JSON.parse("9007199254740993"), "", ["3:21 number-precision"]],
    ["a number beyond all numbers", JSON.parse("1e400"), "a", ["3:21 number-precision"]],
    ["__proto__", JSON.parse('{ "__proto__": { "admin": true } }'), "", ["3:21 forbidden-key"]],
    ["50,000 levels", deep, "", ["3:21 too-deep"]],
    ["a secret", "polar_oat_abcdefghijkl", "a", ["3:21 secret-in-catalogue"]],
    ["three million characters", times(3_000_000, "x"), "a", ["3:21 too-much-filled-in"]],
    ["a number, where text is wanted", 5, "", ["3:21 number-not-text"]],
  ] as const)("%s", (_name, value, before, outcome) => {
    const { said, entries } = check(
      `vendor: sequence
products:
  platform: { name: "${before}\${v}" }
`,
      { v: value },
    );
    if ("as" in outcome) expect([said, entries[0]?.fields["name"]]).toEqual([[], outcome.as]);
    else expect(said).toEqual(outcome);
  });

  it("a text of 10,000 characters that is filled in 10,000 times is refused before it exists", () => {
    const text = `vendor: sequence\nproducts: { p: { name: "${times(10_000, "${v}")}" } }\n`;
    expect(check(text, { v: times(10_000, "x") }).said).toEqual(["2:24 too-much-filled-in"]);
  });

  it("a secret that two halves make is one", () => {
    expect(
      check('vendor: sequence\nproducts: { p: { name: "polar_oat_abcd${v}" } }\n', { v: "efghijkl" }).said,
    ).toEqual(["2:24 secret-in-catalogue"]);
  });

  it.each(["__proto__", "constructor", "toString"])("${%s} is not there", (name) => {
    expect(check(`vendor: sequence\nproducts: { p: { name: "\${${name}}" } }\n`).said).toEqual([
      "2:24 unknown-placeholder",
    ]);
  });

  it("a vendor that is a placeholder cannot be checked without a stack", () => {
    const files = [{ name: FILE, text: "vendor: ${v}\nproducts: {}\n" }];
    const { problems } = checkCatalogue(files, { registry, values: undefined });
    expect(problems.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      "unknown-vendor: which vendor the file is for cannot be seen, so nothing in it was checked",
    ]);
    expect(
      checkCatalogue([{ name: FILE, text: "vendor: ${v}\nproducts: { p: { name: A } }\n" }], {
        registry,
        values: { v: "sequence" },
      }).problems,
    ).toEqual([]);
  });
});

describe("a folder", () => {
  const PRODUCT = "vendor: sequence\nproducts:\n  platform: { name: Platform }\n";
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "hardening-"));
    writeFileSync(join(folder, "a.yaml"), PRODUCT);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const load = () => loadCatalogue(folder, { registry, values: {} });
  const said = () => load().problems.map(({ place, code }) => `${place.file}: ${code}`);

  it("with a pipe: it is not waited for", () => {
    execFileSync("mkfifo", [join(folder, "b.yaml")]);
    expect(said()).toEqual(["b.yaml: unreadable-file"]);
  });

  it("with links to itself, to each other, to a device, to a folder, to nothing", () => {
    symlinkSync("b.yaml", join(folder, "b.yaml"));
    symlinkSync("d.yaml", join(folder, "c.yaml"));
    symlinkSync("c.yaml", join(folder, "d.yaml"));
    symlinkSync("/dev/zero", join(folder, "e.yaml"));
    symlinkSync(".", join(folder, "f.yaml"));
    symlinkSync("nowhere", join(folder, "g.yaml"));
    symlinkSync("..", join(folder, "up"));
    expect(said()).toEqual([
      "b.yaml: unreadable-file",
      "c.yaml: unreadable-file",
      "d.yaml: unreadable-file",
      "e.yaml: outside-folder",
      // f.yaml leads to the folder itself, which is read already.
      "g.yaml: unreadable-file",
      "up: outside-folder",
    ]);
  });

  it("with a folder that is called like a file: what is in it counts", () => {
    mkdirSync(join(folder, "b.yaml"));
    writeFileSync(join(folder, "b.yaml/c.yaml"), PRODUCT.replace("platform", "other").replace("Platform", "Other"));
    expect(load().entries.map(({ address }) => address)).toEqual(["sequence/platform", "sequence/other"]);
  });

  it.each([
    ["a terminal escape", "\u001b[2Jb.yaml"],
    ["a line end", "b\n::error::c.yaml"],
    ["another reading order", "b\u202elmay.yaml"],
  ])("with a file whose name holds %s: it is shown escaped in every format", (_what, name) => {
    writeFileSync(join(folder, name), "vendor: sequence\nproducts: { p: { nmae: A } }\n");
    const { problems, files } = load();
    expect(problems.length).toBeGreaterThan(0);
    expect(problems[0]?.place.file).toBe(name);
    const text = renderProblems(problems, { files, directory: folder });
    expect(text.replaceAll("\n", "")).not.toMatch(RAW);
    expect(text.split("\n").some((line) => line.startsWith("::"))).toBe(false);
    const github = asGithub(problems, folder);
    expect(github.replaceAll("\n", "")).not.toMatch(RAW);
    expect(github.split("\n")).toHaveLength(problems.length);
    const json = asJson(problems);
    expect(json.replaceAll("\n", "")).not.toMatch(RAW);
    expect(JSON.parse(json).problems[0].file).toBe(name);
  });

  it.each([
    ["UTF-16, little end first", Buffer.from(`\ufeff${PRODUCT}`, "utf16le")],
    ["UTF-16, big end first", Buffer.from(`\ufeff${PRODUCT}`, "utf16le").swap16()],
    ["Latin-1", Buffer.from(PRODUCT.replace("Platform", "Caf\u00e9"), "latin1")],
    ["an overlong slash", Buffer.concat([Buffer.from("# "), Buffer.from([0xc0, 0xaf])])],
    ["half a pair", Buffer.concat([Buffer.from("# "), Buffer.from([0xed, 0xa0, 0x80])])],
    ["a character that is cut", Buffer.concat([Buffer.from("# "), Buffer.from([0xe2, 0x82])])],
    ["NUL", Buffer.from(`${PRODUCT}\0`)],
  ])("with %s", (_name, bytes) => {
    writeFileSync(join(folder, "b.yaml"), bytes);
    expect(said()).toEqual(["b.yaml: not-utf8"]);
  });

  it("with too many files, too many folders, or too much text", () => {
    const many = join(folder, "many");
    mkdirSync(many);
    for (let index = 0; index < 2_001; index += 1) mkdirSync(join(many, String(index)));
    expect(said()).toEqual([`${folder}: too-many-files`]);
    rmSync(many, { recursive: true });
    mkdirSync(many);
    for (let index = 0; index < 2_000; index += 1) writeFileSync(join(many, `${index}.yaml`), "");
    expect(said()).toEqual([`${folder}: too-many-files`]);
    rmSync(many, { recursive: true });
    mkdirSync(many);
    for (let index = 0; index < 9; index += 1) writeFileSync(join(many, `${index}.yaml`), times(1_900_000, "#"));
    expect(said()).toEqual([`${folder}: too-many-files`]);
  });
});

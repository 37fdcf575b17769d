/** Hostile values of the stack's configuration. */
import { describe, expect, it } from "vitest";
import { checkCatalogue } from "../../provider/catalogue/load.js";
import { registry } from "../../provider/vendors/registry.js";
import { check, FILE, times, UNKNOWN } from "./hardening.js";

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
    ["a number instead of a string", 5, "", ["3:21 number-not-text"]],
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
      "unknown-vendor: the vendor of the file is not known, so nothing in the file was checked",
    ]);
    expect(
      checkCatalogue([{ name: FILE, text: "vendor: ${v}\nproducts: { p: { name: A } }\n" }], {
        registry,
        values: { v: "sequence" },
      }).problems,
    ).toEqual([]);
  });
});

/** The forms of tokens are the vendors' own: a catalogue is refused that holds one of any vendor of its registry. */
import { describe, expect, it } from "vitest";
import { asGithub } from "../../provider/catalogue/formats.js";
import { checkCatalogue } from "../../provider/catalogue/load.js";
import { renderProblems } from "../../provider/catalogue/render.js";
import { Registry } from "../../provider/kinds/registry.js";
import { secretsOf } from "../../provider/validation/secrets.js";
import { registry } from "../../provider/vendors/registry.js";
import { toyRegistry } from "../toy/vendor.js";

const TOKEN = "toy-pass-abcdef123456";

function check(known: Registry, text: string, values = {}) {
  const files = [{ name: `${TOKEN}.yaml`, text }];
  const { problems } = checkCatalogue(files, { registry: known, values });
  const shown = renderProblems(problems, { registry: known, files }) + asGithub(problems, ".", known);
  return { codes: problems.map(({ code }) => code), shown };
}

/** A file of a vendor that both registries have. */
const withName = (name: string): string => `vendor: fynn\nproducts: { p: { name: "${name}", type: product } }\n`;

describe("a token of the toy's form", () => {
  it.each([
    ["as a value", withName(TOKEN), {}],
    ["within a value", withName(`the key ${TOKEN}!`), {}],
    ["as a key", `vendor: fynn\nproducts: { p: { name: A, type: product, ${TOKEN}: 1 } }\n`, {}],
    ["as a value of the configuration", withName("${secret}"), { secret: TOKEN }],
    ["put together by a placeholder", withName("toy-pass-abc${rest}"), { rest: "def123456" }],
  ])("%s is refused where the toy is known, and never shown", (_name, text, values) => {
    const { codes, shown } = check(toyRegistry, text, values);
    expect(codes).toEqual(["secret-in-catalogue"]);
    expect(shown).not.toContain(TOKEN);
  });

  it("is a text like any other where no vendor has it", () => {
    expect(check(registry, withName(TOKEN)).codes).toEqual([]);
  });

  it("in a line with another mistake is not shown either", () => {
    const { codes, shown } = check(
      toyRegistry,
      `vendor: fynn\nproducts: { p: { name: ${TOKEN}, lable: B, type: charge } }\n`,
    );
    expect(codes).toContain("unknown-field");
    expect(shown).not.toContain(TOKEN);
  });
});

it.each([
  "pul-0123456789abcdef0123456789abcdef01234567",
  "AKIAABCDEFGHIJKLMNOP",
  "ghp_abcdefghijklmnopqrstuvwxyz",
  "Bearer abcdefghijklmnopqrst",
  "-----BEGIN RSA PRIVATE KEY-----",
])("the general form of %s is known without any vendor", (token) => {
  const secrets = secretsOf(new Registry([]));
  expect(secrets.areIn(`it is ${token}`)).toBe(true);
  expect(secrets.takenOutOf(`it is ${token}`)).not.toContain(token);
  expect(secrets.areIn("polar_oat_abcdefghijkl")).toBe(false);
});

it("a form that a vendor gives with flags finds every token, again and again", () => {
  const [vendor] = registry.vendors;
  if (!vendor) throw new Error("no vendor");
  const credentials = [{ name: "key", variable: "KEY", secretForms: [/\bkey-[0-9]{4}/giy] }];
  const secrets = secretsOf(new Registry([{ ...vendor, credentials }]));
  for (let time = 0; time < 3; time += 1) expect(secrets.areIn("is KEY-1234")).toBe(true);
  expect(secrets.takenOutOf("KEY-1234 and key-5678")).toBe("(not shown) and (not shown)");
});

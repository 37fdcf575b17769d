/** Twice as many entries are twice as much work. Work is counted, so that a slow machine makes no difference. */
import { describe, expect, it } from "vitest";
import { equalEntries } from "../../provider/catalogue/equal-entries.js";
import { checkCatalogue } from "../../provider/catalogue/load.js";
import type { Entry } from "../../provider/catalogue/model.js";
import { entryRules } from "../../provider/catalogue/rules.js";
import { closest, didYouMean } from "../../provider/validation/did-you-mean.js";
import { registry } from "../../provider/vendors/registry.js";
import { lines } from "./hardening.js";

function entriesOf(text: string): readonly Entry[] {
  const { entries, problems } = checkCatalogue([{ name: "a.yaml", text }], { registry, values: {} });
  expect(problems).toEqual([]);
  return entries;
}

const prices = (count: number, name: (index: number) => string): readonly Entry[] =>
  entriesOf(
    "vendor: sequence\nproducts:\n  a:\n    name: A\n    listPrices:\n" +
      lines(
        count,
        (index) =>
          `      p${index}: { name: ${name(index)}, currency: EUR, billingFrequency: MONTHLY, ` +
          `billingType: IN_ADVANCE, structure: { pricingType: FIXED, price: "${index}.00" } }`,
      ),
  );

/** How often a member of the entries' fields is read. */
function readsOf(member: string, entries: readonly Entry[]): number {
  let reads = 0;
  const check = equalEntries();
  for (const entry of entries) {
    const { [member]: value = null, ...rest } = entry.fields;
    const fields = Object.defineProperty(rest, member, {
      get() {
        reads += 1;
        return value;
      },
    });
    expect(check({ ...entry, fields })).toEqual([]);
  }
  return reads;
}

describe("linear", () => {
  it("prices with different names are not compared further; prices with one name are read once each", () => {
    expect(
      readsOf(
        "structure",
        prices(100, (index) => `P${index}`),
      ),
    ).toBe(0);
    expect(
      readsOf(
        "structure",
        prices(100, () => "P"),
      ),
    ).toBe(100);
    expect(
      readsOf(
        "structure",
        prices(200, () => "P"),
      ),
    ).toBe(200);
  });

  it("former addresses are looked up", () => {
    const reads = (count: number): number => {
      let read = 0;
      const check = entryRules();
      const renamed = lines(
        count,
        (index) => `  a${index}: { name: A${index}, lifecycle: { renamedFrom: b${index} } }`,
      );
      for (const entry of entriesOf(`vendor: sequence\nproducts:\n${renamed}`)) {
        const lifecycle = {
          ...entry.lifecycle,
          get formerAddresses() {
            read += 1;
            return entry.lifecycle.formerAddresses;
          },
        };
        expect(check({ ...entry, lifecycle })).toEqual([]);
      }
      return read;
    };
    expect(reads(200)).toBe(2 * reads(100));
  });

  it("very many known names are not searched", () => {
    const known = new Map(Array.from({ length: 501 }, (_, index) => [`name-${index}`, index]));
    known.keys = () => {
      throw new Error("the names were listed");
    };
    expect(closest("name-1x", known)).toBeUndefined();
    expect(didYouMean("name-1x", known, "otherwise")).toBe("otherwise");
  });

  it("sample customers of a file are not copied for each entry with some of its own", () => {
    // All of them for each entry would need many gigabytes.
    const customers = lines(10_000, (index) => `  c${index}: { seats: ${index} }`);
    const entries = entriesOf(
      `vendor: sequence\nx-examples:\n${customers}\nproducts:\n` +
        lines(10_000, (index) => `  a${index}: { name: A${index}, x-examples: { c1: { seats: 7 } } }`),
    );
    const { examples } = entries[9_999] as Entry;
    expect(Object.keys(examples)).toHaveLength(10_000);
    expect([examples["c1"], examples["c2"]]).toEqual([{ seats: "7" }, { seats: "2" }]);
  });

  it.each([
    ["escapes that YAML does not know", `x: { ${'"\\q", '.repeat(50_000)} }\n`],
    ["strings below very many blank lines", `x: "\\q"\n${"\n".repeat(30_000)}y: ${'"a" '.repeat(30_000)}\n`],
  ])("very many mistakes in one line are looked at once: %s", (_name, text) => {
    const { problems } = checkCatalogue([{ name: "a.yaml", text }], { registry, values: {} });
    expect(problems.map(({ code }) => code)).toEqual(["bad-escape"]);
  });
});

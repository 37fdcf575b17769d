/** A large catalogue, and a hundred mistakes planted in it at known places. */
import { describe, expect, it } from "vitest";
import { checkCatalogue } from "../../provider/catalogue/load.js";
import { registry } from "../../provider/vendors/registry.js";
import { Random } from "../support/random.js";

interface Line {
  text: string;
  /** May be broken, with the code and column that must then be reported. */
  readonly breakable?: { readonly broken: string; readonly code: string; readonly column: number };
}

/** Fifty entries: ten products with four prices each, near-equal by templates. */
function file(number: number): Line[] {
  const lines: Line[] = [
    { text: "vendor: sequence" },
    { text: `account: account-${number % 4}` },
    { text: "x-monthly: &monthly { billingFrequency: MONTHLY, billingType: IN_ADVANCE }" },
    { text: "products:" },
  ];
  for (let product = 0; product < 10; product += 1) {
    lines.push(
      { text: `  p${number}-${product}:` },
      { text: `    name: Product ${number}-${product}` },
      { text: "    listPrices:" },
    );
    for (let price = 0; price < 4; price += 1) {
      lines.push(
        { text: `      price-${price}:` },
        { text: "        <<: *monthly" },
        {
          text: `        name: Price ${price}`,
          breakable: { broken: `        nmae: Price ${price}`, code: "unknown-field", column: 9 },
        },
        {
          text: "        currency: EUR",
          breakable: { broken: "        currency: 5", code: "number-not-text", column: 19 },
        },
        {
          text: `        structure: { pricingType: FIXED, price: "${price}.00" }`,
          breakable: {
            broken: `        structure: { pricingType: FIXED, price: ${price}.00 }`,
            code: "number-not-text",
            column: 49,
          },
        },
      );
    }
  }
  return lines;
}

describe("scale", () => {
  const lines = Array.from({ length: 20 }, (_, number) => file(number));
  const files = (): { name: string; text: string }[] =>
    lines.map((all, number) => ({
      name: `file-${String(number).padStart(2, "0")}.yaml`,
      text: `${all.map(({ text }) => text).join("\n")}\n`,
    }));

  it("1,000 entries in 20 files and 4 accounts are validated in one run", () => {
    const { entries, problems } = checkCatalogue(files(), { registry, values: {} });
    expect(problems).toEqual([]);
    expect(entries).toHaveLength(1_000);
  });

  it("100 mistakes are reported at their 100 places", () => {
    const random = new Random(7);
    const planted: string[] = [];
    while (planted.length < 100) {
      const number = random.below(lines.length);
      const all = lines[number] ?? [];
      const index = random.below(all.length);
      const line = all[index];
      if (!line?.breakable || line.text === line.breakable.broken) continue;
      line.text = line.breakable.broken;
      planted.push(
        `file-${String(number).padStart(2, "0")}.yaml:${index + 1}:${line.breakable.column} ${line.breakable.code}`,
      );
    }
    const { problems } = checkCatalogue(files(), { registry, values: {} });
    const found = problems.map(({ code, place }) => `${place.file}:${place.line}:${place.column} ${code}`);
    // One for each: a field under a mistyped name is not missing as well.
    expect(found.sort()).toEqual(planted.sort());
  });
});

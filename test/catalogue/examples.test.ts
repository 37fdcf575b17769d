/** Sample customers: who has which, and that they go nowhere else. */
import { expect, test } from "vitest";
import { checkCatalogue } from "../../provider/catalogue/load.js";
import { registry } from "../../provider/vendors/registry.js";

const load = (text: string) => checkCatalogue([{ name: "sequence.yaml", text }], { registry, values: {} });
const CATALOGUE = `
vendor: sequence
x-examples: { big team: { seats: 60, calls: 0.50 }, small team: { seats: 3 } }
products:
  platform:
    name: Platform
    x-examples: { big team: { seats: "100" } }
    listPrices:
      monthly:
        name: Monthly
        currency: EUR
        structure: { pricingType: FIXED, price: "99.00" }
        billingFrequency: MONTHLY
        billingType: IN_ADVANCE
        integrationIds: []
        customMetricParameters: []
  support: { name: Support }
`;

test("a product's sample customers replace the file's, and its prices have the product's", () => {
  const { entries, problems } = load(CATALOGUE);
  expect(problems).toEqual([]);
  expect(Object.fromEntries(entries.map(({ address, examples }) => [address, examples]))).toEqual({
    "sequence/platform": { "big team": { seats: "100" }, "small team": { seats: "3" } },
    "sequence/platform/monthly": { "big team": { seats: "100" }, "small team": { seats: "3" } },
    "sequence/support": { "big team": { seats: "60", calls: "0.5" }, "small team": { seats: "3" } },
  });
});

test("fields are the same with and without sample customers", () => {
  const without = CATALOGUE.replaceAll(/^ *x-examples.*\n/gm, "");
  expect(without).not.toContain("x-examples");
  const fields = (text: string) => load(text).entries.map(({ address, fields: own }) => [address, own]);
  expect(fields(CATALOGUE)).toEqual(fields(without));
});

/** https://docs.sequencehq.com/reference/latest/product: what a product and a list price of Sequence hold. */
import { asIs, decimal, field, type KindOracle, list, map, set, words } from "./forms.js";

const amounts = { price: decimal, fee: decimal, upperBound: decimal, minPrice: decimal, maxPrice: decimal };

const structure = map({
  of: {
    price: decimal,
    pricePerUnit: decimal,
    packageSize: decimal,
    pricePerPackage: decimal,
    pricePerSeat: decimal,
    // Each tier begins where the one before it ends.
    tiers: list(map({ of: amounts })),
  },
});

export const sequenceOracles: Readonly<Record<string, KindOracle>> = {
  "sequence:Product": { fields: { name: field(), label: field(words), taxCategoryId: field(words) } },
  "sequence:ListPrice": {
    parent: "productId",
    fields: {
      productId: field(),
      name: field(),
      currency: field(),
      structure: { form: structure, resting: null, byMember: true },
      billingFrequency: field(),
      billingType: field(),
      // isPending stands in answers only.
      integrationIds: field(set(map({ without: ["isPending"] })), []),
      customMetricParameters: field(set(asIs), []),
      usageCalculationPeriod: field(),
    },
  },
};

/** https://docs.fynn.eu/api-reference: what a product and a price plan of Fynn hold. */
import { decimal, field, idOf, type KindOracle, map, set } from "./forms.js";

/** Keys of the tenant's own, each managed by itself. */
const free = { form: map(), resting: null, byMember: true } as const;

export const fynnOracles: Readonly<Record<string, KindOracle>> = {
  "fynn:Product": {
    fields: {
      name: field(),
      description: field(),
      internalName: field(),
      number: field(),
      type: field(),
      invoiceVisibility: field(undefined, "always"),
      // Every tenant has one of each, which the vendor fills in.
      measurement: { form: idOf },
      taxGroup: { form: idOf },
      productFamilies: field(set(idOf), []),
      costCentre: field(idOf),
      customFields: free,
      translations: free,
    },
  },
  "fynn:PricePlan": {
    parent: "product",
    fields: {
      product: field(idOf),
      internalName: field(),
      type: field(),
      price: {
        form: map({ of: { amount: decimal }, without: ["createdAt", "updatedAt", "tenantId"] }),
        resting: null,
        byMember: true,
      },
      currencyCode: field(),
      billingInterval: field(),
      showPricePerInterval: field(),
      payInAdvance: field(undefined, false),
      proRata: field(undefined, false),
      applyTrial: field(undefined, true),
      freeUnits: free,
      salesChannel: field(map()),
      custom: field(undefined, false),
      charge: field(),
      productSetOption: field(),
      customer: field(idOf),
    },
  },
};

/**
 * Shows: typed resources beside the YAML: a price below a product of the YAML, and prices from a table.
 * Run:   copy it to index.js of a project (npx catalogue init), and first-product.yaml to its folder catalogue;
 *        then: pulumi preview
 */
import { Catalogue, sequence } from "billing-catalogue";

// The entries of ./catalogue.
const catalogue = new Catalogue("catalogue");

new sequence.ListPrice("yearly", {
  product: catalogue.get(sequence.Product, "sequence/platform"),
  name: "Platform, yearly",
  currency: "EUR",
  billingFrequency: "YEARLY",
  billingType: "IN_ADVANCE",
  structure: { pricingType: "FIXED", price: "490.00" },
});

const training = new sequence.Product("training", { name: "Training" });
for (const [currency, price] of Object.entries({ EUR: "900.00", USD: "990.00" }))
  new sequence.ListPrice(currency.toLowerCase(), {
    product: training,
    name: `Training (${currency})`,
    currency,
    billingFrequency: "ONE_TIME",
    billingType: "IN_ADVANCE",
    structure: { pricingType: "ONE_TIME", price },
  });

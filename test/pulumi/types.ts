/** What the compiler takes and refuses: nothing here runs, `npm run check` compiles it. */
import * as pulumi from "@pulumi/pulumi";
import {
  Catalogue,
  CatalogueResource,
  fynn,
  type Lifecycle,
  polar,
  readCatalogue,
  sequence,
  type Values,
} from "../../provider/index.js";

declare const catalogue: Catalogue;
declare const text: pulumi.Output<string>;
declare const maybe: pulumi.Output<string | undefined>;
declare const price: pulumi.Output<{ pricingType: "FIXED"; price: string }>;

const monthly = { name: "Monthly", currency: "EUR", billingFrequency: "MONTHLY", billingType: "IN_ADVANCE" } as const;

export const product = new sequence.Product("platform", { name: text, label: maybe, taxCategoryId: null });
new sequence.Product(
  "platform",
  { name: Promise.resolve("Platform"), archived: true, account: "acme" },
  { protect: true },
);
// @ts-expect-error a required field is missing
new sequence.Product("platform", {});
// @ts-expect-error no such field
new sequence.Product("platform", { name: "Platform", lable: "Fee" });
// @ts-expect-error what is required cannot be cleared
new sequence.Product("platform", { name: null });
// @ts-expect-error archived is said, not computed
new sequence.Product("platform", { name: "Platform", archived: pulumi.output(true) });

// structures: tagged, references by id or by name
new sequence.ListPrice("monthly", { ...monthly, product, structure: { pricingType: "FIXED", price: text } });
new sequence.ListPrice("monthly", { ...monthly, product, structure: price, currency: "XXX", integrationIds: [] });
new sequence.ListPrice("usage", {
  ...monthly,
  product: catalogue.get(sequence.Product, "sequence/platform"),
  structure: {
    pricingType: "GRADUATED",
    usageMetric: "API calls",
    usageCalculationMode: "CUMULATIVE",
    tiers: [
      { price: "0", upperBound: text, isPricePercentage: false },
      pulumi.output({ price: "1", isPricePercentage: false }),
    ],
  },
});
new sequence.ListPrice("monthly", {
  ...monthly,
  product,
  // @ts-expect-error a member of another structure
  structure: { pricingType: "FIXED", price: "1", packageSize: "10" },
});
new sequence.ListPrice("monthly", {
  ...monthly,
  product,
  // @ts-expect-error a member is missing
  structure: { pricingType: "PACKAGE", packageSize: "1", usageMetric: "x" },
});
// @ts-expect-error no such structure
new sequence.ListPrice("monthly", { ...monthly, product, structure: { pricingType: "FREE", price: "1" } });
// @ts-expect-error amounts are texts, never floats
new sequence.ListPrice("monthly", { ...monthly, product, structure: { pricingType: "FIXED", price: 1.5 } });
const linear = { pricingType: "LINEAR", pricePerUnit: "1", isPricePercentage: false } as const;
new sequence.ListPrice("usage", { ...monthly, product, structure: { ...linear, usageMetric: "x" } });
// @ts-expect-error neither the id nor the name
new sequence.ListPrice("usage", { ...monthly, product, structure: linear });
new sequence.ListPrice("usage", {
  ...monthly,
  product,
  // @ts-expect-error both the id and the name
  structure: { ...linear, usageMetric: "x", usageMetricId: "y" },
});
new sequence.ListPrice("m", {
  ...monthly,
  product,
  structure: price,
  // @ts-expect-error a member of answers only
  integrationIds: [{ service: "Xero", id: "1", isPending: true }],
});

// parents
// @ts-expect-error no parent
new sequence.ListPrice("monthly", { ...monthly, structure: price });
const plan = { type: "flat_fee", price: { amount: 4900 } } as const;
export const seat = new fynn.Product("seat", { name: "Seat", type: "product", customFields: { anything: [1] } });
new fynn.PricePlan("monthly", { ...plan, product: seat, price: { amount: "49.00", tiers: [] } });
// @ts-expect-error a parent of another vendor
new fynn.PricePlan("monthly", { ...plan, product });
// @ts-expect-error a parent of another kind
new fynn.PricePlan("monthly", { ...plan, product: new fynn.PricePlan("other", { ...plan, product: seat }) });
// @ts-expect-error a closed choice
new fynn.PricePlan("monthly", { ...plan, product: seat, type: "flat" });
// @ts-expect-error the account of a plan is its product's
new fynn.PricePlan("monthly", { ...plan, product: seat, account: "acme" });

// lifecycle
const prices = [{ amount_type: "fixed", price_amount: 2900 }] as const;
new polar.Product("pro", {
  name: "Pro",
  prices,
  lifecycle: { onRemove: "retain", adopt: { id: "p-1", overwrite: true }, ignoreChanges: ["description"] },
});
// @ts-expect-error no such field to leave alone
new polar.Product("pro", { name: "Pro", prices, lifecycle: { ignoreChanges: ["structure"] } });
// @ts-expect-error no such word
new polar.Product("pro", { name: "Pro", prices, lifecycle: { onRemove: "delete" } });
// @ts-expect-error a fixed price has no preset
new polar.Product("pro", { name: "Pro", prices: [{ amount_type: "fixed", price_amount: 2900, preset_amount: 1 }] });
new polar.Product("pro", {
  name: "Pro",
  prices: pulumi.output([{ amount_type: "free" as const }]),
  metadata: { seats: 1, id: product.id },
});

// what holds itself, and what is named by key or by id
const meter = new polar.Meter("calls", {
  name: "Calls",
  filter: {
    conjunction: "and",
    clauses: [{ conjunction: "or", clauses: [{ property: "name", operator: "eq", value: text }] }],
  },
  aggregation: { func: "count" },
});
new polar.Meter("calls", {
  name: "Calls",
  filter: { conjunction: "and", clauses: [] },
  // @ts-expect-error a count has no property
  aggregation: { func: "count", property: "x" },
});
const unit = { amount_type: "metered_unit", unit_amount: "0.1" } as const;
new polar.Product("pro", { name: "Pro", prices: [{ ...unit, meter: "calls" }] });
new polar.Product("pro", { name: "Pro", prices: [{ ...unit, meter_id: meter.id }] });
// @ts-expect-error neither the key nor the id
new polar.Product("pro", { name: "Pro", prices: [unit] });

// what a program reads
export const names: pulumi.Output<string>[] = [
  product.name,
  seat.type,
  catalogue.get(polar.Product, "polar/pro").name,
  product.urn,
];
export const label: pulumi.Output<string | null | undefined> = product.label;
// @ts-expect-error perhaps it has none
export const surely: pulumi.Output<string> = product.label;
export const address: string = product.address;
export const isOne = (value: unknown): string => (sequence.Product.isInstance(value) ? value.address : "");

// the catalogue folder, and what is not for programs to look into
const values: Values = { price: "49.00", tiers: [1, { upTo: null }] };
const checked = readCatalogue({ directory: "catalogue", values });
new Catalogue("catalogue", checked, { protect: true });
new Catalogue("catalogue", { values });
// @ts-expect-error the entries of a checked catalogue are not public
checked.entries;
// @ts-expect-error nobody makes a checked catalogue but readCatalogue
new Catalogue("catalogue", { entries: [] });
// @ts-expect-error no such value in YAML
new Catalogue("catalogue", { values: { price: undefined } });
// @ts-expect-error a resource is made by the class of its kind
new CatalogueResource({}, {});
// @ts-expect-error the entry of a resource is not public
CatalogueResource.entryOf(product);
export const kept: Lifecycle<keyof sequence.ProductFields> = { onRemove: "retain", ignoreChanges: ["label"] };

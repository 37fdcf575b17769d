/** Catalogues of any size for measurements: products of Sequence with nine list prices each. */

export interface CatalogueOptions {
  /** Entries of a file at most. Infinity: one file. Default: 500. */
  readonly perFile?: number;
}

/** A product and its list prices. */
const ENTRIES_OF_PRODUCT = 10;
const CURRENCIES = ["EUR", "USD", "GBP"] as const;
const FREQUENCIES = ["MONTHLY", "QUARTERLY", "YEARLY"] as const;

/** The texts of the files by their names; `entries` is rounded down to whole products. */
export function sequenceCatalogue(entries: number, { perFile = 500 }: CatalogueOptions = {}): Record<string, string> {
  const products = Math.floor(entries / ENTRIES_OF_PRODUCT);
  const inFile = Math.max(1, Math.floor(Math.min(perFile, entries) / ENTRIES_OF_PRODUCT));
  const files: Record<string, string> = {};
  for (let first = 0; first < products; first += inFile) {
    const numbers = Array.from({ length: Math.min(inFile, products - first) }, (_, index) => first + index);
    const name = `sequence-${String(first / inFile).padStart(5, "0")}.yaml`;
    files[name] = `vendor: sequence\nproducts:\n${numbers.map(product).join("")}`;
  }
  return files;
}

const product = (number: number): string => `  product-${number}:
    name: Product ${number}
    label: What product ${number} is for
    listPrices:
${CURRENCIES.flatMap((currency) => FREQUENCIES.map((frequency) => price(number, currency, frequency))).join("")}`;

const price = (number: number, currency: string, frequency: string): string => `      ${keyOf(currency, frequency)}:
        name: Product ${number} in ${currency}, ${frequency.toLowerCase()}
        currency: ${currency}
        billingFrequency: ${frequency}
        billingType: ${frequency === "QUARTERLY" ? "IN_ARREARS" : "IN_ADVANCE"}
${frequency === "QUARTERLY" ? tiers(number, currency) : fixed(number)}`;

const keyOf = (currency: string, frequency: string): string => `${frequency}-${currency}`.toLowerCase();

const fixed = (number: number): string =>
  `        structure: { pricingType: FIXED, price: "${(number % 900) + 9}.90" }\n`;

const tiers = (number: number, currency: string): string => `        structure:
          pricingType: ${currency === "EUR" ? "VOLUME" : "GRADUATED"}
          usageMetricId: metric-${number % 10}
${currency === "EUR" ? "" : "          usageCalculationMode: BILLING_PERIOD\n"}          tiers:
            - { upperBound: "${(number % 90) * 10 + 100}", price: "0.0200", isPricePercentage: false }
            - { price: "0.0100", isPricePercentage: false }
`;

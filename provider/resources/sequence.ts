/** Made by tools/types/types.ts from the field tables: change those, and run `npm run fix`. */
import type * as pulumi from "@pulumi/pulumi";
import { kindOf } from "../pulumi/entry-of.js";
import { CatalogueResource } from "../pulumi/resource.js";
import { typed } from "../pulumi/typed.js";
import type { ExactlyOne, Filled, Lifecycle, OpenChoice } from "../pulumi/typed-args.js";

/** A product of Sequence. Its address is the account, a slash, and this name. */
export class Product extends CatalogueResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/sequence:Product";
  declare readonly __pulumiType: typeof Product.__pulumiType;
  /** Name of the product in Sequence's dashboard. It identifies the product: no two active products of an account share it. */
  declare readonly name: Filled<ProductFields["name"]>;
  /** Description of the product. Documented as internal; accounts have seen it as the group header on invoices. */
  declare readonly label: Filled<ProductFields["label"]>;
  /** Id of a tax category of the account. */
  declare readonly taxCategoryId: Filled<ProductFields["taxCategoryId"]>;

  /** Ends the program when the arguments are not in order, with a sentence for each mistake. */
  constructor(name: string, args: ProductArgs, options: pulumi.CustomResourceOptions = {}) {
    super(typed("sequence:Product", name, args), options);
  }

  /** Whether a value is a resource of this kind, be it from the YAML or from the program. */
  static override isInstance(value: unknown): value is Product {
    return kindOf(value) === "sequence:Product";
  }
}

export interface ProductArgs extends ProductFields {
  /** The account, as in catalogue:accounts. Default: the vendor's name. */
  readonly account?: string | undefined;
  /**
   * true archives the product at the vendor. No new prices can be created for the product. There is no way back, and Sequence shows the state nowhere but in the answer of the archive call.
   * Default: false
   *
   * @see https://docs.sequencehq.com/reference/latest/product/archive-a-product
   */
  readonly archived?: boolean | undefined;
  /** What happens to the object over time; nothing of it reaches the vendor. */
  readonly lifecycle?: Lifecycle<keyof ProductFields> | undefined;
}

/** What a product has at Sequence. */
export interface ProductFields {
  /**
   * Name of the product in Sequence's dashboard. It identifies the product: no two active products of an account share it.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-new-product
   */
  readonly name: pulumi.Input<string>;
  /**
   * Description of the product. Documented as internal; accounts have seen it as the group header on invoices.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-new-product
   */
  readonly label?: pulumi.Input<string | null | undefined>;
  /**
   * Id of a tax category of the account.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-new-product
   */
  readonly taxCategoryId?: pulumi.Input<string | null | undefined>;
}

/** A list price of Sequence. Its address is the address of the product, a slash, and this name. */
export class ListPrice extends CatalogueResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/sequence:ListPrice";
  declare readonly __pulumiType: typeof ListPrice.__pulumiType;
  /** Id of the product that the price belongs to. */
  declare readonly productId: pulumi.Output<string>;
  /** Name of the price, as customers see it. */
  declare readonly name: Filled<ListPriceFields["name"]>;
  /** Currency of all amounts of the price. Another currency makes a new list price. */
  declare readonly currency: Filled<ListPriceFields["currency"]>;
  /** What is charged. */
  declare readonly structure: Filled<ListPriceFields["structure"]>;
  /** How often the price is charged. */
  declare readonly billingFrequency: Filled<ListPriceFields["billingFrequency"]>;
  /** Whether a period is billed at its end or at its beginning. */
  declare readonly billingType: Filled<ListPriceFields["billingType"]>;
  /** Ids of this price in other systems. */
  declare readonly integrationIds: Filled<ListPriceFields["integrationIds"]>;
  /** Parameters for a custom metric. */
  declare readonly customMetricParameters: Filled<ListPriceFields["customMetricParameters"]>;
  /** Period over which usage is added up; only for GRADUATED with PERIODIC. */
  declare readonly usageCalculationPeriod: Filled<ListPriceFields["usageCalculationPeriod"]>;

  /** Ends the program when the arguments are not in order, with a sentence for each mistake. */
  constructor(name: string, args: ListPriceArgs, options: pulumi.CustomResourceOptions = {}) {
    super(typed("sequence:ListPrice", name, args), options);
  }

  /** Whether a value is a resource of this kind, be it from the YAML or from the program. */
  static override isInstance(value: unknown): value is ListPrice {
    return kindOf(value) === "sequence:ListPrice";
  }
}

export interface ListPriceArgs extends ListPriceFields {
  /** The product that it belongs to; one from the YAML is `catalogue.get(sequence.Product, …)`. */
  readonly product: Product;
  /**
   * true archives the list price at the vendor. The price can no longer be chosen; running schedules keep their own copies. There is no way back. It is seen in that lists leave it out.
   * Default: false
   *
   * @see https://docs.sequencehq.com/reference/latest/product/archive-a-list-price
   */
  readonly archived?: boolean | undefined;
  /** What happens to the object over time; nothing of it reaches the vendor. */
  readonly lifecycle?: Lifecycle<keyof ListPriceFields> | undefined;
}

/** What a list price has at Sequence. */
export interface ListPriceFields {
  /**
   * Name of the price, as customers see it.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly name: pulumi.Input<string>;
  /**
   * Currency of all amounts of the price. Another currency makes a new list price.
   * Unit: ISO 4217 code, upper case
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly currency: pulumi.Input<
    OpenChoice<
      | "AED"
      | "ARS"
      | "AUD"
      | "BRL"
      | "BGN"
      | "CAD"
      | "CHF"
      | "CLP"
      | "CNY"
      | "COP"
      | "CZK"
      | "DKK"
      | "EGP"
      | "EUR"
      | "GBP"
      | "HKD"
      | "ILS"
      | "INR"
      | "ISK"
      | "JPY"
      | "KRW"
      | "MXN"
      | "NOK"
      | "NZD"
      | "PLN"
      | "SAR"
      | "SEK"
      | "SGD"
      | "THB"
      | "USD"
      | "UYU"
      | "ZAR"
    >
  >;
  /**
   * What is charged.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly structure: pulumi.Input<ListPriceStructure>;
  /**
   * How often the price is charged.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly billingFrequency: pulumi.Input<
    OpenChoice<"ON_DEMAND" | "ONE_TIME" | "MONTHLY" | "QUARTERLY" | "HALF_YEARLY" | "YEARLY" | "PER_EVENT">
  >;
  /**
   * Whether a period is billed at its end or at its beginning.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly billingType: pulumi.Input<OpenChoice<"IN_ARREARS" | "IN_ADVANCE">>;
  /**
   * Ids of this price in other systems.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly integrationIds?: pulumi.Input<readonly pulumi.Input<ListPriceIntegrationId>[] | null | undefined>;
  /**
   * Parameters for a custom metric.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly customMetricParameters?: pulumi.Input<
    readonly pulumi.Input<ListPriceCustomMetricParameter>[] | null | undefined
  >;
  /**
   * Period over which usage is added up; only for GRADUATED with PERIODIC.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly usageCalculationPeriod?: pulumi.Input<ListPriceUsageCalculationPeriod | null | undefined>;
}

export type ListPriceStructure =
  | ListPriceStructureOneTime
  | ListPriceStructureFixed
  | ListPriceStructureLinear
  | ListPriceStructurePackage
  | ListPriceStructureSeatBased
  | ListPriceStructureGraduated
  | ListPriceStructureVolume;

export interface ListPriceStructureOneTime {
  /**
   * How the price is calculated. Another value makes a new list price.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly pricingType: "ONE_TIME";
  /**
   * Charged once.
   * Unit: major units of the currency, as a decimal string
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly price: pulumi.Input<string>;
}

export interface ListPriceStructureFixed {
  /**
   * How the price is calculated. Another value makes a new list price.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly pricingType: "FIXED";
  /**
   * Charged once every billing period.
   * Unit: major units of the currency, as a decimal string
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly price: pulumi.Input<string>;
}

export type ListPriceStructureLinear = {
  /**
   * How the price is calculated. Another value makes a new list price.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly pricingType: "LINEAR";
  /**
   * Price of a unit of the metric.
   * Unit: major units of the currency, as a decimal string
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly pricePerUnit: pulumi.Input<string>;
  /**
   * The price is a percentage of the metric's value instead of an amount. Documented: 1 is 100 %; accounts have seen 1 as 1 %. Try it on the sandbox first.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly isPricePercentage: pulumi.Input<boolean>;
} & ExactlyOne<{
  /**
   * Id of the usage metric that is priced.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly usageMetricId: pulumi.Input<string>;
  /**
   * Name of the usage metric that is priced, instead of its id. It is looked up when the price is written.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/list-usage-metrics
   */
  readonly usageMetric: pulumi.Input<string>;
}>;

export type ListPriceStructurePackage = {
  /**
   * How the price is calculated. Another value makes a new list price.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly pricingType: "PACKAGE";
  /**
   * Units in a package.
   * Unit: units of the metric, as a decimal string
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly packageSize: pulumi.Input<string>;
  /**
   * Price of a package.
   * Unit: major units of the currency, as a decimal string
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly pricePerPackage: pulumi.Input<string>;
} & ExactlyOne<{
  /**
   * Id of the usage metric that is priced.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly usageMetricId: pulumi.Input<string>;
  /**
   * Name of the usage metric that is priced, instead of its id. It is looked up when the price is written.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/list-usage-metrics
   */
  readonly usageMetric: pulumi.Input<string>;
}>;

export type ListPriceStructureSeatBased = {
  /**
   * How the price is calculated. Another value makes a new list price.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly pricingType: "SEAT_BASED";
  /**
   * Price of a seat for a full billing period.
   * Unit: major units of the currency, as a decimal string
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly pricePerSeat: pulumi.Input<string>;
  /**
   * How seats that change within a period are charged.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly prorationStrategy: pulumi.Input<OpenChoice<"USE_MAXIMUM" | "PRORATE_INCREMENTS" | "PRORATE_ALL_CHANGES">>;
  /**
   * Seats that are charged at least.
   * Unit: seats
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly contractedMinimumSeats: pulumi.Input<number>;
  /**
   * Tiers without gaps, ascending.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly tiers: pulumi.Input<readonly pulumi.Input<ListPriceStructureSeatBasedTier>[]>;
  /**
   * How often seats above the contract are charged.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly overagesBillingFrequency?: pulumi.Input<
    OpenChoice<"NONE" | "MONTHLY" | "QUARTERLY" | "HALF_YEARLY" | "YEARLY"> | undefined
  >;
  /**
   * Flat fees are prorated when the service period differs from the billing frequency.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly prorateFlatFees?: pulumi.Input<boolean | undefined>;
} & ExactlyOne<{
  /**
   * Id of the seat metric that is priced.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly seatMetricId: pulumi.Input<string>;
  /**
   * Label of the seat metric that is priced, instead of its id. It is looked up when the price is written.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/list-seat-metrics
   */
  readonly seatMetric: pulumi.Input<string>;
}>;

export interface ListPriceStructureSeatBasedTier {
  /**
   * Price of a unit within this tier.
   * Unit: major units of the currency, as a decimal string
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly price: pulumi.Input<string>;
  /**
   * The tier ends here. It begins where the tier before ends; the last tier has none.
   * Unit: units of the metric, as a decimal string
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly upperBound?: pulumi.Input<string | undefined>;
  /**
   * Flat amount charged as soon as the tier is reached.
   * Unit: major units of the currency, as a decimal string
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly fee?: pulumi.Input<string | undefined>;
}

export type ListPriceStructureGraduated = {
  /**
   * How the price is calculated. Another value makes a new list price.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly pricingType: "GRADUATED";
  /**
   * Tiers without gaps, ascending; each unit costs what its tier says.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly tiers: pulumi.Input<readonly pulumi.Input<ListPriceStructureGraduatedTier>[]>;
  /**
   * Over what time usage is added up. PERIODIC needs `usageCalculationPeriod`.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly usageCalculationMode: pulumi.Input<OpenChoice<"BILLING_PERIOD" | "CUMULATIVE" | "PERIODIC">>;
} & ExactlyOne<{
  /**
   * Id of the usage metric that is priced.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly usageMetricId: pulumi.Input<string>;
  /**
   * Name of the usage metric that is priced, instead of its id. It is looked up when the price is written.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/list-usage-metrics
   */
  readonly usageMetric: pulumi.Input<string>;
}>;

export interface ListPriceStructureGraduatedTier {
  /**
   * Price of a unit within this tier.
   * Unit: major units of the currency, as a decimal string
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly price: pulumi.Input<string>;
  /**
   * The tier ends here. It begins where the tier before ends; the last tier has none.
   * Unit: units of the metric, as a decimal string
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly upperBound?: pulumi.Input<string | undefined>;
  /**
   * Flat amount charged as soon as the tier is reached.
   * Unit: major units of the currency, as a decimal string
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly fee?: pulumi.Input<string | undefined>;
  /**
   * The price is a percentage of the metric's value instead of an amount. Documented: 1 is 100 %; accounts have seen 1 as 1 %. Try it on the sandbox first.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly isPricePercentage: pulumi.Input<boolean>;
}

export type ListPriceStructureVolume = {
  /**
   * How the price is calculated. Another value makes a new list price.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly pricingType: "VOLUME";
  /**
   * Tiers without gaps, ascending; all units cost what the reached tier says.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly tiers: pulumi.Input<readonly pulumi.Input<ListPriceStructureVolumeTier>[]>;
} & ExactlyOne<{
  /**
   * Id of the usage metric that is priced.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly usageMetricId: pulumi.Input<string>;
  /**
   * Name of the usage metric that is priced, instead of its id. It is looked up when the price is written.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/list-usage-metrics
   */
  readonly usageMetric: pulumi.Input<string>;
}>;

export interface ListPriceStructureVolumeTier {
  /**
   * Price of a unit within this tier.
   * Unit: major units of the currency, as a decimal string
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly price: pulumi.Input<string>;
  /**
   * The tier ends here. It begins where the tier before ends; the last tier has none.
   * Unit: units of the metric, as a decimal string
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly upperBound?: pulumi.Input<string | undefined>;
  /**
   * Flat amount charged as soon as the tier is reached.
   * Unit: major units of the currency, as a decimal string
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly fee?: pulumi.Input<string | undefined>;
  /**
   * The price is a percentage of the metric's value instead of an amount. Documented: 1 is 100 %; accounts have seen 1 as 1 %. Try it on the sandbox first.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly isPricePercentage: pulumi.Input<boolean>;
  /**
   * Least price of a unit, for percentages.
   * Unit: major units of the currency, as a decimal string
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly minPrice?: pulumi.Input<string | undefined>;
  /**
   * Highest price of a unit, for percentages.
   * Unit: major units of the currency, as a decimal string
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly maxPrice?: pulumi.Input<string | undefined>;
}

export interface ListPriceIntegrationId {
  /**
   * The other system.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly service: pulumi.Input<
    OpenChoice<
      | "Amazon_Redshift"
      | "GoCardless"
      | "Google_BigQuery"
      | "Google_Sheets"
      | "HubSpot"
      | "NetSuite"
      | "QuickBooks_Online"
      | "Salesforce"
      | "Slack"
      | "Snowflake"
      | "Stripe"
      | "Xero"
      | "Avalara"
      | "Anrok"
      | "Attio"
      | "Numeral"
      | "Rillet"
      | "Sphere"
    >
  >;
  /**
   * The price's id there.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly id: pulumi.Input<string>;
}

export interface ListPriceCustomMetricParameter {
  /**
   * Id of the metric's parameter.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly parameterId: pulumi.Input<string>;
  /**
   * Its value for this price.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly value: pulumi.Input<string>;
}

export interface ListPriceUsageCalculationPeriod {
  /**
   * Unit of the period.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly frequency: pulumi.Input<OpenChoice<"MONTHLY" | "QUARTERLY" | "HALF_YEARLY" | "YEARLY">>;
  /**
   * How many of them.
   *
   * @see https://docs.sequencehq.com/reference/latest/product/create-a-list-price
   */
  readonly interval: pulumi.Input<number>;
}

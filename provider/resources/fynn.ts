/** Made by tools/types/types.ts from the field tables: change those, and run `npm run fix`. */
import type * as pulumi from "@pulumi/pulumi";
import { kindOf } from "../pulumi/entry-of.js";
import { CatalogueResource } from "../pulumi/resource.js";
import { typed } from "../pulumi/typed.js";
import type { Anything, Filled, Lifecycle } from "../pulumi/typed-args.js";

/** A product of Fynn. Its address is the account, a slash, and this name. */
export class Product extends CatalogueResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/fynn:Product";
  declare readonly __pulumiType: typeof Product.__pulumiType;
  /** Name in the tenant's language, as customers see it. */
  declare readonly name: Filled<ProductFields["name"]>;
  /** Description in the tenant's language. */
  declare readonly description: Filled<ProductFields["description"]>;
  /** Name in the web app's lists and reports; tells products of the same name apart. */
  declare readonly internalName: Filled<ProductFields["internalName"]>;
  /** Internal product number. It identifies the product. */
  declare readonly number: Filled<ProductFields["number"]>;
  /** product is billed again and again, charge once; plan belongs to a plan, and no list shows it. Another type makes a new product. */
  declare readonly type: Filled<ProductFields["type"]>;
  /** always: the product stands on every invoice; only_if_charged: only when something is charged for it. */
  declare readonly invoiceVisibility: Filled<ProductFields["invoiceVisibility"]>;
  /** What is counted: a quantity or a metered usage. Every account has one with the code `quantity`. Another one makes a new product. */
  declare readonly measurement: Filled<ProductFields["measurement"]>;
  /** Families that group products. */
  declare readonly productFamilies: Filled<ProductFields["productFamilies"]>;
  /** How the product is taxed. */
  declare readonly taxGroup: Filled<ProductFields["taxGroup"]>;
  /** For accounting exports. */
  declare readonly costCentre: Filled<ProductFields["costCentre"]>;
  /** Values of custom fields, which must have been set up in Fynn before. */
  declare readonly customFields: Filled<ProductFields["customFields"]>;
  /** Texts in other languages, by locale. Whether name and translations may be sent together is not documented: the setting `dropTranslations` decides. */
  declare readonly translations: Filled<ProductFields["translations"]>;

  /** Ends the program when the arguments are not in order, with a sentence for each mistake. */
  constructor(name: string, args: ProductArgs, options: pulumi.CustomResourceOptions = {}) {
    super(typed("fynn:Product", name, args), options);
  }

  /** Whether a value is a resource of this kind, be it from the YAML or from the program. */
  static override isInstance(value: unknown): value is Product {
    return kindOf(value) === "fynn:Product";
  }
}

export interface ProductArgs extends ProductFields {
  /** The account, as in catalogue:accounts. Default: the vendor's name. */
  readonly account?: string | undefined;
  /**
   * true archives the product at the vendor. The product should not be used any more, and lists leave it out unless asked. Fynn documents no way back.
   * Default: false
   *
   * @see https://docs.fynn.eu/api-reference/product/archive-a-product
   */
  readonly archived?: boolean | undefined;
  /** What happens to the object over time; nothing of it reaches the vendor. */
  readonly lifecycle?: Lifecycle<keyof ProductFields> | undefined;
}

/** What a product has at Fynn. */
export interface ProductFields {
  /**
   * Name in the tenant's language, as customers see it.
   *
   * @see https://docs.fynn.eu/api-reference/product/create-a-product
   */
  readonly name: pulumi.Input<string>;
  /**
   * Description in the tenant's language.
   *
   * @see https://docs.fynn.eu/api-reference/product/create-a-product
   */
  readonly description?: pulumi.Input<string | null | undefined>;
  /**
   * Name in the web app's lists and reports; tells products of the same name apart.
   *
   * @see https://docs.fynn.eu/api-reference/product/create-a-product
   */
  readonly internalName?: pulumi.Input<string | null | undefined>;
  /**
   * Internal product number. It identifies the product.
   *
   * @see https://docs.fynn.eu/api-reference/product/create-a-product
   */
  readonly number?: pulumi.Input<string | null | undefined>;
  /**
   * product is billed again and again, charge once; plan belongs to a plan, and no list shows it. Another type makes a new product.
   *
   * @see https://docs.fynn.eu/api-reference/product/create-a-product
   */
  readonly type: pulumi.Input<"product" | "charge" | "plan">;
  /**
   * always: the product stands on every invoice; only_if_charged: only when something is charged for it.
   *
   * @see https://docs.fynn.eu/api-reference/product/create-a-product
   */
  readonly invoiceVisibility?: pulumi.Input<"always" | "only_if_charged" | undefined>;
  /**
   * What is counted: a quantity or a metered usage. Every account has one with the code `quantity`. Another one makes a new product.
   *
   * @see https://docs.fynn.eu/api-reference/product/create-a-product
   */
  readonly measurement?: pulumi.Input<ProductMeasurement | undefined>;
  /**
   * Families that group products.
   *
   * @see https://docs.fynn.eu/api-reference/product/create-a-product
   */
  readonly productFamilies?: pulumi.Input<readonly pulumi.Input<ProductProductFamily>[] | null | undefined>;
  /**
   * How the product is taxed.
   *
   * @see https://docs.fynn.eu/api-reference/product/create-a-product
   */
  readonly taxGroup?: pulumi.Input<ProductTaxGroup | undefined>;
  /**
   * For accounting exports.
   *
   * @see https://docs.fynn.eu/api-reference/product/create-a-product
   */
  readonly costCentre?: pulumi.Input<ProductCostCentre | null | undefined>;
  /**
   * Values of custom fields, which must have been set up in Fynn before.
   *
   * @see https://docs.fynn.eu/en/guide/tenant/custom-fields
   */
  readonly customFields?: pulumi.Input<Anything | null | undefined>;
  /**
   * Texts in other languages, by locale. Whether name and translations may be sent together is not documented: the setting `dropTranslations` decides.
   *
   * @see https://docs.fynn.eu/api-reference/product/update-a-product
   */
  readonly translations?: pulumi.Input<Anything | null | undefined>;
}

export interface ProductMeasurement {
  /**
   * Its id at Fynn.
   *
   * @see https://docs.fynn.eu/api-reference/product/create-a-product
   */
  readonly id: pulumi.Input<string>;
}

export interface ProductProductFamily {
  /**
   * Its id at Fynn.
   *
   * @see https://docs.fynn.eu/api-reference/product/create-a-product
   */
  readonly id: pulumi.Input<string>;
}

export interface ProductTaxGroup {
  /**
   * Its id at Fynn.
   *
   * @see https://docs.fynn.eu/api-reference/product/create-a-product
   */
  readonly id: pulumi.Input<string>;
}

export interface ProductCostCentre {
  /**
   * Its id at Fynn.
   *
   * @see https://docs.fynn.eu/api-reference/product/create-a-product
   */
  readonly id: pulumi.Input<string>;
}

/** A price plan of Fynn. Its address is the address of the product, a slash, and this name. */
export class PricePlan extends CatalogueResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/fynn:PricePlan";
  declare readonly __pulumiType: typeof PricePlan.__pulumiType;
  /** Id of the product that the plan belongs to. */
  declare readonly product: pulumi.Output<string>;
  /** Name in the web app. Nothing else of a plan can hold a name. */
  declare readonly internalName: Filled<PricePlanFields["internalName"]>;
  /** How the price is calculated. Another type makes a new price plan. */
  declare readonly type: Filled<PricePlanFields["type"]>;
  /** What is charged. Members that Fynn's pages do not describe (tiers) pass through as written. */
  declare readonly price: Filled<PricePlanFields["price"]>;
  /** Currency of the plan, which must be enabled for the tenant. Another currency makes a new price plan. */
  declare readonly currencyCode: Filled<PricePlanFields["currencyCode"]>;
  /** How often it is charged. */
  declare readonly billingInterval: Filled<PricePlanFields["billingInterval"]>;
  /** Interval for which the price is shown. */
  declare readonly showPricePerInterval: Filled<PricePlanFields["showPricePerInterval"]>;
  /** Whether a period is billed at its beginning. */
  declare readonly payInAdvance: Filled<PricePlanFields["payInAdvance"]>;
  /** Whether a part of a period costs its part of the price. */
  declare readonly proRata: Filled<PricePlanFields["proRata"]>;
  /** Whether a trial applies. Fynn sets the days of a trial on the price, by a field that its API pages do not name: set them in the dashboard, where they stay. */
  declare readonly applyTrial: Filled<PricePlanFields["applyTrial"]>;
  /** Quantity that is deducted before anything is charged. */
  declare readonly freeUnits: Filled<PricePlanFields["freeUnits"]>;
  /** The only sales channel that may use the plan. */
  declare readonly salesChannel: Filled<PricePlanFields["salesChannel"]>;
  /** Whether the plan is custom; Fynn's pages show the field without an explanation. */
  declare readonly custom: Filled<PricePlanFields["custom"]>;
  /** Id of a charge. */
  declare readonly charge: Filled<PricePlanFields["charge"]>;
  /** Id of a product set option. */
  declare readonly productSetOption: Filled<PricePlanFields["productSetOption"]>;
  /** The only customer that may use the plan. */
  declare readonly customer: Filled<PricePlanFields["customer"]>;

  /** Ends the program when the arguments are not in order, with a sentence for each mistake. */
  constructor(name: string, args: PricePlanArgs, options: pulumi.CustomResourceOptions = {}) {
    super(typed("fynn:PricePlan", name, args), options);
  }

  /** Whether a value is a resource of this kind, be it from the YAML or from the program. */
  static override isInstance(value: unknown): value is PricePlan {
    return kindOf(value) === "fynn:PricePlan";
  }
}

export interface PricePlanArgs extends PricePlanFields {
  /** The product that it belongs to; one from the YAML is `catalogue.get(fynn.Product, …)`. */
  readonly product: Product;
  /**
   * true archives the price plan at the vendor. The plan cannot be used any more, and lists leave it out unless asked. Fynn documents no way back.
   * Default: false
   *
   * @see https://docs.fynn.eu/api-reference/priceplan/archive-a-price-plan
   */
  readonly archived?: boolean | undefined;
  /** What happens to the object over time; nothing of it reaches the vendor. */
  readonly lifecycle?: Lifecycle<keyof PricePlanFields> | undefined;
}

/** What a price plan has at Fynn. */
export interface PricePlanFields {
  /**
   * Name in the web app. Nothing else of a plan can hold a name.
   *
   * @see https://docs.fynn.eu/api-reference/priceplan/create-a-new-price-plan
   */
  readonly internalName?: pulumi.Input<string | null | undefined>;
  /**
   * How the price is calculated. Another type makes a new price plan.
   *
   * @see https://docs.fynn.eu/en/guide/catalogue/prices/introduction
   */
  readonly type: pulumi.Input<"flat_fee" | "per_unit" | "tiered" | "volume" | "stair_step" | "percentage">;
  /**
   * What is charged. Members that Fynn's pages do not describe (tiers) pass through as written.
   *
   * @see https://docs.fynn.eu/en/guide/catalogue/prices/introduction
   */
  readonly price?: pulumi.Input<PricePlanPrice | undefined>;
  /**
   * Currency of the plan, which must be enabled for the tenant. Another currency makes a new price plan.
   * Unit: ISO 4217 code
   *
   * @see https://docs.fynn.eu/en/guide/catalogue/prices/introduction
   */
  readonly currencyCode?: pulumi.Input<string | Anything | undefined>;
  /**
   * How often it is charged.
   * Unit: an interval such as "1M"
   *
   * @see https://docs.fynn.eu/api-reference/priceplan/create-a-new-price-plan
   */
  readonly billingInterval?: pulumi.Input<string | undefined>;
  /**
   * Interval for which the price is shown.
   * Unit: an interval such as "1M"
   *
   * @see https://docs.fynn.eu/api-reference/priceplan/create-a-new-price-plan
   */
  readonly showPricePerInterval?: pulumi.Input<string | null | undefined>;
  /**
   * Whether a period is billed at its beginning.
   *
   * @see https://docs.fynn.eu/api-reference/priceplan/create-a-new-price-plan
   */
  readonly payInAdvance?: pulumi.Input<boolean | undefined>;
  /**
   * Whether a part of a period costs its part of the price.
   *
   * @see https://docs.fynn.eu/api-reference/priceplan/create-a-new-price-plan
   */
  readonly proRata?: pulumi.Input<boolean | undefined>;
  /**
   * Whether a trial applies. Fynn sets the days of a trial on the price, by a field that its API pages do not name: set them in the dashboard, where they stay.
   * Default: true
   *
   * @see https://docs.fynn.eu/api-reference/priceplan/create-a-new-price-plan
   */
  readonly applyTrial?: pulumi.Input<boolean | undefined>;
  /**
   * Quantity that is deducted before anything is charged.
   * Default: {}
   *
   * @see https://docs.fynn.eu/api-reference/priceplan/create-a-new-price-plan
   */
  readonly freeUnits?: pulumi.Input<Anything | null | undefined>;
  /**
   * The only sales channel that may use the plan.
   * Default: {}
   *
   * @see https://docs.fynn.eu/api-reference/priceplan/create-a-new-price-plan
   */
  readonly salesChannel?: pulumi.Input<Anything | null | undefined>;
  /**
   * Whether the plan is custom; Fynn's pages show the field without an explanation.
   *
   * @see https://docs.fynn.eu/api-reference/priceplan/create-a-new-price-plan
   */
  readonly custom?: pulumi.Input<boolean | undefined>;
  /**
   * Id of a charge.
   *
   * @see https://docs.fynn.eu/api-reference/priceplan/create-a-new-price-plan
   */
  readonly charge?: pulumi.Input<string | null | undefined>;
  /**
   * Id of a product set option.
   *
   * @see https://docs.fynn.eu/api-reference/priceplan/create-a-new-price-plan
   */
  readonly productSetOption?: pulumi.Input<string | null | undefined>;
  /**
   * The only customer that may use the plan.
   *
   * @see https://docs.fynn.eu/api-reference/priceplan/create-a-new-price-plan
   */
  readonly customer?: pulumi.Input<PricePlanCustomer | null | undefined>;
}

export interface PricePlanPrice {
  /**
   * The amount, sent as it is written unless `amountUnit` says more.
   * Unit: not documented: try it on the sandbox, then set `amountUnit`
   *
   * @see https://docs.fynn.eu/api-reference/priceplan/create-a-new-price-plan
   */
  readonly amount?: pulumi.Input<string | number | undefined>;
  readonly [member: string]: unknown;
}

export interface PricePlanCustomer {
  /**
   * Its id at Fynn.
   *
   * @see https://docs.fynn.eu/api-reference/priceplan/create-a-new-price-plan
   */
  readonly id: pulumi.Input<string>;
}

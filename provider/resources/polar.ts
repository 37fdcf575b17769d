/** Made by tools/types/types.ts from the field tables: change those, and run `npm run fix`. */
import type * as pulumi from "@pulumi/pulumi";
import { CatalogueResource } from "../pulumi/resource.js";
import { typed } from "../pulumi/typed.js";
import type { Filled, Lifecycle, OpenChoice } from "../pulumi/typed-args.js";

/** A product of Polar. Its address is the account, a slash, and this name. */
export class Product extends CatalogueResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/polar:Product";
  declare readonly __pulumiType: typeof Product.__pulumiType;
  /** Name of the product. */
  declare readonly name: Filled<ProductFields["name"]>;
  /** Description, in Markdown. */
  declare readonly description: Filled<ProductFields["description"]>;
  /** Who sees the product. */
  declare readonly visibility: Filled<ProductFields["visibility"]>;
  /** How often a subscription is charged. Absent: a one-time purchase. Another interval makes a new product. */
  declare readonly recurring_interval: Filled<ProductFields["recurring_interval"]>;
  /** How many intervals make a period. Another count makes a new product. */
  declare readonly recurring_interval_count: Filled<ProductFields["recurring_interval_count"]>;
  /** Texts and numbers of your own. Two of Polar's fifty places hold the mark by which this catalogue knows its products. */
  declare readonly metadata: Filled<ProductFields["metadata"]>;
  /** All prices of the product. Prices that did not change keep their ids; others are made anew, and those no longer listed are archived for new customers. */
  declare readonly prices: Filled<ProductFields["prices"]>;

  /** Ends the program when the arguments are not in order, with a sentence for each mistake. */
  constructor(name: string, args: ProductArgs, options: pulumi.CustomResourceOptions = {}) {
    super(typed("polar:Product", name, args), options);
  }

  /** Whether a value is a resource of this kind, be it from the YAML or from the program. */
  static override isInstance(value: unknown): value is Product {
    return CatalogueResource.entryOf(value)?.kind.type === "polar:Product";
  }
}

export interface ProductArgs extends ProductFields {
  /** The account, as in catalogue:accounts. Default: the vendor's name. */
  readonly account?: string | undefined;
  /**
   * true archives the product at the vendor. Nobody can buy the product any more; subscribers keep it and are charged on. `archived: false` brings it back with the same id.
   * Default: false
   *
   * @see https://polar.sh/docs/api-reference/products/update
   */
  readonly archived?: boolean | undefined;
  /** What happens to the object over time; nothing of it reaches the vendor. */
  readonly lifecycle?: Lifecycle<keyof ProductFields> | undefined;
}

/** What a product has at Polar. */
export interface ProductFields {
  /**
   * Name of the product.
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly name: pulumi.Input<string>;
  /**
   * Description, in Markdown.
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly description?: pulumi.Input<string | null | undefined>;
  /**
   * Who sees the product.
   * Default: "public"
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly visibility?: pulumi.Input<OpenChoice<"draft" | "private" | "public"> | null | undefined>;
  /**
   * How often a subscription is charged. Absent: a one-time purchase. Another interval makes a new product.
   *
   * @see https://polar.sh/docs/features/products
   */
  readonly recurring_interval?: pulumi.Input<"day" | "week" | "month" | "year" | null | undefined>;
  /**
   * How many intervals make a period. Another count makes a new product.
   * Unit: intervals
   * Default: 1
   *
   * @see https://polar.sh/docs/features/products
   */
  readonly recurring_interval_count?: pulumi.Input<number | undefined>;
  /**
   * Texts and numbers of your own. Two of Polar's fifty places hold the mark by which this catalogue knows its products.
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly metadata?: pulumi.Input<{ readonly [key: string]: pulumi.Input<string | number | boolean> } | null | undefined>;
  /**
   * All prices of the product. Prices that did not change keep their ids; others are made anew, and those no longer listed are archived for new customers.
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly prices: pulumi.Input<readonly pulumi.Input<ProductPrice>[]>;
}

export type ProductPrice = ProductPriceFixed | ProductPriceCustom | ProductPriceFree;

export interface ProductPriceFixed {
  /**
   * How the amount is found.
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly amount_type: "fixed";
  /**
   * The amount; 0 is free.
   * Unit: smallest unit of the currency (cents), a whole number
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly price_amount: pulumi.Input<number>;
  /**
   * Currency of the amounts.
   * Unit: ISO 4217 code, lower case
   * Default: "usd"
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly price_currency?: pulumi.Input<string | undefined>;
  /**
   * Whether the amount includes tax. Default: what the organization has set.
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly tax_behavior?: pulumi.Input<OpenChoice<"location" | "inclusive" | "exclusive"> | undefined>;
}

export interface ProductPriceCustom {
  /**
   * How the amount is found.
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly amount_type: "custom";
  /**
   * Least amount that a customer may pay.
   * Unit: smallest unit of the currency (cents), a whole number
   * Default: 50
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly minimum_amount?: pulumi.Input<number | undefined>;
  /**
   * Highest amount that a customer may pay.
   * Unit: smallest unit of the currency (cents), a whole number
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly maximum_amount?: pulumi.Input<number | undefined>;
  /**
   * Amount that is suggested.
   * Unit: smallest unit of the currency (cents), a whole number
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly preset_amount?: pulumi.Input<number | undefined>;
  /**
   * Currency of the amounts.
   * Unit: ISO 4217 code, lower case
   * Default: "usd"
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly price_currency?: pulumi.Input<string | undefined>;
  /**
   * Whether the amount includes tax. Default: what the organization has set.
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly tax_behavior?: pulumi.Input<OpenChoice<"location" | "inclusive" | "exclusive"> | undefined>;
}

export interface ProductPriceFree {
  /**
   * How the amount is found.
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly amount_type: "free";
  /**
   * Currency of the amounts.
   * Unit: ISO 4217 code, lower case
   * Default: "usd"
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly price_currency?: pulumi.Input<string | undefined>;
  /**
   * Whether the amount includes tax. Default: what the organization has set.
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly tax_behavior?: pulumi.Input<OpenChoice<"location" | "inclusive" | "exclusive"> | undefined>;
}

/** Made by tools/types/types.ts from the field tables: change those, and run `npm run fix`. */
import type * as pulumi from "@pulumi/pulumi";
import { kindOf } from "../pulumi/entry-of.js";
import { CatalogueResource } from "../pulumi/resource.js";
import { typed } from "../pulumi/typed.js";
import type { ExactlyOne, Filled, Lifecycle, OpenChoice } from "../pulumi/typed-args.js";

/** A meter of Polar. Its address is the account, a slash, and this name. */
export class Meter extends CatalogueResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/polar:Meter";
  declare readonly __pulumiType: typeof Meter.__pulumiType;
  /** Name of the meter; customers see it on invoices. */
  declare readonly name: Filled<MeterFields["name"]>;
  /** How quantities are shown: as they are, as tokens, or with a label of your own. */
  declare readonly unit: Filled<MeterFields["unit"]>;
  /** What a unit is called, for `unit: custom`, which needs it. */
  declare readonly custom_label: Filled<MeterFields["custom_label"]>;
  /** For unit custom: by how much quantities are multiplied when they are shown. */
  declare readonly custom_multiplier: Filled<MeterFields["custom_multiplier"]>;
  /** Which events are counted. */
  declare readonly filter: Filled<MeterFields["filter"]>;
  /** How the events become a quantity. */
  declare readonly aggregation: Filled<MeterFields["aggregation"]>;
  /** Texts and numbers of your own. Two of Polar's fifty places hold the mark by which this catalogue knows its objects. */
  declare readonly metadata: Filled<MeterFields["metadata"]>;

  /** Ends the program when the arguments are not in order, with a sentence for each mistake. */
  constructor(name: string, args: MeterArgs, options: pulumi.CustomResourceOptions = {}) {
    super(typed("polar:Meter", name, args), options);
  }

  /** Whether a value is a resource of this kind, be it from the YAML or from the program. */
  static override isInstance(value: unknown): value is Meter {
    return kindOf(value) === "polar:Meter";
  }
}

export interface MeterArgs extends MeterFields {
  /** The account, as in catalogue:accounts. Default: the vendor's name. */
  readonly account?: string | undefined;
  /**
   * true archives the meter at the vendor. No new price should use the meter. Polar refuses while active products charge by it: archive those first, or take its prices out of them.
   * Default: false
   *
   * @see https://polar.sh/docs/api-reference/meters/update
   */
  readonly archived?: boolean | undefined;
  /** What happens to the object over time; nothing of it reaches the vendor. */
  readonly lifecycle?: Lifecycle<keyof MeterFields> | undefined;
}

/** What a meter has at Polar. */
export interface MeterFields {
  /**
   * Name of the meter; customers see it on invoices.
   *
   * @see https://polar.sh/docs/api-reference/meters/create
   */
  readonly name: pulumi.Input<string>;
  /**
   * How quantities are shown: as they are, as tokens, or with a label of your own.
   * Default: "scalar"
   *
   * @see https://polar.sh/docs/api-reference/meters/create
   */
  readonly unit?: pulumi.Input<OpenChoice<"scalar" | "token" | "custom"> | null | undefined>;
  /**
   * What a unit is called, for `unit: custom`, which needs it.
   *
   * @see https://polar.sh/docs/api-reference/meters/create
   */
  readonly custom_label?: pulumi.Input<string | null | undefined>;
  /**
   * For unit custom: by how much quantities are multiplied when they are shown.
   *
   * @see https://polar.sh/docs/api-reference/meters/create
   */
  readonly custom_multiplier?: pulumi.Input<number | null | undefined>;
  /**
   * Which events are counted.
   *
   * @see https://polar.sh/docs/features/usage-based-billing/meters
   */
  readonly filter: pulumi.Input<MeterFilter>;
  /**
   * How the events become a quantity.
   *
   * @see https://polar.sh/docs/features/usage-based-billing/meters
   */
  readonly aggregation: pulumi.Input<MeterAggregation>;
  /**
   * Texts and numbers of your own. Two of Polar's fifty places hold the mark by which this catalogue knows its objects.
   *
   * @see https://polar.sh/docs/api-reference/meters/create
   */
  readonly metadata?: pulumi.Input<
    { readonly [key: string]: pulumi.Input<string | number | boolean> } | null | undefined
  >;
}

export interface MeterFilter {
  /**
   * Whether all clauses must hold, or one.
   *
   * @see https://polar.sh/docs/features/usage-based-billing/meters
   */
  readonly conjunction: pulumi.Input<"and" | "or">;
  /**
   * What events must be like: comparisons, and filters within the filter.
   *
   * @see https://polar.sh/docs/features/usage-based-billing/meters
   */
  readonly clauses: pulumi.Input<readonly pulumi.Input<MeterFilterClause>[]>;
}

export interface MeterFilterClause {
  /**
   * What is compared: the event's `name`, or a key of its metadata.
   *
   * @see https://polar.sh/docs/features/usage-based-billing/meters
   */
  readonly property?: pulumi.Input<string | undefined>;
  /**
   * How it is compared.
   *
   * @see https://polar.sh/docs/features/usage-based-billing/meters
   */
  readonly operator?: pulumi.Input<
    OpenChoice<"eq" | "ne" | "gt" | "gte" | "lt" | "lte" | "like" | "not_like"> | undefined
  >;
  /**
   * What it is compared with.
   *
   * @see https://polar.sh/docs/features/usage-based-billing/meters
   */
  readonly value?: pulumi.Input<string | number | boolean | undefined>;
  /**
   * For a filter within the filter: whether all clauses must hold, or one.
   *
   * @see https://polar.sh/docs/features/usage-based-billing/meters
   */
  readonly conjunction?: pulumi.Input<"and" | "or" | undefined>;
  /**
   * For a filter within the filter: its clauses.
   *
   * @see https://polar.sh/docs/features/usage-based-billing/meters
   */
  readonly clauses?: pulumi.Input<readonly pulumi.Input<MeterFilterClause>[] | undefined>;
}

export type MeterAggregation =
  | MeterAggregationCount
  | MeterAggregationSum
  | MeterAggregationMax
  | MeterAggregationMin
  | MeterAggregationAvg
  | MeterAggregationUnique;

export interface MeterAggregationCount {
  /**
   * How the events become a quantity.
   *
   * @see https://polar.sh/docs/features/usage-based-billing/meters
   */
  readonly func: "count";
}

export interface MeterAggregationSum {
  /**
   * How the events become a quantity.
   *
   * @see https://polar.sh/docs/features/usage-based-billing/meters
   */
  readonly func: "sum";
  /**
   * Key of the events' metadata whose values are taken.
   *
   * @see https://polar.sh/docs/features/usage-based-billing/meters
   */
  readonly property: pulumi.Input<string>;
}

export interface MeterAggregationMax {
  /**
   * How the events become a quantity.
   *
   * @see https://polar.sh/docs/features/usage-based-billing/meters
   */
  readonly func: "max";
  /**
   * Key of the events' metadata whose values are taken.
   *
   * @see https://polar.sh/docs/features/usage-based-billing/meters
   */
  readonly property: pulumi.Input<string>;
}

export interface MeterAggregationMin {
  /**
   * How the events become a quantity.
   *
   * @see https://polar.sh/docs/features/usage-based-billing/meters
   */
  readonly func: "min";
  /**
   * Key of the events' metadata whose values are taken.
   *
   * @see https://polar.sh/docs/features/usage-based-billing/meters
   */
  readonly property: pulumi.Input<string>;
}

export interface MeterAggregationAvg {
  /**
   * How the events become a quantity.
   *
   * @see https://polar.sh/docs/features/usage-based-billing/meters
   */
  readonly func: "avg";
  /**
   * Key of the events' metadata whose values are taken.
   *
   * @see https://polar.sh/docs/features/usage-based-billing/meters
   */
  readonly property: pulumi.Input<string>;
}

export interface MeterAggregationUnique {
  /**
   * How the events become a quantity.
   *
   * @see https://polar.sh/docs/features/usage-based-billing/meters
   */
  readonly func: "unique";
  /**
   * Key of the events' metadata whose values are taken.
   *
   * @see https://polar.sh/docs/features/usage-based-billing/meters
   */
  readonly property: pulumi.Input<string>;
}

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
  /** How often usage is charged, if not with the subscription. Polar has it for some organizations only; it must divide the billing period. */
  declare readonly meter_interval: Filled<ProductFields["meter_interval"]>;
  /** How many meter intervals make a period of usage. */
  declare readonly meter_interval_count: Filled<ProductFields["meter_interval_count"]>;
  /** Unit of the trial's length. */
  declare readonly trial_interval: Filled<ProductFields["trial_interval"]>;
  /** Length of the trial. */
  declare readonly trial_interval_count: Filled<ProductFields["trial_interval_count"]>;
  /** Images of the product: ids of files that were uploaded to the organization as product media. */
  declare readonly medias: Filled<ProductFields["medias"]>;
  /** What customers are asked at checkout, in this order. */
  declare readonly attached_custom_fields: Filled<ProductFields["attached_custom_fields"]>;
  /** Ids of the benefits that the product grants. All of them: what is not listed is taken away, from customers too. */
  declare readonly benefits: Filled<ProductFields["benefits"]>;
  /** Texts and numbers of your own. Two of Polar's fifty places hold the mark by which this catalogue knows its objects. */
  declare readonly metadata: Filled<ProductFields["metadata"]>;
  /** All prices of the product. Prices that did not change keep their ids; others are made anew, and those no longer listed are archived for new customers. */
  declare readonly prices: Filled<ProductFields["prices"]>;

  /** Ends the program when the arguments are not in order, with a sentence for each mistake. */
  constructor(name: string, args: ProductArgs, options: pulumi.CustomResourceOptions = {}) {
    super(typed("polar:Product", name, args), options);
  }

  /** Whether a value is a resource of this kind, be it from the YAML or from the program. */
  static override isInstance(value: unknown): value is Product {
    return kindOf(value) === "polar:Product";
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
  readonly recurring_interval_count?: pulumi.Input<number | null | undefined>;
  /**
   * How often usage is charged, if not with the subscription. Polar has it for some organizations only; it must divide the billing period.
   *
   * @see https://polar.sh/docs/features/products
   */
  readonly meter_interval?: pulumi.Input<"day" | "week" | "month" | "year" | null | undefined>;
  /**
   * How many meter intervals make a period of usage.
   * Unit: meter intervals
   *
   * @see https://polar.sh/docs/features/products
   */
  readonly meter_interval_count?: pulumi.Input<number | null | undefined>;
  /**
   * Unit of the trial's length.
   *
   * @see https://polar.sh/docs/features/trials
   */
  readonly trial_interval?: pulumi.Input<"day" | "week" | "month" | "year" | null | undefined>;
  /**
   * Length of the trial.
   * Unit: trial intervals
   *
   * @see https://polar.sh/docs/features/trials
   */
  readonly trial_interval_count?: pulumi.Input<number | null | undefined>;
  /**
   * Images of the product: ids of files that were uploaded to the organization as product media.
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly medias?: pulumi.Input<readonly pulumi.Input<string>[] | null | undefined>;
  /**
   * What customers are asked at checkout, in this order.
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly attached_custom_fields?: pulumi.Input<
    readonly pulumi.Input<ProductAttachedCustomField>[] | null | undefined
  >;
  /**
   * Ids of the benefits that the product grants. All of them: what is not listed is taken away, from customers too.
   *
   * @see https://polar.sh/docs/api-reference/products/update-benefits
   */
  readonly benefits?: pulumi.Input<readonly pulumi.Input<string>[] | null | undefined>;
  /**
   * Texts and numbers of your own. Two of Polar's fifty places hold the mark by which this catalogue knows its objects.
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly metadata?: pulumi.Input<
    { readonly [key: string]: pulumi.Input<string | number | boolean> } | null | undefined
  >;
  /**
   * All prices of the product. Prices that did not change keep their ids; others are made anew, and those no longer listed are archived for new customers.
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly prices: pulumi.Input<readonly pulumi.Input<ProductPrice>[]>;
}

export interface ProductAttachedCustomField {
  /**
   * Id of the custom field.
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly custom_field_id: pulumi.Input<string>;
  /**
   * Customers must fill it in.
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly required: pulumi.Input<boolean>;
}

export type ProductPrice =
  | ProductPriceFixed
  | ProductPriceCustom
  | ProductPriceFree
  | ProductPriceSeatBased
  | ProductPriceUnitBased
  | ProductPriceMeteredUnit
  | ProductPriceMeteredTiers;

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

export interface ProductPriceSeatBased {
  /**
   * How the amount is found.
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly amount_type: "seat_based";
  /**
   * What a seat costs, by the number of seats.
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly seat_tiers: pulumi.Input<ProductPriceSeatBasedSeatTiers>;
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

export interface ProductPriceSeatBasedSeatTiers {
  /**
   * volume: all seats at the price of the tier reached. graduated: each seat at the price of its own tier.
   * Default: "volume"
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly seat_tier_type?: pulumi.Input<OpenChoice<"volume" | "graduated"> | undefined>;
  /**
   * Tiers without gaps, ascending.
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly tiers: pulumi.Input<readonly pulumi.Input<ProductPriceSeatBasedSeatTiersTier>[]>;
}

export interface ProductPriceSeatBasedSeatTiersTier {
  /**
   * First seat of the tier.
   * Unit: seats
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly min_seats: pulumi.Input<number>;
  /**
   * Last seat of the tier. The last tier may have none: then there is no limit.
   * Unit: seats
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly max_seats?: pulumi.Input<number | undefined>;
  /**
   * Price of a seat for a billing period.
   * Unit: smallest unit of the currency (cents), a whole number
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly price_per_seat: pulumi.Input<number>;
}

export interface ProductPriceUnitBased {
  /**
   * How the amount is found.
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly amount_type: "unit_based";
  /**
   * What a unit costs, by the number of units.
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly tiers: pulumi.Input<ProductPriceUnitBasedTiers>;
  /**
   * Units that a customer must buy at least.
   * Unit: units
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly minimum_units?: pulumi.Input<number | undefined>;
  /**
   * What a unit is called: by locale, its plural forms, `other` among them, as in `{ en: { "=1": seat, other: seats } }`.
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly unit_label?: pulumi.Input<
    { readonly [key: string]: pulumi.Input<{ readonly [key: string]: pulumi.Input<string> }> } | undefined
  >;
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

export interface ProductPriceUnitBasedTiers {
  /**
   * volume: all units at the price of the tier reached. graduated: each unit at the price of its own tier.
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly type: pulumi.Input<OpenChoice<"volume" | "graduated">>;
  /**
   * Tiers, ascending.
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly tiers: pulumi.Input<readonly pulumi.Input<ProductPriceUnitBasedTiersTier>[]>;
}

export interface ProductPriceUnitBasedTiersTier {
  /**
   * Last unit of the tier. The last tier may have none: then there is no limit.
   * Unit: units
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly bound?: pulumi.Input<number | undefined>;
  /**
   * Price of a unit.
   * Unit: smallest unit of the currency (cents), a whole number
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly unit_amount: pulumi.Input<string | number>;
}

export type ProductPriceMeteredUnit = {
  /**
   * How the amount is found.
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly amount_type: "metered_unit";
  /**
   * Highest amount charged for a period, whatever the usage.
   * Unit: smallest unit of the currency (cents), a whole number
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly cap_amount?: pulumi.Input<number | undefined>;
  /**
   * Price of a unit of the meter.
   * Unit: smallest unit of the currency (cents), as a decimal string: at most 5 digits before the point, 12 after it
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly unit_amount: pulumi.Input<string | number>;
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
} & ExactlyOne<{
  /**
   * Key of the meter in this catalogue (`meters:`) whose usage is charged.
   *
   * @see https://polar.sh/docs/features/usage-based-billing/meters
   */
  readonly meter: pulumi.Input<string>;
  /**
   * Id of the meter whose usage is charged, where the catalogue does not hold it.
   *
   * @see https://polar.sh/docs/features/usage-based-billing/meters
   */
  readonly meter_id: pulumi.Input<string>;
}>;

export type ProductPriceMeteredTiers = {
  /**
   * How the amount is found.
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly amount_type: "metered_tiers";
  /**
   * Highest amount charged for a period, whatever the usage.
   * Unit: smallest unit of the currency (cents), a whole number
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly cap_amount?: pulumi.Input<number | undefined>;
  /**
   * What a unit of the meter costs, by usage. The form is not documented: it is passed through as written.
   *
   * @see https://polar.sh/docs/api-reference/products/create
   */
  readonly tiers: pulumi.Input<unknown>;
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
} & ExactlyOne<{
  /**
   * Key of the meter in this catalogue (`meters:`) whose usage is charged.
   *
   * @see https://polar.sh/docs/features/usage-based-billing/meters
   */
  readonly meter: pulumi.Input<string>;
  /**
   * Id of the meter whose usage is charged, where the catalogue does not hold it.
   *
   * @see https://polar.sh/docs/features/usage-based-billing/meters
   */
  readonly meter_id: pulumi.Input<string>;
}>;

/**
 * What the rules read. A resource has the fields of its entry, under the vendor's own names, and `address`, `account`
 * and `archived`. docs/sequence.md, docs/fynn.md and docs/polar.md list the fields.
 */

/** @typedef {{ type: string, props: Record<string, any> }} Resource */

/** Types of the catalogue's resources begin with it: "pulumi-nodejs:dynamic/sequence:ListPrice". */
exports.PREFIX = "pulumi-nodejs:dynamic/";

/** @param {Resource} resource */
const kindOf = ({ type }) => type.slice(exports.PREFIX.length);

/**
 * Products whose prices are entries of their own. Those of Polar contain their prices.
 * @param {Resource} resource
 */
exports.isProduct = (resource) => ["sequence:Product", "fynn:Product"].includes(kindOf(resource));
/** @param {Resource} resource */
exports.isPrice = (resource) => ["sequence:ListPrice", "fynn:PricePlan"].includes(kindOf(resource));

/**
 * The name in the dashboard. A plan of Fynn may have none.
 * @param {Resource["props"]} props
 */
exports.nameOf = (props) => props.internalName ?? props.name;

/**
 * Codes of the currencies, in capital letters. A price of Polar without one is in dollars.
 * @param {Resource} resource
 * @returns {string[]}
 */
exports.currenciesOf = ({ props }) => {
  /** @type {Resource["props"][]} */
  const prices = props.prices ?? [];
  return [props.currency, props.currencyCode, ...prices.map((price) => price.price_currency ?? "usd")]
    .filter((currency) => typeof currency === "string")
    .map((currency) => currency.toUpperCase());
};

/**
 * Amounts in the unit of the currency. Sequence has decimals ("99.00"); Fynn and Polar have cents.
 * @param {Resource} resource
 */
exports.amountsOf = (resource) => {
  const { props } = resource;
  switch (kindOf(resource)) {
    case "sequence:ListPrice":
      return decimals(props.structure);
    case "fynn:PricePlan":
      return cents([props.price, ...(props.price?.tiers ?? [])], ["amount"]);
    case "polar:Product": {
      /** @type {Resource["props"][]} */
      const prices = props.prices ?? [];
      const tiers = prices.flatMap(({ seat_tiers, tiers }) => (seat_tiers ?? tiers)?.tiers ?? []);
      return cents([...prices, ...tiers], ["price_amount", "unit_amount", "price_per_seat"]);
    }
    default:
      return [];
  }
};

/**
 * What is a percentage is not an amount.
 * @param {Resource["props"] | undefined} structure
 */
function decimals(structure) {
  /** @type {(Resource["props"] | undefined)[]} */
  const parts = [structure, ...(structure?.tiers ?? [])];
  const names = ["price", "pricePerUnit", "pricePerPackage", "pricePerSeat", "fee"];
  return amounts(
    parts.map((part) => (part?.isPricePercentage ? { fee: part.fee } : part)),
    names,
  );
}

/**
 * @param {(Resource["props"] | undefined)[]} parts
 * @param {string[]} names
 */
const cents = (parts, names) => amounts(parts, names).map((amount) => amount / 100);

/**
 * @param {(Resource["props"] | undefined)[]} parts
 * @param {string[]} names
 */
const amounts = (parts, names) =>
  parts
    .flatMap((part) => names.map((name) => part?.[name]))
    .filter((amount) => amount !== undefined && amount !== null)
    .map(Number);

/**
 * What the rules read. A resource has the fields of its entry, under the vendor's own names, and `address`, `account`
 * and `archived`. docs/sequence.md, docs/fynn.md and docs/polar.md list the fields.
 */

/** Types of the catalogue's resources begin with it: "pulumi-nodejs:dynamic/sequence:ListPrice". */
exports.PREFIX = "pulumi-nodejs:dynamic/";

const kindOf = ({ type }) => type.slice(exports.PREFIX.length);

/** Products whose prices are entries of their own. Those of Polar contain their prices. */
exports.isProduct = (resource) => ["sequence:Product", "fynn:Product"].includes(kindOf(resource));
exports.isPrice = (resource) => ["sequence:ListPrice", "fynn:PricePlan"].includes(kindOf(resource));

/** The name in the dashboard. A plan of Fynn may have none. */
exports.nameOf = (props) => props.internalName ?? props.name;

/** Codes of the currencies, in capital letters. A price of Polar without one is in dollars. */
exports.currenciesOf = ({ props }) =>
  [props.currency, props.currencyCode, ...(props.prices ?? []).map((price) => price.price_currency ?? "usd")]
    .filter((currency) => typeof currency === "string")
    .map((currency) => currency.toUpperCase());

/** Amounts in the unit of the currency. Sequence has decimals ("99.00"); Fynn and Polar have cents. */
exports.amountsOf = (resource) => {
  const { props } = resource;
  switch (kindOf(resource)) {
    case "sequence:ListPrice":
      return decimals(props.structure);
    case "fynn:PricePlan":
      return cents([props.price, ...(props.price?.tiers ?? [])], ["amount"]);
    case "polar:Product": {
      const prices = props.prices ?? [];
      const tiers = prices.flatMap(({ seat_tiers, tiers }) => (seat_tiers ?? tiers)?.tiers ?? []);
      return cents([...prices, ...tiers], ["price_amount", "unit_amount", "price_per_seat"]);
    }
    default:
      return [];
  }
};

/** Tiers may be a part of the price (a percentage), which is not an amount. */
function decimals({ price, pricePerUnit, pricePerPackage, pricePerSeat, tiers = [], isPricePercentage } = {}) {
  const own = isPricePercentage ? [] : [price, pricePerUnit, pricePerPackage, pricePerSeat];
  const ofTiers = (tiers ?? []).filter((tier) => !tier.isPricePercentage).map((tier) => tier.price);
  return [...own, ...ofTiers].filter((amount) => amount !== undefined && amount !== null).map(Number);
}

function cents(parts, names) {
  return parts
    .flatMap((part) => names.map((name) => part?.[name]))
    .filter((amount) => amount !== undefined && amount !== null)
    .map((amount) => Number(amount) / 100);
}

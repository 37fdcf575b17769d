/**
 * Shows: rules that the catalogue must follow in every stack, checked by Pulumi before anything is sent.
 * Run:   npm install --prefix examples/policy && pulumi preview --policy-pack examples/policy
 */
const { Config } = require("@pulumi/pulumi");
const { PolicyPack } = require("@pulumi/policy");
const { amountsOf, currenciesOf, isPrice, isProduct, nameOf, PREFIX } = require("./catalogue.js");

/**
 * `check` is called for each entry of the catalogue, and for no other resource of the program.
 *
 * @param {import("@pulumi/policy").Policy} policy
 * @param {import("@pulumi/policy").ResourceValidation} check
 * @returns {import("@pulumi/policy").ResourceValidationPolicy}
 */
const forEntries = (policy, check) => ({
  ...policy,
  validateResource: (args, report) => {
    if (args.type.startsWith(PREFIX)) check(args, report);
  },
});

const productionRemovalForbidden = forEntries(
  {
    name: "production-removal-forbidden",
    description: "The removal of an active entry of a production account is forbidden.",
    enforcementLevel: "mandatory",
  },
  ({ props, opts }, report) => {
    /** @type {Record<string, { environment?: string }> | undefined} */
    const accounts = new Config("catalogue").getObject("accounts");
    if (accounts?.[props.account]?.environment === "production" && !props.archived && !opts.protect)
      report(
        `${props.address} may be removed, and its account ${props.account} is in production; ` +
          "what to do: set `lifecycle: { onRemove: forbid }`, or leave `onRemove` out",
      );
  },
);

const highestPrice = forEntries(
  {
    name: "highest-price",
    description: "No amount is higher than the limit.",
    enforcementLevel: "mandatory",
    configSchema: { properties: { limit: { type: "number", default: 10_000 } } },
  },
  (args, report) => {
    const { limit } = /** @type {{ limit: number }} */ (args.getConfig());
    for (const amount of amountsOf(args).filter((amount) => amount > limit))
      report(
        `${args.props.address} has the amount ${amount}, and the limit is ${limit}; ` +
          "what to do: correct the amount, or raise `limit` in the configuration of this policy pack",
      );
  },
);

const allowedCurrencies = forEntries(
  {
    name: "allowed-currencies",
    description: "Prices are in currencies that we can account for.",
    enforcementLevel: "mandatory",
    configSchema: {
      properties: { currencies: { type: "array", items: { type: "string" }, default: ["EUR", "USD"] } },
    },
  },
  (args, report) => {
    const { currencies } = /** @type {{ currencies: string[] }} */ (args.getConfig());
    for (const currency of currenciesOf(args).filter((currency) => !currencies.includes(currency)))
      report(
        `${args.props.address} has a price in ${currency}; what to do: use ${currencies.join(" or ")}, ` +
          "or add the currency to `currencies` in the configuration of this policy pack",
      );
  },
);

const names = forEntries(
  {
    name: "names",
    description: "Keys are in kebab-case; names begin with a capital letter or a digit.",
    enforcementLevel: "advisory",
  },
  ({ props }, report) => {
    const key = props.address.split("/").at(-1);
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(key))
      report(
        `the key of ${props.address} is not in kebab-case; ` +
          `what to do: rename it, and add \`lifecycle: { renamedFrom: ${key} }\``,
      );
    const name = nameOf(props);
    if (name !== undefined && !/^[\p{Lu}\p{N}]/u.test(name))
      report(`${props.address}: the name "${name}" does not begin with a capital letter or a digit`);
  },
);

/** @type {import("@pulumi/policy").StackValidationPolicy} */
const activeProductsHaveActivePrices = {
  name: "active-products-have-active-prices",
  description: "Each active product has at least one active price.",
  enforcementLevel: "mandatory",
  validateStack: ({ resources }, report) => {
    const active = resources.filter(({ type, props }) => type.startsWith(PREFIX) && !props.archived);
    const prices = active.filter(isPrice).map(({ props }) => props.address);
    for (const { props, urn } of active.filter(isProduct))
      if (!prices.some((address) => address.startsWith(`${props.address}/`)))
        report(`${props.address} is active and has no active price; what to do: add a price, or archive it`, urn);
  },
};

new PolicyPack("billing-catalogue", {
  policies: [productionRemovalForbidden, highestPrice, allowedCurrencies, names, activeProductsHaveActivePrices],
});

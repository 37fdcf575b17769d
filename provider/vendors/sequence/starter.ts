/** The first catalogue file of a new project: it fits any account. */
export const starter = `vendor: sequence

# What many entries share. Keys that begin with x- are templates.
x-monthly: &monthly { billingFrequency: MONTHLY, billingType: IN_ADVANCE }

products:
  platform:
    name: Example platform
    label: Projects and files for a team
    listPrices:
      monthly-eur:
        <<: *monthly
        name: Example platform, monthly
        currency: EUR
        structure: { pricingType: FIXED, price: "49.00" }
      monthly-usd:
        <<: *monthly
        name: Example platform, monthly (US)
        currency: USD
        structure: { pricingType: FIXED, price: "54.00" }
        # Sequence cannot un-archive a list price.
        archived: false
`;

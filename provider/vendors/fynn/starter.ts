/** The first catalogue file of a new project: it fits any account. */
export const starter = `vendor: fynn

# What many entries share. Keys that begin with x- are templates.
x-monthly: &monthly { currencyCode: EUR, billingInterval: 1M, payInAdvance: true }

products:
  workspace:
    name: Example workspace
    number: EX-100
    type: product
    description: Projects and files for a team
    pricePlans:
      team:
        <<: *monthly
        internalName: Example workspace, team
        type: flat_fee
        # The unit of an amount (cents or euros) is that of your tenant: try it on the sandbox first.
        price: { amount: 4900 }
      team-yearly:
        <<: *monthly
        internalName: Example workspace, team, yearly
        type: flat_fee
        billingInterval: 1Y
        price: { amount: 49000 }
        # Fynn cannot un-archive a price plan.
        archived: false
`;

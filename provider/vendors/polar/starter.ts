/** The first catalogue file of a new project: it fits any account. */
export const starter = `vendor: polar

# Amounts are in the smallest unit of the currency: 2900 is 29.00 US dollars.
products:
  plan:
    name: Example plan
    description: For teams that ship.
    recurring_interval: month
    prices:
      - { amount_type: fixed, price_amount: 2900 }

  plan-yearly:
    name: Example plan, yearly
    description: For teams that ship, two months free.
    recurring_interval: year
    prices:
      - { amount_type: fixed, price_amount: 29000 }
    # An archived product cannot be bought; its subscribers keep it.
    archived: false
`;

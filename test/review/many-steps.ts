/** The text of a preview with many changes, as `pulumi preview --json` prints it. */

const TYPE = "pulumi-nodejs:dynamic/sequence:ListPrice";

/**
 * List prices of Sequence: a fifth each is new, gets another name, stays the same amount in arrears, becomes dearer and
 * becomes cheaper, by 1 to 20 percent. Two are worse than all others, far from the beginning: one is archived, and the
 * price of one rises by half.
 */
export function manySteps(number: number): string {
  const steps = Array.from({ length: number }, (_, index) => step(index, number));
  return JSON.stringify({ steps, diagnostics: [], config: {} });
}

/** The two steps that are to be on top. */
export const worstOf = (number: number): { readonly archived: string; readonly dearest: string } => ({
  archived: addressOf(number - 3),
  dearest: addressOf(Math.floor(number / 2)),
});

const addressOf = (index: number): string => `sequence/product-${index}/monthly`;

function step(index: number, number: number): object {
  const address = addressOf(index);
  const urn = `urn:pulumi:dev::catalogue::catalogue:index:Catalogue$${TYPE}::${address}`;
  const before = {
    account: "sequence",
    address,
    owner: "catalogue/dev",
    archived: false,
    productId: `product-${index}`,
    name: `Price ${index}`,
    currency: "EUR",
    billingFrequency: "MONTHLY",
    billingType: "IN_ADVANCE",
    structure: { pricingType: "FIXED", price: "100.00" },
  };
  const isNew = index % 5 === 0 && index !== number - 3 && index !== Math.floor(number / 2);
  const state = (inputs: object) => ({ urn, type: TYPE, inputs });
  return {
    op: isNew ? "create" : "update",
    urn,
    ...(isNew
      ? {}
      : {
          oldState: {
            ...state(before),
            id: `id-${index}`,
            outputs: { ...before, live: { host: "sequence.test" } },
          },
        }),
    newState: state({ ...before, ...(isNew ? {} : changed(index, number)) }),
  };
}

function changed(index: number, number: number): object {
  const priced = (amount: number): object => ({ structure: { pricingType: "FIXED", price: `${amount}.00` } });
  if (index === number - 3) return { archived: true };
  if (index === Math.floor(number / 2)) return priced(150);
  if (index % 5 === 1) return { name: `Another name ${index}` };
  if (index % 5 === 2) return { billingType: "IN_ARREARS" };
  return priced(index % 5 === 3 ? 101 + (index % 20) : 99 - (index % 20));
}

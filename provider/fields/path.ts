/** A path within an entry as people write it: `prices[0].price_amount`. */
export const pathText = (path: readonly (string | number)[]): string =>
  path
    .map((part, index) => (/^[0-9]+$/.test(String(part)) ? `[${part}]` : index === 0 ? String(part) : `.${part}`))
    .join("");

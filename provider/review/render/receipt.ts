/** A receipt as text. */
import type { Receipt } from "../receipt.js";

export const receiptText = (receipt: Receipt, _options: { readonly colour: boolean }): string =>
  `${JSON.stringify(receipt, null, 2)}\n`;

import type { Receipt, ReceiptChange } from "../../../provider/review/receipt.js";

export const receiptChange = (rest: Partial<ReceiptChange> = {}): ReceiptChange => ({
  address: "sequence/platform/monthly",
  title: "Platform / monthly",
  kindTitle: "list price",
  action: "update",
  removed: false,
  sentence: "EUR 99.00 → 109.00 per month (+10.1 %), in place",
  outcome: "done",
  id: "price_7",
  requests: [{ method: "PUT", path: "/list-prices/price_7", status: 200 }],
  readBack: "equal",
  ...rest,
});

export const receipt = (rest: Partial<Receipt> = {}): Receipt => ({
  version: 1,
  stack: "dev",
  result: "applied",
  started: "2026-01-02T03:04:05.000Z",
  ended: "2026-01-02T03:05:06.000Z",
  changes: [receiptChange()],
  notApproved: [],
  messages: [],
  next: [],
  ...rest,
});

/** The receipt and the refusal that the pages show are what the renderers print. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { ReceiptChange } from "../../../provider/review/receipt.ts";
import { receiptText } from "../../../provider/review/render/receipt.ts";
import { unapprovedText, waysOn } from "../../../provider/review/render/unapproved-text.ts";
import { ROOT } from "../../../tools/local/repository.ts";

/** The first block of text of the page that begins with the words. */
function block(page: string, begin: string): string {
  const text = readFileSync(join(ROOT, "docs", page), "utf8");
  return (
    text
      .split("```text\n")
      .find((part) => part.startsWith(begin))
      ?.split("```")[0] ?? ""
  );
}

const done = (rest: Partial<ReceiptChange>): ReceiptChange => ({
  address: "",
  title: "",
  kindTitle: "",
  action: "update",
  removed: false,
  sentence: "",
  outcome: "done",
  requests: [],
  readBack: "equal",
  ...rest,
});

it("docs/commands/apply.md: the receipt", () => {
  const text = receiptText(
    {
      version: 1,
      stack: "production",
      result: "applied",
      started: "",
      ended: "",
      changes: [
        done({
          title: "Pro",
          kindTitle: "product",
          id: "5f5db807-e445-4847-b9b5-ea68ffd44f05",
          sentence: "USD 29.00 → 39.00 per month (+34.5 %): a new price; current subscribers keep USD 29.00",
          requests: [{ method: "PATCH", path: "/v1/products/5f5db807-e445-4847-b9b5-ea68ffd44f05", status: 200 }],
        }),
        done({
          title: "Platform / Platform at 109.00",
          kindTitle: "list price",
          id: "0c1d6e3a-3d3c-4b53-8a55-bb7c0a1f2f43",
          action: "create",
          sentence: "new: EUR 109.00 per month",
          requests: [{ method: "POST", path: "/list-prices", status: 200 }],
        }),
      ],
      notApproved: [],
      messages: [],
      next: [],
    },
    { colour: false },
  );
  expect(block("commands/apply.md", "applied:")).toBe(text);
});

const pro = {
  address: "polar/pro",
  what: "Pro: USD 29.00 → 59.00 per month (+103.4 %): a new price; current subscribers keep USD 29.00",
  differences: ["prices[0].price_amount: approved 2900 → 4900, now 2900 → 5900"],
};

it("docs/price-change.md: the refusal", () => {
  const text = receiptText(
    {
      version: 1,
      stack: "production",
      result: "not-approved",
      started: "",
      ended: "",
      changes: [done({ outcome: "not-begun", readBack: "not-read" })],
      notApproved: [[pro.what, ...pro.differences].join(": ")],
      messages: [],
      next: waysOn("production"),
    },
    { colour: false },
  );
  expect(block("price-change.md", "not applied")).toBe(text);
});

it("a refusal of a review names each difference, counts what is too much, and says what to do", () => {
  expect(unapprovedText([pro, { ...pro, differences: [] }], "dev").split("\n")).toEqual([
    "2 changes are about to be made that nobody has approved; nothing was sent",
    `  ${pro.what}`,
    `    ${pro.differences[0]}`,
    `  ${pro.what}`,
    "    no approved review has a change of it",
    `  what to do: ${waysOn("dev")[0]}`,
  ]);
  const many = unapprovedText(Array(60).fill(pro), "dev");
  expect(many).toContain("  … and 10 more\n");
});

/**
 * A commit that archives is applied, taken back with `catalogue revert`, and applied again with the real CLI: at Polar
 * the same object is for sale again, and at Sequence a new one with the former price.
 */
import { afterAll, beforeAll, expect, it } from "vitest";
import { Stack } from "../../tools/local/stack.ts";
import { GitFolder } from "../support/git-folder.ts";
import { startVendors, type Vendors } from "./sandboxes.js";

const files = (archived: string): Record<string, string> => ({
  "sequence.yaml":
    "vendor: sequence\nproducts:\n  base:\n    name: Base\n    listPrices:\n" +
    "      monthly: { name: Monthly, currency: EUR, billingFrequency: MONTHLY, billingType: IN_ADVANCE, " +
    `structure: { pricingType: FIXED, price: "9.00" }${archived} }\n`,
  "polar.yaml":
    "vendor: polar\nproducts:\n  pro: { name: Pro plan, recurring_interval: month, " +
    `prices: [{ amount_type: fixed, price_amount: 2000 }]${archived} }\n`,
});

let vendors: Vendors;
let stack: Stack;
let repository: GitFolder;
beforeAll(async () => {
  vendors = await startVendors();
  stack = await Stack.create({
    catalogue: files(""),
    config: { accounts: vendors.accounts },
    environment: vendors.environment,
  });
  repository = new GitFolder(stack.folder);
  repository.write(".gitignore", "/*\n!/catalogue\n");
});
afterAll(async () => {
  stack.remove();
  await vendors.close();
});

it("the object of before at Polar, a new one with the former price at Sequence, and the history of both", async () => {
  repository.commit("Add them");
  await stack.upOk();
  const first = await stack.ids();
  stack.write(files(", archived: true"));
  const commit = repository.commit("Archive them", "Ann");
  await stack.upOk();
  expect(vendors.sequence.archived.has(first["sequence/base/monthly"] ?? "")).toBe(true);

  const reverted = await stack.catalogue("revert", commit.slice(0, 10), "--stack", stack.name);
  expect(reverted.code, reverted.text).toBe(0);
  expect(reverted.stdout).toContain("polar/pro: back, with the same object: un-archived; USD 20.00 per month");
  expect(reverted.stdout).toContain("its successor `monthly-2` is a new list price with the former values");
  repository.commit("Take it back", "Ben");
  vendors.clear();
  await stack.upOk();

  const second = await stack.ids();
  const [old, successor] = [second["sequence/base/monthly"] ?? "", second["sequence/base/monthly-2"] ?? ""];
  expect(second["polar/pro"]).toBe(first["polar/pro"]);
  expect(old).toBe(first["sequence/base/monthly"]);
  expect(successor).not.toBe(old);
  expect(vendors.writes()).toEqual(
    expect.arrayContaining([`PATCH /v1/products/${first["polar/pro"]}`, "POST /list-prices"]),
  );
  expect(vendors.writes()).toHaveLength(2);
  expect(vendors.polar.products.get(first["polar/pro"] ?? "")).toMatchObject({ is_archived: false });
  expect(vendors.sequence.prices.get(successor)).toMatchObject({ structure: { pricingType: "FIXED", price: "9.00" } });
  expect([vendors.sequence.archived.has(old), vendors.sequence.archived.has(successor)]).toEqual([true, false]);

  const { stdout } = await stack.catalogue("log", "polar/pro");
  expect(stdout.match(/^2026-.*$/gm)?.map((line) => line.slice(12))).toEqual([
    "un-archived; USD 20.00 per month",
    expect.stringMatching(/^archived; /),
    "new: USD 20.00 per month",
  ]);
});

/**
 * Objects that exist already, with the real CLI: the preview shows what adopting them changes, before anybody approves
 * it.
 */
import { afterAll, beforeAll, expect, it } from "vitest";
import { Stack } from "../../tools/local/stack.ts";
import { startVendors, type Vendors } from "./sandboxes.js";

const file = (price: string, adopt: string): Record<string, string> => ({
  "sequence.yaml": [
    "vendor: sequence",
    "products:",
    "  pro:",
    "    name: Pro",
    "    label: New words",
    "    lifecycle: { adopt: true }",
    "    listPrices:",
    "      monthly:",
    "        name: Monthly",
    "        currency: EUR",
    "        billingFrequency: MONTHLY",
    "        billingType: IN_ADVANCE",
    `        structure: { pricingType: FIXED, price: "${price}" }`,
    `        lifecycle: { adopt: ${adopt} }`,
    "",
  ].join("\n"),
});

let vendors: Vendors;
let stack: Stack;
const [PRODUCT, PRICE] = ["5a0b5d54-6a0e-4d5e-9b25-0f6d3e0b7c01", "5a0b5d54-6a0e-4d5e-9b25-0f6d3e0b7c02"];

beforeAll(async () => {
  vendors = await startVendors();
  const time = { createdAt: "2026-01-01T00:00:00Z", updatedAt: "2026-01-01T00:00:00Z" };
  vendors.sequence.products.put({ id: PRODUCT, name: "Pro", ...time });
  vendors.sequence.prices.put({
    id: PRICE,
    productId: PRODUCT,
    name: "Monthly",
    currency: "EUR",
    billingFrequency: "MONTHLY",
    billingType: "IN_ADVANCE",
    structure: { pricingType: "FIXED", price: "2.00" },
    integrationIds: [],
    customMetricParameters: [],
    ...time,
  });
  stack = await Stack.create({
    catalogue: file("99.00", PRICE),
    config: { accounts: vendors.accounts },
    environment: vendors.environment,
  });
});
afterAll(async () => {
  stack.remove();
  await vendors.close();
});

it("another price: the preview fails, names both values and both remedies, and nothing is written", async () => {
  const { code, text } = await stack.run("preview", "--stack", stack.name);
  expect(code).not.toBe(0);
  expect(text).toContain(`adopting list price ${PRICE} would change structure.price 2.00 → 99.00`);
  expect(text).toContain("write the current value (structure.price: 2.00)");
  expect(text).toContain(`adopt: { id: ${PRICE}, overwrite: true }`);
  expect(vendors.writes()).toEqual([]);
});

it("with overwrite the preview says what is adopted and changed, of a product and its price at once", async () => {
  stack.write(file("99.00", `{ id: ${PRICE}, overwrite: true }`));
  vendors.clear();
  const { text } = await stack.ok("preview", "--stack", stack.name);
  expect(text).toContain(`sequence/pro: adopts product ${PRODUCT}; changes label nothing → "New words"`);
  expect(text).toContain(`sequence/pro/monthly: adopts list price ${PRICE}; changes structure.price 2.00 → 99.00`);
  expect(vendors.writes()).toEqual([]);
  expect(vendors.requests()).toHaveLength(2);
});

it("the run adopts, says each change, and the next preview asks nobody and says that adopt can go", async () => {
  const { text } = await stack.upOk();
  expect(text).toContain(`${PRICE} adopted; changed structure.price 2.00 → 99.00; now remove \`adopt\` from the entry`);
  expect(Object.values(await stack.ids()).sort()).toEqual([PRODUCT, PRICE].sort());
  vendors.clear();
  const preview = await stack.ok("preview", "--stack", stack.name);
  expect(preview.text).toContain("sequence/pro/monthly: is already managed, so `adopt` has no effect: remove it");
  expect(vendors.requests()).toEqual([]);
});

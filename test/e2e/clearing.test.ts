/** Fields that are cleared, with the real CLI: the engine takes null and absent for equal, and no diff may stay. */
import { expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import { Stack } from "../../tools/local/stack.ts";
import { fixtureOf } from "../support/vendors.js";
import { startVendors } from "./sandboxes.js";

it(
  "null on a field that was never named is announced and sent at once; a field that is taken out is cleared once " +
    "and then left alone",
  async () => {
    const vendors = await startVendors();
    const [fynn, sequence] = [fixtureOf("fynn"), fixtureOf("sequence")];
    const pricePlans = (price: JsonObject): JsonObject => ({
      one: { ...fynn.child?.fields(1), price: { amount: 1000, ...price } },
    });
    const files = (product: JsonObject, ofSequence: JsonObject, price: JsonObject = {}): Record<string, string> => ({
      "fynn.yaml": JSON.stringify({
        vendor: "fynn",
        products: { alpha: { ...fynn.product.fields(1), ...product, pricePlans: pricePlans(price) } },
      }),
      "sequence.yaml": JSON.stringify({
        vendor: "sequence",
        products: { alpha: { ...sequence.product.fields(1), ...ofSequence } },
      }),
    });
    const stack = await Stack.create({
      catalogue: files({}, { label: "Ours" }),
      config: { accounts: vendors.accounts },
      environment: vendors.environment,
    });
    try {
      await stack.upOk();
      const ids = await stack.ids();
      const product = (): JsonObject => vendors.fynn.products.get(ids["fynn/alpha"] ?? "") ?? {};
      const ofSequence = (): JsonObject => vendors.sequence.products.get(ids["sequence/alpha"] ?? "") ?? {};
      fynn.edit(vendors.fynn, ids["fynn/alpha"] ?? "", { description: "By hand" });
      const priceOfPlan = (): JsonObject =>
        vendors.fynn.plans.get(ids["fynn/alpha/one"] ?? "")?.["price"] as JsonObject;
      fynn.edit(vendors.fynn, ids["fynn/alpha/one"] ?? "", { price: { ...priceOfPlan(), trialPeriod: 14 } });

      stack.write(files({ description: null }, {}, { trialPeriod: null }));
      const preview = await stack.run("preview", "--stack", stack.name);
      expect(preview.text).toContain("fynn/alpha: description is cleared: the entry sets it to null");
      expect(preview.text).toContain("fynn/alpha/one: price.trialPeriod is cleared: the entry sets it to null");
      expect((await stack.steps()).map(({ op, name }) => `${op} ${name}`).sort()).toEqual([
        "update fynn/alpha",
        "update fynn/alpha/one",
        "update sequence/alpha",
      ]);
      await stack.upOk();
      expect(product()["description"]).toBeNull();
      expect(priceOfPlan()["trialPeriod"]).toBeNull();
      expect(ofSequence()).not.toHaveProperty("label");
      expect(await stack.steps()).toEqual([]);

      sequence.edit(vendors.sequence, ids["sequence/alpha"] ?? "", { label: "By hand" });
      vendors.clear();
      await stack.upOk("--refresh");
      expect(ofSequence()["label"]).toBe("By hand");
      expect(vendors.sequence.writes).toEqual([]);
      expect(await stack.steps()).toEqual([]);
    } finally {
      stack.remove();
      await vendors.close();
    }
  },
);

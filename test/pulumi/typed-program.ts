/** A program with typed resources, against a mocked engine. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll } from "vitest";

export const registered = new Map<string, pulumi.runtime.MockResourceArgs>();
export const idOf = (name: string): string => `id-of-${name}`;

/** What was registered under a name, once the SDK has come that far. */
export async function row(
  resource: pulumi.CustomResource & { address: string },
): Promise<pulumi.runtime.MockResourceArgs> {
  await resolved(resource.urn);
  const found = registered.get(resource.address);
  if (!found) throw new Error(`${resource.address} was not registered`);
  return found;
}
export const resolved = <T>(output: pulumi.Output<T>): Promise<T> =>
  new Promise((resolve) => void output.apply((value) => resolve(value)));

export const EUR = {
  name: "A price",
  currency: "EUR",
  billingFrequency: "MONTHLY",
  billingType: "IN_ADVANCE",
} as const;
export const fixed = (price: pulumi.Input<string>) => ({ pricingType: "FIXED", price }) as const;
export const prices = [{ amount_type: "fixed", price_amount: 900 }] as const;

/** What a program ends with. */
export function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (pulumi.RunError.isInstance(error)) return error.message;
    throw error;
  }
  throw new Error("nothing was refused");
}

/** A catalogue folder with one product and its price. */
export const folder = mkdtempSync(join(tmpdir(), "billing-catalogue-typed-"));

/** Mocks the engine, and records what is registered. */
beforeAll(async () => {
  writeFileSync(
    join(folder, "sequence.yaml"),
    "vendor: sequence\nproducts:\n  yaml:\n    name: From YAML\n    listPrices:\n      monthly:\n" +
      "        name: A price\n        currency: EUR\n        billingFrequency: MONTHLY\n" +
      "        billingType: IN_ADVANCE\n        structure: { pricingType: FIXED, price: '1.00' }\n",
  );
  pulumi.runtime.setAllConfig({
    "catalogue:accounts": JSON.stringify({
      fynn: { baseUrl: "https://fynn.example.com" },
      live: { vendor: "sequence", environment: "production" },
    }),
  });
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        registered.set(args.name, args);
        return { id: idOf(args.name), state: args.inputs };
      },
      call: () => ({}),
    },
    "catalogue",
    "dev",
    false,
    "organization",
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

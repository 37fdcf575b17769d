/** What a person reads of a changed price: the real CLI compares lists place by place. */
import { expect, it } from "vitest";
import { Stack } from "../../tools/local/stack.ts";
import { startVendors } from "./sandboxes.js";

it(
  "one amount of five prices changed, in another order of the file: the preview shows this amount and nothing " +
    "else",
  async () => {
    const vendors = await startVendors();
    const price = (currency: string, amount: number): string =>
      `      - { amount_type: fixed, price_amount: ${amount}, price_currency: ${currency} }`;
    const file = (prices: readonly string[]) => ({
      "polar.yaml": ["vendor: polar", "products:", "  pro:", "    name: Pro plan", "    prices:", ...prices, ""].join(
        "\n",
      ),
    });
    const rest = [price("eur", 2_700), price("gbp", 2_500), price("sek", 29_000), price("cad", 3_900)];
    const stack = await Stack.create({
      catalogue: file([price("usd", 2_900), ...rest]),
      config: { accounts: vendors.accounts },
      environment: vendors.environment,
    });
    try {
      await stack.upOk();
      stack.write(file([...rest.toReversed(), price("usd", 3_900)]));
      const { text } = await stack.ok("preview", "--diff", "--stack", stack.name);
      const signed = text.split("\n").filter((line) => /^\s+[~+-] /.test(line) && !line.includes("to update"));
      expect(signed.map((line) => line.trim().replaceAll(/\s+/g, " "))).toEqual([
        expect.stringContaining("~ pulumi-nodejs:dynamic/"),
        "~ prices: [",
        "~ [0]: {",
        "~ price_amount: 2900 => 3900",
      ]);
    } finally {
      stack.remove();
      await vendors.close();
    }
  },
);

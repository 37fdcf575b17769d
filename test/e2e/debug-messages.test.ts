/** Debug messages of Pulumi's SDK: the catalogue's own program sends them only with CATALOGUE_TRACE. */
import { expect, it } from "vitest";
import { sequenceSandbox } from "../../sandboxes/sequence/sandbox.ts";
import { Stack } from "../../tools/local/stack.ts";

const CATALOGUE = {
  "sequence.yaml": "vendor: sequence\nproducts:\n  alpha: { name: Alpha }\n  beta: { name: Beta }\n",
};

it("keeps debug messages only with CATALOGUE_TRACE", async () => {
  const sandbox = await sequenceSandbox().start();
  const stack = await Stack.create({
    catalogue: CATALOGUE,
    config: { accounts: { sequence: { baseUrl: sandbox.url } } },
    environment: { SEQUENCE_CLIENT_ID: "sandbox-client", SEQUENCE_CLIENT_SECRET: "sandbox-secret" },
  });
  const messages = async (): Promise<number> => {
    const { text } = await stack.ok("preview", "--debug", "--stack", stack.name);
    expect(text).toContain("sequence/alpha");
    return text.split("\n").filter((line) => line.includes("RPC prepared") && line.includes("sequence:Product")).length;
  };
  try {
    expect(await messages()).toBe(0);
    stack.environment = { ...stack.environment, CATALOGUE_TRACE: "1" };
    expect(await messages()).toBeGreaterThan(0);
  } finally {
    stack.remove();
    await sandbox.close();
  }
});

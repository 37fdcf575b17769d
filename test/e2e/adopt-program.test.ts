/** `catalogue adopt` for a program with components of its own, beside entries that are not adopted. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { Stack } from "../../tools/local/stack.ts";
import { startVendors, type Vendors } from "./sandboxes.js";

const PROGRAM = `import * as pulumi from "@pulumi/pulumi";
import { Catalogue, sequence } from "billing-catalogue";
class Shop extends pulumi.ComponentResource {
  constructor() {
    super("my:shop:Shop", "shop");
    new Catalogue("catalogue", {}, { parent: this });
    new sequence.Product("by-program", { name: "By the program" });
  }
}
new Shop();
`;
const files = (more = ""): Record<string, string> => ({
  "sequence.yaml": `vendor: sequence
products:
  pro: { name: Pro }
  new: { name: New }
${more}`,
});
const [PRO, OTHER] = ["5a0b5d54-6a0e-4d5e-9b25-0f6d3e0b7c01", "5a0b5d54-6a0e-4d5e-9b25-0f6d3e0b7c02"];

let vendors: Vendors;
let stack: Stack;

beforeAll(async () => {
  vendors = await startVendors();
  const time = { createdAt: "2026-01-01T00:00:00Z", updatedAt: "2026-01-01T00:00:00Z" };
  vendors.sequence.products.put({ id: PRO, name: "Pro", ...time });
  vendors.sequence.products.put({ id: OTHER, name: "Other", ...time });
  stack = await Stack.create({
    catalogue: files(),
    config: { accounts: { sequence: { ...vendors.accounts["sequence"], environment: "production" } } },
    environment: vendors.environment,
  });
  stack.program(PROGRAM);
});
afterAll(async () => {
  stack.remove();
  await vendors.close();
});

it("only the object of the plan comes into the stack, protected in production, and nothing is created", async () => {
  const { code, stdout, text } = await stack.catalogue("adopt", "sequence", "--yes", "--format", "json");
  expect(code, text).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    version: 1,
    adopted: true,
    pairs: [{ address: "sequence/pro", id: PRO, matchedBy: "natural key", differences: [] }],
    missing: ["sequence/new"],
    requests: [],
  });
  expect(await stack.ids()).toEqual({ "sequence/pro": PRO });
  expect(vendors.writes()).toEqual([]);
  const exported = await stack.ok("stack", "export", "--stack", stack.name);
  const { deployment } = JSON.parse(exported.stdout) as { deployment: { resources: Record<string, unknown>[] } };
  expect(deployment.resources.find(({ id }) => id === PRO)).toMatchObject({ protect: true });
  // The others are created by an ordinary run only.
  expect((await stack.steps()).map(({ op, name }) => `${op} ${name}`)).toEqual([
    "create sequence/by-program",
    "create sequence/new",
  ]);
});

it("what cannot be adopted does not stand in the way; what the engine refuses stops everything", async () => {
  const broken = `  broken: { name: Broken, lifecycle: { adopt: ${PRO} } }\n`;
  stack.write(files(`${broken}  other: { name: Other }\n`));
  vendors.sequence.misbehave = ({ path }) => (path === "/list-prices" ? { status: 403, body: {} } : undefined);
  const down = await stack.catalogue("adopt", "sequence", "--yes");
  vendors.sequence.misbehave = undefined;
  expect(down.code, down.text).toBe(1);
  expect(down.text).toContain("what to do:");
  expect(await stack.ids()).toEqual({ "sequence/pro": PRO });
  const { code, text } = await stack.catalogue("adopt", "sequence", "--yes");
  expect(code, text).toBe(1);
  expect(text).toContain(`product ${PRO} belongs to sequence/pro`);
  expect(await stack.ids()).toEqual({ "sequence/pro": PRO, "sequence/other": OTHER });
  stack.write(files(`  unknown: { name: Unknown, lifecycle: { adopt: no-such-id } }\n  other: { name: Other }\n`));
  const refused = await stack.catalogue("adopt", "sequence", "--yes");
  expect(refused.code, refused.text).toBe(1);
  expect(refused.text).toContain("sequence/unknown");
  expect(refused.text).toContain("nothing was adopted");
  expect(vendors.writes()).toEqual([]);
});

/** An account whose last entries would be removed, with the real CLI: refused, unless it is on purpose. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SAMPLE_VALUES, sampleFiles } from "../../tools/local/sample.ts";
import { Stack } from "../../tools/local/stack.ts";
import { startVendors, type Vendors } from "./sandboxes.js";

describe("an account that would be emptied", () => {
  const { "polar.yaml": polar = "", "sequence.yaml": sequence = "" } = sampleFiles();
  let vendors: Vendors;
  let stack: Stack;
  let program: string;

  beforeAll(async () => {
    vendors = await startVendors();
    stack = await Stack.create({
      catalogue: { "polar.yaml": polar, "sequence.yaml": sequence },
      config: { accounts: vendors.accounts, values: SAMPLE_VALUES },
      environment: vendors.environment,
    });
    program = 'export { default } from "billing-catalogue/program";\n';
    await stack.upOk();
    vendors.clear();
  });
  afterAll(async () => {
    stack.remove();
    await vendors.close();
  });

  it("a program that loads no catalogue removes nothing: up is refused, and nothing is sent", async () => {
    stack.program('export { Catalogue } from "billing-catalogue";\n');
    const { code, text } = await stack.up();
    expect(code).not.toBe(0);
    expect(text).toContain("the program declares no entry of account");
    expect(text).toContain("so all of its entries would be removed; nothing was sent\n");
    expect(text).toContain("check that the program loads the catalogue (`main` in Pulumi.yaml, catalogue:directory)");
    expect(vendors.requests()).toEqual([]);
    stack.program(program);
  });

  it("files that are missing are refused by the preview already", async () => {
    stack.write({ "sequence.yaml": sequence });
    const { code, text } = await stack.run("preview", "--stack", stack.name);
    expect(code).not.toBe(0);
    expect(text).toContain(
      "the catalogue has no entries of account polar, so everything that this stack has in it would be removed",
    );
    expect(text).toContain("pulumi config set --path 'catalogue:accounts.polar.allowEmpty' true");
  });

  it("a removed row that is named by --target is archived", async () => {
    stack.program('export { Catalogue } from "billing-catalogue";\n');
    const urn = (await stack.urns()).find((one) => one.endsWith("::polar/starter")) ?? "";
    const id = (await stack.ids())["polar/starter"];
    await stack.upOk("--target", urn);
    expect(vendors.writes()).toEqual([`PATCH /v1/products/${id}`]);
    stack.program(program);
  });

  it("what --target-dependents adds to a target is not named: up is refused, and nothing is sent", async () => {
    stack.program('export { Catalogue } from "billing-catalogue";\n');
    vendors.clear();
    const { code, text } = await stack.up(
      "--target",
      "urn:pulumi:dev::catalogue::catalogue:index:Catalogue::catalogue",
      "--target-dependents",
    );
    expect(code).not.toBe(0);
    expect(text).toContain("the program declares no entry of account");
    expect(vendors.requests()).toEqual([]);
    stack.program(program);
  });

  it("with allowEmpty the account's objects are archived", async () => {
    stack.configure({ accounts: { ...vendors.accounts, polar: { ...vendors.accounts["polar"], allowEmpty: true } } });
    await stack.upOk();
    expect(Object.keys(await stack.ids()).filter((address) => address.startsWith("polar/"))).toEqual([]);
  });

  it("destroy needs no permission", async () => {
    await stack.ok("destroy", "--yes", "--stack", stack.name);
    expect(await stack.ids()).toEqual({});
  });
});

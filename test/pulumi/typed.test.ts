/** Typed resources without an engine: what is registered, and what is refused at which place. */
import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, it } from "vitest";
import { Catalogue, fynn, polar, sequence } from "../../provider/index.js";
import { EUR, fixed, folder, idOf, prices, refusal, resolved, row } from "./typed-program.js";

let count = 0;

describe("what is registered", () => {
  it("a product and its price: address, type, inputs, and the parent's id", async () => {
    const product = new sequence.Product("a", { name: "A", label: pulumi.output("Fee") });
    const price = new sequence.ListPrice("monthly", { ...EUR, product, structure: fixed(pulumi.output("1.00")) });
    expect([product.address, price.address]).toEqual(["sequence/a", "sequence/a/monthly"]);
    expect(await row(product)).toMatchObject({ type: "pulumi-nodejs:dynamic/sequence:Product", name: "sequence/a" });
    const { __provider, ...inputs } = (await row(price)).inputs as Record<string, unknown>;
    expect(inputs).toEqual({
      ...EUR,
      structure: { pricingType: "FIXED", price: "1.00" },
      productId: idOf("sequence/a"),
      archived: false,
      account: "sequence",
      address: "sequence/a/monthly",
      owner: "catalogue/dev",
    });
    expect(__provider).toContain("sequence:ListPrice");
    expect([sequence.Product, sequence.ListPrice, fynn.Product].map((one) => one.isInstance(price))).toEqual([
      false,
      true,
      false,
    ]);
    expect(sequence.ListPrice.__pulumiType).toBe("pulumi-nodejs:dynamic/sequence:ListPrice");
  });

  it("fields are Outputs, without a value where the program gives none", async () => {
    const product = new polar.Product("fields", { name: "Fields", prices, visibility: undefined });
    expect(await resolved(product.name)).toBe("Fields");
    expect(await resolved(product.visibility)).toBeUndefined();
    expect(await resolved(product.archived)).toBe(false);
    expect(await resolved(product.prices)).toEqual(prices);
  });

  it("a child of something archived says so, and adopt goes along", async () => {
    const product = new fynn.Product("old", {
      name: "Old",
      type: "product",
      archived: true,
      lifecycle: { adopt: "p-1" },
    });
    const plan = new fynn.PricePlan("one", { product, type: "flat_fee", price: { amount: 1 } });
    expect((await row(product)).inputs).toMatchObject({ archived: true, adopt: "p-1" });
    expect((await row(plan)).inputs).toMatchObject({ underArchived: true, product: idOf("fynn/old") });
  });

  it("archiveOnlyIf goes along, and is refused where nobody can be counted", async () => {
    const filter = { conjunction: "and", clauses: [] } as const;
    const lifecycle = { archiveOnlyIf: { subscribers: 0 } };
    const prices = [{ amount_type: "free" }] as const;
    const product = new polar.Product("kept", { name: "Kept", recurring_interval: "month", prices, lifecycle });
    expect((await row(product)).inputs).toMatchObject({ archiveOnlyIf: { subscribers: 0 } });
    const meter = { name: "Counted", filter, aggregation: { func: "count" }, lifecycle } as const;
    expect(refusal(() => new polar.Meter("counted", meter))).toContain("cannot have `archiveOnlyIf`");
  });

  it("what is named by its key: the id goes along, and an archived meter comes after its users", async () => {
    const filter = { conjunction: "and", clauses: [] } as const;
    const meter = new polar.Meter("calls", { name: "Calls", filter, aggregation: { func: "count" } });
    const metered = [{ amount_type: "metered_unit", unit_amount: "0.1", meter: "calls" }] as const;
    const product = new polar.Product("metered", { name: "Metered", recurring_interval: "month", prices: metered });
    expect((await row(product)).inputs).toMatchObject({ references: { "meter:calls": idOf(meter.address) } });
    expect(
      refusal(
        () =>
          new polar.Product("other", {
            name: "Other",
            recurring_interval: "month",
            prices: [{ ...metered[0], meter: "call" }],
          }),
      ),
    ).toMatch(
      /unknown-entry\]: polar\/other: prices\[0\]\.meter: account polar has no meter .*\n.*did you mean `calls`/,
    );
    const { dependsOn } = seen({ dependsOn: [meter] }, (options) => {
      new polar.Meter("gone", { name: "Gone", filter, aggregation: { func: "count" }, archived: true }, options);
    });
    const after = await resolved(
      pulumi.output(dependsOn).apply((all) => [all].flat().map((one) => (one as polar.Meter).address)),
    );
    expect(after).toEqual(expect.arrayContaining([product.address, meter.address]));
  });

  it("the lifecycle becomes engine options; the program's own win, and lists are joined", async () => {
    const lifecycle = { onRemove: "retain", renamedFrom: "before", ignoreChanges: ["label"] } as const;
    const kept = seen({ ignoreChanges: ["name"], aliases: [{ name: "another" }] }, (options) => {
      new sequence.Product("kept", { name: "Kept", lifecycle }, options);
    });
    expect(kept).toMatchObject({
      retainOnDelete: true,
      protect: false,
      ignoreChanges: ["label", "name"],
      aliases: [{ name: "sequence/before" }, { name: "another" }],
    });
    const live = (options: pulumi.CustomResourceOptions) =>
      seen(options, (given) => {
        count += 1;
        new sequence.Product(`live-${count}`, { name: `Live ${count}`, account: "live" }, given);
      });
    expect(live({}).protect).toBe(true);
    expect(live({ protect: false }).protect).toBe(false);
    expect(live({ protect: undefined as never }).protect).toBe(true);
  });

  it("what is ignored is known to the provider, so that a full body does not overwrite it", async () => {
    const options = { ignoreChanges: ["structure.price", "name"] };
    const ignoring = new sequence.Product(
      "ignoring",
      { name: "Ignoring", lifecycle: { ignoreChanges: ["label"] } },
      options,
    );
    expect((await row(ignoring)).inputs).toMatchObject({ ignored: ["label", "name", "structure"] });
  });
});

/** The options that reach the SDK. */
function seen(
  options: pulumi.CustomResourceOptions,
  make: (options: pulumi.CustomResourceOptions) => void,
): pulumi.CustomResourceOptions {
  let found: pulumi.CustomResourceOptions = {};
  const look: pulumi.ResourceTransformation = ({ opts }) => {
    found = { ...opts };
    return undefined;
  };
  make({ ...options, transformations: [look] });
  return found;
}

describe("beside the YAML", () => {
  let catalogue: Catalogue;
  beforeAll(() => {
    catalogue = new Catalogue("catalogue", { directory: folder });
  });

  it("an entry of the YAML is a parent, and reads like any other", async () => {
    const product = catalogue.get(sequence.Product, "sequence/yaml");
    expect(sequence.Product.isInstance(product)).toBe(true);
    expect(await resolved(product.label)).toBeUndefined();
    const price = new sequence.ListPrice("yearly", { ...EUR, product, structure: fixed("2.00") });
    expect((await row(price)).inputs).toMatchObject({
      address: "sequence/yaml/yearly",
      productId: idOf("sequence/yaml"),
    });
  });

  it("an unknown address, and one of another kind", () => {
    expect(refusal(() => catalogue.get(sequence.Product, "sequence/yamel"))).toMatch(
      /"sequence\/yamel" is not an entry .*\n.*did you mean `sequence\/yaml`/,
    );
    expect(refusal(() => catalogue.get(sequence.Product, "sequence/yaml/monthly"))).toMatch(
      /is a sequence:ListPrice, not a sequence:Product/,
    );
    expect(refusal(() => catalogue.get(polar.Product, "polar/none"))).toMatch(
      /is not an entry .*\n.*add a polar:Product to the YAML/,
    );
  });

  it("the rules hold over both", () => {
    const product = catalogue.get(sequence.Product, "sequence/yaml");
    expect(refusal(() => new sequence.Product("yaml", { name: "Typed" }))).toContain(
      "sequence/yaml is already defined in sequence.yaml line 3",
    );
    expect(refusal(() => new sequence.Product("typed", { name: "From YAML" }))).toContain("(sequence.yaml line 3)");
    expect(refusal(() => new sequence.ListPrice("equal", { ...EUR, product, structure: fixed("1") }))).toContain(
      "equal-entries",
    );
    expect(refusal(() => new sequence.Product("new", { name: "New", lifecycle: { renamedFrom: "yaml" } }))).toContain(
      "still exists",
    );
    expect(refusal(() => new Catalogue("again", { directory: folder }))).toContain("duplicate-entry");
  });
});

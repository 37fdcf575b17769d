/** Typed resources without an engine: what is registered, and what is refused at which place. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json } from "../../provider/fields/shape.js";
import { Catalogue, fynn, polar, sequence } from "../../provider/index.js";
import { check } from "../../provider/lifecycle/check.js";
import { UNKNOWN } from "../../provider/validation/engine-words.js";
import { registry } from "../../provider/vendors/registry.js";

const registered = new Map<string, pulumi.runtime.MockResourceArgs>();
const idOf = (name: string): string => `id-of-${name}`;

/** What was registered under a name, once the SDK has come that far. */
async function row(resource: pulumi.CustomResource & { address: string }): Promise<pulumi.runtime.MockResourceArgs> {
  await resolved(resource.urn);
  const found = registered.get(resource.address);
  if (!found) throw new Error(`${resource.address} was not registered`);
  return found;
}
const resolved = <T>(output: pulumi.Output<T>): Promise<T> =>
  new Promise((resolve) => void output.apply((value) => resolve(value)));

const EUR = { name: "A price", currency: "EUR", billingFrequency: "MONTHLY", billingType: "IN_ADVANCE" } as const;
const fixed = (price: pulumi.Input<string>) => ({ pricingType: "FIXED", price }) as const;
const prices = [{ amount_type: "fixed", price_amount: 900 }] as const;

/** What a program ends with. */
function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (pulumi.RunError.isInstance(error)) return error.message;
    throw error;
  }
  throw new Error("nothing was refused");
}

let count = 0;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "billing-catalogue-typed-"));
  writeFileSync(
    join(folder, "sequence.yaml"),
    "vendor: sequence\nproducts:\n  yaml:\n    name: From YAML\n    listPrices:\n      monthly:\n        name: A price\n        currency: EUR\n        billingFrequency: MONTHLY\n        billingType: IN_ADVANCE\n        structure: { pricingType: FIXED, price: '1.00' }\n",
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

  it("what is named by its key: the id goes along, and an archived one has its turn after those that used it", async () => {
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

describe("what is refused", () => {
  const product = (): sequence.Product => {
    count += 1;
    return new sequence.Product(`p${count}`, { name: `Product ${count}` });
  };

  it("a mistake in a field: place, address, path and remedy", () => {
    const text = refusal(() => new sequence.ListPrice("bad", { ...EUR, product: product(), structure: fixed("1,00") }));
    expect(text).toMatch(
      /^the catalogue has problems\n\ntest\/pulumi\/typed\.test\.ts:[0-9]+:[0-9]+ error\[bad-decimal\]: sequence\/p[^ ]*\/bad: structure\.price: "1,00" is not/,
    );
    expect(text).toContain('help: write digits with a point, as in "99.00"');
  });

  it.each<[string, () => unknown, RegExp]>([
    ["a missing field", () => new sequence.Product("m", {} as never), /sequence\/m: .*needs `name`/],
    ["no arguments at all", () => new sequence.Product("n", undefined as never), /needs `name`/],
    [
      "an unknown field",
      () => new sequence.Product("u", { name: "U", lable: "x" } as never),
      /lable: .*\n.*did you mean `label`/,
    ],
    ["a name that is no key", () => new sequence.Product("Big One", { name: "B" }), /`Big One` cannot be a key/],
    [
      "an account that is no key",
      () => new sequence.Product("k", { name: "K", account: "A B" }),
      /account: "A B" does not have the form of/,
    ],
    [
      "children in a product",
      () => new sequence.Product("c", { name: "C", listPrices: {} } as never),
      /listPrices: .*not a field of/,
    ],
    [
      "a computed archived",
      () => new sequence.Product("o", { name: "O", archived: pulumi.output(true) } as never),
      /archived: .*true or false/s,
    ],
    [
      "a wrong lifecycle",
      () => new polar.Product("l", { name: "Lll", prices, lifecycle: { onRemove: "remove" } as never }),
      /lifecycle\.onRemove/,
    ],
    [
      "a rule of the kind",
      () => new polar.Product("r", { name: "Rrr", prices: [...prices, ...prices] }),
      /price-set\]: polar\/r: prices\[1\]/,
    ],
    [
      "no parent",
      () => new sequence.ListPrice("np", { ...EUR, structure: fixed("1") } as never),
      /the list price needs `product`/,
    ],
    [
      "a parent of another kind",
      () =>
        new sequence.ListPrice("ok", {
          ...EUR,
          product: new polar.Product("pp", { name: "Ppp", prices }),
          structure: fixed("1"),
        } as never),
      /`product` must be a sequence\.Product, not a polar\.Product\n.*pass a sequence\.Product/,
    ],
    [
      "import",
      () => new polar.Product("i", { name: "Iii", prices }, { import: "x" }),
      /polar\/i: this resource does not support the import option/,
    ],
    [
      "an account of another vendor",
      () => new polar.Product("a", { name: "Aaa", prices, account: "live" }),
      /live is an account of Sequence/,
    ],
  ])("%s", (_title, run, text) => {
    expect(refusal(run)).toMatch(text);
  });

  it("a value that looks like a credential, without showing it", () => {
    const secret = "polar_oat_abcdefghijklmnop";
    const text = refusal(() => new polar.Product("s", { name: "Sss", prices, metadata: { token: secret } }));
    expect(text).toMatch(/secret-in-catalogue\]: polar\/s: metadata\.token: /);
    expect(text).not.toContain(secret);
  });

  it("an address, a name, a content twice: both places", () => {
    const above = product();
    new sequence.ListPrice("one", { ...EUR, product: above, structure: fixed("7") });
    expect(refusal(() => new sequence.ListPrice("one", { ...EUR, product: above, structure: fixed("8") }))).toMatch(
      /typed\.test\.ts:[0-9]+:[0-9]+ error\[duplicate-entry\]: .*\/one is already defined in test\/pulumi\/typed\.test\.ts line [0-9]+/,
    );
    expect(refusal(() => new sequence.ListPrice("two", { ...EUR, product: above, structure: fixed("7.0") }))).toContain(
      "equal-entries",
    );
    new sequence.Product("same-1", { name: "Same" });
    expect(refusal(() => new sequence.Product("same-2", { name: "Same" }))).toMatch(
      /same-natural-key\].*same-1 \(test.*line [0-9]+\)/,
    );
    new sequence.Product("same-3", { name: "Same", archived: true });
  });

  it("nothing that is not known yet", () => {
    const above = product();
    const later = pulumi.output(fixed("1"));
    new sequence.ListPrice("later-1", { ...EUR, product: above, structure: later });
    new sequence.ListPrice("later-2", { ...EUR, product: above, structure: later });
    new sequence.Product("unknown-1", { name: pulumi.output("One") });
    new sequence.Product("unknown-2", { name: pulumi.output("Two") });
    new polar.Product("unknown", { name: "Unknown", prices: [pulumi.output(prices[0]), prices[0]] });
  });

  it("nothing that is not known yet, by the provider's check in a preview", () => {
    const { vendor, kind } = registry.kind("fynn:PricePlan") ?? {};
    if (!vendor || !kind) throw new Error("no such kind");
    const plan = (price: Json) => ({
      product: "p-1",
      type: "flat_fee",
      price,
      account: "fynn",
      address: "fynn/a/b",
      owner: "o",
      archived: false,
    });
    expect(check(vendor, kind, {}, plan(UNKNOWN)).failures).toEqual([]);
    expect(check(vendor, kind, {}, plan({})).failures).toHaveLength(1);
  });
});

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

/** Edits of entries with the real CLI: names, keys, removals, production accounts. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import { Stack } from "../../tools/local/stack.ts";
import { fixtureOf } from "../support/vendors.js";
import { startVendors, type Vendors } from "./sandboxes.js";

const fixtures = ["sequence", "fynn", "polar"].map(fixtureOf);

function files(entries: (vendor: string) => JsonObject): Record<string, string> {
  return Object.fromEntries(
    fixtures.map(({ name, product }) => [
      `${name}.yaml`,
      JSON.stringify({ vendor: name, [product.collection]: entries(name) }, null, 2),
    ]),
  );
}

/** A product with a child where the vendor has them. */
const family = (vendor: string, n: number, more: JsonObject = {}): JsonObject => {
  const { product, child } = fixtureOf(vendor);
  return { ...product.fields(n), ...more, ...(child ? { [child.collection]: { one: child.fields(n) } } : {}) };
};

describe("entries", () => {
  let vendors: Vendors;
  let stack: Stack;

  beforeEach(async () => {
    vendors = await startVendors();
    stack = await Stack.create({
      catalogue: files((name) => ({ alpha: family(name, 1) })),
      config: { accounts: vendors.accounts },
      environment: vendors.environment,
    });
    await stack.upOk();
    vendors.clear();
  });
  afterEach(async () => {
    stack.remove();
    await vendors.close();
  });

  it("a product's name: one write with the announced content, dashboard fields intact, prices unchanged", async () => {
    const ids = await stack.ids();
    for (const { name, product, edit } of fixtures)
      edit(vendors[name as "fynn"], ids[`${name}/alpha`] ?? "", product.dashboard);
    stack.write(files((name) => ({ alpha: family(name, 1, fixtureOf(name).product.update(2)) })));
    expect(await stack.steps()).toEqual(
      ["fynn", "polar", "sequence"].map((name) => ({ op: "update", name: `${name}/alpha`, detail: ["update name"] })),
    );
    await stack.upOk();
    for (const { name, product, objects } of fixtures) {
      const id = ids[`${name}/alpha`] ?? "";
      const sandbox = vendors[name as "fynn"];
      expect(sandbox.writes).toEqual([product.requests.update(id)]);
      const body = objects(sandbox).find((one) => one.id === id)?.body;
      expect(body).toMatchObject({ ...product.update(2), ...product.dashboard });
    }
    expect(await stack.steps()).toEqual([]);
  });

  it(
    "a key renamed with renamedFrom: the preview shows the address, " + "and nothing but Polar's mark is written",
    async () => {
      const ids = await stack.ids();
      stack.write(files((name) => ({ beta: family(name, 1, { lifecycle: { renamedFrom: "alpha" } }) })));
      const steps = await stack.steps();
      expect(steps.every(({ op, detail }) => op === "update" && detail.join() === "update address")).toBe(true);
      expect(steps).toHaveLength(5);
      await stack.upOk();
      expect(Object.values(await stack.ids()).sort()).toEqual(Object.values(ids).sort());
      const polar = ids["polar/alpha"];
      // The first, empty, asks the primary: a read may lag behind.
      expect(vendors.requests()).toEqual([`PATCH /v1/products/${polar}`, `PATCH /v1/products/${polar}`]);
      expect(vendors.writes()).toEqual([`PATCH /v1/products/${polar}`]);
      expect(vendors.polar.products.get(polar ?? "")?.["metadata"]).toMatchObject({
        catalogue_address: "polar/beta",
        catalogue_owner: "catalogue/dev",
      });
      expect(await stack.steps()).toEqual([]);
    },
  );

  it("a removed entry is archived; retain and forbid do as they say", async () => {
    const lifecycle = (onRemove: string): JsonObject => ({ lifecycle: { onRemove } });
    stack.write(
      files((name) => ({
        alpha: family(name, 1),
        kept: { ...fixtureOf(name).product.fields(2), ...lifecycle("retain") },
        locked: { ...fixtureOf(name).product.fields(3), ...lifecycle("forbid") },
        gone: fixtureOf(name).product.fields(4),
      })),
    );
    await stack.upOk();
    const ids = await stack.ids();
    stack.write(
      files((name) => ({
        alpha: family(name, 1),
        locked: { ...fixtureOf(name).product.fields(3), ...lifecycle("forbid") },
      })),
    );
    const { text } = await stack.ok("preview", "--stack", stack.name);
    expect(text).toContain("3 removed entries: what the preview calls delete archives the object at the vendor");
    expect(text).toContain("3 removed entries: the object is left as it is at the vendor (onRemove: retain)");
    await stack.upOk();
    for (const { name, objects } of fixtures) {
      const archived = Object.fromEntries(objects(vendors[name as "fynn"]).map((one) => [one.id, one.archived]));
      expect(archived[ids[`${name}/gone`] ?? ""]).toBe(true);
      expect(archived[ids[`${name}/kept`] ?? ""]).toBe(false);
    }
    stack.write(files((name) => ({ alpha: family(name, 1) })));
    vendors.clear();
    const refused = await stack.run("preview", "--stack", stack.name);
    expect(refused.code).not.toBe(0);
    expect(refused.text).toContain("protected (active in a production account, or onRemove: forbid): ");
    expect(refused.text).toContain("what to do: put the entry back, set `archived: true`");
    expect(refused.text).not.toContain("unprotect");
    expect((await stack.up()).code).not.toBe(0);
    expect(vendors.requests()).toEqual([]);
  });

  it("a production account refuses the removal of an active entry, and lets an archived one go", async () => {
    const accounts = Object.fromEntries(
      Object.entries(vendors.accounts).map(([name, account]) => [name, { ...account, environment: "production" }]),
    );
    stack.configure({ accounts });
    stack.write(files((name) => ({ alpha: family(name, 1), beta: fixtureOf(name).product.fields(2) })));
    await stack.upOk();
    stack.write(files((name) => ({ alpha: family(name, 1) })));
    const refused = await stack.run("preview", "--stack", stack.name);
    expect(refused.code).not.toBe(0);
    expect(refused.text).toContain("protected (active in a production account, or onRemove: forbid): ");
    expect(refused.text).toContain("what to do: put the entry back, set `archived: true`");
    expect(refused.text).not.toContain("unprotect");
    stack.write(
      files((name) => ({ alpha: family(name, 1), beta: { ...fixtureOf(name).product.fields(2), archived: true } })),
    );
    await stack.upOk();
    stack.write(files((name) => ({ alpha: family(name, 1) })));
    await stack.upOk();
    expect(Object.keys(await stack.ids())).toHaveLength(5);
  });
});

it("more calls than the limit takes in a minute: the preview says how many, and how long they take", async () => {
  const vendors = await startVendors();
  const polar = { ...vendors.accounts["polar"], limits: { perMinute: 5 } };
  const { product } = fixtureOf("polar");
  const entries = Object.fromEntries(
    Array.from({ length: 12 }, (_, n): [string, JsonObject] => [`p${n}`, product.fields(n)]),
  );
  const archived = { ...product.fields(99), archived: true };
  const stack = await Stack.create({
    catalogue: { "polar.yaml": JSON.stringify({ vendor: "polar", products: { ...entries, old: archived } }) },
    config: { accounts: { ...vendors.accounts, polar } },
    environment: vendors.environment,
  });
  try {
    const { stdout } = await stack.run("preview");
    // 13 creates, one of them archived at once, and a list
    expect(stdout).toContain(
      "account polar: `pulumi up` makes about 15 calls, at most 5 a minute (limits.perMinute), which takes about 2 " +
        "minutes",
    );
    expect(vendors.requests()).toEqual([]);
  } finally {
    stack.remove();
    await vendors.close();
  }
});

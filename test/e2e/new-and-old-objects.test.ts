/**
 * Renames, replacements, removals and successors with the real CLI, for the products and prices of all vendors at once:
 * in the end exactly the declared objects are live, the state points at them, and the preview had announced it.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import { Stack } from "../../tools/local/stack.ts";
import { fixtureOf, type LiveObject, type VendorFixture } from "../support/vendors.js";
import { startVendors, type Vendors } from "./sandboxes.js";

const fixtures = ["sequence", "fynn", "polar"].map(fixtureOf);

interface Edit {
  readonly productKey?: string;
  readonly childKey?: string;
  readonly product?: (fixture: VendorFixture) => JsonObject;
  readonly child?: (fixture: VendorFixture) => JsonObject;
  readonly moreChildren?: (fixture: VendorFixture) => JsonObject;
  readonly moreProducts?: (fixture: VendorFixture) => JsonObject;
}

/** A product "alpha" with a child "one" for each vendor, with an edit. */
function files(edit: Edit = {}, lifecycle: JsonObject = {}): Record<string, string> {
  const { productKey = "alpha", childKey = "one", product, child, moreChildren, moreProducts } = edit;
  return Object.fromEntries(
    fixtures.map((fixture) => {
      const children = fixture.child && {
        [fixture.child.collection]: {
          [childKey]: { ...fixture.child.fields(1), ...lifecycle, ...child?.(fixture) },
          ...moreChildren?.(fixture),
        },
      };
      const entry = { ...fixture.product.fields(1), ...lifecycle, ...product?.(fixture), ...children };
      const content = {
        vendor: fixture.name,
        [fixture.product.collection]: { [productKey]: entry, ...moreProducts?.(fixture) },
      };
      return [`${fixture.name}.yaml`, JSON.stringify(content)];
    }),
  );
}

const live = (vendors: Vendors): LiveObject[] =>
  fixtures
    .flatMap((fixture) => fixture.objects(vendors[fixture.name as "sequence" | "fynn" | "polar"]))
    .filter(({ archived }) => !archived);

async function expectOnlyDeclared(stack: Stack, vendors: Vendors): Promise<void> {
  const rows = await stack.state();
  const active = rows.filter(({ outputs }) => outputs["archived"] !== true).map(({ id }) => id);
  expect(
    live(vendors)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(active.sort());
}

describe.each([
  { adopt: false, refresh: false },
  { adopt: true, refresh: false },
  { adopt: false, refresh: true },
  { adopt: true, refresh: true },
])("adopt: $adopt, refresh: $refresh", ({ adopt, refresh }) => {
  const lifecycle: JsonObject = adopt ? { lifecycle: { adopt: true } } : {};
  const flags = refresh ? ["--refresh"] : [];
  let vendors: Vendors;
  let stack: Stack;

  beforeAll(async () => {
    vendors = await startVendors();
    stack = await Stack.create({
      catalogue: files({}, lifecycle),
      config: { accounts: vendors.accounts },
      environment: vendors.environment,
    });
    await stack.upOk();
  });
  afterAll(async () => {
    stack.remove();
    await vendors.close();
  });

  it("another currency, type or interval: new object first, old one archived after", async () => {
    const before = await stack.ids();
    const changed: Edit = {
      product: (fixture) => (fixture.name === "polar" ? fixture.product.replace : {}),
      child: (fixture) => fixture.child?.replace ?? {},
    };
    stack.write(files(changed, lifecycle));
    vendors.clear();
    await stack.upOk(...flags);
    const after = await stack.ids();
    for (const name of ["sequence/alpha/one", "fynn/alpha/one", "polar/alpha"])
      expect(after[name]).not.toBe(before[name]);
    for (const name of ["sequence/alpha", "fynn/alpha"]) expect(after[name]).toBe(before[name]);
    for (const one of vendors.all) {
      const order = one.exchanges
        // An empty PATCH reads what Polar's primary has.
        .filter(({ request }) => request.method !== "GET" && JSON.stringify(request.body) !== "{}")
        .map(({ request }) => (request.method === "POST" && !request.path.endsWith("/archive") ? "create" : "archive"));
      expect(order).toEqual(["create", "archive"]);
    }
    await expectOnlyDeclared(stack, vendors);
    stack.write(files({}, lifecycle));
    await stack.upOk(...flags);
    await expectOnlyDeclared(stack, vendors);
  });

  it("--replace of everything", async () => {
    const before = await stack.ids();
    const urns = (await stack.urns()).flatMap((urn) => ["--replace", urn]);
    await stack.upOk(...flags, ...urns);
    const after = await stack.ids();
    for (const [name, id] of Object.entries(before)) expect(after[name]).not.toBe(id);
    await expectOnlyDeclared(stack, vendors);
  });

  it("taint", async () => {
    const before = await stack.ids();
    for (const urn of await stack.urns())
      if (!/::(sequence|fynn)\/alpha$/.test(urn)) await stack.ok("state", "taint", urn, "--stack", stack.name, "--yes");
    await stack.upOk(...flags);
    const after = await stack.ids();
    for (const name of ["sequence/alpha/one", "fynn/alpha/one", "polar/alpha"])
      expect(after[name]).not.toBe(before[name]);
    await expectOnlyDeclared(stack, vendors);
  });

  it("an entry removed and an equal one added", async () => {
    const before = Object.values(await stack.ids());
    stack.write(files({ productKey: "beta" }, lifecycle));
    const steps = await stack.steps();
    expect(steps.map(({ op, name }) => `${op} ${name}`).sort()).toEqual(
      ["polar", "fynn", "sequence"]
        .flatMap((name) =>
          name === "polar"
            ? [`create ${name}/beta`, `delete ${name}/alpha`]
            : [`create ${name}/beta`, `create ${name}/beta/one`, `delete ${name}/alpha`, `delete ${name}/alpha/one`],
        )
        .sort(),
    );
    await stack.upOk(...flags);
    for (const id of Object.values(await stack.ids())) expect(before).not.toContain(id);
    await expectOnlyDeclared(stack, vendors);
    stack.write(files({}, lifecycle));
    await stack.upOk(...flags);
    await expectOnlyDeclared(stack, vendors);
  });

  it("two entries that swap their content, and then an entry archived beside its successor", async () => {
    const two = (first: number, second: number): Edit => ({
      product: (fixture) => fixture.product.fields(first),
      moreProducts: (fixture) => ({ other: { ...fixture.product.fields(second), ...lifecycle } }),
      child: (fixture) => fixture.child?.fields(first) ?? {},
      moreChildren: (fixture) => ({ two: { ...fixture.child?.fields(second), ...lifecycle } }),
    });
    stack.write(files(two(1, 2), lifecycle));
    await stack.upOk(...flags);
    const before = await stack.ids();
    stack.write(files(two(2, 1), lifecycle));
    await stack.upOk(...flags);
    expect(await stack.ids()).toEqual(before);
    await expectOnlyDeclared(stack, vendors);

    const successor: Edit = {
      ...two(2, 1),
      child: (fixture) => ({ ...fixture.child?.fields(2), archived: true }),
      moreChildren: (fixture) => ({
        two: { ...fixture.child?.fields(1), ...lifecycle },
        next: { ...fixture.child?.fields(2), ...lifecycle },
      }),
      moreProducts: (fixture) => ({
        other: { ...fixture.product.fields(1), ...lifecycle, archived: true },
        next: { ...fixture.product.fields(1), ...lifecycle },
      }),
    };
    stack.write(files(successor, lifecycle));
    await stack.upOk(...flags);
    const after = await stack.ids();
    for (const [name, id] of Object.entries(before)) expect(after[name]).toBe(id);
    await expectOnlyDeclared(stack, vendors);
    expect(await stack.steps()).toEqual([]);
  });
});

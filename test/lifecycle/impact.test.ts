/** Who has an object: counted at each vendor's sandbox, with few requests. */
import { describe, expect, it } from "vitest";
import type { AffectedObject } from "../../provider/lifecycle/impact-of.js";
import type { FynnSandbox } from "../../sandboxes/fynn/sandbox.ts";
import type { PolarSandbox } from "../../sandboxes/polar/sandbox.ts";
import type { SequenceSandbox } from "../../sandboxes/sequence/sandbox.ts";
import { count, numbers, object, polarProducts, productsOf } from "../support/impact.js";
import { fileOf, fixtureOf, sandboxOf, worldOf } from "../support/vendors.js";

describe("Polar", () => {
  it("counts subscriptions, pending changes, checkouts, links and discounts of each product", async () => {
    const { world, ids } = await productsOf("polar", 3);
    const [one = "", two = "", three = ""] = ids;
    const sandbox = sandboxOf(fixtureOf("polar"), world) as PolarSandbox;
    for (const status of ["active", "trialing", "past_due", "canceled", "unpaid", "paused"])
      sandbox.subscribe(one, { status });
    sandbox.subscribe(two, { becomes: one });
    sandbox.subscribe(two, { becomes: three, status: "canceled" });
    sandbox.openCheckout(one);
    sandbox.confirm(sandbox.openCheckout(one));
    sandbox.linkTo(one);
    sandbox.linkTo(one, two);
    sandbox.discountFor(one, three);
    sandbox.discountFor(two);
    const { counts, warnings } = await count(world, polarProducts(ids));
    expect(warnings).toEqual([]);
    expect(numbers(counts.get("polar/p0"))).toEqual({
      "active subscriptions": 3,
      "pending changes of subscriptions to it": 1,
      "open checkouts": 1,
      "checkout links": 2,
      "checkout links with no other product": 1,
      "discounts that name it": 1,
    });
    expect(numbers(counts.get("polar/p1"))).toMatchObject({ "active subscriptions": 1, "discounts that name it": 1 });
    expect(numbers(counts.get("polar/p2"))).toEqual({
      "active subscriptions": 0,
      "pending changes of subscriptions to it": 0,
      "open checkouts": 0,
      "checkout links": 0,
      "checkout links with no other product": 0,
      "discounts that name it": 1,
    });
  });

  it("reads lists to their end, and once for all products", async () => {
    const many = 7;
    const { world, ids } = await productsOf("polar", many);
    const sandbox = sandboxOf(fixtureOf("polar"), world) as PolarSandbox;
    for (let n = 0; n < 230; n += 1) sandbox.subscribe(ids[0] ?? "", n === 0 ? { becomes: ids[1] ?? "" } : {});
    const { counts } = await count(world, polarProducts(ids));
    expect(numbers(counts.get("polar/p0"))["active subscriptions"]).toBe(230);
    expect(numbers(counts.get("polar/p1"))["pending changes of subscriptions to it"]).toBe(1);
    const requests = Map.groupBy(world.requests, (request) => request);
    expect(Object.fromEntries([...requests].map(([request, all]) => [request, all.length]))).toEqual({
      "GET /v1/subscriptions/": many + 3,
      "GET /v1/checkouts/": many,
      "GET /v1/checkout-links/": 1,
      "GET /v1/discounts/": 1,
    });
  });

  it("says what happens to them, by what happens to the product", async () => {
    const { world, ids } = await productsOf("polar", 1);
    const effects = async (happening: AffectedObject["happening"]) => {
      const { counts } = await count(world, polarProducts(ids, happening));
      return Object.fromEntries((counts.get("polar/p0") ?? []).map(({ of, effect }) => [of, effect]));
    };
    const [archived, replaced, changed] = [
      await effects("archived"),
      await effects("replaced"),
      await effects("changed"),
    ];
    expect(archived["checkout links with no other product"]).toContain("for good");
    expect(replaced["checkout links"]).toBe(archived["checkout links"]);
    expect(replaced["discounts that name it"]).toContain("new product");
    expect(changed["open checkouts"]).toContain('"Price is archived."');
    expect(changed["checkout links"]).toBeUndefined();
  });
});

describe("Sequence", () => {
  it("counts running schedules of list prices and of their products in one pass", async () => {
    const fixture = fixtureOf("sequence");
    const world = worldOf(fixture);
    const { child } = fixture;
    if (!child) throw new Error("no list price");
    const entry = (n: number) => ({
      ...fixture.product.fields(n),
      [child.collection]: { one: child.fields(1), two: child.fields(2) },
    });
    await world.up(fileOf(fixture, { a: entry(1), b: entry(2) }));
    world.clear();
    const sandbox = sandboxOf(fixture, world) as SequenceSandbox;
    const id = (address: string): string => world.ids[address] ?? "";
    for (let n = 0; n < 205; n += 1) sandbox.schedule([id("sequence/a/one")]);
    sandbox.schedule([id("sequence/a/one"), id("sequence/a/two")], { status: "PENDING" });
    sandbox.schedule([id("sequence/a/two"), id("sequence/b/one")], { status: "SUSPENDED" });
    sandbox.schedule([id("sequence/b/one")], { status: "DRAFT" });
    for (const status of ["CANCELLED", "COMPLETED"]) sandbox.schedule([id("sequence/b/two")], { status });
    sandbox.schedule([id("sequence/b/two")], { archived: true });
    sandbox.schedule([], { adHoc: id("sequence/b") });
    const prices = ["a/one", "a/two", "b/one", "b/two"].map((key) => `sequence/${key}`);
    const { counts, warnings } = await count(world, [
      ...prices.map((address) => object("sequence:ListPrice", id(address), address, "changed")),
      ...["sequence/a", "sequence/b"].map((address) => object("sequence:Product", id(address), address)),
    ]);
    expect(warnings).toEqual([]);
    const found = Object.fromEntries([...counts].map(([address, all]) => [address, Object.values(numbers(all))]));
    expect(found).toEqual({
      "sequence/a/one": [206, 0],
      "sequence/a/two": [2, 0],
      "sequence/b/one": [1, 1],
      "sequence/b/two": [0, 0],
      "sequence/a": [207, 0],
      "sequence/b": [2, 1],
    });
    expect(counts.get("sequence/a/one")?.[0]?.effect).toBe("They keep their own copies of the price.");
    // 212 schedules, 100 a page.
    expect(world.requests).toEqual(Array(3).fill("GET /billing-schedules"));
  });
});

describe("Fynn", () => {
  it("counts nothing of a product unless the account says so", async () => {
    const { world, ids } = await productsOf("fynn", 1);
    (sandboxOf(fixtureOf("fynn"), world) as FynnSandbox).subscribe(ids[0] ?? "");
    expect((await count(world, [object("fynn:Product", ids[0], "fynn/p0")])).counts.get("fynn/p0")).toEqual([]);
    expect(world.requests).toEqual([]);
  });

  it("counts active subscriptions with `countSubscriptions`", async () => {
    const { world, ids } = await productsOf("fynn", 2, { countSubscriptions: true });
    const sandbox = sandboxOf(fixtureOf("fynn"), world) as FynnSandbox;
    sandbox.subscribe(ids[0] ?? "");
    sandbox.subscribe(ids[0] ?? "", { status: "paused" });
    const { counts } = await count(
      world,
      ids.map((id, n) => object("fynn:Product", id, `fynn/p${n}`)),
    );
    expect(counts.get("fynn/p0")).toEqual([{ of: "active subscriptions", count: 1 }]);
    expect(counts.get("fynn/p1")).toEqual([{ of: "active subscriptions", count: 0 }]);
    expect(world.requests).toHaveLength(2);
  });
});

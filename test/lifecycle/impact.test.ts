/** Who has an object: counted outside the provider process, with few requests, and without failing anything. */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import type { ImpactCount } from "../../provider/kinds/impact-count.js";
import { type AffectedObject, impactOf } from "../../provider/lifecycle/impact-of.js";
import type { FynnSandbox } from "../../sandboxes/fynn/sandbox.ts";
import type { PolarSandbox } from "../../sandboxes/polar/sandbox.ts";
import type { SequenceSandbox } from "../../sandboxes/sequence/sandbox.ts";
import { leaksIn } from "../support/canary.js";
import { fileOf, fixtureOf, sandboxOf, worldOf } from "../support/vendors.js";
import type { World } from "../support/world.js";

interface Counted {
  readonly counts: ReadonlyMap<string, readonly ImpactCount[]>;
  readonly warnings: readonly string[];
}

/** As the review asks: with the stack's configuration and the environment's credentials. */
async function count(world: World, objects: readonly AffectedObject[]): Promise<Counted> {
  const warnings: string[] = [];
  const counts = await world.clock.run(
    impactOf({
      config: world.config,
      registry: world.registry,
      objects,
      report: { info: () => undefined, warn: (text) => void warnings.push(text) },
      world: {
        environment: world.environment,
        transport: () => world.network.transport(() => true),
        clock: world.clock,
        random: world.random.next,
      },
    }),
  );
  return { counts, warnings };
}

const numbers = (counts: readonly ImpactCount[] | undefined): Record<string, number | null> =>
  Object.fromEntries((counts ?? []).map(({ of, count: number }) => [of, number]));

/** A world with so many products, and their ids. */
async function productsOf(
  vendor: string,
  many: number,
  account?: JsonObject,
): Promise<{ world: World; ids: string[] }> {
  const fixture = fixtureOf(vendor);
  const world = worldOf(fixture, account ? { account } : {});
  const entries = Object.fromEntries(Array.from({ length: many }, (_, n) => [`p${n}`, fixture.product.fields(n)]));
  expect((await world.up(fileOf(fixture, entries))).errors).toEqual([]);
  world.clear();
  return { world, ids: Array.from({ length: many }, (_, n) => world.ids[`${vendor}/p${n}`] ?? "") };
}

const object = (
  type: string,
  id: string | undefined,
  address: string,
  happening: AffectedObject["happening"] = "archived",
): AffectedObject => ({ type, id: id ?? "", address, account: type.split(":")[0] ?? "", happening });

describe("Polar", () => {
  const affected = (ids: readonly string[], happening?: AffectedObject["happening"]): AffectedObject[] =>
    ids.map((id, n) => object("polar:Product", id, `polar/p${n}`, happening));

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
    const { counts, warnings } = await count(world, affected(ids));
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
    const { counts } = await count(world, affected(ids));
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
      const { counts } = await count(world, affected(ids, happening));
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

  it("a token without a scope: not counted, said once, asked once; the rest is counted", async () => {
    const { world, ids } = await productsOf("polar", 4);
    world.network.fault = ({ path }) =>
      path.startsWith("/v1/checkouts/")
        ? {
            kind: "reply",
            when: "before",
            reply: { status: 403, headers: {}, text: '{"error":"insufficient_scope","error_description":"no"}' },
          }
        : undefined;
    const before = world.network.requests;
    const { counts, warnings } = await count(world, affected(ids));
    for (const counted of counts.values()) {
      expect(numbers(counted)["open checkouts"]).toBeNull();
      expect(numbers(counted)["active subscriptions"]).toBe(0);
    }
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain("Polar account polar: open checkouts could not be counted: ");
    expect(warnings[0]).toContain("what to do: give the credentials the scope checkouts:read");
    // Subscriptions of each, one list of them, links and discounts; and one checkout.
    expect(world.network.requests - before).toBe(4 + 1 + 1 + 1 + 1);
  });

  it("one product cannot be counted: the others are", async () => {
    const { world, ids } = await productsOf("polar", 3);
    world.network.fault = ({ path }) =>
      path.startsWith("/v1/checkouts/") && path.includes(ids[1] ?? "-")
        ? { kind: "reply", when: "before", reply: { status: 422, headers: {}, text: "{}" } }
        : undefined;
    const { counts, warnings } = await count(world, affected(ids));
    expect([0, 1, 2].map((n) => numbers(counts.get(`polar/p${n}`))["open checkouts"])).toEqual([0, null, 0]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain("open checkouts of polar/p1 could not be counted");
  });

  it("an answer of another form: not counted, and nothing of it is shown", async () => {
    const { world, ids } = await productsOf("polar", 2);
    sandboxOf(fixtureOf("polar"), world).misbehave = ({ path }) =>
      path.startsWith("/v1/") ? { status: 200, body: { customer: "ann@example.com" } } : undefined;
    const { counts, warnings } = await count(world, affected(ids));
    for (const counted of counts.values()) expect(new Set(Object.values(numbers(counted)))).toEqual(new Set([null]));
    expect(warnings.length).toBeGreaterThan(0);
    expect(warnings.join()).not.toContain("ann@example.com");
  });

  it("a number that is none: not counted, never 0", async () => {
    const { world, ids } = await productsOf("polar", 1);
    for (const total of [null, -1, 1.5, "7"]) {
      sandboxOf(fixtureOf("polar"), world).misbehave = ({ path }) =>
        path === "/v1/checkouts/"
          ? { status: 200, body: { items: [], pagination: { total_count: total } } }
          : undefined;
      const { counts } = await count(world, affected(ids));
      expect(numbers(counts.get("polar/p0"))["open checkouts"]).toBeNull();
    }
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

describe("nothing ever fails", () => {
  const two = async () => {
    const { world, ids } = await productsOf("polar", 2);
    return { world, objects: ids.map((id, n) => object("polar:Product", id, `polar/p${n}`)) };
  };
  const allNull = ({ counts }: Counted): void => {
    expect(counts.size).toBe(2);
    for (const counted of counts.values()) {
      expect(counted).toHaveLength(6);
      expect(counted.every(({ count: number }) => number === null)).toBe(true);
    }
  };

  it("no credentials: each count is null, and the message says which are missing", async () => {
    const { world, objects } = await two();
    world.environment = {};
    const counted = await count(world, objects);
    allNull(counted);
    expect(counted.warnings.join()).toContain("POLAR_ACCESS_TOKEN");
    expect(world.requests).toEqual([]);
  });

  it("wrong credentials: one request for each count, and no secret in any text", async () => {
    const { world, objects } = await two();
    const secret = "cAn4ry-token/+~?=TOKEN";
    world.environment = { POLAR_ACCESS_TOKEN: secret };
    sandboxOf(fixtureOf("polar"), world).misbehave = ({ headers }) => ({
      status: 401,
      body: { error: "invalid_token", error_description: `refused ${headers["authorization"]}` },
    });
    const before = world.network.requests;
    const counted = await count(world, objects);
    allNull(counted);
    expect(world.network.requests - before).toBeLessThanOrEqual(6);
    expect(counted.warnings.length).toBeGreaterThan(0);
    expect(leaksIn(counted.warnings.join("\n"), [secret])).toEqual([]);
  });

  it("the vendor cannot be reached, or its answers break off", async () => {
    for (const fault of [{ kind: "refused" }, { kind: "truncated" }] as const) {
      const { world, objects } = await two();
      world.network.fault = () => fault;
      const counted = await count(world, objects);
      allNull(counted);
      expect(counted.warnings.length).toBeGreaterThan(0);
    }
  });

  it("a configuration that cannot be read", async () => {
    const { world, objects } = await two();
    world.config = { "catalogue:accounts": "[]" };
    const counted = await count(world, objects);
    allNull(counted);
    expect(counted.warnings).toHaveLength(1);
    expect(counted.warnings[0]).toContain("account polar: nothing could be counted: catalogue:accounts is not a map");
  });

  it("an account whose objects are at another host gets no credentials", async () => {
    const { world, objects } = await two();
    const warnings: string[] = [];
    await world.clock.run(
      impactOf({
        config: world.config,
        registry: world.registry,
        objects,
        rows: [{ account: "polar", address: "polar/p0", host: "api.polar.sh" }],
        report: { info: () => undefined, warn: (text) => void warnings.push(text) },
        world: {
          environment: world.environment,
          transport: () => world.network.transport(() => true),
          clock: world.clock,
        },
      }),
    );
    expect(world.requests).toEqual([]);
    expect(warnings.join()).toContain("nothing was sent to polar.test");
  });
});

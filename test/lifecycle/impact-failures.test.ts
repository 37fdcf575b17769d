/** What cannot be counted is null, never 0; it fails nothing, and no text gives anything away. */
import { describe, expect, it } from "vitest";
import { impactOf } from "../../provider/lifecycle/impact-of.js";
import { leaksIn } from "../support/canary.js";
import { type Counted, count, numbers, polarProducts, productsOf } from "../support/impact.js";
import { fixtureOf, sandboxOf } from "../support/vendors.js";

describe("some counts fail", () => {
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
    const { counts, warnings } = await count(world, polarProducts(ids));
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
    const { counts, warnings } = await count(world, polarProducts(ids));
    expect([0, 1, 2].map((n) => numbers(counts.get(`polar/p${n}`))["open checkouts"])).toEqual([0, null, 0]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain("open checkouts of polar/p1 could not be counted");
  });

  it("an answer of another form: not counted, and nothing of it is shown", async () => {
    const { world, ids } = await productsOf("polar", 2);
    sandboxOf(fixtureOf("polar"), world).misbehave = ({ path }) =>
      path.startsWith("/v1/") ? { status: 200, body: { customer: "ann@example.com" } } : undefined;
    const { counts, warnings } = await count(world, polarProducts(ids));
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
      const { counts } = await count(world, polarProducts(ids));
      expect(numbers(counts.get("polar/p0"))["open checkouts"]).toBeNull();
    }
  });
});

describe("all counts fail", () => {
  const two = async () => {
    const { world, ids } = await productsOf("polar", 2);
    return { world, objects: polarProducts(ids) };
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

/** How each vendor is asked who has an object, and what it does with them when the object is archived or changed. */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import { impactOf } from "../../provider/lifecycle/impact-of.js";
import type { PolarSandbox } from "../../sandboxes/polar/sandbox.ts";
import { fileOf, fixtureOf, sandboxOf, worldOf } from "../support/vendors.js";
import type { World } from "../support/world.js";

/** The requests with which an object is counted, as they go over the wire. `<id>`: its id. */
async function asked(world: World, type: string, address: string): Promise<string[]> {
  const paths: string[] = [];
  const id = world.ids[address] ?? "";
  world.network.beforeSend = ({ method, path }) => void paths.push(`${method} ${path.replaceAll(id, "<id>")}`);
  await world.clock.run(
    impactOf({
      config: world.config,
      registry: world.registry,
      objects: [{ type, id, address, account: address.split("/")[0] ?? "", happening: "archived" }],
      report: { info: () => undefined, warn: (text) => expect.fail(text) },
      world: {
        environment: world.environment,
        transport: () => world.network.transport(() => true),
        clock: world.clock,
      },
    }),
  );
  world.network.beforeSend = undefined;
  return paths;
}

async function withProduct(vendor: string, account?: JsonObject): Promise<World> {
  const fixture = fixtureOf(vendor);
  const world = worldOf(fixture, account ? { account } : {});
  const children = fixture.child ? { [fixture.child.collection]: { one: fixture.child.fields(1) } } : {};
  const entry = { ...fixture.product.fields(1), ...children };
  expect((await world.up(fileOf(fixture, { alpha: entry }))).errors).toEqual([]);
  return world;
}

describe("requests", () => {
  it("Polar", async () => {
    expect(await asked(await withProduct("polar"), "polar:Product", "polar/alpha")).toEqual([
      "GET /v1/subscriptions/?product_id=<id>&status=active&status=trialing&status=past_due&limit=1",
      "GET /v1/subscriptions/?status=active&status=trialing&status=past_due&page=1&limit=100",
      "GET /v1/checkouts/?product_id=<id>&status=open&limit=1",
      "GET /v1/checkout-links/?page=1&limit=100",
      "GET /v1/discounts/?page=1&limit=100",
    ]);
  });

  it("Sequence", async () => {
    const world = await withProduct("sequence");
    for (const [type, address] of [
      ["sequence:Product", "sequence/alpha"],
      ["sequence:ListPrice", "sequence/alpha/one"],
    ] as const)
      expect(await asked(world, type, address)).toEqual(["GET /billing-schedules?limit=100"]);
  });

  it("Fynn", async () => {
    const world = await withProduct("fynn", { countSubscriptions: true });
    expect(await asked(world, "fynn:Product", "fynn/alpha")).toEqual([
      "GET /subscriptions?items.product.id=<id>&status=active&limit=1",
    ]);
    expect(await asked(world, "fynn:PricePlan", "fynn/alpha/one")).toEqual(["GET /price-plans/<id>"]);
  });
});

/** As Polar's server does it: what the sentences about Polar say. */
describe("Polar's sandbox", () => {
  const fixture = fixtureOf("polar");
  const fixed = (amount: number, currency = "usd") => ({
    amount_type: "fixed",
    price_currency: currency,
    price_amount: amount,
  });
  const entries = (alpha: JsonObject = {}, beta: JsonObject = {}) =>
    fileOf(fixture, {
      alpha: { ...fixture.product.fields(1), ...alpha },
      beta: { ...fixture.product.fields(2), ...beta },
    });

  async function started() {
    const world = worldOf(fixture);
    expect((await world.up(entries())).errors).toEqual([]);
    const [alpha = "", beta = ""] = [world.ids["polar/alpha"], world.ids["polar/beta"]];
    return { world, sandbox: sandboxOf(fixture, world) as PolarSandbox, alpha, beta };
  }

  it("archiving takes the product out of its links, some for good, and un-archiving restores none", async () => {
    const { world, sandbox, alpha, beta } = await started();
    const [alone, both, other] = [sandbox.linkTo(alpha), sandbox.linkTo(alpha, beta), sandbox.linkTo(beta)];
    await world.up(entries({ archived: true }));
    await world.up(entries());
    expect(sandbox.checkoutLinks.get(alone)).toBeUndefined();
    expect([both, other].map((id) => sandbox.checkoutLinks.get(id)?.["products"])).toEqual([[beta], [beta]]);
  });

  it("a checkout whose price was replaced is refused; one of an archived product can be completed", async () => {
    const { world, sandbox, alpha, beta } = await started();
    const [changed, archived] = [sandbox.openCheckout(alpha), sandbox.openCheckout(beta)];
    expect((await world.up(entries({ prices: [fixed(2_000)] }, { archived: true }))).errors).toEqual([]);
    expect(sandbox.confirm(changed)).toBe("Price is archived.");
    expect(sandbox.confirm(archived)).toBeUndefined();
  });

  it("a pending change takes the prices of the day, and is discarded without one in its currency", async () => {
    const { world, sandbox, alpha, beta } = await started();
    await world.up(entries({}, { prices: [fixed(1_000), fixed(900, "eur")] }));
    const same = sandbox.subscribe(beta, { becomes: alpha });
    const lost = sandbox.subscribe(alpha, { currency: "eur", becomes: beta });
    expect((await world.up(entries({ archived: true }, { prices: [fixed(1_000)] }))).errors).toEqual([]);
    sandbox.renew(same);
    sandbox.renew(lost);
    expect(sandbox.subscriptions.get(same)).toMatchObject({ product_id: alpha, pending_update: null });
    expect(sandbox.subscriptions.get(lost)).toMatchObject({ product_id: alpha, pending_update: null });
  });

  it("refuses a filter that is no id or no status", async () => {
    const { sandbox } = await started();
    const get = (path: string, query: string) =>
      sandbox.answer({
        method: "GET",
        path,
        query: new URLSearchParams(query),
        headers: { authorization: "Bearer sandbox-token" },
        body: undefined,
      }).status;
    expect(get("/v1/subscriptions/", "product_id=none")).toBe(422);
    expect(get("/v1/checkouts/", "status=closed")).toBe(422);
    expect(get("/v1/discounts/", "limit=0")).toBe(422);
    expect(get("/v1/checkout-links", "")).toBe(307);
  });
});

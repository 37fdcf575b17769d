/** Adoption: a preview says what is adopted and changed; money and the archived state change only on request. */
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../provider/fields/shape.js";
import { fileOf, fixtureOf, fixtures, liveOf, sandboxOf, type VendorFixture, worldOf } from "../support/vendors.js";
import type { Files, World } from "../support/world.js";

const [sequence, fynn, polar] = [fixtureOf("sequence"), fixtureOf("fynn"), fixtureOf("polar")];

/** A product with a child, if the vendor has any, that another stack left behind. */
async function existing(
  fixture: VendorFixture,
  product: JsonObject = {},
  child: JsonObject = {},
  account: JsonObject = {},
) {
  const world = worldOf(fixture, { account });
  const other = worldOf(fixture, { beside: world, owner: "elsewhere/dev", account });
  expect((await other.up(family(fixture, product, child))).errors).toEqual([]);
  const [productId = "", childId = ""] = [other.ids[`${fixture.name}/pro`], other.ids[`${fixture.name}/pro/one`]];
  if (fixture.name === "polar") polar.edit(sandboxOf(polar, world), productId, { metadata: {} });
  world.clock.advance(48 * 3_600_000);
  world.clear();
  return { world, productId, childId };
}

function family(fixture: VendorFixture, product: JsonObject = {}, child: JsonObject = {}): Files {
  const { child: kind } = fixture;
  const below = kind ? { [kind.collection]: { one: { ...kind.fields(1), ...child } } } : {};
  return fileOf(fixture, { pro: { ...fixture.product.fields(1), ...product, ...below } });
}

const adopting = (adopt: Json, more: JsonObject = {}): JsonObject => ({ ...more, lifecycle: { adopt } });
const production = { environment: "production" };
const listPrice = (price: string): JsonObject => ({ structure: { pricingType: "FIXED", price } });
const amount = (price_amount: number): JsonObject => ({ prices: [{ amount_type: "fixed", price_amount }] });
const bodyOf = (fixture: VendorFixture, world: World, id: string) =>
  liveOf(fixture, world).find((one) => one.id === id)?.body;

describe("the preview", () => {
  it("says what is adopted and each value that changes, of a parent and its child at once", async () => {
    const { world, productId, childId } = await existing(sequence, { label: "Old" });
    const files = family(
      sequence,
      adopting(true, { label: "New words" }),
      adopting({ id: childId, overwrite: true }, listPrice("99.00")),
    );
    const { errors } = await world.preview(files);
    expect(errors).toEqual([]);
    expect(world.said).toContain(
      `sequence/pro: adopts product ${productId}; changes label Old → "New words"; ` +
        `sends PUT /products/${productId} (label; whole)`,
    );
    expect(world.said).toContain(
      `sequence/pro/one: adopts list price ${childId}; changes structure.price 10.00 → 99.00; ` +
        `sends PUT /list-prices/${childId} (structure; whole)`,
    );
    expect(world.writes).toEqual([]);
    expect(world.requests).toEqual(["GET /products", "GET /list-prices"]);
  });

  it.each(
    fixtures.map((fixture) => [fixture.name, fixture] as const),
  )("sends nothing without adopt: %s", async (_name, fixture) => {
    const { world } = await existing(fixture);
    expect((await world.preview(family(fixture))).errors).toEqual([]);
    expect(world.requests).toEqual([]);
    const made = worldOf(fixture);
    await made.up(family(fixture));
    made.clear();
    // Managed already: nothing to look for.
    expect((await made.preview(family(fixture, adopting(true)))).errors).toEqual([]);
    expect(made.requests).toEqual([]);
  });

  const withoutCredentials = (world: World): void => {
    world.environment = {};
  };
  const withoutAnswers = (world: World): void => {
    world.network.fault = () => ({ kind: "refused" });
  };
  it.each([
    ["without credentials", withoutCredentials, "FYNN_API_KEY is not set"],
    ["with a vendor that does not answer", withoutAnswers, "cannot be reached"],
  ])("%s says that it may adopt, and goes through", async (_how, disturb, why) => {
    const { world } = await existing(fynn);
    disturb(world);
    const { errors, steps } = await world.preview(family(fynn, adopting(true), adopting("plan-1")));
    expect(errors).toEqual([]);
    expect(steps).toHaveLength(2);
    expect(world.said.join("\n")).toContain(
      "fynn/pro: may adopt an existing product; what that changes cannot be seen now",
    );
    expect(world.said.join("\n")).toContain("fynn/pro/one: may adopt price plan plan-1");
    expect(world.said.join("\n")).toContain(why);
  });

  it("with a parent that is new knows only that it may adopt the child", async () => {
    const world = worldOf(sequence);
    expect((await world.preview(family(sequence, {}, adopting(true)))).errors).toEqual([]);
    expect(world.said.join("\n")).toContain("some of its values are known only during the run");
  });

  it.each(
    [sequence, fynn].map((fixture) => [fixture.name, fixture] as const),
  )("refuses the child of an existing parent below an entry whose parent is new: %s", async (_name, fixture) => {
    const { world, productId, childId } = await existing(fixture);
    const { errors } = await world.preview(family(fixture, { ...fixture.product.fields(2) }, adopting(childId)));
    expect(errors.join()).toContain(`${childId} cannot be adopted: it belongs to product ${productId}`);
    expect(errors.join()).toContain(`set \`lifecycle: { adopt: ${productId} }\` for ${fixture.name}/pro`);
    expect(world.writes).toEqual([]);
  });

  it("does not say that nothing changes where a value is known only during the run", async () => {
    const { world, productId } = await existing(polar);
    const clauses = { conjunction: "and", clauses: [{ property: "name", operator: "eq", value: "api_call" }] };
    const meters = { calls: { name: "Calls", filter: clauses, aggregation: { func: "count" } } };
    const prices = [{ amount_type: "metered_unit", meter: "calls", unit_amount: "5" }];
    const pro = { ...polar.product.fields(1), prices, lifecycle: { adopt: { id: productId, overwrite: true } } };
    expect(
      (await world.preview({ "polar.yaml": JSON.stringify({ vendor: "polar", meters, products: { pro } }) })).errors,
    ).toEqual([]);
    expect(world.said).toContain(
      `polar/pro: adopts product ${productId}; what that changes in prices is known only during the run; ` +
        "what is sent is known only during the run",
    );
  });

  it.each(
    fixtures.map((fixture) => [fixture.name, fixture] as const),
  )("refuses an id that the account does not know: %s", async (_name, fixture) => {
    const { world } = await existing(fixture);
    const { errors } = await world.preview(family(fixture, adopting("no-such-id")));
    expect(errors.join()).toContain("no-such-id");
    expect(errors.join()).toContain("what to do: check");
  });

  it("and the run send no more requests than the run alone", async () => {
    const { world, childId } = await existing(sequence);
    const files = family(sequence, adopting(true), adopting(childId));
    expect((await world.up(files)).errors).toEqual([]);
    expect(world.requests).toEqual(["GET /products", "GET /list-prices"]);
  });
});

describe("money", () => {
  const cases = [
    {
      fixture: sequence,
      change: listPrice("99.00"),
      text: "structure.price 10.00 → 99.00",
      remedy: "structure.price: 10.00",
    },
    {
      fixture: fynn,
      change: { price: { amount: 9900 } },
      text: "price.amount 1000 → 9900",
      remedy: "price.amount: 1000",
    },
    {
      fixture: polar,
      change: amount(9900),
      text: "prices[0].price_amount 1000 → 9900",
      remedy: "prices[0].price_amount: 1000",
    },
  ];

  it.each(cases)("$fixture.name: another price is refused in the preview and in the run", async ({
    fixture,
    change,
    text,
    remedy,
  }) => {
    const { world, productId, childId } = await existing(fixture);
    const id = childId || productId;
    const files = childId
      ? family(fixture, adopting(productId), adopting(id, change))
      : family(fixture, adopting(id, change));
    for (const run of [() => world.preview(files), () => world.up(files)]) {
      const { errors } = await run();
      expect(errors.join()).toContain(`${id} would change ${text}`);
      expect(errors.join()).toContain(`write the current value (${remedy})`);
      expect(errors.join()).toContain(`adopt: { id: ${id}, overwrite: true }`);
    }
    expect(world.writes.filter((one) => !one.includes(productId) || id === productId)).toEqual([]);
  });

  it.each(cases)("$fixture.name: with overwrite it changes, and the run says what and what to do then", async ({
    fixture,
    change,
    text,
  }) => {
    const { world, productId, childId } = await existing(fixture);
    const id = childId || productId;
    const lifecycle = { id, overwrite: true };
    const files = childId
      ? family(fixture, adopting(productId), adopting(lifecycle, change))
      : family(fixture, adopting(lifecycle, change));
    expect((await world.up(files)).errors).toEqual([]);
    expect(world.said.join("\n")).toContain(`${id} adopted; changed ${text}; now remove \`adopt\` from the entry`);
    expect(world.ids[childId ? `${fixture.name}/pro/one` : `${fixture.name}/pro`]).toBe(id);
    expect((await world.preview(files)).steps).toEqual([]);
  });

  it("a create that the check has not seen refuses too", async () => {
    const { world, productId } = await existing(polar);
    const files = family(polar, adopting(productId, amount(9900)));
    // The look before the first step fails with all its tries, the one of the create does not.
    let tries = 0;
    world.network.fault = () => (tries++ < 4 ? { kind: "refused" } : undefined);
    const { errors } = await world.up(files);
    expect(errors.join()).toContain("would change prices[0].price_amount 1000 → 9900");
    expect(world.writes).toEqual([]);
  });
});

describe("the archived state", () => {
  it("an archived product does not go on sale again by adopting it, unless the entry says so", async () => {
    const { world, productId } = await existing(polar);
    polar.archive(sandboxOf(polar, world), productId);
    const { errors } = await world.preview(family(polar, adopting(productId)));
    expect(errors.join()).toContain(`${productId} would change archived true → false`);
    expect((await world.up(family(polar, adopting({ id: productId, overwrite: true })))).errors).toEqual([]);
    expect(bodyOf(polar, world, productId)?.["is_archived"]).toBe(false);
    expect(world.said.join("\n")).toContain("adopted; changed archived true → false");
  });

  it("an active one is archived only when the entry says so, and that is not called a birth", async () => {
    const { world, productId } = await existing(polar);
    const archived = { archived: true };
    expect((await world.preview(family(polar, adopting(productId, archived)))).errors.join()).toContain(
      "archived false → true",
    );
    expect((await world.up(family(polar, adopting({ id: productId, overwrite: true }, archived)))).errors).toEqual([]);
    expect(bodyOf(polar, world, productId)?.["is_archived"]).toBe(true);
    expect(world.said.join("\n")).not.toContain("right after it was made");
    expect(world.said.join("\n")).toContain("adopted; changed archived false → true");
  });
});

describe("a mark that could not be written", () => {
  it.each([false, true])("is written by the next run (after a refresh: %s)", async (refreshed) => {
    const { world, productId } = await existing(polar);
    const reply = { status: 403, headers: {}, text: '{"detail":"no"}' };
    world.network.fault = ({ method }) => (method === "PATCH" ? { kind: "reply", when: "before", reply } : undefined);
    expect((await world.up(family(polar, adopting(productId)))).errors).toHaveLength(1);
    world.network.fault = undefined;
    if (refreshed) expect((await world.engine.refresh()).errors).toEqual([]);
    expect((await world.up(family(polar))).errors).toEqual([]);
    expect(bodyOf(polar, world, productId)?.["metadata"]).toEqual({
      catalogue_address: "polar/pro",
      catalogue_owner: world.owner,
    });
    expect((await world.preview(family(polar))).steps).toEqual([]);
  });
});

describe("adopt: true that finds nothing", () => {
  it("in production is refused and names what is near, with the difference", async () => {
    const { world, childId } = await existing(sequence, {}, {}, production);
    const files = family(sequence, adopting(true), adopting(true, listPrice("10.01")));
    for (const run of [() => world.preview(files), () => world.up(files)]) {
      const { errors } = await run();
      expect(errors.join()).toContain(
        `no object matches; nearest: ${childId}: structure.price (10.00 there, 10.01 here)`,
      );
      expect(errors.join()).toContain(`adopt: ${childId}`);
      expect(errors.join()).toContain("remove `adopt`");
    }
    expect(world.writes).toEqual([]);
  });

  it("in production is refused for a product too, with the name that is nearest", async () => {
    const { world, productId } = await existing(sequence, {}, {}, production);
    const { errors } = await world.preview(family(sequence, adopting(true, { name: "Produkt 1" })));
    expect(errors.join()).toContain(`nearest: ${productId} (name "Product 1")`);
  });

  it("in a sandbox makes a new one, and names what is near", async () => {
    const { world, childId } = await existing(sequence);
    expect((await world.up(family(sequence, adopting(true), adopting(true, listPrice("10.01"))))).errors).toEqual([]);
    expect(world.ids["sequence/pro/one"]).not.toBe(childId);
    expect(world.said.join("\n")).toContain(
      `warning: sequence/pro/one: adopt: no object matches, so a new list price is created; nearest: ${childId}: ` +
        "structure.price (10.00 there, 10.01 here)",
    );
  });

  it("does not stand in the way of a replacement in production", async () => {
    const { world } = await existing(sequence, {}, {}, production);
    expect((await world.up(family(sequence, adopting(true), adopting(true)))).errors).toEqual([]);
    const old = world.ids["sequence/pro/one"];
    // Without `forbid`, which production has by default.
    world.config = { ...world.config, "catalogue:onRemove": "archive" };
    await world.up(family(sequence, adopting(true), adopting(true)));
    expect((await world.up(family(sequence, adopting(true), adopting(true, { currency: "USD" })))).errors).toEqual([]);
    expect(world.ids["sequence/pro/one"]).not.toBe(old);
  });
});

describe("which object adopt: true means", () => {
  const PLAN: JsonObject = {
    type: "flat_fee",
    price: { amount: 4900 },
    currencyCode: "EUR",
    billingInterval: "1M",
    internalName: "Plan",
  };
  const plans = (pricePlans: JsonObject, product: JsonObject = {}): Files =>
    fileOf(fynn, { pro: { ...fynn.product.fields(1), ...product, pricePlans } });

  async function with2(second: JsonObject) {
    const world = worldOf(fynn);
    const other = worldOf(fynn, { beside: world, owner: "elsewhere/dev" });
    expect((await other.up(plans({ first: PLAN, second: { ...PLAN, ...second } }))).errors).toEqual([]);
    world.clock.advance(48 * 3_600_000);
    return { world, first: other.ids["fynn/pro/first"], second: other.ids["fynn/pro/second"] };
  }

  it("the one with nothing beyond what the entry names, where there are several", async () => {
    const { world, first } = await with2({ showPricePerInterval: "1M" });
    expect((await world.up(plans({ list: adopting(true, PLAN) }, adopting(true)))).errors).toEqual([]);
    expect(world.ids["fynn/pro/list"]).toBe(first);
  });

  it("never one for a customer whom the entry does not name: it is named as near", async () => {
    const { world, first, second } = await with2({ customer: { id: "acme-1" } });
    fynn.archive(sandboxOf(fynn, world), first ?? "");
    expect((await world.up(plans({ list: adopting(true, PLAN) }, adopting(true)))).errors).toEqual([]);
    expect(world.ids["fynn/pro/list"]).not.toBe(second);
    expect(world.said.join("\n")).toContain(`${second}: customer {"id":"acme-1"} there, and not named here`);
  });

  it("one with more than the entry names is adopted, and what it keeps is said", async () => {
    const { world, first, second } = await with2({ showPricePerInterval: "1M" });
    fynn.archive(sandboxOf(fynn, world), first ?? "");
    expect((await world.up(plans({ list: adopting(true, PLAN) }, adopting(true)))).errors).toEqual([]);
    expect(world.ids["fynn/pro/list"]).toBe(second);
    expect(world.said.join("\n")).toContain(
      `adopts price plan ${second}; changes nothing; keeps showPricePerInterval 1M`,
    );
  });

  it("two products of one name are adopted by their ids", async () => {
    const world = worldOf(sequence);
    const sandbox = sandboxOf(sequence, world);
    const [one, two] = [
      worldOf(sequence, { beside: world, owner: "a/dev" }),
      worldOf(sequence, { beside: world, owner: "b/dev" }),
    ];
    await one.up(fileOf(sequence, { a: { name: "Same" } }));
    sequence.edit(sandbox, one.ids["sequence/a"] ?? "", { name: "Other" });
    await two.up(fileOf(sequence, { b: { name: "Same" } }));
    sequence.edit(sandbox, one.ids["sequence/a"] ?? "", { name: "Same" });
    const entry = (adopt: string | undefined) => adopting(adopt ?? "", { name: "Same" });
    const files = fileOf(sequence, { a: entry(one.ids["sequence/a"]), b: entry(two.ids["sequence/b"]) });
    expect((await world.up(files)).errors).toEqual([]);
    expect(world.ids).toMatchObject({ "sequence/a": one.ids["sequence/a"], "sequence/b": two.ids["sequence/b"] });
    world.clear();
    expect((await world.preview(files)).steps).toEqual([]);
    expect(world.said.join("\n")).toContain("keep it only if another entry has the same name");
  });
});

describe("an entry that is managed already", () => {
  it("is refused another id also when the state cannot be read to see its own", async () => {
    const { world } = await existing(polar);
    expect((await world.up(family(polar, adopting(true)))).errors).toEqual([]);
    world.stateIsReadable = false;
    const { ok, errors } = await world.preview(family(polar, adopting("0b8d6ad5-9fb6-4e5a-9f39-4d3b3e3c1a11")));
    expect(ok).toBe(false);
    expect(errors.join("\n")).toContain("the stack's state could not be read to see which product the entry manages");
    expect(errors.join("\n")).toContain(
      "what to do: make `pulumi stack export` work for this stack, or remove `adopt`",
    );
  });

  it("is told to remove adopt", async () => {
    const { world, productId } = await existing(polar);
    for (const adopt of [true, productId]) {
      expect((await world.up(family(polar, adopting(adopt)))).errors).toEqual([]);
      world.clear();
      expect((await world.preview(family(polar, adopting(adopt)))).steps).toEqual([]);
      expect(world.said.join("\n")).toContain("polar/pro: is already managed, so `adopt` has no effect: remove it");
    }
  });

  it("cannot adopt another object", async () => {
    const { world, productId } = await existing(polar);
    expect((await world.up(fileOf(polar, { pro: polar.product.fields(2) }))).errors).toEqual([]);
    const own = world.ids["polar/pro"];
    world.clear();
    for (const run of [
      () => world.preview(family(polar, adopting(productId))),
      () => world.up(family(polar, adopting(productId))),
    ]) {
      const { errors } = await run();
      expect(errors.join()).toContain(`adopt: ${productId}: the entry already manages product ${own}`);
      expect(errors.join()).toContain("remove `adopt`");
    }
    expect(world.writes).toEqual([]);
    expect((await world.up(fileOf(polar, { pro: polar.product.fields(2) }), { refresh: true })).errors).toEqual([]);
  });

  it("that was made anew since is only told to remove it", async () => {
    const { world, productId } = await existing(polar);
    await world.up(family(polar, adopting(productId)));
    const replaced = family(polar, adopting(productId, { recurring_interval: "year" }));
    expect((await world.up(replaced)).errors).toEqual([]);
    expect(world.ids["polar/pro"]).not.toBe(productId);
    expect((await world.preview(replaced)).errors).toEqual([]);
  });
});

it("many entries that are managed already are not said one by one", async () => {
  const world = worldOf(sequence);
  const files = fileOf(
    sequence,
    Object.fromEntries(
      Array.from({ length: 40 }, (_, n) => [`p${n}`, { ...sequence.product.fields(n), lifecycle: { adopt: true } }]),
    ),
  );
  expect((await world.up(files)).errors).toEqual([]);
  world.clear();
  await world.preview(files);
  expect(world.said.filter((line) => line.includes("already managed"))).toHaveLength(11);
});

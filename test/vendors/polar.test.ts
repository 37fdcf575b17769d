/** Polar whole: prices by value, what goes on the wire and what never does, meters and their order, lagging reads. */
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../provider/fields/shape.js";
import { type PolarSandbox, SEEDED } from "../../sandboxes/polar/sandbox.ts";
import { fileOf, fixtureOf, liveOf, sandboxOf, worldOf } from "../support/vendors.js";
import type { Files, World } from "../support/world.js";

const polar = fixtureOf("polar");
const ADDRESS = "polar/pro";

const fixed: JsonObject = { amount_type: "fixed", price_amount: 2_900 };
const filter: JsonObject = { conjunction: "and", clauses: [{ property: "name", operator: "eq", value: "api_call" }] };
const meter = (name: string): JsonObject => ({ name, filter, aggregation: { func: "count" } });
const metered = (key: string, unit_amount: Json = "0.50"): JsonObject => ({
  amount_type: "metered_unit",
  meter: key,
  unit_amount,
});
const product = (more: JsonObject = {}): JsonObject => ({
  name: "Pro plan",
  recurring_interval: "month",
  prices: [fixed],
  ...more,
});

const files = (entries: JsonObject, meters: JsonObject = {}): Files => ({
  "polar.yaml": JSON.stringify(
    { vendor: "polar", ...(Object.keys(meters).length > 0 ? { meters } : {}), products: entries },
    null,
    2,
  ),
});
const pro = (more: JsonObject = {}, meters: JsonObject = {}): Files => files({ pro: product(more) }, meters);

const sandbox = (world: World): PolarSandbox => sandboxOf(polar, world) as PolarSandbox;
const livePrices = (world: World, address = ADDRESS): JsonObject[] =>
  (sandbox(world).products.get(world.ids[address] ?? "")?.["prices"] ?? []) as JsonObject[];
const idsBy = (world: World, member: string): Record<string, Json> =>
  Object.fromEntries(livePrices(world).map((one) => [String(one[member]), one["id"] ?? null]));
/** Bodies of the requests that changed something, an empty PATCH aside. */
const bodies = (world: World): JsonObject[] =>
  sandbox(world)
    .exchanges.filter(({ request }) => request.method !== "GET" && JSON.stringify(request.body) !== "{}")
    .map(({ request }) => request.body as JsonObject);

async function up(world: World, to: Files): Promise<void> {
  expect((await world.up(to)).errors).toEqual([]);
  const { steps, errors } = await world.preview(to);
  expect({ steps, errors }).toEqual({ steps: [], errors: [] });
}

describe("prices", () => {
  const meters = { calls: meter("API calls"), tokens: meter("Tokens") };
  const three = [fixed, metered("calls"), metered("tokens", "0.000000000001")];

  it("a new name keeps all of them: they are not even sent", async () => {
    const world = worldOf(polar);
    await up(world, pro({ prices: three }, meters));
    const before = livePrices(world).map(({ id }) => id);
    world.clear();
    await up(world, pro({ prices: three, name: "Professional" }, meters));
    expect(bodies(world)).toEqual([{ name: "Professional" }]);
    expect(livePrices(world).map(({ id }) => id)).toEqual(before);
  });

  it("one of three changed: exactly that one is made anew", async () => {
    const world = worldOf(polar);
    await up(world, pro({ prices: three }, meters));
    const before = idsBy(world, "meter_id");
    world.clear();
    await up(world, pro({ prices: [fixed, metered("calls", "0.75"), metered("tokens", "0.000000000001")] }, meters));
    const after = idsBy(world, "meter_id");
    const calls = world.ids["polar/calls"] ?? "";
    expect(after[calls]).not.toBe(before[calls]);
    expect({ ...after, [calls]: "" }).toEqual({ ...before, [calls]: "" });
    const [sent] = bodies(world);
    const kept = (sent?.["prices"] as JsonObject[]).filter((one) => Object.keys(one).join() === "id");
    expect(kept).toHaveLength(2);
  });

  it("in another order: nothing is announced and nothing sent", async () => {
    const world = worldOf(polar);
    await up(world, pro({ prices: three }, meters));
    world.clear();
    const { steps } = await world.preview(pro({ prices: three.toReversed() }, meters));
    expect(steps).toEqual([]);
    await up(world, pro({ prices: three.toReversed() }, meters));
    expect(world.requests).toEqual([]);
  });

  it.each(["0.5", "0.500000000000", 0.5])("a decimal spelt %s is the same", async (spelling) => {
    const world = worldOf(polar);
    await up(world, pro({ prices: [fixed, metered("calls", "0.50")] }, meters));
    // as the vendor may answer it
    polar.edit(sandbox(world), world.ids[ADDRESS] ?? "", {
      prices: livePrices(world).map((one) => (one["unit_amount"] ? { ...one, unit_amount: String(spelling) } : one)),
    });
    const { steps } = await world.preview(pro({ prices: [fixed, metered("calls", "0.50")] }, meters), {
      refresh: true,
    });
    expect(steps).toEqual([]);
  });

  it("1E-12, as the vendor writes it, is 0.000000000001", async () => {
    const world = worldOf(polar);
    await up(world, pro({ prices: three }, meters));
    expect(livePrices(world).map((one) => one["unit_amount"])).toContain("1E-12");
    expect((await world.preview(pro({ prices: three }, meters), { refresh: true })).steps).toEqual([]);
  });

  it("somebody else's new price in the dashboard: shown as drift, and taken out again", async () => {
    const world = worldOf(polar);
    await up(world, pro());
    const [only] = livePrices(world);
    const id = world.ids[ADDRESS] ?? "";
    polar.edit(sandbox(world), id, {
      prices: [{ ...only, id: "9f1c2b3a-4d5e-4f60-8a7b-1c2d3e4f5a6b", price_amount: 4_900 }],
    });
    const preview = await world.preview(pro(), { refresh: true });
    expect(preview.steps).toEqual([{ op: "update", name: ADDRESS, changed: ["prices"] }]);
    expect((await world.up(pro(), { refresh: true })).errors).toEqual([]);
    expect(livePrices(world)).toMatchObject([{ price_amount: 2_900 }]);
  });

  it("the answer to a PATCH with a new price is lost: one new price, whichever side lost it", async () => {
    for (const when of ["before", "after"] as const) {
      const world = worldOf(polar);
      await up(world, pro());
      let broken = 0;
      world.network.fault = ({ method, body }) =>
        method === "PATCH" && body?.includes("4900") && ++broken === 1 ? { kind: "reset", when } : undefined;
      world.clear();
      await up(world, pro({ prices: [{ ...fixed, price_amount: 4_900 }] }));
      expect(livePrices(world)).toHaveLength(1);
      expect(livePrices(world)[0]).toMatchObject({ price_amount: 4_900 });
      expect(world.said.join()).toContain("was lost; read it again and continued");
      // what the vendor took already was sent by its id the second time
      expect(sandbox(world).writes.filter((one) => one.startsWith("PATCH"))).toHaveLength(when === "before" ? 1 : 2);
    }
  });

  it("a PATCH with a new price that Polar takes and answers with 429 is not sent a second time", async () => {
    for (const when of ["before", "after"] as const) {
      const world = worldOf(polar);
      await up(world, pro());
      let sent = 0;
      world.network.fault = ({ method, body }) =>
        method === "PATCH" && body?.includes("4900") && ++sent === 1
          ? { kind: "reply", when, reply: { status: 429, headers: { "retry-after": "1" }, text: "" } }
          : undefined;
      await up(world, pro({ prices: [{ ...fixed, price_amount: 4_900 }] }));
      expect(livePrices(world)).toMatchObject([{ price_amount: 4_900 }]);
      expect(sent).toBe(when === "before" ? 2 : 1);
    }
  });

  it("changed by somebody between our look and our write: looked at again, then written", async () => {
    const world = worldOf(polar);
    await up(world, pro({ prices: [fixed, metered("calls")] }, { calls: meter("API calls") }));
    let moved = false;
    world.network.afterAnswer = ({ method, body }) => {
      if (method !== "PATCH" || body !== "{}" || moved) return;
      moved = true;
      const fresh = livePrices(world).map((one, index) =>
        index === 0 ? { ...one, id: "9f1c2b3a-4d5e-4f60-8a7b-1c2d3e4f5a6b" } : one,
      );
      polar.edit(sandbox(world), world.ids[ADDRESS] ?? "", { prices: fresh });
    };
    await up(world, pro({ prices: [fixed, metered("calls", "0.9")] }, { calls: meter("API calls") }));
    expect(moved).toBe(true);
    expect(livePrices(world)).toHaveLength(2);
    expect(world.said.join()).toContain("was changed in the meantime");
  });
});

describe("what never goes on the wire", () => {
  it("recurring_interval on a PATCH, null where the server breaks, an object without our mark", async () => {
    const world = worldOf(polar);
    const steps: Files[] = [
      pro({
        description: "Words",
        trial_interval: "day",
        trial_interval_count: 14,
        metadata: { team: "growth" },
        medias: [...SEEDED.medias],
      }),
      pro({ description: null, visibility: "private", recurring_interval_count: 1 }),
      pro({ visibility: null, metadata: { team: "platform" }, medias: null, archived: true }),
      pro({ name: "Professional" }),
    ];
    for (const step of steps) await up(world, step);
    for (const { request, reply } of sandbox(world).exchanges) {
      expect(reply.status).toBeLessThan(300);
      if (request.method !== "PATCH") continue;
      const body = request.body as JsonObject;
      expect(Object.keys(body)).not.toContain("recurring_interval");
      expect(Object.keys(body)).not.toContain("recurring_interval_count");
      for (const name of ["name", "visibility", "is_archived", "recurring_interval", "prices", "metadata"])
        expect(body[name]).not.toBeNull();
      if (body["metadata"])
        expect(body["metadata"]).toMatchObject({ catalogue_address: ADDRESS, catalogue_owner: "catalogue/dev" });
    }
    expect(sandbox(world).products.get(world.ids[ADDRESS] ?? "")?.["metadata"]).toMatchObject({
      catalogue_address: ADDRESS,
    });
  });

  it("a trial changes as a whole", async () => {
    const world = worldOf(polar);
    await up(world, pro({ trial_interval: "day", trial_interval_count: 7 }));
    world.clear();
    await up(world, pro({ trial_interval: "day", trial_interval_count: 14 }));
    expect(bodies(world)).toEqual([{ trial_interval_count: 14, trial_interval: "day" }]);
  });
});

describe("benefits", () => {
  const [one, two, three] = SEEDED.benefits;

  it("have a call of their own, which replaces all", async () => {
    const world = worldOf(polar);
    await up(world, pro({ benefits: [one, two] }));
    expect(world.writes).toEqual(["POST /v1/products/", `POST /v1/products/${world.ids[ADDRESS]}/benefits`]);
    world.clear();
    await up(world, pro({ benefits: [three, one], name: "Professional" }));
    expect(bodies(world)).toEqual([{ name: "Professional" }, { benefits: [one, three] }]);
    world.clear();
    await up(world, pro({ name: "Professional" }));
    expect(bodies(world)).toEqual([{ benefits: [] }]);
  });

  it("refused on a new product: the product is kept, and the next run finishes it", async () => {
    const world = worldOf(polar);
    const missing = "2e58c6f1-7d94-4a0b-b3c8-41e6d2f59cff";
    const { errors } = await world.up(pro({ benefits: [missing] }));
    expect(errors.join()).toContain("set benefits of product polar/pro");
    expect(errors.join()).toContain("benefits[0]: Benefit does not exist.");
    expect(world.row(ADDRESS).outputs["benefits"]).toEqual([]);
    world.clear();
    await up(world, pro({ benefits: [one] }));
    expect(world.writes).toEqual([`POST /v1/products/${world.ids[ADDRESS]}/benefits`]);
    expect(liveOf(polar, world)).toHaveLength(1);
  });
});

describe("whose product it is", () => {
  it("the same name without our mark: left alone, and adopted when asked", async () => {
    for (const adopt of [false, true]) {
      const world = worldOf(polar);
      const foreign = sandbox(world).answer({
        method: "POST",
        path: "/v1/products/",
        query: new URLSearchParams(),
        headers: { authorization: "Bearer sandbox-token" },
        body: product(),
      }).body as JsonObject;
      world.clear();
      await up(world, pro(adopt ? { lifecycle: { adopt: true } } : {}));
      expect(world.writes).toEqual(adopt ? [`PATCH /v1/products/${foreign["id"]}`] : ["POST /v1/products/"]);
      expect(world.ids[ADDRESS] === foreign["id"]).toBe(adopt);
      expect(livePrices(world)[0]?.["id"] === (foreign["prices"] as JsonObject[])[0]?.["id"]).toBe(adopt);
    }
  });

  it("a product of another stack is refused, and named", async () => {
    const world = worldOf(polar);
    await up(world, pro());
    const other = worldOf(polar, { beside: world, owner: "catalogue/prod" });
    const { errors } = await other.up(pro());
    expect(errors.join()).toContain("of stack catalogue/dev, and this stack is catalogue/prod");
    expect(liveOf(polar, world)).toHaveLength(1);
  });

  it(
    "left by onRemove: retain it keeps the mark: the same stack finds it again, another adopts it without the " +
      "mark only",
    async () => {
      const world = worldOf(polar);
      const other = { other: product({ name: "Other" }) };
      await up(world, files({ ...other, pro: product({ lifecycle: { onRemove: "retain" } }) }));
      const id = world.ids[ADDRESS] ?? "";
      await up(world, files(other));
      world.clear();
      await up(world, files({ ...other, pro: product({ lifecycle: { onRemove: "retain" } }) }));
      expect({ id: world.ids[ADDRESS], writes: world.writes }).toEqual({ id, writes: [] });
      await up(world, files(other));

      const taking = worldOf(polar, { beside: world, owner: "elsewhere/dev" });
      const { errors } = await taking.up(pro({ lifecycle: { adopt: id } }));
      expect(errors.join()).toContain("belongs to catalogue/dev as polar/pro");
      expect(errors.join()).toContain("(with onRemove: retain) and remove catalogue_address from its metadata");
      polar.edit(sandbox(world), id, { metadata: {} });
      await up(taking, pro({ lifecycle: { adopt: id } }));
      expect(taking.ids[ADDRESS]).toBe(id);
    },
  );
});

describe("replacing", () => {
  it("another interval makes a new product, and the preview says who stays", async () => {
    const world = worldOf(polar);
    await up(world, pro());
    world.clear();
    const { steps } = await world.preview(pro({ recurring_interval: "year" }));
    expect(steps).toMatchObject([{ op: "replace", name: ADDRESS }]);
    expect(world.said.join()).toContain("its subscribers stay on the old one");
  });
});

describe("reads that lag 2 s behind writes", () => {
  it("no false 404, no stale price id, no duplicate", async () => {
    const world = worldOf(polar, { switches: { readLag: 2 } });
    const meters = { calls: meter("API calls") };
    await up(world, pro({ prices: [fixed, metered("calls")] }, meters));
    const first = livePrices(world).map(({ id }) => id);
    // at once, again and again: the replica still has the old prices
    await up(world, pro({ prices: [fixed, metered("calls", "0.6")] }, meters));
    await up(world, pro({ prices: [{ ...fixed, price_amount: 3_900 }, metered("calls", "0.6")] }, meters));
    await up(
      world,
      pro({ prices: [{ ...fixed, price_amount: 3_900 }, metered("calls", "0.6")], archived: true }, meters),
    );
    expect(
      (await world.up(pro({ prices: [fixed, metered("calls", "0.6")] }, meters), { refresh: true })).errors,
    ).toEqual([]);
    expect(livePrices(world).some(({ id }) => first.includes(id ?? null))).toBe(false);
    expect(sandbox(world).exchanges.filter(({ reply }) => reply.status === 422)).toEqual([]);
    expect(liveOf(polar, world).map(({ kind }) => kind)).toEqual(["polar:Product", "polar:Meter"]);
    expect(Object.keys(world.ids).sort()).toEqual(["polar/calls", ADDRESS]);
  });

  it("a create whose answer was lost is found although the first looks miss it", async () => {
    const world = worldOf(polar, { switches: { readLag: 2 } });
    world.network.fault = ({ method }, number) =>
      method === "POST" && number < 4 ? { kind: "reset", when: "after" } : undefined;
    await up(world, pro());
    expect(liveOf(polar, world)).toHaveLength(1);
    expect(world.said.join()).toMatch(/looked it up [2-4] times within [0-9]+ s; found product/);
  });
});

describe("meters", () => {
  const used = (key: string, more: JsonObject = {}): JsonObject => product({ prices: [fixed, metered(key)], ...more });

  it("a product and its meter in one commit: the meter first, and the price with its id", async () => {
    const world = worldOf(polar);
    await up(world, files({ pro: used("calls") }, { calls: meter("API calls") }));
    expect(world.writes).toEqual(["POST /v1/meters/", "POST /v1/products/"]);
    expect(livePrices(world)[1]).toMatchObject({ meter_id: world.ids["polar/calls"] });
    // people see the key, in preview and state
    expect(world.row(ADDRESS).outputs["prices"]).toEqual([fixed, metered("calls")]);
  });

  it("both archived in one commit: the product first", async () => {
    const world = worldOf(polar);
    await up(world, files({ pro: used("calls") }, { calls: meter("API calls") }));
    world.clear();
    const both = files(
      { pro: used("calls", { archived: true }) },
      { calls: { ...meter("API calls"), archived: true } },
    );
    expect(
      (await world.preview(both)).steps.map(({ op, name, changed }) => `${op} ${name} ${changed.join()}`).sort(),
    ).toEqual(["update polar/calls archived", "update polar/pro archived"]);
    await up(world, both);
    expect(world.writes).toEqual([
      `PATCH /v1/products/${world.ids[ADDRESS]}`,
      `PATCH /v1/meters/${world.ids["polar/calls"]}`,
    ]);
    world.clear();
    // and back, the other way round
    await up(world, files({ pro: used("calls") }, { calls: meter("API calls") }));
    expect(bodies(world)).toEqual([{ is_archived: false }, { is_archived: false }]);
  });

  it("taken out of its product and archived in one commit", async () => {
    const world = worldOf(polar);
    await up(world, files({ pro: used("calls") }, { calls: meter("API calls") }));
    world.clear();
    await up(world, files({ pro: product() }, { calls: { ...meter("API calls"), archived: true } }));
    expect(liveOf(polar, world).find(({ kind }) => kind === "polar:Meter")?.archived).toBe(true);
    expect(world.writes.at(-1)).toBe(`PATCH /v1/meters/${world.ids["polar/calls"]}`);
  });

  it("both removed in one commit: the product first", async () => {
    const world = worldOf(polar);
    const rest = { other: product({ name: "Other" }) };
    await up(world, files({ ...rest, pro: used("calls") }, { calls: meter("API calls") }));
    world.clear();
    await up(world, files(rest));
    expect(liveOf(polar, world).filter(({ archived }) => !archived)).toHaveLength(1);
    expect(world.writes.map((one) => one.split("/")[2])).toEqual(["products", "meters"]);
  });

  it(
    "used by an active product: it stays active, the warning names the " + "product, and the next run archives it",
    async () => {
      const world = worldOf(polar);
      await up(world, files({ pro: product() }, { calls: meter("API calls") }));
      const other = worldOf(polar, { beside: world, owner: "elsewhere/dev" });
      const users = files({
        theirs: product({
          name: "Theirs",
          prices: [fixed, { ...metered("x"), meter: null, meter_id: world.ids["polar/calls"] ?? "" }],
        }),
      });
      const theirs = JSON.parse(users["polar.yaml"] ?? "") as { products: { theirs: { prices: JsonObject[] } } };
      theirs.products.theirs.prices = theirs.products.theirs.prices.map(({ meter: _none, ...one }) => one);
      expect((await other.up({ "polar.yaml": JSON.stringify(theirs) })).errors).toEqual([]);

      const archived = files({ pro: product() }, { calls: { ...meter("Calls of the API"), archived: true } });
      world.clear();
      const { errors } = await world.up(archived);
      expect(errors).toEqual([]);
      expect(world.said.join("\n")).toMatch(
        /polar\/calls: meter \S+ stays active, because product polar\/theirs \(\S+\) uses it/,
      );
      expect(world.row("polar/calls").outputs).toMatchObject({ archived: false, name: "Calls of the API" });
      expect((await world.preview(archived)).steps).toMatchObject([{ op: "update", name: "polar/calls" }]);

      // removing it instead is an error that names the product as well
      const removed = await world.up(files({ pro: product() }));
      expect(removed.errors.join()).toContain("cannot be archived, because product polar/theirs");
      expect(removed.errors.join()).toContain("onRemove: retain");

      for (const one of theirs.products.theirs.prices) expect(one).toBeDefined();
      polar.archive(sandbox(world), other.ids["polar/theirs"] ?? "");
      await up(world, archived);
      expect(liveOf(polar, world).find(({ id }) => id === world.ids["polar/calls"])?.archived).toBe(true);
    },
  );

  it("made anew by --replace: the product follows to the new one, and the old one is archived", async () => {
    const world = worldOf(polar);
    const both = files({ pro: used("calls") }, { calls: meter("API calls") });
    await up(world, both);
    const before = world.ids["polar/calls"] ?? "";
    const preview = await world.preview(both, { replace: ["polar/calls"] });
    expect(preview.steps.map(({ op, name }) => `${op} ${name}`).sort()).toEqual([
      "replace polar/calls",
      "update polar/pro",
    ]);
    expect((await world.up(both, { replace: ["polar/calls"] })).errors).toEqual([]);
    expect(world.ids["polar/calls"]).not.toBe(before);
    expect(livePrices(world)[1]).toMatchObject({ meter_id: world.ids["polar/calls"] });
    expect(liveOf(polar, world).find(({ id }) => id === before)?.archived).toBe(true);
    expect((await world.preview(both)).steps).toEqual([]);
  });

  it("another key with renamedFrom: shown, and nothing sent but the mark", async () => {
    const world = worldOf(polar);
    await up(world, files({ pro: used("calls") }, { calls: meter("API calls") }));
    world.clear();
    await up(
      world,
      files({ pro: used("requests") }, { requests: { ...meter("API calls"), lifecycle: { renamedFrom: "calls" } } }),
    );
    expect(bodies(world)).toEqual([
      { metadata: { catalogue_address: "polar/requests", catalogue_owner: "catalogue/dev" } },
    ]);
  });

  it("an archived product keeps the archived meter that it names", async () => {
    const world = worldOf(polar);
    const archived = { calls: { ...meter("API calls"), archived: true } };
    await up(world, files({ pro: used("calls") }, { calls: meter("API calls") }));
    await up(world, files({ pro: used("calls", { archived: true }) }, archived));
    world.clear();
    // its price is made anew: the id is known from the state
    await up(world, files({ pro: product({ prices: [fixed, metered("calls", "0.9")], archived: true }) }, archived));
    expect(livePrices(world)[1]).toMatchObject({ meter_id: world.ids["polar/calls"], unit_amount: "0.900000000000" });
  });
});

describe("refusals stand at the entry's place, the cause first", () => {
  it("a 422 with union tags, and what follows from it", async () => {
    const world = worldOf(polar);
    // A currency that only the vendor knows the least amount of.
    const { errors } = await world.up(
      pro({
        prices: [
          fixed,
          { amount_type: "fixed", price_amount: 10, price_currency: "nok" },
          { amount_type: "fixed", price_amount: 10, price_currency: "pln" },
        ],
      }),
    );
    const [error = ""] = errors;
    expect(error.split("\n").slice(0, 3)).toEqual([
      "polar/pro: create product polar/pro: Polar account polar refused (HTTP 422, RequestValidationError)",
      "  polar/pro prices[1].price_amount: Amount must be at least 50 or 0 for free pricing",
      "  polar/pro prices[2].price_amount: Amount must be at least 50 or 0 for free pricing",
    ]);
  });

  it("a complaint about a meter's id stands where its key was written", async () => {
    const world = worldOf(polar);
    await up(world, files({ pro: product() }, { calls: meter("API calls") }));
    sandbox(world).meters.remove(world.ids["polar/calls"] ?? "");
    const more = {
      pro: product({ prices: [fixed, metered("calls")] }),
      other: product({ name: "Other", prices: [fixed, metered("calls")] }),
    };
    const { errors } = await world.up(files(more, { calls: meter("API calls") }));
    expect(errors.join("\n")).toContain("prices[1].meter: Meter does not exist.");
    expect(errors.join("\n")).not.toContain("meter_id");
  });

  it("follow-up field errors come after the cause, and a union's alternatives count once", async () => {
    const world = worldOf(polar);
    world.network.fault = ({ method }) =>
      method === "POST"
        ? {
            kind: "reply",
            when: "before",
            reply: {
              status: 422,
              headers: {},
              text: JSON.stringify({
                error: "RequestValidationError",
                detail: [
                  { loc: ["body", "recurring", "prices"], msg: "At least one price is required.", type: "value_error" },
                  {
                    loc: ["body", "recurring", "prices", 0, "seat_based", "seat_tiers", "tiers", 1, "min_seats"],
                    msg: "Tiers must be contiguous.",
                    type: "value_error",
                  },
                  {
                    loc: ["body", "recurring", "metadata", "int", "constrained-str"],
                    msg: "Input should be a valid string",
                    type: "string_type",
                  },
                  {
                    loc: ["body", "recurring", "metadata", "int", "float"],
                    msg: "Input should be a valid number",
                    type: "float_type",
                  },
                ],
              }),
            },
          }
        : undefined;
    const { errors } = await world.up(pro());
    expect(errors[0]?.split("\n").slice(1, 4)).toEqual([
      "  polar/pro prices[0].seat_tiers.tiers[1].min_seats: Tiers must be contiguous.",
      "  polar/pro metadata.int: Input should be a valid string",
      "  polar/pro prices: At least one price is required.",
    ]);
  });
});

it("a malformed filter that returns everything takes nothing of others", async () => {
  const world = worldOf(polar);
  const other = worldOf(polar, { beside: world, owner: "elsewhere/dev" });
  expect((await other.up(files({ a: product({ name: "Aaa" }), b: product({ name: "Bbb" }) }))).errors).toEqual([]);
  const before = JSON.stringify(liveOf(polar, world));
  await up(world, fileOf(polar, { pro: product() }));
  expect(JSON.stringify(liveOf(polar, world).slice(0, 2))).toBe(before);
});

it("what a vendor says reaches nobody's terminal as a command", async () => {
  const world = worldOf(polar);
  const text = JSON.stringify({ error: "Bad", detail: "\u001b[2J\u202egone" });
  world.network.fault = ({ method }) =>
    method === "POST" ? { kind: "reply", when: "before", reply: { status: 422, headers: {}, text } } : undefined;
  const { errors } = await world.up(pro());
  expect(errors.join()).toContain("\\u{1b}[2J\\u{202e}gone");
  for (const character of ["\u001b", "\u202e"]) expect(errors.join()).not.toContain(character);
});

it("a listed object of another form is not adopted, but shown", async () => {
  const world = worldOf(polar);
  await up(world, files({ other: product({ name: "Other" }) }));
  const id = world.ids["polar/other"] ?? "";
  polar.edit(sandbox(world), id, { metadata: {}, name: "Pro plan", trial_interval_count: "soon" });
  sandbox(world).onExchange = undefined;
  const second = worldOf(polar, { beside: world, owner: "catalogue/second" });
  const { errors } = await second.up(pro({ lifecycle: { adopt: true } }));
  expect(errors.join()).toContain("trial_interval_count has an unexpected form");
});

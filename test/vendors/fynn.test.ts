/** Fynn whole: every field of products and of price plans of each type, every setting on both of its sides. */
import { describe, expect, it } from "vitest";
import { isObject, type Json, type JsonObject, type Shape } from "../../provider/fields/shape.js";
import type { Field } from "../../provider/kinds/field.js";
import type { Kind } from "../../provider/kinds/kind.js";
import { fynn as vendor } from "../../provider/vendors/fynn/vendor.js";
import type { FynnSandbox, FynnSwitches } from "../../sandboxes/fynn/sandbox.ts";
import { readAccount } from "../support/inventory.js";
import { fileOf, fixtureOf, liveOf, sandboxOf, worldOf } from "../support/vendors.js";
import type { Files, World } from "../support/world.js";

const fynn = fixtureOf("fynn");
const kindOf = (type: string): Kind => vendor.kinds.find((one) => one.type === type) as Kind;
const [product, pricePlan] = [kindOf("fynn:Product"), kindOf("fynn:PricePlan")];

const PLAN: JsonObject = {
  internalName: "Seat, monthly",
  currencyCode: "EUR",
  billingInterval: "1M",
  showPricePerInterval: "1M",
  payInAdvance: true,
  proRata: true,
  applyTrial: false,
  freeUnits: { quantity: 5, per: { interval: "1M" } },
  salesChannel: { id: "channel-1" },
  custom: true,
  charge: "charge-1",
  productSetOption: "option-1",
  customer: { id: "customer-1" },
};
const tiers = [
  { from: 1, to: 10, price: { amount: 1000 } },
  { from: 11, price: { amount: 800 } },
];
/** A plan of each type with every field that it can have. */
const PLANS: Record<string, JsonObject> = {
  flat_fee: { ...PLAN, price: { amount: 4900 } },
  per_unit: { ...PLAN, price: { amount: "9.50" } },
  tiered: { ...PLAN, price: { amount: 0, tiers } },
  volume: { ...PLAN, price: { amount: "0.00", tiers } },
  stair_step: { ...PLAN, price: { amount: 1, tiers: [{ from: 1, to: 10, flat: true }] } },
  percentage: { ...PLAN, price: { amount: 100, percentage: "2.5" } },
};
/** A product of each type with every field. */
const PRODUCT: JsonObject = {
  name: "Seat",
  description: "One person",
  internalName: "Seat (2026)",
  number: "M-1234",
  invoiceVisibility: "only_if_charged",
  measurement: { id: "measurement-1" },
  productFamilies: [{ id: "family-1" }, { id: "family-2" }],
  taxGroup: { id: "tax-1" },
  costCentre: { id: "centre-1" },
  customFields: { erpArticle: "4711", erpAccount: { number: 8400 } },
  translations: { de: { name: "Platz", description: "Ein Mensch" } },
};
const PRODUCTS: Record<string, JsonObject> = Object.fromEntries(
  ["product", "charge", "plan"].map((type) => [type, PRODUCT]),
);

/** What the tests of one kind need: an entry with every field, and where it stands. */
interface Case {
  readonly type: string;
  readonly kind: Kind;
  readonly entry: JsonObject;
  readonly address: string;
  readonly path: string;
  readonly files: (entry: JsonObject) => Files;
}
const planFiles = (entry: JsonObject): Files =>
  fileOf(fynn, { alpha: { name: "Alpha", type: "product", pricePlans: { one: entry } } });
const productFiles = (entry: JsonObject): Files => fileOf(fynn, { alpha: entry });
const planCase = (type: string): Case => ({
  type,
  kind: pricePlan,
  entry: { ...PLANS[type], type },
  address: "fynn/alpha/one",
  path: "/price-plans",
  files: planFiles,
});
const productCase = (type: string): Case => ({
  type,
  kind: product,
  entry: { ...PRODUCTS[type], type },
  address: "fynn/alpha",
  path: "/catalogue/products",
  files: productFiles,
});
const CASES = [...Object.keys(PLANS).map(planCase), ...Object.keys(PRODUCTS).map(productCase)];

const own = (kind: Kind): [string, Field][] => Object.entries(kind.fields).filter(([, { fromParent }]) => !fromParent);
const store = (world: World, kind: Kind) => {
  const { products, plans } = sandboxOf(fynn, world) as FynnSandbox;
  return kind === product ? products : plans;
};
const liveAt = (world: World, { kind, address }: Case): JsonObject =>
  store(world, kind).get(world.ids[address] ?? "") ?? {};
const edit = (world: World, { address }: Case, members: JsonObject): void =>
  fynn.edit(sandboxOf(fynn, world), world.ids[address] ?? "", members);
const bodies = (world: World): JsonObject[] =>
  sandboxOf(fynn, world)
    .exchanges.filter(({ request }) => request.method !== "GET")
    .map(({ request }) => (request.body ?? null) as JsonObject);
const account = (world: World, settings: JsonObject): void => {
  const accounts = JSON.parse(world.config["catalogue:accounts"] ?? "{}") as Record<string, JsonObject>;
  world.config["catalogue:accounts"] = JSON.stringify({ fynn: { ...accounts["fynn"], ...settings } });
};
const worldWith = (switches: Partial<FynnSwitches> = {}, settings: JsonObject = {}): World =>
  worldOf(fynn, { switches, account: settings });

async function up(world: World, files: Files): Promise<void> {
  expect((await world.up(files)).errors).toEqual([]);
}
async function settled(world: World, files: Files): Promise<void> {
  for (const refresh of [false, true]) {
    const { steps, errors } = await world.preview(files, { refresh });
    expect(errors).toEqual([]);
    expect(steps).toEqual([]);
  }
}
/** The error of an `up` that must fail. */
async function failure(world: World, files: Files): Promise<string> {
  const { errors } = await world.up(files);
  expect(errors).not.toEqual([]);
  return errors.join("\n");
}

/** Every scalar of a value with another valid one in its place. */
function edits(shape: Shape | undefined, value: Json): Json[] {
  if (Array.isArray(value)) {
    const of = shape?.type === "list" ? shape.of : undefined;
    return value.flatMap((item, index) => edits(of, item as Json).map((changed) => value.with(index, changed)));
  }
  if (isObject(value)) {
    const members = shape?.type === "object" ? shape.members : {};
    return Object.entries(value).flatMap(([name, item]) =>
      edits(members[name]?.shape, item).map((changed) => ({ ...value, [name]: changed })),
    );
  }
  if (shape?.type === "choice") return shape.values.filter((one) => one !== value);
  if (shape?.type === "decimal" && typeof value === "string") return [String(Number(value) + 0.75)];
  if (typeof value === "boolean") return [!value];
  return [typeof value === "number" ? value + 1 : `${value}x`];
}

/** With its families in order: theirs means nothing. */
const sorted = (value: JsonObject): JsonObject => ({
  ...value,
  ...(Array.isArray(value["productFamilies"])
    ? { productFamilies: value["productFamilies"].toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) }
    : {}),
});

/** What a body must not hold: members that only answers carry, at any depth that Fynn's pages show. */
function expectWritable(body: JsonObject): void {
  const forbidden = ["id", "createdAt", "updatedAt", "isArchived", "pricePlans", "status", "inUse", "checkoutLinkIds"];
  expect(Object.keys(body).filter((name) => forbidden.includes(name))).toEqual([]);
  if (isObject(body["price"]))
    expect(Object.keys(body["price"]).filter((name) => ["createdAt", "updatedAt", "tenantId"].includes(name))).toEqual(
      [],
    );
  for (const name of ["product", "measurement", "taxGroup", "costCentre", "customer"])
    if (body[name]) expect(body[name]).toEqual({ id: expect.any(String) });
  for (const family of (body["productFamilies"] ?? []) as Json[]) expect(family).toEqual({ id: expect.any(String) });
}

describe.each(CASES)("$kind.title of type $type", (one) => {
  const { kind, entry, address, path, files } = one;
  const inPlace = own(kind).filter(([, { fate }]) => fate === "update");

  it("names every field and member of the table", () => {
    expect(Object.keys(entry).sort()).toEqual(
      own(kind)
        .map(([name]) => name)
        .sort(),
    );
    for (const [name, { shape }] of own(kind)) {
      const item = shape.type === "list" ? shape.of : shape;
      const value = (shape.type === "list" ? (entry[name] as Json[])[0] : entry[name]) as JsonObject;
      const members =
        item.type === "object" ? Object.entries(item.members).filter(([, { readOnly }]) => !readOnly) : [];
      for (const [member] of members) expect(Object.keys(value)).toContain(member);
    }
  });

  it("created as it is written, and then there is nothing to do", async () => {
    const world = worldWith();
    await up(world, files(entry));
    expect(world.writes.at(-1)).toBe(`POST ${path}`);
    const id = world.ids["fynn/alpha"] ?? "";
    expect(bodies(world).at(-1)).toEqual({ ...entry, ...(kind === pricePlan ? { product: { id } } : {}) });
    expect(liveAt(world, one)).toMatchObject(entry);
    await settled(world, files(entry));
  });

  it("each field edited in place: one PUT with the whole object and nothing that only answers carry", async () => {
    const world = worldWith();
    await up(world, files(entry));
    const id = world.ids[address] ?? "";
    let edited = 0;
    for (const [name, { shape }] of inPlace) {
      for (const value of edits(shape, entry[name] as Json)) {
        const next = { ...entry, [name]: value };
        world.clear();
        const preview = await world.preview(files(next));
        expect(preview.errors).toEqual([]);
        expect(preview.steps).toEqual([{ op: "update", name: address, changed: [name] }]);
        await up(world, files(next));
        expect(world.writes).toEqual([`PUT ${path}/${id}`]);
        const [body = {}] = bodies(world);
        expect(sorted(body)).toMatchObject(sorted(next));
        expectWritable(body);
        expect(sorted(liveAt(world, one))).toMatchObject(sorted(next));
        await settled(world, files(next));
        edited += 1;
      }
      await up(world, files(entry));
    }
    expect(edited).toBeGreaterThanOrEqual(inPlace.length);
  });

  it("what people set in the dashboard and no entry names stays as it is", async () => {
    const required = Object.fromEntries(
      Object.entries(entry).filter(([name]) => kind.fields[name]?.required || ["price", "currencyCode"].includes(name)),
    );
    const world = worldWith();
    await up(world, files(required));
    const byHand = Object.fromEntries(
      inPlace.filter(([name]) => !Object.hasOwn(required, name)).map(([name]) => [name, entry[name] as Json]),
    );
    edit(world, one, { ...byHand, ...(kind === pricePlan ? { inUse: true, checkoutLinkIds: ["link-1"] } : {}) });
    const before = liveAt(world, one);
    const next =
      kind === product ? { ...required, invoiceVisibility: "always" } : { ...required, price: { amount: 7 } };
    await up(world, files(next));
    const after = liveAt(world, one);
    const untouched = Object.keys(byHand).filter((name) => !Object.hasOwn(next, name));
    expect(untouched.length).toBeGreaterThanOrEqual(8);
    for (const name of untouched) expect({ [name]: after[name] }).toMatchObject({ [name]: before[name] });
    if (kind === pricePlan) expect(after).toMatchObject({ inUse: true, checkoutLinkIds: ["link-1"] });
  });

  it("drift of each field is shown after a refresh, and `up` corrects it", async () => {
    const world = worldWith();
    await up(world, files(entry));
    for (const [name, { shape }] of inPlace) {
      for (const value of edits(shape, entry[name] as Json)) {
        edit(world, one, { [name]: value });
        const preview = await world.preview(files(entry), { refresh: true });
        expect(preview.steps).toEqual([{ op: "update", name: address, changed: [name] }]);
        expect((await world.up(files(entry), { refresh: true })).errors).toEqual([]);
        expect(sorted(liveAt(world, one))).toMatchObject(sorted(entry));
      }
    }
    await settled(world, files(entry));
  });

  it("fields that replace: the new object first, then the old one archived", async () => {
    const replacing = own(kind).filter(([, { fate }]) => fate === "replace");
    expect(replacing.map(([name]) => name)).toEqual(
      kind === product ? ["type", "measurement"] : ["type", "currencyCode"],
    );
    for (const [name, { shape }] of replacing) {
      const world = worldWith();
      await up(world, files(entry));
      const old = world.ids[address] ?? "";
      const next = { ...entry, [name]: edits(shape, entry[name] as Json)[0] as Json };
      world.clear();
      const preview = await world.preview(files(next));
      expect(preview.steps).toEqual([{ op: "replace", name: address, changed: [name] }]);
      await up(world, files(next));
      expect(world.writes).toEqual([`POST ${path}`, `PUT ${path}/${old}/archive`]);
      expect(liveAt(world, one)).toMatchObject(next);
      expect(store(world, kind).get(old)).toMatchObject(
        kind === product ? { isArchived: true } : { status: "archived" },
      );
      await settled(world, files(next));
    }
  });
});

describe.each([planCase("flat_fee"), productCase("product")])("taking away the fields of a $kind.title", (one) => {
  const { kind, entry, address, files } = one;
  const clearable = own(kind).filter(
    ([name, { absence }]) =>
      absence?.cleared !== undefined && absence.cleared !== "never" && Object.hasOwn(entry, name),
  );
  /** Sent as an empty value, which any list or map takes. */
  const byValue = (name: string): boolean => isObject(kind.fields[name]?.absence?.cleared);
  const without = (name: string): JsonObject =>
    Object.fromEntries(Object.entries(entry).filter(([key]) => key !== name));

  it.each([
    ["null", { nullInBody: 200, putWithoutOptional: "clears" }, "cleared"],
    ["null", { nullInBody: 200, putWithoutOptional: "keeps" }, "cleared"],
    ["null", { nullInBody: 422, putWithoutOptional: "clears" }, "refused"],
    ["omit", { nullInBody: 422, putWithoutOptional: "clears" }, "cleared"],
    ["omit", { nullInBody: 200, putWithoutOptional: "keeps" }, "kept"],
  ] as const)("clearOptionalFields %s at a Fynn with %o: %s", async (clearOptionalFields, switches, outcome) => {
    for (const [name] of clearable) {
      const world = worldWith(switches, { clearOptionalFields });
      await up(world, files(entry));
      const expected = byValue(name) ? "cleared" : outcome;
      const { errors } = await world.up(files(without(name)));
      const live = liveAt(world, one)[name];
      if (expected === "cleared") {
        expect(errors).toEqual([]);
        expect([null, [], {}]).toContainEqual(live);
        await settled(world, files(without(name)));
        continue;
      }
      if (expected === "refused")
        expect(errors.join()).toContain(`\n  ${address} ${name}: This value should not be null.`);
      else
        expect(errors.join()).toMatch(
          new RegExp(
            `response shows another value for ${name}:\\n  ${name}: wanted \\(nothing\\), the vendor has ` +
              `[^]*the vendor keeps ${name} [^]*change how the account clears`,
          ),
        );
      // The state stays true, and the change announced.
      expect({ [name]: live }).toMatchObject({ [name]: entry[name] });
      expect(world.row(address).outputs[name]).toEqual(entry[name]);
      expect((await world.preview(files(without(name)))).steps).toEqual([
        { op: "update", name: address, changed: [name] },
      ]);
    }
    expect(clearable.map(([name]) => name)).toEqual(
      kind === product
        ? ["description", "internalName", "number", "productFamilies", "costCentre", "customFields", "translations"]
        : [
            "internalName",
            "showPricePerInterval",
            "freeUnits",
            "salesChannel",
            "charge",
            "productSetOption",
            "customer",
          ],
    );
  });

  it("the other fields cannot be taken away: said in words, nothing sent", async () => {
    for (const [name] of own(kind).filter(([, { absence }]) => absence?.cleared === "never")) {
      const world = worldWith();
      // A flat fee has a price in any case.
      const type = name === "price" ? { type: "tiered" } : {};
      await up(world, files({ ...entry, ...type }));
      world.clear();
      const { errors } = await world.up(files({ ...without(name), ...type }));
      expect(errors.join()).toContain(
        `${address}: ${name} was removed from the entry, but the vendor cannot clear it\n  what to do: ` +
          `write \`${name}:`,
      );
      expect(world.writes).toEqual([]);
    }
  });

  it("with a change that makes a new object they can: it needs nothing of the old one", async () => {
    const names = own(kind).flatMap(([name, { absence }]) => (absence?.cleared === "never" ? [name] : []));
    const world = worldWith();
    await up(world, files(entry));
    const old = world.ids[address];
    const next = {
      ...Object.fromEntries(Object.entries(entry).filter(([name]) => !names.includes(name) || name === "price")),
      type: kind === product ? "charge" : "tiered",
    };
    expect((await world.preview(files(next))).steps).toMatchObject([{ op: "replace", name: address }]);
    await up(world, files(next));
    expect(world.ids[address]).not.toBe(old);
    await settled(world, files(next));
  });
});

/** By the setting: what it does at a Fynn that is so, and at one that is not. */
const SETTINGS: Record<string, () => Promise<void>> = {
  relations: async () => {
    for (const relations of ["object", "id"] as const) {
      const world = worldWith({ relations }, { relations });
      const files = productFiles({ ...PRODUCT, type: "product", pricePlans: { one: planCase("flat_fee").entry } });
      await up(world, files);
      const renamed = JSON.parse(
        JSON.stringify(files).replaceAll("Seat, monthly", "Renamed").replaceAll("One person", "Renamed"),
      ) as Files;
      world.clear();
      await up(world, renamed);
      const form = (id: string): Json => (relations === "id" ? id : { id });
      expect(bodies(world)).toMatchObject([
        { taxGroup: form("tax-1"), productFamilies: [form("family-1"), form("family-2")] },
        { product: form(world.ids["fynn/alpha"] ?? ""), customer: form("customer-1") },
      ]);
      await settled(world, renamed);
      const wrong = worldWith({ relations }, { relations: relations === "id" ? "object" : "id" });
      expect(await failure(wrong, files)).toMatch(
        /\n {2}fynn\/alpha measurement: An (id|object with an id) is expected\./,
      );
    }
  },

  relationPaths: async () => {
    const files = productFiles({ ...PRODUCT, type: "product", pricePlans: { one: planCase("flat_fee").entry } });
    const paths = { product: "/catalogue/products", customer: "/anywhere", productFamilies: "/some/families" };
    const relationsByPath = Object.keys(paths);
    const world = worldWith({ relationsByPath, shownRelations: "path" }, { relationPaths: paths });
    await up(world, files);
    const id = world.ids["fynn/alpha"];
    expect(bodies(world)).toMatchObject([
      { taxGroup: { id: "tax-1" }, productFamilies: ["/some/families/family-1", "/some/families/family-2"] },
      { product: `/catalogue/products/${id}`, customer: "/anywhere/customer-1" },
    ]);
    await settled(world, files);
    expect(await failure(worldWith({ relationsByPath }), files)).toContain(
      "\n  fynn/alpha productFamilies[0]: A path is expected.",
    );
    // Not among the relations, and no path: mistakes in the configuration.
    for (const wrong of [{ products: "/x" }, { product: "x" }, { product: "/x/" }])
      expect(() => worldWith({}, { relationPaths: wrong }).declare(files)).toThrow(/catalogue:accounts\.fynn/);
  },

  requiredFields: async () => {
    const required = ["Product.taxGroup", "PricePlan.billingInterval"];
    const { taxGroup: _group, ...untaxed }: JsonObject = { ...PRODUCT, type: "product" };
    const { billingInterval: _interval, ...once } = planCase("flat_fee").entry;
    const files = productFiles({ ...untaxed, pricePlans: { one: once } });
    // Fynn says so itself, at the same place.
    const unset = worldWith({ required });
    expect(await failure(unset, files)).toContain("\n  fynn/alpha taxGroup: This value should not be null.");
    expect(unset.writes).toEqual(["POST /catalogue/products"]);
    const world = worldWith({ required }, { requiredFields: required });
    const { errors } = await world.preview(files);
    expect(errors.join("\n")).toContain(
      "fynn/alpha: taxGroup: is missing, and the account's setting `requiredFields` requires it\n  what " +
        "to do: add `taxGroup: …`, or remove `Product.taxGroup` from `requiredFields`",
    );
    const plan = worldWith({ required }, { requiredFields: ["PricePlan.billingInterval"] });
    expect((await plan.preview(planFiles(once))).errors.join("\n")).toContain(
      "fynn/alpha/one: billingInterval: is missing",
    );
    expect([...world.requests, ...plan.requests]).toEqual([]);
    await up(world, productFiles({ ...PRODUCT, type: "product", pricePlans: { one: planCase("flat_fee").entry } }));
    expect(() => worldWith({}, { requiredFields: ["Product.taxgroup"] }).declare(files)).toThrow(/requiredFields/);
  },

  amountUnit: async () => {
    const priced = (amount: Json): Files => planFiles({ ...PLAN, type: "flat_fee", price: { amount } });
    const sent = async (switches: Partial<FynnSwitches>, settings: JsonObject, amount: Json): Promise<Json> => {
      const world = worldWith(switches, settings);
      await up(world, priced(amount));
      await settled(world, priced(amount));
      return (bodies(world).at(-1)?.["price"] as JsonObject)["amount"] as Json;
    };
    expect(await sent({ amounts: "any" }, {}, "49.90")).toBe("49.90");
    expect(await sent({ amounts: "minor" }, {}, 4990)).toBe(4990);
    expect(await sent({ amounts: "minor" }, { amountUnit: "minor" }, "4990")).toBe(4990);
    expect(await sent({ amounts: "minor" }, { amountUnit: "minor" }, 0)).toBe(0);
    expect(await sent({ amounts: "major" }, { amountUnit: "major" }, "49.90")).toBe(49.9);
    for (const amounts of ["minor", "major"] as const)
      expect(await failure(worldWith({ amounts }), priced("49.90"))).toMatch(
        /\n {2}fynn\/alpha\/one price\.amount: A (whole )?number is expected\./,
      );
    const refused = async (amountUnit: string, amount: Json): Promise<string> => {
      const world = worldWith({}, { amountUnit });
      const { errors } = await world.preview(priced(amount));
      expect(world.requests).toEqual([]);
      return errors.join();
    };
    expect(await refused("minor", "49.00")).toContain("fynn/alpha/one: price.amount: 49.00 has decimals");
    expect(await refused("major", "49.000000000000000001")).toContain("more digits than a number can store");
    expect(await refused("written", "49.000000000000000001")).toBe("");
  },

  // "taking away the fields", above, has both of its values at every Fynn.
  clearOptionalFields: async () => {
    expect(vendor.settings["clearOptionalFields"]?.default).toBe("null");
  },

  stripFromPut: async () => {
    const renamed = { ...planCase("flat_fee").entry, internalName: "Renamed" };
    const all = worldWith({ readOnlyMembers: "ignored" }, { stripFromPut: [] });
    await up(all, planFiles(planCase("flat_fee").entry));
    all.clear();
    await up(all, planFiles(renamed));
    expect(bodies(all)[0]).toMatchObject({ id: all.ids["fynn/alpha/one"] });
    const strict = worldWith({ readOnlyMembers: "refused" }, { stripFromPut: [] });
    await up(strict, planFiles(planCase("flat_fee").entry));
    expect(await failure(strict, planFiles(renamed))).toContain("\n  fynn/alpha/one id: This field is read-only.");
    account(strict, { stripFromPut: ["id", "updatedAt"] });
    await up(strict, planFiles(renamed));
  },

  countSubscriptions: async () => {
    const guard = { lifecycle: { archiveOnlyIf: { subscribers: 0 } } };
    const product = { ...PRODUCT, type: "product" };
    for (const subscriptionFilter of ["works", "ignored"] as const) {
      const files = productFiles({ ...product, ...guard });
      expect(await failure(worldWith({ subscriptionFilter }), files)).toContain("`countSubscriptions: true`");
      const world = worldWith({ subscriptionFilter }, { countSubscriptions: true });
      await up(world, files);
      // Somebody subscribes to another product: where the filter is ignored, they count too.
      (sandboxOf(fynn, world) as FynnSandbox).subscribe("another-product");
      const archived = productFiles({ ...product, ...guard, archived: true });
      if (subscriptionFilter === "works") await up(world, archived);
      else expect(await failure(world, archived)).toContain("its number of active subscriptions is 1 (");
    }
  },

  dropTranslations: async () => {
    const entry = { name: "Seat", type: "product" };
    const byHand = { translations: { de: { name: "Platz" } } };
    const rename = async (
      switches: Partial<FynnSwitches>,
      dropTranslations: boolean | undefined,
      next: JsonObject,
    ): Promise<World> => {
      const world = worldWith(switches, dropTranslations === undefined ? {} : { dropTranslations });
      await up(world, productFiles(entry));
      edit(world, productCase("product"), byHand);
      world.clear();
      await world.up(productFiles({ ...entry, ...next }));
      return world;
    };
    for (const changed of [{ name: "Place" }, { description: "Words" }]) {
      const dropped = await rename({ putWithoutOptional: "keeps", nameWithTranslations: 422 }, true, changed);
      expect(bodies(dropped)[0]).not.toHaveProperty("translations");
      expect(liveAt(dropped, productCase("product"))).toMatchObject({ ...changed, ...byHand });
      const sent = await rename({ putWithoutOptional: "clears" }, false, changed);
      expect(bodies(sent)[0]).toMatchObject(byHand);
      expect(liveAt(sent, productCase("product"))).toMatchObject({ ...changed, ...byHand });
    }
    // Another field leaves them alone, and an entry that names them sends them.
    expect(bodies(await rename({}, true, { number: "M-1" }))[0]).toMatchObject(byHand);
    expect(bodies(await rename({}, true, { name: "Place", translations: { de: { name: "Ort" } } }))[0]).toMatchObject({
      translations: { de: { name: "Ort" } },
    });
    // So does one that adopts a product of another name.
    const adopting = await rename({}, true, { number: "M-1" });
    const { id } = liveAt(adopting, productCase("product"));
    adopting.engine.state.rows = [];
    const adopted = productFiles({ ...entry, name: "Place", ...byHand, lifecycle: { adopt: id as string } });
    await up(adopting, adopted);
    await settled(adopting, adopted);
    // By default nothing is lost: kept, or refused in words.
    for (const setting of [false, undefined]) {
      const kept = await rename({ putWithoutOptional: "clears" }, setting, { name: "Place" });
      expect(liveAt(kept, productCase("product"))).toMatchObject({ name: "Place", ...byHand });
      const both = await rename({ nameWithTranslations: 422 }, setting, { name: "Place" });
      expect(await failure(both, productFiles({ ...entry, name: "Place" }))).toContain(
        "\n  fynn/alpha translations: Send name or translations.",
      );
      expect(liveAt(both, productCase("product"))).toMatchObject({ name: "Seat", ...byHand });
    }
  },

  numberUnique: async () => {
    const replaced = async (
      numberUnique: boolean,
      setting: boolean,
    ): Promise<{ errors: readonly string[]; order: string[] }> => {
      const world = worldWith({ numberUnique }, { numberUnique: setting, archivedNumbersCount: false });
      await up(world, productFiles({ ...PRODUCT, type: "product" }));
      world.clear();
      const { errors } = await world.up(productFiles({ ...PRODUCT, type: "charge" }));
      return { errors, order: world.writes.map((one) => (one.startsWith("POST") ? "create" : "archive")) };
    };
    expect(await replaced(true, true)).toEqual({ errors: [], order: ["archive", "create"] });
    expect(await replaced(false, false)).toEqual({ errors: [], order: ["create", "archive"] });
    expect((await replaced(true, false)).errors.join()).toContain("\n  fynn/alpha number: This value is already used.");
  },

  archivedNumbersCount: async () => {
    const plan = { pricePlans: { one: fynn.child?.fields(1) ?? {} } };
    const start = async (): Promise<World> => {
      const world = worldWith({ numberUnique: true, archivedNumbersCount: true }, { numberUnique: true });
      await up(world, productFiles({ ...PRODUCT, ...plan, type: "product" }));
      world.clear();
      return world;
    };
    const active = (world: World) => liveOf(fynn, world).filter(({ archived }) => !archived);
    // The preview refuses, `up` sends nothing, and product and plan stay on sale.
    const kept = await start();
    const replaced = productFiles({ ...PRODUCT, ...plan, type: "charge" });
    for (const run of [() => kept.preview(replaced), () => kept.up(replaced)])
      expect((await run()).errors.join()).toContain("write another `number` in the same commit");
    expect(kept.writes).toEqual([]);
    expect(active(kept)).toHaveLength(2);
    // Another number needs no gap: the new product is made first.
    const renumbered = await start();
    await up(renumbered, productFiles({ ...PRODUCT, ...plan, type: "charge", number: "M-9999" }));
    expect(renumbered.writes[0]).toBe("POST /catalogue/products");
    expect(active(renumbered)).toHaveLength(2);
  },

  unarchiveByPut: async () => {
    const files = (archived: boolean): Files => productFiles({ ...PRODUCT, type: "product", archived });
    const archivedWith = async (switches: Partial<FynnSwitches>, settings: JsonObject): Promise<World> => {
      const world = worldWith(switches, settings);
      await up(world, files(true));
      world.clear();
      return world;
    };
    const able = await archivedWith({ unarchiveByPut: true }, { unarchiveByPut: true });
    await up(able, files(false));
    expect(bodies(able)).toEqual([expect.objectContaining({ isArchived: false })]);
    expect(liveAt(able, productCase("product"))["isArchived"]).toBe(false);
    // Archived in the dashboard: brought back like any drift.
    fynn.archive(sandboxOf(fynn, able), able.ids["fynn/alpha"] ?? "");
    expect((await able.up(files(false), { refresh: true })).errors).toEqual([]);
    expect(liveAt(able, productCase("product"))["isArchived"]).toBe(false);
    const unset = await archivedWith({ unarchiveByPut: true }, {});
    expect((await unset.preview(files(false))).errors.join()).toContain("cannot un-archive it");
    expect(unset.requests).toEqual([]);
    const ignored = await archivedWith({ readOnlyMembers: "ignored" }, { unarchiveByPut: true });
    expect(await failure(ignored, files(false))).toContain("the product is still archived");
    expect(ignored.row("fynn/alpha").outputs["archived"]).toBe(true);
  },

  pageLimit: async () => {
    const many = fileOf(
      fynn,
      Object.fromEntries(Array.from({ length: 35 }, (_none, n) => [`p${n}`, { name: `P ${n}`, type: "product" }])),
    );
    const lists = async (switches: Partial<FynnSwitches>, settings: JsonObject): Promise<string[]> => {
      const world = worldWith(switches, settings);
      await up(world, many);
      world.clock.advance(60_000);
      world.clear();
      await up(world, {
        ...many,
        "more.yaml": JSON.stringify({ vendor: "fynn", products: { more: { name: "More", type: "product" } } }),
      });
      return sandboxOf(fynn, world)
        .exchanges.filter(({ request }) => request.method === "GET" && request.path === "/catalogue/products")
        .map(({ request }) => request.query.toString());
    };
    expect(await lists({}, {})).toEqual(["limit=100&page=1"]);
    expect(await lists({}, { pageLimit: 20 })).toEqual(["limit=20&page=1", "limit=20&page=2"]);
    expect(await lists({ limitParameter: 400 }, { pageLimit: 0 })).toEqual(["page=1", "page=2"]);
    expect(await failure(worldWith({ limitParameter: 400 }), many)).toContain("Invalid input");
  },

  archivedPlansParameter: async () => {
    const plan = { type: "flat_fee", price: { amount: 1_000 }, currencyCode: "EUR", archived: true };
    const files = fileOf(fynn, { alpha: { name: "Alpha", type: "product", pricePlans: { old: plan } } });
    const read = async (switches: Partial<FynnSwitches>, settings: JsonObject) => {
      const world = worldWith(switches, settings);
      await up(world, files);
      const { inventory } = await readAccount(world, "fynn");
      return {
        plans: inventory.objects.filter(({ kind }) => kind.type === "fynn:PricePlan").map(({ archived }) => archived),
        remarks: inventory.remarks.join(),
      };
    };
    expect((await read({}, {})).plans).toEqual([true]);
    expect((await read({ archivedPlansParameter: "status" }, { archivedPlansParameter: "status" })).plans).toEqual([
      true,
    ]);
    expect((await read({ archivedPlansParameter: "status" }, {})).plans).toEqual([]);
    expect(await read({}, { archivedPlansParameter: "" })).toEqual({
      plans: [],
      remarks: expect.stringContaining("archived price plans cannot be listed"),
    });
  },
};

it("every setting is tested", () => {
  expect(Object.keys(SETTINGS).sort()).toEqual(Object.keys(vendor.settings).sort());
});
describe("settings for what is not documented", () => {
  it.each(Object.entries(SETTINGS))("%s", (_name, test) => test());
});

describe("a refusal stands at the entry's own place", () => {
  const tiered = planCase("tiered");
  const refusedWith = async (violations: Json, rest: JsonObject = {}): Promise<string> => {
    const world = worldWith();
    await up(world, tiered.files(tiered.entry));
    sandboxOf(fynn, world).misbehave = ({ method }) =>
      method === "PUT"
        ? { status: 422, body: { title: "An error occurred", detail: "all of it again", violations, ...rest } }
        : undefined;
    return failure(world, tiered.files({ ...tiered.entry, price: { amount: 1, tiers: [] } }));
  };

  it.each([
    ["price.amount", "price.amount"],
    ["tiers[0].price", "tiers[0].price"],
    ["price.tiers[1].price.amount", "price.tiers[1].price.amount"],
    ["price[tiers][1][to]", "price.tiers[1].to"],
    ["customFields[cost.centre]", "customFields.cost.centre"],
    ["name", "name"],
  ])("%s", async (propertyPath, place) => {
    const text = await refusedWith([{ propertyPath, message: "Too low.", code: "x" }]);
    expect(text).toContain(`\n  fynn/alpha/one ${place}: Too low.\n  what to do: `);
    expect(text).not.toContain("all of it again");
  });

  it("all of them, the first cause first; one without a place stands at the entry", async () => {
    const text = await refusedWith([
      { propertyPath: "price.tiers[0].to", message: "Must be above from." },
      { propertyPath: "price", message: "Is not valid." },
      { propertyPath: "", message: "Plans overlap." },
    ]);
    expect(text).toMatch(
      /HTTP 422\): An error occurred\n {2}fynn\/alpha\/one price\.tiers\[0\]\.to: Must be above from\.\n {2}fynn\/alpha\/one price: Is not valid\.\n {2}fynn\/alpha\/one: Plans overlap\.\n/,
    );
  });

  it("custom fields that are not set up in Fynn, when the product is made", async () => {
    const text = await failure(
      worldWith(),
      productFiles({ ...PRODUCT, type: "product", customFields: { colour: "red" } }),
    );
    expect(text).toContain("\n  fynn/alpha customFields.colour: This field is not configured.");
  });

  it("other forms of a refusal are shown as they came", async () => {
    expect(await refusedWith([])).toContain("An error occurred: all of it again");
    expect(await refusedWith("none", { title: null, detail: null, message: "Words", code: "E7" })).toContain(
      "HTTP 422, E7): Words",
    );
    expect(await refusedWith([{ propertyPath: 1 }], { title: "" })).toContain(
      "validation failed\n  fynn/alpha/one: refused",
    );
  });
});

it.each([
  "object",
  "id",
  "path",
] as const)("answers that show relations as %s are read alike", async (shownRelations) => {
  const files = productFiles({ ...PRODUCT, type: "product", pricePlans: { one: planCase("flat_fee").entry } });
  const world = worldWith({ shownRelations });
  await up(world, files);
  await settled(world, files);
  const renamed = productFiles({
    ...PRODUCT,
    type: "product",
    name: "Place",
    pricePlans: { one: { ...planCase("flat_fee").entry, charge: "c-2" } },
  });
  world.clear();
  await up(world, renamed);
  for (const body of bodies(world)) expectWritable(body);
  expect(bodies(world)).toHaveLength(2);
});

it("families in another order are the same families", async () => {
  const entry = { ...PRODUCT, type: "product" };
  const world = worldWith();
  await up(world, productFiles(entry));
  const turned = (liveAt(world, productCase("product"))["productFamilies"] as Json[]).toReversed();
  edit(world, productCase("product"), { productFamilies: turned });
  await settled(world, productFiles(entry));
});

it("a plan that is in use and cannot be changed: an error in Fynn's words, and the state stays true", async () => {
  const one = planCase("flat_fee");
  const world = worldWith({ changeInUse: 409 });
  await up(world, one.files(one.entry));
  edit(world, one, { inUse: true });
  expect(await failure(world, one.files({ ...one.entry, price: { amount: 1 } }))).toContain(
    "The price plan is in use.",
  );
  expect(world.row(one.address).outputs["price"]).toEqual(one.entry["price"]);
});

it("a plan moved to another product is made anew there, and the old one archived", async () => {
  const { entry } = planCase("tiered");
  const files = (under: string): Files =>
    fileOf(
      fynn,
      Object.fromEntries(
        ["alpha", "beta"].map((key) => [
          key,
          { name: key, type: "product", ...(key === under ? { pricePlans: { one: entry } } : {}) },
        ]),
      ),
    );
  const world = worldWith();
  await up(world, files("alpha"));
  const old = world.ids["fynn/alpha/one"];
  world.clear();
  await up(world, files("beta"));
  expect(world.writes).toEqual(["POST /price-plans", `PUT /price-plans/${old}/archive`]);
  expect(store(world, pricePlan).get(world.ids["fynn/beta/one"] ?? "")).toMatchObject({
    product: world.ids["fynn/beta"],
  });
});

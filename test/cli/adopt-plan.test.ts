/** The plan of `catalogue adopt`: which objects are taken, which are not and why, and what is said about it. */
import { describe, expect, it } from "vitest";
import { planAdoption } from "../../provider/cli/adopt/plan.js";
import { resultJson, resultText } from "../../provider/cli/adopt/text.js";
import type { JsonObject } from "../../provider/fields/shape.js";
import { adopt, existing } from "../support/adopting.js";
import { paired, readAccount } from "../support/inventory.js";
import { fileOf, fixtureOf, fixtures, labelOf, sandboxOf, type VendorFixture } from "../support/vendors.js";
import type { Files, World } from "../support/world.js";

const [sequence, fynn, polar] = [fixtureOf("sequence"), fixtureOf("fynn"), fixtureOf("polar")];

async function planned(fixture: VendorFixture, world: World, files: Files, differing = false) {
  const read = await readAccount(world, fixture.name);
  const pairing = paired(world, read, files);
  return planAdoption({ pairing, settings: world.settings(fixture.name), owner: world.owner, differing });
}

const family = (fixture: VendorFixture, product: JsonObject = {}, child: JsonObject = {}, key = "one"): Files => {
  const below = fixture.child
    ? { [fixture.child.collection]: { [key]: { ...fixture.child.fields(1), ...child } } }
    : {};
  return fileOf(fixture, { pro: { ...fixture.product.fields(1), ...product, ...below } });
};

const problems = ({ refused }: Awaited<ReturnType<typeof planned>>) =>
  refused.map(({ entry, problem }) => `${entry.address}: ${problem}`);

describe.each(fixtures.map((fixture) => [labelOf(fixture), fixture] as const))("%s", (_name, fixture) => {
  it("what the plan says is what the provider does, and then nothing is left", async () => {
    const files = family(fixture);
    const { world, ids } = await existing(fixture, files);
    const plan = await planned(fixture, world, files);
    expect(problems(plan)).toEqual([]);
    const pairs = Object.fromEntries(plan.adopts.map(({ entry, id }) => [entry.address, id]));
    expect(pairs).toEqual(ids);
    expect((await adopt(world, files, pairs)).up.errors).toEqual([]);
    const after = await planned(fixture, world, files);
    expect([after.adopts, after.refused, after.missing]).toEqual([[], [], []]);
    expect(after.managed).toHaveLength(plan.adopts.length);
  });

  it("an entry without an object is not adopted", async () => {
    const { world } = await existing(fixture, family(fixture));
    const plan = await planned(fixture, world, fileOf(fixture, { other: fixture.product.fields(9) }));
    expect(plan.adopts).toEqual([]);
    expect(plan.missing.map(({ address }) => address)).toEqual([`${fixture.name}/other`]);
  });
});

describe("what is not adopted", () => {
  it("a price of the same name and another content, unless it is asked for", async () => {
    const { world, ids } = await existing(sequence, family(sequence));
    const files = family(sequence, {}, { structure: { pricingType: "FIXED", price: "11.00" } });
    const plan = await planned(sequence, world, files);
    expect(plan.adopts.map(({ entry }) => entry.address)).toEqual(["sequence/pro"]);
    const id = ids["sequence/pro/one"];
    expect(problems(plan)).toEqual([
      `sequence/pro/one: list price ${id} has only the name of the entry, and differs: structure.price 10.00 → 11.00`,
    ]);
    expect(plan.refused[0]?.remedy).toContain("catalogue pull sequence");
    const more = await planned(sequence, world, files, true);
    expect(more.refused).toEqual([]);
    expect(more.adopts.map(({ id: one, how }) => [one, how])).toEqual([
      [ids["sequence/pro"], "natural key"],
      [id, "name"],
    ]);
    expect((await adopt(world, files, ids)).up.errors).toEqual([]);
    expect(world.writes).toEqual([]);
  });

  it("several objects that fit, each named", async () => {
    const { world, ids } = await existing(fynn, family(fynn));
    const copy = fynn.copy(sandboxOf(fynn, world), ids["fynn/pro/one"] ?? "", {});
    const plan = await planned(fynn, world, family(fynn));
    expect(problems(plan)[0]).toMatch(/^fynn\/pro\/one: 2 price plans fit this entry: /);
    expect([...(plan.refused[0]?.ids ?? [])].sort()).toEqual([ids["fynn/pro/one"], copy].sort());
    const named = await planned(fynn, world, family(fynn, {}, { lifecycle: { adopt: copy } }));
    expect(named.adopts.map(({ id, how }) => [id, how])).toContainEqual([copy, "id"]);
  });

  it("an object of another row, which an entry names", async () => {
    const { world, ids } = await existing(fynn, family(fynn));
    await adopt(world, family(fynn), ids);
    const id = ids["fynn/pro/one"] ?? "";
    const plan = await planned(fynn, world, family(fynn, {}, { internalName: "Two", lifecycle: { adopt: id } }, "two"));
    expect(problems(plan)).toEqual([`fynn/pro/two: price plan ${id} belongs to fynn/pro/one`]);
  });

  it("a difference that the vendor cannot change", async () => {
    const { world, ids } = await existing(fynn, family(fynn));
    const files = family(fynn, {}, { currencyCode: "USD", lifecycle: { adopt: ids["fynn/pro/one"] ?? "" } });
    expect(problems(await planned(fynn, world, files))).toEqual([
      `fynn/pro/one: price plan ${ids["fynn/pro/one"]} differs in what Fynn cannot change: currencyCode EUR → USD`,
    ]);
  });

  it("a product of which nothing shows that it is active, unless the entry names its id", async () => {
    const { world, ids } = await existing(sequence, family(sequence), { archivedProductsListed: true });
    const id = ids["sequence/pro"] ?? "";
    expect(problems(await planned(sequence, world, family(sequence)))[0]).toContain(`product ${id} may be archived`);
    const named = await planned(sequence, world, family(sequence, { lifecycle: { adopt: id } }));
    expect(named.adopts).toHaveLength(2);
    expect((await planned(sequence, world, family(sequence, { archived: true }))).refused).toEqual([]);
  });

  it("an archived object of an active entry, where the vendor has no way back", async () => {
    const { world, ids } = await existing(fynn, family(fynn));
    const id = ids["fynn/pro/one"] ?? "";
    fynn.archive(sandboxOf(fynn, world), id);
    const plan = await planned(fynn, world, family(fynn, {}, { lifecycle: { adopt: id } }));
    expect(problems(plan)).toEqual([`fynn/pro/one: price plan ${id} is archived, and Fynn cannot un-archive it`]);
  });

  it("an object with the mark of another stack, even by its id", async () => {
    const { world, ids } = await existing(polar, family(polar));
    const id = ids["polar/pro"] ?? "";
    polar.edit(sandboxOf(polar, world), id, {
      metadata: { catalogue_address: "polar/basic", catalogue_owner: "shop/live" },
    });
    const plan = await planned(polar, world, family(polar, { lifecycle: { adopt: id } }));
    expect(problems(plan)).toEqual([`polar/pro: product ${id} belongs to shop/live as polar/basic`]);
  });

  it("a price whose product is not adopted, and a product whose meter is not", async () => {
    const { world, ids } = await existing(fynn, family(fynn));
    const archived = { lifecycle: { adopt: ids["fynn/pro"] ?? "" }, type: "charge" };
    const plan = await planned(
      fynn,
      world,
      family(fynn, archived, { lifecycle: { adopt: ids["fynn/pro/one"] ?? "" } }),
    );
    expect(plan.adopts).toEqual([]);
    expect(problems(plan)[1]).toBe(
      `fynn/pro/one: price plan ${ids["fynn/pro/one"]} needs fynn/pro, which is neither managed nor adopted`,
    );
    const metered = (name: string): Files => {
      const filter = { conjunction: "and", clauses: [{ property: "name", operator: "eq", value: "call" }] };
      const prices = [{ amount_type: "metered_unit", meter: "calls", unit_amount: "5" }];
      const products = { pro: { ...polar.product.fields(1), prices } };
      const meters = { calls: { name, filter, aggregation: { func: "count" } } };
      return { "polar.yaml": JSON.stringify({ vendor: "polar", meters, products }) };
    };
    const { world: other, ids: known } = await existing(polar, metered("Calls"));
    const files = metered("Another meter");
    const adoptsProduct = (await planned(polar, other, files)).adopts.map(({ entry }) => entry.address);
    expect(adoptsProduct).toEqual([]);
    expect((await planned(polar, other, metered("Calls"))).adopts.map(({ id }) => id).sort()).toEqual(
      Object.values(known).sort(),
    );
  });
});

it("the text and the JSON say the same", async () => {
  const { world, ids } = await existing(sequence, family(sequence));
  const files = fileOf(sequence, {
    pro: {
      ...sequence.product.fields(1),
      label: "New words",
      listPrices: {
        one: { ...sequence.child?.fields(1), structure: { pricingType: "FIXED", price: "11.00" } },
        two: { ...sequence.child?.fields(2), name: "Two" },
      },
    },
  });
  const plan = await planned(sequence, world, files);
  const result = { account: "sequence", vendor: "Sequence", stack: "dev", plan, requests: [], adopted: false };
  const differs = "structure.price 10.00 → 11.00";
  const remedy =
    "write the values as they are (`catalogue pull sequence`); or take the object, and let the next `pulumi up` " +
    "change it: --differing; otherwise the next `pulumi up` creates another list price";
  expect(resultText(result).split("\n")).toEqual([
    "Account sequence (Sequence), stack dev: " +
      "1 object to adopt, 0 managed already, 1 not adopted, 1 without an object",
    "",
    `  sequence/pro  product  ${ids["sequence/pro"]}  same name`,
    '      differs: label nothing → "New words"',
    "",
    "1 entry differs from the vendor. " +
      "The values stay there; the next `pulumi preview` shows the difference as an update.",
    "",
    "Not adopted:",
    "  sequence/pro/one (sequence.yaml line 8): " +
      `list price ${ids["sequence/pro/one"]} has only the name of the entry, and differs: ${differs}`,
    `    what to do: ${remedy}`,
    "",
    "Without an object; the next `pulumi up` creates one:",
    "  sequence/pro/two (sequence.yaml line 18)",
    "",
    "To be sent: nothing",
    "",
  ]);
  const json = JSON.parse(resultJson(result)) as JsonObject;
  expect(json).toMatchObject({
    version: 1,
    account: "sequence",
    stack: "dev",
    adopted: false,
    pairs: [
      {
        address: "sequence/pro",
        kind: "sequence:Product",
        id: ids["sequence/pro"],
        matchedBy: "natural key",
        differences: [{ path: "label", vendor: null, entry: "New words" }],
      },
    ],
    managed: [],
    missing: ["sequence/pro/two"],
    requests: [],
  });
});

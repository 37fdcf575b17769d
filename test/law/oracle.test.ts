/** The judge itself is tested: each of these wrong situations must be reported. It shares nothing with the provider. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../sandboxes/json.ts";
import { decimal, isMap } from "../support/oracles/forms.js";
import { fixtureOf, type LiveObject, labelOf, randomFixtures, type VendorFixture } from "../support/vendors.js";
import { Course } from "./course.js";

/** A catalogue that was applied: its first product, and that product's first child if there is one. */
async function standing(fixture: VendorFixture, product: JsonObject = {}, child: JsonObject = {}): Promise<Course> {
  const course = new Course(fixture, 0, undefined);
  for (const entry of course.model.products) {
    entry.fields = { ...entry.fields, ...product };
    for (const below of entry.children) below.fields = { ...below.fields, ...child };
  }
  await course.up({});
  return course;
}

/** What is said of the catalogue after this was done to it. */
function said(course: Course, change: (object: LiveObject, ids: readonly string[]) => void, place = 0): string {
  const address = course.model.all()[place]?.address ?? "";
  const object = course.objects.find(({ id }) => id === course.world.ids[address]);
  if (!object) throw new Error(`no object of ${address}`);
  change(
    object,
    course.objects.map(({ id }) => id),
  );
  return course.judge.violation(course.world.ids, course.objects) ?? "all is well";
}

const edited =
  (course: Course, members: (body: JsonObject) => JsonObject) =>
  ({ id, body }: LiveObject): void =>
    course.fixture.edit(course.sandbox, id, members(body));

const PRODUCT = 0;
const CHILD = 1;
const sequence = fixtureOf("sequence");
const fynn = fixtureOf("fynn");
const polar = fixtureOf("polar");
const toy = fixtureOf("toy");

const structure = (pricePerUnit: string, isPricePercentage: boolean): JsonObject => ({
  structure: { pricingType: "LINEAR", usageMetricId: "calls", pricePerUnit, isPricePercentage },
});
const tiers: JsonObject = {
  structure: {
    pricingType: "VOLUME",
    usageMetricId: "calls",
    tiers: [
      { price: "2.00", isPricePercentage: false, upperBound: "10", fee: "5" },
      { price: "1.00", isPricePercentage: false },
    ],
  },
};
const tiersOf = ({ structure: value }: JsonObject): readonly JsonObject[] =>
  isMap(value) ? (value["tiers"] as readonly JsonObject[]) : [];
const inside = (body: JsonObject, name: string, change: (value: JsonObject) => JsonObject): JsonObject => ({
  [name]: change(body[name] as JsonObject),
});

interface Wrong {
  readonly what: string;
  readonly fixture: VendorFixture;
  readonly place: number;
  readonly product?: JsonObject;
  readonly child?: JsonObject;
  readonly edit: (body: JsonObject) => JsonObject;
  readonly said: string;
}

const WRONG: readonly Wrong[] = [
  {
    what: "a boolean that the entry names is flipped",
    fixture: fynn,
    place: CHILD,
    child: { proRata: true },
    edit: () => ({ proRata: false }),
    said: "proRata is false and must be true, which the YAML names",
  },
  {
    what: "a boolean that no entry names is flipped",
    fixture: fynn,
    place: CHILD,
    edit: () => ({ payInAdvance: true }),
    said: "payInAdvance is true and must be false, which the YAML does not name",
  },
  {
    what: "a boolean that rests at true is flipped",
    fixture: fynn,
    place: CHILD,
    edit: () => ({ applyTrial: false }),
    said: "applyTrial is false and must be true, which the YAML does not name",
  },
  {
    what: "a boolean of another vendor is flipped",
    fixture: toy,
    place: PRODUCT,
    edit: () => ({ sealed: true }),
    said: "sealed is true and must be false",
  },
  {
    what: "a boolean within a value is flipped",
    fixture: sequence,
    place: CHILD,
    child: structure("0.10", false),
    edit: (body) => inside(body, "structure", (value) => ({ ...value, isPricePercentage: true })),
    said: '"isPricePercentage":true',
  },
  {
    what: "a decimal differs in its last digit",
    fixture: sequence,
    place: CHILD,
    child: structure("0.12345678901234567890", false),
    edit: (body) => inside(body, "structure", (value) => ({ ...value, pricePerUnit: "0.12345678901234567891" })),
    said: "12345678901234567891e-20",
  },
  {
    what: "an amount differs by a factor of ten",
    fixture: fynn,
    place: CHILD,
    edit: (body) => inside(body, "price", (value) => ({ ...value, amount: 100 })),
    said: 'price is {"amount":"1e2"}',
  },
  {
    what: "tiers stand in another order",
    fixture: sequence,
    place: CHILD,
    child: tiers,
    edit: (body) => inside(body, "structure", (value) => ({ ...value, tiers: tiersOf(body).toReversed() })),
    said: "structure is",
  },
  {
    what: "a member within an item of a list is lost",
    fixture: sequence,
    place: CHILD,
    child: tiers,
    edit: (body) =>
      inside(body, "structure", (value) => ({ ...value, tiers: tiersOf(body).map(({ fee: _lost, ...rest }) => rest) })),
    said: '"fee":"5e0"',
  },
  {
    what: "media stand in another order",
    fixture: polar,
    place: PRODUCT,
    product: { medias: [...(polar.product.optionals?.find(({ medias }) => medias)?.["medias"] as string[])] },
    edit: ({ medias }) => ({ medias: (medias as Json[]).toReversed() }),
    said: "medias is",
  },
  {
    what: "a key of a map is lost",
    fixture: polar,
    place: PRODUCT,
    product: { metadata: { team: "growth", weight: 2 } },
    edit: (body) => inside(body, "metadata", ({ weight: _lost, ...rest }) => rest),
    said: 'metadata is {"team":"growth"} and must be {"team":"growth","weight":2}',
  },
  {
    what: "a price is there twice",
    fixture: polar,
    place: PRODUCT,
    edit: ({ prices }) => ({ prices: [...(prices as Json[]), ...(prices as Json[])] }),
    said: "prices is",
  },
  {
    what: "a family is lost",
    fixture: fynn,
    place: PRODUCT,
    product: { productFamilies: [{ id: "family-2" }, { id: "family-1" }] },
    edit: () => ({ productFamilies: [{ id: "family-2", name: "Two" }] }),
    said: 'productFamilies is ["family-2"] and must be ["family-1","family-2"]',
  },
  {
    what: "a child stands below another parent",
    fixture: toy,
    place: CHILD,
    edit: () => ({ gadget: "another" }),
    said: "gadget is",
  },
];

describe("a wrong situation is reported", () => {
  it.each(WRONG)("$fixture.name: $what", async ({ fixture, place, product, child, edit, said: words }) => {
    const course = await standing(fixture, product, child);
    expect(said(course, () => undefined, place)).toBe("all is well");
    expect(said(course, edited(course, edit), place)).toContain(words);
  });

  it.each(
    randomFixtures.map((fixture) => [labelOf(fixture), fixture] as const),
  )("%s: archived, and the YAML says otherwise", async (_, fixture) => {
    const course = await standing(fixture);
    expect(said(course, ({ id }) => fixture.archive(course.sandbox, id))).toContain("archived is true at the vendor");
  });

  it.each(
    randomFixtures.map((fixture) => [labelOf(fixture), fixture] as const),
  )("%s: an object is there twice", async (_, fixture) => {
    const course = await standing(fixture);
    expect(said(course, ({ id }) => fixture.copy(course.sandbox, id, {}))).toContain("is active and nobody's");
  });

  it.each(
    randomFixtures.map((fixture) => [labelOf(fixture), fixture] as const),
  )("%s: an object of others is touched", async (_, fixture) => {
    const course = await standing(fixture);
    const [address = ""] = Object.keys(course.world.ids);
    const theirs = fixture.copy(course.sandbox, course.world.ids[address] ?? "", {});
    course.judge.notOurs(theirs, course.objects);
    expect(said(course, () => undefined)).toBe("all is well");
    expect(said(course, () => fixture.edit(course.sandbox, theirs, { touched: true }))).toContain("and was touched");
  });

  it("an entry that is not there, one too many, and one object for two entries", async () => {
    const { judge, world, objects } = await standing(fynn);
    const ids = world.ids;
    const [first = "", second = ""] = Object.keys(ids);
    const { [first]: _gone, ...rest } = ids;
    expect(judge.violation(rest, objects)).toContain("rows");
    expect(judge.violation({ ...ids, "fynn/more": "x" }, objects)).toContain("rows");
    expect(judge.violation({ ...ids, [first]: ids[second] ?? "" }, objects)).toBe("two rows hold one id");
    expect(judge.violation({ ...ids, [first]: "unknown" }, objects)).toContain("no object unknown");
  });

  it("what was taken out of the YAML and is still there", async () => {
    const course = await standing(fynn, {
      description: "Some words",
      customFields: { erpArticle: "1", erpAccount: "2" },
    });
    for (const entry of course.model.products) entry.fields = { ...entry.fields, customFields: { erpArticle: "1" } };
    expect(said(course, () => undefined)).toContain('customFields is {"erpAccount":"2","erpArticle":"1"}');
    await course.up({});
    for (const entry of course.model.products) {
      const { description: _gone, ...fields } = entry.fields;
      entry.fields = fields;
    }
    expect(said(course, () => undefined)).toContain('description is "Some words" and must be null');
  });

  it("what somebody set within a value and a write took away", async () => {
    const course = await standing(fynn, { customFields: { erpArticle: "1" } });
    const set = (members: JsonObject) => (object: LiveObject) => {
      edited(course, () => members)(object);
      course.judge.edited(object.id, course.objects);
    };
    expect(said(course, set({ customFields: { erpArticle: "1", erpAccount: "theirs" } }))).toBe("all is well");
    expect(
      said(
        course,
        edited(course, () => ({ customFields: { erpArticle: "1" } })),
      ),
    ).toContain("erpAccount");
  });
});

it("decimals are equal by value, at any length and in any spelling", () => {
  const equal = [
    ["10", "10.0", "1E1", "1e+1"],
    ["0", "0.00", "-0", "0E-12"],
    ["0.000000000001", "1E-12", "10e-13"],
    ["-1.50", "-1.5"],
  ];
  const forms = equal.map((texts) => [...new Set(texts.map(decimal))]);
  expect(forms.map((all) => all.length)).toEqual(equal.map(() => 1));
  expect(new Set(forms.flat()).size).toBe(equal.length);
  expect(decimal("0.12345678901234567890")).not.toBe(decimal("0.12345678901234567891"));
  expect(decimal("ten")).toBe("ten");
});

it("the oracle imports nothing of the provider", () => {
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const imports = readFileSync(path, "utf8").matchAll(/(?:from|import) "(\.[^"]+)"/g);
    for (const [, target = ""] of imports)
      visit(fileURLToPath(new URL(target.replace(/\.js$/, ".ts"), `file://${path}`)));
  };
  const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
  for (const name of ["sequence", "fynn", "polar", "toy"]) visit(here(`../support/oracles/${name}.ts`));
  for (const name of ["expectations", "verdict"]) visit(here(`${name}.ts`));
  expect(seen.size).toBeGreaterThanOrEqual(7);
  expect([...seen].filter((path) => path.includes("/provider/"))).toEqual([]);
});

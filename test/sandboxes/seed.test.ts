import { describe, expect, it } from "vitest";
import { isObject } from "../../provider/fields/shape.js";
import type { Kind } from "../../provider/kinds/kind.js";
import { registry } from "../../provider/vendors/registry.js";
import { fynnSandbox } from "../../sandboxes/fynn/sandbox.ts";
import { polarSandbox } from "../../sandboxes/polar/sandbox.ts";
import { type Seeded, seed } from "../../sandboxes/seed.ts";
import { sequenceSandbox } from "../../sandboxes/sequence/sandbox.ts";
import { contractCheck } from "../support/contract.js";
import { spotsIn, spotsOf } from "./spots.js";

const DAY = 86_400_000;
const NOW = Date.parse("2026-03-01T09:00:00Z");

/** Each vendor's sandbox, and the kind of each of its collections. */
const VENDORS = {
  sequence: {
    make: () => contractCheck("sequence", sequenceSandbox()),
    kinds: { products: "sequence:Product", prices: "sequence:ListPrice" },
  },
  fynn: { make: () => fynnSandbox(), kinds: { products: "fynn:Product", plans: "fynn:PricePlan" } },
  polar: {
    make: () => contractCheck("polar", polarSandbox()),
    kinds: { products: "polar:Product", meters: "polar:Meter" },
  },
} as const;
const names = ["sequence", "fynn", "polar"] as const;

const kindOf = (type: string): Kind => {
  const kind = registry.kind(type)?.kind;
  if (!kind) throw new Error(`no kind ${type}`);
  return kind;
};

describe.each(names)("the seed of %s", (name) => {
  const { make, kinds } = VENDORS[name];
  const seeded = (options: Parameters<typeof seed>[1] = {}): { sandbox: ReturnType<typeof make>; made: Seeded } => {
    const sandbox = make();
    return { sandbox, made: seed(sandbox, options) };
  };

  const dated = (at: number): ReturnType<typeof make> => {
    const now = (): number => at;
    if (name === "polar") return polarSandbox({ now, organizationId: "0b1f3c5d-7e9a-4b2c-8d4e-6f8a0b2c4d6e" });
    return name === "fynn" ? fynnSandbox({ now }) : sequenceSandbox({ now });
  };

  it.each(Object.entries(kinds))("has every field, form and choice of %s (%s)", (collection, type) => {
    const { made } = seeded();
    const bodies = made.objects.filter((one) => one.collection === collection).map(({ body }) => body);
    const found = new Set(bodies.flatMap((body) => spotsIn(body, kindOf(type))));
    expect(spotsOf(kindOf(type)).filter((spot) => !found.has(spot))).toEqual([]);
  });

  it("makes exactly as many objects as wanted, by requests that the vendor's document allows", () => {
    for (const objects of [0, 1, 7, 80, 250, 700]) {
      const { sandbox, made } = seeded({ objects });
      expect(made.objects).toHaveLength(objects);
      expect(new Set(made.objects.map(({ id }) => id)).size).toBe(objects);
      const stored = "plans" in sandbox ? [sandbox.products, sandbox.plans] : [sandbox.products, childrenOf(sandbox)];
      expect(stored.flatMap((store) => store.all())).toHaveLength(objects);
    }
  });

  it("makes the same objects with the same ids and times for the same number, and others for another", () => {
    const all = (random: number): string => {
      const sandbox = dated(NOW);
      seed(sandbox, { random });
      return JSON.stringify(storedIn(sandbox));
    };
    const [first, again, other] = [all(1), all(1), all(2)];
    expect(again === first).toBe(true);
    expect(other === first).toBe(false);
    expect(JSON.stringify(seeded({ random: 4 }).made)).toBe(JSON.stringify(seeded({ random: 4 }).made));
  });

  it("leaves no exchanges, only objects older than a day, and the sandbox's own clock and ids", () => {
    const { sandbox } = seeded();
    expect(sandbox.exchanges).toEqual([]);
    const times = storedIn(sandbox).flatMap((object) => {
      const at =
        object["createdAt"] ?? object["created_at"] ?? (isObject(object["price"]) && object["price"]["createdAt"]);
      return typeof at === "string" ? [Date.parse(at)] : [];
    });
    expect(times).toHaveLength(250);
    expect(Math.max(...times)).toBeLessThan(Date.now() - DAY);
    expect(Math.min(...times)).toBeLessThan(Date.now() - 365 * DAY);
    expect(Math.abs(sandbox.sources.now() - Date.now())).toBeLessThan(DAY);
    expect(sandbox.sources.newId()).not.toBe(seeded().sandbox.sources.newId());
  });

  it("is as old before any clock", () => {
    const sandbox = dated(Date.parse("2020-05-01T00:00:00Z"));
    seed(sandbox);
    expect(JSON.stringify(storedIn(sandbox))).not.toMatch(/"202[1-9]-[0-9]{2}-[0-9]{2}T/);
  });

  it("has archived objects, doubles and namesakes, and says which", () => {
    const { sandbox, made } = seeded();
    const archived = made.objects.filter((one) => one.archived).map(({ id }) => id);
    expect(archived.length).toBeGreaterThan(10);
    expect(archivedIn(sandbox).toSorted()).toEqual(archived.toSorted());
    expect(made.doubles.length).toBeGreaterThan(0);
    expect(made.namesakes.length).toBeGreaterThan(0);
    const byId = new Map(made.objects.map((one) => [one.id, one]));
    for (const group of made.doubles)
      expect(new Set(group.map((id) => JSON.stringify(byId.get(id)?.body))).size).toBe(1);
    for (const group of made.namesakes)
      expect(new Set(group.map((id) => JSON.stringify(byId.get(id)?.body))).size).toBeGreaterThan(1);
  });
});

describe("the seed", () => {
  it("has a product with many prices, and several currencies", () => {
    const sandbox = sequenceSandbox();
    const prices = seed(sandbox).objects.filter(({ collection }) => collection === "prices");
    const counts = Map.groupBy(prices, ({ body }) => body["productId"]);
    expect(Math.max(...[...counts.values()].map(({ length }) => length))).toBeGreaterThan(15);
    expect(new Set(prices.map(({ body }) => body["currency"])).size).toBeGreaterThan(4);
    expect(sandbox.usageMetrics.all().length).toBeGreaterThan(3);
    expect(sandbox.seatMetrics.all().length).toBeGreaterThan(1);
  });

  it("has objects of other stacks at Polar: those with the mark, and no others", () => {
    const sandbox = polarSandbox();
    const { objects } = seed(sandbox);
    const marked = [...sandbox.products.all(), ...sandbox.meters.all()]
      .filter(({ metadata }) => isObject(metadata) && metadata["catalogue_owner"] !== undefined)
      .map(({ id }) => id);
    expect(marked.length).toBeGreaterThan(4);
    expect(objects.filter(({ foreign }) => foreign).map(({ id }) => id)).toEqual(
      expect.arrayContaining(marked.map(String)),
    );
    expect(objects.filter(({ foreign }) => foreign)).toHaveLength(marked.length);
  });

  it("has names with odd characters", () => {
    for (const name of names) {
      const text = JSON.stringify(seed(VENDORS[name].make()).objects);
      for (const odd of ["🚀", "\\n", "${", "خطة", "料金", '\\"Quoted', "<b>", "# not"]) expect(text).toContain(odd);
    }
  });

  it.each([
    [
      "what Sequence refuses when it is strict",
      () =>
        sequenceSandbox({
          switches: { archiveTwice: 409, priceUnderArchived: 409, archiveWithActivePrices: 409 },
        }),
    ],
    [
      "what Fynn refuses when it is strict",
      () =>
        fynnSandbox({
          switches: {
            ...{ archiveTwice: 409, priceUnderArchived: 409, archiveWithActivePrices: 409, nullInBody: 422 },
            ...{ relations: "id", numberUnique: true, archivedNumbersCount: true, amounts: "minor", customFields: [] },
          },
        }),
    ],
    ["relations as paths", () => fynnSandbox({ switches: { relationsByPath: ["product", "customer", "taxGroup"] } })],
    ["other credentials", () => polarSandbox({ accessToken: "polar_oat_another_token" })],
  ])("does not send %s", (_what, make) => {
    expect(seed(make(), { objects: 400 }).objects).toHaveLength(400);
  });

  it("says which request the sandbox refuses", () => {
    const sandbox = fynnSandbox({ switches: { required: ["Product.costCentre"] } });
    expect(() => seed(sandbox)).toThrow(/refuses POST \/catalogue\/products .*costCentre/);
    expect(sandbox.exchanges).toEqual([]);
  });
});

type AnySandbox = Parameters<typeof seed>[0];

const childrenOf = (sandbox: AnySandbox) =>
  "plans" in sandbox ? sandbox.plans : "prices" in sandbox ? sandbox.prices : sandbox.meters;

const storedIn = (sandbox: AnySandbox) => [...sandbox.products.all(), ...childrenOf(sandbox).all()];

/** Ids of what is archived, as the sandbox has it. */
function archivedIn(sandbox: AnySandbox): string[] {
  if ("archived" in sandbox) return [...sandbox.archived];
  return storedIn(sandbox)
    .filter(
      (object) =>
        object["isArchived"] === true ||
        object["is_archived"] === true ||
        object["status"] === "archived" ||
        (object["archived_at"] ?? null) !== null,
    )
    .map(({ id }) => String(id));
}

/** The lifecycle over all vendors, a toy one included: what is announced, what is sent, and what is true in the end. */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import { fileOf, fixtures, liveOf, sandboxOf, type VendorFixture, worldOf } from "../support/vendors.js";
import type { Files, World } from "../support/world.js";

/** Entries of a fixture: a product "alpha" with, where the vendor has them, a child "one". */
const family = (fixture: VendorFixture, product: JsonObject = {}, child: JsonObject = {}): Files =>
  fileOf(fixture, {
    alpha: {
      ...fixture.product.fields(1),
      ...product,
      ...(fixture.child ? { [fixture.child.collection]: { one: { ...fixture.child.fields(1), ...child } } } : {}),
    },
  });

const addresses = (fixture: VendorFixture): { product: string; child: string } => ({
  product: `${fixture.name}/alpha`,
  child: `${fixture.name}/alpha/one`,
});

/** The vendor has exactly what the state says, and nothing else is live. */
function expectOnlyDeclaredLive(fixture: VendorFixture, world: World, names: readonly string[]): void {
  const ids = world.ids;
  expect(Object.keys(ids).sort()).toEqual([...names].sort());
  const live = liveOf(fixture, world).filter(({ archived }) => !archived);
  expect(live.map(({ id }) => id).sort()).toEqual(Object.values(ids).sort());
}

async function settled(world: World, files: Files): Promise<void> {
  world.clear();
  const { steps, errors } = await world.preview(files);
  expect(errors).toEqual([]);
  expect(steps).toEqual([]);
  expect(world.requests).toEqual([]);
}

/** Each kind of each vendor, with the fields of its entry as they stand in the family. */
const kinds = fixtures.flatMap((fixture) => {
  const product = { fixture, kind: fixture.product, at: "product" as const, label: fixture.product.kind };
  return fixture.child
    ? [product, { fixture, kind: fixture.child, at: "child" as const, label: fixture.child.kind }]
    : [product];
});

const withChange = (fixture: VendorFixture, at: "product" | "child", change: JsonObject): Files =>
  at === "product" ? family(fixture, change) : family(fixture, {}, change);

describe.each(fixtures)("$name: first up", (fixture) => {
  it("creates every entry with one POST, lists each kind at most once, and is then settled", async () => {
    const world = worldOf(fixture);
    const many = fileOf(
      fixture,
      Object.fromEntries(
        [1, 2, 3].map((n) => [
          `p${n}`,
          {
            ...fixture.product.fields(n),
            ...(fixture.child
              ? { [fixture.child.collection]: { a: fixture.child.fields(`${n}a`), b: fixture.child.fields(`${n}b`) } }
              : {}),
          },
        ]),
      ),
    );
    const preview = await world.preview(many);
    expect(world.requests).toEqual([]);
    const { ok, steps, errors } = await world.up(many);
    expect(errors).toEqual([]);
    expect(ok).toBe(true);
    expect(steps.map(({ op, name }) => `${op} ${name}`).sort()).toEqual(
      preview.steps.map(({ op, name }) => `${op} ${name}`).sort(),
    );
    const wanted = fixture.child ? 9 : 3;
    expect(world.writes.filter((one) => one.startsWith("POST"))).toHaveLength(wanted);
    expect(world.writes).toHaveLength(wanted);
    const lists = sandboxOf(fixture, world)
      .exchanges.filter(({ request }) => request.method === "GET")
      .map(({ request }) => `${request.path}?${request.query}`);
    expect(new Set(lists).size).toBe(lists.length);
    await settled(world, many);
  });

  it("needs no credentials for a preview without refresh", async () => {
    const world = worldOf(fixture);
    await world.up(family(fixture));
    world.clear();
    world.environment = {};
    const { errors } = await world.preview(family(fixture, fixture.product.update(7)));
    expect(errors).toEqual([]);
    expect(world.requests).toEqual([]);
  });
});

describe.each(kinds)("$label", ({ fixture, kind, at }) => {
  const address = addresses(fixture)[at];

  async function start(options: Parameters<typeof worldOf>[1] = {}): Promise<World> {
    const world = worldOf(fixture, options);
    const { errors } = await world.up(family(fixture));
    expect(errors).toEqual([]);
    world.clear();
    return world;
  }

  it(
    "archived: true is one announced change and exactly one write, confirmed by the list where no answer shows " +
      "the state",
    async () => {
      const world = await start();
      const id = world.ids[address] ?? "";
      const files = withChange(fixture, at, { archived: true });
      const preview = await world.preview(files);
      expect(preview.steps).toEqual([{ op: "update", name: address, changed: ["archived"] }]);
      expect(world.requests).toEqual([]);
      const { errors } = await world.up(files);
      expect(errors).toEqual([]);
      expect(world.requests).toEqual([
        kind.requests.archive(id),
        ...(kind.kind === "sequence:ListPrice" ? ["GET /list-prices"] : []),
      ]);
      expect(liveOf(fixture, world).find((one) => one.id === id)?.archived).toBe(true);
      await settled(world, files);
    },
  );

  it(
    fixture.canUnarchive
      ? "archived: false brings it back with the same id"
      : "archived: false again is refused in the preview",
    async () => {
      const world = await start();
      const id = world.ids[address] ?? "";
      await world.up(withChange(fixture, at, { archived: true }));
      world.clear();
      const preview = await world.preview(family(fixture));
      if (fixture.canUnarchive) {
        expect(preview.steps).toEqual([{ op: "update", name: address, changed: ["archived"] }]);
        const { errors } = await world.up(family(fixture));
        expect(errors).toEqual([]);
        expect(world.requests).toEqual([kind.requests.archive(id)]);
        expect(world.ids[address]).toBe(id);
        expect(liveOf(fixture, world).find((one) => one.id === id)?.archived).toBe(false);
      } else {
        expect(preview.errors.join()).toContain(address);
        expect(preview.errors.join()).toContain("cannot un-archive it");
        expect(preview.errors.join()).toContain("what to do: set `archived: true` again");
        const { errors } = await world.up(family(fixture));
        expect(errors).toHaveLength(1);
        expect(world.requests).toEqual([]);
      }
    },
  );

  it("born archived: made and archived at once, with a warning", async () => {
    const world = worldOf(fixture);
    const files = withChange(fixture, at, { archived: true });
    // A child below an archived parent cannot be new, so only the entry itself is archived here.
    const only =
      at === "product" ? fileOf(fixture, { alpha: { ...fixture.product.fields(1), archived: true } }) : files;
    const { errors } = await world.up(only);
    expect(errors).toEqual([]);
    expect(liveOf(fixture, world).find((one) => one.id === world.ids[address])?.archived).toBe(true);
    expect(world.said.join()).toContain("archived right after it was made");
    await settled(world, only);
  });

  it("an edited field is one write; what people set in the dashboard stays", async () => {
    const world = await start();
    const id = world.ids[address] ?? "";
    fixture.edit(sandboxOf(fixture, world), id, kind.dashboard);
    const files = withChange(fixture, at, kind.update(2));
    const preview = await world.preview(files);
    expect(preview.steps).toEqual([{ op: "update", name: address, changed: Object.keys(kind.update(2)) }]);
    const { errors } = await world.up(files);
    expect(errors).toEqual([]);
    expect(world.writes).toEqual([kind.requests.update(id)]);
    const body = liveOf(fixture, world).find((one) => one.id === id)?.body ?? {};
    expect(body).toMatchObject(kind.update(2));
    expect(body).toMatchObject(kind.dashboard);
    await settled(world, files);
  });

  it("a field that is named, changed in the dashboard, corrected, and taken away again", async () => {
    if (!kind.optional) return;
    const { name, value } = kind.optional;
    const world = await start();
    const id = world.ids[address] ?? "";
    const named = withChange(fixture, at, { [name]: value });
    expect((await world.preview(named)).steps).toEqual([{ op: "update", name: address, changed: [name] }]);
    await world.up(named);
    await settled(world, named);
    // drift
    const drifted = Array.isArray(value) ? [] : typeof value === "number" ? 99 : "Changed by hand";
    fixture.edit(sandboxOf(fixture, world), id, { [name]: drifted });
    expect((await world.engine.refresh()).errors).toEqual([]);
    expect((await world.preview(named)).steps).toEqual([{ op: "update", name: address, changed: [name] }]);
    await world.up(named);
    await settled(world, named);
    // taken away
    const { steps } = await world.preview(family(fixture));
    expect(steps).toEqual([{ op: "update", name: address, changed: [name] }]);
    const { errors } = await world.up(family(fixture));
    expect(errors).toEqual([]);
    const body = liveOf(fixture, world).find((one) => one.id === id)?.body ?? {};
    expect([undefined, null, "", 0, "{}", "[]"]).toContain(
      typeof body[name] === "object" && body[name] !== null ? JSON.stringify(body[name]) : body[name],
    );
    await settled(world, family(fixture));
    // never managed again: a value set in the dashboard is left alone
    fixture.edit(sandboxOf(fixture, world), id, { [name]: drifted });
    await settled(world, family(fixture));
  });

  it("a key renamed with renamedFrom keeps its object", async () => {
    const world = await start();
    const before = world.ids;
    const renamed =
      at === "product"
        ? fileOf(fixture, {
            beta: {
              ...fixture.product.fields(1),
              lifecycle: { renamedFrom: "alpha" },
              ...(fixture.child ? { [fixture.child.collection]: { one: fixture.child.fields(1) } } : {}),
            },
          })
        : fileOf(fixture, {
            alpha: {
              ...fixture.product.fields(1),
              [kind.collection]: { two: { ...kind.fields(1), lifecycle: { renamedFrom: "one" } } },
            },
          });
    const preview = await world.preview(renamed);
    expect(preview.steps.every(({ op, changed }) => op === "update" && changed.join() === "address")).toBe(true);
    const { errors } = await world.up(renamed);
    expect(errors).toEqual([]);
    expect(Object.values(world.ids).sort()).toEqual(Object.values(before).sort());
    const marked = preview.steps.filter(({ name }) => isMarked(fixture, name)).length;
    expect(world.writes).toHaveLength(marked);
    expect(world.requests).toHaveLength(marked * 2);
    await settled(world, renamed);
  });

  it("a removed entry is archived", async () => {
    const world = await start();
    const id = world.ids[address];
    const rest =
      at === "product"
        ? fileOf(fixture, { other: fixture.product.fields(9) })
        : fileOf(fixture, { alpha: fixture.product.fields(1) });
    const { errors } = await world.up(rest);
    expect(errors).toEqual([]);
    expect(liveOf(fixture, world).find((one) => one.id === id)?.archived).toBe(true);
    expect(world.ids[address]).toBeUndefined();
    await settled(world, rest);
  });

  it("lifecycle.onRemove: retain leaves it live, forbid refuses", async () => {
    const rest =
      at === "product"
        ? fileOf(fixture, { other: fixture.product.fields(9) })
        : fileOf(fixture, { alpha: fixture.product.fields(1) });
    const retained = worldOf(fixture);
    await retained.up(withChange(fixture, at, { lifecycle: { onRemove: "retain" } }));
    const id = retained.ids[address];
    retained.clear();
    const { errors } = await retained.up(rest);
    expect(errors).toEqual([]);
    expect(liveOf(fixture, retained).find((one) => one.id === id)?.archived).toBe(false);

    const forbidden = worldOf(fixture);
    await forbidden.up(withChange(fixture, at, { lifecycle: { onRemove: "forbid" } }));
    forbidden.clear();
    const refused = await forbidden.preview(rest);
    expect(refused.errors.join()).toContain("protected");
  });
});

const isMarked = (fixture: VendorFixture, address: string): boolean =>
  (fixture.name === "polar" && address.split("/").length === 2) ||
  (fixture.name === "toy" && address.split("/").length === 3);

describe.each(kinds)("$label: new objects and old ones", ({ fixture, kind, at }) => {
  const address = addresses(fixture)[at];
  const names = fixture.child ? [addresses(fixture).product, addresses(fixture).child] : [addresses(fixture).product];

  const variants = [
    { adopt: false, refresh: false },
    { adopt: true, refresh: false },
    { adopt: false, refresh: true },
    { adopt: true, refresh: true },
  ];

  describe.each(variants)("adopt $adopt, refresh $refresh", ({ adopt, refresh }) => {
    const lifecycle: JsonObject = adopt ? { lifecycle: { adopt: true } } : {};
    const all = (product: JsonObject = {}, child: JsonObject = {}): Files =>
      at === "product"
        ? family(fixture, { ...lifecycle, ...product }, child)
        : family(fixture, product, { ...lifecycle, ...child });

    async function start(files: Files = all()): Promise<World> {
      const world = worldOf(fixture);
      expect((await world.up(files)).errors).toEqual([]);
      world.clear();
      return world;
    }

    async function becomes(
      world: World,
      files: Files,
      wanted: readonly string[],
      options: { replace?: string[] } = {},
    ): Promise<void> {
      const preview = await world.preview(files, options);
      const { errors, steps } = await world.up(files, { ...options, refresh });
      expect(errors).toEqual([]);
      expect(steps.map(({ op, name }) => `${op} ${name}`).sort()).toEqual(
        preview.steps.map(({ op, name }) => `${op} ${name}`).sort(),
      );
      expectOnlyDeclaredLive(fixture, world, wanted);
      await settled(world, files);
    }

    it("a field that cannot change in place makes a new object, and the old one is archived after it", async () => {
      if (Object.keys(kind.replace).length === 0) return;
      const world = await start();
      const old = world.ids[address] ?? "";
      const files = at === "product" ? all(kind.replace) : all({}, kind.replace);
      await becomes(world, files, names);
      expect(world.ids[address]).not.toBe(old);
    });

    it("--replace", async () => {
      const world = await start();
      const old = world.ids[address];
      const both = at === "product" && fixture.child ? names : [address];
      await becomes(world, all(), names, { replace: both });
      expect(world.ids[address]).not.toBe(old);
    });

    it("taint", async () => {
      const world = await start();
      const old = world.ids[address];
      for (const name of at === "product" ? names : [address]) world.engine.taint(name);
      await becomes(world, all(), names);
      expect(world.ids[address]).not.toBe(old);
    });

    it("an entry removed and an equal one added", async () => {
      const world = await start();
      const old = world.ids[address];
      const files =
        at === "product"
          ? fileOf(fixture, { beta: { ...fixture.product.fields(1), ...lifecycle } })
          : fileOf(fixture, {
              alpha: { ...fixture.product.fields(1), [kind.collection]: { two: { ...kind.fields(1), ...lifecycle } } },
            });
      const wanted =
        at === "product" ? [`${fixture.name}/beta`] : [`${fixture.name}/alpha`, `${fixture.name}/alpha/two`];
      await becomes(world, files, wanted);
      expect(Object.values(world.ids)).not.toContain(old);
    });

    it("two entries that swap their content", async () => {
      const two = (first: number, second: number): Files =>
        at === "product"
          ? fileOf(fixture, { a: { ...kind.fields(first), ...lifecycle }, b: { ...kind.fields(second), ...lifecycle } })
          : fileOf(fixture, {
              alpha: {
                ...fixture.product.fields(1),
                [kind.collection]: {
                  a: { ...kind.fields(first), ...lifecycle },
                  b: { ...kind.fields(second), ...lifecycle },
                },
              },
            });
      const world = await start(two(1, 2));
      const before = { ...world.ids };
      const wanted = Object.keys(before);
      await becomes(world, two(2, 1), wanted);
      expect(world.ids).toEqual(before);
    });

    it("an entry archived and its successor of the same content in one commit", async () => {
      const world = await start();
      const old = world.ids[address] ?? "";
      const successor: JsonObject = { ...kind.fields(1), ...lifecycle };
      const files =
        at === "product"
          ? fileOf(fixture, {
              alpha: {
                ...fixture.product.fields(1),
                archived: true,
                ...(fixture.child
                  ? { [fixture.child.collection]: { one: { ...fixture.child.fields(1), archived: true } } }
                  : {}),
              },
              next: successor,
            })
          : fileOf(fixture, {
              alpha: {
                ...fixture.product.fields(1),
                [kind.collection]: { one: { ...kind.fields(1), archived: true }, next: successor },
              },
            });
      const { errors } = await world.up(files, { refresh });
      expect(errors).toEqual([]);
      const next = at === "product" ? `${fixture.name}/next` : `${fixture.name}/alpha/next`;
      expect(world.ids[address]).toBe(old);
      expect(world.ids[next]).not.toBe(old);
      const live = liveOf(fixture, world);
      expect(live.find(({ id }) => id === old)?.archived).toBe(true);
      expect(live.find(({ id }) => id === world.ids[next])?.archived).toBe(false);
      expect(live.filter(({ kind: one }) => one === kind.kind)).toHaveLength(2);
      await settled(world, files);
    });
  });
});

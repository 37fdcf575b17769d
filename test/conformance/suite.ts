/**
 * What every kind must do with every field that its table has, over the vendor's wire. Generated from the field
 * tables: a field without a case fails, and so does a member of a value that no case has.
 */
import { afterAll, describe, expect, it } from "vitest";
import { isObject, type Json, type JsonObject } from "../../provider/fields/shape.js";
import { clearingOf, isAlwaysManaged } from "../../provider/kinds/absence.js";
import type { Field } from "../../provider/kinds/field.js";
import type { Kind } from "../../provider/kinds/kind.js";
import type { Vendor } from "../../provider/kinds/vendor.js";
import { readField, sameValue } from "../../provider/lifecycle/plan/managed.js";
import type { VendorFixture } from "../support/fixture.js";
import { liveOf, sandboxOf, worldOf } from "../support/vendors.js";
import type { Files, World } from "../support/world.js";
import type { FieldCase, KindCases } from "./cases.js";
import { placesIn, placesOf } from "./places.js";

/** What the suite needs of a vendor. */
export type ConformingVendor = Pick<VendorFixture, "name" | "registry" | "account" | "objects" | "edit">;

/** Declares the tests of all kinds of a vendor. */
export function conformance(vendor: Vendor, fixture: ConformingVendor, all: readonly KindCases[]): void {
  const { kinds } = vendor;
  const figures: { kind: string; fields: number; cases: number; passed: number }[] = [];

  afterAll(() => {
    for (const { kind, fields, cases, passed } of figures)
      console.log(`conformance of ${kind}: ${fields} fields, ${cases} cases, ${passed} passed`);
  });

  describe.each(kinds)("$type", (kind) => {
    const cases = all.find((one) => one.kind === kind.type) as KindCases;
    const parent = vendor.kinds.find(({ type }) => type === kind.parent?.type);
    const address = parent ? `${vendor.name}/above/one` : `${vendor.name}/one`;
    const own = Object.entries(kind.fields).filter(([, field]) => !field.fromParent);
    const figure = { kind: kind.type, fields: own.length, cases: 0, passed: 0 };
    figures.push(figure);

    /** A case counts as passed when nothing in it has failed. */
    const pass = async (work: () => Promise<void>): Promise<void> => {
      figure.cases += 1;
      await work();
      figure.passed += 1;
    };

    const files = (entry: JsonObject, beside = cases.beside): Files => {
      const above = parent ? all.find((one) => one.kind === parent.type)?.base : undefined;
      const content = parent
        ? { [parent.collection]: { above: { ...above, [kind.collection]: { one: entry } } } }
        : { [kind.collection]: { one: entry } };
      return { "catalogue.yaml": JSON.stringify({ vendor: vendor.name, ...beside, ...content }, null, 2) };
    };
    /** Without the entry: what else the file holds, which is never nothing. */
    const without = (): Files => {
      const content = parent
        ? { [parent.collection]: { above: all.find((one) => one.kind === parent.type)?.base ?? {} } }
        : {
            [kind.collection]: {
              other: { ...cases.base, ...(kind.naturalKey ? { [kind.naturalKey.at(-1) ?? ""]: "Another one" } : {}) },
            },
          };
      return { "catalogue.yaml": JSON.stringify({ vendor: vendor.name, ...cases.beside, ...content }, null, 2) };
    };
    const worldWith = (): World => {
      const world = worldOf(fixture);
      cases.prepare?.(sandboxOf(fixture, world));
      return world;
    };
    /** Requests that change something; an empty PATCH only reads what the primary has. */
    const written = (world: World): string[] =>
      sandboxOf(fixture, world)
        .exchanges.filter(({ request }) => request.method !== "GET" && JSON.stringify(request.body) !== "{}")
        .map(({ request }) => `${request.method} ${request.path}`);
    const live = (world: World) => liveOf(fixture, world).find(({ id }) => id === world.ids[address]);
    const settings = Object.fromEntries(
      Object.entries(vendor.settings).map(([name, { default: value }]) => [name, value ?? null]),
    );
    const context = { settings };

    const up = async (world: World, entry: JsonObject): Promise<void> => {
      expect((await world.up(files(entry))).errors).toEqual([]);
      const { steps, errors } = await world.preview(files(entry));
      expect({ steps, errors }).toEqual({ steps: [], errors: [] });
    };
    /** What the YAML names is what the vendor has; names of other objects stand for ids there. */
    const expectLive = (world: World, entry: JsonObject): void => {
      const body = live(world)?.body ?? {};
      const references =
        (world.row(address).outputs["live"] as { references?: Record<string, string> }).references ?? {};
      for (const [name, value] of Object.entries(entry)) {
        const field = kind.fields[name] as Field;
        const wanted = byId(kind, value, references);
        const seen = readField(name, field, body, wanted, context);
        expect(
          sameValue(field, seen, wanted, settings),
          `${name}: ${JSON.stringify(seen)} at the vendor, ${JSON.stringify(wanted)} wanted`,
        ).toBe(true);
      }
    };

    it("has a case for every field, and a value for every member", () => {
      expect(Object.keys(cases?.fields ?? {}).sort()).toEqual(own.map(([name]) => name).sort());
      for (const [name, field] of own) {
        const { values } = cases.fields[name] as FieldCase;
        expect(values.length, name).toBeGreaterThan(1);
        const seen = new Set(values.flatMap((value) => placesOf(field.shape, value)));
        const missing = placesIn(field.shape).filter((place) => !seen.has(place));
        expect(missing, name).toEqual([]);
      }
    });

    it.each(own)("%s: created, changed in turn, each time exactly as announced", async (name, field) => {
      const { values, with: companions = {} } = cases.fields[name] as FieldCase;
      const entry = (value: Json): JsonObject => ({ ...cases.base, ...companions, [name]: value });
      for (const [index, value] of values.entries()) {
        await pass(async () => {
          const world = worldWith();
          await up(world, entry(value));
          expectLive(world, entry(value));

          const next = entry(values[(index + 1) % values.length] ?? null);
          const before = {
            id: world.ids[address],
            objects: liveOf(fixture, world).filter(({ archived }) => !archived).length,
          };
          const { steps, errors } = await world.preview(files(next));
          expect(errors).toEqual([]);
          expect(steps.map((step) => step.name)).toEqual([address]);
          const [step] = steps;
          world.clear();
          await up(world, next);
          expectLive(world, next);
          if (step?.op === "replace") {
            expect(field.fate === "replace" || field.replaceOn !== undefined).toBe(true);
            expect(world.ids[address]).not.toBe(before.id);
            expect(liveOf(fixture, world).find(({ id }) => id === before.id)?.archived).toBe(true);
          } else {
            expect(step?.op).toBe("update");
            expect(world.ids[address]).toBe(before.id);
            expect(written(world)).toHaveLength(1);
          }
          expect(liveOf(fixture, world).filter(({ archived }) => !archived)).toHaveLength(before.objects);
        });
      }
    });

    const clearable = own.filter(([name, field]) => clearingOf(field, settings) !== "never" && !(name in cases.base));
    it.each(clearable)("%s: taken out of the YAML, cleared at the vendor; null does the same", async (name, field) => {
      const { values, with: companions = {} } = cases.fields[name] as FieldCase;
      const { without: rest = {} } = cases.fields[name] as FieldCase;
      const nulls = Object.fromEntries(
        [name, ...Object.keys(companions).filter((key) => !(key in rest))].map((key) => [key, null]),
      );
      for (const cleared of [{}, nulls]) {
        await pass(async () => {
          const world = worldWith();
          await up(world, { ...cases.base, ...companions, [name]: values[0] ?? null });
          const id = world.ids[address];
          await up(world, { ...cases.base, ...rest, ...cleared });
          expect(world.ids[address]).toBe(id);
          const seen = readField(name, field, live(world)?.body ?? {}, undefined, context);
          expect(sameValue(field, seen, null, settings), JSON.stringify(seen)).toBe(true);
        });
      }
    });

    const resting = own.filter(([name, field]) => isAlwaysManaged(field) && !(name in cases.base));
    it.each(resting)("%s: taken out of the YAML, it is what it is without", async (name, field) => {
      const { values, with: companions = {} } = cases.fields[name] as FieldCase;
      await pass(async () => {
        const world = worldWith();
        await up(world, { ...cases.base, ...companions, [name]: values[0] ?? null });
        await up(world, cases.base);
        expect(
          sameValue(field, readField(name, field, live(world)?.body ?? {}, undefined, context), null, settings),
        ).toBe(true);
      });
    });

    it("archived by one request, and back or refused", () =>
      pass(async () => {
        const world = worldWith();
        await up(world, cases.base);
        const id = world.ids[address];
        world.clear();
        await up(world, { ...cases.base, archived: true });
        expect(world.writes).toHaveLength(1);
        expect(live(world)).toMatchObject({ id, archived: true });
        world.clear();
        const { errors } = await world.preview(files(cases.base));
        if (kind.archiving.unarchive?.(settings)) {
          expect(errors).toEqual([]);
          await up(world, cases.base);
          expect(live(world)).toMatchObject({ id, archived: false });
          expect(world.writes).toHaveLength(1);
        } else {
          expect(errors.join()).toContain("cannot un-archive it");
          expect(world.requests).toEqual([]);
        }
      }));

    it("an equal object of somebody else is adopted when asked, by itself or by its id", async () => {
      for (const by of ["true", "id"]) {
        await pass(async () => {
          const { world, foreign } = await besideForeign();
          const adopt = by === "true" ? true : foreign;
          const { errors } = await world.up(files({ ...cases.base, lifecycle: { adopt } }));
          expect(errors).toEqual([]);
          expect(world.ids[address]).toBe(foreign);
          expect((await world.preview(files({ ...cases.base, lifecycle: { adopt } }))).steps).toEqual([]);
        });
      }
    });

    it("without being asked it is left alone: refused, or another one made", () =>
      pass(async () => {
        const { world, foreign } = await besideForeign();
        const before = JSON.stringify(liveOf(fixture, world).find(({ id }) => id === foreign));
        const { errors } = await world.up(files(cases.base));
        if (kind.marker) {
          expect(errors).toEqual([]);
          expect(world.ids[address]).not.toBe(foreign);
        } else expect(errors.join()).toContain(foreign);
        expect(JSON.stringify(liveOf(fixture, world).find(({ id }) => id === foreign))).toBe(before);
      }));

    it("removed from the YAML, archived at the vendor", () =>
      pass(async () => {
        const world = worldWith();
        await up(world, cases.base);
        const id = world.ids[address] ?? "";
        const { errors } = await world.up(without());
        expect(errors).toEqual([]);
        expect(world.ids[address]).toBeUndefined();
        expect(liveOf(fixture, world).find((one) => one.id === id)?.archived).toBe(true);
        expect((await world.preview(without())).steps).toEqual([]);
      }));

    /** Made in the dashboard, long ago: like ours in everything, without anybody's mark. */
    async function besideForeign(): Promise<{ world: World; foreign: string }> {
      const world = worldWith();
      expect((await world.up(without())).errors).toEqual([]);
      const known = new Set(liveOf(fixture, world).map(({ id }) => id));
      const maker = worldOf(fixture, { beside: world, owner: "elsewhere/dev" });
      if (parent) {
        // Below the very product that the catalogue has.
        maker.engine.state = structuredClone(world.engine.state);
        maker.engine.state.rows = maker.engine.state.rows.map((row) => structuredClone(row));
      }
      expect((await maker.up(files(cases.base, {}))).errors).toEqual([]);
      const foreign =
        liveOf(fixture, world).find(({ id, kind: type }) => type === kind.type && !known.has(id))?.id ?? "";
      expect(foreign).not.toBe("");
      if (kind.marker) fixture.edit(sandboxOf(fixture, world), foreign, { [kind.marker.field]: {} });
      world.clock.advance(25 * 3_600_000);
      return { world, foreign };
    }
  });
}

/** The value with ids in place of names. */
function byId(kind: Kind, value: Json, references: Readonly<Record<string, string>>): Json {
  if (Array.isArray(value)) return value.map((item) => byId(kind, item, references));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([member, item]): [string, Json] => {
      const id = typeof item === "string" ? references[`${member}:${item}`] : undefined;
      return id === undefined
        ? [member, byId(kind, item, references)]
        : [kind.references?.[member]?.idMember ?? member, id];
    }),
  );
}

/** What a create costs does not depend on how many objects the account has, nor on how many other creates there are. */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import type { Field } from "../../provider/kinds/field.js";
import type { Kind } from "../../provider/kinds/kind.js";
import { Registry } from "../../provider/kinds/registry.js";
import { countOperations } from "../support/operations.js";
import {
  everyKind,
  fileOf,
  type KindFixture,
  type KindUnderTest,
  liveOf,
  sandboxOf,
  worldOf,
} from "../support/vendors.js";
import type { Files } from "../support/world.js";
import { toyRegistry } from "../toy/vendor.js";

const DAY = 24 * 60 * 60 * 1_000;
const FEW = 100;
const MANY = 2_000;
type Entries = (n: number, id: string) => JsonObject;

/** Calls of the functions by which a kind reads an object: no object is looked at without one. */
let looks = 0;
const counted = <Of extends readonly unknown[], To>(read: (...given: Of) => To): ((...given: Of) => To) => {
  return (...given) => {
    looks += 1;
    return read(...given);
  };
};

function countedKind(kind: Kind): Kind {
  const fields = Object.entries(kind.fields).map(([name, field]): [string, Field] => [
    name,
    { ...field, fromWire: counted(field.fromWire ?? ((object) => object[name])) } as Field,
  ]);
  return { ...kind, id: counted(kind.id), fields: Object.fromEntries(fields) };
}

const registry = new Registry(
  toyRegistry.vendors.map((vendor) => ({ ...vendor, kinds: vendor.kinds.map(countedKind) })),
);

interface Cost {
  readonly looks: number;
  readonly operations: number;
}

const uncounted = async (work: () => Promise<void>): Promise<number> => {
  await work();
  return 0;
};

/** What an `up` costs that creates or adopts so many entries, where the account has so many objects. */
async function upOf(
  { fixture, kind, address }: KindUnderTest,
  objects: number,
  entries: number,
  entry: Entries,
  measure: (work: () => Promise<void>) => Promise<number> = uncounted,
): Promise<Cost> {
  const world = worldOf(fixture, { registry, account: { limits: { perMinute: 0 } } });
  const label = labelOf(kind);
  const isChild = kind === fixture.child;
  const file = (more: Record<string, JsonObject>): Files => {
    const alpha = fixture.product.fields(1);
    return fileOf(
      fixture,
      isChild ? { alpha: { ...alpha, [kind.collection]: { one: kind.fields(1), ...more } } } : { alpha, ...more },
    );
  };
  expect((await world.up(file({}))).errors).toEqual([]);
  const sandbox = sandboxOf(fixture, world);
  sandbox.onExchange = undefined;
  const original = liveOf(fixture, world).find(({ id }) => id === world.ids[address])?.id ?? "";
  const ids = Array.from({ length: objects }, (_, n) => fixture.copy(sandbox, original, { [label]: `Object ${n}` }));
  world.clock.advance(2 * DAY);
  const all = Array.from({ length: entries }, (_, n) => [
    `e${n}`,
    { ...kind.fields(1), [label]: `Object ${n}`, ...entry(n, ids[n] ?? "") },
  ]);
  const declared = world.declare(file(Object.fromEntries(all)));
  world.clear();
  looks = 0;
  const operations = await measure(async () => {
    expect((await world.engine.up(declared)).errors).toEqual([]);
  });
  expect(Object.keys(world.ids)).toHaveLength(entries + (isChild ? 2 : 1));
  return { looks, operations };
}

/** The field that tells objects apart. */
function labelOf({ kind }: KindFixture): string {
  const { naturalKey, label = "internalName" } = toyRegistry.kind(kind)?.kind ?? {};
  return naturalKey?.[0] ?? label;
}

const ENTRIES: Readonly<Record<string, (kind: KindUnderTest) => Entries>> = {
  "a create":
    ({ kind }) =>
    (n) => ({ [labelOf(kind)]: `New ${n}` }),
  "adopt: true": () => () => ({ lifecycle: { adopt: true } }),
  "adopt: <id>": () => (_n, id) => ({ lifecycle: { adopt: id } }),
};

const kinds = everyKind.filter(({ fixture }) => ["sequence", "fynn", "polar"].includes(fixture.name));

describe.each(kinds)("$kind.kind", (kind) => {
  it.each(Object.entries(ENTRIES))("%s", async (_name, entryOf) => {
    const looksOf = async (objects: number, entries: number): Promise<number> =>
      (await upOf(kind, objects, entries, entryOf(kind))).looks;
    const ofTen = (await looksOf(FEW, 20)) - (await looksOf(FEW, 10));
    expect(ofTen).toBeGreaterThan(0);
    expect((await looksOf(FEW, 40)) - (await looksOf(FEW, 20))).toBe(2 * ofTen);
    expect((await looksOf(MANY, 20)) - (await looksOf(MANY, 10))).toBe(ofTen);
  });

  it.each(Object.entries(ENTRIES))("%s among others", async (_name, entryOf) => {
    const operations = async (entries: number): Promise<number> =>
      (await upOf(kind, 300, entries, entryOf(kind), countOperations)).operations;
    expect(await operations(300)).toBeLessThan(2.2 * (await operations(150)));
  });
});

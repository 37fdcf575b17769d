/** Objects of somebody else, and entries that take them as they are: what `catalogue adopt` makes the provider do. */
import { expect } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import type { Kind } from "../../provider/kinds/kind.js";
import { adoptionKey } from "../../provider/lifecycle/adoptions.js";
import { registry } from "../../provider/vendors/registry.js";
import { toyRegistry } from "../toy/vendor.js";
import { everyKind, type KindUnderTest, labelOf, liveOf, sandboxOf, type VendorFixture, worldOf } from "./vendors.js";
import type { Files, World } from "./world.js";

const DAYS = 86_400_000;

export type Pairs = Readonly<Record<string, string>>;

/** "sequence sequence:Product" */
export const kindsByTitle = everyKind.map((one): [string, KindUnderTest] => [
  `${labelOf(one.fixture)} ${one.kind.kind}`,
  one,
]);

export const kindOf = (type: string): Kind | undefined => (registry.kind(type) ?? toyRegistry.kind(type))?.kind;
/** Objects that somebody else has made, as these files say; without marks. Their ids by address. */
export async function existing(fixture: VendorFixture, files: Files, account: JsonObject = {}) {
  const world = worldOf(fixture, { account });
  const other = worldOf(fixture, { beside: world, owner: "elsewhere/dev", account });
  expect((await other.up(files)).errors).toEqual([]);
  const sandbox = sandboxOf(fixture, world);
  for (const { kind, id, body } of liveOf(fixture, world)) {
    const marker = kindOf(kind)?.marker;
    const stored = marker && (body[marker.field] as JsonObject);
    if (!marker || !stored) continue;
    const { [marker.addressKey]: _address, [marker.ownerKey]: _owner, ...free } = stored;
    fixture.edit(sandbox, id, { [marker.field]: free });
  }
  world.clock.advance(2 * DAYS);
  world.clear();
  return { world, ids: other.ids, rows: other.engine.state.rows };
}

/** What the command hands to the provider. */
export function pairsOf(world: World, files: Files, pairs: Pairs): ReadonlyMap<string, string> {
  const kinds = new Map(world.declare(files).map(({ address, kind }) => [address, kind]));
  return new Map(Object.entries(pairs).map(([address, id]) => [adoptionKey(kinds.get(address) ?? "", address), id]));
}

/** Pairs entries with objects, as the command does, runs, and takes the pairs away again. */
export async function adopt(world: World, files: Files, pairs: Pairs, target?: readonly string[]) {
  world.adoptions = pairsOf(world, files, pairs);
  const options = target ? { target } : {};
  const preview = await world.preview(files, options);
  const previewWrites = world.writes;
  const said = [...world.said];
  const up = preview.ok ? await world.up(files, options) : preview;
  world.adoptions = new Map();
  return { preview, previewWrites, up, said };
}

export const bodies = (fixture: VendorFixture, world: World): JsonObject[] =>
  liveOf(fixture, world).map(({ kind, body }) => {
    const marker = kindOf(kind)?.marker;
    const { updatedAt: _at, modified_at: _modified, ...rest } = body;
    if (!marker) return rest;
    const stored = (rest[marker.field] ?? {}) as JsonObject;
    const { [marker.addressKey]: _address, [marker.ownerKey]: _owner, ...free } = stored;
    return { ...rest, [marker.field]: free };
  });

/** The update of each object whose kind has a mark, and nothing else. */
export const marks = (pairs: Pairs, files: Files, world: World) =>
  world.declare(files).flatMap(({ address, kind }) => {
    const known = kindOf(kind);
    const id = pairs[address];
    if (!known?.marker || id === undefined) return [];
    const { method, path } = known.calls.update(id);
    return [`${method} ${path}`];
  });

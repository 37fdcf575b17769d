/** One entry of a vendor's fixture, and what tests do with it: write it, change its object by hand, look at it. */
import { expect } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import { fileOf, fixtureOf, liveOf, sandboxOf, type VendorFixture } from "./vendors.js";
import type { Files, World } from "./world.js";

export interface Place {
  readonly fixture: VendorFixture;
  /** "alpha", or "alpha/one" for a child. */
  readonly key: string;
  readonly fields: JsonObject;
}
export const productOf = (name: string, fields: JsonObject = {}): Place => {
  const fixture = fixtureOf(name);
  return { fixture, key: "alpha", fields: { ...fixture.product.fields(1), ...fields } };
};
export const childOf = (name: string, fields: JsonObject = {}): Place => {
  const fixture = fixtureOf(name);
  return { fixture, key: "alpha/one", fields: { ...fixture.child?.fields(1), ...fields } };
};
export const filesOf = ({ fixture, key, fields }: Place, more: JsonObject = {}): Files => {
  const entry = { ...fields, ...more };
  const { product, child } = fixture;
  return fileOf(fixture, {
    alpha: key === "alpha" || !child ? entry : { ...product.fields(1), [child.collection]: { one: entry } },
  });
};
export const addressOf = ({ fixture, key }: Place): string => `${fixture.name}/${key}`;
const idOf = (world: World, place: Place): string => world.ids[addressOf(place)] ?? "";
export const liveAt = (world: World, place: Place): JsonObject =>
  liveOf(place.fixture, world).find(({ id }) => id === idOf(world, place))?.body ?? {};
export const edit = (world: World, place: Place, members: JsonObject): void =>
  place.fixture.edit(sandboxOf(place.fixture, world), idOf(world, place), members);
/** The object's member, changed by hand below the top level. */
export const editInside = (world: World, place: Place, name: string, members: JsonObject): void =>
  edit(world, place, { [name]: { ...(liveAt(world, place)[name] as JsonObject), ...members } });

export async function up(world: World, files: Files, options: { refresh?: boolean } = {}): Promise<void> {
  expect((await world.up(files, options)).errors).toEqual([]);
}
export async function settled(world: World, files: Files): Promise<void> {
  for (const refresh of [false, true]) {
    const { steps, errors } = await world.preview(files, { refresh });
    expect({ errors, steps }).toEqual({ errors: [], steps: [] });
  }
}

/** Counts who has objects, as the review does: outside the provider process. */
import { expect } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import type { ImpactCount } from "../../provider/kinds/impact-count.js";
import { type AffectedObject, impactOf } from "../../provider/lifecycle/impact-of.js";
import { fileOf, fixtureOf, worldOf } from "./vendors.js";
import type { World } from "./world.js";

export interface Counted {
  readonly counts: ReadonlyMap<string, readonly ImpactCount[]>;
  readonly warnings: readonly string[];
}

/** As the review asks: with the stack's configuration and the environment's credentials. */
export async function count(world: World, objects: readonly AffectedObject[]): Promise<Counted> {
  const warnings: string[] = [];
  const counts = await world.clock.run(
    impactOf({
      config: world.config,
      registry: world.registry,
      objects,
      report: { info: () => undefined, warn: (text) => void warnings.push(text) },
      world: {
        environment: world.environment,
        transport: () => world.network.transport(() => true),
        clock: world.clock,
        random: world.random.next,
      },
    }),
  );
  return { counts, warnings };
}

export const numbers = (counts: readonly ImpactCount[] | undefined): Record<string, number | null> =>
  Object.fromEntries((counts ?? []).map(({ of, count: number }) => [of, number]));

/** A world with so many products, and their ids. */
export async function productsOf(
  vendor: string,
  many: number,
  account?: JsonObject,
): Promise<{ world: World; ids: string[] }> {
  const fixture = fixtureOf(vendor);
  const world = worldOf(fixture, account ? { account } : {});
  const entries = Object.fromEntries(Array.from({ length: many }, (_, n) => [`p${n}`, fixture.product.fields(n)]));
  expect((await world.up(fileOf(fixture, entries))).errors).toEqual([]);
  world.clear();
  return { world, ids: Array.from({ length: many }, (_, n) => world.ids[`${vendor}/p${n}`] ?? "") };
}

export const object = (
  type: string,
  id: string | undefined,
  address: string,
  happening: AffectedObject["happening"] = "archived",
): AffectedObject => ({ type, id: id ?? "", address, account: type.split(":")[0] ?? "", happening });

/** The products of `productsOf`. */
export const polarProducts = (ids: readonly string[], happening?: AffectedObject["happening"]): AffectedObject[] =>
  ids.map((id, n) => object("polar:Product", id, `polar/p${n}`, happening));

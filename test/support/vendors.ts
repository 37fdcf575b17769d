/** The vendors that tests run over, and how a test gets a world, a file or an object of one. */
import type { JsonObject } from "../../provider/fields/shape.js";
import type { Sandbox } from "../../sandboxes/sandbox.ts";
import type { KindFixture, LiveObject, VendorFixture } from "./fixture.js";
import { fynn } from "./vendors/fynn.js";
import { polar, polarMeters, polarWithMeters } from "./vendors/polar.js";
import { sequence } from "./vendors/sequence.js";
import { toy, toyBadges } from "./vendors/toy.js";
import { type Files, World, type WorldOptions } from "./world.js";

export type { KindFixture, LiveObject, VendorFixture } from "./fixture.js";

/** One kind each, children below a product. */
export interface KindUnderTest {
  readonly fixture: VendorFixture;
  readonly kind: KindFixture;
  readonly address: string;
  /** The catalogue with the entry changed, or (undefined) without it. */
  readonly files: (change: JsonObject | undefined) => Files;
}

export const fixtures: readonly VendorFixture[] = [sequence, fynn, polar, toy];
/** For random sequences: meters too, products that name them, and badges. */
export const randomFixtures: readonly VendorFixture[] = [...fixtures, polarMeters, polarWithMeters, toyBadges];
/** Every kind of every vendor, at an entry of its own. */
export const everyKind: readonly KindUnderTest[] = [...fixtures, polarMeters, toyBadges].flatMap((fixture) => {
  const { product, child, name } = fixture;
  const alpha = (change: JsonObject = {}, children: JsonObject = {}): JsonObject => ({
    ...product.fields(1),
    ...change,
    ...(child ? { [child.collection]: children } : {}),
  });
  const other = { other: product.fields(9) };
  const kinds: KindUnderTest[] = [
    {
      fixture,
      kind: product,
      address: `${name}/alpha`,
      files: (change) => fileOf(fixture, change ? { alpha: alpha(change), ...other } : other),
    },
  ];
  if (child)
    kinds.push({
      fixture,
      kind: child,
      address: `${name}/alpha/one`,
      files: (change) =>
        fileOf(fixture, { alpha: alpha({}, change ? { one: { ...child.fields(1), ...change } } : {}) }),
    });
  return kinds;
});
export const labelOf = ({ label, name }: VendorFixture): string => label ?? name;
export const fixtureOf = (name: string): VendorFixture => {
  const found = fixtures.find((one) => one.name === name);
  if (!found) throw new Error(`no fixture ${name}`);
  return found;
};

/** A world with one account of one vendor. */
export function worldOf(
  fixture: Pick<VendorFixture, "name" | "registry" | "account">,
  options: { switches?: object; account?: JsonObject } & Partial<WorldOptions> = {},
): World {
  const { switches, account, ...rest } = options;
  return new World({
    registry: fixture.registry,
    accounts: { [fixture.name]: fixture.account(switches, account) },
    ...rest,
  });
}

/** A catalogue file of one vendor; JSON is YAML. `entries`: key → fields, `archived`, `lifecycle`, children. */
export const fileOf = (
  fixture: VendorFixture,
  entries: Readonly<Record<string, JsonObject>>,
  head: JsonObject = {},
): Files => ({
  [`${fixture.name}.yaml`]: JSON.stringify(
    { vendor: fixture.name, ...head, [fixture.product.collection]: entries },
    null,
    2,
  ),
});

export const liveOf = (
  fixture: Pick<VendorFixture, "name" | "objects">,
  world: World,
  account = fixture.name,
): LiveObject[] => {
  const sandbox = world.sandboxes[account];
  return sandbox ? fixture.objects(sandbox) : [];
};

export const sandboxOf = ({ name }: Pick<VendorFixture, "name">, world: World): Sandbox => {
  const sandbox = world.sandboxes[name];
  if (!sandbox) throw new Error(`no sandbox of ${name}`);
  return sandbox;
};

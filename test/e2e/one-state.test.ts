/**
 * Runs with PULUMI_SKIP_CHECKPOINTS=1, where the engine writes the state once, at the end: what a kill leaves at the
 * vendors is found by looking, and nothing is created twice, archived or lost.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import type { SandboxRequest } from "../../sandboxes/sandbox.ts";
import { outputOf } from "../../tools/local/processes.ts";
import { Stack } from "../../tools/local/stack.ts";
import { fixtureOf, type LiveObject } from "../support/vendors.js";
import { providersEnd } from "./processes.js";
import { startVendors, type Vendors } from "./sandboxes.js";

const names = ["sequence", "fynn", "polar"] as const;
type Name = (typeof names)[number];
type Catalogue = Partial<Record<Name, Record<string, JsonObject>>>;

const ONE_STATE = { PULUMI_SKIP_CHECKPOINTS: "1" };

const product = (name: Name, n: string, more: JsonObject = {}): JsonObject => ({
  ...fixtureOf(name).product.fields(n),
  ...more,
});
const child = (name: Name, n: string, more: JsonObject = {}): JsonObject => ({
  ...fixtureOf(name).child?.fields(n),
  ...more,
});

const before = {
  sequence: {
    alpha: product("sequence", "A", { listPrices: { monthly: child("sequence", "A1"), old: child("sequence", "A2") } }),
    beta: product("sequence", "B"),
  },
  fynn: { alpha: product("fynn", "A", { pricePlans: { monthly: child("fynn", "A1") } }), beta: product("fynn", "B") },
  polar: { alpha: product("polar", "A"), beta: product("polar", "B"), gamma: product("polar", "C") },
};
/** Changes in place, replacements, a changed key, removed and new entries. */
const after = {
  sequence: {
    alpha: product("sequence", "A, renamed", {
      listPrices: { monthly: child("sequence", "A1", { currency: "USD" }), moved: child("sequence", "A2") },
    }),
    gamma: product("sequence", "C"),
  },
  fynn: {
    alpha: product("fynn", "A", { pricePlans: { monthly: child("fynn", "A1", { currencyCode: "USD" }) } }),
    delta: product("fynn", "D"),
  },
  polar: {
    alpha: product("polar", "A, renamed"),
    beta: product("polar", "B", fixtureOf("polar").product.replace),
    delta: product("polar", "D"),
  },
};

const filesOf = (catalogue: Catalogue): Record<string, string> =>
  Object.fromEntries(
    Object.entries(catalogue).map(([name, products]) => [`${name}.yaml`, JSON.stringify({ vendor: name, products })]),
  );

interface Scene {
  readonly stack: Stack;
  readonly vendors: Vendors;
}

let prepared: Stack;
beforeAll(async () => {
  prepared = await Stack.create({ catalogue: {} });
});
afterAll(() => prepared.remove());

async function inScene(run: (scene: Scene) => Promise<void>): Promise<void> {
  const vendors = await startVendors();
  const environment = { ...vendors.environment, ...ONE_STATE };
  const stack = prepared.copy({ catalogue: {}, config: { accounts: vendors.accounts }, environment });
  try {
    await run({ stack, vendors });
  } finally {
    stack.remove();
    await vendors.close();
  }
}

const objects = (vendors: Vendors): LiveObject[] => names.flatMap((name) => fixtureOf(name).objects(vendors[name]));
const active = (vendors: Vendors): LiveObject[] => objects(vendors).filter(({ archived }) => !archived);

const isWrite = ({ method, body }: SandboxRequest): boolean => method !== "GET" && JSON.stringify(body) !== "{}";

/** Runs `up`, and kills the CLI when the vendors have carried out so many writes; the last one is not answered. */
async function killedUp({ stack, vendors }: Scene, writes: number): Promise<void> {
  const cli = stack.start(["up", "--yes", "--skip-preview", "--stack", stack.name]);
  let seen = 0;
  for (const name of names) {
    vendors[name].misbehave = (request) => {
      if (seen >= writes) return "hang";
      if (!isWrite(request)) return undefined;
      seen += 1;
      if (seen < writes) return undefined;
      const { status } = vendors[name].answer(request);
      expect(status).toBeLessThan(400);
      cli.kill("SIGKILL");
      return "hang";
    };
  }
  expect((await outputOf(cli)).code).not.toBe(0);
  expect(seen).toBe(writes);
  await providersEnd(stack);
  for (const name of names) vendors[name].misbehave = undefined;
  await stack.recover();
}

/** Each entry has one active object, the state names it, and nothing is left to do. */
async function expectOrder({ stack, vendors }: Scene, catalogue: Catalogue): Promise<void> {
  const entries = Object.entries(catalogue).flatMap(([name, products]) =>
    Object.entries(products).flatMap(([key, { listPrices, pricePlans }]) => [
      `${name}/${key}`,
      ...Object.keys((listPrices ?? pricePlans ?? {}) as JsonObject).map((price) => `${name}/${key}/${price}`),
    ]),
  );
  const ids = await stack.ids();
  expect(Object.keys(ids).sort()).toEqual(entries.sort());
  expect(
    active(vendors)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(Object.values(ids).sort());
  vendors.clear();
  expect(await stack.steps()).toEqual([]);
  expect(vendors.requests()).toEqual([]);
}

describe.concurrent("with one state at the end of a run", () => {
  it.each([1, 5, 9])("the first up is killed after write %i: the next one takes what was created", (writes) =>
    inScene(async (scene) => {
      scene.stack.write(filesOf(before));
      await killedUp(scene, writes);
      const made = objects(scene.vendors).map(({ id }) => id);
      expect(made.length).toBeGreaterThan(0);
      expect(await scene.stack.ids()).toEqual({});
      const { text } = await scene.stack.upOk();
      expect(text).toContain("recovered: an interrupted run had created it");
      expect(objects(scene.vendors).map(({ id }) => id)).toEqual(expect.arrayContaining(made));
      expect(objects(scene.vendors)).toHaveLength(10);
      await expectOrder(scene, before);
    }));

  it("an up that changes, replaces, renames and removes touches the right objects", () =>
    inScene(async (scene) => {
      scene.stack.write(filesOf(before));
      await scene.stack.upOk();
      scene.stack.write(filesOf(after));
      await scene.stack.upOk();
      await expectOrder(scene, after);
    }));

  it.each([2, 6, 11, 16])("an up that changes and removes is killed after write %i", (writes) =>
    inScene(async (scene) => {
      scene.stack.write(filesOf(before));
      await scene.stack.upOk();
      scene.stack.write(filesOf(after));
      await killedUp(scene, writes);
      await scene.stack.upOk();
      await expectOrder(scene, after);
    }));

  it("an equal object of which nothing shows when it was created is not taken, and not created twice", () =>
    inScene(async (scene) => {
      const { stack, vendors } = scene;
      const { price: _none, ...plan } = child("fynn", "A1", { type: "tiered" });
      const catalogue = (more: JsonObject = {}): Catalogue => ({
        fynn: { alpha: product("fynn", "A", { pricePlans: { monthly: { ...plan, ...more } } }) },
      });
      stack.write(filesOf(catalogue()));
      await killedUp(scene, 2);
      expect(objects(vendors)).toHaveLength(2);
      for (const { kind, id } of objects(vendors))
        if (kind === "fynn:PricePlan") fixtureOf("fynn").edit(vendors.fynn, id, { price: null });
      const { code, text } = await stack.up();
      expect(code).not.toBe(0);
      expect(text).toContain("matches the entry, but the vendor does not say when it was created");
      expect(objects(vendors)).toHaveLength(2);
      stack.write(filesOf(catalogue({ lifecycle: { adopt: true } })));
      await stack.upOk();
      expect(objects(vendors)).toHaveLength(2);
      stack.write(filesOf(catalogue()));
      await stack.upOk();
      await expectOrder(scene, catalogue());
    }));
});

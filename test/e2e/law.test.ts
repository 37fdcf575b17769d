/** The law with the real CLI: ten random sequences over all three vendors at once. */
import { afterAll, describe, expect, it } from "vitest";
import type { Sandbox } from "../../sandboxes/sandbox.ts";
import { Stack } from "../../tools/local/stack.ts";
import { EDITS } from "../law/commands.js";
import { Judge } from "../law/judge.js";
import { Model } from "../law/model.js";
import { isCreate } from "../support/kind-calls.js";
import { Random } from "../support/random.js";
import { fixtureOf } from "../support/vendors.js";
import { startVendors } from "./sandboxes.js";

const names = ["sequence", "fynn", "polar"] as const;
const SEQUENCES = 10;
const TURNS = 2;
let operations = 0;
let requests = 0;

describe("the law with the real CLI", () => {
  it.each(Array.from({ length: SEQUENCES }, (_, index) => index + 1))("sequence %s", async (seed) => {
    const random = new Random(seed);
    const vendors = await startVendors();
    const sandboxes: Record<string, Sandbox> = { sequence: vendors.sequence, fynn: vendors.fynn, polar: vendors.polar };
    const models = Object.fromEntries(names.map((name) => [name, new Model(fixtureOf(name))]));
    const files = (): Record<string, string> =>
      Object.assign({}, ...Object.values(models).map((model) => model.files())) as Record<string, string>;
    const stack = await Stack.create({
      catalogue: files(),
      config: { accounts: vendors.accounts },
      environment: vendors.environment,
    });
    try {
      await stack.upOk();
      for (const model of Object.values(models)) model.settle();
      for (let turn = 0; turn < TURNS; turn += 1) {
        for (const model of Object.values(models)) {
          for (let edits = 0; edits < 3; edits += 1)
            model.edit({ do: random.pick(EDITS), a: random.below(1_000), b: random.below(1_000) });
        }
        stack.write(files());
        const announced = (await stack.steps()).filter(({ op }) => op === "create" || op === "replace");
        vendors.clear();
        await stack.upOk(...(random.chance(0.3) ? ["--refresh"] : []));
        operations += 2;
        const made = names.flatMap((name) => vendors[name].writes.filter((one) => isCreate(fixtureOf(name), one)));
        expect(made.length).toBe(announced.length);
        for (const model of Object.values(models)) model.settle();
      }
      const ids = await stack.ids();
      for (const name of names) {
        const own = Object.fromEntries(Object.entries(ids).filter(([address]) => address.startsWith(`${name}/`)));
        const fixture = fixtureOf(name);
        const judge = new Judge(fixture, models[name] as Model);
        expect(judge.violation(own, fixture.objects(sandboxes[name] as Sandbox))).toBeUndefined();
      }
      requests += vendors.requests().length;
      vendors.clear();
      expect(await stack.steps()).toEqual([]);
      expect(vendors.requests()).toEqual([]);
    } finally {
      stack.remove();
      await vendors.close();
    }
  });

  afterAll(() =>
    console.log(`the law with the real CLI: ${SEQUENCES} sequences, ${operations} operations, ${requests} requests`),
  );
});

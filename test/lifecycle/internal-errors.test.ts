/** A mistake in this package itself: the message keeps the entry, and a variable adds the trace. */
import { expect, it } from "vitest";
import { Registry } from "../../provider/kinds/registry.js";
import { fileOf, fixtureOf, worldOf } from "../support/vendors.js";

const fixture = fixtureOf("fynn");
const mistaken = (): never => {
  throw new TypeError("Cannot read properties of undefined (reading 'x')");
};
const registry = new Registry(
  fixture.registry.vendors.map((vendor) => ({
    ...vendor,
    kinds: vendor.kinds.map((kind) => ({ ...kind, calls: { ...kind.calls, list: mistaken } })),
  })),
);
const files = fileOf(fixture, { alpha: fixture.product.fields(1) });

it("names the entry, the step and the way to report it, without a stack", async () => {
  const { errors } = await worldOf(fixture, { registry }).up(files);
  expect(errors.join()).toContain(
    "fynn/alpha: create fynn:Product: an error in billing-catalogue itself: Cannot read properties of undefined " +
      "(reading 'x')",
  );
  expect(errors.join()).toContain(
    "what to do: report it, with the trace that CATALOGUE_TRACE=1 in the environment adds to this message",
  );
  expect(errors.join()).not.toMatch(/^\s+at /m);
});

it("CATALOGUE_TRACE adds the trace", async () => {
  const world = worldOf(fixture, { registry });
  world.environment = { ...world.environment, CATALOGUE_TRACE: "1" };
  expect((await world.up(files)).errors.join()).toMatch(/^\s+at .*mistaken/m);
});

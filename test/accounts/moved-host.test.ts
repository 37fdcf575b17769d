/** An account that points at another host, without the program's own check: the provider sends nothing there. */
import { expect, it } from "vitest";
import { fileOf, fixtureOf, sandboxOf, worldOf } from "../support/vendors.js";

const NEW_HOST = "https://elsewhere.test";

it.each([
  "sequence",
  "fynn",
  "polar",
])("%s: a new entry beside rows of the old host, in any order: no request, so no credentials", async (name) => {
  const fixture = fixtureOf(name);
  for (let seed = 1; seed <= 20; seed += 1) {
    const world = worldOf(fixture, { seed });
    const known = { alpha: fixture.product.fields(1), beta: fixture.product.fields(2) };
    expect((await world.up(fileOf(fixture, known))).errors).toEqual([]);
    world.network.add(NEW_HOST, sandboxOf(fixture, world));
    world.point(name, NEW_HOST);
    const before = world.network.requests;
    const { ok, errors } = await world.up(fileOf(fixture, { ...known, gamma: fixture.product.fields(3) }));
    expect(ok).toBe(false);
    expect(errors.join("\n")).toContain(`account ${name} now points at elsewhere.test`);
    expect(world.network.requests - before).toBe(0);
  }
});

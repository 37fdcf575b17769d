/** A wrong token, host or path: found out once per account, and said in words that lead to the cause. */
import { describe, expect, it } from "vitest";
import { isList } from "../support/kind-calls.js";
import { fileOf, fixtures, type VendorFixture, worldOf } from "../support/vendors.js";
import { originOf, type World } from "../support/world.js";

const ENTRIES = 1_000;
const many = (fixture: VendorFixture) =>
  fileOf(
    fixture,
    Object.fromEntries(Array.from({ length: ENTRIES }, (_, n) => [`entry-${n}`, fixture.product.fields(n)])),
  );

const notFound = { status: 404, headers: {}, text: '{"error":"ResourceNotFound","detail":"Not found"}' };
const emptyList = { status: 200, headers: {}, text: '{"items":[],"data":[],"things":[],"pagination":{}}' };

async function refreshed(world: World): Promise<{ errors: readonly string[]; requests: number; kept: number }> {
  const before = world.network.requests;
  const { errors } = await world.engine.refresh();
  return { errors, requests: world.network.requests - before, kept: Object.keys(world.ids).length };
}

describe.each(fixtures)("$name", (fixture) => {
  it.each([
    ["lists that are empty", emptyList],
    ["lists that are not there", notFound],
  ])(`404s, with %s: ${ENTRIES} entries cost about ten requests, and no row is dropped`, async (_, list) => {
    const world = worldOf(fixture, { account: { limits: { perMinute: 0 } } });
    expect((await world.up(many(fixture))).errors).toEqual([]);
    world.network.fault = ({ path }) => ({
      kind: "reply",
      when: "before",
      reply: isList(fixture, path) ? list : notFound,
    });
    const { errors, requests, kept } = await refreshed(world);
    expect(errors).toHaveLength(ENTRIES);
    expect(requests).toBeLessThanOrEqual(12);
    expect(kept).toBe(ENTRIES);
  });

  it(
    "a wrong path in baseUrl: the list's URL and the baseUrl are named, and nothing is said of objects or " +
      "credentials",
    async () => {
      const world = worldOf(fixture);
      world.point(fixture.name, `${originOf(fixture.name)}/wrong`);
      const { errors } = await world.up(fileOf(fixture, { one: fixture.product.fields(1) }));
      expect(errors.join()).toMatch(new RegExp(`there is no list at ${originOf(fixture.name)}/wrong/[a-z0-9/]+`));
      expect(errors.join()).toContain(
        `check the path of catalogue:accounts.${fixture.name}.baseUrl (${originOf(fixture.name)}/wrong)`,
      );
      expect(errors.join()).not.toMatch(/this object|credentials/);
    },
  );
});

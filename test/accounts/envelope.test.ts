/** How an answer holds a single object is the vendor's own word. */
import { describe, expect, it } from "vitest";
import type { Json } from "../../provider/fields/shape.js";
import { fileOf, fixtureOf, liveOf, sandboxOf, type VendorFixture, worldOf } from "../support/vendors.js";
import type { World } from "../support/world.js";

/** From now on every answer that holds a single object is rewritten. */
function rewriteAnswers(fixture: VendorFixture, world: World, rewrite: (body: Json) => Json): void {
  const sandbox = sandboxOf(fixture, world);
  sandbox.misbehave = (request) => {
    if (request.method === "GET" && !/[0-9a-f]{8}-/.test(request.path)) return undefined;
    const reply = sandbox.answer(request);
    return { ...reply, ...(reply.body === undefined ? {} : { body: rewrite(reply.body) }) };
  };
}

const alpha = (fixture: VendorFixture, change = {}) =>
  fileOf(fixture, { alpha: { ...fixture.product.fields(1), ...change } });

async function errorsOfUpdate(fixture: VendorFixture, rewrite: (body: Json) => Json): Promise<string> {
  const world = worldOf(fixture);
  expect((await world.up(alpha(fixture))).errors).toEqual([]);
  rewriteAnswers(fixture, world, rewrite);
  return (await world.up(alpha(fixture, fixture.product.update(2)))).errors.join();
}

describe("an object in `data`", () => {
  it("is found where the vendor says that some answers have it", async () => {
    const fynn = fixtureOf("fynn");
    const world = worldOf(fynn);
    rewriteAnswers(fynn, world, (body) => ({ data: body }));
    expect((await world.up(alpha(fynn))).errors).toEqual([]);
    expect((await world.up(alpha(fynn, { name: "Another" }))).errors).toEqual([]);
    expect((await world.up(alpha(fynn, { archived: true }))).errors).toEqual([]);
    expect(liveOf(fynn, world).map(({ id, archived }) => [id, archived])).toEqual([[world.ids["fynn/alpha"], true]]);
    expect((await world.engine.refresh()).errors).toEqual([]);
  });

  it.each(["sequence", "polar"])("is not an answer of %s", async (name) => {
    const fixture = fixtureOf(name);
    expect(await errorsOfUpdate(fixture, (body) => ({ data: body }))).toContain("the answer has no id");
  });
});

it.each<[string, (body: Json) => Json]>([
  ["the object without the envelope", (body) => (body as { thing: Json }).thing],
  ["an empty envelope", () => ({ thing: null })],
  ["an envelope within the envelope", (body) => ({ thing: body })],
])("a vendor whose answers always have an envelope: %s is not taken for the object", async (_name, rewrite) => {
  expect(await errorsOfUpdate(fixtureOf("toy"), rewrite)).toMatch(/the answer (is not an object|has no id)/);
});

/** A create got no usable answer, and neither does the search for its object: the next run must see it all the same. */
import { expect, it } from "vitest";
import type { Fault } from "../support/memory-transport.js";
import { fileOf, fixtureOf, liveOf, worldOf } from "../support/vendors.js";

const polar = fixtureOf("polar");
const files = fileOf(polar, { alpha: polar.product.fields(1) });
const reply = (status: number, text: string): Fault => ({
  kind: "reply",
  when: "after",
  reply: { status, headers: { "content-type": "application/json" }, text },
});

it.each([
  [503, "{}"],
  [200, '{"status":"ok"}'],
  [401, '{"error":"invalid_token"}'],
])(
  "answers of %s %s from the POST on, reads that lag, and a run " + "right after the failed one: one product",
  async (status, text) => {
    const world = worldOf(polar, { switches: { readLag: 5 } });
    let isBroken = false;
    world.network.fault = ({ method }) => {
      const isFirst = method === "POST" && !isBroken;
      isBroken ||= isFirst;
      return isFirst ? reply(503, "{}") : isBroken ? reply(status, text) : undefined;
    };
    expect((await world.up(files)).ok).toBe(false);
    expect(liveOf(polar, world)).toHaveLength(1);
    world.network.fault = undefined;
    expect((await world.up(files)).errors).toEqual([]);
    expect(liveOf(polar, world)).toHaveLength(1);
    expect(world.said.join()).toContain("recovered: an interrupted run had created it");
  },
);

it("a list that fails once does not end the search", async () => {
  const world = worldOf(polar);
  let asked = 0;
  let isLost = false;
  world.network.fault = ({ method }) => {
    if (method === "POST") isLost = true;
    else if (isLost) asked += 1;
    return method === "POST" ? { kind: "reset", when: "after" } : asked === 1 ? reply(200, "[]") : undefined;
  };
  expect((await world.up(files)).errors).toEqual([]);
  expect(liveOf(polar, world)).toHaveLength(1);
  expect(world.writes).toHaveLength(1);
});

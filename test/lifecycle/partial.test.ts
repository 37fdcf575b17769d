/** A step that fails half-way is kept, with what is true at the vendor, and the next run finishes it. */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import { fileOf, fixtures, liveOf, worldOf } from "../support/vendors.js";

const refusal = {
  kind: "reply",
  when: "before",
  reply: {
    status: 422,
    headers: {},
    text: '{"error":{"message":"not today"},"detail":"not today","sorry":"not today"}',
  },
} as const;

describe.each(fixtures)("$name", (fixture) => {
  const file = (entry: JsonObject) => fileOf(fixture, { alpha: { ...fixture.product.fields(1), ...entry } });
  const address = `${fixture.name}/alpha`;

  it("created, and the archive call failed", async () => {
    const world = worldOf(fixture);
    world.network.fault = ({ method }) => (method === "POST" || method === "GET" ? undefined : refusal);
    if (fixture.name === "sequence")
      world.network.fault = ({ path }) => (path.endsWith("/archive") ? refusal : undefined);
    const { errors } = await world.up(file({ archived: true }));
    expect(errors.join()).toContain("not today");
    expect(world.row(address).outputs["archived"]).toBe(false);
    expect(world.row(address).inputs["archived"]).toBe(true);
    world.network.fault = undefined;
    world.clear();
    expect((await world.up(file({ archived: true }))).errors).toEqual([]);
    expect(liveOf(fixture, world)).toHaveLength(1);
    expect(liveOf(fixture, world)[0]?.archived).toBe(true);
    expect(world.writes).toHaveLength(1);
    expect((await world.preview(file({ archived: true }))).steps).toEqual([]);
  });

  it("created half-way, and the YAML says active again before it was archived", async () => {
    const world = worldOf(fixture);
    world.network.fault = ({ method, path }) =>
      method === "POST" && !path.endsWith("/archive") ? undefined : method === "GET" ? undefined : refusal;
    await world.up(file({ archived: true }));
    world.network.fault = undefined;
    world.clear();
    // The inputs say archived, the outputs know better: nothing to refuse and nothing to send.
    expect((await world.up(file({}))).errors).toEqual([]);
    expect(world.writes).toEqual([]);
    expect(liveOf(fixture, world)[0]?.archived).toBe(false);
    expect((await world.preview(file({}))).steps).toEqual([]);
  });

  it("changed and archived in one commit, and the archive call failed", async () => {
    const world = worldOf(fixture);
    await world.up(file({}));
    const both = file({ ...fixture.product.update(2), archived: true });
    const separate = fixture.name !== "polar";
    world.network.fault = ({ path }) => (/\/(archive|shelf)$/.test(path) ? refusal : undefined);
    const { errors } = await world.up(both);
    world.network.fault = undefined;
    if (separate) {
      expect(errors.join()).toContain("not today");
      const [name = ""] = Object.keys(fixture.product.update(2));
      expect(world.row(address).outputs[name]).toEqual(fixture.product.update(2)[name]);
      expect(world.row(address).outputs["archived"]).toBe(false);
      world.clear();
      expect((await world.up(both)).errors).toEqual([]);
      expect(world.writes).toHaveLength(1);
    } else expect(errors).toEqual([]);
    expect(liveOf(fixture, world)[0]?.archived).toBe(true);
    expect((await world.preview(both)).steps).toEqual([]);
  });

  it("a refused update leaves the state as it was", async () => {
    const world = worldOf(fixture);
    await world.up(file({}));
    const before = JSON.stringify(world.row(address));
    world.network.fault = ({ method }) => (method === "GET" ? undefined : refusal);
    const { errors } = await world.up(file(fixture.product.update(2)));
    expect(errors.join()).toContain("not today");
    expect(JSON.stringify(world.row(address))).toBe(before);
    world.network.fault = undefined;
    expect((await world.up(file(fixture.product.update(2)))).errors).toEqual([]);
  });
});

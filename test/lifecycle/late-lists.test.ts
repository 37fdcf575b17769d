/** Lists that lag, or that leave fields out: an object is read before it is taken. */
import { describe, expect, it } from "vitest";
import { fileOf, fixtureOf, liveOf, worldOf } from "../support/vendors.js";

describe("what lists show late, or not at all", () => {
  it("polar: two replacements within the lag of reads make two new objects", async () => {
    const polar = fixtureOf("polar");
    const files = fileOf(polar, { a: polar.product.fields(1), b: polar.product.fields(2) });
    const world = worldOf(polar, { seed: 1, switches: { readLag: 5 } });
    const replace = ["polar/a"];
    for (const options of [{}, { replace }, { replace }, { replace }]) {
      const { errors } = await world.up(files, options);
      expect(errors).toEqual([]);
      const objects = liveOf(polar, world);
      expect(objects.find(({ id }) => id === world.ids["polar/a"])?.archived).toBe(false);
      expect(objects.filter(({ archived }) => !archived)).toHaveLength(2);
    }
    expect(liveOf(polar, world)).toHaveLength(5);
  });

  it("fynn: a product with translations whose create lost its answer is recovered", async () => {
    const fynn = fixtureOf("fynn");
    const translations = { de: { name: "Produkt" }, nl: { name: "Product", description: "Woorden" } };
    const files = fileOf(fynn, { a: { ...fynn.product.fields(1), translations } });
    const world = worldOf(fynn, { seed: 1 });
    world.network.afterAnswer = ({ method }) => {
      if (method === "POST") world.engine.kill();
    };
    await world.up(files);
    world.network.afterAnswer = undefined;
    expect((await world.up(files)).errors).toEqual([]);
    expect(liveOf(fynn, world)).toHaveLength(1);
    expect(world.said.join()).toContain("recovered: an interrupted run had created it");
    expect((await world.preview(files)).steps).toEqual([]);
  });
});

/** Polar: an organization is told by the token alone. Objects of the catalogue must not end up in another one. */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import type { PolarSandbox } from "../../sandboxes/polar/sandbox.ts";
import { fileOf, fixtureOf, sandboxOf, worldOf } from "../support/vendors.js";
import type { World } from "../support/world.js";

const polar = fixtureOf("polar");
const files = (...keys: string[]) =>
  fileOf(polar, Object.fromEntries(keys.map((key) => [key, polar.product.fields(key)])));
const sandbox = (world: World): PolarSandbox => sandboxOf(polar, world) as PolarSandbox;
const use = (world: World, whose: "own" | "other"): void => {
  world.environment["POLAR_ACCESS_TOKEN"] = whose === "own" ? "sandbox-token" : "sandbox-other-token";
};
/** What somebody who looks at the other organization sees. */
const strays = (world: World): { active: JsonObject[]; all: JsonObject[] } => {
  const all = sandbox(world).other.products.all();
  return { all, active: all.filter((one) => one["is_archived"] !== true) };
};
function start(switches: object = {}): World {
  const world = worldOf(polar, { switches });
  // Answers of the read of the organization are not in the document that exchanges are checked against.
  if ("organizationsReadable" in switches) sandbox(world).onExchange = undefined;
  return world;
}
function configure(world: World, organization: string): void {
  const accounts = JSON.parse(world.config["catalogue:accounts"] ?? "{}") as Record<string, JsonObject>;
  world.config["catalogue:accounts"] = JSON.stringify({ polar: { ...accounts["polar"], organization } });
}

describe("credentials of another organization than the account's", () => {
  it.each([2, 12])(
    "%s new entries in an empty organization: one is made alone, seen to be in the wrong place and taken back; " +
      "no other is sent",
    async (count) => {
      const world = start();
      const { organizationId, other } = sandbox(world);
      configure(world, organizationId);
      use(world, "other");
      const keys = Array.from({ length: count }, (_, n) => `p-${n}`);
      const { ok, errors } = await world.up(files(...keys));
      expect(ok).toBe(false);
      expect(world.writes.filter((one) => one.startsWith("POST"))).toHaveLength(1);
      expect(strays(world).active).toEqual([]);
      expect(strays(world).all.map(({ metadata }) => Object.keys(metadata as JsonObject))).toEqual([[]]);
      expect(errors.join("\n")).toContain(
        `belong to organization ${other.organizationId}, and the account's objects belong to ${organizationId}`,
      );
      expect(errors.join("\n")).toContain("it was archived there again, and its mark removed");
      expect(world.ids).toEqual({});

      // What was refused once stays refused, and now by reading alone.
      world.clear();
      const again = await world.up(files(...keys));
      expect(again.ok).toBe(false);
      expect(world.writes).toEqual([]);

      use(world, "own");
      expect((await world.up(files(...keys))).errors).toEqual([]);
      expect(sandbox(world).products.all()).toHaveLength(count);
      expect((await world.preview(files(...keys))).steps).toEqual([]);
    },
  );

  it("a token that may read its organization: nothing is sent at all", async () => {
    const world = start({ organizationsReadable: true });
    configure(world, sandbox(world).organizationId);
    use(world, "other");
    expect((await world.up(files("a", "b"))).ok).toBe(false);
    expect(world.writes).toEqual([]);
    use(world, "own");
    expect((await world.up(files("a", "b"))).errors).toEqual([]);
  });

  it("without `organization`, the objects that the stack has already say where it belongs", async () => {
    const world = start();
    expect((await world.up(files("old"))).errors).toEqual([]);
    use(world, "other");
    const { ok, errors } = await world.up(files("old", "new"));
    expect(ok).toBe(false);
    expect(errors.join("\n")).toContain(`the account's objects belong to ${sandbox(world).organizationId}`);
    expect(strays(world).active).toEqual([]);
    expect(Object.keys(world.ids)).toEqual(["polar/old"]);
  });

  it("a lost answer: the object that is found afterwards is taken back as well", async () => {
    const world = start();
    configure(world, sandbox(world).organizationId);
    use(world, "other");
    let lost = 0;
    world.network.fault = ({ method }) =>
      method === "POST" && lost++ === 0 ? { kind: "reset", when: "after" } : undefined;
    expect((await world.up(files("a"))).ok).toBe(false);
    expect(strays(world).all).toHaveLength(1);
    expect(strays(world).active).toEqual([]);
    expect(world.ids).toEqual({});
  });

  it("a run that is killed before it takes its object back: the next one refuses, and names the object", async () => {
    const world = start();
    configure(world, sandbox(world).organizationId);
    use(world, "other");
    world.network.afterAnswer = ({ method }) => {
      if (method === "POST") world.engine.kill();
    };
    await world.up(files("a"));
    world.network.afterAnswer = undefined;
    const [stray] = strays(world).active;
    world.clear();
    const { errors } = await world.up(files("a", "b"));
    expect(errors.join("\n")).toContain(
      `product ${stray?.["id"]} of an earlier run of this stack is there: archive it in the dashboard`,
    );
    expect(world.writes).toEqual([]);
    expect(world.ids).toEqual({});
  });

  it("adopting an object of that organization is refused, and it is left as it is", async () => {
    const world = start();
    use(world, "other");
    const elsewhere = worldOf(polar, { beside: world, owner: "catalogue/elsewhere" });
    elsewhere.environment = world.environment;
    expect((await elsewhere.up(files("theirs"))).errors).toEqual([]);
    configure(world, sandbox(world).organizationId);
    world.clear();
    const before = structuredClone(strays(world).all);
    const adopt = fileOf(polar, {
      mine: { ...polar.product.fields("theirs"), lifecycle: { adopt: elsewhere.ids["polar/theirs"] ?? "" } },
    });
    expect((await world.up(adopt)).ok).toBe(false);
    expect(world.writes).toEqual([]);
    expect(world.ids).toEqual({});
    expect(strays(world).all).toEqual(before);
  });
});

describe("a row whose object is in another organization than the account's", () => {
  async function stray(): Promise<World> {
    const world = start();
    use(world, "other");
    expect((await world.up(files("a"))).errors).toEqual([]);
    configure(world, sandbox(world).organizationId);
    const row = world.engine.state.rows.find(({ name }) => name === "polar/a");
    if (row) row.initErrors = ["the create failed"];
    world.clear();
    return world;
  }

  it.each(["own", "other"] as const)(
    "with the token of the %s organization, no run turns it green: " + "preview, up, refresh and destroy refuse",
    async (whose) => {
      const world = await stray();
      use(world, whose);
      const expected =
        `the object belongs to organization ${sandbox(world).other.organizationId}, and account polar is set to ` +
        `${sandbox(world).organizationId}`;
      expect((await world.preview(files("a"))).errors.join()).toContain(expected);
      expect((await world.up(files("a"))).errors.join()).toContain(expected);
      expect((await world.up(files("a"))).errors.join()).toContain(expected);
      expect((await world.engine.refresh()).errors.join()).toContain(expected);
      expect((await world.engine.destroy()).errors.join()).toContain(expected);
      expect(world.requests).toEqual([]);
      expect(Object.keys(world.ids)).toEqual(["polar/a"]);
    },
  );

  it(
    "a failed row is not turned green by an update that sends nothing: the object is read, and must be where the " +
      "others are",
    async () => {
      const world = start();
      expect((await world.up(files("right"))).errors).toEqual([]);
      use(world, "other");
      const elsewhere = worldOf(polar, { beside: world });
      elsewhere.environment = world.environment;
      expect((await elsewhere.up(files("wrong"))).errors).toEqual([]);
      const [row] = elsewhere.engine.state.rows;
      if (!row) throw new Error("no row");
      world.engine.state.rows.push({ ...row, initErrors: ["the create failed"] });
      for (const whose of ["own", "other"] as const) {
        use(world, whose);
        const { errors } = await world.up(files("right", "wrong"));
        expect(errors.join()).toContain("belong to several organizations");
        expect(world.engine.state.rows.find(({ name }) => name === "polar/wrong")?.initErrors).not.toEqual([]);
      }
    },
  );

  it("a refresh with the right token does not take it for deleted", async () => {
    const world = start();
    expect((await world.up(files("right"))).errors).toEqual([]);
    const row = world.engine.state.rows[0];
    if (!row) throw new Error("no row");
    const live = { ...(row.outputs["live"] as JsonObject), organization: sandbox(world).other.organizationId };
    const [id, address] = ["5c5ed94d-a9f3-4b3e-8dd7-2062bab9ab4a", "polar/wrong"];
    world.engine.state.rows.push({ ...row, name: address, id, outputs: { ...row.outputs, address, live } });
    const { errors } = await world.engine.refresh();
    expect(errors.join()).toContain(
      `the object belongs to organization ${sandbox(world).other.organizationId}, and the credentials`,
    );
    expect(Object.keys(world.ids)).toEqual(["polar/right", "polar/wrong"]);
  });
});

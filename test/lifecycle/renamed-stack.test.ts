/** `pulumi stack rename`, and of the project: marks follow, and a new stack of the old name takes nothing. */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import { fileOf, fixtures, liveOf, type VendorFixture, worldOf } from "../support/vendors.js";
import type { World } from "../support/world.js";

const DAY = 24 * 60 * 60 * 1_000;
const files = (fixture: VendorFixture) =>
  fileOf(fixture, {
    alpha: {
      ...fixture.product.fields(1),
      ...(fixture.child ? { [fixture.child.collection]: { one: fixture.child.fields(1) } } : {}),
    },
  });
const names = (fixture: VendorFixture): string[] => [
  `${fixture.name}/alpha`,
  ...(fixture.child ? [`${fixture.name}/alpha/one`] : []),
];
const hasMark = (fixture: VendorFixture, type: string): boolean =>
  fixture.registry.kind(type)?.kind.marker !== undefined;

/** The same state and vendors under another name. */
async function renamed(fixture: VendorFixture, to = "catalogue/new-name"): Promise<{ before: World; after: World }> {
  const before = worldOf(fixture, { owner: "catalogue/old-name" });
  expect((await before.up(files(fixture))).errors).toEqual([]);
  const after = worldOf(fixture, { owner: to, beside: before });
  after.engine.state = structuredClone(before.engine.state);
  after.clear();
  return { before, after };
}

/** The owners that marks name, of objects that can be marked. */
const owners = (fixture: VendorFixture, world: World): unknown[] =>
  liveOf(fixture, world).flatMap(({ kind, body }) => {
    const marker = fixture.registry.kind(kind)?.kind.marker;
    return marker ? [(body[marker.field] as JsonObject)[marker.ownerKey]] : [];
  });

describe.each(fixtures)("$name", (fixture) => {
  it(
    "the preview shows the owner of each row; up marks what can be marked, and sends nothing else; then nothing " +
      "is left to do",
    async () => {
      const { after } = await renamed(fixture);
      const { steps } = await after.preview(files(fixture));
      expect([...steps].sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual(
        names(fixture).map((name) => ({ op: "update", name, changed: ["owner"] })),
      );
      expect(after.requests).toEqual([]);
      expect((await after.up(files(fixture))).errors).toEqual([]);
      const marked = [fixture.product, ...(fixture.child ? [fixture.child] : [])].filter(({ kind }) =>
        hasMark(fixture, kind),
      );
      expect(after.writes).toHaveLength(marked.length);
      expect(owners(fixture, after)).toEqual(marked.map(() => "catalogue/new-name"));
      expect((await after.preview(files(fixture))).steps).toEqual([]);
    },
  );

  it(
    "a new stack of the old name takes no marked object that is older than the adoption window, before and after " +
      "the renamed stack's run",
    async () => {
      if (!hasMark(fixture, fixture.product.kind)) return;
      const { after } = await renamed(fixture);
      await after.clock.run(after.clock.sleep(2 * DAY));
      const fresh = worldOf(fixture, { owner: "catalogue/old-name", beside: after });
      after.clear();
      const refused = await fresh.up(files(fixture));
      expect(refused.errors.join()).toContain(
        "is not in this stack's state: it may belong to a stack that was renamed",
      );
      expect((await after.up(files(fixture))).errors).toEqual([]);
      after.clear();
      expect((await fresh.up(files(fixture))).errors.join()).toContain(
        "of stack catalogue/new-name, and this stack is catalogue/old-name",
      );
      expect(fresh.ids).toEqual({});
      expect(after.writes).toEqual([]);
    },
  );

  it("an object that a third stack has marked meanwhile is not marked again", async () => {
    if (!hasMark(fixture, fixture.product.kind)) return;
    const { before, after } = await renamed(fixture);
    const marker = fixture.registry.kind(fixture.product.kind)?.kind.marker;
    const found = liveOf(fixture, before)[0];
    if (!marker || !found) throw new Error("nothing is marked");
    const marks = { ...(found.body[marker.field] as JsonObject), [marker.ownerKey]: "catalogue/third" };
    fixture.edit(Object.values(before.sandboxes)[0] as never, found.id, { [marker.field]: marks });
    after.clear();
    expect((await after.up(files(fixture))).errors.join()).toContain("now belongs to catalogue/third");
    expect(after.writes).toEqual([]);
  });

  it("a refresh before the first run compares with no stack that has the old name by now, and says so", async () => {
    if (!hasMark(fixture, fixture.product.kind)) return;
    const { before, after } = await renamed(fixture);
    const two = fileOf(fixture, { alpha: fixture.product.fields(1), beta: fixture.product.fields(2) });
    expect((await before.up(two)).errors).toEqual([]);
    after.engine.state = structuredClone(before.engine.state);
    const fresh = worldOf(fixture, { owner: "catalogue/old-name", beside: after });
    for (const others of [[], [fresh]]) {
      after.others = others;
      after.clear();
      expect((await after.engine.refresh()).errors).toEqual([]);
      expect(after.said.join("\n")).toContain(
        "if the stack or the project was renamed, run `pulumi up` once before the refresh",
      );
      expect(after.said.join("\n")).not.toContain("but is not in its state");
    }
    expect((await after.up(two)).errors).toEqual([]);
    after.clear();
    expect((await after.engine.refresh()).errors).toEqual([]);
    expect(after.said).toEqual([]);
  });
});

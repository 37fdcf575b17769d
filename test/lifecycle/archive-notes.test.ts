/**
 * What archiving does beyond the archived state itself: said in the preview, once, and only when it is about to
 * happen.
 */
import { describe, expect, it } from "vitest";
import { everyKind, liveOf, sandboxOf, worldOf } from "../support/vendors.js";

const subjects = everyKind.map((subject) => {
  const { fixture, kind } = subject;
  const { archiving } = fixture.registry.kind(kind.kind)?.kind ?? {};
  return { ...subject, label: kind.kind, notes: archiving?.notes ?? {} };
});

it("a Polar product has a note for each direction", () => {
  expect(subjects.find(({ label }) => label === "polar:Product")?.notes).toEqual({
    archive: expect.stringContaining("takes an archived product out of its checkout links"),
    unarchive: expect.stringContaining("add it to them in the dashboard"),
  });
});

describe.each(subjects)("$label", ({ fixture, kind, files, address, notes: { archive, unarchive } }) => {
  const warning = (note: string | undefined): string[] => (note === undefined ? [] : [`warning: ${address}: ${note}`]);

  it("archived: the note stands in the preview, and an object that stays archived has none", async () => {
    const world = worldOf(fixture);
    await world.up(files({}));
    world.clear();
    await world.preview(files({ archived: true }));
    expect(world.said).toEqual(warning(archive));
    await world.up(files({ archived: true }));
    world.clear();
    await world.preview(files({ archived: true }));
    expect(world.said).toEqual([]);
  });

  it("changed in another way: no note", async () => {
    const world = worldOf(fixture);
    await world.up(files({}));
    world.clear();
    expect((await world.preview(files(kind.update(7)))).steps).toHaveLength(1);
    expect(world.said).toEqual([]);
  });

  it("brought back: the preview says what remains to be done by hand", async () => {
    if (!fixture.canUnarchive) return;
    const world = worldOf(fixture);
    await world.up(files({ archived: true }));
    world.clear();
    await world.preview(files({}));
    expect(world.said).toEqual(warning(unarchive));
  });

  it(
    "archived in the dashboard: said when the next run brings it back, and not when the entry says " + "archived too",
    async () => {
      if (!fixture.canUnarchive) return;
      const world = worldOf(fixture);
      await world.up(files({}));
      fixture.archive(sandboxOf(fixture, world), world.ids[address] ?? "");
      await world.engine.refresh();
      world.clear();
      await world.preview(files({}));
      expect(world.said).toEqual(warning(unarchive));
      world.clear();
      await world.preview(files({ archived: true }));
      expect(world.said).toEqual([]);
      expect(liveOf(fixture, world).find(({ id }) => id === world.ids[address])?.archived).toBe(true);
    },
  );
});

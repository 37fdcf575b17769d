import { expect, describe as group, it } from "vitest";
import { describe } from "../../provider/inventory/describe.js";
import { sameValue } from "../../provider/lifecycle/plan/managed.js";
import { SAMPLE_VALUES, sampleFiles } from "../../tools/local/sample.ts";
import { entriesOf, paired, readAccount } from "../support/inventory.js";
import { fixtureOf } from "../support/vendors.js";
import { World } from "../support/world.js";

const world = (): World =>
  new World({
    accounts: Object.fromEntries(
      ["sequence", "fynn", "polar"].map((name) => [name, fixtureOf(name).account()] as const),
    ),
    config: { "catalogue:values": JSON.stringify(SAMPLE_VALUES) },
  });

group.each(["sequence", "fynn", "polar"])("the sample catalogue at %s", (account) => {
  it("is described by its objects as it is written", async () => {
    const made = world();
    const files = sampleFiles();
    expect((await made.up(files)).errors).toEqual([]);
    const read = await readAccount(made, account);
    const { pairs, ...rest } = paired(made, read, files);
    expect(rest).toEqual({ ambiguous: [], unseen: [], missing: [], removed: [], foreign: [], unmanaged: [] });
    const entries = entriesOf(made, files).filter((entry) => entry.account === account);
    expect(pairs.map(({ entry }) => entry.address)).toEqual(entries.map(({ address }) => address));
    for (const { entry, found, changes } of pairs) {
      expect(changes).toEqual([]);
      expect(found.archived).toBe(entry.archived);
      const context = read.inventory.account.context();
      const described = describe(found, context, (reference, id) =>
        reference.entry === undefined
          ? read.names.nameOf(reference, id)
          : pairs.find((one) => one.found.id === id)?.entry.key,
      );
      for (const [name, value] of Object.entries(entry.fields)) {
        const field = entry.kind.fields[name];
        if (!field || sameValue(field, value, null, context.settings)) continue;
        expect([name, sameValue(field, value, described[name] ?? null, context.settings), described[name]]).toEqual([
          name,
          true,
          described[name],
        ]);
      }
    }
  });

  it("is paired with its objects without the rows of the state", async () => {
    const made = world();
    const files = sampleFiles();
    expect((await made.up(files)).errors).toEqual([]);
    const read = await readAccount(made, account);
    const { pairs, missing, ambiguous } = paired(made, read, files, { rows: false });
    expect([missing.map(({ address }) => address), ambiguous]).toEqual([[], []]);
    for (const { entry, found } of pairs) expect(found.id).toBe(made.ids[entry.address]);
  });
});

/** `catalogue pull` on accounts that others have filled: what the files say afterwards is what the vendor has. */
import { describe, expect, it } from "vitest";
import { describe as described } from "../../provider/inventory/describe.js";
import type { FoundObject } from "../../provider/inventory/inventory.js";
import { likeness } from "../../provider/lifecycle/identity/likeness.js";
import { seed } from "../../sandboxes/seed.ts";
import { entriesOf, paired, readAccount } from "../support/inventory.js";
import { type PulledTexts, pulled, worldWith } from "../support/pulled.js";
import { runs } from "../support/runs.js";
import type { World } from "../support/world.js";

const ACCOUNTS = ["sequence", "fynn", "polar"] as const;
const SEED = Number(process.env["CATALOGUE_SEED"] ?? 20_261_122);
const fill = (world: World, account: string, objects: number, random: number) =>
  seed(world.sandboxes[account] as Parameters<typeof seed>[0], { objects, random });

const countOf = ({ items }: PulledTexts, outcome: string): number =>
  items.filter((item) => item.outcome === outcome).length;

/** The files mean what the account has, and nothing is missing in them that was not said. */
async function means(world: World, account: string, result: PulledTexts): Promise<void> {
  const read = await readAccount(world, account);
  const { pairs, missing, ambiguous } = paired(world, read, result.texts);
  expect([missing.map(({ address }) => address), ambiguous.map(({ entry }) => entry.address)]).toEqual([[], []]);
  const context = read.inventory.account.context();
  const written = new Set(pairs.map(({ found }) => found.id));
  for (const { entry, found, fields, changes } of pairs) {
    const { different, extra } = likeness(entry.kind, fields, found.object, context);
    expect([entry.address, changes, different, extra]).toEqual([entry.address, [], [], []]);
    expect([entry.address, entry.archived]).toEqual([entry.address, found.archived]);
    // The other way: an object with the entry's fields would be described in the same words.
    const again = described(found, context, (reference, id) =>
      reference.entry === undefined
        ? read.names.nameOf(reference, id)
        : pairs.find((p) => p.found.id === id)?.entry.key,
    );
    if (!entry.lifecycle.adopt) expect(Object.keys(again).sort()).toEqual(Object.keys(entry.fields).sort());
  }
  const told = new Set(
    result.items.flatMap(({ outcome, id }) => ((outcome === "left-out" || outcome === "refused") && id ? [id] : [])),
  );
  for (const { id } of read.inventory.objects) expect([id, written.has(id) !== told.has(id)]).toEqual([id, true]);
}

describe.each(ACCOUNTS)("an account of %s with 250 objects", (account) => {
  it("is written whole, and a second pull changes nothing", async () => {
    const world = worldWith(account);
    const { objects } = fill(world, account, 250, 1);
    world.clear();
    const first = await pulled(world, account, {}, { archived: true });
    expect(countOf(first, "added")).toBeGreaterThan(objects.length / 2);
    expect(first.items.length).toBeGreaterThan(objects.length * 0.8);
    expect(first.items.filter(({ outcome }) => !["added", "left-out", "refused"].includes(outcome))).toEqual([]);
    for (const { outcome, message } of first.items)
      if (outcome === "refused") expect(message).toMatch(/^it cannot be written as an entry: /);
    await means(world, account, first);
    const second = await pulled(world, account, first.texts, { archived: true });
    expect([second.files, countOf(second, "added"), countOf(second, "changed")]).toEqual([[], 0, 0]);
    expect(world.writes).toEqual([]);
  });

  it("gets the same keys whatever the order of the vendor's lists", async () => {
    const world = worldWith(account);
    fill(world, account, 250, 2);
    const keys = ({ items }: PulledTexts): string[] =>
      items.flatMap(({ outcome, id, address }) => (outcome === "added" ? [`${id} ${address}`] : [])).sort();
    // Parents stay before their children.
    const turned = (objects: readonly FoundObject[]): FoundObject[] => [
      ...objects.filter(({ kind }) => !kind.parent).reverse(),
      ...objects.filter(({ kind }) => kind.parent).reverse(),
    ];
    const [first, other] = [await pulled(world, account, {}), await pulled(world, account, {}, {}, turned)];
    expect(other.texts).not.toEqual(first.texts);
    expect(keys(other)).toEqual(keys(first));
  });

  it("keeps the entries of a first pull when objects are added later", async () => {
    const world = worldWith(account);
    fill(world, account, 90, 3);
    const first = await pulled(world, account, {});
    const later = worldWith(account);
    fill(later, account, 160, 3);
    const second = await pulled(later, account, first.texts);
    const before = entriesOf(world, first.texts).map(({ address }) => address);
    const after = entriesOf(later, second.texts).map(({ address }) => address);
    expect(before.filter((address) => !after.includes(address))).toEqual([]);
    expect(after.length).toBeGreaterThan(before.length);
  });

  it("with a file for each product, and objects that cannot be told apart by their ids", async () => {
    const world = worldWith(account);
    const { doubles, namesakes } = fill(world, account, 250, 1);
    expect(doubles.length + namesakes.length).toBeGreaterThan(1);
    const result = await pulled(world, account, {}, { archived: true, split: "product", doubles: true });
    const plain = await pulled(world, account, {}, { archived: true });
    expect(countOf(result, "added")).toBeGreaterThan(countOf(plain, "added"));
    for (const name of Object.keys(result.texts))
      expect(name).toMatch(new RegExp(`^${account}/[a-z0-9][a-z0-9_-]*\\.yaml$`));
    const adopted = entriesOf(world, result.texts).filter(({ lifecycle }) => lifecycle.adopt !== undefined);
    expect(adopted.length).toBeGreaterThan(1);
    await means(world, account, result);
    expect((await pulled(world, account, result.texts, { archived: true, doubles: true })).files).toEqual([]);
  });
});

describe("random accounts", () => {
  it("survive being pulled, loaded and compared", async () => {
    let objects = 0;
    for (let run = 0; run < runs(200); run += 1) {
      const account = ACCOUNTS[run % ACCOUNTS.length] as string;
      const world = worldWith(account);
      fill(world, account, 6 + ((SEED + run * 7) % 40), SEED + run);
      const first = await pulled(world, account, {}, { archived: run % 2 === 0 });
      objects += countOf(first, "added");
      if (Object.keys(first.texts).length > 0 && run % 2 === 0) await means(world, account, first);
      const second = await pulled(world, account, first.texts, { archived: run % 2 === 0 });
      expect([SEED + run, second.files]).toEqual([SEED + run, []]);
    }
    expect(objects).toBeGreaterThan(runs(200) * 5);
  });
});

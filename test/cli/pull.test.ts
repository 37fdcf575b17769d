/** `catalogue pull` on accounts with objects of all kinds: what the files say afterwards is what the vendor has. */
import { describe, expect, it } from "vitest";
import { checkCatalogue } from "../../provider/catalogue/load.js";
import { isProblem } from "../../provider/catalogue/render.js";
import { seed } from "../../sandboxes/seed.ts";
import { pulled, worldWith } from "../support/pulled.js";

describe.each(["sequence", "fynn", "polar"])("an account of %s that others have filled", (account) => {
  it("is written, and a second pull changes nothing", async () => {
    const world = worldWith(account);
    seed(world.sandboxes[account] as Parameters<typeof seed>[0], { objects: 250 });
    const first = await pulled(world, account, {}, { archived: true });
    const added = first.items.filter(({ outcome }) => outcome === "added");
    console.info(account, Object.fromEntries([...Map.groupBy(first.items, (i) => i.outcome)].map(([k, v]) => [k, v.length])), first.remarks);
    console.info(first.items.filter(({ outcome }) => outcome !== "added").slice(0, 30));
    console.info(first.files[0]?.after.slice(0, 5000));
    const second = await pulled(world, account, first.texts, { archived: true });
    expect(second.files).toEqual([]);
    expect(added.length).toBeGreaterThan(100);
  });
});

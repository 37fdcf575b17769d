/** `catalogue pull` of objects whose names make no good keys, and of objects that a lost state has left. */
import { describe, expect, it } from "vitest";
import { entriesOf } from "../support/inventory.js";
import { pulled, worldWith } from "../support/pulled.js";
import { fileOf, fixtureOf, sandboxOf } from "../support/vendors.js";

const NAMES = [
  ...["__proto__", "constructor", "prototype", "toString", "2024", "1e3", "0x10", "true", "null", "yes", "~", "<<"],
  ...[
    "x",
    "X!",
    "- x",
    "x-a",
    "x-",
    `$${"{x}"}`,
    "\u{1F600}",
    "\u{1F600}\u{1F600}",
    "A".repeat(200),
    "a: b # c",
    "*a",
    "&a",
    "{a}",
  ],
  ...[
    "\u00e9",
    "e\u0301",
    "a\nb",
    "a\r\nb",
    " lead",
    "trail ",
    "tab\tx",
    "'q'",
    '"q"',
    "\\",
    "%",
    "@",
    "`",
    "Pro",
    "PRO!",
  ],
];

describe.each(["sequence", "fynn"])("an account of %s with strange names", (account) => {
  it("is written with every name as it is, and a second pull changes nothing", async () => {
    const fixture = fixtureOf(account);
    const world = worldWith(account);
    expect((await world.up(fileOf(fixture, { base: fixture.product.fields(1) }))).errors).toEqual([]);
    const sandbox = sandboxOf(fixture, world);
    for (const name of NAMES) {
      const id = fixture.copy(sandbox, world.ids[`${account}/base`] ?? "", {});
      fixture.edit(sandbox, id, account === "fynn" ? { name, internalName: name, number: null } : { name });
    }
    const files = fileOf(fixture, { base: fixture.product.fields(1) });
    const result = await pulled(world, account, files);
    expect(result.items.filter(({ outcome }) => outcome !== "added")).toEqual([]);
    const names = entriesOf(world, result.texts).map(({ fields }) => fields["name"]);
    expect(names.sort()).toEqual([...NAMES, fixture.product.fields(1)["name"]].sort());
    expect((await pulled(world, account, result.texts)).files).toEqual([]);
  });
});

it("an object with the mark of a lost entry is named by its id, and a second pull adds nothing", async () => {
  const fixture = fixtureOf("polar");
  const world = worldWith("polar");
  expect((await world.up(fileOf(fixture, { base: fixture.product.fields(1) }))).errors).toEqual([]);
  const id = world.ids["polar/base"];
  world.engine.state.rows.length = 0;
  const first = await pulled(world, "polar", {});
  const [entry] = entriesOf(world, first.texts);
  expect([entry?.key === "base", entry?.lifecycle.adopt]).toEqual([false, id]);
  expect((await pulled(world, "polar", first.texts)).files).toEqual([]);
});

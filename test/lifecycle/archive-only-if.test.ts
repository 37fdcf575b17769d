/** `archiveOnlyIf`: counted right before the archive call, at every kind whose subscribers can be counted. */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import { subscribersOf } from "../../provider/kinds/impact.js";
import type { Kind } from "../../provider/kinds/kind.js";
import type { FynnSandbox } from "../../sandboxes/fynn/sandbox.ts";
import type { PolarSandbox } from "../../sandboxes/polar/sandbox.ts";
import { everyKind, fileOf, fixtureOf, type KindUnderTest, liveOf, sandboxOf, worldOf } from "../support/vendors.js";
import type { World } from "../support/world.js";

const guard = (subscribers = 0): JsonObject => ({ lifecycle: { archiveOnlyIf: { subscribers } } });

const kindOf = ({ fixture, kind }: KindUnderTest): Kind => {
  const found = fixture.registry.kind(kind.kind)?.kind;
  if (!found) throw new Error(`no kind ${kind.kind}`);
  return found;
};
const all = everyKind.map((subject) => ({ ...subject, label: subject.kind.kind }));
const countable = all.filter((subject) => subscribersOf(kindOf(subject)) !== undefined);

/** Every setting that turns a count on is on. */
function counting(subject: KindUnderTest): World {
  const setting = subscribersOf(kindOf(subject))?.setting;
  return worldOf(subject.fixture, setting === undefined ? {} : { account: { [setting]: true } });
}

const isArchived = ({ fixture }: KindUnderTest, world: World, id: string): boolean | undefined =>
  liveOf(fixture, world).find((object) => object.id === id)?.archived;

/** Where the subscribers of an object are counted. */
function countPath(subject: KindUnderTest, id: string): string {
  const impact = subscribersOf(kindOf(subject));
  return (impact?.by === "scan" ? impact.request({}) : impact?.request(id, {}))?.path ?? "";
}

const countsIn = (subject: KindUnderTest, world: World, id: string): string[] =>
  world.requests.filter((request) => request === `GET ${countPath(subject, id)}`);

it("covers the kinds that a vendor can count, and no others", () => {
  expect(countable.map(({ label }) => label)).toEqual([
    "sequence:Product",
    "sequence:ListPrice",
    "fynn:Product",
    "polar:Product",
    "toy:Gadget",
    "toy:Tariff",
  ]);
});

describe.each(countable)("$label", (subject) => {
  const { fixture, kind, address, files } = subject;

  async function started(change: JsonObject = guard(), subscribers = 0): Promise<{ world: World; id: string }> {
    const world = counting(subject);
    expect((await world.up(files(change))).errors).toEqual([]);
    const id = world.ids[address] ?? "";
    for (let n = 0; n < subscribers; n += 1) fixture.subscribe(sandboxOf(fixture, world), id);
    world.clear();
    return { world, id };
  }

  it("nobody is subscribed: counted right before the archive call, and archived", async () => {
    const { world, id } = await started();
    expect((await world.up(files({ archived: true, ...guard() }))).errors).toEqual([]);
    expect(isArchived(subject, world, id)).toBe(true);
    expect(countsIn(subject, world, id)).not.toEqual([]);
    const [method, path] = kind.requests.archive(id).split(" ");
    const archiving = world.requests.lastIndexOf(`${method} ${path}`);
    const counted = world.requests.lastIndexOf(`GET ${countPath(subject, id)}`);
    expect(counted).toBeLessThan(archiving);
  });

  it("without archiveOnlyIf: nothing is counted", async () => {
    const { world, id } = await started({}, 2);
    expect((await world.up(files({ archived: true }))).errors).toEqual([]);
    expect(isArchived(subject, world, id)).toBe(true);
    expect(countsIn(subject, world, id)).toEqual([]);
  });

  it("somebody came between preview and run: refused with the count, and archived once they are gone", async () => {
    const { world, id } = await started();
    expect((await world.preview(files({ archived: true, ...guard() }))).errors).toEqual([]);
    fixture.subscribe(sandboxOf(fixture, world), id);
    fixture.subscribe(sandboxOf(fixture, world), id);
    const { errors } = await world.up(files({ archived: true, ...guard() }));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(new RegExp(`^${address}: .* was not archived, because its number of .* is 2 `));
    expect(errors[0]).toContain("(`archiveOnlyIf: { subscribers: 0 }`)");
    expect(errors[0]).toContain("\n  what to do: ");
    expect(isArchived(subject, world, id)).toBe(false);
    expect(world.row(address).outputs["archived"]).toBe(false);
    // The entry may allow them.
    expect((await world.up(files({ archived: true, ...guard(2) }))).errors).toEqual([]);
    expect(isArchived(subject, world, id)).toBe(true);
    expect((await world.preview(files({ archived: true, ...guard(2) }))).steps).toEqual([]);
  });

  it("the other changes of the same update are written", async () => {
    const { world, id } = await started(guard(), 1);
    const changed = { ...kind.update(7), archived: true, ...guard() };
    expect((await world.up(files(changed))).errors).toHaveLength(1);
    expect(isArchived(subject, world, id)).toBe(false);
    world.clear();
    expect((await world.up(files({ ...kind.update(7), ...guard() }))).errors).toEqual([]);
    expect(world.writes).toEqual([]);
  });

  it("a removed entry: refused by what the row says, and the object and its row stay", async () => {
    const { world, id } = await started({}, 1);
    // The guard is added by itself.
    expect((await world.up(files(guard()))).errors).toEqual([]);
    expect(world.writes).toEqual([]);
    expect((await world.preview(files(guard()))).steps).toEqual([]);
    const { errors } = await world.up(files(undefined));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain("is 1 (`archiveOnlyIf: { subscribers: 0 }`)");
    expect(isArchived(subject, world, id)).toBe(false);
    expect(world.ids[address]).toBe(id);
    expect(world.writes).toEqual([]);
    // Put back without it, and removed again.
    expect((await world.up(files({}))).errors).toEqual([]);
    expect((await world.up(files(undefined))).errors).toEqual([]);
    expect(isArchived(subject, world, id)).toBe(true);
  });

  it("a guard that came with a refused archiving is in the row", async () => {
    const { world, id } = await started({}, 1);
    expect((await world.up(files({ archived: true, ...guard() }))).errors).toHaveLength(1);
    expect((await world.up(files(undefined))).errors).toHaveLength(1);
    expect(isArchived(subject, world, id)).toBe(false);
  });

  it("a replacement makes the new object and leaves the old one, until the entry allows it", async () => {
    if (Object.keys(kind.replace).length === 0) return;
    // The guard is new in this very edit, so that no row has it yet.
    const { world, id } = await started({}, 1);
    const { errors } = await world.up(files({ ...kind.replace, ...guard() }));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain("is 1 (`archiveOnlyIf");
    const fresh = world.ids[address] ?? "";
    expect(fresh).not.toBe(id);
    expect([isArchived(subject, world, id), isArchived(subject, world, fresh)]).toEqual([false, false]);
    expect((await world.up(files({ ...kind.replace, ...guard() }))).errors).toHaveLength(1);
    expect((await world.up(files({ ...kind.replace }))).errors).toEqual([]);
    expect(isArchived(subject, world, id)).toBe(true);
  });

  it("the count cannot be read: refused too, and nothing is archived", async () => {
    const { world, id } = await started();
    const path = countPath(subject, id);
    world.network.fault = (request) =>
      request.path.startsWith(path) && request.method === "GET"
        ? { kind: "reply", when: "before", reply: { status: 403, headers: {}, text: "{}" } }
        : undefined;
    const { errors } = await world.up(files({ archived: true, ...guard() }));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(/was not archived, because its .* could not be counted: /);
    expect(isArchived(subject, world, id)).toBe(false);
  });

  it("created as archived: nothing is counted", async () => {
    const world = counting(subject);
    expect((await world.up(files({ archived: true, ...guard() }))).errors).toEqual([]);
    const id = world.ids[address] ?? "";
    expect(isArchived(subject, world, id)).toBe(true);
    expect(countsIn(subject, world, id)).toEqual([]);
  });
});

describe("where nobody can be counted", () => {
  it.each(
    all.filter((subject) => subscribersOf(kindOf(subject)) === undefined),
  )("$label: a problem of the catalogue", (subject) => {
    const world = worldOf(subject.fixture);
    expect(() => world.declare(subject.files(guard()))).toThrow(
      new RegExp(`cannot be counted at .*, so ${subject.address} cannot have \`archiveOnlyIf\``),
    );
  });

  it("Fynn without the setting: refused in the preview, with the setting's name", async () => {
    const fynn = all.find(({ label }) => label === "fynn:Product");
    if (!fynn) throw new Error("no Fynn product");
    const world = worldOf(fynn.fixture);
    const { errors } = await world.preview(fynn.files(guard()));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain("cannot be counted with the settings of account fynn");
    expect(errors[0]).toContain("`countSubscriptions: true`");
    expect(world.requests.filter((request) => !request.startsWith("GET"))).toEqual([]);
  });

  it("Fynn ignores the filter: all active subscriptions count, so that nothing is archived by mistake", async () => {
    const fixture = fixtureOf("fynn");
    const world = worldOf(fixture, {
      account: { countSubscriptions: true },
      switches: { subscriptionFilter: "ignored" },
    });
    const entries = (change: JsonObject) =>
      fileOf(fixture, { alpha: { ...fixture.product.fields(1), ...change }, beta: fixture.product.fields(2) });
    expect((await world.up(entries(guard()))).errors).toEqual([]);
    (sandboxOf(fixture, world) as FynnSandbox).subscribe(world.ids["fynn/beta"] ?? "");
    expect((await world.up(entries({ ...guard(), archived: true }))).errors).toHaveLength(1);
  });
});

describe("others", () => {
  const fixture = fixtureOf("polar");
  const entries = (change: JsonObject, other: JsonObject) =>
    fileOf(fixture, {
      alpha: { ...fixture.product.fields(1), ...change },
      beta: { ...fixture.product.fields(2), ...other },
    });

  it("one that is refused does not hold back the rest", async () => {
    const world = worldOf(fixture);
    await world.up(entries(guard(), guard()));
    const [alpha = "", beta = ""] = [world.ids["polar/alpha"], world.ids["polar/beta"]];
    (sandboxOf(fixture, world) as PolarSandbox).subscribe(alpha, { status: "past_due" });
    (sandboxOf(fixture, world) as PolarSandbox).subscribe(beta, { status: "canceled" });
    const { errors } = await world.up(entries({ ...guard(), archived: true }, { ...guard(), archived: true }));
    expect(errors).toHaveLength(1);
    const states = liveOf(fixture, world).map(({ id, archived }) => [id, archived]);
    expect(states).toEqual([
      [alpha, false],
      [beta, true],
    ]);
  });

  it("a step that follows the archiving is done all the same", async () => {
    const world = worldOf(fixture);
    await world.up(entries(guard(), {}));
    const alpha = world.ids["polar/alpha"] ?? "";
    const sandbox = sandboxOf(fixture, world) as PolarSandbox;
    sandbox.subscribe(alpha);
    const [benefits] = (fixture.product.optionals ?? []).filter((one) => one["benefits"] !== undefined);
    expect((await world.up(entries({ ...guard(), ...benefits, archived: true }, {}))).errors).toHaveLength(1);
    expect(sandbox.products.get(alpha)?.["benefits"]).toHaveLength(2);
    expect(sandbox.products.get(alpha)?.["is_archived"]).toBe(false);
  });

  it("list prices that are archived together share what is read", async () => {
    const sequence = fixtureOf("sequence");
    const world = worldOf(sequence);
    const { child } = sequence;
    if (!child) throw new Error("no list price");
    const prices = (change: JsonObject) =>
      Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`p${n}`, { ...child.fields(n), ...guard(), ...change }]));
    const file = (change: JsonObject) =>
      fileOf(sequence, { alpha: { ...sequence.product.fields(1), [child.collection]: prices(change) } });
    expect((await world.up(file({}))).errors).toEqual([]);
    world.clear();
    expect((await world.up(file({ archived: true }))).errors).toEqual([]);
    const scans = world.requests.filter((request) => request === "GET /billing-schedules");
    expect(scans.length).toBeGreaterThan(0);
    expect(scans.length).toBeLessThan(6);
  });
});

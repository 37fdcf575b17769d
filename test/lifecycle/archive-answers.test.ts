/** What a vendor may answer when something is archived, at every kind: only what is proven counts as archived. */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import type { TransportRequest } from "../../provider/http/transport.js";
import type { Fault } from "../support/memory-transport.js";
import { everyKind, fileOf, fixtureOf, type KindUnderTest, liveOf, sandboxOf, worldOf } from "../support/vendors.js";
import type { Files, World } from "../support/world.js";

const ok = (body: string, when: "before" | "after"): Fault => ({
  kind: "reply",
  when,
  reply: { status: 200, headers: { "content-type": "application/json" }, text: body },
});
const refused = (status: number, text: string): Fault => ({
  kind: "reply",
  when: "before",
  reply: { status, headers: {}, text },
});

async function started({ fixture, files }: KindUnderTest, options: Parameters<typeof worldOf>[1] = {}): Promise<World> {
  const world = worldOf(fixture, options);
  expect((await world.up(files({}))).errors).toEqual([]);
  world.clear();
  return world;
}

/** The object without the time of its last change, which an empty PATCH may move. */
const bodyOf = (subject: KindUnderTest, world: World, id: string): string =>
  JSON.stringify({ ...objectOf(subject, world, id)?.body, modified_at: null });
const objectOf = ({ fixture }: KindUnderTest, world: World, id: string) =>
  liveOf(fixture, world).find((one) => one.id === id);

/** A request that archives the object: by a call of its own, or by members of an update. */
const archives = ({ kind }: KindUnderTest, id: string) => {
  const [method, path] = kind.requests.archive(id).split(" ");
  return (request: TransportRequest): boolean =>
    request.method === method &&
    request.path === path &&
    (method !== "PATCH" || /(is_archived"|away"?)[:=]true/.test(request.body ?? ""));
};

const WAYS = ["archived: true", "removed"] as const;
const filesFor = ({ files }: KindUnderTest, way: (typeof WAYS)[number]): Files =>
  files(way === "removed" ? undefined : { archived: true });
const ANSWERS = ["{}", "true", "null", '{"data":{}}', '{"data":{"ok":true}}', '""', "[]"];

describe.each(everyKind.map((one) => ({ ...one, label: one.kind.kind })))("$label", (subject) => {
  const { fixture, kind, address } = subject;
  const isSeen = kind.kind !== "sequence:Product";
  /** No answer shows the state. */
  const isByLists = ["sequence:ListPrice", "toy:Badge"].includes(kind.kind);

  describe.each(WAYS)("%s", (way) => {
    it.each(ANSWERS)("an archive call that is answered with %s is confirmed, and not sent again", async (answer) => {
      const world = await started(subject);
      const id = world.ids[address] ?? "";
      const isArchive = archives(subject, id);
      world.network.fault = (request) => (isArchive(request) ? ok(answer, "after") : undefined);
      expect((await world.up(filesFor(subject, way))).errors).toEqual([]);
      expect(objectOf(subject, world, id)?.archived).toBe(true);
      world.clear();
      expect((await world.up(filesFor(subject, way))).errors).toEqual([]);
      expect(world.writes).toEqual([]);
    });

    it.each(
      isSeen ? ["{}", "null", "the object"] : [],
    )("the vendor answers 200 (%s) and archives nothing: an error, and the next run tries again", async (answer) => {
      const world = await started(subject);
      const id = world.ids[address] ?? "";
      const before = bodyOf(subject, world, id);
      const isArchive = archives(subject, id);
      world.network.fault = (request) =>
        isArchive(request) ? ok(answer === "the object" ? before : answer, "before") : undefined;
      const { errors } = await world.up(filesFor(subject, way));
      expect(errors.join()).toContain("is still active\n  what to do: ");
      expect(world.ids[address]).toBe(id);
      expect(world.row(address).outputs["archived"]).toBe(false);
      // Its mark stays as well.
      expect(bodyOf(subject, world, id)).toBe(before);
      world.network.fault = undefined;
      expect((await world.up(filesFor(subject, way))).errors).toEqual([]);
      expect(objectOf(subject, world, id)?.archived).toBe(true);
    });

    it("archived in the dashboard meanwhile, and the vendor refuses to do it twice: done", async () => {
      const world = await started(subject);
      const id = world.ids[address] ?? "";
      fixture.archive(sandboxOf(fixture, world), id);
      const isArchive = archives(subject, id);
      const body =
        '{"error":{"type":"AlreadyArchived","message":"The object is archived"},"detail":"It is ' +
        'archived","title":"It is archived"}';
      world.network.fault = (request) => (isArchive(request) ? refused(409, body) : undefined);
      expect((await world.up(filesFor(subject, way))).errors).toEqual([]);
      world.clear();
      expect((await world.up(filesFor(subject, way))).errors).toEqual([]);
      expect(world.writes).toEqual([]);
    });

    it("a refusal that says nothing of archiving stays an error while the object is active", async () => {
      const world = await started(subject);
      const isArchive = archives(subject, world.ids[address] ?? "");
      const body =
        '{"error":{"type":"Busy","message":"not today"},"detail":"not today","title":"not today","sorry":"not today"}';
      world.network.fault = (request) => (isArchive(request) ? refused(409, body) : undefined);
      const { errors } = await world.up(filesFor(subject, way));
      expect(errors.join()).toContain("not today");
      expect(world.row(address).outputs["archived"]).toBe(false);
    });

    it("an object that the account does not know is not taken for archived", async () => {
      const world = await started(subject);
      const id = world.ids[address] ?? "";
      const [, path = ""] = kind.requests.archive(id).split(" ");
      const isArchive = archives(subject, id);
      // Other credentials: lists are empty, and a write to an unknown id is a plain refusal.
      world.network.fault = (request) => {
        if (isArchive(request))
          return refused(400, '{"error":{"type":"InvalidRequest","message":"Product not found"}}');
        if (request.path.startsWith(path.replace(/\/(archive|shelf)$/, "")))
          return refused(404, '{"error":"ResourceNotFound","detail":"Not found"}');
        return request.method === "GET"
          ? ok('{"items":[],"data":[],"things":[],"pagination":{},"meta":{}}', "before")
          : undefined;
      };
      expect((await world.up(filesFor(subject, way))).errors).not.toEqual([]);
      expect(world.ids[address]).toBe(id);
    });

    it("a refresh that only believes it archived does not replace the archive call", async () => {
      const world = await started(subject);
      const id = world.ids[address] ?? "";
      // The list leaves everything out; single reads go on.
      world.network.fault = ({ method, path }) =>
        method === "GET" && !/[0-9a-f-]{36}/.test(path)
          ? ok('{"items":[],"data":[],"things":[],"pagination":{},"meta":{}}', "before")
          : undefined;
      expect((await world.engine.refresh()).errors).toEqual([]);
      world.network.fault = undefined;
      world.clear();
      expect((await world.up(filesFor(subject, way))).errors).toEqual([]);
      expect(world.writes).toContain(kind.requests.archive(id));
      expect(objectOf(subject, world, id)?.archived).toBe(true);
      world.clear();
      expect((await world.up(filesFor(subject, way))).errors).toEqual([]);
      expect(world.writes).toEqual([]);
    });
  });

  if (!fixture.canUnarchive) return;
  it("brought back: an answer of {} is confirmed, and one without an effect is an error", async () => {
    const world = await started(subject);
    const id = world.ids[address] ?? "";
    expect((await world.up(subject.files({ archived: true }))).errors).toEqual([]);
    const before = bodyOf(subject, world, id);
    const isWrite = ({ method, body }: TransportRequest): boolean => method !== "GET" && body !== "{}";
    world.network.fault = (request) => (isWrite(request) ? ok(isByLists ? "{}" : before, "before") : undefined);
    expect((await world.up(subject.files({}))).errors.join()).toContain("is still archived\n  what to do: ");
    expect(world.row(address).outputs["archived"]).toBe(true);
    world.network.fault = (request) => (isWrite(request) ? ok("{}", "after") : undefined);
    expect((await world.up(subject.files({}))).errors).toEqual([]);
    expect(objectOf(subject, world, id)?.archived).toBe(false);
    expect((await world.preview(subject.files({}))).steps).toEqual([]);
  });
});

/**
 * Kinds that carry a mark: what an interrupted run has made and its entry can no longer become is archived, then made
 * anew.
 */
const marked = everyKind
  .filter(({ kind }) => ["polar:Product", "toy:Badge"].includes(kind.kind))
  .map((one) => ({ ...one, label: one.kind.kind }));
describe.each(marked)("$label of an interrupted run that cannot become what the entry says", (subject) => {
  const { fixture, kind, files } = subject;

  async function interrupted(): Promise<{ world: World; id: string }> {
    const world = worldOf(fixture);
    expect((await world.up(files(undefined))).errors).toEqual([]);
    world.network.afterAnswer = ({ method }) => {
      if (method === "POST") world.engine.kill();
    };
    await world.up(files({}));
    world.network.afterAnswer = undefined;
    world.engine.state.pending = [];
    world.clock.advance(60_000);
    const id = liveOf(fixture, world).at(-1)?.id ?? "";
    world.clear();
    return { world, id };
  }

  it("is archived and loses its mark", async () => {
    const { world, id } = await interrupted();
    expect((await world.up(files(kind.replace))).errors).toEqual([]);
    const old = objectOf(subject, world, id);
    expect(old?.archived).toBe(true);
    expect(JSON.stringify(old?.body)).not.toContain("_address");
    expect(liveOf(fixture, world).filter(({ archived }) => !archived)).toHaveLength(2);
  });

  it("is kept with its mark, and nothing made, while the vendor does not archive it", async () => {
    const { world, id } = await interrupted();
    const before = bodyOf(subject, world, id);
    const isArchive = archives(subject, id);
    world.network.fault = (request) => (isArchive(request) ? ok(before, "before") : undefined);
    expect((await world.up(files(kind.replace))).errors.join()).toContain("is still active");
    expect(bodyOf(subject, world, id)).toBe(before);
    expect(liveOf(fixture, world)).toHaveLength(2);
  });
});

/** Where the mark goes in the update that archives. */
const inOneUpdate = everyKind
  .filter(({ kind }) => ["polar:Product", "polar:Meter", "toy:Tariff"].includes(kind.kind))
  .map((one) => ({ ...one, label: one.kind.kind }));
it.each(inOneUpdate)(
  "$label: a vendor that takes the mark away and archives " + "nothing: an error, and the mark is put back",
  async (subject) => {
    const { fixture, address, files } = subject;
    const world = await started(subject);
    const id = world.ids[address] ?? "";
    const before = bodyOf(subject, world, id);
    const isArchive = archives(subject, id);
    const sandbox = sandboxOf(fixture, world);
    sandbox.misbehave = ({ method, path, body }) => {
      if (!isArchive({ method, path, body: JSON.stringify(body ?? null) } as TransportRequest)) return undefined;
      fixture.edit(sandbox, id, fixture.name === "toy" ? { notes: {} } : { metadata: {} });
      return { status: 200, body: objectOf(subject, world, id)?.body ?? null };
    };
    expect((await world.up(files(undefined))).errors.join()).toContain("is still active");
    expect(bodyOf(subject, world, id)).toBe(before);
    sandbox.misbehave = undefined;
    expect((await world.up(files(undefined))).errors).toEqual([]);
    expect(objectOf(subject, world, id)?.archived).toBe(true);
    expect(bodyOf(subject, world, id)).not.toContain("_address");
  },
);

it("polar:Product: an update whose answer shows it archived says so, and the next run brings it back", async () => {
  const subject = everyKind.find(({ kind }) => kind.kind === "polar:Product") as KindUnderTest;
  const world = await started(subject);
  const id = world.ids[subject.address] ?? "";
  subject.fixture.archive(sandboxOf(subject.fixture, world), id);
  const renamed = subject.files(subject.kind.update(2));
  expect((await world.up(renamed)).errors).toEqual([]);
  expect(world.said.join()).toContain(
    "is archived at the vendor, which differs from the catalogue\n  what to do: run `pulumi up` again",
  );
  expect((await world.preview(renamed)).steps.map(({ op, name }) => `${op} ${name}`)).toEqual([
    `update ${subject.address}`,
  ]);
  expect((await world.up(renamed)).errors).toEqual([]);
  expect(objectOf(subject, world, id)?.archived).toBe(false);
  expect((await world.preview(renamed)).steps).toEqual([]);
});

it("fynn:Product: brought back behind the catalogue's back, it is archived when its entry goes", async () => {
  const subject = everyKind.find(({ kind }) => kind.kind === "fynn:Product") as KindUnderTest;
  const world = await started(subject);
  const id = world.ids[subject.address] ?? "";
  expect((await world.up(subject.files({ archived: true }))).errors).toEqual([]);
  subject.fixture.edit(sandboxOf(subject.fixture, world), id, { isArchived: false });
  const renamed = { ...subject.kind.update(2), archived: true };
  expect((await world.up(subject.files(renamed))).errors).toEqual([]);
  expect(world.said.join()).toContain("is active at the vendor");
  expect((await world.up(subject.files(undefined))).errors).toEqual([]);
  expect(objectOf(subject, world, id)?.archived).toBe(true);
});

/** Archived in the dashboard, and no way back: remembered until something disproves it. */
const final = everyKind
  .filter(({ fixture, kind }) => !fixture.canUnarchive && kind.kind !== "sequence:Product")
  .map((one) => ({ ...one, label: one.kind.kind }));
describe.each(final)("$label archived in the dashboard", (subject) => {
  const { fixture, kind, address, files } = subject;

  it("an update that is done in part does not forget it: archivedElsewhere: fail still fails", async () => {
    const world = await started(subject);
    const id = world.ids[address] ?? "";
    fixture.archive(sandboxOf(fixture, world), id);
    expect((await world.engine.refresh()).errors).toEqual([]);
    const before = bodyOf(subject, world, id);
    const update = kind.requests.update(id);
    // The vendor takes the call, and shows the old values.
    world.network.fault = ({ method, path }) => (`${method} ${path}` === update ? ok(before, "before") : undefined);
    expect((await world.up(files(kind.update(2)))).errors).not.toEqual([]);
    world.network.fault = undefined;
    world.config = { ...world.config, "catalogue:archivedElsewhere": "fail" };
    expect((await world.preview(files(kind.update(2)))).errors.join()).toContain(
      "archived outside the catalogue, and the vendor cannot un-archive it",
    );
  });

  it("an update that is done does not forget it either", async () => {
    const world = await started(subject);
    fixture.archive(sandboxOf(fixture, world), world.ids[address] ?? "");
    expect((await world.engine.refresh()).errors).toEqual([]);
    expect((await world.up(files(kind.update(2)))).errors).toEqual([]);
    world.config = { ...world.config, "catalogue:archivedElsewhere": "fail" };
    expect((await world.preview(files(kind.update(2)))).errors.join()).toContain(
      "archived outside the catalogue, and the vendor cannot un-archive it",
    );
  });
});

describe("sequence:Product, whose state no read shows", () => {
  const subject = everyKind.find(({ kind }) => kind.kind === "sequence:Product") as KindUnderTest;
  const sequence = fixtureOf("sequence");
  const file = (entry: JsonObject): Files => fileOf(sequence, { alpha: { ...sequence.product.fields(1), ...entry } });
  const failure = (type: string | undefined, message: string): string =>
    JSON.stringify({ error: { ...(type ? { type } : {}), message } });

  it.each([
    [409, failure("AlreadyArchived", "Product 4711 is archived")],
    [400, failure("InvalidRequest", "The product has been archived.")],
    [400, failure("PRODUCT_ARCHIVED", "invalid state")],
    [409, failure(undefined, "already archived")],
    [409, failure("Conflict", "Archived already")],
  ])("acted and then failed, and the repeated call is refused with %s %s: done", async (status, text) => {
    const world = await started(subject);
    const id = world.ids[subject.address] ?? "";
    let calls = 0;
    world.network.fault = ({ path }) => {
      if (!path.endsWith(`${id}/archive`)) return undefined;
      calls += 1;
      return calls === 1
        ? { kind: "reply", when: "after", reply: { status: 500, headers: {}, text: "{}" } }
        : refused(status, text);
    };
    expect((await world.up(subject.files({ archived: true }))).errors).toEqual([]);
    expect(world.said.join()).toContain("was archived already");
    expect((await world.preview(subject.files({ archived: true }))).steps).toEqual([]);
  });

  it("refused without a word about it, and no list has it any more: done", async () => {
    const world = await started(subject);
    const id = world.ids[subject.address] ?? "";
    sequence.archive(sandboxOf(sequence, world), id);
    world.network.fault = ({ path }) =>
      path.endsWith("/archive") ? refused(409, failure("InvalidState", "Not possible")) : undefined;
    expect((await world.up(subject.files({ archived: true }))).errors).toEqual([]);
  });

  it(
    "refused without a word about it, and lists show archived ones: an error that names the setting, which ends " +
      "it",
    async () => {
      const world = await started(subject, {
        switches: { archivedProductsListed: true },
        account: { archivedProductsListed: true },
      });
      sequence.archive(sandboxOf(sequence, world), world.ids[subject.address] ?? "");
      world.network.fault = ({ path }) =>
        path.endsWith("/archive") ? refused(409, failure("InvalidState", "Not possible")) : undefined;
      const { errors } = await world.up(subject.files({ archived: true }));
      expect(errors.join()).toContain(
        'add `alreadyArchived: ["InvalidState"]` to account sequence in catalogue:accounts',
      );
      const accounts = JSON.parse(world.config["catalogue:accounts"] ?? "{}") as Record<string, JsonObject>;
      world.config["catalogue:accounts"] = JSON.stringify({
        sequence: { ...accounts["sequence"], alreadyArchived: ["InvalidState"] },
      });
      expect((await world.up(subject.files({ archived: true }))).errors).toEqual([]);
      expect((await world.preview(subject.files({ archived: true }))).steps).toEqual([]);
    },
  );

  it.each([
    ["HasActivePrices", "Prices must be archived first"],
    ["CannotBeArchived", "The product cannot be archived until all its list prices are archived"],
    ["Conflict", "The product is not archived yet"],
    ["Conflict", "Some list prices are archived, and others are active"],
  ])("%s: %s is a refusal, and the remedy is to archive the prices", async (type, message) => {
    const world = worldOf(sequence);
    expect((await world.up(file({}))).errors).toEqual([]);
    world.network.fault = ({ path }) => (path.endsWith("/archive") ? refused(409, failure(type, message)) : undefined);
    const { errors } = await world.up(file({ archived: true }));
    expect(errors.join()).toContain("archive them (`archived: true`) in a commit before this one");
    expect(world.row("sequence/alpha").outputs["archived"]).toBe(false);
  });
});

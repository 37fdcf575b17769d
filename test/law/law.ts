/**
 * The law: after `up` the vendor has what the YAML says; the next preview is empty; what the preview announced is
 * what was sent; no object of somebody else is touched. Whatever is edited, run and disturbed in between.
 */
import type { JsonObject } from "../../provider/fields/shape.js";
import { readField, sameValue } from "../../provider/lifecycle/plan/managed.js";
import { withIds } from "../../provider/lifecycle/references.js";
import type { Result, RunOptions } from "../engine/engine.js";
import { isCreate, isList } from "../support/kind-calls.js";
import { plannedWrites, sentWrites, unplanned } from "../support/planned.js";
import { fileOf, type LiveObject, liveOf, sandboxOf, type VendorFixture, worldOf } from "../support/vendors.js";
import type { World, WorldOptions } from "../support/world.js";
import { type Command, EDITS, Model, optionalsOf } from "./model.js";

export class Violation extends Error {}

export interface Statistics {
  sequences: number;
  operations: number;
  requests: number;
}

export type ProcessClass = WorldOptions["process"];

const notFound = {
  status: 404,
  headers: {},
  text: '{"error":"ResourceNotFound","detail":"Not found","sorry":"no such thing"}',
};

/** Runs one sequence of commands; throws a Violation. */
export async function runSequence(
  fixture: VendorFixture,
  commands: readonly Command[],
  seed: number,
  statistics: Statistics,
  process?: ProcessClass,
): Promise<void> {
  const run = new Sequence(fixture, seed, process);
  try {
    await run.up({});
    for (const command of commands) await run.do(command);
    await run.up({});
  } finally {
    statistics.sequences += 1;
    statistics.operations += run.operations;
    statistics.requests += run.world.network.requests;
  }
}

export interface Situation {
  readonly fixture: VendorFixture;
  readonly model: Model;
  /** Address → id, as the state has it. */
  readonly ids: Readonly<Record<string, string>>;
  readonly objects: readonly LiveObject[];
  /** Objects that others made, as they must stay. */
  readonly foreign: ReadonlyMap<string, string>;
  readonly archivedElsewhere: ReadonlySet<string>;
  readonly setByHand: ReadonlyMap<string, JsonObject>;
}

/** What of vendor = YAML is not so; undefined when all is well. */
export function violation({
  fixture,
  model,
  ids,
  objects,
  foreign,
  archivedElsewhere,
  setByHand,
}: Situation): string | undefined {
  const byId = new Map(objects.map((one) => [one.id, one]));
  // What is named by its key has its id in the state.
  const named = Object.fromEntries(
    Object.entries(ids).map(([address, id]) => [`meter:${address.split("/").slice(1).join("/")}`, id]),
  );
  const entries = model.all();
  const beside = Object.values(fixture.beside ?? {}).flatMap((of) =>
    Object.keys(of as JsonObject).map((key) => `${fixture.name}/${key}`),
  );
  const [rows, wanted] = [Object.keys(ids), [...entries.map(({ address }) => address), ...beside]].map((all) =>
    all.sort().join(),
  );
  if (rows !== wanted) return `rows ${rows} and entries ${wanted}`;
  if (new Set(Object.values(ids)).size !== Object.values(ids).length) return "two rows hold one id";
  for (const { address, entry, kind } of entries) {
    const id = ids[address] ?? "";
    const object = byId.get(id);
    if (!object) return `${address}: no object ${id}`;
    if (object.archived !== (entry.archived || archivedElsewhere.has(id)))
      return `${address}: archived is ${object.archived} at the vendor and ${entry.archived} in the YAML`;
    const different = difference(fixture, kind.kind, entry.fields, object.body, named);
    if (different) return `${address}.${different}`;
    for (const [name, value] of Object.entries(setByHand.get(id) ?? {})) {
      const seen = JSON.stringify(object.body[name] ?? null);
      if (!(name in entry.fields) && !seen.includes(JSON.stringify(value).slice(1, -3)))
        return `${address}.${name}: somebody set ${JSON.stringify(value)} in the dashboard, and it is ${seen}`;
    }
  }
  const declared = new Set(Object.values(ids));
  const stray = objects.find(({ id, archived }) => !archived && !declared.has(id) && !foreign.has(id));
  if (stray) return `${stray.id} is live and nobody's`;
  for (const [id, body] of foreign)
    if (JSON.stringify(byId.get(id)) !== body) return `${id} is somebody's and was touched`;
  return undefined;
}

/** What the YAML names is what the vendor has, and what it does not name any more was cleared. */
function difference(
  fixture: VendorFixture,
  type: string,
  fields: JsonObject,
  body: JsonObject,
  named: Readonly<Record<string, string>>,
): string | undefined {
  const { kind, vendor } = fixture.registry.kind(type) ?? {};
  if (!kind || !vendor) throw new Error(`no kind ${type}`);
  const settings = Object.fromEntries(
    Object.entries(vendor.settings).map(([name, { default: value }]) => [name, value ?? null]),
  );
  for (const [name, value] of Object.entries(withIds(kind, fields, named))) {
    const field = kind.fields[name];
    const seen = field ? readField(name, field, body, value, { settings }) : null;
    if (!field || !sameValue(field, value, seen, settings))
      return `${name}: ${JSON.stringify(seen)} at the vendor, ${JSON.stringify(value)} in the YAML`;
  }
  const of = [fixture.product, fixture.child].find((one) => one?.kind === type);
  for (const name of (of ? optionalsOf(of) : []).flatMap((one) => Object.keys(one))) {
    const field = kind.fields[name];
    if (!field || name in fields) continue;
    const seen = readField(name, field, body, undefined, { settings });
    if (!sameValue(field, seen, null, settings) && !["", 0].includes(seen as string))
      return `${name} is ${JSON.stringify(seen)}, and the YAML does not name it`;
  }
  return undefined;
}

/** Adoptions and recoveries are not planned, and the report names them. */
const tellsOfMore = (text: string): boolean =>
  ["recovered: an interrupted run had created it", "of an earlier run differs in", "stays active, as"].some((words) =>
    text.includes(words),
  );

class Sequence {
  operations = 0;
  readonly world: World;
  readonly #fixture: VendorFixture;
  readonly #model: Model;
  /** Objects that others made, as they must stay. */
  readonly #foreign = new Map<string, string>();
  /** Somebody archived these in the dashboard, and the vendor cannot un-archive it. */
  readonly #archivedElsewhere = new Set<string>();
  /** Dashboard edits since the last refresh: the state does not know them. */
  #drifted = false;

  constructor(fixture: VendorFixture, seed: number, process: ProcessClass | undefined) {
    this.#fixture = fixture;
    this.#model = new Model(fixture);
    this.world = worldOf(fixture, { seed, ...(process ? { process } : {}) });
  }

  async do(command: Command): Promise<void> {
    if ((EDITS as readonly string[]).includes(command.do)) {
      this.#model.edit(command);
      return;
    }
    const names = this.#model.all();
    const chosen = names[command.a % Math.max(1, names.length)];
    switch (command.do) {
      case "up":
        return this.up({});
      case "up-refresh":
        return this.up({ refresh: true });
      case "up-replace": {
        await this.up({});
        const address = chosen?.address ?? "";
        if (!chosen || !this.#replaceable(chosen)) return;
        return this.up({ replace: [address] });
      }
      case "up-taint": {
        await this.up({});
        if (!chosen || !this.#replaceable(chosen)) return;
        this.world.engine.taint(chosen.address);
        return this.up({});
      }
      case "up-target":
        return this.#target(chosen?.address ?? "");
      case "killed-up":
        return this.#killed(command.b);
      case "dashboard-edit":
        return this.#dashboardEdit(chosen);
      case "dashboard-archive":
        return this.#dashboardArchive(chosen);
      case "foreign-object":
        return this.#foreignObject(command.b);
      case "wrong-host":
        return this.#wrongHost();
      case "one-vanishes":
        return this.#oneVanishes(chosen?.address ?? "");
    }
  }

  /** A replaced parent takes its children along, and below an archived parent nothing can be made. */
  #replaceable({ entry, parent }: ReturnType<Model["all"]>[number]): boolean {
    return !entry.archived && !parent?.archived && !parent?.closed && entry.children.length === 0;
  }

  /** Preview, up, and everything that must then be true. */
  async up(options: RunOptions): Promise<void> {
    const { world } = this;
    const files = this.#model.files();
    // What the state does not know cannot be corrected; people run with --refresh then.
    const run: RunOptions = { ...options, refresh: options.refresh === true || this.#drifted };
    const preview = await this.#run(() => world.preview(files, run));
    this.#check(preview.errors.length === 0, `preview: ${preview.errors.join()}`);
    world.clear();
    const result = await this.#run(() => world.up(files, run));
    this.#check(result.errors.length === 0, `up: ${result.errors.join()}`);
    this.#drifted = false;
    this.#announcedIsSent(preview, result);
    this.#model.settle();
    await this.#invariants();
  }

  async #run(operation: () => Promise<Result>): Promise<Result> {
    this.operations += 1;
    return operation();
  }

  #check(condition: boolean, what: string): void {
    if (!condition) throw new Violation(what);
  }

  #announcedIsSent(preview: Result, result: Result): void {
    const words = ({ steps }: Result): string[] => steps.map(({ op, name }) => `${op} ${name}`).sort();
    this.#check(
      words(preview).join() === words(result).join(),
      `announced ${words(preview).join()}; done ${words(result).join()}`,
    );
    if (this.world.said.some(tellsOfMore)) return;
    const planned = plannedWrites(this.world.registry, (account) => this.world.settings(account), preview.announced);
    const sent = Object.values(this.world.sandboxes).flatMap(({ exchanges }) => sentWrites(exchanges));
    const stray = unplanned(planned, sent);
    this.#check(stray === undefined, stray ?? "");
    const posts = this.world.writes.filter((one) => isCreate(this.#fixture, one)).length;
    const creates = preview.steps.filter(({ op }) => op === "create" || op === "replace").length;
    this.#check(posts === creates, `${creates} objects were announced and ${posts} made`);
    if (preview.steps.length === 0)
      this.#check(this.world.writes.length === 0, `nothing was announced, and ${this.world.writes.join()} sent`);
  }

  async #invariants(): Promise<void> {
    const { world } = this;
    const found = violation({
      fixture: this.#fixture,
      model: this.#model,
      ids: world.ids,
      objects: liveOf(this.#fixture, world),
      foreign: this.#foreign,
      archivedElsewhere: this.#archivedElsewhere,
      setByHand: this.#setByHand,
    });
    this.#check(found === undefined, found ?? "");
    world.clear();
    const again = await this.#run(() => world.preview(this.#model.files()));
    this.#check(again.errors.length === 0, `next preview: ${again.errors.join()}`);
    this.#check(
      again.steps.length === 0,
      `next preview: ${again.steps.map(({ op, name, changed }) => `${op} ${name} (${changed.join()})`).join()}`,
    );
    this.#check(world.requests.length === 0, "a preview sent requests");
    this.#check(
      world.engine.state.pending.every(({ op }) => op === "creating"),
      "pending operations are left",
    );
  }

  /** What people set in the dashboard and no entry names, by id: it must stay. */
  readonly #setByHand = new Map<string, JsonObject>();

  /** Only one resource and what it needs; then the whole. */
  async #target(address: string): Promise<void> {
    const { world } = this;
    if (world.ids[address] === undefined) return this.up({});
    const { errors } = await this.#run(() => world.up(this.#model.files(), { target: [address] }));
    // A new entry that is not targeted is an error of the engine's own.
    this.#check(
      errors.every((text) => text.includes("not targeted") || text.includes("stopped")),
      `up --target: ${errors.join()}`,
    );
    await this.up({});
  }

  /** The engine is killed at some request of the next `up`; the one after it puts everything right. */
  async #killed(number: number): Promise<void> {
    const { world } = this;
    await this.#refreshIfDrifted();
    const target = world.network.requests + 1 + (number % 7);
    const kill = (_request: unknown, count: number): void => {
      if (count === target) world.engine.kill();
    };
    if (number % 2 === 0) world.network.afterAnswer = kill;
    else world.network.beforeSend = kill;
    const { errors } = await this.#run(() => world.up(this.#model.files()));
    world.network.afterAnswer = undefined;
    world.network.beforeSend = undefined;
    this.#check(errors.length === 0, `killed up: ${errors.join()}`);
    await this.up({});
  }

  async #refreshIfDrifted(): Promise<void> {
    if (this.#drifted) await this.up({ refresh: true });
  }

  /** Somebody changes something that the YAML does not name, and something that it does. */
  async #dashboardEdit(chosen: ReturnType<Model["all"]>[number] | undefined): Promise<void> {
    const id = chosen && this.world.ids[chosen.address];
    if (!chosen || id === undefined) return;
    const sandbox = sandboxOf(this.#fixture, this.world);
    const unmanaged = Object.entries(chosen.kind.dashboard).filter(
      ([name]) => !(name in chosen.entry.fields) && !optionalsOf(chosen.kind).some((one) => name in one),
    );
    this.#fixture.edit(sandbox, id, { ...Object.fromEntries(unmanaged), ...chosen.kind.update(1_000) });
    this.#setByHand.set(id, { ...this.#setByHand.get(id), ...Object.fromEntries(unmanaged) });
    this.#drifted = true;
  }

  async #dashboardArchive(chosen: ReturnType<Model["all"]>[number] | undefined): Promise<void> {
    const id = chosen && this.world.ids[chosen.address];
    if (!chosen || id === undefined || chosen.entry.archived) return;
    await this.up({});
    const current = this.world.ids[chosen.address];
    if (current === undefined) return;
    this.#fixture.archive(sandboxOf(this.#fixture, this.world), current);
    if (!this.#fixture.canUnarchive) {
      this.#archivedElsewhere.add(current);
      chosen.entry.closed = true;
    }
    this.#drifted = true;
  }

  /** Somebody has an object like ours, made long ago. */
  async #foreignObject(number: number): Promise<void> {
    const { world } = this;
    const fixture = this.#fixture;
    const other = worldOf(fixture, { beside: world, owner: `elsewhere/${number}`, seed: number });
    const name = `f${this.#foreign.size}`;
    const files = fileOf(fixture, { [name]: fixture.product.fields(`foreign-${this.#foreign.size}`) });
    const { errors } = await other.up(files);
    this.#check(errors.length === 0, `foreign: ${errors.join()}`);
    const id = other.ids[`${fixture.name}/${name}`] ?? "";
    this.#foreign.set(id, JSON.stringify(liveOf(fixture, world).find((one) => one.id === id)));
    world.clock.advance(25 * 3_600_000);
  }

  /** The account points somewhere else for once: everything is refused, nothing sent. */
  async #wrongHost(): Promise<void> {
    const { world } = this;
    if (Object.keys(world.ids).length === 0) return;
    await this.#refreshIfDrifted();
    const right = world.config["catalogue:accounts"] ?? "{}";
    const accounts = JSON.parse(right) as Record<string, JsonObject>;
    const name = this.#fixture.name;
    // Another host that would answer just as well.
    world.network.add("https://twin.test", sandboxOf(this.#fixture, world));
    world.config = {
      ...world.config,
      "catalogue:accounts": JSON.stringify({
        ...accounts,
        [name]: { ...accounts[name], baseUrl: "https://twin.test" },
      }),
    };
    world.clear();
    const refreshed = await this.#run(() => world.engine.refresh());
    const destroyed = await this.#run(() => world.engine.destroy());
    world.config = { ...world.config, "catalogue:accounts": right };
    this.#check(refreshed.errors.length > 0, "a refresh against another host went through");
    this.#check(
      destroyed.errors.length > 0 || world.writes.length === 0,
      "a destroy against another host went through",
    );
    this.#check(world.writes.length === 0, `another host was written to: ${world.writes.join()}`);
    this.#check(world.requests.length === 0, "another host was asked");
  }

  /** Every object answers 404 during a refresh: a wrong token, not the end of the catalogue. */
  async #oneVanishes(address: string): Promise<void> {
    const { world } = this;
    if (world.ids[address] === undefined) return;
    await this.#refreshIfDrifted();
    const before = JSON.stringify(world.ids);
    world.network.fault = ({ method, path }) =>
      method === "GET"
        ? {
            kind: "reply",
            when: "before",
            reply: isList(this.#fixture, path)
              ? { status: 200, headers: {}, text: '{"items":[],"data":[],"things":[],"pagination":{},"meta":{}}' }
              : notFound,
          }
        : undefined;
    const { errors } = await this.#run(() => world.engine.refresh());
    world.network.fault = undefined;
    this.#check(JSON.stringify(world.ids) === before, "rows were dropped although nothing answered");
    const active = this.#model
      .all()
      .some(({ entry, address: name }) => world.ids[name] !== undefined && !entry.archived);
    this.#check(errors.length > 0 || !active, "a refresh in which nothing answered went through");
  }
}

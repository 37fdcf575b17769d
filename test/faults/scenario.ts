/**
 * One scenario: a catalogue that stands, some edits, a run that something goes wrong with, and a clean run. After
 * it the vendor has what the YAML says, once; the state says the same; nobody else's object was touched; and no
 * secret was printed or kept.
 */
import type { Result } from "../engine/engine.js";
import type { Command } from "../law/commands.js";
import type { ProcessClass } from "../law/course.js";
import { Judge, oneProduct } from "../law/judge.js";
import { Model } from "../law/model.js";
import type { Behaviour } from "../support/fixture.js";
import { plannedWrites, sentWrites, tellsOfMore, unannounced } from "../support/planned.js";
import { Random } from "../support/random.js";
import { liveOf, sandboxOf, type VendorFixture, worldOf } from "../support/vendors.js";
import type { World } from "../support/world.js";
import { echoed, FAULTS } from "./catalogue.js";
import { ADOPT_WINDOW, leftUnchanged, stopOf, withAdopt } from "./left-behind.js";
import { leakIn, secretsOf } from "./secrets.js";

export interface Trouble {
  readonly fault: string;
  /** The run is the very first one. */
  readonly fresh: boolean;
  /** Which request of the run it meets, from 0, counted around as many as the run surely sends, or one more. */
  readonly at: number;
  /** How many requests in a row it meets. */
  readonly times: number;
  /** The engine is killed at this request, before or after the vendor acts. */
  readonly crash?: { readonly at: number; readonly when: "before" | "after" };
  /** The run is `up --refresh`. */
  readonly refresh: boolean;
  /** Seconds that reads lag, where the vendor's can. */
  readonly lag: number;
  /** Milliseconds between the end of the run and the next one. */
  readonly pause: number;
}

export interface Outcome {
  /** Kinds whose requests the fault has met. */
  readonly met: readonly string[];
  /** The engine was killed. */
  readonly crashed: boolean;
  /** Entries that had to name an object that was left behind, because it is older than the adoption window. */
  readonly adopted: number;
  /** Objects that were left behind longer ago than that by a replacement, and were named by a warning only. */
  readonly named: number;
}

/** What went wrong after all, by what it costs. */
export class Broken extends Error {
  readonly loss: "duplicate" | "lost" | "leak" | "other";

  constructor(loss: Broken["loss"], message: string) {
    super(message);
    this.loss = loss;
  }
}

export async function runScenario(
  fixture: VendorFixture,
  edits: readonly Command[],
  trouble: Trouble,
  seed: number,
  process?: ProcessClass,
): Promise<Outcome> {
  const behaviour = fixture.anyBehaviour(new Random(seed));
  const { account } = behaviour;
  const switches = { ...behaviour.switches, readLag: trouble.lag };
  const model = new Model(fixture, behaviour);
  const world = worldOf(fixture, { seed, switches, account, ...(process ? { process } : {}) });
  const secrets = secretsOf(world);
  const printed: string[] = [];
  const run: Runner = async (work) => {
    const result = await work();
    printed.push(...result.errors, ...world.said, JSON.stringify(world.engine.state));
    return result;
  };

  const judge = new Judge(fixture, model);
  const judged = (): void => {
    const found = judge.violation(world.ids, liveOf(fixture, world));
    if (found === undefined) return;
    throw new Broken(found.includes("nobody's") ? "duplicate" : found.includes("no object") ? "lost" : "other", found);
  };
  judge.notOurs(await foreignObject(fixture, { world, switches, account }), liveOf(fixture, world));
  if (!trouble.fresh) {
    must(await run(() => world.up(model.files())), "first up");
    model.settle();
    judged();
    // A create right after another run looks several times before it sends anything.
    if (seed % 2 === 1) world.clock.advance(3_600_000);
  }
  for (const edit of edits) model.edit(edit);

  const { met, crashed } = await disturbed(fixture, world, model, trouble, run);
  world.clock.advance(trouble.pause);
  const { adopted, named } = await cleaned(fixture, world, model, trouble, run);
  model.settle();

  judged();
  world.clear();
  const again = await run(() => world.preview(model.files()));
  must(again, "next preview");
  if (again.steps.length > 0)
    throw new Broken(
      "other",
      `next preview: ${again.steps.map(({ op, name, changed }) => `${op} ${name} (${changed.join()})`).join()}`,
    );
  if (world.requests.length > 0) throw new Broken("other", `a preview sent ${world.requests.join()}`);
  const leak = leakIn(printed, secrets);
  if (leak !== undefined) throw new Broken("leak", `a secret came out: ${leak}`);
  return { met, crashed, adopted, named };
}

type Runner = (work: () => Promise<Result>) => Promise<Result>;

/**
 * The next run puts everything right. Only what was left behind longer ago than the adoption window is not taken
 * without a word of the entry's: the run then stops, or warns in a replacement, and what has to be done is done.
 */
async function cleaned(
  fixture: VendorFixture,
  world: World,
  model: Model,
  { refresh, pause }: Trouble,
  run: Runner,
): Promise<Pick<Outcome, "adopted" | "named">> {
  const followed = new Set<string>();
  const adopted = new Set<string>();
  const saidBefore = world.said.length;
  for (let now = model.files(); ; ) {
    const result = await run(() => world.up(now, { refresh }));
    const taken = takenUnmarked(fixture, model, world.said.slice(saidBefore));
    if (taken && pause > ADOPT_WINDOW) throw new Broken("other", `older than the adoption window: ${taken}`);
    // The engine's word for what it has not begun after a failure.
    const errors = result.errors.filter((error) => !error.endsWith(": stopped"));
    const stops = pause > ADOPT_WINDOW ? errors.map(stopOf) : [];
    const stop = stops.find((each) => each && !followed.has(JSON.stringify(each)));
    if (!stop || stops.includes(undefined)) {
      must(result, "clean up");
      const named = pause > ADOPT_WINDOW ? world.said.slice(saidBefore).flatMap(leftUnchanged) : [];
      for (const id of named) fixture.archive(sandboxOf(fixture, world), id);
      return { adopted: adopted.size, named: named.length };
    }
    followed.add(JSON.stringify(stop));
    adopted.add(stop.address);
    now = withAdopt(now, stop);
  }
}

/** What was said of an object that an entry took by itself, and that no mark proves to be the entry's. */
function takenUnmarked(fixture: VendorFixture, model: Model, said: readonly string[]): string | undefined {
  const unmarked = model.all().filter(({ kind }) => !fixture.registry.kind(kind.kind)?.kind.marker);
  const recovered = said.filter((text) => text.includes("recovered: an interrupted run had created it"));
  return recovered.find((text) => unmarked.some(({ address }) => text.startsWith(`${address}:`)));
}

/** The run that something goes wrong with; its errors are allowed, whatever they are. */
async function disturbed(
  fixture: VendorFixture,
  world: World,
  model: Model,
  { fault, at, times, crash, refresh }: Trouble,
  run: Runner,
): Promise<{ met: string[]; crashed: boolean }> {
  const make = FAULTS[fault];
  if (!make) throw new Error(`no fault ${fault}`);
  const met = new Set<string>();
  const lasting = make(0).kind === "strange";
  const preview = await run(() => world.preview(model.files()));
  must(preview, "preview");
  // A run that has nothing to do sends requests only if it refreshes; the others send one for each step or more.
  const isRefresh = refresh || preview.steps.length === 0;
  const reach = preview.steps.length + (isRefresh ? 2 : 1);
  const numberOf = (position: number): number => world.network.requests + 1 + (position % reach);
  const first = numberOf(at);
  world.network.fault = (request, number) => {
    if (!lasting && (number < first || number >= first + times)) return undefined;
    met.add(kindOf(fixture, request.path));
    const made = make(world.clock.now());
    return made.kind === "reply"
      ? { ...made, reply: { ...made.reply, text: echoed(made.reply.text, Object.values(request.headers).join(" ")) } }
      : made;
  };
  if (crash && !lasting) {
    const target = numberOf(crash.at);
    const kill = (_request: unknown, number: number): void => {
      if (number === target) world.engine.kill();
    };
    if (crash.when === "before") world.network.beforeSend = kill;
    else world.network.afterAnswer = kill;
  }
  world.clear();
  const { crashed } = await run(() => world.up(model.files(), { refresh: isRefresh }));
  // A refresh that reads strange values has more to write.
  if (!isRefresh && !world.said.some(tellsOfMore)) {
    const planned = plannedWrites(world.registry, (account) => world.settings(account), preview.announced);
    const stray = unannounced(
      planned,
      Object.values(world.sandboxes).flatMap(({ exchanges }) => sentWrites(exchanges)),
    );
    if (stray !== undefined) throw new Broken("other", stray);
  }
  // A vendor whose values are strange is so the next time as well.
  if (!lasting) world.network.fault = undefined;
  world.network.beforeSend = undefined;
  world.network.afterAnswer = undefined;
  return { met: [...met], crashed };
}

function must({ errors }: Result, what: string): void {
  if (errors.length > 0) throw new Broken("other", `${what}: ${errors.join()}`);
}

/** Somebody has an object like ours, made long ago: its id. */
async function foreignObject(fixture: VendorFixture, { world, ...as }: Behaviour & { world: World }): Promise<string> {
  const other = worldOf(fixture, { ...as, beside: world, owner: "elsewhere/dev", seed: 5 });
  const { errors } = await other.up(oneProduct(fixture, "theirs", "foreign"));
  if (errors.length > 0) throw new Error(errors.join());
  world.clock.advance(25 * 3_600_000);
  return other.ids[`${fixture.name}/theirs`] ?? "";
}

/** Which kind a request is about, by its path. */
function kindOf(fixture: VendorFixture, path: string): string {
  const kinds = fixture.registry.vendors.find(({ name }) => name === fixture.name)?.kinds ?? [];
  const plain = path.split("?")[0] ?? "";
  const matches = kinds.filter((kind) => plain.startsWith(kind.calls.create.path.replace(/\/$/, "")));
  return matches.toSorted((a, b) => b.calls.create.path.length - a.calls.create.path.length)[0]?.type ?? plain;
}

/**
 * One scenario: a catalogue that stands, some edits, a run that something goes wrong with, and a clean run. After
 * it the vendor has what the YAML says, once; the state says the same; nobody else's object was touched; and no
 * secret was printed or kept.
 */
import type { Result } from "../engine/engine.js";
import type { ProcessClass } from "../law/law.js";
import { violation } from "../law/law.js";
import { type Command, Model } from "../law/model.js";
import { fileOf, liveOf, type VendorFixture, worldOf } from "../support/vendors.js";
import type { World } from "../support/world.js";
import { echoed, FAULTS } from "./catalogue.js";

export interface Trouble {
  readonly fault: string;
  /** The run is the very first one. */
  readonly fresh: boolean;
  /** Which request of the run it meets, from 0. */
  readonly at: number;
  /** How many requests in a row it meets. */
  readonly times: number;
  /** The engine is killed at this request, before or after the vendor acts. */
  readonly crash?: { readonly at: number; readonly when: "before" | "after" };
  /** The run is `up --refresh`. */
  readonly refresh: boolean;
  /** Seconds that reads lag, where the vendor's can. */
  readonly lag: number;
}

export interface Outcome {
  /** Kinds whose requests the fault has met. */
  readonly met: readonly string[];
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
  const model = new Model(fixture);
  const world = worldOf(fixture, { seed, switches: { readLag: trouble.lag }, ...(process ? { process } : {}) });
  const secrets = canaries(world);
  const printed: string[] = [];
  const run = async (work: () => Promise<Result>): Promise<Result> => {
    const result = await work();
    printed.push(...result.errors, ...world.said);
    return result;
  };

  const foreign = await foreignObject(fixture, world);
  if (!trouble.fresh) {
    must(await run(() => world.up(model.files())), "first up");
    model.settle();
  }
  for (const edit of edits) model.edit(edit);

  const met = await disturbed(fixture, world, model, trouble, run);
  // The next run comes before reads have caught up.
  world.clock.advance(seed % 6_000);
  must(await run(() => world.up(model.files(), { refresh: trouble.refresh })), "clean up");
  model.settle();

  const found = violation({
    fixture,
    model,
    ids: world.ids,
    objects: liveOf(fixture, world),
    foreign,
    archivedElsewhere: new Set(),
    setByHand: new Map(),
  });
  if (found)
    throw new Broken(found.includes("nobody's") ? "duplicate" : found.includes("no object") ? "lost" : "other", found);
  world.clear();
  const again = await run(() => world.preview(model.files()));
  must(again, "next preview");
  if (again.steps.length > 0)
    throw new Broken(
      "other",
      `next preview: ${again.steps.map(({ op, name, changed }) => `${op} ${name} (${changed.join()})`).join()}`,
    );
  if (world.requests.length > 0) throw new Broken("other", `a preview sent ${world.requests.join()}`);
  const kept = [...printed, JSON.stringify(world.engine.state)].join("\n");
  const leak = secrets.find((secret) => kept.includes(secret));
  if (leak)
    throw new Broken(
      "leak",
      `a secret came out: ${kept.slice(Math.max(0, kept.indexOf(leak) - 120), kept.indexOf(leak) + 60)}`,
    );
  return { met };
}

/** The run that something goes wrong with; its errors are allowed, whatever they are. */
async function disturbed(
  fixture: VendorFixture,
  world: World,
  model: Model,
  { fault, fresh, at, times, crash, refresh }: Trouble,
  run: (work: () => Promise<Result>) => Promise<Result>,
): Promise<string[]> {
  const make = FAULTS[fault];
  if (!make) throw new Error(`no fault ${fault}`);
  const met = new Set<string>();
  const lasting = make(0).kind === "strange";
  const first = world.network.requests + 1 + (fresh ? at : at % 4);
  world.network.fault = (request, number) => {
    if (!lasting && (number < first || number >= first + times)) return undefined;
    met.add(kindOf(fixture, request.path));
    const made = make(world.clock.now());
    return made.kind === "reply"
      ? { ...made, reply: { ...made.reply, text: echoed(made.reply.text, Object.values(request.headers).join(" ")) } }
      : made;
  };
  if (crash && !lasting) {
    const target = world.network.requests + 1 + (fresh ? crash.at : crash.at % 4);
    const kill = (_request: unknown, number: number): void => {
      if (number === target) world.engine.kill();
    };
    if (crash.when === "before") world.network.beforeSend = kill;
    else world.network.afterAnswer = kill;
  }
  await run(() => world.up(model.files(), { refresh }));
  // A vendor whose values are strange is so the next time as well.
  if (!lasting) world.network.fault = undefined;
  world.network.beforeSend = undefined;
  world.network.afterAnswer = undefined;
  return [...met];
}

function must({ errors }: Result, what: string): void {
  if (errors.length > 0) throw new Broken("other", `${what}: ${errors.join()}`);
}

/** Somebody has an object like ours, made long ago. */
async function foreignObject(fixture: VendorFixture, world: World): Promise<Map<string, string>> {
  const other = worldOf(fixture, { beside: world, owner: "elsewhere/dev", seed: 5 });
  const { errors } = await other.up(fileOf(fixture, { theirs: fixture.product.fields("foreign") }));
  if (errors.length > 0) throw new Error(errors.join());
  const id = other.ids[`${fixture.name}/theirs`] ?? "";
  world.clock.advance(25 * 3_600_000);
  return new Map([[id, JSON.stringify(liveOf(fixture, world).find((one) => one.id === id))]]);
}

/** Every secret of the world, plain and as it goes over the wire. */
function canaries(world: World): string[] {
  const values = Object.entries(world.environment)
    .filter(([name]) => !name.endsWith("_ID"))
    .map(([, value]) => value);
  const all = Object.values(world.environment);
  const pairs = [all.join(":"), ...all.slice(1).map((secret) => `${all[0]}:${secret}`)];
  return [...values, ...pairs.flatMap((pair) => [pair, Buffer.from(pair).toString("base64")])].filter(
    (one) => one.length > 5,
  );
}

/** Which kind a request is about, by its path. */
function kindOf(fixture: VendorFixture, path: string): string {
  const kinds = fixture.registry.vendors.find(({ name }) => name === fixture.name)?.kinds ?? [];
  const plain = path.split("?")[0] ?? "";
  const matches = kinds.filter((kind) => plain.startsWith(kind.calls.create.path.replace(/\/$/, "")));
  return matches.toSorted((a, b) => b.calls.create.path.length - a.calls.create.path.length)[0]?.type ?? plain;
}

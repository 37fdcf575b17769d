/** One random sequence as it runs: a catalogue, its vendor, an engine, and what must be true after each `up`. */
import type { Result, RunOptions } from "../engine/engine.js";
import type { Behaviour } from "../support/fixture.js";
import { isCreate } from "../support/kind-calls.js";
import { plannedWrites, sentWrites, tellsOfMore, unplanned } from "../support/planned.js";
import { Random } from "../support/random.js";
import { type LiveObject, liveOf, sandboxOf, type VendorFixture, worldOf } from "../support/vendors.js";
import type { World, WorldOptions } from "../support/world.js";
import { Judge } from "./judge.js";
import { Model } from "./model.js";

export class Violation extends Error {}
export type ProcessClass = WorldOptions["process"];

export class Course {
  operations = 0;
  readonly fixture: VendorFixture;
  readonly model: Model;
  readonly judge: Judge;
  readonly world: World;
  readonly #behaviour: Behaviour;
  /** Something was changed in the dashboard since the last refresh: the state does not know it. */
  drifted = false;

  constructor(fixture: VendorFixture, seed: number, process: ProcessClass | undefined) {
    this.fixture = fixture;
    this.#behaviour = fixture.anyBehaviour(new Random(seed));
    this.model = new Model(fixture, this.#behaviour);
    this.judge = new Judge(fixture, this.model);
    this.world = this.worldOf({ seed, ...(process ? { process } : {}) });
    this.world.engine.writesEachStep = seed % 3 !== 0;
  }

  /** A world at an account that behaves like this one. */
  worldOf(options: Partial<WorldOptions>): World {
    const { switches, account } = this.#behaviour;
    return worldOf(this.fixture, { switches, account, ...options });
  }

  get objects(): LiveObject[] {
    return liveOf(this.fixture, this.world);
  }

  get sandbox() {
    return sandboxOf(this.fixture, this.world);
  }

  check(condition: boolean, what: string): void {
    if (!condition) throw new Violation(what);
  }

  async run(operation: () => Promise<Result>): Promise<Result> {
    this.operations += 1;
    return operation();
  }

  /** Preview, up, and everything that must then be true. */
  async up(options: RunOptions): Promise<void> {
    const { world } = this;
    const files = this.model.files();
    // What the state does not know cannot be corrected; people run with --refresh then.
    const run: RunOptions = { ...options, refresh: options.refresh === true || this.drifted };
    if (run.refresh) this.letReadsCatchUp();
    const preview = await this.run(() => world.preview(files, run));
    this.check(preview.errors.length === 0, `preview: ${preview.errors.join()}`);
    world.clear();
    const result = await this.run(() => world.up(files, run));
    this.check(result.errors.length === 0, `up: ${result.errors.join()}`);
    this.drifted = false;
    this.#announcedIsSent(preview, result);
    this.model.settle();
    await this.#invariants();
  }

  async refreshIfDrifted(): Promise<void> {
    if (this.drifted) await this.up({ refresh: true });
  }

  /** Longer than any read of these sandboxes lags behind writes. */
  letReadsCatchUp(): void {
    this.world.clock.advance(6_000);
  }

  #announcedIsSent(preview: Result, result: Result): void {
    const words = ({ steps }: Result): string[] => steps.map(({ op, name }) => `${op} ${name}`).sort();
    this.check(
      words(preview).join() === words(result).join(),
      `announced ${words(preview).join()}; done ${words(result).join()}`,
    );
    if (this.world.said.some(tellsOfMore)) return;
    const planned = plannedWrites(this.world.registry, (account) => this.world.settings(account), preview.announced);
    const sent = Object.values(this.world.sandboxes).flatMap(({ exchanges }) => sentWrites(exchanges));
    const stray = unplanned(planned, sent);
    this.check(stray === undefined, stray ?? "");
    const posts = this.world.writes.filter((request) => isCreate(this.fixture, request)).length;
    const creates = preview.steps.filter(({ op }) => op === "create" || op === "replace").length;
    this.check(posts === creates, `${creates} objects were announced and ${posts} made`);
    if (preview.steps.length === 0)
      this.check(this.world.writes.length === 0, `nothing was announced, and ${this.world.writes.join()} sent`);
  }

  async #invariants(): Promise<void> {
    const { world } = this;
    const found = this.judge.violation(world.ids, this.objects);
    this.check(found === undefined, found ?? "");
    world.clear();
    const again = await this.run(() => world.preview(this.model.files()));
    this.check(again.errors.length === 0, `next preview: ${again.errors.join()}`);
    this.check(
      again.steps.length === 0,
      `next preview: ${again.steps.map(({ op, name, changed }) => `${op} ${name} (${changed.join()})`).join()}`,
    );
    this.check(world.requests.length === 0, "a preview sent requests");
    this.check(
      world.engine.state.pending.every(({ op }) => op === "creating"),
      "pending operations are left",
    );
  }
}

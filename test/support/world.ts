/** A catalogue, its vendors and an engine, all in this process: what most tests of the lifecycle stand on. */

import { readConfig } from "../../provider/accounts/config.js";
import { checkCatalogue } from "../../provider/catalogue/load.js";
import { isProblem, renderProblems } from "../../provider/catalogue/render.js";
import type { Json, JsonObject } from "../../provider/fields/shape.js";
import { Redactor } from "../../provider/http/redact.js";
import type { Transport } from "../../provider/http/transport.js";
import type { Settings } from "../../provider/kinds/field.js";
import type { Registry } from "../../provider/kinds/registry.js";
import { ProviderProcess } from "../../provider/lifecycle/provider.js";
import { type Declaration, declareAll } from "../../provider/pulumi/declare.js";
import { stackState } from "../../provider/pulumi/engine.js";
import { registry as vendors } from "../../provider/vendors/registry.js";
import type { Sandbox } from "../../sandboxes/sandbox.ts";
import { Engine, exported, type Result, type RunOptions } from "../engine/engine.js";
import { MemoryNetwork } from "./memory-transport.js";
import { Random } from "./random.js";
import { VirtualClock } from "./virtual-clock.js";

export interface WorldAccount {
  readonly sandbox: (now: () => number) => Sandbox;
  /** Besides `baseUrl`. */
  readonly config?: JsonObject;
  readonly environment: Readonly<Record<string, string>>;
}

export interface WorldOptions {
  readonly accounts: Readonly<Record<string, WorldAccount>>;
  readonly seed?: number;
  readonly registry?: Registry;
  readonly config?: Readonly<Record<string, string>>;
  readonly owner?: string;
  /** The provider's process; a test may hand in one with a guard taken out. */
  readonly process?: typeof ProviderProcess;
  /** Real sockets instead of the network in memory, and the clock that goes with them. */
  readonly wire?: () => Transport;
  readonly clock?: VirtualClock;
  /** Shares clock and network with another world: a second stack on the same accounts. */
  readonly beside?: World;
}

export type Files = Readonly<Record<string, string>>;

export class World {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly network: MemoryNetwork;
  readonly engine: Engine;
  readonly registry: Registry;
  readonly sandboxes: Readonly<Record<string, Sandbox>>;
  /** What the person at the CLI was told, in order. */
  readonly said: string[] = [];
  readonly owner: string;
  /** May be changed between runs. */
  config: Record<string, string>;
  environment: Record<string, string>;
  readonly #process: typeof ProviderProcess;
  readonly #wire: (() => Transport) | undefined;
  /** More stacks in the same backend. */
  others: readonly World[] = [];
  /** What `catalogue adopt` has written for the next run: "sequence:Product sequence/pro" → id. */
  adoptions: ReadonlyMap<string, string> = new Map();
  /** How often the stack's state was exported. */
  exports = 0;
  /** Makes exporting the state fail. */
  stateIsReadable = true;
  /** Makes it unknown which command runs. */
  commandLineIsReadable = true;

  constructor(options: WorldOptions) {
    const { accounts, beside } = options;
    this.#process = options.process ?? ProviderProcess;
    this.random = new Random(options.seed ?? 1);
    this.clock = beside?.clock ?? options.clock ?? new VirtualClock();
    this.#wire = options.wire;
    this.network = beside?.network ?? new MemoryNetwork(this.clock, this.random);
    this.registry = options.registry ?? vendors;
    this.owner = options.owner ?? "catalogue/dev";
    this.environment = Object.assign({}, ...Object.values(accounts).map(({ environment }) => environment)) as Record<
      string,
      string
    >;
    this.sandboxes =
      beside?.sandboxes ??
      Object.fromEntries(Object.entries(accounts).map(([name, { sandbox }]) => [name, sandbox(this.clock.now)]));
    if (!beside)
      for (const [name, sandbox] of Object.entries(this.sandboxes)) this.network.add(originOf(name), sandbox);
    const accountConfig = Object.fromEntries(
      Object.entries(accounts).map(([name, { config }]) => [
        name,
        { baseUrl: originOf(name), limits: { requestSeconds: 10, operationSeconds: 60 }, ...config },
      ]),
    );
    this.config = { "catalogue:accounts": JSON.stringify(accountConfig), ...options.config };
    this.engine = new Engine({
      start: (isAlive) => this.#start(isAlive),
      config: () => this.config,
      clock: this.clock,
      random: this.random,
    });
  }

  #start(isAlive: () => boolean): ProviderProcess {
    return new this.#process(this.registry, {
      environment: this.environment,
      clock: this.clock,
      random: this.random.next,
      transport: this.#wire ?? (() => this.network.transport(isAlive)),
      exportState: async (owner) => {
        this.exports += 1;
        if (!this.stateIsReadable) throw new Error("pulumi: command not found");
        const stack = [this, ...this.others].find((one) => one.owner === owner);
        if (!stack) throw new Error(`error: no stack named 'organization/${owner}' found`);
        return stackState(JSON.parse(JSON.stringify(exported(stack.engine.state))));
      },
      commandLine: async () => (this.commandLineIsReadable ? this.engine.commandLine : undefined),
      adoptions: () => this.adoptions,
      report: { info: (text) => void this.said.push(text), warn: (text) => void this.said.push(`warning: ${text}`) },
      redactor: new Redactor(),
    });
  }

  /** Sends an account's requests to another address. */
  point(account: string, baseUrl: string): void {
    const accounts = JSON.parse(this.config["catalogue:accounts"] ?? "{}") as Record<string, JsonObject>;
    this.config = {
      ...this.config,
      "catalogue:accounts": JSON.stringify({ ...accounts, [account]: { ...accounts[account], baseUrl } }),
    };
  }

  /** The settings of an account, defaults filled in. */
  settings(account: string): Settings {
    const row = this.engine.state.rows.find(({ inputs }) => inputs["account"] === account);
    const vendor = this.registry.kind(row?.kind ?? "")?.vendor ?? this.registry.vendor(account);
    if (!vendor) throw new Error(`no vendor of account ${account}`);
    return readConfig(this.config, this.registry).account(account, vendor).settings;
  }

  /** The program's resources for these files; throws the rendered list when they have problems. */
  declare(files: Files): Declaration[] {
    const config = readConfig(this.config, this.registry);
    const sources = Object.entries(files).map(([name, text]) => ({ name, text }));
    const { entries, problems } = checkCatalogue(sources, { registry: this.registry, values: config.values });
    if (problems.some(isProblem))
      throw new Error(renderProblems(problems, { registry: this.registry, files: sources }));
    return declareAll(entries, config, this.owner);
  }

  up(files: Files, options?: RunOptions): Promise<Result> {
    return this.engine.up(this.declare(files), options);
  }

  preview(files: Files, options?: RunOptions): Promise<Result> {
    return this.engine.preview(this.declare(files), options);
  }

  /** Requests of all sandboxes since the last `clear`, those that change something. */
  get writes(): string[] {
    return Object.values(this.sandboxes).flatMap((sandbox) => sandbox.writes);
  }

  get requests(): string[] {
    return Object.values(this.sandboxes).flatMap((sandbox) => sandbox.requests);
  }

  /** Forgets exchanges and what was said. */
  clear(): void {
    for (const sandbox of Object.values(this.sandboxes)) sandbox.clear();
    this.said.length = 0;
  }

  /** Address → id, as the state has it. */
  get ids(): Record<string, string> {
    return Object.fromEntries(
      this.engine.state.rows.filter(({ pendingDelete }) => !pendingDelete).map(({ name, id }) => [name, id]),
    );
  }

  row(name: string): { inputs: Record<string, Json>; outputs: Record<string, Json>; id: string } {
    const found = this.engine.state.rows.find((one) => one.name === name && !one.pendingDelete);
    if (!found) throw new Error(`no row ${name}`);
    return found;
  }
}

/** Never resolved: the memory network knows it. */
export const originOf = (account: string): string => `https://${account}.test`;

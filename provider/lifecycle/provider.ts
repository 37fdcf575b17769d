/** The lifecycle of all kinds as the engine calls it: bags in, bags out, every error in words and without secrets. */

import { Account } from "../accounts/account.js";
import { type CatalogueConfig, type RawConfig, readConfig } from "../accounts/config.js";
import type { HostedRow } from "../accounts/hosts.js";
import type { Runtime, StackState } from "../accounts/runtime.js";
import type { Registry } from "../kinds/registry.js";
import { adoptedId } from "../validation/adopt.js";
import { readableLines } from "../validation/text.js";
import { adoptionKey } from "./adoptions.js";
import { type Checked, check, isNew } from "./check.js";
import { create } from "./create.js";
import { remove } from "./delete.js";
import { diff } from "./diff.js";
import { guardEmptied } from "./emptied.js";
import { describeError, PartialFailure, TRACE_VARIABLE } from "./failure.js";
import { guardedBy } from "./guarded.js";
import { adoptOfManaged, foresee } from "./observe/foresee.js";
import { foreseeAsIs } from "./observe/foresee-as-is.js";
import type { Operation } from "./operation.js";
import { read } from "./read.js";
import { type Bag, type Inputs, readInputs, readOutputs, writeInputs, writeOutputs } from "./state.js";
import { update } from "./update.js";
import { wireSafeBag } from "./wire-safe.js";

/** What the engine's provider process calls for resources of one kind. */
export interface KindProvider {
  configure(request: { config: { get(key: string): string | undefined } }): Promise<void>;
  check(olds: Bag, news: Bag): Promise<Checked>;
  diff(
    id: string,
    olds: Bag,
    news: Bag,
  ): Promise<{ changes?: boolean; replaces?: string[]; deleteBeforeReplace?: boolean }>;
  create(inputs: Bag): Promise<{ id: string; outs: Bag }>;
  read(id: string, props: Bag): Promise<{ id: string; props: Bag; inputs: Bag }>;
  update(id: string, olds: Bag, news: Bag): Promise<{ outs: Bag }>;
  delete(id: string, props: Bag): Promise<void>;
}

const CONFIG_KEYS = ["directory", "accounts", "credentials", "values", "adoptWindow", "onRemove", "archivedElsewhere"];

/** Everything one provider process shares: accounts with their clients and listings, and the stack's state. */
export class ProviderProcess {
  readonly #registry: Registry;
  readonly #runtime: Runtime;
  readonly #accounts = new Map<string, Account>();
  /** Rows of the state that calls have shown so far, one for each account and host. */
  readonly #rows: HostedRow[] = [];
  /** Their accounts and hosts. */
  readonly #places = new Set<string>();
  /** Accounts of which the program has declared an entry. */
  readonly #declared = new Set<string>();
  /** Entries that the program has declared, by type and address. */
  readonly #entries = new Map<string, Inputs>();
  readonly #said = new Set<string>();
  #config: CatalogueConfig | undefined;
  #raw: RawConfig = {};
  /** One for the refresh, which may drop rows, and one for what follows it. */
  readonly #states = new Map<string, Promise<StackState>>();
  /**
   * As it was before this run sent anything: the engine checks a resource before it creates it, so what is pending at
   * the first check of a new entry was left by an earlier run.
   */
  #before: Promise<StackState | undefined> = Promise.resolve(undefined);
  #readBefore = false;
  readonly #startedAt: number;
  /** The engine may call a method before `configure` has returned; it is called at once, so this never waits long. */
  readonly #configured: Promise<void>;
  #setConfigured: () => void = () => undefined;

  constructor(registry: Registry, runtime: Runtime) {
    this.#registry = registry;
    this.#startedAt = runtime.clock.now();
    const once = (say: (message: string) => void) => (message: string) => {
      const text = readableLines(runtime.redactor.text(message));
      if (!this.#said.has(text)) say(text);
      this.#said.add(text);
    };
    const report = {
      info: once((text) => runtime.report.info(text)),
      warn: once((text) => runtime.report.warn(text)),
    };
    this.#runtime = { ...runtime, report };
    this.#configured = new Promise((resolve) => {
      this.#setConfigured = resolve;
    });
  }

  configure(get: (key: string) => string | undefined): void {
    if (this.#config === undefined)
      this.#raw = Object.fromEntries(CONFIG_KEYS.map((key) => [`catalogue:${key}`, get(`catalogue:${key}`)]));
    this.#setConfigured();
  }

  /** Parsed when it is first needed, so that a mistake in it reaches the person as an error of the resource. */
  #readConfig(): CatalogueConfig {
    this.#config ??= readConfig(this.#raw, this.#registry);
    return this.#config;
  }

  provider(type: string): KindProvider {
    const known = this.#registry.kind(type);
    if (!known)
      throw new Error(`billing-catalogue does not know the kind ${type}: the stack was written by a newer version`);
    const { vendor, kind } = known;

    const operation = (phase: "refresh" | "apply" = "apply", row?: string): Operation => ({
      vendor,
      kind,
      config: this.#readConfig(),
      runtime: this.#runtime,
      account: (name) => this.#account(name, vendor),
      state: async (owner) => (await this.#readState(phase, owner, row)).rows,
      before: () => this.#before,
      startedAt: this.#startedAt,
    });

    const trace = (this.#runtime.environment[TRACE_VARIABLE] ?? "") !== "";
    const guarded = async <T>(
      method: string,
      bag: Bag,
      run: (words: (error: unknown) => string) => Promise<T> | T,
    ): Promise<T> => {
      const words = (error: unknown): string =>
        describeError(error, readInputs(kind, bag).address, `${method} ${type}`, trace);
      await this.#configured;
      try {
        return await run(words);
      } catch (error) {
        throw this.#outward(error, words(error));
      }
    };

    return {
      configure: async ({ config }) => this.configure((key) => config.get(key)),
      check: (olds, news) =>
        guarded("check", news, async () => {
          const given = readInputs(kind, news);
          const { account, address, adopt, owner } = given;
          this.#declared.add(account);
          this.#entries.set(`${type} ${address}`, given);
          const asIs = isNew(olds) ? this.#asIs(type, address) : undefined;
          const id = asIs ?? adoptedId(adopt);
          if (isNew(olds) && id !== undefined && account !== "")
            operation().account(account).foreseen.names(address, id);
          if (isNew(olds)) await this.#rememberBefore(owner);
          const settings =
            (kind.accountRules || given.archiveOnlyIf) && account !== ""
              ? this.#readConfig().account(account, vendor).settings
              : undefined;
          const { inputs, failures } = check(vendor, kind, olds, news, {
            settings,
            takes: asIs !== undefined,
          });
          const reasons = failures.map(({ reason }) => reason);
          if (asIs !== undefined && reasons.length === 0) {
            const taken = await foreseeAsIs(operation(), { ...readInputs(kind, inputs), asIs });
            if ("refusal" in taken) reasons.push(taken.refusal);
            else Object.assign(inputs, writeInputs(taken));
          } else if (adopt !== undefined && reasons.length === 0) {
            const wanted = readInputs(kind, inputs);
            reasons.push(
              ...(isNew(olds)
                ? await foresee(operation(), wanted)
                : await adoptOfManaged(operation(), readInputs(kind, olds), wanted)),
            );
          }
          return {
            inputs: wireSafeBag(inputs),
            failures: reasons.map((reason) => ({ property: "", reason: this.#runtime.redactor.text(reason) })),
          };
        }),
      diff: (_id, olds, news) =>
        guarded("diff", news, () => {
          const config = this.#readConfig();
          const inputs = readInputs(kind, news);
          const account = config.account(inputs.account, vendor);
          const outputs = readOutputs(kind, olds);
          this.#know([{ ...outputs, host: outputs.live.host }]);
          const { changes, replaces, deleteBeforeReplace } = diff(
            kind,
            account,
            new URL(account.baseUrl).host,
            outputs,
            inputs,
            {
              archivedElsewhere: config.archivedElsewhere,
              report: this.#runtime.report,
            },
          );
          return { ...(changes === undefined ? {} : { changes }), replaces: [...replaces], deleteBeforeReplace };
        }),
      create: (inputs) =>
        guarded("create", inputs, async (words) => {
          const { id, outputs, failure } = await create(operation(), this.#takingAsIs(type, readInputs(kind, inputs)));
          const outs = wireSafeBag(writeOutputs(outputs));
          if (failure !== undefined) throw new PartialFailure(id, outs, words(failure));
          return { id, outs };
        }),
      read: (id, props) =>
        guarded("read", props, async () => {
          const outputs = await read(operation("refresh", id), id, readOutputs(kind, props));
          if (!outputs) return { id: "", props: {}, inputs: {} };
          return { id, props: wireSafeBag(writeOutputs(outputs)), inputs: wireSafeBag(writeInputs(outputs)) };
        }),
      update: (id, olds, news) =>
        guarded("update", news, async (words) => {
          const { outputs, failure } = await update(operation(), id, readOutputs(kind, olds), readInputs(kind, news));
          const outs = wireSafeBag(writeOutputs(outputs));
          if (failure !== undefined) throw new PartialFailure(id, outs, words(failure));
          return { outs };
        }),
      delete: (id, props) =>
        guarded("delete", props, async () => {
          const outputs = readOutputs(kind, props);
          const { account } = outputs;
          if (!this.#declared.has(account) && !this.#readConfig().mayBeEmpty(account))
            guardEmptied(type, outputs, await this.#runtime.commandLine());
          // The old object of a replacement: its entry is there, and may say something else than the row.
          const entry = this.#entries.get(`${type} ${outputs.address}`);
          return remove(operation(), id, entry ? guardedBy(outputs, entry) : outputs);
        }),
    };
  }

  #asIs(type: string, address: string): string | undefined {
    return this.#runtime.adoptions?.().get(adoptionKey(type, address));
  }

  #takingAsIs(type: string, inputs: Inputs): Inputs {
    const asIs = this.#asIs(type, inputs.address);
    return asIs === undefined ? inputs : { ...inputs, asIs };
  }

  /** `row`: the id of a row that this owner has written. After a rename, another stack may have the owner's name. */
  #readState(phase: "refresh" | "apply", owner: string, row?: string): Promise<StackState> {
    const key = `${phase} ${owner}`;
    const known = this.#states.get(key);
    if (known) return known;
    const reading = this.#runtime.exportState(owner).then((state) => {
      if (row !== undefined && !state.rows.some(({ id }) => id === row))
        throw new Error(`stack ${owner} does not contain ${row}, so it is another stack of the same name`);
      this.#know(state.rows);
      return state;
    });
    this.#states.set(key, reading);
    // One failure must not fail every later entry: the next one that needs the state reads it again.
    reading.catch(() => this.#states.delete(key));
    return reading;
  }

  /** A preview needs none of it, and cannot be told from the run. */
  async #rememberBefore(owner: string): Promise<void> {
    if (this.#readBefore) return;
    this.#readBefore = true;
    this.#before = this.#runtime.exportState(owner).catch(() => undefined);
    this.#know((await this.#before)?.rows ?? []);
  }

  #account(name: string, vendor: Parameters<CatalogueConfig["account"]>[1]): Account {
    const known = this.#accounts.get(name);
    if (known) return known;
    const config = this.#readConfig();
    const account = new Account(config.account(name, vendor), config.credentials[name], this.#runtime, this.#rows);
    this.#accounts.set(name, account);
    return account;
  }

  /** Remembers where objects of the stack are: an account that points elsewhere sends nothing. */
  #know(rows: readonly HostedRow[]): void {
    for (const { account, address, host } of rows) {
      const place = `${account} ${host}`;
      if (!this.#places.has(place)) this.#rows.push({ account, address, host });
      this.#places.add(place);
    }
  }

  /** Errors as the engine shows them: only a PartialFailure may carry an id, and none a secret or a stack. */
  #outward(error: unknown, words: string): Error {
    const text = readableLines(this.#runtime.redactor.text(words));
    const shown =
      error instanceof PartialFailure ? new PartialFailure(error.id, error.properties, text) : new Error(text);
    // The engine's host prints `${error}: ${error.stack}` beside the error itself, which says it all.
    shown.stack = "see the resource's error above";
    Object.defineProperty(shown, "toString", { value: () => "billing-catalogue" });
    return shown;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#accounts.values()].map((account) => account.close()));
  }
}

/** All entries that a program declares in one run, from the YAML and by itself. The rules apply to both together. */

import { type AccountConfig, type CatalogueConfig, ConfigError } from "../accounts/config.js";
import { DeclaredEntries } from "../catalogue/declared-entries.js";
import type { Entry } from "../catalogue/model.js";
import { EntryIndex, namedEntriesAreThere } from "../catalogue/named-entries.js";
import { isProblem, renderProblems } from "../catalogue/render.js";
import { entryRules } from "../catalogue/rules.js";
import { type Problem, tidy } from "../validation/problem.js";
import { secretsOf } from "../validation/secrets.js";
import { registry } from "../vendors/registry.js";
import { accountLine, accountsOf, guardAccounts, guardEmptiedAccounts } from "./accounts.js";
import { exportState } from "./engine.js";
import { announceCalls, type Declared } from "./outlook.js";
import { hasNoRow, type Options, removals, removedRows } from "./removals.js";
import type { CatalogueResource } from "./resource.js";
import * as pulumi from "./sdk.js";
import { readStackConfig, stackOwner } from "./stack-config.js";

import { rowsOfStack, type StackRow } from "./stack-rows.js";
import { UniqueValues } from "./unique-values.js";

export class ProgramEntries {
  readonly #check = entryRules();
  /** By address. */
  readonly entries = new Map<string, Entry>();
  readonly declared = new DeclaredEntries();
  readonly resources = new Map<string, CatalogueResource>();
  readonly owner = stackOwner();
  #config: CatalogueConfig | undefined;
  #exported: Promise<Options> | undefined;
  #admission: Promise<void> | undefined;
  /** The program declares a single catalogue and nothing else, which was admitted. */
  #isAll = false;
  /** Entries that have not been compared with the state yet. */
  #waiting: Entry[] = [];
  readonly #admitted = new Set<Entry>();
  /** Names of accounts that were announced and compared with the state. */
  readonly #announced = new Set<string>();
  readonly #guarded = new Set<string>();
  #unique: UniqueValues | undefined;

  /** The entries of the running stack: a process may run several programs. */
  static ofStack(): ProgramEntries {
    const stack = pulumi.getStackResource() ?? NO_STACK;
    const known = byStack.get(stack);
    if (known) return known;
    const made = new ProgramEntries();
    byStack.set(stack, made);
    return made;
  }

  get config(): CatalogueConfig {
    this.#config ??= configured(() => readStackConfig(registry));
    return this.#config;
  }

  /**
   * Adds entries. Ends the program when they break a rule together with those before them. `checked`: they were checked
   * among themselves, and their warnings have been logged.
   */
  add(entries: readonly Entry[], { checked = false } = {}): void {
    const problems = entries.flatMap((entry) => this.#check(entry));
    const index = new EntryIndex(entries, this.declared.index);
    report(
      checked
        ? problems.filter(isProblem)
        : [...problems, ...entries.flatMap((entry) => namedEntriesAreThere(entry, index))],
    );
    for (const entry of entries) {
      this.entries.set(entry.address, entry);
      this.declared.add(entry);
      this.#waiting.push(entry);
    }
  }

  /** The rows of the stack's state, read once per run. */
  get rows(): Promise<readonly StackRow[]> {
    return rowsOfStack();
  }

  /**
   * Compares entries with the stack's state. Ends the program when they must not be applied to it; nothing is
   * registered then, so nothing is sent. `isAll`: the program declares no other entries. Those that were compared
   * before are so with the new ones only.
   */
  async admit(entries: readonly Entry[], { isAll = false } = {}): Promise<void> {
    this.#isAll ||= isAll;
    try {
      const rows = await this.rows;
      const accounts = configured(() => accountsOf(entries, this.config));
      await this.#announce(accounts);
      configured(() => {
        const others = accounts.filter(({ name }) => !this.#guarded.has(name));
        if (others.length > 0) guardAccounts(others, rows);
        for (const { name } of others) this.#guarded.add(name);
        this.#unique ??= new UniqueValues(hasNoRow(rows), this.config);
        this.#unique.check(entries, isAll ? removedRows(rows, entries) : []);
      });
      if (isAll) {
        configured(() => guardEmptiedAccounts(entries, rows, this.config));
        await this.#reportRemovals(entries, true);
      }
      for (const entry of entries) this.#admitted.add(entry);
    } catch (error) {
      throw pulumi.RunError.isInstance(error) ? withFixedMessage(error) : error;
    }
  }

  /** In a program that declares more than a catalogue, removals are known only when everything is declared. */
  async announceRemovals(): Promise<void> {
    if (!this.#isAll && pulumi.isDryRun()) await this.#reportRemovals([...this.entries.values()], false);
  }

  /** In a preview: how long `up` takes, where a vendor's limit holds it back. */
  async announceCalls(declared: readonly Declared[]): Promise<void> {
    if (!pulumi.isDryRun()) return;
    // Where they cannot be read, the run has said so and ends.
    const rows = await this.rows.catch(() => undefined);
    if (!rows) return;
    const removed = removedRows(rows, [...this.entries.values()]);
    const options = removed.length > 0 ? await this.#options : undefined;
    const retained = new Set(options?.filter((row) => row.retained).map(({ type, address }) => `${type} ${address}`));
    try {
      await announceCalls(
        declared,
        rows,
        removed.filter(({ type, outputs }) => !retained.has(`${type} ${outputs["address"]}`)),
        this.config,
      );
    } catch (error) {
      // An account of removed rows that the configuration no longer has: there is nothing to estimate by.
      if (!(error instanceof ConfigError)) throw error;
    }
  }

  /** The engine's options of each row, read once per run; undefined: the state could not be exported. */
  get #options(): Promise<Options> {
    this.#exported ??= exportState(this.owner).then(
      (state) => state.rows,
      () => undefined,
    );
    return this.#exported;
  }

  async #reportRemovals(entries: readonly Entry[], refuses: boolean): Promise<void> {
    const rows = await this.rows;
    const removed = removedRows(rows, entries);
    if (removed.length === 0) return;
    const options = await this.#options;
    const { lines, refusal } = configured(() => removals(removed, rows, entries, this.config, options));
    if (pulumi.isDryRun()) for (const line of lines) await pulumi.logInfo(line);
    if (refusal === undefined) return;
    if (refuses) throw new pulumi.RunError(refusal);
    await pulumi.logWarn(refusal);
  }

  /** Those that are refused keep waiting, so that everything after them is refused too. */
  async #admitWaiting(): Promise<void> {
    const waiting = this.#waiting.filter((entry) => !this.#admitted.has(entry));
    await this.admit(waiting);
    this.#waiting = this.#waiting.filter((entry) => !this.#admitted.has(entry));
  }

  /** Logs where credentials are sent: in previews, and as a warning in every run when the host is unexpected. */
  async #announce(accounts: readonly AccountConfig[]): Promise<void> {
    for (const account of accounts.filter(({ name }) => !this.#announced.has(name))) {
      this.#announced.add(account.name);
      const { text, isWarning } = accountLine(account);
      if (isWarning) await pulumi.logWarn(text);
      else if (pulumi.isDryRun()) await pulumi.logInfo(text);
    }
  }

  /** No code reads the resources: they are declared, and nothing else. */
  get onlyDeclares(): boolean {
    return this.#isAll;
  }

  /** The value after `admit` of all entries: a resource with this input is not registered before that. */
  admitted<T>(value: T): pulumi.Input<T> {
    if (this.#isAll) return value;
    // Entries that are declared together are compared together.
    this.#admission ??= this.rows.then(noop, noop).then(() => {
      this.#admission = undefined;
      return this.#admitWaiting();
    });
    return pulumi.output(this.#admission.then(() => value)) as pulumi.Output<T>;
  }
}

/** Logs warnings; ends the program when a problem is more than a warning. */
export function report(problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const shown = renderProblems(tidy(problems, secretsOf(registry)), { registry, files: [] });
  if (problems.some(isProblem)) throw new pulumi.RunError(`the catalogue has problems\n\n${shown}`);
  void pulumi.logWarn(shown);
}

/** Keeps the SDK from putting property names before the message of an error that ends a resource. */
function withFixedMessage(error: pulumi.RunError): pulumi.RunError {
  const { message } = error;
  return Object.defineProperty(error, "message", { get: () => message, set: () => undefined });
}

const noop = (): void => undefined;
const NO_STACK = {};
const byStack = new WeakMap<object, ProgramEntries>();

/** A ConfigError becomes a RunError, which the CLI shows without a stack trace. */
export function configured<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof ConfigError ? new pulumi.RunError(error.message) : error;
  }
}

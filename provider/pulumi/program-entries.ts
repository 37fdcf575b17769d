/** All entries that one run of a program declares, from YAML and by itself: the rules hold over both. */
import * as pulumi from "@pulumi/pulumi";
import { type AccountConfig, type CatalogueConfig, ConfigError } from "../accounts/config.js";
import type { Entry } from "../catalogue/model.js";
import { indexOf, namedEntriesAreThere } from "../catalogue/named-entries.js";
import { isProblem, renderProblems } from "../catalogue/render.js";
import { entryRules } from "../catalogue/rules.js";
import { type Problem, tidy } from "../validation/problem.js";
import { registry } from "../vendors/registry.js";
import { accountLine, accountsOf, guardAccounts, guardEmptiedAccounts } from "./accounts.js";
import { exportState } from "./engine.js";
import { hasNoRow, removals, removedRows } from "./removals.js";
import type { CatalogueResource } from "./resource.js";
import { readStackConfig, stackOwner } from "./stack-config.js";
import { readStackRows, type StackRow } from "./stack-rows.js";
import { guardUniqueValues } from "./unique-values.js";

export class ProgramEntries {
  readonly #check = entryRules();
  /** By address. */
  readonly entries = new Map<string, Entry>();
  readonly resources = new Map<string, CatalogueResource>();
  readonly owner = stackOwner();
  #config: CatalogueConfig | undefined;
  #rows: Promise<readonly StackRow[]> | undefined;
  #admission: Promise<void> | undefined;
  /** The program declares one catalogue and nothing else. */
  #isAll = false;
  /** Names of accounts that were spoken of. */
  readonly #announced = new Set<string>();

  /** Those of the running stack: one process may run several programs. */
  static ofStack(): ProgramEntries {
    const stack = pulumi.runtime.getStackResource() ?? NO_STACK;
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
   * Ends the program when entries break a rule together with those before them. Those of a catalogue are in order
   * among themselves, and their warnings have been said.
   */
  add(entries: readonly Entry[], { said = false } = {}): void {
    const problems = entries.flatMap((entry) => this.#check(entry));
    const index = indexOf([...this.entries.values(), ...entries]);
    report(
      said
        ? problems.filter(isProblem)
        : [...problems, ...entries.flatMap((entry) => namedEntriesAreThere(entry, index))],
    );
    for (const entry of entries) this.entries.set(entry.address, entry);
  }

  /** What the stack's state holds, read once per run. */
  get rows(): Promise<readonly StackRow[]> {
    this.#rows ??= readStackRows();
    return this.#rows;
  }

  /**
   * Compares entries with the stack's state. Ends the program, before anything is registered and so before anything is
   * sent, when they must not be applied to it. `isAll`: the program declares no others.
   */
  async admit(entries: readonly Entry[], { isAll = false } = {}): Promise<void> {
    this.#isAll ||= isAll;
    try {
      const rows = await this.rows;
      const accounts = configured(() => accountsOf(entries, this.config));
      await this.#announce(accounts);
      configured(() => {
        guardAccounts(accounts, rows);
        guardUniqueValues(entries, hasNoRow(rows), isAll ? removedRows(rows, entries) : [], this.config);
      });
      if (isAll) {
        configured(() => guardEmptiedAccounts(entries, rows, this.config));
        await this.#sayRemovals(entries, true);
      }
    } catch (error) {
      throw pulumi.RunError.isInstance(error) ? asItIs(error) : error;
    }
  }

  /** Where the program declares more than a catalogue, what is removed is known only when all is declared. */
  async announceRemovals(): Promise<void> {
    if (!this.#isAll && pulumi.runtime.isDryRun()) await this.#sayRemovals([...this.entries.values()], false);
  }

  async #sayRemovals(entries: readonly Entry[], refuses: boolean): Promise<void> {
    const rows = await this.rows;
    const removed = removedRows(rows, entries);
    if (removed.length === 0) return;
    const options = await exportState(this.owner)
      .then((state) => state.rows)
      .catch(() => undefined);
    const { lines, refusal } = configured(() => removals(removed, rows, entries, this.config, options));
    if (pulumi.runtime.isDryRun()) for (const line of lines) await pulumi.log.info(line);
    if (refusal === undefined) return;
    if (refuses) throw new pulumi.RunError(refusal);
    await pulumi.log.warn(refusal);
  }

  /** Where credentials go: said in previews, and in every run when something about it is unexpected. */
  async #announce(accounts: readonly AccountConfig[]): Promise<void> {
    for (const account of accounts.filter(({ name }) => !this.#announced.has(name))) {
      this.#announced.add(account.name);
      const { text, isWarning } = accountLine(account);
      if (isWarning) await pulumi.log.warn(text);
      else if (pulumi.runtime.isDryRun()) await pulumi.log.info(text);
    }
  }

  /** The value, once the entries are admitted: a resource with such an input is not registered before. */
  admitted<T>(value: T): pulumi.Output<T> {
    // One comparison for all that is declared in one go, and another for what is declared after it.
    this.#admission ??= this.rows.then(noop, noop).then(() => {
      this.#admission = undefined;
      return this.admit([...this.entries.values()]);
    });
    return pulumi.output(this.#admission.then(() => value)) as pulumi.Output<T>;
  }
}

/** Ends the program when one of the problems is more than a warning. */
export function report(problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const shown = renderProblems(tidy(problems), { files: [] });
  if (problems.some(isProblem)) throw new pulumi.RunError(`the catalogue has problems\n\n${shown}`);
  void pulumi.log.warn(shown);
}

/** The SDK puts the names of properties before the message of an error that ends a resource. */
function asItIs(error: pulumi.RunError): pulumi.RunError {
  const { message } = error;
  return Object.defineProperty(error, "message", { get: () => message, set: () => undefined });
}

const noop = (): void => undefined;
const NO_STACK = {};
const byStack = new WeakMap<object, ProgramEntries>();

/** A mistake in the configuration ends the program with a sentence. */
export function configured<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof ConfigError ? new pulumi.RunError(error.message) : error;
  }
}

/** All entries that one run of a program declares, from YAML and by itself: the rules hold over both. */
import * as pulumi from "@pulumi/pulumi";
import type { Entry } from "../catalogue/model.js";
import { type Problem, tidy } from "../catalogue/problem.js";
import { isProblem, renderProblems } from "../catalogue/render.js";
import { entryRules, indexOf, namedEntriesAreThere } from "../catalogue/rules.js";
import { type CatalogueConfig, ConfigError } from "../lifecycle/config.js";
import { registry } from "../vendors/registry.js";
import type { CatalogueResource } from "./resource.js";
import { readStackConfig, stackOwner } from "./stack-config.js";

export class ProgramEntries {
  readonly #check = entryRules();
  /** By address. */
  readonly entries = new Map<string, Entry>();
  readonly resources = new Map<string, CatalogueResource>();
  readonly owner = stackOwner();
  #config: CatalogueConfig | undefined;

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
    report(said ? problems.filter(isProblem) : [...problems, ...entries.flatMap((entry) => namedEntriesAreThere(entry, index))]);
    for (const entry of entries) this.entries.set(entry.address, entry);
  }
}

/** Ends the program when one of the problems is more than a warning. */
export function report(problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const shown = renderProblems(tidy(problems), { files: [] });
  if (problems.some(isProblem)) throw new pulumi.RunError(`the catalogue has problems\n\n${shown}`);
  void pulumi.log.warn(shown);
}

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

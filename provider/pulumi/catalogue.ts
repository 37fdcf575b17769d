/** The catalogue folder as a component: each entry becomes a resource, its `lifecycle` options of the engine. */
import type * as pulumi from "@pulumi/pulumi";
import { ComponentResource } from "@pulumi/pulumi/resource.js";

import { type LoadedCatalogue, loadCatalogue } from "../catalogue/load.js";
import type { Entry } from "../catalogue/model.js";
import { isProblem, renderProblems } from "../catalogue/render.js";
import { didYouMean } from "../validation/did-you-mean.js";
import { registry } from "../vendors/registry.js";
import { isAdopting } from "./adoptions-file.js";
import type { CatalogueArgs } from "./catalogue-args.js";
import { declareAll } from "./declare.js";
import { entryOf } from "./entry-of.js";
import { seal } from "./made.js";
import type { Opaque } from "./opaque.js";
import type { Declared } from "./outlook.js";
import { configured, ProgramEntries } from "./program-entries.js";
import { CatalogueResource } from "./resource.js";
import { typeToken } from "./resource-text.js";
import { isDryRun, logWarn, output, RunError } from "./sdk.js";

/** The result of `readCatalogue`: a catalogue without errors. */
export type CheckedCatalogue = Opaque<"catalogue">;

interface Checked extends CheckedCatalogue {
  readonly entries: readonly Entry[];
}

const entriesOf = (checked: CheckedCatalogue): readonly Entry[] => (checked as Checked).entries;
const isChecked = (args: CatalogueArgs | CheckedCatalogue): args is CheckedCatalogue => "entries" in args;

/** The class of a kind, such as `sequence.Product`. */
export interface ResourceClass<T extends CatalogueResource> {
  readonly __pulumiType: string;
  isInstance(value: unknown): value is T;
}

/**
 * Reads and checks the catalogue of the running stack. Warnings are logged.
 *
 * @throws a RunError that lists every problem at its place, or that says what is wrong in the stack's configuration;
 * nothing is registered then, so nothing is sent
 */
export function readCatalogue(args: CatalogueArgs = {}): CheckedCatalogue {
  const { config } = ProgramEntries.ofStack();
  const directory = args.directory ?? config.directory;
  const loaded = loadCatalogue(directory, {
    registry,
    values: { ...config.values, ...args.values },
    mayBeEmpty: config.mayBeEmpty,
  });
  report(loaded, directory);
  configured(() => {
    for (const { account, vendor } of loaded.entries) config.account(account, vendor);
  });
  return { entries: loaded.entries } as Checked;
}

function report({ problems, files }: LoadedCatalogue, directory: string): void {
  if (problems.length === 0) return;
  const shown = renderProblems(problems, { registry, files, directory });
  if (problems.some(isProblem)) throw new RunError(`the catalogue has problems; nothing was sent\n\n${shown}`);
  void logWarn(shown);
}

/**
 * For a program that declares only this catalogue: compares it with the stack's state.
 *
 * @throws a RunError when the catalogue must not be applied to this stack
 */
export const admitCatalogue = (checked: CheckedCatalogue): Promise<void> =>
  ProgramEntries.ofStack().admit(entriesOf(checked), { isAll: true });

/**
 * Whether declaring the catalogue sends nothing to a vendor: in a preview, unless an entry adopts an object, which is
 * looked up. Then the resources need not wait until the catalogue is admitted.
 */
export const sendsNothing = (checked: CheckedCatalogue): boolean =>
  isDryRun() && !isAdopting() && entriesOf(checked).every(({ lifecycle }) => lifecycle.adopt === undefined);

/**
 * Every entry of the catalogue as a resource.
 *
 * @throws a RunError when the catalogue has problems, as `readCatalogue` does
 */
export class Catalogue extends ComponentResource {
  /** The vendors' ids by address: `{ "sequence/platform": "3f0c…" }`. */
  readonly ids: pulumi.Output<Record<string, string>>;
  readonly #resources = new Map<string, CatalogueResource>();
  readonly #addresses = new Map<ResourceClass<CatalogueResource>, readonly string[]>();

  constructor(name: string, args: CatalogueArgs | CheckedCatalogue = {}, options?: pulumi.ComponentResourceOptions) {
    super("catalogue:index:Catalogue", name, {}, options);
    const entries = entriesOf(isChecked(args) ? args : readCatalogue(args));
    const program = ProgramEntries.ofStack();
    program.add(entries, { checked: true });
    const declared: Declared[] = [];
    for (const declaration of declareAll(entries, program.config, program.owner)) {
      const parent = declaration.parent ? {} : { parent: this };
      const resource = new CatalogueResource(seal({ program, declaration }), parent);
      this.#resources.set(declaration.address, resource);
      declared.push({ resource, declaration });
    }
    this.ids = output(Object.fromEntries([...this.#resources].map(([address, { id }]) => [address, id])));
    this.registerOutputs();
    void program.announceCalls(declared).then(() => program.announceRemovals());
  }

  /**
   * The resource of an entry, as the class of its kind: `catalogue.get(sequence.Product, "sequence/platform")`.
   *
   * @throws a RunError when the catalogue has no entry with this address, or when the entry is of another kind
   */
  get<T extends CatalogueResource>(of: ResourceClass<T>, address: string): T {
    const found = this.#resources.get(address);
    if (of.isInstance(found)) return found;
    const wanted = of.__pulumiType.slice(typeToken("").length);
    const type = entryOf(found)?.kind.type;
    if (found)
      throw new RunError(
        `${address} is a ${type}, not a ${wanted}\n  what to do: write catalogue.get(${type?.replace(":", ".")}, …)`,
      );
    const known = this.#addressesOf(of);
    const add = known.length > 0 ? undefined : `add a ${wanted} to the YAML`;
    throw new RunError(
      `${JSON.stringify(address)} is not an entry of the catalogue\n` +
        `  what to do: ${didYouMean(String(address), known, add)}`,
    );
  }

  #addressesOf(of: ResourceClass<CatalogueResource>): readonly string[] {
    const known =
      this.#addresses.get(of) ??
      [...this.#resources].filter(([, resource]) => of.isInstance(resource)).map(([address]) => address);
    this.#addresses.set(of, known);
    return known;
  }
}

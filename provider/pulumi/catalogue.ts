/** The catalogue folder as one component: an entry becomes a resource, its lifecycle the engine's own options. */
import * as pulumi from "@pulumi/pulumi";
import { type LoadedCatalogue, loadCatalogue } from "../catalogue/load.js";
import type { Entry } from "../catalogue/model.js";
import { isProblem, renderProblems } from "../catalogue/render.js";
import type { JsonObject } from "../fields/shape.js";
import { type CatalogueConfig, ConfigError } from "../lifecycle/config.js";
import { registry } from "../vendors/registry.js";
import { type Declaration, declareAll } from "./declare.js";
import { CatalogueResource } from "./resource.js";
import { readStackConfig, stackOwner } from "./stack-config.js";

export interface CatalogueArgs {
  /** The folder with the YAML files. Default: `catalogue:directory`, else `./catalogue`. */
  readonly directory?: string;
  /** What `${name}` stands for, besides `catalogue:values`. */
  readonly values?: JsonObject;
}

/** A catalogue that was read and found in order. */
export interface CheckedCatalogue {
  readonly entries: readonly Entry[];
  readonly config: CatalogueConfig;
}

/**
 * Reads and checks the catalogue of the running stack. Ends the program with the list of all problems, each at
 * its place, when there are any; nothing is registered then, so nothing can be sent.
 */
export function readCatalogue(args: CatalogueArgs = {}): CheckedCatalogue {
  try {
    const config = readStackConfig(registry);
    const directory = args.directory ?? config.directory;
    const loaded = loadCatalogue(directory, { registry, values: { ...config.values, ...args.values } });
    report(loaded, directory);
    for (const { account, vendor } of loaded.entries) config.account(account, vendor);
    return { entries: loaded.entries, config };
  } catch (error) {
    throw error instanceof ConfigError ? new pulumi.RunError(error.message) : error;
  }
}

function report({ problems, files }: LoadedCatalogue, directory: string): void {
  const shown = renderProblems(problems, { files, directory });
  if (problems.some(isProblem)) throw new pulumi.RunError(`the catalogue has problems; nothing was sent\n\n${shown}`);
  if (problems.length > 0) void pulumi.log.warn(shown);
}

/** Every entry of the catalogue as a resource. */
export class Catalogue extends pulumi.ComponentResource {
  /** Address → vendor's id. */
  readonly ids: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: CatalogueArgs | CheckedCatalogue = {}, options?: pulumi.ComponentResourceOptions) {
    super("catalogue:index:Catalogue", name, {}, options);
    const { entries, config } = "entries" in args ? args : readCatalogue(args);
    const owner = stackOwner();
    const resources = new Map<string, CatalogueResource>();
    for (const declaration of declareAll(entries, config, owner))
      resources.set(declaration.address, this.#register(declaration, resources));
    this.ids = pulumi.output(Object.fromEntries([...resources].map(([address, { id }]) => [address, id])));
    this.registerOutputs({ ids: this.ids });
  }

  #register(
    { kind, address, inputs, parent, references, after, ...options }: Declaration,
    resources: ReadonlyMap<string, CatalogueResource>,
  ): CatalogueResource {
    const above = parent && resources.get(parent.address);
    const ids = Object.entries(references).map(([key, named]) => [key, resources.get(named)?.id]);
    const given = {
      ...inputs,
      ...(above ? { [parent.field]: above.id } : {}),
      ...(ids.length > 0 ? { references: Object.fromEntries(ids) } : {}),
    };
    return new CatalogueResource(kind, address, given, {
      parent: above ?? this,
      dependsOn: after.flatMap((one) => resources.get(one) ?? []),
      aliases: options.formerAddresses.map((name) => ({ name })),
      ignoreChanges: [...options.ignoreChanges],
      protect: options.protect,
      retainOnDelete: options.retainOnDelete,
    });
  }
}

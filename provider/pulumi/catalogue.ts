/** The catalogue folder as one component: an entry becomes a resource, its lifecycle the engine's own options. */
import * as pulumi from "@pulumi/pulumi";
import { type LoadedCatalogue, loadCatalogue } from "../catalogue/load.js";
import type { Entry, OnRemove } from "../catalogue/model.js";
import { isProblem, renderProblems } from "../catalogue/render.js";
import type { JsonObject } from "../fields/shape.js";
import { type CatalogueConfig, ConfigError } from "../lifecycle/config.js";
import { registry } from "../vendors/registry.js";
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
    for (const entry of entries) resources.set(entry.address, this.#register(entry, resources, config, owner));
    this.ids = pulumi.output(Object.fromEntries([...resources].map(([address, { id }]) => [address, id])));
    this.registerOutputs({ ids: this.ids });
  }

  #register(entry: Entry, resources: ReadonlyMap<string, CatalogueResource>, config: CatalogueConfig, owner: string): CatalogueResource {
    const { address, account, archived, fields, kind, lifecycle, parent } = entry;
    const above = parent && resources.get(parent.address);
    const inputs: pulumi.Inputs = {
      ...fields,
      // Only its id: everything else of a parent is unknown in a preview that changes it.
      ...(above && kind.parent ? { [kind.parent.field]: above.id } : {}),
      archived,
      account,
      address,
      owner,
      ...(lifecycle.adopt === undefined ? {} : { adopt: lifecycle.adopt }),
      ...(parent?.archived ? { underArchived: true } : {}),
    };
    const onRemove = onRemoveOf(entry, config);
    return new CatalogueResource(kind.type, address, inputs, {
      parent: above ?? this,
      aliases: lifecycle.formerAddresses.map((former) => ({ name: former })),
      ignoreChanges: [...lifecycle.ignoreChanges],
      protect: onRemove === "forbid",
      retainOnDelete: onRemove === "retain",
    });
  }
}

/** Its own word, the stack's, or: active entries of production accounts may not vanish by removing lines. */
function onRemoveOf({ lifecycle, archived, account, vendor }: Entry, config: CatalogueConfig): OnRemove {
  const { environment } = config.account(account, vendor);
  const wanted = lifecycle.onRemove ?? config.onRemove ?? (environment === "production" ? "forbid" : "archive");
  return wanted === "forbid" && archived ? "archive" : wanted;
}

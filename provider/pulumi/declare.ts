/** Entries as what the engine is told about them: inputs, and its own options for the lifecycle. Pure. */
import type { Entry, OnRemove } from "../catalogue/model.js";
import type { Json } from "../fields/shape.js";
import type { CatalogueConfig } from "../lifecycle/config.js";

/** One resource, with its parent by address. */
export interface Declaration {
  /** "sequence:ListPrice" */
  readonly kind: string;
  /** The resource's name. A child's begins with its parent's, so that a parent's alias carries its children. */
  readonly address: string;
  readonly inputs: Readonly<Record<string, Json>>;
  /** `field` takes the parent's id: everything else of a parent is unknown in a preview that changes it. */
  readonly parent?: { readonly address: string; readonly field: string };
  readonly formerAddresses: readonly string[];
  readonly ignoreChanges: readonly string[];
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
}

export function declare(entry: Entry, config: CatalogueConfig, owner: string): Declaration {
  const { address, account, archived, fields, kind, lifecycle, parent } = entry;
  const onRemove = onRemoveOf(entry, config);
  return {
    kind: kind.type,
    address,
    inputs: {
      ...fields,
      archived,
      account,
      address,
      owner,
      ...(lifecycle.adopt === undefined ? {} : { adopt: lifecycle.adopt }),
      ...(parent?.archived ? { underArchived: true } : {}),
    },
    ...(parent && kind.parent ? { parent: { address: parent.address, field: kind.parent.field } } : {}),
    formerAddresses: lifecycle.formerAddresses,
    ignoreChanges: lifecycle.ignoreChanges,
    protect: onRemove === "forbid",
    retainOnDelete: onRemove === "retain",
  };
}

/** Its own word, the stack's, or: active entries of production accounts may not vanish by removing lines. */
function onRemoveOf({ lifecycle, archived, account, vendor }: Entry, config: CatalogueConfig): OnRemove {
  const { environment } = config.account(account, vendor);
  const wanted = lifecycle.onRemove ?? config.onRemove ?? (environment === "production" ? "forbid" : "archive");
  return wanted === "forbid" && archived ? "archive" : wanted;
}

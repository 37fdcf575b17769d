/** Entries as what the engine is told about them: inputs, and its own options for the lifecycle. Pure. */

import type { CatalogueConfig } from "../accounts/config.js";
import type { Entry } from "../catalogue/model.js";
import type { Json } from "../fields/shape.js";
import { namingKey, namings } from "../kinds/references.js";
import type { OnRemove } from "../validation/schema.js";

/** One resource, with its parent by address. */
export interface Declaration {
  /** "sequence:ListPrice" */
  readonly kind: string;
  /** The resource's name. A child's begins with its parent's, so that a parent's alias carries its children. */
  readonly address: string;
  readonly inputs: Readonly<Record<string, Json>>;
  /** `field` takes the parent's id: everything else of a parent is unknown in a preview that changes it. */
  readonly parent?: { readonly address: string; readonly field: string };
  /** Of entries that the fields name by key, the address by what they are named: their ids go with the inputs. */
  readonly references: Readonly<Record<string, string>>;
  /** Addresses whose turn is before this one. */
  readonly after: readonly string[];
  readonly formerAddresses: readonly string[];
  readonly ignoreChanges: readonly string[];
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
}

/** All entries in an order in which each comes after what it needs. */
export function declareAll(entries: readonly Entry[], config: CatalogueConfig, owner: string): Declaration[] {
  const all = entries.map((entry) => declare(entry, entries, config, owner));
  const last = all.filter(({ after }) => after.length > 0);
  return [...all.filter(({ after }) => after.length === 0), ...last];
}

/** One entry among others; those that it names are among them. */
export function declare(entry: Entry, entries: readonly Entry[], config: CatalogueConfig, owner: string): Declaration {
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
      ...ignoredInput(lifecycle.ignoreChanges),
    },
    ...(parent && kind.parent ? { parent: { address: parent.address, field: kind.parent.field } } : {}),
    references: namedEntries(entry, entries),
    after: archived ? possibleUsers(entry, entries) : [],
    formerAddresses: lifecycle.formerAddresses,
    ignoreChanges: lifecycle.ignoreChanges,
    protect: onRemove === "forbid",
    retainOnDelete: onRemove === "retain",
  };
}

/** Fields whose live value stays: a full body must not overwrite it. The engine's paths begin with the field's name. */
export function ignoredInput(paths: readonly string[]): { ignored?: string[] } {
  const names = [...new Set(paths.flatMap((path) => /^[^.[]+/.exec(path)?.[0] ?? []))].sort();
  return names.length === 0 ? {} : { ignored: names };
}

/** Active entries that this one names: the engine writes them first. One that is archived by now has its id in the state. */
function namedEntries({ account, kind, fields }: Entry, entries: readonly Entry[]): Record<string, string> {
  const found = namings(kind, fields).flatMap((naming): [string, string][] => {
    const address = `${account}/${naming.name}`;
    const target = entries.find((one) => one.address === address && one.kind.type === naming.reference.entry);
    return target && !target.archived ? [[namingKey(naming), address]] : [];
  });
  return Object.fromEntries(found);
}

/** A vendor may refuse to archive what active objects use: whatever may have used it until now has its turn before. */
function possibleUsers({ account, kind }: Entry, entries: readonly Entry[]): string[] {
  const users = entries.filter(
    (one) =>
      one.account === account && Object.values(one.kind.references ?? {}).some(({ entry }) => entry === kind.type),
  );
  return users.map(({ address }) => address);
}

/** Its own word, the stack's, or: active entries of production accounts may not vanish by removing lines. */
function onRemoveOf({ lifecycle, archived, account, vendor }: Entry, config: CatalogueConfig): OnRemove {
  const { environment } = config.account(account, vendor);
  const wanted = lifecycle.onRemove ?? config.onRemove ?? (environment === "production" ? "forbid" : "archive");
  return wanted === "forbid" && archived ? "archive" : wanted;
}

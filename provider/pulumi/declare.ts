/** What the engine gets for each entry: inputs, and options for its lifecycle. Pure. */
import type { AccountConfig, CatalogueConfig } from "../accounts/config.js";
import { DeclaredEntries } from "../catalogue/declared-entries.js";
import type { Entry } from "../catalogue/model.js";
import type { Json } from "../fields/shape.js";
import type { OnRemove } from "../validation/schema.js";

/** A resource, with its parent by address. */
export interface Declaration {
  /** "sequence:ListPrice" */
  readonly kind: string;
  /** The name of the resource. A child's name begins with its parent's, so that an alias of the parent covers it. */
  readonly address: string;
  readonly inputs: Readonly<Record<string, Json>>;
  /** `field` takes the parent's id. Its other outputs are unknown in a preview that changes the parent. */
  readonly parent?: { readonly address: string; readonly field: string };
  /** Addresses of the entries that the fields name by key, by those names. Their ids are added to the inputs. */
  readonly references: Readonly<Record<string, string>>;
  /** Addresses of resources that the engine handles before this one. */
  readonly after: readonly string[];
  readonly formerAddresses: readonly string[];
  readonly ignoreChanges: readonly string[];
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
}

/** What the options of a resource depend on. */
export interface DeclareConfig extends Pick<CatalogueConfig, "onRemove"> {
  readonly account: (name: string, vendor: Entry["vendor"]) => Pick<AccountConfig, "environment">;
}

/** All entries, each after those that it needs. */
export function declareAll(entries: readonly Entry[], config: DeclareConfig, owner: string): Declaration[] {
  const declared = new DeclaredEntries(entries);
  const all = entries.map((entry) => declare(entry, declared, config, owner));
  const last = all.filter(({ after }) => after.length > 0);
  return [...all.filter(({ after }) => after.length === 0), ...last];
}

/** One of the declared entries, which include those that it names. */
export function declare(entry: Entry, declared: DeclaredEntries, config: DeclareConfig, owner: string): Declaration {
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
      ...(lifecycle.archiveOnlyIf === undefined ? {} : { archiveOnlyIf: { ...lifecycle.archiveOnlyIf } }),
      ...(parent?.archived ? { underArchived: true } : {}),
      ...ignoredInput(lifecycle.ignoreChanges),
    },
    ...(parent && kind.parent ? { parent: { address: parent.address, field: kind.parent.field } } : {}),
    references: declared.namedBy(entry),
    after: declared.before(entry),
    formerAddresses: lifecycle.formerAddresses,
    ignoreChanges: lifecycle.ignoreChanges,
    protect: onRemove === "forbid",
    retainOnDelete: onRemove === "retain",
  };
}

/** Fields that a full body must not overwrite. The engine's paths begin with the name of the field. */
export function ignoredInput(paths: readonly string[]): { ignored?: string[] } {
  const names = [...new Set(paths.flatMap((path) => /^[^.[]+/.exec(path)?.[0] ?? []))].sort();
  return names.length === 0 ? {} : { ignored: names };
}

/** The entry's own value, the stack's, or the default: removing an active entry of a production account is refused. */
function onRemoveOf({ lifecycle, archived, account, vendor }: Entry, config: DeclareConfig): OnRemove {
  const { environment } = config.account(account, vendor);
  const wanted = lifecycle.onRemove ?? config.onRemove ?? (environment === "production" ? "forbid" : "archive");
  return wanted === "forbid" && archived ? "archive" : wanted;
}

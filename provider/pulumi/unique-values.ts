/**
 * Values that only one object of an account may have, such as Fynn's `number` with the setting `numberUnique`. The
 * vendor would refuse a new object whose value another object has, even if that object is archived in the same run.
 */
import { type CatalogueConfig, ConfigError } from "../accounts/config.js";
import type { Entry } from "../catalogue/model.js";
import type { Unique } from "../kinds/kind.js";
import type { StackRow } from "./stack-rows.js";

/** Another object that has the value, or will have it. */
interface Holder {
  readonly address: string;
  readonly archived: boolean;
  /** No entry declares the object: it is archived after new objects are created. */
  readonly removed: boolean;
}

/**
 * Throws a ConfigError when the vendor would refuse a new entry because of a value that another object has.
 * `isNew`: no row holds an object of the entry. `removed`: rows that no entry declares.
 */
export function guardUniqueValues(
  entries: readonly Entry[],
  isNew: (entry: Entry) => boolean,
  removed: readonly StackRow[],
  config: CatalogueConfig,
): void {
  const uniqueOf = ({ kind, account, vendor }: Entry): Unique | undefined =>
    kind.unique?.(config.account(account, vendor).settings);
  const unique = entries.flatMap((entry) => {
    const rule = uniqueOf(entry);
    const value = rule && entry.fields[rule.field];
    return rule && value !== undefined && value !== null ? [{ entry, rule, value }] : [];
  });
  const byValue = Map.groupBy(unique, ({ entry, value }) => key(entry.kind.type, entry.account, value));
  for (const { entry, rule, value } of unique) {
    const { kind, vendor, account, address, lifecycle } = entry;
    if (lifecycle.adopt !== undefined || !isNew(entry)) continue;
    const declared = (byValue.get(key(kind.type, account, value)) ?? [])
      .filter((other) => other.entry !== entry)
      .map((other): Holder => ({ address: other.entry.address, archived: other.entry.archived, removed: false }));
    const gone = removed
      .filter((row) => key(row.type, row.account, row.outputs[rule.field]) === key(kind.type, account, value))
      .map(({ name, archived }): Holder => ({ address: name, archived, removed: true }));
    // Two active entries with the same value are reported as a problem of the catalogue.
    const holder = [...declared, ...gone].find(({ archived, removed: isGone }) =>
      archived ? rule.archivedCount : isGone || entry.archived,
    );
    if (!holder) continue;
    throw new ConfigError(
      `${address}: ${vendor.title} may refuse a new ${kind.title} with ${rule.field} ${JSON.stringify(value)}, ` +
        `because ${holder.address} ${reason(holder)}; nothing was sent\n` +
        `  what to do: ${remedies(entry, holder, rule).join("; or ")}`,
    );
  }
}

const key = (kind: string, account: string, value: unknown): string => `${kind} ${account} ${JSON.stringify(value)}`;

const reason = ({ archived, removed }: Holder): string =>
  archived
    ? "has it and keeps it when it is archived"
    : removed
      ? "has it, and its object is archived only after new objects are created"
      : "has it";

function remedies({ address, account }: Entry, holder: Holder, { field, setting }: Unique): string[] {
  return [
    `write another \`${field}\` in ${address}`,
    ...(holder.removed && !holder.archived
      ? [`set \`lifecycle: { renamedFrom: ${holder.address} }\` in ${address} to keep the object under its new key`]
      : []),
    ...(holder.archived
      ? [`if archiving frees the value, set \`${setting}: false\` for account ${account} in catalogue:accounts`]
      : []),
  ];
}

/** Entries that other entries name by their keys. */
import type { Kind } from "../kinds/kind.js";
import { namings } from "../kinds/references.js";
import { didYouMean } from "../validation/did-you-mean.js";
import { UNKNOWN } from "../validation/engine-words.js";
import type { Problem } from "../validation/problem.js";
import type { Entry } from "./model.js";

/** Entries by kind and account, then by key. */
export type EntryIndex = ReadonlyMap<string, ReadonlyMap<string, Entry>>;

export function indexOf(entries: readonly Entry[]): EntryIndex {
  const byKind = Map.groupBy(entries, ({ kind, account }) => `${kind.type} ${account}`);
  return new Map([...byKind].map(([of, all]) => [of, new Map(all.map((entry) => [entry.key, entry]))]));
}

const namesEntries = ({ references = {} }: Kind): boolean =>
  Object.values(references).some(({ entry }) => entry !== undefined);

/** An entry that is named by its key exists in the account, and an active entry does not name an archived one. */
export function namedEntriesAreThere(entry: Entry, index: EntryIndex): Problem[] {
  if (!namesEntries(entry.kind)) return [];
  return namings(entry.kind, entry.fields).flatMap(({ name, path, reference }): Problem[] => {
    if (reference.entry === undefined || name === UNKNOWN) return [];
    const known = index.get(`${reference.entry} ${entry.account}`);
    const target = known?.get(name);
    if (target === undefined) {
      return [
        entry.source.problem(
          "unknown-entry",
          path,
          "value",
          `account ${entry.account} has no ${reference.title} with the key ${JSON.stringify(name)}`,
          didYouMean(
            name,
            known ?? [],
            `write its id in \`${reference.idMember}\`, for a ${reference.title} that is not in the catalogue`,
          ),
        ),
      ];
    }
    if (!target.archived || entry.archived) return [];
    return [
      entry.source.problem(
        "archived-entry",
        path,
        "value",
        `the ${reference.title} ${name} is archived (${target.source.words}), ` +
          `but ${entry.address} is active and uses it`,
        `name another ${reference.title}, or archive ${entry.address} too`,
      ),
    ];
  });
}

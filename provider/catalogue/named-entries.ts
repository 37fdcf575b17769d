/** Entries that other entries name by their keys. */
import type { Kind } from "../kinds/kind.js";
import { namings } from "../kinds/references.js";
import { didYouMean } from "../validation/did-you-mean.js";
import { UNKNOWN } from "../validation/engine-words.js";
import type { Problem } from "../validation/problem.js";
import type { Entry } from "./model.js";

/** Entries by kind, account and key. Of several with the same key, the last one counts. */
export class EntryIndex {
  readonly #byKind = new Map<string, Map<string, Entry>>();
  readonly #keys = new Map<string, readonly string[]>();
  readonly #earlier: EntryIndex | undefined;

  /** `earlier`: of entries before these. */
  constructor(entries: readonly Entry[] = [], earlier?: EntryIndex) {
    this.#earlier = earlier;
    for (const entry of entries) this.add(entry);
  }

  add(entry: Entry): void {
    const of = kindKey(entry.kind.type, entry.account);
    const known = this.#byKind.get(of) ?? new Map<string, Entry>();
    this.#byKind.set(of, known.set(entry.key, entry));
    this.#keys.delete(of);
  }

  get(type: string, account: string, key: string): Entry | undefined {
    return this.#byKind.get(kindKey(type, account))?.get(key) ?? this.#earlier?.get(type, account, key);
  }

  keys(type: string, account: string): readonly string[] {
    const of = kindKey(type, account);
    const before = this.#earlier?.keys(type, account) ?? [];
    const own = this.#keys.get(of) ?? [...(this.#byKind.get(of)?.keys() ?? [])];
    this.#keys.set(of, own);
    return own.length === 0 ? before : before.length === 0 ? own : [...new Set([...before, ...own])];
  }
}

const namesEntries = ({ references = {} }: Kind): boolean =>
  Object.values(references).some(({ entry }) => entry !== undefined);
const kindKey = (type: string, account: string): string => `${type} ${account}`;

/** An entry that is named by its key exists in the account, and an active entry does not name an archived one. */
export function namedEntriesAreThere(entry: Entry, index: EntryIndex): Problem[] {
  if (!namesEntries(entry.kind)) return [];
  return namings(entry.kind, entry.fields).flatMap(({ name, path, reference }): Problem[] => {
    if (reference.entry === undefined || name === UNKNOWN) return [];
    const target = index.get(reference.entry, entry.account, name);
    if (target === undefined) {
      return [
        entry.source.problem(
          "unknown-entry",
          path,
          "value",
          `account ${entry.account} has no ${reference.title} with the key ${JSON.stringify(name)}`,
          didYouMean(
            name,
            index.keys(reference.entry, entry.account),
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

import type { Entry } from "./model.js";

/** The current and all former addresses: a former address of a parent applies to its children. */
export function addressesOf(entry: Entry): string[] {
  const { address, parent, lifecycle } = entry;
  const inherited = parent ? addressesOf(parent).map((name) => name + address.slice(parent.address.length)) : [];
  return [...new Set([address, ...lifecycle.formerAddresses, ...inherited])];
}

/** Entries by their current and former addresses; a current one counts before a former one. */
export const byAnyAddress = (entries: readonly Entry[]): ReadonlyMap<string, Entry> =>
  new Map([
    ...entries.flatMap((entry) => addressesOf(entry).map((address): [string, Entry] => [address, entry])),
    ...entries.map((entry): [string, Entry] => [entry.address, entry]),
  ]);

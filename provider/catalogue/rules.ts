/** Sixth stage: rules that a schema cannot express, one named function each. Kinds have rules of their own. */
import { stable } from "../fields/compare.js";
import type { Json } from "../fields/shape.js";
import { subscribersOf } from "../kinds/impact.js";
import { adoptedId } from "../validation/adopt.js";
import type { Problem } from "../validation/problem.js";
import { remember } from "../validation/remember.js";
import { certain, holdsUnknown } from "../validation/unknown.js";
import { equalEntries } from "./equal-entries.js";
import { unknownValues } from "./known-values.js";
import type { Entry } from "./model.js";
import { EntryIndex, namedEntriesAreThere } from "./named-entries.js";

/** A rule checks one entry after the other, and remembers what it needs of earlier ones. */
type Rule = () => (entry: Entry) => Problem[];

export function checkRules(entries: readonly Entry[]): Problem[] {
  const [check, index] = [entryRules(), new EntryIndex(entries)];
  return entries.flatMap((entry) => [...check(entry), ...namedEntriesAreThere(entry, index)]);
}

/** The rules as one function. It gives the problems of an entry, and those of earlier entries because of it. */
export function entryRules(): (entry: Entry) => Problem[] {
  const [isNew, own, others] = [oneEntryPerAddress(), ownRules(), RULES.map((rule) => rule())];
  return (entry) => {
    const again = isNew(entry);
    // For a second entry with the same address, only that is reported.
    return [...again, ...(again.length > 0 ? [] : others.flatMap((rule) => rule(entry))), ...own(entry)];
  };
}

const ownRules: Rule =
  () =>
  ({ kind, fields, source }) =>
    (kind.rules ?? []).flatMap(({ code, check, severity }) =>
      certain(fields, check(fields)).map(({ path, message, remedy }) =>
        source.problem(code, path, "value", message, remedy, severity),
      ),
    );

/** No two entries have the same address, in whatever file or collection they are. */
const oneEntryPerAddress = once(
  ({ address }) => [address],
  (first, again) =>
    again.source.problem(
      "duplicate-entry",
      [],
      "key",
      `${again.address} is already defined in ${first.source.words}`,
      "merge the two entries, or give one of them another key",
    ),
);

/**
 * Objects without a marker are recognised by their natural key, so two active ones with the same key cannot be told
 * apart, unless the entries name the ids of their objects.
 */
const oneActiveProductPerNaturalKey = once(
  (entry) => {
    const hasId = adoptedId(entry.lifecycle.adopt) !== undefined;
    const key = entry.archived || entry.kind.marker || hasId ? undefined : naturalKey(entry);
    return key && !holdsUnknown(key[1]) ? [stable([entry.account, entry.kind.type, ...key])] : [];
  },
  (first, again) => {
    const [field, value] = naturalKey(again) as [string, Json];
    return again.source.problem(
      "same-natural-key",
      [field],
      "value",
      `${again.address} and ${first.address} (${first.source.words}) are both active with ${field} ` +
        `${JSON.stringify(value)}, so they could not be told apart at ${again.vendor.title}`,
      `give one of them another ${field}, or archive one; ` +
        "for objects that exist already, name their ids with `lifecycle: { adopt: <id> }`",
    );
  },
);

const renamedFromSomethingGone: Rule = () => {
  const byAddress = new Map<string, Entry>();
  const byFormer = new Map<string, Entry[]>();
  const problem = (entry: Entry, existing: Entry): Problem => {
    const itself = existing === entry;
    return entry.source.problem(
      "renamed-from-existing",
      ["lifecycle", "renamedFrom"],
      "value",
      itself
        ? `${entry.address} is renamed from itself`
        : `${existing.address} still exists (${existing.source.words}), so ${entry.address} cannot be renamed from it`,
      itself ? "remove `renamedFrom`" : "remove the old entry, or remove `renamedFrom`",
    );
  };
  return (entry) => {
    byAddress.set(entry.address, entry);
    const continued = byFormer.get(entry.address) ?? [];
    const existing = entry.lifecycle.formerAddresses
      .map((address) => byAddress.get(address))
      .find((known) => known !== undefined);
    const said = [...(existing ? [problem(entry, existing)] : []), ...continued.map((later) => problem(later, entry))];
    for (const former of new Set(entry.lifecycle.formerAddresses)) remember(byFormer, former, () => []).push(entry);
    return said;
  };
};

const renamedOnlyOnce = once(
  ({ lifecycle }) => lifecycle.formerAddresses,
  (first, again, former) =>
    again.source.problem(
      "renamed-twice",
      ["lifecycle", "renamedFrom"],
      "value",
      `${first.address} is also renamed from ${former}`,
      "keep `renamedFrom` in only one of the two entries",
    ),
);

const renamedWithinAccount: Rule = () => (entry) =>
  entry.lifecycle.formerAddresses
    .filter((former) => !former.startsWith(`${entry.account}/`))
    .map((former) =>
      entry.source.problem(
        "renamed-across-accounts",
        ["lifecycle", "renamedFrom"],
        "value",
        `${former} is not an address of account ${entry.account}`,
        "an object cannot move between accounts: " +
          `write the old key, or a full address that begins with ${entry.account}/`,
      ),
    );

const adoptedOnlyOnce = once(
  ({ account, kind, lifecycle }) => {
    const id = adoptedId(lifecycle.adopt);
    return id === undefined ? [] : [stable([account, kind.type, id])];
  },
  (first, again) =>
    again.source.problem(
      "adopted-twice",
      ["lifecycle", "adopt"],
      "value",
      `${first.address} (${first.source.words}) also adopts ${adoptedId(again.lifecycle.adopt)}`,
      "keep `adopt` in only one of the two entries",
    ),
);

/** `archiveOnlyIf` needs a count of subscribers. An account's settings can turn one on: the preview knows them. */
const countsItsSubscribers: Rule =
  () =>
  ({ address, kind, lifecycle, source, vendor }) =>
    lifecycle.archiveOnlyIf === undefined || subscribersOf(kind)
      ? []
      : [
          source.problem(
            "no-subscribers",
            ["lifecycle", "archiveOnlyIf"],
            "key",
            `the subscribers of a ${kind.title} cannot be counted at ${vendor.title}, ` +
              `so ${address} cannot have \`archiveOnlyIf\``,
            "remove `archiveOnlyIf`",
          ),
        ];

const oneVendorPerAccount: Rule = () => {
  const first = new Map<string, Entry>();
  return (entry) => {
    const known = first.get(entry.account);
    if (!known) first.set(entry.account, entry);
    if (!known || known.vendor === entry.vendor) return [];
    return [
      entry.source.problem(
        "account-of-two-vendors",
        [],
        "key",
        `account ${entry.account} is used for ${known.vendor.title} (${known.source.words}), ` +
          `and here for ${entry.vendor.title}`,
        "write another `account:` in one of the files",
      ),
    ];
  };
};

const RULES: readonly Rule[] = [
  oneActiveProductPerNaturalKey,
  () => equalEntries(),
  renamedFromSomethingGone,
  renamedOnlyOnce,
  renamedWithinAccount,
  adoptedOnlyOnce,
  countsItsSubscribers,
  oneVendorPerAccount,
  () => unknownValues,
];

/** The field, with its value, by which the object of an entry is recognised. */
function naturalKey({ kind, fields }: Entry): [string, Json] | undefined {
  const field = kind.naturalKey?.find((name) => fields[name] !== undefined && fields[name] !== null);
  return field === undefined ? undefined : [field, fields[field] as Json];
}

/** A rule that gives a problem for each entry with a key that an earlier entry has. */
function once(
  keys: (entry: Entry) => readonly string[],
  problem: (first: Entry, again: Entry, key: string) => Problem,
): Rule {
  return () => {
    const seen = new Map<string, Entry>();
    return (entry) =>
      keys(entry).flatMap((key) => {
        const first = seen.get(key);
        if (first) return [problem(first, entry, key)];
        seen.set(key, entry);
        return [];
      });
  };
}

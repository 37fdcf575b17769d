/** Sixth stage: what a schema cannot say. One named function for each rule; kinds bring rules of their own. */

import { unknownChoices } from "../fields/choices.js";
import { canonical, stable } from "../fields/compare.js";
import type { Json } from "../fields/shape.js";
import { restingValue, sentInitially } from "../kinds/absence.js";
import { namings } from "../kinds/references.js";
import { adoptedId } from "../validation/adopt.js";
import { closest, didYouMean, otherSpelling } from "../validation/did-you-mean.js";
import { UNKNOWN } from "../validation/engine-words.js";
import type { Problem } from "../validation/problem.js";
import { certain, holdsUnknown } from "../validation/unknown.js";
import type { Entry } from "./model.js";

/** A rule looks at entries as they come, and remembers what it needs of those before. */
type Rule = () => (entry: Entry) => Problem[];

export function checkRules(entries: readonly Entry[]): Problem[] {
  const [check, index] = [entryRules(), indexOf(entries)];
  return entries.flatMap((entry) => [...check(entry), ...namedEntriesAreThere(entry, index)]);
}

/** The rules for entries that come one after the other: what is wrong with each, or with an earlier one by it. */
export function entryRules(): (entry: Entry) => Problem[] {
  const [isNew, own, others] = [oneEntryPerAddress(), ownRules(), RULES.map((rule) => rule())];
  return (entry) => {
    const again = isNew(entry);
    // A second entry of one address has its problem already.
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

/** Two files, or two collections, may not hold one address. */
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
 * Without a marker, the natural key is how an object is recognised; two active ones could not be told apart. Those
 * that name their objects' ids can.
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
      `give one of them another ${field}, or archive one; for objects that exist already, name their ` +
        "ids with `lifecycle: { adopt: <id> }`",
    );
  },
);

/** Two equal prices of a product are a doubled price. */
const noEqualPrices = once(
  (entry) => {
    const { kind, archived, broken, parent } = entry;
    if (archived || broken || !kind.parent || kind.naturalKey) return [];
    const fields = allFields(entry);
    return holdsUnknown(fields) ? [] : [stable([parent?.address ?? "", kind.type, fields])];
  },
  (first, again) =>
    again.source.problem(
      "equal-entries",
      [],
      "key",
      `${again.address} is equal to ${first.address} (${first.source.words}) in every field`,
      "remove one of the two, or change a field so that they differ",
    ),
);

const renamedFromSomethingGone: Rule = () => {
  const live = new Map<string, Entry>();
  const renamed: Entry[] = [];
  const complain = (entry: Entry, existing: Entry): Problem => {
    const itself = existing === entry;
    return entry.source.problem(
      "renamed-from-existing",
      ["lifecycle", "renamedFrom"],
      "value",
      itself
        ? `${entry.address} is renamed from itself`
        : `${existing.address} still exists (${existing.source.words}), so ${entry.address} cannot be renamed from it`,
      itself ? "remove renamedFrom" : "remove the old entry, or remove renamedFrom",
    );
  };
  return (entry) => {
    live.set(entry.address, entry);
    const wasIt = renamed.filter(({ lifecycle }) => lifecycle.formerAddresses.includes(entry.address));
    const existing = entry.lifecycle.formerAddresses.map((one) => live.get(one)).find((one) => one !== undefined);
    if (entry.lifecycle.formerAddresses.length > 0) renamed.push(entry);
    return [...(existing ? [complain(entry, existing)] : []), ...wasIt.map((one) => complain(one, entry))];
  };
};

const renamedOnlyOnce = once(
  ({ lifecycle }) => lifecycle.formerAddresses,
  (first, again, former) =>
    again.source.problem(
      "renamed-twice",
      ["lifecycle", "renamedFrom"],
      "value",
      `${first.address} is renamed from ${former} as well`,
      "keep renamedFrom in the one entry that continues it",
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
        "an object cannot move between accounts: write the old key, or a full address that begins with " +
          `${entry.account}/`,
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
      `${first.address} (${first.source.words}) adopts ${adoptedId(again.lifecycle.adopt)} as well`,
      "adopt the object in one entry only",
    ),
);

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
        `account ${entry.account} belongs to ${known.vendor.title} (${known.source.words}) and here to ` +
          `${entry.vendor.title}`,
        "give one of the files another `account:`",
      ),
    ];
  };
};

/** A vendor adds values over time, so that one we do not know may be right. */
const valuesAreKnown: Rule =
  () =>
  ({ kind, fields, source, vendor }) =>
    Object.entries(kind.fields).flatMap(([name, field]) =>
      unknownChoices(field.shape, fields[name] ?? null, [name])
        .filter(({ value }) => value !== UNKNOWN)
        .map(({ path, value, known }) => {
          const spelling = otherSpelling(value, known);
          const name = `\`${String(path.findLast((part) => typeof part === "string"))}\``;
          if (spelling !== undefined)
            return source.problem(
              "unknown-value",
              path,
              "value",
              `${value} is not a value of ${name}`,
              `write \`${spelling}\``,
            );
          if (cannotBe(value, known))
            return source.problem(
              "unknown-value",
              path,
              "value",
              `${JSON.stringify(value)} is not a value of ${name}`,
              closest(value, known) === undefined ? `write a value such as \`${known[0]}\`` : didYouMean(value, known),
            );
          return source.problem(
            "new-value",
            path,
            "value",
            `${JSON.stringify(value)} is not among the values that ${vendor.title} documents for ${name}`,
            `${closest(value, known) ? `${didYouMean(value, known)} ` : ""}If the vendor has the value by ` +
              "now, leave it: it is sent as written",
            "warning",
          );
        }),
    );

/** The vendor may add a value, but not one that is spelled in another way than all that it has. */
const cannotBe = (value: string, known: readonly string[]): boolean =>
  [/^[A-Z0-9_]+$/, /^[a-z0-9_]+$/].some(
    (spelling) => known.every((one) => spelling.test(one)) && !spelling.test(value),
  );

/** Entries by kind and account, and there by key. */
export type EntryIndex = ReadonlyMap<string, ReadonlyMap<string, Entry>>;

export function indexOf(entries: readonly Entry[]): EntryIndex {
  const byKind = Map.groupBy(entries, ({ kind, account }) => `${kind.type} ${account}`);
  return new Map([...byKind].map(([of, all]) => [of, new Map(all.map((entry) => [entry.key, entry]))]));
}

/** What is named by its key is another entry of the account, and an active object does not use an archived one. */
export function namedEntriesAreThere(entry: Entry, index: EntryIndex): Problem[] {
  return namings(entry.kind, entry.fields).flatMap(({ name, path, reference }): Problem[] => {
    if (reference.entry === undefined || name === UNKNOWN) return [];
    const known = index.get(`${reference.entry} ${entry.account}`);
    const target = known?.get(name);
    if (target === undefined) {
      const keys = [...(known?.keys() ?? [])];
      return [
        entry.source.problem(
          "unknown-entry",
          path,
          "value",
          `account ${entry.account} has no ${reference.title} with the key ${JSON.stringify(name)}`,
          didYouMean(name, keys, `name one that the catalogue does not hold by its id: \`${reference.idMember}\``),
        ),
      ];
    }
    if (!target.archived || entry.archived) return [];
    return [
      entry.source.problem(
        "archived-entry",
        path,
        "value",
        `the ${reference.title} ${name} is archived (${target.source.words}), and ${entry.address} is ` +
          "active and uses it",
        `name another ${reference.title}, or archive ${entry.address} as well`,
      ),
    ];
  });
}

const RULES: readonly Rule[] = [
  oneActiveProductPerNaturalKey,
  noEqualPrices,
  renamedFromSomethingGone,
  renamedOnlyOnce,
  renamedWithinAccount,
  adoptedOnlyOnce,
  oneVendorPerAccount,
  valuesAreKnown,
];

/** The field and value by which an object of this entry is recognised. */
function naturalKey({ kind, fields }: Entry): [string, Json] | undefined {
  const field = kind.naturalKey?.find((name) => fields[name] !== undefined && fields[name] !== null);
  return field === undefined ? undefined : [field, fields[field] as Json];
}

const allFields = ({ kind, fields }: Entry): Json =>
  Object.fromEntries(
    Object.entries(kind.fields)
      .filter(([, field]) => !field.fromParent)
      .map(([name, field]) => [
        name,
        canonical(field.shape, fields[name] ?? sentInitially(field) ?? restingValue(field) ?? null),
      ]),
  );

/** One problem for every entry with a key that an earlier one has. */
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

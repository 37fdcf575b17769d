/** Sixth stage: what a schema cannot say. One named function for each rule; kinds bring rules of their own. */

import { unknownChoices } from "../fields/choices.js";
import { canonical, stable } from "../fields/compare.js";
import type { Json } from "../fields/shape.js";
import { namings } from "../vendors/kind.js";
import { closest, didYouMean } from "./did-you-mean.js";
import { UNKNOWN } from "./engine-words.js";
import type { Entry } from "./model.js";
import type { Problem } from "./problem.js";

type Rule = (entries: readonly Entry[]) => Problem[];

export const checkRules: Rule = (entries) => {
  // A second entry of one address has its problem already.
  const unique = [...new Map(entries.toReversed().map((entry) => [entry.address, entry])).values()].toReversed();
  return [...oneEntryPerAddress(entries), ...RULES.flatMap((rule) => rule(unique)), ...ownRules(entries)];
};

const ownRules: Rule = (entries) =>
  entries.flatMap(({ kind, fields, source }) =>
    (kind.rules ?? []).flatMap(({ code, check, severity }) =>
      check(fields).map(({ path, message, remedy }) => source.problem(code, path, "value", message, remedy, severity)),
    ),
  );

/** Two files, or two collections, may not hold one address. */
const oneEntryPerAddress: Rule = (entries) =>
  repeated(
    entries,
    ({ address }) => address,
    ([first], again) =>
      again.source.problem(
        "duplicate-entry",
        [],
        "key",
        `${again.address} stands in ${first.source.words} already`,
        "merge the two entries, or give one of them another key",
      ),
  );

/** Without a marker, the natural key is how an object is recognised; two active ones could not be told apart. */
const oneActiveProductPerNaturalKey: Rule = (entries) => {
  const active = entries.filter((entry) => !entry.archived && naturalKey(entry) !== undefined && !entry.kind.marker);
  return repeated(
    active,
    (entry) => stable([entry.account, entry.kind.type, ...(naturalKey(entry) as [string, Json])]),
    ([first], again) => {
      const [field, value] = naturalKey(again) as [string, Json];
      return again.source.problem(
        "same-natural-key",
        [field],
        "value",
        `${again.address} and ${first.address} (${first.source.words}) are both active with ${field} ${JSON.stringify(value)}, so they could not be told apart at ${again.vendor.title}`,
        `give one of them another ${field}, or archive one`,
      );
    },
  );
};

/** Two equal prices of a product are a doubled price. */
const noEqualPrices: Rule = (entries) => {
  const active = entries.filter(({ kind, archived, broken }) => !archived && !broken && kind.parent && !kind.naturalKey);
  return repeated(
    active,
    (entry) => stable([entry.parent?.address ?? "", entry.kind.type, allFields(entry)]),
    ([first], again) =>
      again.source.problem(
        "equal-entries",
        [],
        "key",
        `${again.address} is equal to ${first.address} (${first.source.words}) in every field`,
        "remove one of the two, or change what tells them apart",
      ),
  );
};

const renamedFromSomethingGone: Rule = (entries) => {
  const live = new Map(entries.map((entry) => [entry.address, entry]));
  return entries.flatMap((entry) => {
    const existing = entry.lifecycle.formerAddresses.map((one) => live.get(one)).find((one) => one !== undefined);
    if (!existing) return [];
    const itself = existing === entry;
    return [
      entry.source.problem(
        "renamed-from-existing",
        ["lifecycle", "renamedFrom"],
        "value",
        itself
          ? `${entry.address} is renamed from itself`
          : `${existing.address} still exists (${existing.source.words}), so ${entry.address} cannot have been it`,
        itself ? "remove renamedFrom" : "remove the old entry, or remove renamedFrom",
      ),
    ];
  });
};

const renamedOnlyOnce: Rule = (entries) => {
  const renamed = entries.flatMap((entry) => entry.lifecycle.formerAddresses.map((former) => ({ former, entry })));
  return repeated(
    renamed,
    ({ former }) => former,
    ([first], again) =>
      again.entry.source.problem(
        "renamed-twice",
        ["lifecycle", "renamedFrom"],
        "value",
        `${first.entry.address} is renamed from ${again.former} as well`,
        "keep renamedFrom in the one entry that continues it",
      ),
  );
};

const renamedWithinAccount: Rule = (entries) =>
  entries.flatMap((entry) =>
    entry.lifecycle.formerAddresses
      .filter((former) => !former.startsWith(`${entry.account}/`))
      .map((former) =>
        entry.source.problem(
          "renamed-across-accounts",
          ["lifecycle", "renamedFrom"],
          "value",
          `${former} is not an address of account ${entry.account}`,
          `an object cannot move between accounts: write the old key, or a full address that begins with ${entry.account}/`,
        ),
      ),
  );

const adoptedOnlyOnce: Rule = (entries) => {
  const adopting = entries.filter(({ lifecycle }) => typeof lifecycle.adopt === "string");
  return repeated(
    adopting,
    ({ account, kind, lifecycle }) => stable([account, kind.type, lifecycle.adopt as string]),
    ([first], again) =>
      again.source.problem(
        "adopted-twice",
        ["lifecycle", "adopt"],
        "value",
        `${first.address} (${first.source.words}) adopts ${String(again.lifecycle.adopt)} as well`,
        "one object belongs to one entry",
      ),
  );
};

const oneVendorPerAccount: Rule = (entries) => {
  const first = new Map<string, Entry>();
  return entries.flatMap((entry) => {
    const known = first.get(entry.account);
    if (!known) first.set(entry.account, entry);
    if (!known || known.vendor === entry.vendor) return [];
    return [
      entry.source.problem(
        "account-of-two-vendors",
        [],
        "key",
        `account ${entry.account} belongs to ${known.vendor.title} (${known.source.words}) and here to ${entry.vendor.title}`,
        "give one of the files another `account:`",
      ),
    ];
  });
};

/** A vendor adds values over time, so that one we do not know may be right. */
const valuesAreKnown: Rule = (entries) =>
  entries.flatMap(({ kind, fields, source, vendor }) =>
    Object.entries(kind.fields).flatMap(([name, field]) =>
      unknownChoices(field.shape, fields[name] ?? null, [name])
        .filter(({ value }) => value !== UNKNOWN)
        .map(({ path, value, known }) =>
          source.problem(
            "new-value",
            path,
            "value",
            `${JSON.stringify(value)} is not among the values that ${vendor.title} documents for \`${String(path.at(-1))}\``,
            `${closest(value, known) ? `${didYouMean(value, known)} ` : ""}If the vendor has the value by now, leave it: it is sent as written`,
            "warning",
          ),
        ),
    ),
  );

/** What is named by its key is another entry of the account, and an active object does not use an archived one. */
const namedEntriesAreThere: Rule = (entries) => {
  const known = new Map(entries.map((entry) => [`${entry.kind.type} ${entry.address}`, entry]));
  const sameKind = Map.groupBy(entries, ({ kind, account }) => `${kind.type} ${account}`);
  return entries.flatMap((entry) =>
    namings(entry.kind, entry.fields).flatMap(({ name, path, reference }): Problem[] => {
      if (reference.entry === undefined || name === UNKNOWN) return [];
      const target = known.get(`${reference.entry} ${entry.account}/${name}`);
      if (target === undefined) {
        const keys = (sameKind.get(`${reference.entry} ${entry.account}`) ?? []).map(({ key }) => key);
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
          `the ${reference.title} ${name} is archived (${target.source.words}), and ${entry.address} is active and uses it`,
          `name another ${reference.title}, or archive ${entry.address} as well`,
        ),
      ];
    }),
  );
};

const RULES: readonly Rule[] = [
  oneActiveProductPerNaturalKey,
  noEqualPrices,
  renamedFromSomethingGone,
  renamedOnlyOnce,
  renamedWithinAccount,
  adoptedOnlyOnce,
  oneVendorPerAccount,
  valuesAreKnown,
  namedEntriesAreThere,
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
      .map(([name, field]) => [name, canonical(field.shape, fields[name] ?? field.createWith ?? field.default ?? null)]),
  );

/** One problem for every item whose key occurred before. */
function repeated<T>(items: readonly T[], key: (item: T) => string, problem: (first: [T], again: T) => Problem): Problem[] {
  const first = new Map<string, T>();
  return items.flatMap((item) => {
    const known = first.get(key(item));
    if (known !== undefined) return [problem([known], item)];
    first.set(key(item), item);
    return [];
  });
}

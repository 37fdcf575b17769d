/**
 * Two states of the files as subjects. The same check and diff decide as in a run of the engine, from what the rows
 * would have if the earlier files had been applied. Neither the engine nor the vendor is asked.
 */
import { addressesOf } from "../catalogue/addresses.js";
import { DeclaredEntries } from "../catalogue/declared-entries.js";
import type { Entry } from "../catalogue/model.js";
import { isObject, type Json, type JsonObject } from "../fields/shape.js";
import { namingKey, namings } from "../kinds/references.js";
import { check } from "../lifecycle/check.js";
import { type Difference, diff } from "../lifecycle/diff.js";
import { messageOf } from "../lifecycle/failure.js";
import { type Inputs, type Outputs, readInputs } from "../lifecycle/state.js";
import { type DeclareConfig, declare } from "../pulumi/declare.js";
import { UNKNOWN } from "../validation/engine-words.js";
import type { Message } from "./digest.js";
import { sideOf } from "./sides.js";
import type { AccountFacts, Operation, Subject } from "./subject.js";

interface Facts {
  readonly accountOf: (name: string, vendor: Entry["vendor"]) => AccountFacts;
  readonly config: DeclareConfig;
}

export interface TwoStates extends Facts {
  readonly before: readonly Entry[];
  readonly after: readonly Entry[];
}

/** The entries of both states, for what one of them needs of the others. */
interface Declared extends Facts {
  readonly before: DeclaredEntries;
  readonly after: DeclaredEntries;
}

/** Stands for the id of an object that only the state knows. */
const idOf = (address: string): string => `<id of ${address}>`;
export const isPlaceholder = (id: string): boolean => id.startsWith("<id of ");

/** All entries of both states, parents before their children. */
export function subjectsOfFiles({ before, after, ...facts }: TwoStates): Subject[] {
  const states: Declared = { ...facts, before: new DeclaredEntries(before), after: new DeclaredEntries(after) };
  const rows = new Map(before.map((entry) => [keyOf(entry.kind.type, entry.address), entry]));
  const made = new Map<string, Subject>();
  const matched = new Set<Entry>();
  for (const entry of after) {
    const old = addressesOf(entry)
      .map((address) => rows.get(keyOf(entry.kind.type, address)))
      .find((row) => row !== undefined && !matched.has(row));
    if (old) matched.add(old);
    made.set(entry.address, old ? changedSubject(old, entry, made, states) : newSubject(entry, made, states));
  }
  const removed = before.filter((entry) => !matched.has(entry)).map((entry) => removedSubject(entry, states));
  return [...made.values(), ...removed];
}

const keyOf = (type: string, address: string): string => `${type} ${address}`;

function newSubject(entry: Entry, made: ReadonlyMap<string, Subject>, states: Declared): Subject {
  const { accountOf } = states;
  const { vendor, kind } = entry;
  const { settings } = accountOf(entry.account, vendor);
  const bag = bagOf(entry, states.after, states, (one) => made.get(one));
  const { inputs, messages } = checked({}, bag, entry, settings);
  const after = sideOf(readableEntry(entry), settings);
  return { vendor, kind, settings, operation: "create", news: inputs, after, messages };
}

function changedSubject(old: Entry, entry: Entry, made: ReadonlyMap<string, Subject>, states: Declared): Subject {
  const { vendor, kind } = entry;
  const account = states.accountOf(entry.account, vendor);
  const { settings } = account;
  const { bag, row } = rowOf(old, states);
  const wanted = withIgnored(
    bagOf(entry, states.after, states, (one) => made.get(one)),
    entry,
    bag,
  );
  const { inputs: news, messages } = checked(bag, wanted, entry, settings);
  const { difference, said } = compared(kind, account, row, news);
  const isReplaced = difference !== undefined && difference.replaces.length > 0;
  const isProtected = declare(old, states.before, states.config, "").protect;
  const operation: Operation = isReplaced
    ? isProtected
      ? "forbidden"
      : "replace"
    : difference?.changes === false
      ? "same"
      : "update";
  return {
    vendor,
    kind,
    settings,
    operation,
    ...(old.address === entry.address ? {} : { formerAddress: old.address }),
    id: idOf(old.address),
    olds: row,
    news,
    before: sideOf(readableEntry(old), settings),
    after: sideOf(readableEntry(entry), settings),
    ...(operation === "replace"
      ? {
          archivesFirst: difference?.deleteBeforeReplace === true,
          keepsOld: declare(old, states.before, states.config, "").retainOnDelete,
        }
      : {}),
    messages: [...messages, ...said],
  };
}

function removedSubject(entry: Entry, states: Declared): Subject {
  const { vendor, kind } = entry;
  const { settings } = states.accountOf(entry.account, vendor);
  const { row } = rowOf(entry, states);
  const { protect, retainOnDelete } = declare(entry, states.before, states.config, "");
  return {
    vendor,
    kind,
    settings,
    operation: protect ? "forbidden" : retainOnDelete ? "retain" : "delete",
    id: idOf(entry.address),
    olds: row,
    before: sideOf(readableEntry(entry), settings),
    messages: [],
  };
}

/** The row that an `up` of the earlier files has left. */
function rowOf(entry: Entry, states: Declared): { bag: JsonObject; row: Outputs } {
  const bag = bagOf(entry, states.before, states, () => undefined);
  const inputs = readInputs(entry.kind, { ...bag, ...readableEntry(entry).fields });
  return {
    bag,
    row: { ...inputs, live: { host: "", ...(inputs.references ? { references: inputs.references } : {}) } },
  };
}

/** The inputs that the program registers, with the ids that the engine would put in. */
function bagOf(
  entry: Entry,
  all: DeclaredEntries,
  { config }: Declared,
  subjectOf: (address: string) => Subject | undefined,
): JsonObject {
  const { inputs, parent, references } = declare(entry, all, config, "");
  const id = (address: string): string => {
    const subject = subjectOf(address);
    if (subject === undefined) return idOf(address);
    return subject.operation === "create" || subject.operation === "replace"
      ? UNKNOWN
      : idOf(subject.formerAddress ?? address);
  };
  const named = namings(entry.kind, entry.fields)
    .filter((naming) => naming.reference.entry !== undefined)
    .map((naming): [string, string] => {
      const key = namingKey(naming);
      return [key, id(references[key] ?? `${entry.account}/${naming.name}`)];
    });
  return {
    ...inputs,
    ...(parent ? { [parent.field]: id(parent.address) } : {}),
    ...(named.length > 0 ? { references: Object.fromEntries(named) } : {}),
  };
}

function checked(
  olds: JsonObject,
  bag: JsonObject,
  entry: Entry,
  settings: Subject["settings"],
): { inputs: Inputs; messages: Message[] } {
  const { vendor, kind } = entry;
  const { inputs, failures } = check(vendor, kind, olds, bag, settings);
  const messages = failures.map(({ reason }): Message => ({ severity: "error", text: reason }));
  const known = readInputs(kind, inputs as JsonObject);
  return { inputs: { ...known, fields: readable(known.fields, entry, []) as JsonObject }, messages };
}

/** `ignoreChanges`: the engine puts the old values in before anything looks at the new ones. */
function withIgnored(bag: JsonObject, { lifecycle }: Entry, olds: JsonObject): JsonObject {
  const result: Record<string, Json> = { ...bag };
  for (const name of lifecycle.ignoreChanges) {
    const old = olds[name];
    if (old === undefined) delete result[name];
    else result[name] = old;
  }
  return result;
}

/**
 * An entry whose placeholders have no values here: their text stands for them, so that another placeholder is a change.
 */
export const readableEntry = (entry: Entry): Entry => ({
  ...entry,
  fields: readable(entry.fields, entry, []) as JsonObject,
});

function readable(value: Json, entry: Entry, path: readonly (string | number)[]): Json {
  if (value === UNKNOWN) return entry.source.text?.(path) ?? value;
  if (Array.isArray(value)) return value.map((item, index) => readable(item, entry, [...path, index]));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, readable(item, entry, [...path, key])]));
}

function compared(
  kind: Subject["kind"],
  account: AccountFacts,
  row: Outputs,
  news: Inputs,
): { difference: Difference | undefined; said: Message[] } {
  const said: Message[] = [];
  const report = {
    info: (text: string) => void said.push({ severity: "info", text }),
    warn: (text: string) => void said.push({ severity: "warning", text }),
  };
  try {
    const difference = diff(kind, account, "", row, news, { archivedElsewhere: "warn", report });
    return { difference, said };
  } catch (error) {
    return { difference: undefined, said: [...said, { severity: "error", text: messageOf(error) }] };
  }
}

/** The entries of one stack as another would have them: in its accounts, with its ids of other objects. Pure. */
import type { Entry } from "../catalogue/model.js";
import { type AlignedId, alignIds } from "../fields/align-ids.js";
import { pathText } from "../fields/path.js";
import type { Json, JsonObject } from "../fields/shape.js";
import { counted } from "../validation/words.js";
import type { Message } from "./digest.js";

export interface StackNames {
  readonly promoted: string;
  readonly into: string;
}

interface AlignedEntries {
  readonly entries: readonly Entry[];
  readonly messages: readonly Message[];
}

/** The same entry in the other account, with its parent. */
export function inAccounts(entries: readonly Entry[], accounts: ReadonlyMap<string, string>): readonly Entry[] {
  const moved = new Map<string, Entry>();
  for (const entry of entries) {
    const account = accounts.get(entry.account) ?? entry.account;
    const parent = entry.parent && moved.get(entry.parent.address);
    const address = `${account}${entry.address.slice(entry.account.length)}`;
    moved.set(entry.address, { ...entry, account, address, ...(parent ? { parent } : {}) });
  }
  return [...moved.values()];
}

/** `entries`: of the promoted stack, in the accounts of the other. */
export function alignEntries(entries: readonly Entry[], others: readonly Entry[], names: StackNames): AlignedEntries {
  const known = new Map(others.map((entry) => [keyOf(entry), entry]));
  const found: Found[] = [];
  const made = new Map<string, Entry>();
  for (const entry of entries) {
    const other = known.get(keyOf(entry));
    const parent = entry.parent && made.get(entry.parent.address);
    const fields = other ? alignedFields(entry, other, found) : entry.fields;
    made.set(entry.address, { ...entry, fields, ...(parent ? { parent } : {}) });
  }
  return { entries: [...made.values()], messages: [...notCompared(found), ...contradictions(found, names)] };
}

const keyOf = ({ kind, address }: Entry): string => `${kind.type} ${address}`;

interface Found extends AlignedId {
  readonly entry: Entry;
}

function alignedFields(entry: Entry, other: Entry, found: Found[]): JsonObject {
  return Object.fromEntries(
    Object.entries(entry.fields).map(([name, value]): [string, Json] => {
      const [field, theirs] = [entry.kind.fields[name], other.fields[name]];
      if (!field || theirs === undefined) return [name, value];
      const aligned = alignIds(field.shape, value, theirs, [name]);
      found.push(...aligned.ids.map((id) => ({ ...id, entry })));
      return [name, aligned.value];
    }),
  );
}

function notCompared(all: readonly Found[]): Message[] {
  const found = all.filter(({ mine, theirs }) => mine !== theirs);
  if (found.length === 0) return [];
  const entries = new Set(found.map(({ entry }) => entry.address)).size;
  const names = [...new Set(found.map(placeIn))].sort().join(", ");
  return [
    {
      severity: "info",
      text:
        `${counted(entries, "entry", "entries")} ${entries === 1 ? "names" : "name"} objects of the vendor by ids, ` +
        `which differ in the two accounts and are not compared: ${names}`,
    },
  ];
}

/** "structure.usageMetricId": without the numbers of items. */
const placeIn = ({ path }: Found): string => pathText(path.filter((part) => typeof part === "string"));

/** One id stands for two others, or two for one: then the entries do not name the same objects. */
function contradictions(found: readonly Found[], { promoted, into }: StackNames): Message[] {
  const [mine, theirs] = [new Map<string, Found>(), new Map<string, Found>()];
  const messages: Message[] = [];
  for (const one of found.filter(({ inList: isInList }) => !isInList)) {
    const scope = `${one.entry.account} ${one.entry.kind.type} ${placeIn(one)}`;
    const [here, there] = [`${scope} ${one.mine}`, `${scope} ${one.theirs}`];
    const other = [mine.get(here), theirs.get(there)].find(
      (known) => known && (known.mine !== one.mine || known.theirs !== one.theirs),
    );
    if (other)
      messages.push({
        severity: "warning",
        text:
          `${one.entry.address}: ${placeIn(one)} may name another object in ${promoted} than in ${into}: ` +
          `it is ${one.mine} and ${one.theirs} there, but in ${other.entry.address} ` +
          `${other.mine} and ${other.theirs}\n` +
          `  what to do: look at both at the vendor, and correct \`catalogue:values\` of ${promoted} or ${into}`,
      });
    if (!mine.has(here)) mine.set(here, one);
    if (!theirs.has(there)) theirs.set(there, one);
  }
  return messages;
}

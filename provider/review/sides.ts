/** Entries as sides of a change. */
import type { Entry } from "../catalogue/model.js";
import type { JsonObject } from "../fields/shape.js";
import type { Settings } from "../kinds/field.js";
import type { Kind } from "../kinds/kind.js";
import { sameValue } from "../lifecycle/plan/managed.js";
import { UNKNOWN } from "../validation/engine-words.js";
import type { Side } from "./side.js";

/** The name that people see; the last part of the address where there is none, or where it is not known here. */
export function nameOf({ label }: Kind, fields: JsonObject, address: string): string {
  const name = label === undefined ? undefined : fields[label];
  return typeof name === "string" && name !== "" && name !== UNKNOWN ? name : keyOf(address);
}

/** The last part of an address. */
export const keyOf = (address: string): string => address.slice(address.lastIndexOf("/") + 1);

/** An entry in words: "Platform", or "Platform / monthly" below a parent of that name. */
export const titleOf = (kind: Kind, fields: JsonObject, address: string, parent?: string): string =>
  parent === undefined ? nameOf(kind, fields, address) : `${parent} / ${keyOf(address)}`;

/** A side without what follows from it; `entry`: the entry in the files. */
export type SideFacts = Omit<Side, "prices" | "examples" | "lifecycle" | "source"> & { readonly entry?: Entry };

export function makeSide({ entry, ...facts }: SideFacts): Side {
  const fields = asWritten(facts, entry);
  return {
    ...facts,
    fields,
    prices: facts.kind.prices?.(fields, facts.settings) ?? [],
    examples: entry?.examples ?? {},
    ...(entry ? { lifecycle: entry.lifecycle, source: entry.source } : {}),
  };
}

/** Values that mean the same as in the files, as they are written there: lists may have another order. */
const asWritten = ({ kind, fields, settings }: SideFacts, entry: Entry | undefined): JsonObject =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const [field, written] = [kind.fields[name], entry?.fields[name]];
      return [name, field && written !== undefined && sameValue(field, written, value, settings) ? written : value];
    }),
  );

/** An entry of the files. `settings`: of its account, defaults filled in. */
export function sideOf(entry: Entry, settings: Settings): Side {
  const { address, vendor, kind, account, fields, archived, parent } = entry;
  return makeSide({
    address,
    vendor,
    kind,
    account,
    settings,
    fields,
    archived,
    title: titleOf(kind, fields, address, parent && nameOf(parent.kind, parent.fields, parent.address)),
    ...(parent ? { parent: parent.address } : {}),
    entry,
  });
}

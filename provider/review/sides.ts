/** Entries as sides of a change. */
import type { Entry } from "../catalogue/model.js";
import type { JsonObject } from "../fields/shape.js";
import type { Settings } from "../kinds/field.js";
import type { Kind } from "../kinds/kind.js";
import type { Vendor } from "../kinds/vendor.js";
import { sameValue } from "../lifecycle/plan/managed.js";
import type { Side } from "./side.js";

/** An entry in words: the name of a product, or "Platform / monthly" for a price. `parent`: the title of its parent. */
export function titleOf(address: string, fields: JsonObject, parent?: string): string {
  const key = address.slice(address.lastIndexOf("/") + 1);
  if (parent !== undefined) return `${parent} / ${key}`;
  const name = ["name", "internalName"].map((field) => fields[field]).find((value) => typeof value === "string");
  return typeof name === "string" && name.trim() !== "" ? name : key;
}

/** What a side needs beyond the entry itself. */
export interface SideFacts {
  readonly address: string;
  readonly vendor: Vendor;
  readonly kind: Kind;
  readonly account: string;
  readonly settings: Settings;
  readonly fields: JsonObject;
  readonly archived: boolean;
  readonly title: string;
  readonly parent?: string;
  /** The entry in the files. */
  readonly entry?: Entry;
}

export function makeSide({ entry, ...facts }: SideFacts): Side {
  const fields = asWritten(facts, entry);
  return {
    ...facts,
    fields,
    prices: facts.kind.prices?.(fields, facts.settings) ?? [],
    examples: {},
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

/** An entry of the files. */
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
    title: titleOf(address, fields, parent && titleOf(parent.address, parent.fields)),
    ...(parent ? { parent: parent.address } : {}),
    entry,
  });
}

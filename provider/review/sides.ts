/** An entry of the catalogue as a side of a change. */
import type { Entry } from "../catalogue/model.js";
import type { JsonObject } from "../fields/shape.js";
import type { Settings } from "../kinds/field.js";
import type { Kind } from "../kinds/kind.js";
import { UNKNOWN } from "../validation/engine-words.js";
import type { Side } from "./side.js";

/** `settings`: of the entry's account, defaults filled in. */
export function sideOf(entry: Entry, settings: Settings): Side {
  const { address, vendor, kind, account, fields, archived, parent, lifecycle, source, examples } = entry;
  return {
    address,
    vendor,
    kind,
    account,
    settings,
    fields,
    archived,
    title: parent
      ? `${nameOf(parent.kind, parent.fields, parent.key)} / ${entry.key}`
      : nameOf(kind, fields, entry.key),
    ...(parent ? { parent: parent.address } : {}),
    prices: kind.prices?.(fields, settings) ?? [],
    examples,
    lifecycle,
    source,
  };
}

/** The name that people see; the key where there is none, or where it is not known here. */
export function nameOf({ label }: Kind, fields: JsonObject, key: string): string {
  const name = label === undefined ? undefined : fields[label];
  return typeof name === "string" && name !== "" && name !== UNKNOWN ? name : key;
}

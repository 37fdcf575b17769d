/** Objects as single reads show them, where lists leave out fields that an entry names. */
import type { Account } from "../../accounts/account.js";
import type { Json, JsonObject } from "../../fields/shape.js";
import type { Kind } from "../../kinds/kind.js";

/** The fields that a list shows. */
export function fieldsInLists({ calls }: Kind, fields: JsonObject): JsonObject {
  const { listsOmit = [] } = calls;
  if (listsOmit.length === 0) return fields;
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !listsOmit.includes(name)));
}

const isOmitted = ({ calls }: Kind, fields: JsonObject): boolean =>
  (calls.listsOmit ?? []).some((name) => (fields[name] ?? null) !== null);

/** Each object is read once more if the entry names a field that lists leave out. */
export async function readWhole(
  kind: Kind,
  account: Account,
  address: string,
  fields: Readonly<Record<string, Json>>,
  listed: readonly JsonObject[],
): Promise<readonly JsonObject[]> {
  if (!isOmitted(kind, fields)) return listed;
  return Promise.all(listed.map((object) => account.get(kind, address, kind.id(object) ?? "")));
}

/** Entries for objects that have none. Pure. */
import type { JsonObject } from "../../fields/shape.js";
import type { FoundObject } from "../../inventory/inventory.js";
import type { Pairing } from "../../inventory/pairing.js";
import { type FileEdit, fileFor, fileOf, namedFirst, type Placing, pathOf } from "./placing.js";
import { newEntry } from "./values.js";

export interface ToAdd {
  readonly pairing: Pairing;
  readonly placing: Placing;
  /** By the ids of objects. */
  readonly keys: ReadonlyMap<string, string>;
  /** Ids of objects that are only told apart by their ids. */
  readonly doubles: ReadonlySet<string>;
  readonly isLeftOut: (found: FoundObject) => boolean;
  /** The fields of its entry. */
  readonly fields: (found: FoundObject) => JsonObject;
}

export interface Added {
  readonly edits: readonly FileEdit[];
  /** The objects of new entries by their addresses, those within others too. */
  readonly addresses: ReadonlyMap<string, FoundObject>;
}

/** New entries below entries that exist, and new entries without a parent, each with all that is below it. */
export function addedEntries({ pairing, placing, keys, doubles, isLeftOut, fields }: ToAdd): Added {
  const children = Map.groupBy(pairing.unmanaged, ({ parentId }) => parentId);
  const addresses = new Map<string, FoundObject>();
  const keyOf = ({ id }: FoundObject): string => keys.get(id) ?? "";

  const entryFor = (found: FoundObject, above: string): JsonObject => {
    const address = `${above}/${keyOf(found)}`;
    addresses.set(address, found);
    const below = (children.get(found.id) ?? []).filter((child) => !isLeftOut(child));
    const collections = [...Map.groupBy(below, ({ kind }) => kind.collection)].map(
      ([collection, group]): [string, JsonObject] => [
        collection,
        Object.fromEntries(group.map((child) => [keyOf(child), entryFor(child, address)])),
      ],
    );
    // A lost row: only its id tells that an object with the mark of another entry is meant.
    const isOfAnother = found.mark !== undefined && found.mark.address !== address;
    const adopt = doubles.has(found.id) || isOfAnother ? found.id : undefined;
    return { ...newEntry(fields(found), { archived: found.archived, adopt }), ...Object.fromEntries(collections) };
  };

  const inEntries = pairing.pairs.flatMap(({ entry, found }) =>
    (children.get(found.id) ?? [])
      .filter((child) => !isLeftOut(child))
      .map((child): FileEdit => {
        const path = [...pathOf(entry), child.kind.collection, keyOf(child)];
        return { file: fileOf(entry), edit: { do: "add", path, value: entryFor(child, entry.address) } };
      }),
  );
  const alone = namedFirst(placing.vendor.kinds).flatMap((kind) =>
    pairing.unmanaged
      .filter((found) => found.kind === kind && !isLeftOut(found))
      .map((found): FileEdit => {
        const key = keyOf(found);
        const edit = { do: "add" as const, path: [kind.collection, key], value: entryFor(found, placing.account) };
        return { file: fileFor(placing, { kind, key }), edit };
      }),
  );
  return { edits: [...inEntries, ...alone], addresses };
}

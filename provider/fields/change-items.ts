/** Lists and objects with changed items. One in which nothing changes is given back itself, not as a copy. */
import type { Json, JsonObject } from "./shape.js";

/** `change` gives the new value of an item. */
export function changeItems(list: readonly Json[], change: (item: Json, index: number) => Json): readonly Json[] {
  let changed: Json[] | undefined;
  for (let index = 0; index < list.length; index += 1) {
    const [before, after] = [list[index] as Json, change(list[index] as Json, index)];
    if (after !== before && changed === undefined) changed = list.slice(0, index);
    changed?.push(after);
  }
  return changed ?? list;
}

/** `change` gives the new value of a member; undefined leaves the member out. */
export function changeMembers(object: JsonObject, change: (item: Json, name: string) => Json | undefined): JsonObject {
  const names = Object.keys(object);
  let changed: Record<string, Json> | undefined;
  for (const [index, name] of names.entries()) {
    const [before, after] = [object[name] as Json, change(object[name] as Json, name)];
    if (after !== before && changed === undefined)
      changed = Object.fromEntries(names.slice(0, index).map((earlier) => [earlier, object[earlier] as Json]));
    if (changed !== undefined && after !== undefined) changed[name] = after;
  }
  return changed ?? object;
}

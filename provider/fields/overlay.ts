/** The value to send: the members of an entry, laid over the value that the vendor has. Pure functions over shapes. */
import { project, same } from "./compare.js";
import { membersOf } from "./members.js";
import { isObject, type Json, type JsonObject, own, type Shape } from "./shape.js";

/** The shape of a member; a member that the table does not have may be anything. */
const inside = (shape: Shape, value: JsonObject, key: string): Shape =>
  membersOf(shape, value)(key)?.shape ?? { type: "open" };

/** Whether the members of two objects have the same meaning: objects of a union must have the same case. */
function isSameCase(shape: Shape, a: JsonObject, b: JsonObject): boolean {
  return shape.type !== "union" || a[shape.tag] === b[shape.tag];
}

/**
 * A value of the vendor cut to the members of `named`, at any depth. Lists are whole values: their items keep all
 * members that the table has.
 */
export function projectNamed(shape: Shape, actual: Json, named: Json | undefined): Json {
  if (!isObject(actual) || !isObject(named) || !isSameCase(shape, actual, named)) return project(shape, actual, named);
  const all = project(shape, actual, named);
  const from = isObject(all) ? all : actual;
  return Object.fromEntries(
    Object.keys(named).flatMap((key): [string, Json][] => {
      const value = own(from, key);
      return value === undefined ? [] : [[key, projectNamed(inside(shape, actual, key), value, named[key])]];
    }),
  );
}

/**
 * The vendor's value with an entry's value laid over it: members that the entry names get its values, members that it
 * named before and no longer names are removed, all others stay. A list is a whole value: it stays as it is unless the
 * entry changes it.
 */
export function overlay(shape: Shape, before: Json | undefined, after: Json, actual: Json | undefined): Json {
  if (actual === undefined || actual === null) return after;
  const isUnchanged = before !== undefined && same(shape, before, after);
  if (isUnchanged && same(shape, after, projectNamed(shape, actual, after))) return actual;
  if (!isObject(after) || !isObject(actual) || !isSameCase(shape, after, actual)) return after;
  const was = isObject(before) ? before : {};
  const result: Record<string, Json> = {};
  for (const [key, value] of Object.entries(actual)) {
    if (Object.hasOwn(after, key) || value === null) continue;
    if (!Object.hasOwn(was, key)) {
      result[key] = value;
      continue;
    }
    // Below a member that the entry no longer names, members that it never named stay.
    const rest =
      isObject(was[key]) && isObject(value) ? overlay(inside(shape, actual, key), was[key], {}, value) : null;
    if (!isBlank(rest)) result[key] = rest;
  }
  for (const [key, value] of Object.entries(after))
    result[key] = overlay(inside(shape, after, key), own(was, key), value, own(actual, key));
  return result;
}

/** Whether a value is null or an object that contains only such values. */
export const isBlank = (value: Json): boolean =>
  value === null || (isObject(value) && Object.values(value).every(isBlank));

/** What is written of a value: members that requests may hold, laid over what the vendor has. Pure functions over shapes. */
import { project, same } from "./compare.js";
import { membersOf } from "./members.js";
import { isObject, type Json, type JsonObject, own, type Shape } from "./shape.js";

/** The shape of a value's member; what the table does not know may be anything. */
const inside = (shape: Shape, value: JsonObject, key: string): Shape =>
  membersOf(shape, value)(key)?.shape ?? { type: "open" };

/** Are two objects cases of one and the same kind of value, so that their members mean the same? */
function isOneKind(shape: Shape, a: JsonObject, b: JsonObject): boolean {
  return shape.type !== "union" || a[shape.tag] === b[shape.tag];
}

/**
 * A live value cut to the members that `named` has, at any depth. A list is one whole: of its items, all members that
 * the table knows.
 */
export function projectNamed(shape: Shape, live: Json, named: Json | undefined): Json {
  if (!isObject(live) || !isObject(named) || !isOneKind(shape, live, named)) return project(shape, live, named);
  const all = project(shape, live, named);
  const from = isObject(all) ? all : live;
  return Object.fromEntries(
    Object.keys(named).flatMap((key): [string, Json][] => {
      const value = own(from, key);
      return value === undefined ? [] : [[key, projectNamed(inside(shape, live, key), value, named[key])]];
    }),
  );
}

/**
 * The live value with what an entry says laid over it: members that it names as it names them, members that it named
 * before and no longer names taken out, all others as they are. A list is one whole, and stays as it is where the entry
 * does not change it.
 */
export function overlay(shape: Shape, before: Json | undefined, after: Json, live: Json | undefined): Json {
  if (live === undefined || live === null) return after;
  const isUnchanged = before !== undefined && same(shape, before, after);
  if (isUnchanged && same(shape, after, projectNamed(shape, live, after))) return live;
  if (!isObject(after) || !isObject(live) || !isOneKind(shape, after, live)) return after;
  const was = isObject(before) ? before : {};
  const result: Record<string, Json> = {};
  for (const [key, value] of Object.entries(live)) {
    if (Object.hasOwn(after, key) || value === null) continue;
    if (!Object.hasOwn(was, key)) {
      result[key] = value;
      continue;
    }
    // Below a member that the entry no longer names, what it never named stays as well.
    const rest = isObject(was[key]) && isObject(value) ? overlay(inside(shape, live, key), was[key], {}, value) : null;
    if (!isBlank(rest)) result[key] = rest;
  }
  for (const [key, value] of Object.entries(after))
    result[key] = overlay(inside(shape, after, key), own(was, key), value, own(live, key));
  return result;
}

/** Nothing, or an object with nothing in it. */
export const isBlank = (value: Json): boolean =>
  value === null || (isObject(value) && Object.values(value).every(isBlank));

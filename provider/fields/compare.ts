/** When are two values the same? Pure functions over shapes; every comparison in the project ends here. */
import { canonicalDecimal } from "./decimal.js";
import {
  caseOf,
  isObject,
  type Json,
  type JsonObject,
  type Members,
  type ObjectShape,
  own,
  type Shape,
  type UnionShape,
} from "./shape.js";

/** JSON text with sorted keys: equal texts, equal values. */
export function stable(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(stable).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${stable(value[key] as Json)}`);
  return `{${members.join(",")}}`;
}

/** Equal by what the shape means: decimals by value, defaults filled in, order where it counts. */
export const same = (shape: Shape, a: Json, b: Json): boolean =>
  stable(canonical(shape, a)) === stable(canonical(shape, b));

/** The one form of all values that mean the same. */
export function canonical(shape: Shape, value: Json): Json {
  if (value === null) return null;
  switch (shape.type) {
    case "decimal":
      return canonicalDecimal(value) ?? value;
    case "text":
      if (!shape.stripped || typeof value !== "string") return value;
      return value.trim() === "" ? null : value.trim();
    case "object":
      return isObject(value) ? canonicalMembers(shape, value) : value;
    case "map":
      return isObject(value) ? mapValues(value, (item) => canonical(shape.of, item)) : value;
    case "list": {
      if (!Array.isArray(value)) return value;
      const items = value.map((item) => canonical(shape.of, item));
      return shape.order === "kept" ? items : items.toSorted((a, b) => compareText(stable(a), stable(b)));
    }
    case "union": {
      const [written, chosen] = rewritten(shape, value);
      if (!chosen || !isObject(written)) return value;
      return { ...canonicalMembers(chosen, written), [shape.tag]: written[shape.tag] as Json };
    }
    case "either": {
      const chosen = shape.of.find((one) => fits(one, value));
      return chosen ? canonical(chosen, value) : value;
    }
    case "named":
      return canonical(shape.of(), value);
    default:
      return value;
  }
}

/**
 * What a vendor's answer says in terms of the YAML: members that the table knows and may be written; an open
 * object is cut to the keys that `prior` names.
 */
export function project(shape: Shape, live: Json, prior: Json | undefined): Json {
  if (live === null) return null;
  switch (shape.type) {
    case "object":
      return isObject(live) ? projectMembers(shape, live, prior) : live;
    case "union": {
      const chosen = caseOf(shape, live);
      if (!chosen || !isObject(live)) return live;
      return { [shape.tag]: live[shape.tag] as Json, ...projectMembers(chosen, live, prior) };
    }
    case "map":
      return isObject(live)
        ? mapValues(live, (item, key) => project(shape.of, item, isObject(prior) ? own(prior, key) : undefined))
        : live;
    case "list":
      return Array.isArray(live)
        ? live.map((item, index) => project(shape.of, item, Array.isArray(prior) ? prior[index] : undefined))
        : live;
    case "either": {
      const chosen = shape.of.find((one) => fits(one, live));
      return chosen ? project(chosen, live, prior) : live;
    }
    case "open":
      return cutToKeys(live, prior);
    case "named":
      return project(shape.of(), live, prior);
    default:
      return live;
  }
}

function cutToKeys(live: Json, prior: Json | undefined): Json {
  if (Array.isArray(live) && Array.isArray(prior)) {
    return live.map((item, index) => (index < prior.length ? cutToKeys(item, prior[index]) : item));
  }
  if (!isObject(live) || !isObject(prior)) return live;
  const named = Object.keys(prior).filter((key) => Object.hasOwn(live, key));
  return Object.fromEntries(named.map((key) => [key, cutToKeys(live[key] as Json, prior[key])]));
}

function projectMembers(shape: ObjectShape, live: JsonObject, prior: Json | undefined): JsonObject {
  const result: Record<string, Json> = {};
  if (shape.open && isObject(prior)) {
    for (const key of Object.keys(prior).filter(
      (one) => !Object.hasOwn(shape.members, one) && Object.hasOwn(live, one),
    )) {
      result[key] = cutToKeys(live[key] as Json, prior[key]);
    }
  }
  for (const [name, member] of Object.entries(shape.members)) {
    const value = live[name];
    if (member.readOnly || value === undefined || value === null) continue;
    result[name] = project(member.shape, value, isObject(prior) ? prior[name] : undefined);
  }
  return result;
}

function canonicalMembers(shape: ObjectShape, value: JsonObject): JsonObject {
  const result: Record<string, Json> = {};
  if (shape.open)
    for (const [key, item] of Object.entries(value))
      if (!Object.hasOwn(shape.members, key) && item !== null) result[key] = item;
  for (const [name, member] of Object.entries(shape.members)) {
    if (member.readOnly) continue;
    const given = value[name] ?? member.default ?? null;
    const form = canonical(member.shape, given);
    if (form !== null) result[name] = form;
  }
  return result;
}

/** A value with the members that the vendor puts in place of a rewritten case, and the case that it then is. */
function rewritten(shape: UnionShape, value: Json): [Json, ObjectShape | undefined] {
  const tag = isObject(value) ? value[shape.tag] : undefined;
  const replacement = typeof tag === "string" ? own(shape.rewrites ?? {}, tag) : undefined;
  const result = replacement && isObject(value) ? { ...value, ...replacement } : value;
  return [result, caseOf(shape, result)];
}

/** Is this value of the shape's type? Lenient: bounds and unknown members are the validator's business. */
export function fits(shape: Shape, value: Json): boolean {
  switch (shape.type) {
    case "text":
    case "choice":
      return typeof value === "string";
    case "decimal":
      return canonicalDecimal(value) !== undefined;
    case "integer":
      return typeof value === "number" && Number.isInteger(value);
    case "number":
      return typeof value === "number";
    case "boolean":
      return typeof value === "boolean";
    case "object":
      return isObject(value) && membersFit(shape.members, value);
    case "map":
      return isObject(value) && Object.values(value).every((item) => fits(shape.of, item));
    case "list":
      return Array.isArray(value) && value.every((item) => fits(shape.of, item));
    case "union": {
      if (!isObject(value) || typeof value[shape.tag] !== "string") return false;
      const chosen = caseOf(shape, value);
      return !chosen || membersFit(chosen.members, value);
    }
    case "either":
      return shape.of.some((one) => fits(one, value));
    case "open":
      return shape.outer === undefined || (shape.outer === "list" ? Array.isArray(value) : isObject(value));
    case "named":
      return fits(shape.of(), value);
  }
}

const membersFit = (members: Members, value: JsonObject): boolean =>
  Object.entries(members).every(([name, member]) => {
    const given = value[name];
    return given === undefined || given === null
      ? !member.required || member.readOnly === true
      : fits(member.shape, given);
  });

const mapValues = (value: JsonObject, change: (item: Json, key: string) => Json): JsonObject =>
  Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item, key)]));

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** When two values are the same: pure functions over shapes. All comparisons of field values use them. */
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

/** JSON with sorted keys: two values are equal when these strings are equal. */
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

/** A form that is the same for all values with the same meaning. */
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
      const chosen = shape.of.find((alternative) => fits(alternative, value));
      return chosen ? canonical(chosen, value) : value;
    }
    case "named":
      return canonical(shape.of(), value);
    default:
      return value;
  }
}

/**
 * A value of a vendor's answer as it would be written in the YAML: only members that the table has and that may be
 * written. An open object is cut to the keys of `prior`.
 */
export function project(shape: Shape, actual: Json, prior: Json | undefined): Json {
  if (actual === null) return null;
  switch (shape.type) {
    case "object":
      return isObject(actual) ? projectMembers(shape, actual, prior) : actual;
    case "union": {
      const chosen = caseOf(shape, actual);
      if (!chosen || !isObject(actual)) return actual;
      return { [shape.tag]: actual[shape.tag] as Json, ...projectMembers(chosen, actual, prior) };
    }
    case "map":
      return isObject(actual)
        ? mapValues(actual, (item, key) => project(shape.of, item, isObject(prior) ? own(prior, key) : undefined))
        : actual;
    case "list":
      return Array.isArray(actual)
        ? actual.map((item, index) => project(shape.of, item, Array.isArray(prior) ? prior[index] : undefined))
        : actual;
    case "either": {
      const chosen = shape.of.find((alternative) => fits(alternative, actual));
      return chosen ? project(chosen, actual, prior) : actual;
    }
    case "open":
      return cutToKeys(actual, prior);
    case "named":
      return project(shape.of(), actual, prior);
    default:
      return actual;
  }
}

function cutToKeys(actual: Json, prior: Json | undefined): Json {
  if (Array.isArray(actual) && Array.isArray(prior)) {
    return actual.map((item, index) => (index < prior.length ? cutToKeys(item, prior[index]) : item));
  }
  if (!isObject(actual) || !isObject(prior)) return actual;
  const named = Object.keys(prior).filter((key) => Object.hasOwn(actual, key));
  return Object.fromEntries(named.map((key) => [key, cutToKeys(actual[key] as Json, prior[key])]));
}

function projectMembers(shape: ObjectShape, actual: JsonObject, prior: Json | undefined): JsonObject {
  const result: Record<string, Json> = {};
  if (shape.open && isObject(prior)) {
    for (const key of Object.keys(prior)) {
      if (Object.hasOwn(shape.members, key) || !Object.hasOwn(actual, key)) continue;
      result[key] = cutToKeys(actual[key] as Json, prior[key]);
    }
  }
  for (const [name, member] of Object.entries(shape.members)) {
    const value = actual[name];
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

/** A value after the vendor's rewriting of its case, with the case that it has then. */
function rewritten(shape: UnionShape, value: Json): [Json, ObjectShape | undefined] {
  const tag = isObject(value) ? value[shape.tag] : undefined;
  const replacement = typeof tag === "string" ? own(shape.rewrites ?? {}, tag) : undefined;
  const result = replacement && isObject(value) ? { ...value, ...replacement } : value;
  return [result, caseOf(shape, result)];
}

/** Whether a value has the type of the shape. Bounds and unknown members are not checked: the validator does that. */
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
      return shape.of.some((alternative) => fits(alternative, value));
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

/** For sorting texts the same way everywhere. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

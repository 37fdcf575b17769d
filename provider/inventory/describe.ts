/** An object of an account as an entry of the YAML would describe it. Pure. */
import { fits, project, same } from "../fields/compare.js";
import { canonicalDecimal } from "../fields/decimal.js";
import { membersOf } from "../fields/members.js";
import { caseOf, isObject, type Json, type JsonObject, type Members, own, type Shape } from "../fields/shape.js";
import { sentInitially } from "../kinds/absence.js";
import type { Field, WireContext } from "../kinds/field.js";
import type { Kind } from "../kinds/kind.js";
import type { Reference } from "../kinds/references.js";
import { rawField, sameValue } from "../lifecycle/plan/managed.js";
import type { FoundObject } from "./inventory.js";

/** The name that an entry uses for another object; undefined: the id is written. */
export type NameOf = (reference: Reference, id: string) => string | undefined;

/**
 * The fields of an entry that describes the object completely: under the vendor's names and in the order of its table,
 * without what a new object has anyway, decimals as strings. `nameOf`: other objects by name, where there is one.
 */
export function describe(
  { kind, object }: Pick<FoundObject, "kind" | "object">,
  context: WireContext,
  nameOf: NameOf = () => undefined,
): JsonObject {
  const result: Record<string, Json> = {};
  for (const [name, field] of Object.entries(kind.fields)) {
    if (field.fromParent) continue;
    const raw = rawField(name, field, object, context);
    const value = raw === null ? null : written(field.shape, project(field.shape, raw, raw));
    if (!isLeftOut(field, value, context)) result[name] = byName(kind, value, nameOf);
  }
  return result;
}

/** A field that says nothing when it is left out of an entry. */
function isLeftOut(field: Field, value: Json, { settings }: WireContext): boolean {
  if (field.required) return false;
  const sent = sentInitially(field);
  return (
    isEmpty(value) ||
    sameValue(field, null, value, settings) ||
    (sent !== undefined && sameValue(field, sent, value, settings))
  );
}

const isEmpty = (value: Json): boolean =>
  value === null ||
  value === "" ||
  (Array.isArray(value) ? value.length === 0 : isObject(value) && Object.values(value).every(isEmpty));

/** A value as it is written in the YAML: members in the order of the table, defaults left out, decimals as strings. */
function written(shape: Shape, value: Json): Json {
  switch (shape.type) {
    case "decimal":
      return decimalText(value, shape.orInteger === true);
    case "named":
      return written(shape.of(), value);
    case "either": {
      const chosen = shape.of.find((alternative) => fits(alternative, value));
      return chosen ? written(chosen, value) : value;
    }
    case "list":
      return Array.isArray(value) ? value.map((item) => written(shape.of, item)) : value;
    case "map":
      return isObject(value) ? mapped(value, (item) => written(shape.of, item)) : value;
    case "object":
      return isObject(value) ? writtenMembers(shape.members, shape, value) : value;
    case "union": {
      const chosen = caseOf(shape, value);
      if (!chosen || !isObject(value)) return value;
      return { [shape.tag]: value[shape.tag] as Json, ...writtenMembers(chosen.members, shape, value) };
    }
    default:
      return value;
  }
}

/** Whole numbers stay numbers where the YAML may have them without quotes. */
function decimalText(value: Json, orInteger: boolean): Json {
  if (typeof value === "string") return canonicalDecimal(value) === undefined ? value : plainDecimal(value);
  if (typeof value !== "number" || (orInteger && Number.isInteger(value))) return value;
  return canonicalDecimal(value) ?? value;
}

/** As the vendor spells it, "10.00"; without an exponent or a sign, which the YAML does not have. */
const plainDecimal = (text: string): string =>
  /^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/.test(text) ? text : (canonicalDecimal(text) ?? text);

function writtenMembers(members: Members, shape: Shape, value: JsonObject): JsonObject {
  const memberOf = membersOf(shape, value);
  const known = Object.keys(members).filter((name) => Object.hasOwn(value, name));
  const others = Object.keys(value).filter((name) => !Object.hasOwn(members, name));
  const tag = shape.type === "union" ? shape.tag : undefined;
  return Object.fromEntries(
    [...known, ...others].flatMap((name): [string, Json][] => {
      const [member, item] = [memberOf(name), own(value, name) ?? null];
      if (name === tag || item === null || member?.readOnly) return [];
      if (member?.default !== undefined && same(member.shape, member.default, item)) return [];
      return [[name, member ? written(member.shape, item) : item]];
    }),
  );
}

/** With names in the place of ids, at any depth. */
function byName(kind: Kind, value: Json, nameOf: NameOf): Json {
  const { references } = kind;
  if (!references) return value;
  if (Array.isArray(value)) return value.map((item) => byName(kind, item, nameOf));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]): [string, Json] => {
      const found = Object.entries(references).find(([, { idMember }]) => idMember === key);
      const name = found && typeof item === "string" ? nameOf(found[1], item) : undefined;
      return found && name !== undefined ? [found[0], name] : [key, byName(kind, item, nameOf)];
    }),
  );
}

const mapped = (value: JsonObject, of: (item: Json) => Json): JsonObject =>
  Object.fromEntries(Object.entries(value).map(([key, item]) => [key, of(item)]));

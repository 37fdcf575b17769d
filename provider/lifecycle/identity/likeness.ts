/**
 * How much a live object is like what a create would have made: it has all that is sent, and nothing else is set.
 * Pure. An object that has more than the entry names was made by somebody else, or for another entry.
 */
import { canonical, project, same, stable } from "../../fields/compare.js";
import { caseOf, isObject, type Json, type JsonObject, type Members, own, type Shape } from "../../fields/shape.js";
import { restingValue, undocumentedInitial } from "../../kinds/absence.js";
import type { Field, WireContext } from "../../kinds/field.js";
import type { Kind } from "../../kinds/kind.js";
import { readField, sameValue, sentOnCreate } from "../plan/managed.js";

/** A value at a place within the object: `customer`, or `price.trialPeriod`. */
export interface Extra {
  readonly name: string;
  readonly value: Json;
}

export interface Likeness {
  /** Named fields in which the object has another value than a create would send. */
  readonly different: readonly string[];
  /** Not named by the entry, and set to what a new object does not have. */
  readonly extra: readonly Extra[];
  /** The same, where the vendor does not document what a new object has. */
  readonly uncertain: readonly Extra[];
}

export function likeness(kind: Kind, fields: JsonObject, object: JsonObject, context: WireContext): Likeness {
  const sent = sentOnCreate(kind, fields);
  const different: string[] = [];
  const [extra, uncertain]: [Extra[], Extra[]] = [[], []];
  for (const [name, field] of Object.entries(kind.fields)) {
    const [wanted, undocumented] = [sent[name], undocumentedInitial(field)];
    const value = readField(name, field, object, wanted, context);
    const raw = (field.fromWire ? field.fromWire(object, context) : object[name]) ?? null;
    if (wanted === undefined) {
      const named = field.ownCall ? (fields[name] ?? null) : null;
      const set = isFresh(field, value, named, context) ? beyond(field.shape, raw, NOTHING, name) : [{ name, value }];
      if (undocumented !== "any") (undocumented === "unknown" ? uncertain : extra).push(...set);
    } else if (!sameValue(field, wanted, value, context.settings)) {
      if (Object.hasOwn(fields, name)) different.push(name);
      else extra.push({ name, value });
    } else if (undocumented !== "any") uncertain.push(...beyond(field.shape, raw, wanted, name));
  }
  return { different, extra, uncertain };
}

const NOTHING: JsonObject = {};

/** Is this what a field has in an object that was just made without naming it? */
function isFresh(field: Field, value: Json, named: Json, { settings }: WireContext): boolean {
  if (sameValue(field, named, value, settings) || sameValue(field, null, value, settings)) return true;
  return restingValue(field) === undefined && isEmpty(value);
}

/** Nothing that anybody has set: no value, no items, or members that are all like that. */
const isEmpty = (value: Json): boolean =>
  value === null ||
  value === false ||
  value === "" ||
  (Array.isArray(value) ? value.length === 0 : isObject(value) && Object.values(value).every(isEmpty));

/** Members that the object has beyond those that were sent. */
function beyond(shape: Shape, object: Json, sent: Json, path: string): Extra[] {
  if (shape.type === "named") return beyond(shape.of(), object, sent, path);
  if (Array.isArray(object) && Array.isArray(sent)) {
    const of = shape.type === "list" && shape.order === "kept" ? shape.of : shape.type === "open" ? shape : undefined;
    return of ? object.flatMap((item, index) => beyond(of, item, sent[index] ?? null, `${path}[${index}]`)) : [];
  }
  if (!isObject(object) || !isObject(sent)) return [];
  const members = membersOf(shape, object);
  if (members === undefined) return [];
  return Object.entries(object).flatMap(([key, value]): Extra[] => {
    const member = own(members.known, key);
    const given = own(sent, key);
    if (member?.readOnly || isEmpty(value)) return [];
    if (given !== undefined) return beyond(member?.shape ?? ANYTHING, value, given, `${path}.${key}`);
    if (member === undefined && !members.open) return [];
    const isDefault = member?.default !== undefined && same(member.shape, member.default, value);
    return isDefault ? [] : [{ name: `${path}.${key}`, value }];
  });
}

const ANYTHING: Shape = { type: "open" };

function membersOf(shape: Shape, object: JsonObject): { known: Members; open: boolean } | undefined {
  if (shape.type === "open") return { known: {}, open: true };
  if (shape.type === "object") return { known: shape.members, open: shape.open === true };
  const chosen = shape.type === "union" ? caseOf(shape, object) : undefined;
  return chosen && { known: chosen.members, open: chosen.open === true };
}

/**
 * The same text for all entries of which one could be taken for the other: what is sent, in one spelling and with
 * defaults filled in, but for values that the vendor may fill in itself.
 */
export function identity(kind: Kind, fields: JsonObject): string {
  const sent = sentOnCreate(kind, fields);
  const entries = Object.entries(kind.fields).flatMap(([name, field]): [string, Json][] => {
    // Members that pass through as written are cut.
    if (undocumentedInitial(field) !== undefined || field.ownCall) return [];
    const value = canonical(
      field.shape,
      project(field.shape, core(field, sent[name] ?? restingValue(field) ?? null), NOTHING),
    );
    return isEmpty(value) ? [] : [[name, value]];
  });
  return stable(Object.fromEntries(entries));
}

/** Of a value whose members are managed one by one, those that every entry names. */
function core({ shape, unnamed }: Field, value: Json): Json {
  const chosen = shape.type === "union" && unnamed === "kept" ? caseOf(shape, value) : undefined;
  if (!chosen || !isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).filter(
      ([name]) => !Object.hasOwn(chosen.members, name) || chosen.members[name]?.required === true,
    ),
  );
}

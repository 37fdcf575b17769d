/** The managed fields of an entry: what is wanted, what the vendor has, and how the two differ. Pure. */

import { project, same } from "../../fields/compare.js";
import { type Difference, differences } from "../../fields/differences.js";
import { isBlank, overlay, projectNamed } from "../../fields/overlay.js";
import { respell } from "../../fields/respell.js";
import { isObject, type Json, type JsonObject, own } from "../../fields/shape.js";
import { clearingOf, isAlwaysManaged, restingValue, sentInitially } from "../../kinds/absence.js";
import type { Fate, Field, Settings, WireContext } from "../../kinds/field.js";
import type { Kind } from "../../kinds/kind.js";

export interface Change {
  readonly name: string;
  readonly field: Field;
  /** Absent: the field was not managed before. */
  readonly before?: Json;
  /** null: to be cleared. */
  readonly after: Json;
  readonly fate: Fate;
}

/** Two values of a field mean the same; null is what the field is without a value. */
export function sameValue(field: Field, a: Json, b: Json, settings: Settings): boolean {
  const clearing = clearingOf(field, settings);
  const empty = typeof clearing === "object" ? clearing.value : null;
  const form = (value: Json): Json => {
    const given = field.unnamed === "kept" && isBlank(value) ? null : value;
    return given ?? restingValue(field) ?? null;
  };
  const [left, right] = [form(a), form(b)];
  if (same(field.shape, left, right)) return true;
  return (
    (left === null && empty !== null && same(field.shape, empty, right)) ||
    (right === null && empty !== null && same(field.shape, empty, left))
  );
}

/**
 * What changes between the managed set of the outputs and the new inputs, in both directions. A field that is
 * named for the first time is a change even if the vendor has the value already; one that was cleared and is no
 * longer named is none.
 */
export function changes(
  kind: Kind,
  olds: JsonObject,
  news: JsonObject,
  settings: Settings,
  observed: JsonObject = {},
): Change[] {
  const result: Change[] = [];
  for (const [name, field] of Object.entries(kind.fields)) {
    const [was, is] = [olds[name], news[name]];
    const always = isAlwaysManaged(field);
    if (was === undefined && is === undefined) continue;
    const [before, after] = [was ?? null, is ?? null];
    const newlyNamed = was === undefined && !always;
    if (!newlyNamed && clearedWithin(field, was, after).length === 0 && sameValue(field, before, after, settings))
      continue;
    const seen = observed[name];
    const knownEqual = newlyNamed && seen !== undefined && sameValue(field, seen, after, settings);
    result.push({
      name,
      field,
      ...(newlyNamed ? {} : { before }),
      after,
      fate: knownEqual ? "update" : fateOf(field, before, after, newlyNamed),
    });
  }
  return result;
}

/**
 * Members that the entry has with null and that it did not name before: whatever the vendor has there is to go. The
 * shapes take null and absent for equal.
 */
export function clearedWithin({ unnamed }: Field, before: Json | undefined, after: Json): (readonly string[])[] {
  return unnamed === "kept" ? newNulls(before, after) : [];
}

function newNulls(before: Json | undefined, after: Json): string[][] {
  if (!isObject(after) || before === null) return [];
  const was = isObject(before) ? before : {};
  return Object.entries(after).flatMap(([key, value]) => {
    const then = own(was, key);
    if (value === null) return then === undefined ? [[key]] : [];
    return newNulls(then, value).map((path) => [key, ...path]);
  });
}

function fateOf(field: Field, before: Json, after: Json, newlyNamed: boolean): Fate {
  if (field.fate !== "update" || !field.replaceOn || newlyNamed) return field.fate;
  const [was, is] = [isObject(before) ? before : {}, isObject(after) ? after : {}];
  return field.replaceOn.some((member) => (was[member] ?? null) !== (is[member] ?? null)) ? "replace" : "update";
}

/**
 * New inputs, in the old spelling where both mean the same. A removed field is absent; null is a field to be kept
 * empty.
 */
export function settle(kind: Kind, olds: JsonObject, news: JsonObject): JsonObject {
  const result: Record<string, Json> = {};
  for (const [name, field] of Object.entries(kind.fields)) {
    const [was, is] = [olds[name], news[name]];
    if (is === undefined) continue;
    const spelt = was === undefined || was === null || is === null ? is : respell(field.shape, was, is);
    result[name] = field.unnamed === "kept" ? withNullsOf(is, spelt) : spelt;
  }
  return result;
}

/** With null where the entry has null, and nowhere else: to a shape, null and absent are equal. */
function withNullsOf(entry: Json, value: Json): Json {
  if (!isObject(entry) || !isObject(value)) return value;
  const known = Object.entries(value).filter(([key, item]) => item !== null || Object.hasOwn(entry, key));
  const nulls = Object.entries(entry).filter(([key, item]) => item === null && !Object.hasOwn(value, key));
  return Object.fromEntries([
    ...known.map(([key, item]): [string, Json] => [key, withNullsOf(own(entry, key) ?? null, item)]),
    ...nulls,
  ]);
}

/**
 * One field as the vendor's answer has it, in the terms of the YAML; null when it has no value. Where each member is
 * managed by itself, only those that `prior` has.
 */
export function readField(
  name: string,
  field: Field,
  object: JsonObject,
  prior: Json | undefined,
  context: WireContext,
): Json {
  const raw = rawField(name, field, object, context);
  if (raw === null) return null;
  return field.unnamed === "kept" ? projectNamed(field.shape, raw, prior) : project(field.shape, raw, prior);
}

export const rawField = (name: string, field: Field, object: JsonObject, context: WireContext): Json =>
  (field.fromWire ? field.fromWire(object, context) : object[name]) ?? null;

/**
 * The managed fields as the vendor has them. Where the value means what it meant before, the old spelling stays.
 * Fields that are always managed are in it only where they differ from their resting value.
 */
export function readFields(kind: Kind, managed: JsonObject, object: JsonObject, context: WireContext): JsonObject {
  const result: Record<string, Json> = {};
  for (const [name, field] of Object.entries(kind.fields)) {
    const known = Object.hasOwn(managed, name);
    if (!known && !isAlwaysManaged(field)) continue;
    const prior = managed[name] ?? null;
    const now = readField(name, field, object, prior, context);
    if (sameValue(field, prior, now, context.settings)) {
      if (known) result[name] = prior;
    } else result[name] = prior === null || now === null ? now : respell(field.shape, prior, now);
  }
  return result;
}

/** All that the outputs or the new inputs manage: of a value whose members are managed one by one, those of both. */
export function managedTogether(kind: Kind, olds: JsonObject, news: JsonObject): JsonObject {
  const both = Object.entries(news).map(([name, value]): [string, Json] => {
    const [field, was] = [kind.fields[name], olds[name] ?? null];
    const isPart = field?.unnamed === "kept" && isObject(was) && isObject(value);
    return [name, isPart ? overlay(field.shape, undefined, value, was) : value];
  });
  return { ...olds, ...Object.fromEntries(both) };
}

/** Values of unmanaged fields whose change would replace: so that naming one for the first time need not. */
export function observedFields(kind: Kind, managed: JsonObject, object: JsonObject, context: WireContext): JsonObject {
  const names = Object.entries(kind.fields).filter(
    ([name, field]) => field.fate === "replace" && !isAlwaysManaged(field) && !Object.hasOwn(managed, name),
  );
  const values = names.map(([name, field]): [string, Json] => [
    name,
    readField(name, field, object, undefined, context),
  ]);
  return Object.fromEntries(values.filter(([, value]) => value !== null));
}

/** The names of those fields in which an object is not what is wanted: in every member that the table knows. */
export function mismatches(kind: Kind, wanted: JsonObject, object: JsonObject, context: WireContext): string[] {
  return Object.entries(wanted)
    .filter(([name, value]) => {
      const field = kind.fields[name];
      if (field === undefined) return false;
      const raw = rawField(name, field, object, context);
      return !sameValue(field, value, raw === null ? null : project(field.shape, raw, value), context.settings);
    })
    .map(([name]) => name);
}

/** A field in which an answer does not show what a write was to make of it. */
export interface Mismatch {
  readonly change: Change;
  readonly differences: readonly Difference[];
}

/** What of the changes an answer does not show: members that were to go must be gone, others may have any value. */
export function unmet(changed: readonly Change[], object: JsonObject, context: WireContext): Mismatch[] {
  return changed.flatMap((change): Mismatch[] => {
    const { name, field, before, after } = change;
    // Laid over what was there before: every member that the entry names or has named.
    const named =
      field.unnamed === "kept" && isObject(before) ? overlay(field.shape, undefined, after ?? {}, before) : after;
    const seen = readField(name, field, object, named, context);
    if (sameValue(field, after, seen, context.settings)) return [];
    return [{ change, differences: differences(field.shape, seen, after, [name]) }];
  });
}

/** The fields that a create sends: those with a value, and what the vendor wants although people rarely set it. */
export function sentOnCreate(kind: Kind, fields: JsonObject): JsonObject {
  const result: Record<string, Json> = {};
  for (const [name, field] of Object.entries(kind.fields)) {
    const value = fields[name] ?? sentInitially(field);
    if (value !== undefined && value !== null && !field.ownCall) result[name] = value;
  }
  return result;
}

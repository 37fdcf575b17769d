/** The managed fields of an entry: what is wanted, what the vendor has, and how the two differ. Pure. */
import { holdsEngineWord } from "../catalogue/engine-words.js";
import { fits, project, same } from "../fields/compare.js";
import { respell } from "../fields/respell.js";
import { isObject, type Json, type JsonObject } from "../fields/shape.js";
import type { Clearing, Fate, Field, Kind, Settings, WireContext } from "../vendors/kind.js";

export interface Change {
  readonly name: string;
  readonly field: Field;
  /** Absent: the field was not managed before. */
  readonly before?: Json;
  /** null: to be cleared. */
  readonly after: Json;
  readonly fate: Fate;
}

export const clearingOf = (field: Field, settings: Settings): Clearing =>
  typeof field.clear === "function" ? field.clear(settings) : field.clear;

/** Two values of a field mean the same; null is what the field is without a value. */
export function sameValue(field: Field, a: Json, b: Json, settings: Settings): boolean {
  const clearing = clearingOf(field, settings);
  const empty = typeof clearing === "object" ? clearing.value : null;
  const form = (value: Json): Json => value ?? field.always ?? field.default ?? null;
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
export function changes(kind: Kind, olds: JsonObject, news: JsonObject, settings: Settings, observed: JsonObject = {}): Change[] {
  const result: Change[] = [];
  for (const [name, field] of Object.entries(kind.fields)) {
    const [was, is] = [olds[name], news[name]];
    const always = field.always !== undefined;
    if (was === undefined && is === undefined) continue;
    const [before, after] = [was ?? null, is ?? null];
    const newlyNamed = was === undefined && !always;
    if (!newlyNamed && sameValue(field, before, after, settings)) continue;
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

function fateOf(field: Field, before: Json, after: Json, newlyNamed: boolean): Fate {
  if (field.fate !== "update" || !field.replaceOn || newlyNamed) return field.fate;
  const [was, is] = [isObject(before) ? before : {}, isObject(after) ? after : {}];
  return field.replaceOn.some((member) => (was[member] ?? null) !== (is[member] ?? null)) ? "replace" : "update";
}

/** New inputs in the old spelling where both mean the same; fields that are gone become null, nulls that are gone vanish. */
export function settle(kind: Kind, olds: JsonObject, news: JsonObject): JsonObject {
  const result: Record<string, Json> = {};
  for (const [name, field] of Object.entries(kind.fields)) {
    const [was, is] = [olds[name], news[name]];
    if (is !== undefined) result[name] = was === undefined || was === null || is === null ? is : respell(field.shape, was, is);
    else if (was !== undefined && was !== null) result[name] = null;
  }
  return result;
}

/** One field as the vendor's answer has it, in the terms of the YAML; null when it has no value. */
export function readField(name: string, field: Field, live: JsonObject, prior: Json | undefined, context: WireContext): Json {
  const raw = field.fromWire ? field.fromWire(live, context) : live[name];
  return raw === undefined || raw === null ? null : project(field.shape, raw, prior);
}

/**
 * The managed fields as the vendor has them. Where the value means what it meant before, the old spelling stays.
 * Fields that are always managed are in it only where they differ from their resting value.
 */
export function readFields(kind: Kind, managed: JsonObject, live: JsonObject, context: WireContext): JsonObject {
  const result: Record<string, Json> = {};
  for (const [name, field] of Object.entries(kind.fields)) {
    const known = Object.hasOwn(managed, name);
    if (!known && field.always === undefined) continue;
    const prior = managed[name] ?? null;
    const now = readField(name, field, live, prior, context);
    if (sameValue(field, prior, now, context.settings)) {
      if (known) result[name] = prior;
    } else result[name] = prior === null || now === null ? now : respell(field.shape, prior, now);
  }
  return result;
}

/** Values of unmanaged fields whose change would replace: so that naming one for the first time need not. */
export function observedFields(kind: Kind, managed: JsonObject, live: JsonObject, context: WireContext): JsonObject {
  const names = Object.entries(kind.fields).filter(
    ([name, field]) => field.fate === "replace" && field.always === undefined && !Object.hasOwn(managed, name),
  );
  const values = names.map(([name, field]): [string, Json] => [name, readField(name, field, live, undefined, context)]);
  return Object.fromEntries(values.filter(([, value]) => value !== null));
}

/** The names of those fields in which an answer does not show what is wanted. */
export function mismatches(kind: Kind, wanted: JsonObject, live: JsonObject, context: WireContext): string[] {
  return Object.entries(wanted)
    .filter(([name, value]) => {
      const field = kind.fields[name];
      return field !== undefined && !sameValue(field, value, readField(name, field, live, value, context), context.settings);
    })
    .map(([name]) => name);
}

/** What of an answer does not have the form that the contract gives it; undefined when all is well. */
export function surprise(kind: Kind, live: Json, context: WireContext): string | undefined {
  if (!isObject(live)) return "the answer is no object";
  if (kind.id(live) === undefined) return "the answer has no id";
  for (const [name, field] of Object.entries(kind.fields)) {
    const raw = field.fromWire ? field.fromWire(live, context) : live[name];
    if (raw === undefined || raw === null) {
      if (field.required && !field.fromWire) return `the answer has no ${name}`;
      continue;
    }
    const value = project(field.shape, raw, undefined);
    if (!fits(field.shape, value)) return `${name} has an unexpected form: ${JSON.stringify(raw).slice(0, 200)}`;
    if (holdsEngineWord(value))
      return `${name} holds a text that the engine would take for something else: ${JSON.stringify(raw).slice(0, 200)}`;
  }
  return undefined;
}

/** The fields that a create sends: those with a value, and what the vendor wants although people rarely set it. */
export function sentOnCreate(kind: Kind, fields: JsonObject): JsonObject {
  const result: Record<string, Json> = {};
  for (const [name, field] of Object.entries(kind.fields)) {
    const value = fields[name] ?? field.createWith;
    if (value !== undefined && value !== null && !field.ownCall) result[name] = value;
  }
  return result;
}

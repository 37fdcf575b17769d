/**
 * Texts by which the objects of a list are found for an entry without looking at each: every object that agrees with
 * the entry in the named fields has the entry's text. Others may have it too, so a comparison must follow. Pure.
 */
import { canonical, compareText, project, same, stable } from "../../fields/compare.js";
import { isBlank } from "../../fields/overlay.js";
import {
  caseOf,
  isObject,
  type Json,
  type JsonObject,
  type Member,
  type ObjectShape,
  own,
  type Shape,
} from "../../fields/shape.js";
import { clearingOf, restingValue } from "../../kinds/absence.js";
import type { Field, Settings, WireContext } from "../../kinds/field.js";
import type { Kind } from "../../kinds/kind.js";
import { rawField, readField } from "../plan/managed.js";

/** What of an object goes into its text: a field, or a member of a field whose members are managed one by one. */
export interface Part {
  readonly name: string;
  readonly member?: string;
}

/** The text of a field's value: the same for all values that `sameValue` takes for equal. */
function meaning(field: Field, value: Json, settings: Settings): string {
  const given = value ?? restingValue(field) ?? null;
  const empty = emptyValue(field, settings);
  return empty !== null && same(field.shape, empty, given) ? "null" : stable(canonical(field.shape, given));
}

function emptyValue(field: Field, settings: Settings): Json {
  const clearing = clearingOf(field, settings);
  return typeof clearing === "object" ? clearing.value : null;
}

/** How a value of the shape is read does not depend on what the entry says. */
function isClosed(shape: Shape, seen: ReadonlySet<string> = new Set()): boolean {
  switch (shape.type) {
    case "open":
      return false;
    case "object":
      return shape.open !== true && Object.values(shape.members).every((member) => isClosed(member.shape, seen));
    case "union":
      return Object.values(shape.cases).every((one) => isClosed(one, seen));
    case "map":
    case "list":
      return isClosed(shape.of, seen);
    case "either":
      return shape.of.every((one) => isClosed(one, seen));
    case "named":
      return seen.has(shape.name) || isClosed(shape.of(), new Set([...seen, shape.name]));
    default:
      return true;
  }
}

/** The whole field can be a part. */
const isWhole = ({ calls }: Kind, name: string, field: Field): boolean =>
  field.unnamed !== "kept" && !field.ownCall && !calls.listsOmit?.includes(name) && isClosed(field.shape);

const isNamed = (fields: JsonObject, name: string): boolean => (fields[name] ?? null) !== null;

/** The one field as a part; undefined: objects cannot be told apart by it. */
export const partOf = (kind: Kind, name: string): Part | undefined => {
  const field = kind.fields[name];
  return field && isWhole(kind, name, field) ? { name } : undefined;
};

/** What every entry names. */
export const requiredParts = (kind: Kind): readonly Part[] =>
  Object.entries(kind.fields)
    .filter(([name, field]) => field.required === true && isWhole(kind, name, field))
    .map(([name]) => ({ name }));

/** What this entry names beyond that. */
export const furtherParts = (kind: Kind, fields: JsonObject, settings: Settings): readonly Part[] =>
  Object.entries(kind.fields).flatMap(([name, field]): Part[] => {
    if (!isNamed(fields, name)) return [];
    if (isWhole(kind, name, field)) return field.required === true ? [] : [{ name }];
    if (field.unnamed !== "kept" || field.ownCall || kind.calls.listsOmit?.includes(name)) return [];
    // Otherwise an object without a value might agree with an entry that names members.
    if (![restingValue(field) ?? null, emptyValue(field, settings)].every((value) => isBlank(value))) return [];
    return membersNamed(field.shape, fields[name] ?? null).map((member) => ({ name, member }));
  });

/** Members of an entry's value by which objects can be told apart: those with a value that is read as one whole. */
function membersNamed(shape: Shape, value: Json): string[] {
  const container = containerOf(shape, value);
  if (!isObject(value) || (shape.type !== "union" && !container)) return [];
  if (shape.type === "union" && shape.rewrites) return [];
  const isPart = (name: string): boolean => {
    if (shape.type === "union" && name === shape.tag) return true;
    const member = container && own(container.members, name);
    return member ? isSimple(member) : container?.open === true && !isCompound(value[name] ?? null);
  };
  return Object.keys(value)
    .filter((name) => (value[name] ?? null) !== null && isPart(name))
    .toSorted(compareText);
}

const containerOf = (shape: Shape, value: Json): ObjectShape | undefined =>
  shape.type === "object" ? shape : shape.type === "union" ? caseOf(shape, value) : undefined;

const isCompound = (value: Json): boolean => Array.isArray(value) || isObject(value);

const SIMPLE: readonly Shape["type"][] = ["text", "decimal", "integer", "number", "boolean", "choice", "list"];
const isSimple = ({ shape, readOnly }: Member): boolean =>
  readOnly !== true && SIMPLE.includes(shape.type) && isClosed(shape);

/** Of an entry; undefined: it lacks a value of a part. */
export function textOfEntry(
  kind: Kind,
  parts: readonly Part[],
  fields: JsonObject,
  settings: Settings,
): string | undefined {
  if (!parts.every(({ name }) => isNamed(fields, name))) return undefined;
  return textOf(parts, ({ name, member }) => {
    const [field, value] = [kind.fields[name], fields[name] ?? null];
    if (!field) return "";
    return member === undefined
      ? meaning(field, value, settings)
      : memberText(field.shape, value, member, (given) => given);
  });
}

/** Of an object as a list shows it. */
export const textOfObject = (kind: Kind, parts: readonly Part[], object: JsonObject, context: WireContext): string =>
  textOf(parts, ({ name, member }) => {
    const field = kind.fields[name];
    if (!field) return "";
    return member === undefined
      ? meaning(field, readField(name, field, object, undefined, context), context.settings)
      : memberText(field.shape, rawField(name, field, object, context), member, (given, shape) =>
          project(shape, given, undefined),
        );
  });

/** JSON has no line breaks outside its texts, and `\n` within them. */
const textOf = (parts: readonly Part[], of: (part: Part) => string): string => parts.map(of).join("\n");

/** `read`: an answer's value as the YAML would have it; the same for one that is from the YAML. */
function memberText(shape: Shape, value: Json, name: string, read: (given: Json, shape: Shape) => Json): string {
  const given = (isObject(value) ? own(value, name) : undefined) ?? null;
  const member = own(containerOf(shape, value)?.members ?? {}, name);
  if (!member) return isCompound(given) ? "compound" : stable(given);
  return stable(canonical(member.shape, (given === null ? null : read(given, member.shape)) ?? member.default ?? null));
}

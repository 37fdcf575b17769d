/** What a file is to say for an object, in the words and the spelling of the file. Pure. */

import { literal } from "../../catalogue/edit.js";
import { same, stable } from "../../fields/compare.js";
import { membersOf } from "../../fields/members.js";
import { projectNamed } from "../../fields/overlay.js";
import { respell } from "../../fields/respell.js";
import { isObject, type Json, type JsonObject, own, type Shape } from "../../fields/shape.js";
import type { Field } from "../../kinds/field.js";

/** A field of an entry: as it is written, and as it is read with the values of the stack. */
export interface WrittenField {
  readonly raw: Json | undefined;
  readonly value: Json | undefined;
}

/**
 * The value to write for a field; null: the object has none. `described`: that of the object. `whole`: with members
 * that the entry does not name.
 */
export function valueToWrite({ shape, unnamed }: Field, written: WrittenField, described: Json, whole: boolean): Json {
  const { raw, value = null } = written;
  if (described === null || value === null) return literal(described);
  const isCut = unnamed === "kept" && !whole && isObject(value) && isObject(described);
  const named = isCut ? projectNamed(shape, described, value) : described;
  const spelt = withDefaults(shape, value, respell(shape, value, named));
  return inItsWords(raw, value, spelt);
}

/** Members that are written although they only say the default stay. */
function withDefaults(shape: Shape, prior: Json, next: Json): Json {
  if (shape.type === "named") return withDefaults(shape.of(), prior, next);
  if (Array.isArray(prior) && Array.isArray(next)) {
    if (shape.type !== "list") return next;
    return next.map((item, index) =>
      index < prior.length ? withDefaults(shape.of, prior[index] as Json, item) : item,
    );
  }
  if (!isObject(prior) || !isObject(next)) return next;
  const memberOf = membersOf(shape, next);
  const kept = Object.entries(prior).filter(([name, item]) => {
    const member = memberOf(name);
    return !Object.hasOwn(next, name) && member?.default !== undefined && same(member.shape, member.default, item);
  });
  const members = Object.entries(next).map(([name, item]): [string, Json] => {
    const [member, before] = [memberOf(name), own(prior, name)];
    return [name, member && before !== undefined ? withDefaults(member.shape, before, item) : item];
  });
  return Object.fromEntries([...members, ...kept]);
}

/** With placeholders and templates wherever what they stand for is still right. */
function inItsWords(raw: Json | undefined, value: Json | undefined, next: Json): Json {
  if (raw === undefined || value === undefined) return literal(next);
  if (equal(value, next)) return raw;
  if (Array.isArray(raw) && Array.isArray(value) && Array.isArray(next)) return listInItsWords(raw, value, next);
  if (!isObject(raw) || !isObject(value) || !isObject(next)) return literal(next);
  const templates = Object.entries(raw).filter(([name]) => !Object.hasOwn(value, name) && !Object.hasOwn(next, name));
  return {
    ...Object.fromEntries(templates),
    ...Object.fromEntries(
      Object.entries(next).map(([name, item]) => [name, inItsWords(own(raw, name), own(value, name), item)]),
    ),
  };
}

function listInItsWords(raw: readonly Json[], value: readonly Json[], next: readonly Json[]): readonly Json[] {
  if (value.length === next.length) return next.map((item, index) => inItsWords(raw[index], value[index], item));
  const free = new Set(value.keys());
  return next.map((item) => {
    const found = [...free].find((index) => equal(value[index] as Json, item));
    if (found === undefined) return literal(item);
    free.delete(found);
    return raw[found] as Json;
  });
}

const equal = (a: Json, b: Json): boolean => stable(a) === stable(b);

/** An entry for an object that has none. */
export function newEntry(
  fields: JsonObject,
  { archived, adopt }: { readonly archived: boolean; readonly adopt?: string | undefined },
): JsonObject {
  return {
    ...(literal(fields) as JsonObject),
    ...(archived ? { archived: true } : {}),
    ...(adopt === undefined ? {} : { lifecycle: { adopt } }),
  };
}

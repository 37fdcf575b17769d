/** A vendor's answer against the contract of its kind. Pure. */
import { fits, project } from "../fields/compare.js";
import { isObject, type Json } from "../fields/shape.js";
import type { WireContext } from "../kinds/field.js";
import type { Kind } from "../kinds/kind.js";
import { holdsEngineWord } from "../validation/engine-words.js";

/** The first part of an answer that violates the kind's contract; undefined when there is none. */
export function contractViolation(kind: Kind, object: Json, context: WireContext): string | undefined {
  if (!isObject(object)) return "the answer is not an object";
  if (kind.id(object) === undefined) return "the answer has no id";
  for (const [name, field] of Object.entries(kind.fields)) {
    const raw = field.fromWire ? field.fromWire(object, context) : object[name];
    if (raw === undefined || raw === null) {
      if (field.required && !field.fromWire) return `the answer has no ${name}`;
      continue;
    }
    const value = project(field.shape, raw, undefined);
    if (!fits(field.shape, value)) return `${name} has an unexpected form: ${JSON.stringify(raw).slice(0, 200)}`;
    if (holdsEngineWord(value))
      return `${name} contains a string that the Pulumi engine reserves: ${JSON.stringify(raw).slice(0, 200)}`;
  }
  return undefined;
}

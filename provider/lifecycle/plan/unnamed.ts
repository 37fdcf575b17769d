/**
 * What an entry does not name within a value that is written as a whole: remembered from answers, so that a preview,
 * which asks nobody, can say what a change takes away. Pure.
 */
import { writable } from "../../fields/members.js";
import { overlay } from "../../fields/overlay.js";
import { pathText } from "../../fields/path.js";
import { isObject, type Json, type JsonObject, own } from "../../fields/shape.js";
import type { WireContext } from "../../kinds/field.js";
import type { Kind } from "../../kinds/kind.js";
import { type Change, rawField } from "./managed.js";

interface Lost {
  readonly path: readonly (string | number)[];
  readonly value: Json;
}

/** Members of `from` that `sent` does not have, except those that the entry named itself. */
function missing(from: Json, sent: Json | undefined, named: Json | undefined, path: Lost["path"]): Lost[] {
  const isNamed = (key: string | number): boolean =>
    typeof named === "object" && named !== null && Object.hasOwn(named, key);
  const inside = (of: Json | undefined, key: string | number): Json | undefined =>
    typeof of === "object" && of !== null ? own(of as JsonObject, String(key)) : undefined;
  const keys = Array.isArray(from) ? [...from.keys()] : isObject(from) ? Object.keys(from) : [];
  if (typeof sent !== "object" || sent === null) return [];
  return keys.flatMap((key): Lost[] => {
    const [value, then] = [inside(from, key) ?? null, inside(sent, key)];
    if (value === null) return [];
    if (then !== undefined) return missing(value, then, inside(named, key), [...path, key]);
    return isNamed(key) ? [] : [{ path: [...path, key], value }];
  });
}

/** Live values of managed fields of which a change may take away what the entry does not name. */
export function unnamedFields(kind: Kind, managed: JsonObject, object: JsonObject, context: WireContext): JsonObject {
  const found = Object.entries(managed).flatMap(([name, value]): [string, Json][] => {
    const field = kind.fields[name];
    if (!field?.unnamed || value === null) return [];
    const raw = writable(field.shape, rawField(name, field, object, context));
    // Where members are managed one by one, only lists are written as a whole.
    const isAtRisk = ({ path }: Lost): boolean =>
      field.unnamed === "lost" || path.some((part) => typeof part === "number");
    return missing(raw, value, undefined, [name]).some(isAtRisk) ? [[name, raw]] : [];
  });
  return Object.fromEntries(found);
}

/** In words: what these changes take away, as far as it was seen. */
export function takenAlong(changed: readonly Change[], unnamed: JsonObject = {}): string[] {
  return changed.flatMap(({ name, field, before, after }): string[] => {
    const object = unnamed[name];
    if (object === undefined || after === null) return [];
    const sent = field.unnamed === "kept" ? overlay(field.shape, before, after, object) : after;
    return missing(object, sent, before, [name]).map(
      ({ path, value }) => `${pathText(path)} (${JSON.stringify(value).slice(0, 120)})`,
    );
  });
}

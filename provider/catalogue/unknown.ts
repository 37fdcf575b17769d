import { isObject, type Json, type JsonObject } from "../fields/shape.js";
import type { Finding } from "../vendors/kind.js";

/** What the engine hands out in a preview for a value that is not known yet. Every validator lets it pass. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export const holdsUnknown = (value: Json | undefined): boolean =>
  value === UNKNOWN || (typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown));

/** What a rule says is certain only where no value that is not known yet can be the reason. */
export function certain(fields: JsonObject, findings: readonly Finding[]): readonly Finding[] {
  if (Object.values(fields).some((value) => value === UNKNOWN || hasUnknownItem(value))) return [];
  return findings.filter(({ path }) => !holdsUnknown(at(fields, path)));
}

/** A list with an item that is not known says nothing about its first, last or only items. */
const hasUnknownItem = (value: Json): boolean =>
  Array.isArray(value)
    ? value.some((item) => item === UNKNOWN || hasUnknownItem(item))
    : isObject(value) && Object.values(value).some(hasUnknownItem);

function at(value: Json | undefined, [first, ...rest]: readonly (string | number)[]): Json | undefined {
  if (first === undefined || typeof value !== "object" || value === null) return value;
  return at((value as Record<string | number, Json>)[first], rest);
}

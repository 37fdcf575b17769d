/** What can be said of entries whose values are not all known yet. */
import { isObject, type Json, type JsonObject } from "../fields/shape.js";
import type { Finding } from "../kinds/kind.js";
import { UNKNOWN } from "./engine-words.js";

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

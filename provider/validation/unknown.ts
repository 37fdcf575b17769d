/** Checks of entries that contain values that are not known yet. */
import { isObject, type Json, type JsonObject } from "../fields/shape.js";
import type { RuleViolation } from "../kinds/kind.js";
import { UNKNOWN } from "./engine-words.js";

export const holdsUnknown = (value: Json | undefined): boolean =>
  value === UNKNOWN || (typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown));

/** The violations of a rule that remain whatever the unknown values turn out to be. */
export function certain(fields: JsonObject, violations: readonly RuleViolation[]): readonly RuleViolation[] {
  if (violations.length === 0) return violations;
  if (Object.values(fields).some((value) => value === UNKNOWN || hasUnknownItem(value))) return [];
  return violations.filter(({ path }) => !holdsUnknown(at(fields, path)));
}

/** Rules about the first, last or only item of a list cannot be checked while an item is unknown. */
const hasUnknownItem = (value: Json): boolean =>
  Array.isArray(value)
    ? value.some((item) => item === UNKNOWN || hasUnknownItem(item))
    : isObject(value) && Object.values(value).some(hasUnknownItem);

function at(value: Json | undefined, [first, ...rest]: readonly (string | number)[]): Json | undefined {
  if (first === undefined || typeof value !== "object" || value === null) return value;
  return at((value as Record<string | number, Json>)[first], rest);
}

import type { Json } from "../fields/shape.js";

/**
 * A value that a protobuf Struct can hold. The engine's wire turns a Date or a Map into `{}`, and an `undefined`
 * or a bigint into a failed call: after a create that would lose an object which the vendor has already made.
 */
export function wireSafe(value: unknown): Json {
  switch (typeof value) {
    case "string":
      return value.toWellFormed();
    case "boolean":
      return value;
    case "number":
      // + 0 makes 0 of -0, which JSON and the wire spell differently
      return Number.isFinite(value) ? value + 0 : null;
    case "bigint":
      return value.toString();
    case "object":
      break;
    default:
      return null;
  }
  if (value === null) return null;
  // from, because map leaves the holes of a list as they are
  if (Array.isArray(value)) return Array.from(value, (item) => wireSafe(item));
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Map) return wireSafe(Object.fromEntries(value));
  if (value instanceof Set) return wireSafe([...value]);
  // The other side would take `__proto__` for the object's prototype.
  const entries = Object.entries(value).filter(
    ([key, item]) =>
      key !== "__proto__" && item !== undefined && typeof item !== "function" && typeof item !== "symbol",
  );
  return Object.fromEntries(entries.map(([key, item]) => [key, wireSafe(item)]));
}

export const wireSafeBag = (value: Readonly<Record<string, unknown>>): Record<string, Json> =>
  wireSafe(value) as Record<string, Json>;

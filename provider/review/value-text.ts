import type { Json } from "../fields/shape.js";

/** A value in one line, long ones shortened. */
export function valueText(value: Json): string {
  if (value === null) return "(none)";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE - 1).replace(/[\ud800-\udbff]$/, "")}…` : text;
}

const MAX_VALUE = 80;

import { caseOf, isObject, type Json, type Members, type Shape } from "./shape.js";

/** A value with its members in the order of the shape, so that values from different places read alike. */
export function arrange(shape: Shape, value: Json): Json {
  if (shape.type === "named") return arrange(shape.of(), value);
  if (shape.type === "list") return Array.isArray(value) ? value.map((item) => arrange(shape.of, item)) : value;
  if (!isObject(value)) return value;
  const members = membersOf(shape, value);
  const names = Object.keys(value).sort();
  const first = shape.type === "union" ? [shape.tag] : [];
  const known = [...first, ...Object.keys(members)].filter((name) => Object.hasOwn(value, name));
  const order = [...new Set([...known, ...names])];
  return Object.fromEntries(
    order.map((name) => {
      const member = Object.hasOwn(members, name) ? members[name]?.shape : undefined;
      const inner = shape.type === "map" ? shape.of : member;
      return [name, inner ? arrange(inner, value[name] as Json) : (value[name] as Json)];
    }),
  );
}

function membersOf(shape: Shape, value: Json): Members {
  if (shape.type === "object") return shape.members;
  return shape.type === "union" ? (caseOf(shape, value)?.members ?? {}) : {};
}

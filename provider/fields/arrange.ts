import { canonical, stable } from "./compare.js";
import { caseOf, isObject, type Json, type Members, type Shape } from "./shape.js";

/**
 * A value with its members in the order of the shape, so that values from different places read alike. `sorted`: lists
 * in which the order does not count are sorted.
 */
export function arrange(shape: Shape, value: Json, { sorted = false } = {}): Json {
  if (shape.type === "named") return arrange(shape.of(), value, { sorted });
  if (shape.type === "list") {
    if (!Array.isArray(value)) return value;
    const items = value.map((item) => arrange(shape.of, item, { sorted }));
    return sorted && shape.order === "any"
      ? items.sort((a, b) => (key(shape.of, a) < key(shape.of, b) ? -1 : 1))
      : items;
  }
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
      return [name, inner ? arrange(inner, value[name] as Json, { sorted }) : (value[name] as Json)];
    }),
  );
}

const key = (shape: Shape, value: Json): string => stable(canonical(shape, value));

function membersOf(shape: Shape, value: Json): Members {
  if (shape.type === "object") return shape.members;
  return shape.type === "union" ? (caseOf(shape, value)?.members ?? {}) : {};
}

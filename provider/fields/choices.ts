import { caseOf, isObject, type Json, type Members, type Shape } from "./shape.js";

export interface UnknownChoice {
  readonly path: readonly (string | number)[];
  readonly value: string;
  readonly known: readonly string[];
}

/** Values of open choices that are not documented: they may be new at the vendor, or mistyped. */
export function unknownChoices(shape: Shape, value: Json, path: readonly (string | number)[] = []): UnknownChoice[] {
  const found: UnknownChoice[] = [];
  visit(shape, value, [...path], found);
  return found;
}

/** `path` is that of the value, and is changed and restored on the way. */
function visit(shape: Shape, value: Json, path: (string | number)[], found: UnknownChoice[]): void {
  switch (shape.type) {
    case "choice":
      if (shape.open && typeof value === "string" && !shape.values.includes(value))
        found.push({ path: [...path], value, known: shape.values });
      return;
    case "list":
      if (Array.isArray(value))
        for (const [index, item] of value.entries()) visitAt(index, shape.of, item, path, found);
      return;
    case "map":
      if (isObject(value)) for (const [key, item] of Object.entries(value)) visitAt(key, shape.of, item, path, found);
      return;
    case "object":
      inMembers(shape.members, value, path, found);
      return;
    case "union":
      inMembers(caseOf(shape, value)?.members ?? {}, value, path, found);
      return;
    case "named":
      visit(shape.of(), value, path, found);
      return;
    default:
  }
}

function visitAt(
  part: string | number,
  shape: Shape,
  value: Json,
  path: (string | number)[],
  found: UnknownChoice[],
): void {
  path.push(part);
  visit(shape, value, path, found);
  path.pop();
}

function inMembers(members: Members, value: Json, path: (string | number)[], found: UnknownChoice[]): void {
  if (!isObject(value)) return;
  for (const [name, { shape }] of Object.entries(members))
    if (Object.hasOwn(value, name)) visitAt(name, shape, value[name] as Json, path, found);
}

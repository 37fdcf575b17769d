import { caseOf, isObject, type Json, type Members, type Shape } from "./shape.js";

export interface UnknownChoice {
  readonly path: readonly (string | number)[];
  readonly value: string;
  readonly known: readonly string[];
}

/** Values of open choices that are not documented: they may be new at the vendor, or mistyped. */
export function unknownChoices(shape: Shape, value: Json, path: readonly (string | number)[] = []): UnknownChoice[] {
  switch (shape.type) {
    case "choice":
      return shape.open && typeof value === "string" && !shape.values.includes(value)
        ? [{ path, value, known: shape.values }]
        : [];
    case "list":
      return Array.isArray(value)
        ? value.flatMap((item, index) => unknownChoices(shape.of, item, [...path, index]))
        : [];
    case "map":
      return isObject(value)
        ? Object.entries(value).flatMap(([key, item]) => unknownChoices(shape.of, item, [...path, key]))
        : [];
    case "object":
      return inMembers(shape.members, value, path);
    case "union": {
      const chosen = caseOf(shape, value);
      return chosen ? inMembers(chosen.members, value, path) : [];
    }
    case "named":
      return unknownChoices(shape.of(), value, path);
    default:
      return [];
  }
}

const inMembers = (members: Members, value: Json, path: readonly (string | number)[]): UnknownChoice[] =>
  isObject(value)
    ? Object.entries(members).flatMap(([name, { shape }]) =>
        Object.hasOwn(value, name) ? unknownChoices(shape, value[name] as Json, [...path, name]) : [],
      )
    : [];

/** The members of a value, by its shape. Pure. */
import { fits } from "./compare.js";
import { caseOf, isObject, type Json, type JsonObject, type Member, own, type Shape } from "./shape.js";

/** A value without read-only members, at any depth. */
export function writable(shape: Shape, value: Json): Json {
  if (shape.type === "named") return writable(shape.of(), value);
  if (Array.isArray(value)) {
    const items: Json[] = shape.type === "list" ? value.map((item) => writable(shape.of, item)) : value;
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (!isObject(value)) return value;
  const memberOf = membersOf(shape, value);
  const members = Object.entries(value)
    .filter(([key]) => memberOf(key)?.readOnly !== true)
    .map(([key, item]): [string, Json] => {
      const member = memberOf(key);
      return [key, member ? writable(member.shape, item) : item];
    });
  const isWhole = members.length === Object.keys(value).length && members.every(([key, item]) => item === value[key]);
  return isWhole ? value : Object.fromEntries(members);
}

/** The member of a value by its name, as a function. */
export function membersOf(
  shape: Shape,
  value: JsonObject,
): (key: string) => Pick<Member, "shape" | "readOnly" | "default"> | undefined {
  switch (shape.type) {
    case "object":
      return (key) => own(shape.members, key);
    case "union":
      return (key) => own(caseOf(shape, value)?.members ?? {}, key);
    case "map":
      return () => ({ shape: shape.of });
    case "either": {
      const chosen = shape.of.find((alternative) => fits(alternative, value));
      return chosen ? membersOf(chosen, value) : () => undefined;
    }
    case "named":
      return membersOf(shape.of(), value);
    default:
      return () => undefined;
  }
}

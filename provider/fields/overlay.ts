/** What is written of a value: members that requests may hold, laid over what the vendor has. Pure functions over shapes. */
import { fits } from "./compare.js";
import { caseOf, isObject, type Json, type JsonObject, type Members, own, type Shape } from "./shape.js";

/** Without the members that only answers carry, at any depth. */
export function writable(shape: Shape, value: Json): Json {
  switch (shape.type) {
    case "object":
      return isObject(value) ? writableMembers(shape.members, value) : value;
    case "union":
      return isObject(value) ? writableMembers(caseOf(shape, value)?.members ?? {}, value) : value;
    case "map":
      return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, writable(shape.of, item)])) : value;
    case "list":
      return Array.isArray(value) ? value.map((item) => writable(shape.of, item)) : value;
    case "either": {
      const chosen = shape.of.find((one) => fits(one, value));
      return chosen ? writable(chosen, value) : value;
    }
    case "named":
      return writable(shape.of(), value);
    default:
      return value;
  }
}

function writableMembers(members: Members, value: JsonObject): JsonObject {
  const kept = Object.entries(value).filter(([name]) => own(members, name)?.readOnly !== true);
  return Object.fromEntries(
    kept.map(([name, item]) => {
      const member = own(members, name);
      return [name, member ? writable(member.shape, item) : item];
    }),
  );
}

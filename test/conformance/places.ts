/** The places of a shape, and those that a value has: to see that the cases of a field have every member. */
import { isObject, type Json, type Shape } from "../../provider/fields/shape.js";

/** Every member of a shape, as "amount_type=fixed.price_amount"; what holds itself is followed once. */
export function placesIn(shape: Shape, at = "", within: readonly string[] = []): string[] {
  switch (shape.type) {
    case "object":
      return Object.entries(shape.members)
        .filter(([, { readOnly }]) => !readOnly)
        .flatMap(([name, member]) => [`${at}.${name}`, ...placesIn(member.shape, `${at}.${name}`, within)]);
    case "union":
      return Object.entries(shape.cases).flatMap(([tag, one]) => [
        `${at}.${shape.tag}=${tag}`,
        ...placesIn(one, `${at}.${shape.tag}=${tag}`, within),
      ]);
    case "list":
      return placesIn(shape.of, `${at}[]`, within);
    case "either":
      return shape.of.flatMap((one) => placesIn(one, at, within));
    case "named":
      return within.includes(shape.name) ? [] : placesIn(shape.of(), at, [...within, shape.name]);
    default:
      return [];
  }
}

/** The members that a value has, in the same words. */
export function placesOf(shape: Shape, value: Json, at = ""): string[] {
  switch (shape.type) {
    case "object":
      return isObject(value)
        ? Object.entries(shape.members).flatMap(([name, member]) =>
            value[name] === undefined ? [] : [`${at}.${name}`, ...placesOf(member.shape, value[name], `${at}.${name}`)],
          )
        : [];
    case "union": {
      const tag = isObject(value) ? String(value[shape.tag]) : "";
      const chosen = shape.cases[tag];
      return chosen ? [`${at}.${shape.tag}=${tag}`, ...placesOf(chosen, value, `${at}.${shape.tag}=${tag}`)] : [];
    }
    case "list":
      return Array.isArray(value) ? value.flatMap((item) => placesOf(shape.of, item, `${at}[]`)) : [];
    case "either":
      return shape.of.flatMap((one) => placesOf(one, value, at));
    case "named":
      return placesOf(shape.of(), value, at);
    default:
      return [];
  }
}

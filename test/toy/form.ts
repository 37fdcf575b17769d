/**
 * How the toy's wire writes a body: `steps[0][rate]=1.5&minutes=30`. null, an empty list and an empty map are an empty
 * text.
 */
import { isObject, type Json } from "../../provider/fields/shape.js";

export const formText = (body: Json): string =>
  pairs(body, "")
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join("&");

function pairs(value: Json, name: string): [string, string][] {
  if (value === null || typeof value !== "object") return [[name, value === null ? "" : String(value)]];
  const members = Object.entries(value);
  if (members.length === 0 && name !== "") return [[name, ""]];
  // Names of members may hold brackets themselves.
  return members.flatMap(([key, item]: [string, Json]) =>
    pairs(item, name === "" ? key : `${name}[${isObject(value) ? encodeURIComponent(key) : key}]`),
  );
}

/**
 * A relation is another object that Fynn's objects point to. Answers hold it as an object with an `id`, or as an
 * id or a path that ends with one; how it is wanted in a request is not documented, so `relations` says it.
 */
import { isObject, type Json, object, text } from "../../fields/shape.js";
import type { Field, WireContext } from "../kind.js";

export const relation = object({ id: { shape: text({ min: 1 }), doc: "Its id at Fynn.", required: true } });

export function relationId(value: Json | undefined): string | undefined {
  if (isObject(value)) return relationId(value["id"]);
  if (typeof value !== "string" || value === "") return undefined;
  return value.slice(value.lastIndexOf("/") + 1);
}

/** An id in the form that the account's setting asks for. */
export function writeRelation(id: string, { settings }: WireContext): Json {
  return settings["relations"] === "id" ? id : { id };
}

const rewrite = (value: Json, context: WireContext): Json => {
  if (Array.isArray(value)) return value.map((one) => rewrite(one, context));
  const id = relationId(value);
  return id === undefined ? value : writeRelation(id, context);
};

const read = (value: Json | undefined): Json | undefined => {
  if (Array.isArray(value)) return value.map((one) => read(one) ?? null);
  const id = relationId(value);
  return id === undefined ? (value ?? undefined) : { id };
};

/** The wire mapping of a field that holds one relation or a list of them. */
export const relationWire = (name: string): Required<Pick<Field, "toWire" | "fromWire" | "rewrite">> => ({
  toWire: rewrite,
  fromWire: (live) => read(live[name]),
  rewrite,
});

/**
 * A relation is another object that Fynn's objects point to. Answers hold it as an object with an `id`, or as an
 * id or a path that ends with one; how it is wanted in a request is not documented, so `relations` and
 * `relationPaths` say it.
 */
import { isObject, type Json, object, text } from "../../fields/shape.js";
import type { Field, WireContext } from "../../kinds/field.js";

/** By the field's name: what `relationPaths` may hold. */
export const RELATIONS = ["product", "measurement", "productFamilies", "taxGroup", "costCentre", "customer"] as const;
type Relation = (typeof RELATIONS)[number];

export const relation = object({
  id: {
    shape: text({ pattern: "^[^/]+$", patternHelp: "an id, without the path before it", isId: true }),
    doc: "Its id at Fynn.",
    required: true,
  },
});

function relationId(value: Json | undefined): string | undefined {
  if (isObject(value)) return relationId(value["id"]);
  if (typeof value !== "string" || value === "") return undefined;
  return value.slice(value.lastIndexOf("/") + 1);
}

/** An id in the form that the account's settings ask for. */
function written(name: Relation, id: string, { settings }: WireContext): Json {
  const paths = settings["relationPaths"];
  const path = isObject(paths) ? paths[name] : undefined;
  if (typeof path === "string") return `${path}/${id}`;
  return settings["relations"] === "id" ? id : { id };
}

const write =
  (name: Relation) =>
  (value: Json, context: WireContext): Json => {
    if (Array.isArray(value)) return value.map((item) => write(name)(item, context));
    const id = relationId(value);
    return id === undefined ? value : written(name, id, context);
  };

const read = (value: Json | undefined): Json | undefined => {
  if (Array.isArray(value)) return value.map((item) => read(item) ?? null);
  const id = relationId(value);
  return id === undefined ? value : { id };
};

type Wire = Required<Pick<Field, "toWire" | "fromWire" | "rewrite">> & { readonly unnamed: "lost" };

/** The wire mapping of a field that holds one relation or a list of them. */
export const relationWire = (name: Relation): Wire => ({
  toWire: write(name),
  fromWire: (object) => read(object[name]),
  rewrite: write(name),
  // An answer holds the other object whole; a request names it.
  unnamed: "lost",
});

/** The same for a field that holds the bare id. */
export const relationIdWire = (name: Relation): Wire => ({
  ...relationWire(name),
  fromWire: (object) => relationId(object[name]),
});

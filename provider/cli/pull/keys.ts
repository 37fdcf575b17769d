/** Keys for objects that get an entry: readable, and the same whatever the order in which a vendor lists them. Pure. */
import slugify from "@sindresorhus/slugify";
import { NO_SECRETS } from "../../catalogue/edit/tree.js";
import { isObject, type JsonObject, type Shape } from "../../fields/shape.js";
import type { FoundObject } from "../../inventory/inventory.js";
import { nameIn } from "../../inventory/pairing.js";
import type { Kind } from "../../kinds/kind.js";
import { keyViolation } from "../../validation/text.js";

export interface ToName {
  /** All objects of the account: a key tells an object apart from others that have entries already, too. */
  readonly objects: readonly FoundObject[];
  /** The fields of an object, as an entry describes it. */
  readonly describe: (found: FoundObject) => JsonObject;
  /** The keys of objects that have an entry, by id. */
  readonly known: ReadonlyMap<string, string>;
  /** Keys that are in use: of entries without a parent for undefined, otherwise below an object. */
  readonly taken: (parentId: string | undefined) => ReadonlySet<string>;
}

/** The key of every object, by id. */
export function keysOf({ objects, describe, known, taken }: ToName): ReadonlyMap<string, string> {
  const keys = new Map(known);
  const byId = new Map(objects.map((found) => [found.id, found]));
  for (const [parentId, siblings] of Map.groupBy(objects, (found) => found.parentId)) {
    const used = new Set([...taken(parentId), ...siblings.flatMap(({ id }) => known.get(id) ?? [])]);
    const named = siblings.map((found) => ({ found, fields: describe(found) }));
    const parent = byId.get(parentId ?? "");
    const above = parent ? nameOnly(parent, describe(parent)) : "";
    const groups = [...Map.groupBy(named, (one) => nameSlug(one, above))].sort(([a], [b]) => (a < b ? -1 : 1));
    const take = (id: string, key: string): void => {
      used.add(key);
      keys.set(id, key);
    };
    // A name that one object has alone goes to it, before others get longer keys that may look like it.
    for (const [slug, group] of groups) {
      const [only, ...others] = group;
      if (only && others.length === 0 && !keys.has(only.found.id) && !used.has(slug)) take(only.found.id, slug);
    }
    for (const [slug, group] of groups)
      for (const [long, alike] of Map.groupBy(longer(slug, group), ([, text]) => text))
        for (const [{ found }] of alike) {
          if (keys.has(found.id)) continue;
          take(found.id, alike.length === 1 && !used.has(long) ? long : withId(long, found.id, used));
        }
  }
  return keys;
}

interface Named {
  readonly found: FoundObject;
  readonly fields: JsonObject;
}

/** Longest part of a key that comes from a name. */
const MAX_NAME = 48;

/** `above`: the slug of the object that it belongs to, which is not said again. */
function nameSlug({ found, fields }: Named, above: string): string {
  const whole = nameOnly(found, fields);
  const rest = above !== "" && whole.startsWith(`${above}-`) ? whole.slice(above.length + 1) : "";
  const slug = /^[a-z]/.test(rest) ? rest : whole;
  if (slug === "") return [slugOf(found.kind.title), ...traits(found.kind, fields).slice(0, 3)].join("-");
  return isKey(slug) ? slug : `${slugOf(found.kind.title)}-${slug}`;
}

/** Keys that begin with `x-` are templates, as `x` would with something after it. */
const isKey = (slug: string): boolean => !/^x(-|$)/.test(slug) && keyViolation(slug, NO_SECRETS) === undefined;

function nameOnly(found: FoundObject, fields: JsonObject): string {
  const name = fields[nameIn(found.kind) ?? ""];
  return typeof name === "string" ? cut(slugOf(name)) : "";
}

const slugOf = (text: string): string => slugify(text, { decamelize: false });

/** At the end of a word. */
function cut(slug: string): string {
  if (slug.length <= MAX_NAME) return slug;
  const short = slug.slice(0, MAX_NAME + 1);
  return short.includes("-") ? short.slice(0, short.lastIndexOf("-")) : slug.slice(0, MAX_NAME);
}

/** With what tells the objects of one name apart: kind, currency, interval, type of the price. */
function longer(slug: string, group: readonly Named[]): Map<Named, string> {
  const all = group.map(({ found, fields }) => [slugOf(found.kind.title), ...traits(found.kind, fields)]);
  const [first = []] = all;
  const isMixed = new Set(all.map(([kind]) => kind)).size > 1;
  const differing = first.map((word, index) =>
    index === 0 ? isMixed : !isMixed && all.some((words) => words[index] !== word),
  );
  return new Map(
    group.map((one, at) => [
      one,
      [slug, ...(all[at] ?? []).filter((word, index) => word !== "" && differing[index])].join("-"),
    ]),
  );
}

/** A word for each field that takes one of few values; empty where the object has none. */
function traits(kind: Kind, fields: JsonObject): string[] {
  return Object.entries(kind.fields).flatMap(([name, { shape, fromParent }]): string[] => {
    if (fromParent || name === nameIn(kind)) return [];
    const value = fields[name];
    if (shape.type === "union") return [isObject(value) ? slugOf(String(value[shape.tag] ?? "")) : ""];
    if (!isWord(shape)) return [];
    return [value === undefined || value === null ? "" : slugOf(String(value))];
  });
}

/** Choices, and texts of a fixed form such as a currency or an interval. */
const isWord = (shape: Shape): boolean =>
  shape.type === "choice" || (shape.type === "text" && shape.pattern !== undefined && (shape.max ?? 10) <= 10);

/** The end of an id tells more than its beginning, which may be a prefix or a time. */
function withId(key: string, id: string, used: ReadonlySet<string>): string {
  const characters = id.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  for (let length = 6; length < characters.length; length += 2) {
    const long = `${key}-${characters.slice(-length)}`;
    if (!used.has(long)) return long;
  }
  return `${key}-${characters}`;
}

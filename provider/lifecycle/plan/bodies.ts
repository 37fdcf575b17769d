/** Managed fields as request bodies. Pure. */
import { writable } from "../../fields/members.js";
import { isBlank, overlay } from "../../fields/overlay.js";
import { isObject, type Json, type JsonObject } from "../../fields/shape.js";
import { clearingOf } from "../../kinds/absence.js";
import type { WireContext } from "../../kinds/field.js";
import type { Kind } from "../../kinds/kind.js";
import { namings } from "../../kinds/references.js";
import { type Change, readField, sameValue, sentOnCreate } from "./managed.js";

/** Who owns an object, where the vendor can store it. */
export interface Mark {
  readonly address: string;
  readonly owner: string;
}

/** The mark of an entry's object. */
export const markOfEntry = ({ address, owner }: Mark): Mark => ({ address, owner });

export function createBody(kind: Kind, fields: JsonObject, mark: Mark, context: WireContext): JsonObject {
  const body: Record<string, Json> = {};
  for (const [name, value] of Object.entries(sentOnCreate(kind, fields)))
    body[name] = kind.fields[name]?.toWire?.(value, context) ?? value;
  if (kind.marker) body[kind.marker.field] = { ...objectOr(body[kind.marker.field]), ...marks(kind, mark) };
  return body;
}

/** What a write does to the mark: `keep` sends it only along with its field, which the vendor stores as a whole. */
export type Marking = "keep" | "set" | "remove";

type Wanted = Pick<Change, "name" | "field" | "before" | "after">;

/** What a field is sent as: its value, or what clears it; undefined where leaving it out does. */
function sentValue(kind: Kind, { name, field, before, after }: Wanted, context: WireContext): Json | undefined {
  const clearing = clearingOf(field, context.settings);
  const cleared = typeof clearing === "object" ? clearing.value : clearing === "null" ? null : undefined;
  const object = name === kind.marker?.field ? unmarked(kind, context.live ?? {}) : context.live?.[name];
  const laidOver = (value: Json): Json =>
    field.unnamed === "kept"
      ? overlay(field.shape, before, value, object === undefined ? undefined : writable(field.shape, object))
      : value;
  if (after !== null) return laidOver(field.toWire?.(after, context) ?? after);
  // What the entry named is taken away; what it never named stays.
  const rest = field.unnamed === "kept" && isObject(before) ? laidOver({}) : null;
  return isBlank(rest) ? cleared : rest;
}

/** Only what changes. */
export function patchBody(
  kind: Kind,
  changed: readonly Change[],
  mark: Mark,
  marking: Marking,
  context: WireContext,
): JsonObject {
  const body: Record<string, Json> = {};
  for (const change of changed) body[change.name] = sentValue(kind, change, context) ?? null;
  const { marker } = kind;
  if (!marker || (marking === "keep" && !Object.hasOwn(body, marker.field))) return body;
  const free = Object.hasOwn(body, marker.field) ? objectOr(body[marker.field]) : unmarked(kind, context.live ?? {});
  body[marker.field] = marking === "remove" ? free : { ...free, ...marks(kind, mark) };
  return body;
}

/** What a full body is made of. */
export interface Whole {
  readonly changed: readonly Change[];
  /** All that the entry names. */
  readonly fields: JsonObject;
  /** Names of fields that keep their live value whatever the entry says. */
  readonly left: ReadonlySet<string>;
}

/**
 * The live object, overlaid with what changes, and with what else the entry names: the read that `live` comes from may
 * be older than the last write. All else goes back as it came.
 */
export function putBody(
  kind: Kind,
  { changed, fields, left }: Whole,
  object: JsonObject,
  context: WireContext,
): JsonObject {
  const { settings } = context;
  const readOnly = new Set(kind.calls.readOnly?.(settings));
  const body: Record<string, Json> = {};
  for (const [name, value] of Object.entries(object)) {
    if (readOnly.has(name) || value === null) continue;
    const field = kind.fields[name];
    body[name] = field ? (field.rewrite?.(value, context) ?? writable(field.shape, value)) : value;
  }
  for (const one of [...outdated(kind, { changed, fields, left }, object, context), ...changed]) {
    const value = sentValue(kind, one, context);
    if (value === undefined) delete body[one.name];
    else body[one.name] = value;
  }
  const sent = { changed: new Set(changed.map(({ name }) => name)), named: new Set(Object.keys(fields)) };
  return kind.calls.adjust?.(body, sent, settings) ?? body;
}

/** Unchanged fields that were read with another value than the state has: an old read, or an edit in the dashboard. */
export function outdated(
  kind: Kind,
  { changed, fields, left }: Whole,
  object: JsonObject,
  context: WireContext,
): Wanted[] {
  const isChanged = new Set(changed.map(({ name }) => name));
  return Object.entries(fields).flatMap(([name, value]): Wanted[] => {
    const field = kind.fields[name];
    if (!field || field.ownCall || isChanged.has(name) || left.has(name)) return [];
    // A name whose id is not known cannot be sent.
    if (namings(kind, { [name]: value }).length > 0) return [];
    if (sameValue(field, value, readField(name, field, object, value, context), context.settings)) return [];
    return [{ name, field, before: value, after: value }];
  });
}

/** The marker's field as it is without the mark. */
export function unmarked(kind: Kind, object: JsonObject): JsonObject {
  const { marker } = kind;
  if (!marker) return {};
  return Object.fromEntries(
    Object.entries(objectOr(object[marker.field])).filter(
      ([key]) => key !== marker.addressKey && key !== marker.ownerKey,
    ),
  );
}

/** Whose object it says it is. */
export function markOf(kind: Kind, object: JsonObject): Mark | undefined {
  const { marker } = kind;
  if (!marker) return undefined;
  const stored = objectOr(object[marker.field]);
  const [address, owner] = [stored[marker.addressKey], stored[marker.ownerKey]];
  return typeof address === "string" ? { address, owner: typeof owner === "string" ? owner : "" } : undefined;
}

/** An object that is taken is marked, unless it has exactly this mark. */
export function markingToTake(kind: Kind, object: JsonObject, { address, owner }: Mark): Marking {
  const mark = markOf(kind, object);
  return mark?.address === address && mark.owner === owner ? "keep" : "set";
}

const marks = ({ marker }: Kind, { address, owner }: Mark): JsonObject =>
  marker ? { [marker.addressKey]: address, [marker.ownerKey]: owner } : {};

const objectOr = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

/** Managed fields as request bodies. Pure. */
import { writable } from "../fields/overlay.js";
import { isObject, type Json, type JsonObject } from "../fields/shape.js";
import type { Kind, WireContext } from "../vendors/kind.js";
import { type Change, clearingOf, sentOnCreate } from "./managed.js";

/** Who owns an object, where the vendor can store it. */
export interface Mark {
  readonly address: string;
  readonly owner: string;
}

export function createBody(kind: Kind, fields: JsonObject, mark: Mark, context: WireContext): JsonObject {
  const body: Record<string, Json> = {};
  for (const [name, value] of Object.entries(sentOnCreate(kind, fields))) body[name] = kind.fields[name]?.toWire?.(value, context) ?? value;
  if (kind.marker) body[kind.marker.field] = { ...objectOr(body[kind.marker.field]), ...marks(kind, mark) };
  return body;
}

/** What a write does to the mark: `keep` sends it only along with its field, which the vendor stores as a whole. */
export type Marking = "keep" | "set" | "remove";

/** What a field is sent as: its value, or what clears it. */
export function sentValue({ field, after }: Change, context: WireContext): Json {
  if (after !== null) return field.toWire?.(after, context) ?? after;
  const clearing = clearingOf(field, context.settings);
  return typeof clearing === "object" ? clearing.value : null;
}

/** Only what changes. */
export function patchBody(kind: Kind, changed: readonly Change[], mark: Mark, marking: Marking, context: WireContext): JsonObject {
  const body: Record<string, Json> = {};
  for (const change of changed) body[change.name] = sentValue(change, context);
  const { marker } = kind;
  if (!marker || (marking === "keep" && !Object.hasOwn(body, marker.field))) return body;
  const free = Object.hasOwn(body, marker.field) ? objectOr(body[marker.field]) : unmarked(kind, context.live ?? {});
  body[marker.field] = marking === "remove" ? free : { ...free, ...marks(kind, mark) };
  return body;
}

/** The live object, overlaid with what changes; all else goes back as it came. */
export function putBody(
  kind: Kind,
  changed: readonly Change[],
  named: readonly string[],
  live: JsonObject,
  context: WireContext,
): JsonObject {
  const { settings } = context;
  const readOnly = new Set(kind.calls.readOnly?.(settings));
  const body: Record<string, Json> = {};
  for (const [name, value] of Object.entries(live)) {
    if (readOnly.has(name) || value === null) continue;
    const field = kind.fields[name];
    body[name] = field ? (field.rewrite?.(value, context) ?? writable(field.shape, value)) : value;
  }
  for (const change of changed) {
    const clearing = clearingOf(change.field, settings);
    const isLeftOut = change.after === null && typeof clearing !== "object" && clearing !== "null";
    if (isLeftOut) delete body[change.name];
    else body[change.name] = sentValue(change, context);
  }
  const sent = { changed: new Set(changed.map(({ name }) => name)), named: new Set(named) };
  return kind.calls.adjust?.(body, sent, settings) ?? body;
}

/** The marker's field as it is without the mark. */
export function unmarked(kind: Kind, live: JsonObject): JsonObject {
  const { marker } = kind;
  if (!marker) return {};
  return Object.fromEntries(
    Object.entries(objectOr(live[marker.field])).filter(([key]) => key !== marker.addressKey && key !== marker.ownerKey),
  );
}

/** Whose object it says it is. */
export function markOf(kind: Kind, live: JsonObject): Mark | undefined {
  const { marker } = kind;
  if (!marker) return undefined;
  const stored = objectOr(live[marker.field]);
  const [address, owner] = [stored[marker.addressKey], stored[marker.ownerKey]];
  return typeof address === "string" ? { address, owner: typeof owner === "string" ? owner : "" } : undefined;
}

const marks = ({ marker }: Kind, { address, owner }: Mark): JsonObject =>
  marker ? { [marker.addressKey]: address, [marker.ownerKey]: owner } : {};

const objectOr = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

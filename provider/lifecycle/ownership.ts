/**
 * Whose object is it? No vendor has idempotency keys, and the engine repeats an interrupted create, so a create
 * looks before it posts. What is found is taken only when it is proven to be ours, or when adoption is asked for.
 * Pure: decisions over what was listed and what the state holds.
 */
import type { Json, JsonObject } from "../fields/shape.js";
import type { Kind, WireContext } from "../vendors/kind.js";
import { type Mark, markOf } from "./bodies.js";
import { changes, mismatches, readField, sentOnCreate } from "./managed.js";

export interface Wanted {
  readonly kind: Kind;
  readonly fields: JsonObject;
  readonly archived: boolean;
  readonly mark: Mark;
  readonly adopt?: true | string;
}

export interface Circumstances {
  readonly context: WireContext;
  /** Ids that rows of this stack's state hold, with the address of the row. */
  readonly held: ReadonlyMap<string, string>;
  /** Ids that creates of this operation returned. */
  readonly created: { has(id: string): boolean };
  /** Young enough to be the object of a create whose reply was lost. */
  readonly isYoung: (live: JsonObject) => boolean;
}

export type Decision =
  | { readonly act: "create"; readonly note?: string }
  | { readonly act: "take"; readonly live: JsonObject; readonly how: "own" | "adopted" }
  /** Ours by its mark, but the vendor cannot turn it into what is wanted: archived and unmarked, then created anew. */
  | { readonly act: "retire"; readonly live: JsonObject; readonly because: string }
  | { readonly act: "stop"; readonly message: string; readonly remedy: string };

/** Listed objects that have anything to do with the entry. Without any, the state need not be read. */
export function candidates(wanted: Wanted, listed: readonly JsonObject[], context: WireContext): readonly JsonObject[] {
  const { kind, mark } = wanted;
  const marked = kind.marker ? listed.filter((live) => markOf(kind, live)?.address === mark.address) : [];
  if (kind.marker && (marked.length > 0 || wanted.adopt !== true)) return marked;
  const fitting = listed.filter((live) => markOf(kind, live) === undefined && fitsEntry(wanted, live, context));
  const active = fitting.filter((live) => !isArchived(kind, live));
  return active.length > 0 || !wanted.archived || kind.marker ? active : fitting;
}

/** It has the natural key, or, where there is none, agrees in every field that a create would send. */
function fitsEntry({ kind, fields }: Wanted, live: JsonObject, context: WireContext): boolean {
  const key = kind.naturalKey?.find((name) => fields[name] !== undefined && fields[name] !== null);
  if (kind.naturalKey === undefined || key === undefined) return mismatches(kind, sentOnCreate(kind, fields), live, context).length === 0;
  return mismatches(kind, { [key]: fields[key] as Json }, live, context).length === 0;
}

const isArchived = (kind: Kind, live: JsonObject): boolean => kind.archiving.isArchived?.(live) === true;

/** What to do about the candidates of an entry that names no id. */
export function decide(wanted: Wanted, found: readonly JsonObject[], at: Circumstances): Decision {
  const { kind } = wanted;
  const idOf = (live: JsonObject): string => kind.id(live) ?? "";
  const free = found.filter((live) => !at.held.has(idOf(live)) && !at.created.has(idOf(live)));
  const taken = found.filter((live) => at.held.has(idOf(live)));
  if (free.some((live) => markOf(kind, live) !== undefined)) return decideMarked(wanted, free, at);
  if (wanted.adopt === true) return decideAdoption(wanted, free, taken, at);
  const [only, ...others] = free;
  if (!only) return { act: "create" };
  if (others.length > 0) return severalStop(wanted, free);
  return decideUnmarked(wanted, only, at);
}

function decideMarked(wanted: Wanted, free: readonly JsonObject[], at: Circumstances): Decision {
  const { kind, mark } = wanted;
  const foreign = free.find((live) => markOf(kind, live)?.owner !== mark.owner);
  if (foreign) {
    const owner = markOf(kind, foreign)?.owner || "an unknown stack";
    return {
      act: "stop",
      message: `${kind.title} ${kind.id(foreign)} carries the address ${mark.address} for ${owner}, and this is ${mark.owner}`,
      remedy: `two stacks cannot keep one address in one organization: give the entry another key, or the account another name (or archive the object and take its mark ${wanted.kind.marker?.addressKey} away, if ${owner} no longer exists)`,
    };
  }
  const [only, ...others] = free;
  if (!only || others.length > 0) return severalStop(wanted, free);
  const replaced = replacing(wanted, only, at.context);
  if (replaced.length > 0) return { act: "retire", live: only, because: replaced.join(" and ") };
  return { act: "take", live: only, how: "own" };
}

function decideAdoption(wanted: Wanted, free: readonly JsonObject[], taken: readonly JsonObject[], at: Circumstances): Decision {
  const { kind, mark } = wanted;
  const [only, ...others] = free;
  if (others.length > 0) return severalStop(wanted, free);
  if (only) return takeUnlessReplaced(wanted, only, at);
  const holder = taken.map((live) => at.held.get(kind.id(live) ?? "")).find((address) => address !== undefined && address !== mark.address);
  const why = holder ? `the one that fits belongs to ${holder} (renamedFrom would keep it)` : "there is none that fits";
  return { act: "create", note: `adopt: ${why}, so a new ${kind.title} is made` };
}

function takeUnlessReplaced(wanted: Wanted, live: JsonObject, { context }: Circumstances): Decision {
  const replaced = replacing(wanted, live, context);
  if (replaced.length === 0) return { act: "take", live, how: "adopted" };
  return {
    act: "stop",
    message: `${wanted.kind.title} ${wanted.kind.id(live)} cannot be adopted: it differs in ${differences(wanted, live, replaced, context)}, which the vendor cannot change`,
    remedy: "write these fields as the object has them, or remove `adopt` to make a new one",
  };
}

/** Without a mark: our own lost reply agrees in everything and is young; anything else is somebody's. */
function decideUnmarked(wanted: Wanted, live: JsonObject, at: Circumstances): Decision {
  const { kind, mark } = wanted;
  const different = mismatches(kind, sentOnCreate(kind, wanted.fields), live, at.context);
  const sure = !(kind.archiving.seen === "nowhere" && kind.archiving.listed?.(at.context.settings) === true);
  if (different.length === 0 && at.isYoung(live) && sure) return { act: "take", live, how: "own" };
  const id = kind.id(live);
  const created = kind.createdAt?.(live);
  const age = created ? ` of ${created}` : "";
  const what =
    different.length > 0
      ? `${kind.title} ${id}${age} exists already and differs in ${differences(wanted, live, different, at.context)}`
      : `${kind.title} ${id}${age} exists already and is equal${sure ? ", and is too old to be one that this stack has just made" : ", and may be archived"}`;
  const remedy = kind.naturalKey
    ? `to manage it from here set \`lifecycle: { adopt: ${sure ? "true" : id} }\`; to make another one give the entry another ${naturalKeyName(wanted)}`
    : "to manage it from here set `lifecycle: { adopt: true }`; if it is not wanted, archive it in the dashboard first";
  return { act: "stop", message: `${mark.address}: ${what}`, remedy };
}

const naturalKeyName = ({ kind, fields }: Wanted): string =>
  kind.naturalKey?.find((name) => fields[name] !== undefined && fields[name] !== null) ?? "name";

function severalStop(wanted: Wanted, several: readonly JsonObject[]): Decision {
  const { kind, mark } = wanted;
  return {
    act: "stop",
    message: `${mark.address}: several objects fit: ${several.map((live) => kind.id(live)).join(", ")}`,
    remedy: "name the right one with `lifecycle: { adopt: <id> }`, and archive the others in the dashboard",
  };
}

/** `adopt: <id>`: what to do about the object of this id. */
export function decideById(wanted: Wanted, live: JsonObject, at: Circumstances): Decision {
  const { kind, mark } = wanted;
  const id = kind.id(live) ?? "";
  const holder = at.held.get(id);
  if (holder === mark.address) {
    return { act: "create", note: `adopt: ${id} is the object that is being replaced, so a new ${kind.title} is made` };
  }
  if (holder !== undefined || at.created.has(id)) {
    return {
      act: "stop",
      message: `${mark.address}: ${kind.title} ${id} belongs to ${holder ?? "another entry of this run"}`,
      remedy:
        holder === undefined
          ? "let each object be adopted by one entry"
          : `to rename that entry, set \`lifecycle: { renamedFrom: ${holder} }\` here and remove it there`,
    };
  }
  const other = markOf(kind, live);
  if (other && other.owner !== mark.owner) {
    return {
      act: "stop",
      message: `${mark.address}: ${kind.title} ${id} belongs to ${other.owner || "another stack"} as ${other.address}`,
      remedy: `remove it from that stack first (with onRemove: retain) and take ${kind.marker?.addressKey} out of its ${kind.marker?.field}, or leave it there`,
    };
  }
  if (isArchived(kind, live) && !wanted.archived && kind.archiving.unarchive?.(at.context.settings) === undefined) {
    return {
      act: "stop",
      message: `${mark.address}: ${kind.title} ${id} is archived, and the vendor has no way back`,
      remedy: "adopt another object, set `archived: true`, or remove `adopt` to make a new one",
    };
  }
  return takeUnlessReplaced(wanted, live, at);
}

/** Fields whose change the vendor cannot make to this object. */
function replacing({ kind, fields }: Wanted, live: JsonObject, context: WireContext): string[] {
  return differencesToLive(kind, fields, live, context)
    .filter(({ fate }) => fate !== "update")
    .map(({ name }) => name);
}

/** What would have to change at a live object to make it what is wanted. */
export function differencesToLive(kind: Kind, fields: JsonObject, live: JsonObject, context: WireContext) {
  const olds: Record<string, Json> = {};
  for (const [name, field] of Object.entries(kind.fields)) {
    if (Object.hasOwn(fields, name) || field.always !== undefined) olds[name] = readField(name, field, live, fields[name], context);
  }
  return changes(kind, olds, fields, context.settings);
}

function differences({ kind, fields }: Wanted, live: JsonObject, names: readonly string[], context: WireContext): string {
  return names
    .map((name) => {
      const field = kind.fields[name];
      const there = field ? readField(name, field, live, fields[name], context) : null;
      return `${name} (${short(there)} there, ${short(fields[name] ?? null)} here)`;
    })
    .join(", ");
}

function short(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

/** Adoption: an existing object is taken because the entry says so. Pure. */

import { differenceText, valueText } from "../../fields/differences.js";
import { pathText } from "../../fields/path.js";
import type { Json, JsonObject } from "../../fields/shape.js";
import type { WireContext } from "../../kinds/field.js";
import { adoptText, mayOverwrite } from "../../validation/adopt.js";
import { closest } from "../../validation/did-you-mean.js";
import { showsArchived } from "../observe/archived-state.js";
import { markOf } from "../plan/bodies.js";
import { type Change, readField, sameValue } from "../plan/managed.js";
import {
  type Circumstances,
  type Decision,
  differencesToLive,
  differingText,
  extrasText,
  naturalKeyOf,
  placesOf,
  type Stop,
  severalStop,
  type Wanted,
} from "./decision.js";
import { likeness } from "./likeness.js";

/**
 * `adopt: true`. `free`: what fits and nobody holds; `found`: all that fits; `near`: objects of which the nearest are
 * named.
 */
export function decideAdoption(
  wanted: Wanted,
  free: readonly JsonObject[],
  found: readonly JsonObject[],
  near: () => readonly JsonObject[],
  at: Circumstances,
): Decision {
  const [only, ...others] = free;
  if (others.length > 0) return severalStop(wanted, free);
  return only ? takeAdopted(wanted, only, at) : nothingFits(wanted, found, near, at);
}

/** In a sandbox a new object is made; in production somebody must say that it is to be. */
function nothingFits(
  wanted: Wanted,
  found: readonly JsonObject[],
  near: () => readonly JsonObject[],
  at: Circumstances,
): Decision {
  const { kind, mark, adopt = true } = wanted;
  const [holder] = found
    .flatMap((object) => at.held.get(kind.id(object) ?? "") ?? [])
    .filter((address) => address !== mark.address);
  const why = holder ? `the matching object belongs to ${holder} (use renamedFrom to keep it)` : "no object matches";
  const suggested = nearest(wanted, near(), at);
  const nearText = suggested.length === 0 ? "" : `; nearest: ${suggested.map(({ text }) => text).join("; ")}`;
  if (at.environment !== "production" || at.isReplaced) {
    return {
      act: "create",
      note: `adopt: ${why}, so a new ${kind.title} is created${nearText}`,
      ...(suggested.length > 0 ? { severity: "warn" } : {}),
    };
  }
  const id = suggested[0]?.id ?? "<id>";
  return {
    act: "stop",
    message: `${mark.address}: adopt: ${adoptText(adopt)}: ${why}${nearText}`,
    remedy:
      `${suggested.length > 0 ? "write the values as the object has them, or " : ""}name the object with ` +
      `\`lifecycle: { adopt: ${id} }\`; to make a new one in this production account, remove \`adopt\``,
  };
}

/** Takes the object, unless that would change what the vendor cannot change, or what only the entry's own word may. */
function takeAdopted(wanted: Wanted, object: JsonObject, at: Circumstances): Decision {
  const { kind, fields, mark, adopt, archived } = wanted;
  const id = kind.id(object) ?? "";
  const changed = differencesToLive(kind, fields, object, at.context);
  const fixed = fixedStop(wanted, object, changed, at.context);
  if (fixed) return fixed;
  const { extra, uncertain } = likeness(kind, fields, object, at.context);
  const keeps = [...extra, ...uncertain];
  const take: Decision = { act: "take", live: object, how: "adopted", ...(keeps.length > 0 ? { keeps } : {}) };
  if (mayOverwrite(adopt)) return take;
  const money = placesOf(changed.filter(({ field }) => field.money));
  const isArchived = showsArchived(kind, object);
  const state = isArchived === archived ? [] : [{ path: ["archived"], before: isArchived, after: archived }];
  const refused = [...money, ...state];
  if (refused.length === 0) return take;
  const asItIs = refused
    .map(({ path, before }) =>
      (before ?? null) === null ? `no ${pathText(path)}` : `${pathText(path)}: ${valueText(before)}`,
    )
    .join(", ");
  return {
    act: "stop",
    message: `${mark.address}: adopting ${kind.title} ${id} would change ${refused.map(differenceText).join(", ")}`,
    remedy:
      `write the current value (${asItIs}), or, to change the object, ` +
      `set \`lifecycle: { adopt: { id: ${id}, overwrite: true } }\``,
  };
}

/** `adopt: <id>`: what to do about the object of this id. */
export function decideById(wanted: Wanted, object: JsonObject, at: Circumstances): Decision {
  const { kind, mark } = wanted;
  const id = kind.id(object) ?? "";
  const holder = at.held.get(id);
  if (holder === mark.address) {
    return {
      act: "create",
      note: `adopt: ${id} is the object that is being replaced, so a new ${kind.title} is created`,
    };
  }
  if (holder !== undefined || at.created.has(id)) {
    return {
      act: "stop",
      message: `${mark.address}: ${kind.title} ${id} belongs to ${holder ?? "another entry of this run"}`,
      remedy:
        holder === undefined
          ? `remove \`adopt: ${id}\` from one of the two entries`
          : `to rename that entry, set \`lifecycle: { renamedFrom: ${holder} }\` here and remove it there`,
    };
  }
  return (
    foreignStop(wanted, object) ??
    (showsArchived(kind, object) ? archivedStop(wanted, id, at.context) : undefined) ??
    takeAdopted(wanted, object, at)
  );
}

/** It differs in what the vendor cannot change. */
export function fixedStop(
  wanted: Wanted,
  object: JsonObject,
  changed: readonly Change[],
  context: WireContext,
): Stop | undefined {
  const { kind, mark, asIs } = wanted;
  const replaced = changed.filter(({ fate }) => fate !== "update").map(({ name }) => name);
  if (replaced.length === 0) return undefined;
  return {
    act: "stop",
    message:
      `${mark.address}: ${kind.title} ${kind.id(object)} cannot be adopted: ` +
      `it differs in ${differingText(wanted, object, replaced, context)}, which the vendor cannot change`,
    remedy: `write these fields as the object has them${asIs ? "" : ", or remove `adopt` to make a new one"}`,
  };
}

/** Its mark names another stack. */
export function foreignStop({ kind, mark }: Wanted, object: JsonObject): Stop | undefined {
  const other = markOf(kind, object);
  if (!other || other.owner === mark.owner) return undefined;
  return {
    act: "stop",
    message:
      `${mark.address}: ${kind.title} ${kind.id(object)} belongs to ${other.owner || "another stack"} ` +
      `as ${other.address}`,
    remedy:
      "remove it from that stack first (with onRemove: retain) " +
      `and remove ${kind.marker?.addressKey} from its ${kind.marker?.field}, or leave it there`,
  };
}

/** The entry is active, and an archived object cannot become so. */
export function archivedStop({ kind, mark, archived, asIs }: Wanted, id: string, context: WireContext) {
  if (archived || kind.archiving.unarchive?.(context.settings) !== undefined) return undefined;
  return {
    act: "stop",
    message: `${mark.address}: ${kind.title} ${id} is archived, and the vendor cannot un-archive it`,
    remedy: asIs
      ? "set `archived: true` in the entry, or pair it with another object: `lifecycle: { adopt: <id> }`"
      : "adopt another object, set `archived: true`, or remove `adopt` to make a new one",
  } satisfies Stop;
}

interface Near {
  readonly id: string;
  /** "lp_1: structure.price (2.00 there, 99.00 here)" */
  readonly text: string;
}

const MOST_NEAR = 3;

/** Active objects that nobody holds and that are almost what the entry says. */
export function nearest(
  wanted: Wanted,
  listed: readonly JsonObject[],
  at: Pick<Circumstances, "context" | "held" | "created">,
): Near[] {
  const { kind } = wanted;
  const free = listed.filter((object) => {
    const id = kind.id(object);
    return id !== undefined && !at.held.has(id) && !at.created.has(id) && markOf(kind, object) === undefined;
  });
  return kind.naturalKey ? nearByKey(wanted, free, at.context) : nearByContent(wanted, free, at.context);
}

/** Another spelling of the natural key, or an archived object that has it. */
function nearByKey(wanted: Wanted, free: readonly JsonObject[], context: WireContext): Near[] {
  const { kind, fields } = wanted;
  const key = naturalKeyOf(kind, fields);
  const field = key === undefined ? undefined : kind.fields[key];
  if (key === undefined || !field) return [];
  const value = fields[key] as Json;
  const known = free.map((object) => ({ live: object, has: readField(key, field, object, value, context) }));
  const spelling = closest(
    String(value),
    known.map(({ has }) => String(has)),
  );
  return known
    .filter(({ has }) => sameValue(field, has, value, context.settings) || String(has) === spelling)
    .slice(0, MOST_NEAR)
    .map(({ live, has }) => {
      const id = kind.id(live) ?? "";
      return { id, text: `${id} (${key} ${valueText(has)}${showsArchived(kind, live) ? ", archived" : ""})` };
    });
}

/** Of the same parent, and different in at most half of the fields. */
function nearByContent(wanted: Wanted, free: readonly JsonObject[], context: WireContext): Near[] {
  const { kind, fields } = wanted;
  const most = Math.max(1, Math.floor((Object.values(fields).filter((value) => value !== null).length - 1) / 2));
  return free
    .filter((object) => !showsArchived(kind, object))
    .map((object) => ({ live: object, ...likeness(kind, fields, object, context) }))
    .filter(({ different }) => different.length <= most && !different.some((name) => kind.fields[name]?.fromParent))
    .toSorted((a, b) => a.different.length + a.extra.length - (b.different.length + b.extra.length))
    .slice(0, MOST_NEAR)
    .map(({ live, different, extra }) => {
      const id = kind.id(live) ?? "";
      const more = extra.length > 0 ? [`${extrasText(extra)} there, and not named here`] : [];
      const places = different.length > 0 ? [differingText(wanted, live, different, context)] : [];
      return { id, text: `${id}: ${[...places, ...more].join(", ")}` };
    });
}

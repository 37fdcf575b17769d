/**
 * Whose object is it? No vendor has idempotency keys, and the engine repeats an interrupted create, so a create
 * looks before it posts. What is found is taken only when it is proven to be ours, or when adoption is asked for.
 * Pure: decisions over what was listed and what the state holds.
 */

import type { Json, JsonObject } from "../../fields/shape.js";
import { listsArchived } from "../../kinds/archiving.js";
import type { WireContext } from "../../kinds/field.js";
import { showsArchived } from "../observe/archived-state.js";
import { markOf } from "../plan/bodies.js";
import { mismatches } from "../plan/managed.js";
import { decideAdoption } from "./adoption.js";
import {
  type Circumstances,
  changesText,
  type Decision,
  differencesToLive,
  differingText,
  extrasText,
  looksForOne,
  naturalKeyOf,
  severalStop,
  type Wanted,
} from "./decision.js";
import { type Likeness, likeness } from "./likeness.js";

/** Listed objects that have anything to do with the entry. Without any, the state need not be read. */
export function candidates(wanted: Wanted, listed: readonly JsonObject[], context: WireContext): readonly JsonObject[] {
  const { kind, mark } = wanted;
  const marked = kind.marker ? listed.filter((object) => markOf(kind, object)?.address === mark.address) : [];
  if (kind.marker && (marked.length > 0 || !looksForOne(wanted))) return marked;
  const fitting = listed.filter((object) => markOf(kind, object) === undefined && fitsEntry(wanted, object, context));
  const active = fitting.filter((object) => !showsArchived(kind, object));
  return active.length > 0 || !wanted.archived || kind.marker ? active : fitting;
}

/**
 * It has the natural key, or, where there is none, agrees in every field that a create would send and has nothing
 * set beyond them: then it is another object. One that is adopted may have more, but not be one for somebody only.
 */
function fitsEntry(wanted: Wanted, object: JsonObject, context: WireContext): boolean {
  const { kind, fields } = wanted;
  const key = naturalKeyOf(kind, fields);
  if (key !== undefined) return mismatches(kind, { [key]: fields[key] as Json }, object, context).length === 0;
  const { different, extra, uncertain } = likeness(kind, fields, object, context);
  if (different.length > 0) return false;
  if (!looksForOne(wanted)) return extra.length === 0;
  return ![...extra, ...uncertain].some(({ name }) => kind.fields[name.split(/[.[]/)[0] ?? ""]?.restricts);
}

/** What to do about the candidates of an entry that names no id. `near`: objects of which the nearest are named. */
export function decide(
  wanted: Wanted,
  found: readonly JsonObject[],
  at: Circumstances,
  near: () => readonly JsonObject[] = () => found,
): Decision {
  const { kind } = wanted;
  const idOf = (object: JsonObject): string => kind.id(object) ?? "";
  const free = found.filter((object) => !at.held.has(idOf(object)) && !at.created.has(idOf(object)));
  if (free.some((object) => markOf(kind, object) !== undefined)) return decideMarked(wanted, free, at);
  const closest = mostLike(wanted, free, at.context);
  if (looksForOne(wanted)) return decideAdoption(wanted, closest, found, near, at);
  const [only, ...others] = closest;
  if (!only) return { act: "create" };
  if (others.length > 0) return severalStop(wanted, closest);
  return decideUnmarked(wanted, only, at);
}

/**
 * Where equality is all there is to go by: objects with nothing beyond what the entry names, if there are any; else
 * all.
 */
function mostLike({ kind, fields }: Wanted, all: readonly JsonObject[], context: WireContext): readonly JsonObject[] {
  if (kind.naturalKey) return all;
  const exact = all.filter((object) => beyond(likeness(kind, fields, object, context)).length === 0);
  return exact.length > 0 ? exact : all;
}

const beyond = ({ extra, uncertain }: Likeness) => [...extra, ...uncertain];

function decideMarked(wanted: Wanted, free: readonly JsonObject[], at: Circumstances): Decision {
  const { kind, mark } = wanted;
  const foreign = free.find((object) => markOf(kind, object)?.owner !== mark.owner);
  if (foreign) {
    const owner = markOf(kind, foreign)?.owner || "an unknown stack";
    return {
      act: "stop",
      message:
        `${kind.title} ${kind.id(foreign)} is marked with the address ${mark.address} of stack ${owner}, and ` +
        `this stack is ${mark.owner}`,
      remedy:
        "two stacks cannot use the same address in one organization: give the entry another key, or the account " +
        `another name (or archive the object and take its mark ${wanted.kind.marker?.addressKey} away, if ` +
        `${owner} no longer exists)`,
    };
  }
  const [only, ...others] = free;
  if (!only || others.length > 0) return severalStop(wanted, free);
  if (!at.wasInterrupted && !at.isYoung(only)) return leftBehind(wanted, only, at);
  const replaced = differencesToLive(kind, wanted.fields, only, at.context).filter(({ fate }) => fate !== "update");
  if (replaced.length > 0) return { act: "retire", live: only, because: changesText(replaced) };
  return { act: "take", live: only, how: "own" };
}

/**
 * Marked for this very entry, and nothing speaks for a create of this stack: a renamed stack keeps its marks until its
 * next run.
 */
function leftBehind({ kind, mark }: Wanted, object: JsonObject, { isReplaced }: Circumstances): Decision {
  const id = kind.id(object);
  // An earlier object of the row was retained.
  if (isReplaced) {
    return {
      act: "create",
      note: `${kind.title} ${id} carries this address too, but is not in the state; it is left unchanged`,
      severity: "warn",
    };
  }
  return {
    act: "stop",
    message:
      `${mark.address}: ${kind.title} ${id} of ${kind.createdAt?.(object) ?? "an unknown time"} carries this ` +
      `address for ${mark.owner}, but is not in this stack's state: it may belong to a stack that was renamed`,
    remedy:
      "if another stack holds it, run `pulumi up` there, which updates its mark; to manage it from here set " +
      `\`lifecycle: { adopt: ${id} }\``,
  };
}

/** Without a mark: our own lost reply agrees in everything, has nothing else set, is young, and was never changed. */
function decideUnmarked(wanted: Wanted, object: JsonObject, at: Circumstances): Decision {
  const { kind, mark } = wanted;
  const { different, extra, uncertain } = likeness(kind, wanted.fields, object, at.context);
  const isEqual = different.length + extra.length + uncertain.length === 0;
  const doubt = doubtOf(wanted, object, at);
  if (isEqual && !doubt) return { act: "take", live: object, how: "own" };
  const id = kind.id(object);
  const created = kind.createdAt?.(object);
  const there = `${mark.address}: ${kind.title} ${id}${created ? ` of ${created}` : ""} exists already`;
  const what = isEqual
    ? `${there} and matches the entry, but ${doubt?.words}`
    : different.length > 0
      ? `${there} and differs in ${differingText(wanted, object, different, at.context)}`
      : extra.length > 0
        ? `${there} and has values that the entry does not name: ${extrasText([...extra, ...uncertain])}`
        : `${there}, matches all that the entry names, and also has ${extrasText(uncertain)}; the vendor does ` +
          "not document whether a new one would have that";
  const word = !doubt?.mayBeArchived && (isEqual || kind.naturalKey) ? "true" : id;
  const other = kind.naturalKey
    ? `to make another one give the entry another ${naturalKeyName(wanted)}`
    : isEqual
      ? "if it is not wanted, archive it in the dashboard first"
      : `to make another one name ${uncertain.map(({ name }) => name).join(" and ")} in the entry, with the ` +
        "value that it is to have";
  const remedy = `to manage it from here set \`lifecycle: { adopt: ${word} }\`; ${other}`;
  return { act: "stop", message: what, remedy };
}

/** Why an equal object may not be what an interrupted create of this stack made; undefined: it is. */
function doubtOf(
  { kind, archived }: Wanted,
  object: JsonObject,
  at: Circumstances,
): { words: string; mayBeArchived?: true } | undefined {
  if (kind.archiving.visible.in === "nowhere" && listsArchived(kind, at.context.settings))
    return { words: "may be archived", mayBeArchived: true };
  const [created, updated] = [kind.createdAt?.(object), kind.updatedAt?.(object)];
  if (created === undefined) {
    return at.wasInterrupted
      ? undefined
      : {
          words:
            "the vendor does not say when it was created, and the state shows no interrupted create of it, so " +
            "somebody else may have created it",
        };
  }
  if (!at.isYoung(object)) return { words: "is too old to have just been created by this stack" };
  const wasChanged = updated !== undefined && Date.parse(updated) - Date.parse(created) > CREATION_TOLERANCE;
  // Born archived: its own run archived it.
  if (!wasChanged || (archived && showsArchived(kind, object))) return undefined;
  return {
    words:
      `was changed later (${updated}), so it is not left over from an interrupted run: ` +
      `${kind.archiving.visible.in === "nowhere" ? "somebody edited it, or it is archived" : "somebody edited it"}`,
    ...(kind.archiving.visible.in === "nowhere" ? { mayBeArchived: true } : {}),
  };
}

/** Milliseconds by which the two times of one creation may differ. No vendor says that they are equal. */
const CREATION_TOLERANCE = 1_000;

const naturalKeyName = ({ kind, fields }: Wanted): string => naturalKeyOf(kind, fields) ?? "name";

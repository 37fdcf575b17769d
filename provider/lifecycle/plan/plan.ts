/**
 * What is to be sent for a change of an entry, step by step, before anything is sent. Pure: old outputs and new inputs
 * are enough, so that a review can print it, and `pulumi up` sends these steps and no others.
 */
import type { Json, JsonObject } from "../../fields/shape.js";
import { clearingOf } from "../../kinds/absence.js";
import type { Settings, WireContext } from "../../kinds/field.js";
import type { Kind } from "../../kinds/kind.js";
import { differencesToLive } from "../identity/decision.js";
import { isConfirmed, showsArchived, wasArchived } from "../observe/archived-state.js";
import { knownReferences, type Resolved, withIds } from "../references.js";
import type { Inputs, Outputs } from "../state.js";
import { createBody, type Marking, markOfEntry } from "./bodies.js";
import { archiveStep, callStep, isEmpty, NOTHING, stateMembers, updateStep } from "./build-steps.js";
import { type Change, changes, sameValue, sentOnCreate } from "./managed.js";
import { isRefused } from "./refused.js";
import type { Content, Step } from "./step.js";

/** What a change of an entry sends. */
export interface Plan {
  readonly steps: readonly Step[];
  /** What an update writes. */
  readonly changed: readonly Change[];
  /** What it would write, and does not: the vendor answered the same value with another one. */
  readonly held: readonly Change[];
}

/**
 * From what a row says to what its entry says. Without old outputs: a create. Without new inputs: a removal.
 * `references`: ids of what the entry names; which steps there are does not depend on them.
 */
export function plan(
  kind: Kind,
  settings: Settings,
  olds: Outputs | undefined,
  news: Inputs | undefined,
  references?: Resolved,
): Plan {
  if (olds && news) return planUpdate(kind, settings, olds, news, references ?? knownReferences(olds, news));
  const steps = news ? planCreate(kind, settings, news) : olds ? planRemoval(kind, isConfirmed(olds)) : [];
  return { steps, changed: [], held: [] };
}

export function planCreate(kind: Kind, settings: Settings, inputs: Inputs): Step[] {
  const { fields } = inputs;
  const body = createBody(kind, fields, markOfEntry(inputs), { settings });
  const create: Step = {
    purpose: "create",
    request: () => ({ ...kind.calls.create, body }),
    safety: "once",
    shows: { object: "always", changed: changesOfNothing(kind, fields) },
    facts: { written: true },
  };
  return [
    create,
    ...ownSteps(kind, settings, ownChanges(kind, settings, fields)),
    ...(inputs.archived ? [archiveStep(kind)] : []),
  ];
}

function planUpdate(kind: Kind, settings: Settings, olds: Outputs, news: Inputs, references: Resolved): Plan {
  const fields = withIds(kind, news.fields, references);
  const before = withIds(kind, olds.fields, olds.live.references ?? {});
  const all = wantedChanges(kind, olds, news, settings).map(
    (change): Change => ({
      ...change,
      ...(change.before === undefined ? {} : { before: before[change.name] ?? null }),
      after: fields[change.name] ?? null,
    }),
  );
  const held = all.filter((change) => isRefused(change, olds.live.refused, settings));
  const changed = all.filter((change) => !held.includes(change));
  const steps = planChanges(kind, settings, {
    changed,
    fields,
    left: new Set([...(news.ignored ?? []), ...held.map(({ name }) => name)]),
    marking: olds.address === news.address && olds.owner === news.owner && !olds.live.unmarked ? "keep" : "set",
    archive: news.archived && !isConfirmed(olds),
    unarchive: !news.archived && wasArchived(olds),
  });
  return { steps, changed, held };
}

/** What changes, with ids in place of names where they are known: another object of the same name is another value. */
export function wantedChanges(kind: Kind, olds: Outputs, news: Inputs, settings: Settings): Change[] {
  const before = withIds(kind, olds.fields, olds.live.references ?? {});
  const after = withIds(kind, news.fields, knownReferences(olds, news));
  return changes(kind, before, after, settings, olds.live.observed);
}

/** The steps that make an object which was found what its entry says. */
export function planTake(
  kind: Kind,
  inputs: Inputs,
  object: JsonObject,
  marking: Marking,
  context: WireContext,
): Step[] {
  const isArchived = showsArchived(kind, object);
  return planChanges(kind, context.settings, {
    changed: differencesToLive(kind, inputs.fields, object, context),
    fields: inputs.fields,
    left: new Set(),
    marking,
    archive: inputs.archived && !isArchived,
    unarchive: !inputs.archived && isArchived,
  });
}

/** An object that is taken as it is gets this stack's mark, and nothing else. */
export const planAsIs = (kind: Kind, marking: Marking): Step[] =>
  kind.marker && marking === "set" ? [planMark(kind)] : [];

/**
 * An object is archived, and its mark goes in the same update, or in one of its own after the archive call. Nothing is
 * ever deleted. `isArchived`: a call of ours has archived it before.
 */
export function planRemoval(kind: Kind, isArchived: boolean): Step[] {
  const byUpdate = isArchived ? undefined : stateMembers(kind.archiving.archive);
  const steps: Step[] = [];
  if (!isArchived && byUpdate === undefined) steps.push(archiveStep(kind));
  if (kind.marker || byUpdate)
    steps.push(updateStep(kind, { ...NOTHING, marking: kind.marker ? "remove" : "keep" }, byUpdate, true));
  return steps;
}

/** The mark is put back where a removal has failed half-way. */
export const planMark = (kind: Kind): Step => updateStep(kind, { ...NOTHING, marking: "set" });

interface Difference extends Omit<Content, "state"> {
  readonly archive: boolean;
  readonly unarchive: boolean;
}

/** Un-archive first, archive last. */
function planChanges(kind: Kind, settings: Settings, { archive, unarchive, ...content }: Difference): Step[] {
  const change = archive ? kind.archiving.archive : unarchive ? kind.archiving.unarchive?.(settings) : undefined;
  const state = stateMembers(change);
  const own = content.changed.filter(({ field }) => field.ownCall);
  const changed = completed(kind, content);
  const update = { ...content, changed };
  const steps: Step[] = [];
  if (unarchive && change?.by === "call") steps.push(callStep("un-archive", change.request, false));
  if (state || !isEmpty(kind, update)) steps.push(updateStep(kind, update, state, archive));
  steps.push(...ownSteps(kind, settings, own));
  if (archive && change?.by === "call") steps.push(callStep("archive", change.request, true));
  return steps;
}

/** With the other fields of a group that the vendor takes only together; without those that have their own call. */
function completed(kind: Kind, { changed: all, fields, left }: Omit<Content, "state">): readonly Change[] {
  const changed = all.filter(({ field }) => !field.ownCall);
  const names = new Set(changed.map(({ name }) => name));
  const groups = (kind.calls.together ?? []).filter((group) => group.some((name) => names.has(name)));
  const missing = groups.flat().filter((name) => !names.has(name) && Object.hasOwn(fields, name) && !left.has(name));
  return [
    ...changed,
    ...missing.flatMap((name): Change[] => {
      const field = kind.fields[name];
      return field ? [{ name, field, after: fields[name] ?? null, fate: "update" }] : [];
    }),
  ];
}

/** Fields with a call of their own, each after the object is there. */
const ownSteps = (kind: Kind, settings: Settings, changed: readonly Change[]): Step[] =>
  changed.flatMap((change): Step[] => {
    const { name, field, after } = change;
    const { ownCall } = field;
    if (!ownCall) throw new Error(`${kind.type}.${name} has no call of its own`);
    const clearing = clearingOf(field, settings);
    const empty = typeof clearing === "object" ? clearing.value : null;
    const value: Json = after === null ? empty : (field.toWire?.(after, { settings }) ?? after);
    return [
      {
        purpose: "set",
        field: name,
        request: (id) => ownCall(id, value),
        safety: "repeatable",
        shows: { object: "always", changed: [change] },
        facts: { written: true },
      },
    ];
  });

/** What a new object does not have yet. */
const ownChanges = (kind: Kind, settings: Settings, fields: JsonObject): Change[] =>
  Object.entries(kind.fields).flatMap(([name, field]): Change[] => {
    const after = fields[name] ?? null;
    return field.ownCall && !sameValue(field, null, after, settings) ? [{ name, field, after, fate: "update" }] : [];
  });

/** What a create sends, as changes of nothing. */
const changesOfNothing = (kind: Kind, fields: JsonObject): Change[] =>
  Object.keys(sentOnCreate(kind, fields)).flatMap((name): Change[] => {
    const [field, after] = [kind.fields[name], fields[name]];
    return field && after !== undefined ? [{ name, field, after, fate: "update" }] : [];
  });

/** What a create may decide about the objects that it finds, and on what grounds. */

import type { Environment } from "../../accounts/config.js";
import { type Difference, differences, differenceText, valueText } from "../../fields/differences.js";
import { pathText } from "../../fields/path.js";
import type { Json, JsonObject } from "../../fields/shape.js";
import { isAlwaysManaged } from "../../kinds/absence.js";
import type { WireContext } from "../../kinds/field.js";
import type { Kind } from "../../kinds/kind.js";
import { type Adopt, adoptedId } from "../../validation/adopt.js";
import type { Mark } from "../plan/bodies.js";
import { type Change, changes, readField, sameValue } from "../plan/managed.js";
import type { Extra } from "./likeness.js";

export interface Wanted {
  readonly kind: Kind;
  readonly fields: JsonObject;
  readonly archived: boolean;
  readonly mark: Mark;
  readonly adopt?: Adopt;
  /** The object of `adopt` is taken as it is, without a change. */
  readonly asIs?: true;
}

export interface Circumstances {
  readonly context: WireContext;
  /** Whose objects these are: in production, `adopt: true` makes no new one. */
  readonly environment: Environment;
  /** Ids that rows of this stack's state hold, with the address of the row. */
  readonly held: ReadonlyMap<string, string>;
  /** Ids that other creates of this operation returned, took, or will take. */
  readonly created: { has(id: string): boolean };
  /** A row of the state has this address: its object is being replaced. */
  readonly isReplaced: boolean;
  /** Young enough to be the object of a create whose reply was lost. */
  readonly isYoung: (object: JsonObject) => boolean;
  /** The state shows that a create of exactly this entry was interrupted. */
  readonly wasInterrupted: boolean;
}

export type Decision =
  | { readonly act: "create"; readonly note?: string; readonly severity?: "info" | "warn" }
  | {
      readonly act: "take";
      readonly live: JsonObject;
      readonly how: "own" | "adopted";
      /** What it has set beyond what the entry names. */
      readonly keeps?: readonly Extra[];
    }
  /** Ours by its mark, but the vendor cannot turn it into what is wanted: archived and unmarked, then created anew. */
  | { readonly act: "retire"; readonly live: JsonObject; readonly because: string }
  | Stop;

export interface Stop {
  readonly act: "stop";
  readonly message: string;
  readonly remedy: string;
}

/** `adopt` without an id: the object that fits is looked for. */
export const looksForOne = ({ adopt }: Wanted): boolean => adopt !== undefined && adoptedId(adopt) === undefined;

/** The field that identifies the entry's object: the first natural key that it names. */
export const naturalKeyOf = ({ naturalKey }: Kind, fields: JsonObject): string | undefined =>
  naturalKey?.find((name) => (fields[name] ?? null) !== null);

/** What would have to change at a live object to make it what is wanted. */
export function differencesToLive(kind: Kind, fields: JsonObject, object: JsonObject, context: WireContext): Change[] {
  const olds: Record<string, Json> = {};
  for (const [name, field] of Object.entries(kind.fields)) {
    if (Object.hasOwn(fields, name) || isAlwaysManaged(field))
      olds[name] = readField(name, field, object, fields[name], context);
  }
  // A null where the object has nothing changes nothing.
  return changes(kind, olds, fields, context.settings).filter(
    ({ field, before, after }) => !sameValue(field, before ?? null, after, context.settings),
  );
}

/** The places within changed fields, from what is live to what is wanted. */
export const placesOf = (changed: readonly Change[]): readonly Difference[] =>
  changed.flatMap(({ name, field, before, after }) =>
    differences(field.shape, before ?? null, after ?? field.absence?.means ?? null, [name]),
  );

/** "structure.price 2.00 → 99.00, name Old → New" */
export const changesText = (changed: readonly Change[]): string => placesOf(changed).map(differenceText).join(", ");

/** "structure.price (2.00 there, 99.00 here)" of fields in which an object is not what the entry says. */
export function differingText(
  { kind, fields }: Wanted,
  object: JsonObject,
  names: readonly string[],
  context: WireContext,
): string {
  const places = names.flatMap((name): Difference[] => {
    const field = kind.fields[name];
    if (!field) return [];
    return differences(field.shape, readField(name, field, object, fields[name], context), fields[name] ?? null, [
      name,
    ]);
  });
  return places
    .map(({ path, before, after }) => `${pathText(path)} (${valueText(before)} there, ${valueText(after)} here)`)
    .join(", ");
}

/** "customer {"id":"acme"}": what an object has beyond what the entry names. */
export const extrasText = (extras: readonly Extra[]): string =>
  extras.map(({ name, value }) => `${name} ${valueText(value)}`).join(", ");

export function severalStop({ kind, mark }: Wanted, several: readonly JsonObject[]): Decision {
  return {
    act: "stop",
    message: `${mark.address}: several objects match: ${several.map((object) => kind.id(object)).join(", ")}`,
    remedy: "name the right one with `lifecycle: { adopt: <id> }`, and archive the others in the dashboard",
  };
}

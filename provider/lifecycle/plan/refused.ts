/**
 * What a vendor answered otherwise, remembered in the state: the same value is not sent a second time, and the row
 * stays failed until the entry is changed or the vendor's value agrees. Pure.
 */
import { stable } from "../../fields/compare.js";
import { differenceLines, differences } from "../../fields/differences.js";
import type { Json, JsonObject } from "../../fields/shape.js";
import { clearingOf } from "../../kinds/absence.js";
import type { Settings } from "../../kinds/field.js";
import type { Kind } from "../../kinds/kind.js";
import { Refusal } from "../failure.js";
import { type Change, sameValue } from "./managed.js";

export interface RefusedValue {
  /** As the entry had it, ids in place of names; null: the field was taken away. */
  readonly wanted: Json;
  /** As it was sent: the account's settings decide that as well. */
  readonly sent: Json;
}
/** By field. */
export type RefusedValues = Readonly<Record<string, RefusedValue>>;

const sentAs = ({ field, after }: Pick<Change, "field" | "after">, settings: Settings): Json => {
  if (after !== null) return field.toWire?.(after, { settings }) ?? after;
  const clearing = clearingOf(field, settings);
  return typeof clearing === "object" ? clearing.value : clearing;
};

export const refusedValues = (changed: readonly Change[], settings: Settings): RefusedValues =>
  Object.fromEntries(changed.map((change) => [change.name, { wanted: change.after, sent: sentAs(change, settings) }]));

/** Would this change send again what the vendor has made something else of? */
export function isRefused(change: Change, refused: RefusedValues | undefined, settings: Settings): boolean {
  const known = refused?.[change.name];
  return (
    known !== undefined &&
    stable(known.sent) === stable(sentAs(change, settings)) &&
    stable(known.wanted) === stable(change.after)
  );
}

/** Without those that the vendor has by now. */
export function stillRefused(
  kind: Kind,
  refused: RefusedValues | undefined,
  fields: JsonObject,
  settings: Settings,
): RefusedValues {
  const rest = Object.entries(refused ?? {}).filter(([name, { wanted }]) => {
    const field = kind.fields[name];
    return field !== undefined && !sameValue(field, wanted, fields[name] ?? null, settings);
  });
  return Object.fromEntries(rest);
}

/** Said when a run would send it again. */
export function refusedAgain(kind: Kind, address: string, id: string, held: readonly Change[]): Refusal {
  const places = held.flatMap(({ name, field, before, after }) =>
    differences(field.shape, before ?? null, after, [name]),
  );
  return new Refusal(
    address,
    `${kind.title} ${id} does not match the entry: the vendor changed this value when it was last sent, ` +
      `so it is not sent again:${differenceLines(places)}`,
    "write the value in the entry as the vendor has it, or another value; " +
      "or change the value in the dashboard, then run pulumi up --refresh",
  );
}

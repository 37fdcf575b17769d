/** Active objects of an account that cannot be told apart: made twice, or given one name. Pure. */
import { stable } from "../fields/compare.js";
import type { Kind } from "../kinds/kind.js";
import { naturalKeyOf } from "../lifecycle/identity/decision.js";
import { describe } from "./describe.js";
import type { FoundObject, Inventory } from "./inventory.js";

export interface Doubles {
  readonly kind: Kind;
  /** At least two, in the order of the vendor's list. */
  readonly objects: readonly FoundObject[];
  /** `everything`: equal in every field. Otherwise the natural key, such as `name`, which identifies an object. */
  readonly equalIn: "everything" | (string & {});
  /** The value that they share, where they are equal in one field. */
  readonly value?: string;
}

/** Groups of active objects of a kind and parent that are equal; those that only share the natural key come last. */
export function doublesIn({ account, objects }: Inventory): Doubles[] {
  const context = account.context();
  const active = objects.filter(({ archived }) => !archived);
  const described = new Map(active.map((found) => [found, describe(found, context)]));
  const groups = (textOf: (found: FoundObject) => string | undefined): FoundObject[][] =>
    [...Map.groupBy(active, textOf)].flatMap(([text, group]) =>
      text !== undefined && group.length > 1 ? [group] : [],
    );
  const whole = ({ kind, parentId }: FoundObject, text: string): string => `${kind.type} ${parentId ?? ""} ${text}`;
  const equal = groups((found) => whole(found, stable(described.get(found) ?? {})));
  const keyed = groups((found) => {
    const fields = described.get(found) ?? {};
    const key = naturalKeyOf(found.kind, fields);
    return key === undefined ? undefined : whole(found, `${key} ${stable(fields[key] ?? null)}`);
  });
  const isEqual = (group: readonly FoundObject[]): boolean =>
    equal.some((one) => group.every((at) => one.includes(at)));
  return [
    ...equal.map((group): Doubles => ({ kind: kindOf(group), objects: group, equalIn: "everything" })),
    ...keyed
      .filter((group) => !isEqual(group))
      .map((group): Doubles => {
        const fields = described.get(group[0] as FoundObject) ?? {};
        const key = naturalKeyOf(kindOf(group), fields) ?? "";
        return { kind: kindOf(group), objects: group, equalIn: key, value: String(fields[key]) };
      }),
  ];
}

const kindOf = (group: readonly FoundObject[]): Kind => (group[0] as FoundObject).kind;

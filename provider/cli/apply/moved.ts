/** Changes whose object is no longer what people have approved a change of. Pure. */
import { stable } from "../../fields/compare.js";
import type { Change, FieldChange } from "../../review/digest.js";
import { valueText } from "../../review/value-text.js";
import type { AtVendor } from "./at-vendor.js";

/**
 * One sentence for each. A field that somebody has brought to the approved value meanwhile is fine, and so is a
 * field that the change does not touch: it stays as the vendor has it.
 */
export const movedMeanwhile = (changes: readonly Change[], seen: Pick<AtVendor, "differences" | "gone">): string[] =>
  changes.flatMap((change) => {
    const at = [change.address, change.formerAddress].filter((address) => address !== undefined);
    if (at.some((address) => seen.gone.has(address))) return [`${change.title}: the object no longer exists`];
    const drifted = at.flatMap((address) => seen.differences.get(address) ?? []);
    return drifted.flatMap((field) => movedField(change, field) ?? []);
  });

function movedField({ title, fields }: Change, { path, before, after }: FieldChange): string | undefined {
  const own = fields.filter((field) => isPart(field.path, path) || isPart(path, field.path));
  const isDone = own.every((field) => field.path === path && stable(field.after) === stable(after));
  if (own.length === 0 || isDone) return undefined;
  return (
    `${title}: ${path} was ${valueText(before)} when the change was approved, and somebody has changed it to ` +
    `${valueText(after)} at the vendor`
  );
}

/** "structure" is a part of itself, "structure.price" and "structure[0]" are parts of "structure". */
const isPart = (path: string, of: string): boolean =>
  path === of || path.startsWith(`${of}.`) || path.startsWith(`${of}[`);

/** What a write finds at the vendor that neither the state nor a preview knew: it is said before it is replaced. */
import type { Account } from "../../accounts/account.js";
import { differences, differenceText } from "../../fields/differences.js";
import type { JsonObject } from "../../fields/shape.js";
import { namings } from "../../kinds/references.js";
import type { Operation } from "../operation.js";
import { outdated } from "../plan/bodies.js";
import { readField, sameValue } from "../plan/managed.js";
import type { Content } from "../plan/step.js";
import { takenAlong, unnamedFields } from "../plan/unnamed.js";
import type { Target } from "./apply.js";

/**
 * Reports unchanged fields that were read with another value than the entry has: a full body sends the entry's value.
 */
export function reportOutdated(
  { kind, runtime }: Operation,
  account: Account,
  { id, entry }: Target,
  content: Content,
  seen: JsonObject,
): void {
  const names = outdated(kind, content, seen, account.context(seen)).map(({ name }) => name);
  if (names.length === 0) return;
  runtime.report.info(
    `${entry.address}: ${names.join(" and ")} of ${kind.title} ${id} had another value ` +
      "when it was read before this update (an old read, or an edit in the dashboard); sent as the catalogue has it",
  );
}

/** Reports values of changed fields that were set at the vendor since the last run: the update replaces them. */
export function reportReplaced(
  { kind, runtime }: Operation,
  account: Account,
  { id, entry, known }: Target,
  { changed }: Content,
  seen: JsonObject,
): void {
  const context = account.context(seen);
  const edited = changed.flatMap(({ name, field, before, after }) => {
    if (before === undefined || namings(kind, { [name]: before }).length > 0) return [];
    const value = readField(name, field, seen, before, context);
    if ([before, after].some((expected) => sameValue(field, expected, value, context.settings))) return [];
    return differences(field.shape, before, value, [name]).map(differenceText);
  });
  const values = Object.fromEntries(changed.map(({ name, after }) => [name, after]));
  const told = new Set(takenAlong(changed, known?.unnamed));
  const lost = takenAlong(changed, unnamedFields(kind, values, seen, context)).filter((place) => !told.has(place));
  const all = [...edited, ...lost];
  if (all.length === 0) return;
  runtime.report.warn(
    `${entry.address}: ${kind.title} ${id} had more changes than the state knows when it was read before this update ` +
      `(an old read, or an edit in the dashboard), and the update replaces them: ${all.join(", ")}\n` +
      "  what to do: if one of them is to stay, write it in the entry; " +
      "`pulumi preview --refresh` shows such changes before they are replaced",
  );
}

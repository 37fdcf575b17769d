/** Fields that were removed from an entry, and that the vendor cannot clear. Pure. */
import { clearingOf, isAlwaysManaged } from "../../kinds/absence.js";
import type { Settings } from "../../kinds/field.js";
import type { Change } from "./managed.js";

/** Of the changes of an entry that keeps its object: what cannot be done. */
export const stuckFields = (changed: readonly Change[], settings: Settings): readonly Change[] =>
  changed.filter(
    ({ field, after }) => after === null && !isAlwaysManaged(field) && clearingOf(field, settings) === "never",
  );

export const stuckMessage = ({ name }: Change): string =>
  `${name} was removed from the entry, but the vendor cannot clear it`;

export const stuckRemedy = ({ name, before }: Change): string =>
  before === undefined || typeof before === "object"
    ? `write \`${name}:\` again, with the value that it is to have`
    : `write \`${name}: ${String(before)}\` again, or the value that it is to have instead`;

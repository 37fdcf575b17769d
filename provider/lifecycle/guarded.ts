/** `archiveOnlyIf` in a row of the state, where the removal of its entry reads it. */
import type { Inputs, Outputs } from "./state.js";

/** A row, with what its entry says now about when the object may be archived. */
export function guardedBy({ archiveOnlyIf: _old, ...row }: Outputs, { archiveOnlyIf }: Inputs): Outputs {
  return archiveOnlyIf === undefined ? row : { ...row, archiveOnlyIf };
}

export const hasSameGuard = (a: Inputs, b: Inputs): boolean =>
  a.archiveOnlyIf?.subscribers === b.archiveOnlyIf?.subscribers;

/** What an object of a list proves about a row. */
import type { Account } from "../../accounts/account.js";
import { stable } from "../../fields/compare.js";
import type { JsonObject } from "../../fields/shape.js";
import type { Kind } from "../../kinds/kind.js";
import { observedFields, readFields } from "../plan/managed.js";
import { unnamedFields } from "../plan/unnamed.js";
import { withIds } from "../references.js";
import type { Outputs } from "../state.js";
import { shownState } from "./archived-state.js";

/**
 * The list shows all that a single read would. Where that is not documented, the list is believed only in what it shows
 * just as the row has it: what it shows otherwise may be left out, or be changed.
 */
export function vouchesFor(kind: Kind, account: Account, id: string, olds: Outputs, listed: JsonObject): boolean {
  const { calls, archiving } = kind;
  if (archiving.visible.in === "answers" && shownState(kind, id, listed) === undefined) return false;
  if (calls.listsOmit?.some((name) => Object.hasOwn(olds.fields, name))) return false;
  if (calls.listsWhole) return true;
  const context = account.context();
  const { observed = {}, unnamed = {}, references = {} } = olds.live;
  const managed = withIds(kind, olds.fields, references);
  // What the list leaves out may have any value.
  if (!Object.keys(managed).every((name) => Object.hasOwn(listed, name))) return false;
  const fields = readFields(kind, managed, listed, context);
  return (
    stable(fields) === stable(managed) &&
    stable(observedFields(kind, fields, listed, context)) === stable(observed) &&
    stable(unnamedFields(kind, fields, listed, context)) === stable(unnamed)
  );
}

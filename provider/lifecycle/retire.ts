/** Archives an object for good, and takes its mark away. */
import type { Account } from "../accounts/account.js";
import { UnchangedError } from "./apply/answer.js";
import { apply, applyAll, type Target } from "./apply/apply.js";
import { shownState } from "./observe/archived-state.js";
import type { Operation } from "./operation.js";
import { markOf } from "./plan/bodies.js";
import { planMark, planRemoval } from "./plan/plan.js";

/** `isArchived`: a call of ours has archived it before. */
export async function retire(
  operation: Operation,
  account: Account,
  target: Target,
  isArchived = false,
): Promise<void> {
  const { kind } = operation;
  const { id, seen } = target;
  const steps = planRemoval(kind, isArchived && shownState(kind, id, seen) !== false);
  const refusing: Target = { ...target, whenInUse: "refuse" };
  try {
    await applyAll(operation, account, refusing, steps, { note: () => undefined });
  } catch (error) {
    // The mark may be gone all the same: as long as the row stays, it belongs there.
    if (error instanceof UnchangedError && seen && markOf(kind, seen)) {
      await apply(operation, account, target, planMark(kind));
      operation.runtime.report.info(
        `${target.entry.address}: ${kind.title} ${id} was not archived, so its mark was set again`,
      );
    }
    throw error;
  }
}

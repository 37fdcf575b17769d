/** What is sent for a change, from the same plan that a run executes. */
import { plan } from "../lifecycle/plan/plan.js";
import { NEW_ID, type PlannedRequest, requestOf, type Step } from "../lifecycle/plan/step.js";
import type { ReviewedRequest } from "./digest.js";
import type { Subject } from "./subject.js";

/** In the order in which they are sent; null: known only during the run. */
export function requestsOf(subject: Subject): readonly ReviewedRequest[] | null {
  const { kind, settings, olds, news, id, keepsOld, archivesFirst } = subject;
  if (subject.isSeen) return [];
  const requests = (steps: readonly Step[], of?: string): ReviewedRequest[] =>
    steps.map((step) => readable(requestOf(kind, settings, step, of), of ?? NEW_ID));
  const removal = (): ReviewedRequest[] => requests(plan(kind, settings, olds, undefined).steps, id);
  switch (subject.operation) {
    case "create":
      if (news?.adopt !== undefined && !subject.adoptsNothing)
        return subject.adoption?.requests?.map((request) => readable(request, subject.adoption?.id ?? "")) ?? null;
      return requests(plan(kind, settings, undefined, news).steps);
    case "update":
      return requests(plan(kind, settings, olds, news).steps, id);
    case "replace": {
      const created = requests(plan(kind, settings, undefined, news).steps);
      const removed = keepsOld ? [] : removal();
      return archivesFirst ? [...removed, ...created] : [...created, ...removed];
    }
    case "delete":
      return removal();
    default:
      return [];
  }
}

/** An id that only stands for one is shown as it is, not encoded. */
const readable = (request: PlannedRequest, id: string): ReviewedRequest => ({
  ...request,
  path: request.path.replaceAll(encodeURIComponent(id), id),
});

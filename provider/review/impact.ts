/** Who is on what changes: which objects are counted, and the review with the counts. Pure. */
import type { HostedRow } from "../accounts/hosts.js";
import { isObject } from "../fields/shape.js";
import type { Happening } from "../kinds/impact.js";
import type { ImpactCount } from "../kinds/impact-count.js";
import type { AffectedObject } from "../lifecycle/impact-of.js";
import type { Change, Review } from "./digest.js";
import type { EnginePreview } from "./preview.js";

/** Objects that are archived or replaced, or whose price changes. */
export const affectedObjects = ({ changes }: Review): AffectedObject[] =>
  changes.flatMap((change) => {
    const { kind, id, address, account } = change;
    const happening = happeningOf(change);
    return id === undefined || happening === undefined ? [] : [{ type: kind, id, address, account, happening }];
  });

function happeningOf({ action, money }: Change): Happening | undefined {
  if (action === "archive") return "archived";
  if (action === "replace") return "replaced";
  return action === "update" && money !== undefined && money.direction !== "same" ? "changed" : undefined;
}

/** `counts`: by address. */
export const withCounts = (review: Review, counts: ReadonlyMap<string, readonly ImpactCount[]>): Review => ({
  ...review,
  changes: review.changes.map((change) => {
    const impact = counts.get(change.address) ?? [];
    return impact.length === 0 ? change : { ...change, impact };
  }),
});

/** Where the rows of the stack have their objects. */
export const hostedRows = ({ steps }: EnginePreview): HostedRow[] =>
  steps.flatMap(({ old }): HostedRow[] => {
    const { live, account, address } = old?.outputs ?? {};
    const host = isObject(live) ? live["host"] : undefined;
    return typeof account === "string" && typeof address === "string" && typeof host === "string"
      ? [{ account, address, host }]
      : [];
  });

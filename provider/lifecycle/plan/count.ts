/** How many requests a run sends for what a preview announces. Pure: from the plan that the run executes. */
import type { Json } from "../../fields/shape.js";
import type { Settings } from "../../kinds/field.js";
import type { Kind } from "../../kinds/kind.js";
import type { Inputs, Outputs } from "../state.js";
import { needsObject } from "./needs-object.js";
import { plan } from "./plan.js";
import type { Step } from "./step.js";

/** A change of one entry: a create has no old outputs, a removal no new inputs. A replacement is both, one by one. */
export interface Announced {
  readonly kind: Kind;
  readonly settings: Settings;
  readonly olds?: Outputs;
  readonly news?: Inputs;
}

/** Objects on a page of a list. */
const PAGE = 100;
/** Changes that the engine makes at once, unless `--parallel` says otherwise. */
const AT_ONCE = 16;

/** `held`: objects of the kind in the account, as far as the state knows. */
export function countRequests(all: readonly Announced[], held: (type: string) => number): number {
  let count = 0;
  for (const [kind, changes] of Map.groupBy(all, (change) => change.kind)) {
    const created = changes.filter(({ olds }) => !olds).length;
    const pagesOf = (objects: number): number => Math.max(1, Math.ceil(objects / PAGE));
    const pages = pagesOf(held(kind.type));
    const planned = changes.map((change) => ({ ...change, ...tally(change) }));
    const sum = (of: (one: Tally) => number): number => planned.reduce((total, one) => total + of(one), 0);
    const [forBody, forMark, confirmed] = [sum((one) => one.body), sum((one) => one.mark), sum((one) => one.confirmed)];
    const perBatch = (reads: number): number => pagesOf(held(kind.type) + created) * Math.ceil(reads / AT_ONCE);
    // Lists below the parents, where the whole list has several pages.
    const parents = new Set(planned.filter((one) => one.confirmed > 0).map((one) => parentOf(kind, one)));
    const perParent = Math.min(confirmed, Math.ceil(confirmed / AT_ONCE) * Math.min(AT_ONCE, parents.size));
    const below = 1 + perParent * pagesOf((confirmed + created) / Math.max(1, parents.size));
    const confirmations = pages > 1 && kind.calls.listBelow ? below : perBatch(confirmed);
    const areJoined = kind.calls.listsWhole === true;
    count +=
      sum((one) => one.sent) +
      (created > 0 ? pages : 0) +
      (areJoined && !kind.calls.observe ? Math.min(forBody, 1 + perBatch(forBody)) : forBody) +
      (areJoined ? Math.min(forMark, 1 + pages) : forMark) +
      (confirmed > 0 ? confirmations : 0);
  }
  return count;
}

const parentOf = ({ parent }: Kind, { olds, news }: Announced): Json | undefined =>
  (olds ?? news)?.fields[parent?.field ?? ""];

/** Requests for one change, by how they can be shared. */
interface Tally {
  readonly sent: number;
  /** Reads before a body that is written over the object. */
  readonly body: number;
  /** Reads before the mark changes. */
  readonly mark: number;
  /** Archive calls that only a list confirms. */
  readonly confirmed: number;
}

function tally({ kind, settings, olds, news }: Announced): Tally {
  const { steps } = plan(kind, settings, olds, news);
  const entry = news ?? olds;
  const archives = steps.filter(({ facts }) => facts.archived !== undefined);
  const confirmed = kind.archiving.visible.in === "list" ? archives.length : 0;
  // A count of subscribers, unless the object is new.
  const counted = olds && entry?.archiveOnlyIf ? archives.filter(({ facts }) => facts.archived === true).length : 0;
  const sent = steps.length + counted;
  const isMarked = kind.marker !== undefined;
  if (olds && !news) {
    const read = isMarked && steps.length > 0 ? 1 : 0;
    return olds.archived ? { sent, body: read, mark: 0, confirmed } : { sent, body: 0, mark: read, confirmed };
  }
  if (olds && news && isMarked && olds.owner !== news.owner) return { sent, body: 1, mark: 0, confirmed };
  // An update that sends nothing asks whose the object is.
  const asked = olds && steps.length === 0 && kind.organization ? 1 : 0;
  return { sent: sent + asked, body: steps.filter((step) => isOver(kind, step)).length, mark: 0, confirmed };
}

const isOver = (kind: Kind, { content, request }: Step): boolean =>
  content !== undefined && needsObject(kind, content, request("").method);

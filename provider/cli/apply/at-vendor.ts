/** What the vendors have of some rows, compared with the state: before a run and after it. */
import type { FieldChange } from "../../review/digest.js";
import { type Diagnostic, diagnosticsOf, previewOfEvents } from "../../review/preview.js";
import { reviewDrift } from "../../review/review-drift.js";
import { registry } from "../../vendors/registry.js";
import type { AtHand } from "../at-hand.js";

export interface AtVendor {
  /** By address, for each row that was read: where the vendor differs from the state. `before` is the state. */
  readonly differences: ReadonlyMap<string, readonly FieldChange[]>;
  /** Rows whose object no longer exists, by address. */
  readonly gone: ReadonlySet<string>;
  /** Why not all could be read; empty: all were read. */
  readonly errors: readonly Diagnostic[];
}

/** More rows are read as a whole stack: each is an argument of the CLI. */
const MOST_TARGETS = 500;

/** Previews a refresh of the rows; nothing is changed. */
export async function readAtVendor(at: AtHand, folder: string, urns: readonly string[]): Promise<AtVendor> {
  if (urns.length === 0) return { differences: new Map(), gone: new Set(), errors: [] };
  const { runRefreshPreview } = await import("../../pulumi/run-preview.js");
  const progress = at.progress("reading what the vendors have");
  const { events, failed } = await runRefreshPreview({
    stack: at.stack.name,
    folder,
    ...(urns.length > MOST_TARGETS ? {} : { targets: urns }),
    progress: (count) => progress.at(`${count} resources`),
  }).finally(() => progress.end());
  const refreshed = previewOfEvents(events, "resOutputsEvent");
  const gone = new Set<string>();
  const { changes } = reviewDrift({
    registry,
    refreshed,
    stack: at.stack.name,
    config: at.accounts.config,
    catalogue: { entries: at.catalogue.entries, problems: [], directory: at.directory },
    failed,
    findings: (missing) => {
      for (const { side } of missing) gone.add(side.address);
      return [];
    },
  });
  const found = new Map(changes.map(({ address, fields }) => [address, fields]));
  const wanted = new Set(urns);
  const read = refreshed.steps.flatMap(({ urn }) => (wanted.has(urn) ? [urn.split("::").slice(3).join("::")] : []));
  return {
    differences: new Map(read.map((address) => [address, found.get(address) ?? []])),
    gone,
    errors: failed ? diagnosticsOf(events).filter(({ severity }) => severity === "error") : [],
  };
}

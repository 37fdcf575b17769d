/** A review of what has changed in the accounts since the last run. Pure: what is read is handed in. */
import type { CatalogueConfig } from "../accounts/config.js";
import { byAnyAddress } from "../catalogue/addresses.js";
import type { Registry } from "../kinds/registry.js";
import type { Finding, Review } from "./digest.js";
import { fieldChanges } from "./field-changes.js";
import { makeReview, type ReadCatalogue } from "./make-review.js";
import type { EnginePreview } from "./preview.js";
import type { Side } from "./side.js";
import { accountFacts, type Subject } from "./subject.js";
import { type DriftSubjects, subjectsOfDrift } from "./subjects-of-drift.js";

export interface DriftToReview {
  readonly registry: Registry;
  /** What a refresh has read, from the events of the engine. */
  readonly refreshed: EnginePreview;
  readonly stack: string;
  readonly config: CatalogueConfig;
  readonly catalogue: ReadCatalogue;
  /** The engine has failed, whatever it says. */
  readonly failed: boolean;
  /** What is wrong in the accounts besides: objects that nobody manages, or that exist twice. */
  readonly findings: (gone: DriftSubjects["gone"], sides: readonly Side[]) => readonly Finding[];
}

/** What has changed in the accounts since the last run. The rules of the review are about edits, and not run here. */
export function reviewDrift(drift: DriftToReview): Review {
  const { registry, refreshed, stack, config, catalogue, failed, findings: found } = drift;
  const accountOf = accountFacts(config);
  const entries = byAnyAddress(catalogue.entries);
  const { subjects, sides, gone } = subjectsOfDrift(refreshed, { registry, accountOf, entries });
  const changed = subjects.filter(isDrift);
  const known = new Set(changed.map(({ after }) => after?.address));
  return makeReview({
    source: { from: "drift", stack, failed: failed || refreshed.failed === true },
    subjects: changed,
    unchanged: sides.filter(({ address }) => !known.has(address)),
    config: config.review,
    messages: refreshed.diagnostics
      .filter(({ severity }) => severity === "error")
      .map(({ message }) => ({ severity: "error", text: message })),
    accountOf,
    directory: catalogue.directory,
    findings: found(gone, sides),
  });
}

/** Something that a person can see has changed: not only what is remembered of the object. */
const isDrift = (subject: Subject): boolean => fieldChanges(subject, () => undefined).length > 0;

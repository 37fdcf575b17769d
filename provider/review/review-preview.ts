/** A review of a preview of the engine. Pure: what is read is handed in. */
import { type CatalogueConfig, readConfig } from "../accounts/config.js";
import type { Registry } from "../kinds/registry.js";
import type { Message, Review } from "./digest.js";
import { isEntry, makeReview, messageOfProblem, type ReadCatalogue } from "./make-review.js";
import { otherSteps } from "./other-steps.js";
import type { EnginePreview } from "./preview.js";
import { sideOf } from "./sides.js";
import { accountFacts } from "./subject.js";
import { subjectsOfPreview } from "./subjects-of-preview.js";

export interface PreviewToReview {
  readonly registry: Registry;
  readonly preview: EnginePreview;
  /** The name of the stack, where it is known. */
  readonly stack?: string;
  /** The files from which the preview was made. */
  readonly catalogue: ReadCatalogue;
  /** The engine has failed, whatever it says. */
  readonly failed?: boolean;
}

export function reviewPreview({ registry, preview, stack, catalogue, failed = false }: PreviewToReview): Review {
  const config = configOf(preview, registry);
  const accountOf = accountFacts(config);
  const entries = new Map(catalogue.entries.map((entry) => [entry.address, entry]));
  const { subjects, messages } = subjectsOfPreview(preview, { registry, accountOf, entries });
  const others = otherSteps(preview.steps, registry);
  const known = new Set(subjects.filter(isEntry).flatMap(({ before, after }) => [before?.address, after?.address]));
  // Without --show-sames the preview leaves out what does not change.
  const unchanged = catalogue.entries
    .filter(({ address }) => !known.has(address))
    .map((entry) => sideOf(entry, accountOf(entry.account, entry.vendor).settings));
  const hasFailed =
    failed || preview.failed === true || preview.diagnostics.some(({ severity }) => severity === "error");
  return makeReview({
    source: { from: "preview", ...(stack === undefined ? {} : { stack }), failed: hasFailed },
    subjects,
    unchanged: hasFailed ? [] : unchanged,
    config: config?.review,
    messages: withProblems([...messages, ...others.messages], catalogue),
    others: others.changes,
    accountOf,
    directory: catalogue.directory,
  });
}

/** The program prints the problems of the files for a terminal. */
function withProblems(messages: readonly Message[], { problems, directory }: ReadCatalogue): readonly Message[] {
  const isPrinted = ({ severity, text }: Message): boolean => severity === "error" && /\berror\[[a-z-]+\]: /.test(text);
  const found = problems.filter(({ severity }) => severity === "problem");
  if (found.length === 0 || !messages.some(isPrinted)) return messages;
  return [
    ...found.map((problem) => messageOfProblem(problem, directory)),
    ...messages.filter((message) => !isPrinted(message)),
  ];
}

/** The stack's configuration as the preview shows it, without the credentials, which it does not show. */
function configOf({ config }: EnginePreview, registry: Registry): CatalogueConfig | undefined {
  const { "catalogue:credentials": _secret, ...rest } = config;
  try {
    return readConfig(rest, registry);
  } catch {
    return undefined;
  }
}

/** A review of two states of the files. Pure: what is read is handed in. */
import type { CatalogueConfig } from "../accounts/config.js";
import type { Entry } from "../catalogue/model.js";
import { isProblem } from "../catalogue/render.js";
import type { DeclareConfig } from "../pulumi/declare.js";
import { holdsUnknown } from "../validation/unknown.js";
import type { Message, Review } from "./digest.js";
import { makeReview, messageOfProblem, type ReadCatalogue, type ReviewParts } from "./make-review.js";
import { below } from "./places.js";
import type { AccountChanges } from "./rules/account-moved.js";
import { accountFacts } from "./subject.js";
import { subjectsOfFiles } from "./subjects-of-files.js";

export interface FilesToReview {
  /** Absent: there was no catalogue. */
  readonly before?: ReadCatalogue;
  readonly after: ReadCatalogue;
  readonly base: string;
  readonly commit: string;
  /** Configuration of the stack whose values were filled in. */
  readonly stack?: { readonly name: string; readonly config: CatalogueConfig };
  /** Where credentials are sent, by the configuration of the stack before and now. */
  readonly accounts?: AccountChanges;
}

export function reviewFiles({ before, after, base, commit, stack, accounts }: FilesToReview): Review {
  const facts = accountFacts(stack?.config);
  const isNew = before === undefined || (isMissing(before) && !isMissing(after));
  const problemsBefore = isNew ? [] : before.problems.filter(isProblem);
  const entriesBefore = before?.entries ?? [];
  const problems = [...after.problems.filter(isProblem), ...problemsBefore];
  // An entry that cannot be read would look like one that was removed, or like a new one.
  const subjects =
    problems.length > 0
      ? []
      : subjectsOfFiles({
          before: entriesBefore,
          after: after.entries,
          accountOf: facts,
          config: declareConfig(stack?.config, facts),
        });
  const failed = problems.length > 0 || subjects.some(({ messages }) => messages.some(isError));
  return makeReview({
    source: { from: "files", base, commit, ...(stack ? { values: stack.name } : {}), failed },
    subjects,
    unchanged: [],
    config: stack?.config.review,
    messages: [
      ...(isNew ? [noCatalogueIn(base, after.directory)] : []),
      ...(stack ? [] : withoutValues([...entriesBefore, ...after.entries])),
      ...after.problems.map((problem) => messageOfProblem(problem, after.directory)),
      ...problemsBefore.map((problem) => ofBase(messageOfProblem(problem, after.directory), base)),
    ],
    accountOf: facts,
    ...(accounts ? { accounts } : {}),
    directory: after.directory,
  });
}

/** Without a stack, a changed value of `${name}` is not seen. */
function withoutValues(entries: readonly Entry[]): Message[] {
  const count = new Set(entries.filter(({ fields }) => holdsUnknown(fields)).map(({ address }) => address)).size;
  if (count === 0) return [];
  const which = count === 1 ? "1 entry has a value" : `${count} entries have values`;
  const text =
    `${which} of the stack's configuration (\`\${…}\`), which is not compared\n` +
    "  what to do: name the stack whose values are compared: --stack";
  return [{ severity: "warning", text }];
}

const isError = ({ severity }: Message): boolean => severity === "error";
const isMissing = ({ problems }: ReadCatalogue): boolean => problems.some(({ code }) => code === "no-catalogue");

const noCatalogueIn = (base: string, directory: string): Message => ({
  severity: "warning",
  text: `${base} has no catalogue in ${below(directory, "")}, so every entry is shown as new`,
});

/** A problem of the earlier files has no place in those of now. */
const ofBase = ({ severity, text, place }: Message, base: string): Message => ({
  severity,
  text: `in ${base}, ${place?.file} line ${place?.line}: ${text}`,
});

/** An account whose environment is not known counts as a sandbox. */
const declareConfig = (config: CatalogueConfig | undefined, facts: ReviewParts["accountOf"]): DeclareConfig => ({
  ...(config?.onRemove === undefined ? {} : { onRemove: config.onRemove }),
  account: (name, vendor) => ({ environment: facts(name, vendor).environment ?? "sandbox" }),
});

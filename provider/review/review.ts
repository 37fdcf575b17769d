/** A review from a preview of the engine, or from two states of the files. Pure: what is read is handed in. */
import { type CatalogueConfig, readConfig } from "../accounts/config.js";
import type { ReviewConfig } from "../accounts/review-config.js";
import type { Entry } from "../catalogue/model.js";
import { isProblem } from "../catalogue/render.js";
import type { Registry } from "../kinds/registry.js";
import type { DeclareConfig } from "../pulumi/declare.js";
import type { Problem } from "../validation/problem.js";
import { holdsUnknown } from "../validation/unknown.js";
import { changeOf } from "./change.js";
import { goneOf } from "./compare/moves.js";
import {
  type Change,
  type Finding,
  type Message,
  REVIEW_VERSION,
  type Review,
  type ReviewedAccount,
  type ReviewSource,
} from "./digest.js";
import { findings } from "./findings.js";
import { below, placer } from "./places.js";
import type { EnginePreview } from "./preview.js";
import { priceListOf } from "./price-list.js";
import { ordered } from "./render/summary.js";
import { accountsOf } from "./reviewed-accounts.js";
import type { Pair, Side } from "./side.js";
import { sideOf } from "./sides.js";
import { type AccountFacts, accountFacts, type Subject } from "./subject.js";
import { subjectsOfFiles } from "./subjects-of-files.js";
import { subjectsOfPreview } from "./subjects-of-preview.js";
import { withSuccessors } from "./successors.js";

/** The files of a catalogue as the loader has read them. */
export interface ReadCatalogue {
  readonly entries: readonly Entry[];
  readonly problems: readonly Problem[];
  /** The folder, relative to where the command runs. */
  readonly directory: string;
}

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
  const known = new Set(subjects.filter(isEntry).flatMap(({ before, after }) => [before?.address, after?.address]));
  // Without --show-sames the preview leaves out what does not change.
  const unchanged = catalogue.entries
    .filter(({ address }) => !known.has(address))
    .map((entry) => sideOf(entry, accountOf(entry.account, entry.vendor).settings));
  const hasFailed =
    failed || preview.failed === true || preview.diagnostics.some(({ severity }) => severity === "error");
  return digest({
    source: { from: "preview", ...(stack === undefined ? {} : { stack }), failed: hasFailed },
    subjects,
    unchanged: hasFailed ? [] : unchanged,
    config: config?.review,
    messages: withProblems(messages, catalogue),
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

export interface FilesToReview {
  /** Absent: there was no catalogue. */
  readonly before?: ReadCatalogue;
  readonly after: ReadCatalogue;
  readonly base: string;
  readonly commit: string;
  /** Configuration of the stack whose values were filled in. */
  readonly stack?: { readonly name: string; readonly config: CatalogueConfig };
}

export function reviewFiles({ before, after, base, commit, stack }: FilesToReview): Review {
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
  return digest({
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

interface Parts {
  readonly config: ReviewConfig | undefined;
  readonly source: ReviewSource;
  readonly subjects: readonly Subject[];
  /** Entries that have no subject, because nothing happens to them. */
  readonly unchanged: readonly Side[];
  readonly messages: readonly Message[];
  readonly accountOf: (name: string, vendor: Entry["vendor"]) => AccountFacts;
  readonly directory: string;
}

function digest({ source, subjects, unchanged, messages, accountOf, directory, config }: Parts): Review {
  const place = placer(directory);
  const separate = subjects.flatMap((subject) => changeOf(subject, place) ?? []);
  // The engine registers resources in any order.
  const pairs = [...subjects.filter(isEntry), ...unchanged.map((side): Pair => ({ before: side, after: side }))].sort(
    byAddress,
  );
  const changes = withSuccessors(separate, goneOf(pairs));
  const after = pairs.flatMap((pair) => pair.after ?? []);
  const staying = new Set(subjects.filter(stays).map(({ before }) => before?.address));
  const found = findings({
    pairs,
    placeOf: place,
    stays: ({ address }) => staying.has(address),
    ...(config ? { config } : {}),
  });
  const accounts = accountsOf(pairs, accountOf);
  const byEntry = Map.groupBy(found, ({ address }) => address);
  const environments = new Map(accounts.map(({ name, environment }) => [name, environment]));
  return {
    version: REVIEW_VERSION,
    source,
    changes: ordered(
      changes.map((change) => completed(change, byEntry.get(change.address), environments.get(change.account))),
    ),
    findings: found,
    messages: [...messages].sort(byWeight),
    accounts,
    priceList: priceListOf(after, changes),
  };
}

/** With what the review knows of its account, and what the rules say about it. */
function completed(
  change: Change,
  own: readonly Finding[] | undefined,
  environment: ReviewedAccount["environment"],
): Change {
  return { ...change, ...(environment === undefined ? {} : { environment }), ...(own ? { findings: own } : {}) };
}

/** What an earlier replacement has left is no entry: the catalogue says nothing about it. */
const isEntry = ({ isLeftover }: Subject): boolean => isLeftover !== true;

const byAddress = (a: Pair, b: Pair): number => (addressOf(a) < addressOf(b) ? -1 : 1);
const addressOf = ({ before, after }: Pair): string => (after ?? before)?.address ?? "";

/** Its object stays as it is, although the entry is gone. */
const stays = ({ operation }: Subject): boolean => operation === "retain" || operation === "forbidden";

const WEIGHTS: readonly Message["severity"][] = ["error", "warning", "info"];
const byWeight = (a: Message, b: Message): number => WEIGHTS.indexOf(a.severity) - WEIGHTS.indexOf(b.severity);

const messageOfProblem = ({ severity, code, place, message, remedy }: Problem, directory: string): Message => ({
  severity: severity === "problem" ? "error" : "warning",
  text: `${message} (${code})\n  what to do: ${remedy}`,
  place: { file: below(directory, place.file), line: place.line },
});

/** A problem of the earlier files has no place in those of now. */
const ofBase = ({ severity, text, place }: Message, base: string): Message => ({
  severity,
  text: `in ${base}, ${place?.file} line ${place?.line}: ${text}`,
});

/** The stack's configuration as the preview shows it, without the credentials, which it does not show. */
function configOf({ config }: EnginePreview, registry: Registry): CatalogueConfig | undefined {
  const { "catalogue:credentials": _secret, ...rest } = config;
  try {
    return readConfig(rest, registry);
  } catch {
    return undefined;
  }
}

/** An account whose environment is not known counts as a sandbox. */
const declareConfig = (config: CatalogueConfig | undefined, facts: Parts["accountOf"]): DeclareConfig => ({
  ...(config?.onRemove === undefined ? {} : { onRemove: config.onRemove }),
  account: (name, vendor) => ({ environment: facts(name, vendor).environment ?? "sandbox" }),
});

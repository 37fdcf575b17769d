/** What every review is made of, whatever its source: changes, findings, messages and the price list. Pure. */
import type { ReviewConfig } from "../accounts/review-config.js";
import type { Entry } from "../catalogue/model.js";
import type { Problem } from "../validation/problem.js";
import { changeOf } from "./change.js";
import { goneOf } from "./compare/moves.js";
import {
  type Change,
  type Finding,
  type Message,
  type OtherChange,
  REVIEW_VERSION,
  type Review,
  type ReviewedAccount,
  type ReviewSource,
} from "./digest.js";
import { findings } from "./findings.js";
import { below, placer } from "./places.js";
import { priceListOf } from "./price-list.js";
import { ordered } from "./render/summary.js";
import { accountsOf } from "./reviewed-accounts.js";
import type { Pair, Side } from "./side.js";
import type { AccountFacts, Subject } from "./subject.js";
import { withSuccessors } from "./successors.js";

/** The files of a catalogue as the loader has read them. */
export interface ReadCatalogue {
  readonly entries: readonly Entry[];
  readonly problems: readonly Problem[];
  /** The folder, relative to where the command runs. */
  readonly directory: string;
}

export interface ReviewParts {
  readonly config: ReviewConfig | undefined;
  readonly source: ReviewSource;
  readonly subjects: readonly Subject[];
  /** Entries that have no subject, because nothing happens to them. */
  readonly unchanged: readonly Side[];
  readonly messages: readonly Message[];
  readonly accountOf: (name: string, vendor: Entry["vendor"]) => AccountFacts;
  readonly directory: string;
  /** Default: none. */
  readonly others?: readonly OtherChange[];
  /** Instead of what the rules find. */
  readonly findings?: readonly Finding[];
}

export function makeReview({
  source,
  subjects,
  unchanged,
  messages,
  accountOf,
  directory,
  config,
  others = [],
  ...given
}: ReviewParts): Review {
  const place = placer(directory);
  const separate = subjects.flatMap((subject) => changeOf(subject, place) ?? []);
  // The engine registers resources in any order.
  const pairs = [...subjects.filter(isEntry), ...unchanged.map((side): Pair => ({ before: side, after: side }))].sort(
    byAddress,
  );
  const changes = withSuccessors(separate, goneOf(pairs));
  const after = pairs.flatMap((pair) => pair.after ?? []);
  const staying = new Set(subjects.filter(stays).map(({ before }) => before?.address));
  const found =
    given.findings ??
    findings({
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
    ...(others.length > 0 ? { others } : {}),
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
export const isEntry = ({ isLeftover }: Subject): boolean => isLeftover !== true;

const byAddress = (a: Pair, b: Pair): number => (addressOf(a) < addressOf(b) ? -1 : 1);
const addressOf = ({ before, after }: Pair): string => (after ?? before)?.address ?? "";

/** Its object stays as it is, although the entry is gone. */
const stays = ({ operation }: Subject): boolean => operation === "retain" || operation === "forbidden";

const WEIGHTS: readonly Message["severity"][] = ["error", "warning", "info"];
const byWeight = (a: Message, b: Message): number => WEIGHTS.indexOf(a.severity) - WEIGHTS.indexOf(b.severity);

export const messageOfProblem = ({ severity, code, place, message, remedy }: Problem, directory: string): Message => ({
  severity: severity === "problem" ? "error" : "warning",
  text: `${message} (${code})\n  what to do: ${remedy}`,
  place: { file: below(directory, place.file), line: place.line },
});

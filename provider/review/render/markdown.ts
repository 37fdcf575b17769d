/**
 * A review as Markdown for a comment: head, problems, findings and one table; details are folded below. It is cut from
 * the least important end where the forge's limit or the reading target asks for it, and says what is left out.
 */
import type { Change, Review } from "../digest.js";
import { bytesOf, firstFitting, halving } from "./budget.js";
import { MAX_MESSAGE, markdownText } from "./escape.js";
import { FORGES, type Forge, type ForgeName, READING_TARGET } from "./forges.js";
import { impactTotals } from "./impact-text.js";
import { errorBlock, findingsBlock } from "./markdown-findings.js";
import { foldsOf, foldText } from "./markdown-folds.js";
import { MAX_ROWS, tableOf } from "./markdown-table.js";
import { headSentence, sourceSentence } from "./source-words.js";
import { accountsSentence, capitalized, type Sections, sections } from "./summary.js";

export interface MarkdownOptions {
  readonly forge: ForgeName;
  /** How many bytes it may have, if the forge allows that many. Default: as many as the forge allows. */
  readonly bytes?: number;
}

/** The same text for the same review, within the limit of the forge. */
export function markdown(review: Review, { forge: name, bytes }: MarkdownOptions): string {
  const forge = { ...FORGES[name], bytes: Math.min(bytes ?? FORGES[name].bytes, FORGES[name].bytes) };
  const all = sections(review);
  const unfolded = unfoldedText(review, all, forge);
  const folds = foldsOf(all);
  // Each fold leaves room for at least the lines that say what the others hold.
  const least = folds.map((fold) => bytesOf(foldText(fold, 0, forge)) + GAP);
  let left = forge.bytes - bytesOf(unfolded) - least.reduce((sum, bytes) => sum + bytes, 0) - 1;
  const texts = folds.map((fold, index) => {
    const room = left + (least[index] ?? 0) - GAP;
    const text = foldText(fold, fold.fitting(room, forge), forge);
    left = room + GAP - (bytesOf(text) + GAP);
    return text;
  });
  return `${[unfolded, ...texts].join("\n\n")}\n`;
}

const GAP = bytesOf("\n\n");

/** How much is shown above the table. */
interface Extent {
  readonly errors: number;
  /** Findings in full, and blocking ones in one line each. */
  readonly findings: number;
  readonly lines: number;
}

/** Findings in full, and errors, that a reader still takes in. */
const MAX_FINDINGS = 5;
const MAX_ERRORS = 10;
/** The reading target takes no more rows than leave these. */
const MIN_ROWS = 5;

/** First rows are left out, and only where that is not enough, findings and errors are shortened. */
function unfoldedText(review: Review, all: Sections, forge: Forge): string {
  const everything = { errors: MAX_ERRORS, findings: MAX_FINDINGS, lines: all.blocking.length };
  // Room for the lines of the folds.
  const bytes = forge.bytes - RESERVED;
  const table = tableOf(all.changes);
  const render = (front: string, rows: number): string =>
    [front, table(rows), affectedLine(all.changes)].filter((block) => block !== "").join("\n\n");
  const front = frontOf(review, all, forge, everything);
  const rows = (from: number, to: number): (() => string)[] =>
    Array.from({ length: from - to + 1 }, (_, index) => () => render(front, from - index));
  const readable = firstFitting(
    rows(MAX_ROWS, MIN_ROWS),
    (text) => text.length <= READING_TARGET && bytesOf(text) <= bytes,
  );
  if (bytesOf(readable) <= bytes) return readable;
  const extents = [
    ...[4, 3, 2, 1, 0].map((findings) => ({ ...everything, findings, errors: findings + 1 })),
    ...halving(all.blocking.length).map((lines) => ({ errors: 1, findings: 0, lines })),
  ];
  return firstFitting(
    [...rows(MIN_ROWS - 1, 0), ...extents.map((extent) => () => render(frontOf(review, all, forge, extent), 0))],
    (text) => bytesOf(text) <= bytes,
  );
}

const RESERVED = 2_000;

const frontOf = (review: Review, all: Sections, forge: Forge, { errors, findings, lines }: Extent): string =>
  [
    `### ${markdownText(capitalized(headSentence(review)), MAX_MESSAGE)}`,
    contextOf(review),
    errorBlock(all, forge, errors, review.source.from),
    findingsBlock(all, forge, findings, lines),
  ]
    .filter((block) => block !== "")
    .join("\n\n");

const contextOf = (review: Review): string =>
  [sourceSentence(review), accountsSentence(review)]
    .flatMap((sentence) => (sentence === undefined ? [] : [markdownText(sentence, MAX_MESSAGE)]))
    .join(" ");

/** Counts are never only in a fold. */
function affectedLine(changes: readonly Change[]): string {
  const totals = impactTotals(changes);
  return totals === "" ? "" : `Also affected: ${markdownText(totals, MAX_MESSAGE)}.`;
}

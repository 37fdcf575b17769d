/** A review as text for a terminal: the same content as in a comment, in at most 100 columns. */

import { styleText } from "node:util";
import wrapAnsi from "wrap-ansi";
import type { Change, Finding, Review } from "../digest.js";
import { valueText } from "../value-text.js";
import { MAX_MESSAGE, oneLine, oneLineMessage } from "./escape.js";
import { impactText, impactTotals } from "./impact-text.js";
import { bodyText, requestLine } from "./request-text.js";
import { rowOf } from "./rows.js";
import { headSentence, sourceSentence } from "./source-words.js";
import {
  accountsSentence,
  capitalized,
  codesOf,
  groupOf,
  otherFieldsOf,
  type PlacedMessage,
  placeText,
  restSentence,
  sections,
} from "./summary.js";
import { tiersOf } from "./terminal-tiers.js";

export interface TerminalOptions {
  readonly colour: boolean;
  /** Of the terminal; at least 40 and at most 100 are used, and 80 if it is not known. */
  readonly columns?: number;
}

/** More of them are counted. */
const MAX_FINDINGS = 5;
const MAX_CHANGES = 20;
const MAX_DETAILS = 20;

type Style = Parameters<typeof styleText>[0];

/** Lines of at most the given columns, wide characters counted as two; control characters are shown escaped. */
export function terminal(review: Review, { colour, columns = 80 }: TerminalOptions): string {
  const width = Math.max(40, Math.min(100, columns));
  const paint: Paint = (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text);
  const lines = (text: string, indent = 0): string => wrapped(text, width, indent);
  const all = sections(review);
  const others = all.otherFindings.slice(0, Math.max(0, MAX_FINDINGS - all.blocking.length));
  const unsaid = all.otherFindings.slice(others.length);
  const shown = all.changes.slice(0, MAX_CHANGES);
  const totals = impactTotals(all.changes);
  const list = (title: string, texts: readonly string[]): string[] => {
    if (texts.length === 0) return [];
    const rest = texts.length - MAX_DETAILS;
    const more = rest > 0 ? [`… and ${rest} more`] : [];
    const items = [...texts.slice(0, MAX_DETAILS), ...more].map((text) => lines(text, 2));
    return [[paint("bold", `${title} (${texts.length})`), ...items].join("\n")];
  };
  const blocks = [
    [
      lines(paint("bold", capitalized(headSentence(review)))),
      ...[sourceSentence(review), accountsSentence(review)].flatMap((text) =>
        text === undefined ? [] : [lines(paint("dim", oneLine(text, MAX_MESSAGE)))],
      ),
    ].join("\n"),
    ...all.errors.map((message) => lines(`${paint(["red", "bold"], "error")}: ${messageText(message)}`)),
    ...all.blocking.map((finding) => findingText(finding, lines, paint)),
    ...others.map((finding) => findingText(finding, lines, paint)),
    ...(unsaid.length === 0 ? [] : [lines(`… and ${unsaid.length} more: ${oneLine(codesOf(unsaid), MAX_MESSAGE)}`)]),
    ...shown.map((change) => changeText(change, lines, paint)),
    ...[restSentence(all.changes.slice(MAX_CHANGES))].filter((text) => text !== ""),
    ...(totals === "" ? [] : [lines(`Also affected: ${oneLine(totals, MAX_MESSAGE)}.`)]),
    ...list("More new entries", all.created.filter((change) => !shown.includes(change)).map(createdText)),
    ...list(
      "Messages",
      all.messages.map((one) => `${one.severity}: ${messageText(one)}`),
    ),
    ...list("Who is affected", all.affected.map(affectedText)),
    ...tiersOf(all.tiered.slice(0, MAX_DETAILS), lines, (text) => paint("bold", text)),
    ...list(
      "Texts and other fields",
      all.otherFields.map((change) => `${oneLine(change.title)}: ${fieldsText(change)}`),
    ),
    ...list(
      "What is sent",
      all.sent.map((change) => `${oneLine(change.title)}: ${sentText(change)}`),
    ),
  ];
  return `${blocks.join("\n\n")}\n`;
}

type Paint = (style: Style, text: string) => string;
type Lines = (text: string, indent?: number) => string;

/** The second and later lines are indented by two more columns. */
function wrapped(text: string, width: number, indent: number): string {
  const [first = "", ...rest] = wrapAnsi(text, width - indent - 2, { hard: true }).split("\n");
  const pad = " ".repeat(indent);
  return [`${pad}${first}`, ...rest.map((line) => `${pad}  ${line}`)].join("\n");
}

const messageText = ({ title, text, place }: PlacedMessage): string =>
  `${title === undefined ? "" : `${oneLine(title)}: `}${oneLineMessage(text)}${at(place)}`;

const at = (place: Finding["place"]): string => (place === undefined ? "" : ` (${oneLine(placeText(place))})`);

const SEVERITY: Readonly<Record<Finding["severity"], readonly [string, Style]>> = {
  block: ["blocks", ["red", "bold"]],
  warn: ["warning", ["yellow", "bold"]],
  note: ["note", ["cyan", "bold"]],
};

function findingText(finding: Finding, lines: Lines, paint: Paint): string {
  const [word, style] = SEVERITY[finding.severity];
  const about = finding.title ?? finding.address;
  const head = `${paint(style, word)}[${oneLine(finding.code)}]: ${about === undefined ? "" : `${oneLine(about)}: `}`;
  return [
    lines(`${head}${oneLineMessage(finding.message)}${at(finding.place)}`),
    lines(`${paint("cyan", "help")}: ${oneLineMessage(finding.remedy)}`, 2),
    ...(finding.accept === undefined
      ? []
      : [lines(`${paint("cyan", "accept")}: ${oneLine(finding.accept, MAX_MESSAGE)}`, 2)]),
  ].join("\n");
}

function styleOf(change: Change): Style {
  const group = groupOf(change);
  if (group === "archived-for-good" || group === "refused") return ["red", "bold"];
  if (group === "archived" || group === "replaced") return "red";
  if (group === "up" || group === "mixed" || group === "unknown") return "yellow";
  return group === "down" || group === "new" ? "green" : "cyan";
}

function changeText(change: Change, lines: Lines, paint: Paint): string {
  const { sentence, kindTitle } = change;
  const { what, who } = rowOf(change);
  const [first = "", ...others] = what;
  const place = change.place === undefined ? "" : `, ${placeText(change.place)}`;
  // A sentence that begins with the same words says it all.
  const isOneLine = sentence.startsWith(first);
  const head = isOneLine ? sentence : [first, ...others.filter((text) => !isIn(text, sentence))].join(", ");
  const isSaid =
    isOneLine ||
    what.includes(sentence) ||
    sentence === `a new ${kindTitle}` ||
    change.action === "retain" ||
    change.action === "forbidden";
  return [
    lines(
      `${paint("bold", oneLine(change.title))} (${oneLine(`${kindTitle}${place}`)}): ` +
        paint(styleOf(change), oneLine(head, MAX_MESSAGE)),
    ),
    ...(isSaid ? [] : [lines(oneLine(sentence, MAX_MESSAGE), 2)]),
    ...who.filter((text) => !sentence.includes(text)).map((text) => lines(oneLine(text, MAX_MESSAGE), 2)),
  ].join("\n");
}

/** "USD +10.3 %" is where the sentence has "(+10.3 %)". */
const isIn = (text: string, sentence: string): boolean => sentence.includes(text.replace(/^[A-Z]{3} /, ""));

const createdText = ({ title, sentence }: Change): string =>
  `${oneLine(title)}: ${oneLine(sentence.replace(/^new: /, ""), MAX_MESSAGE)}`;

const affectedText = ({ title, impact }: Change): string =>
  `${oneLine(title)}: ${(impact ?? [])
    .map((one) => `${oneLine(impactText(one))}${one.effect === undefined ? "" : ` (${oneLine(one.effect)})`}`)
    .join("; ")}`;

const fieldsText = (change: Change): string =>
  otherFieldsOf(change)
    .map(({ path, before, after }) => oneLine(`${path}: ${valueText(before)} → ${valueText(after)}`, MAX_MESSAGE))
    .join("; ");

const sentText = ({ requests }: Change): string =>
  requests === null
    ? "known only during the run"
    : requests.map((request) => oneLine(`${requestLine(request)}: ${bodyText(request)}`, MAX_MESSAGE)).join("; ");

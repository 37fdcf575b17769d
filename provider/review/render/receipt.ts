/** A receipt as text for a terminal: what was done, with ids and requests, or where it stopped and what to do. */
import { styleText } from "node:util";
import { counted } from "../../validation/words.js";
import type { Receipt, ReceiptChange, SentRequest } from "../receipt.js";
import { valueText } from "../value-text.js";
import { MAX_MESSAGE, oneLine, oneLineMessage } from "./escape.js";

/** More of them are counted. */
const MAX_CHANGES = 100;
const MAX_MESSAGES = 20;

export function receiptText(receipt: Receipt, { colour }: { readonly colour: boolean }): string {
  const { changes, messages, notApproved, next } = receipt;
  const paint = (style: Parameters<typeof styleText>[0], text: string): string =>
    colour ? styleText(style, text, { validateStream: false }) : text;
  const isFine = receipt.result === "applied" || receipt.result === "nothing-to-do";
  const shown = isBegun(receipt) ? changes.slice(0, MAX_CHANGES) : [];
  const rest = isBegun(receipt) ? changes.length - shown.length : 0;
  const said = messages.slice(0, MAX_MESSAGES);
  const lines = [
    paint(["bold", isFine ? "green" : "red"], oneLine(receiptHead(receipt), MAX_MESSAGE)),
    ...(notApproved.length === 0 ? [] : ["", "Not approved:"]),
    ...listed(notApproved),
    ...shown.flatMap((change) => ["", ...changeLines(change)]),
    ...(rest > 0 ? ["", `… and ${counted(rest, "more change")}`] : []),
    ...(said.length === 0 ? [] : [""]),
    ...said.map(({ severity, text }) => `${severity}: ${oneLineMessage(text)}`),
    ...(messages.length > said.length ? [`… and ${counted(messages.length - said.length, "more message")}`] : []),
    ...(next.length === 0 ? [] : ["", ...next.map((text) => `what to do: ${oneLine(text, MAX_MESSAGE)}`)]),
  ];
  return `${lines.join("\n")}\n`;
}

/** The run itself has begun: before that nothing is sent. */
export const isBegun = ({ changes }: Receipt): boolean => changes.some(({ outcome }) => outcome !== "not-begun");

/** In one sentence: "applied: 2 changes of stack production, with 3 requests; read back: 2 equal". */
export function receiptHead(receipt: Receipt): string {
  const { result, stack, changes } = receipt;
  const sent = counted(changes.flatMap(({ requests }) => requests).length, "request");
  const done = changes.filter(({ outcome }) => outcome === "done").length;
  switch (result) {
    case "applied":
      if (changes.length === 0) return `applied: only other resources of stack ${stack} have changed`;
      return `applied: ${counted(done, "change")} of stack ${stack}, with ${sent}; ${readBackWords(changes)}`;
    case "nothing-to-do":
      return `nothing to do: stack ${stack} already has what the files say`;
    case "not-approved":
      return `not applied: stack ${stack} would be changed in a way that nobody has approved; nothing was sent`;
    case "blocked":
      return `not applied: the review of stack ${stack} has findings that block; nothing was sent`;
    case "failed":
      if (!isBegun(receipt)) return `not applied: stack ${stack}; nothing was done`;
      if (done === changes.length)
        return `applied: ${counted(done, "change")} of stack ${stack}, but not confirmed; ${readBackWords(changes)}`;
      return `stopped: ${done} of ${counted(changes.length, "change")} of stack ${stack} done, with ${sent}`;
  }
}

function readBackWords(changes: readonly ReceiptChange[]): string {
  const count = (what: ReceiptChange["readBack"]): number => changes.filter(({ readBack }) => readBack === what).length;
  const [equal, differ, unread] = [count("equal"), count("differs"), count("not-read")];
  const parts = [
    ...(equal > 0 ? [`${equal} equal`] : []),
    ...(differ > 0 ? [`${differ} different`] : []),
    ...(unread > 0 ? [`${unread} not read`] : []),
  ];
  return `read back: ${parts.join(", ") || "nothing"}`;
}

const OUTCOMES: Readonly<Record<ReceiptChange["outcome"], string>> = {
  done: "done",
  failed: "failed",
  "not-begun": "not begun",
};

/** "done, read back: equal" */
export const outcomeWords = ({ outcome, readBack, removed }: ReceiptChange): string =>
  outcome !== "done"
    ? OUTCOMES[outcome]
    : readBack === "not-read" && removed
      ? "done, confirmed by the vendor's answer"
      : `done, read back: ${{ equal: "equal", differs: "different", "not-read": "not read" }[readBack]}`;

/** "PATCH /v1/products/7: 200" */
export const requestWords = ({ method, path, status }: SentRequest): string =>
  `${method} ${path}: ${status ?? "no answer"}`;

function changeLines(change: ReceiptChange): string[] {
  const { title, kindTitle, sentence, id, requests, differences = [] } = change;
  return [
    `${oneLine(title)} (${kindTitle}${id === undefined ? "" : `, ${oneLine(id)}`}): ${outcomeWords(change)}`,
    `  ${oneLine(sentence, MAX_MESSAGE)}`,
    ...requests.map((request) => `  ${oneLine(requestWords(request), MAX_MESSAGE)}`),
    ...differences.map(({ path, before, after }) =>
      oneLine(`  ${path}: applied ${valueText(before)}, the vendor shows ${valueText(after)}`, MAX_MESSAGE),
    ),
  ];
}

const listed = (texts: readonly string[]): string[] => texts.map((text) => `  ${oneLine(text, MAX_MESSAGE)}`);

/** A receipt as Markdown for a comment: what was done, with ids and requests, or where it stopped and what to do. */
import { counted } from "../../validation/words.js";
import type { Receipt, ReceiptChange } from "../receipt.js";
import { valueText } from "../value-text.js";
import { bytesOf } from "./budget.js";
import { bold, codeSpan, MAX_MESSAGE, markdownMessage, markdownText } from "./escape.js";
import { FORGES, type Forge, type ForgeName } from "./forges.js";
import { isBegun, outcomeWords, receiptHead, requestWords } from "./receipt.js";
import { capitalized } from "./summary.js";

export interface ReceiptMarkdownOptions {
  readonly forge: ForgeName;
  /** How many bytes it may have, if the forge allows that many. Default: as many as the forge allows. */
  readonly bytes?: number;
  /** The page of the run. */
  readonly run?: string;
}

/** More of them are counted. */
const MAX_CHANGES = 100;
const MAX_MESSAGES = 20;
const MAX_REQUESTS = 10;

/** The same text for the same receipt, within the limit of the forge: what does not fit is counted. */
export function receiptMarkdown(receipt: Receipt, { forge: name, bytes, run }: ReceiptMarkdownOptions): string {
  const forge = FORGES[name];
  const room = Math.min(bytes ?? forge.bytes, forge.bytes);
  for (let most = MAX_CHANGES; ; most = Math.floor(most / 2)) {
    const text = receiptOf(receipt, forge, most, run);
    if (bytesOf(text) <= room || most === 0) return text;
  }
}

function receiptOf(receipt: Receipt, forge: Forge, most: number, run: string | undefined): string {
  const { commit, messages, notApproved, next } = receipt;
  const begun = isBegun(receipt);
  const blocks = [
    `### ${markdownText(capitalized(receiptHead(receipt)), MAX_MESSAGE)}`,
    [
      ...(commit === undefined ? [] : [`Commit ${codeSpan(commit.slice(0, 12))}.`]),
      ...(run !== undefined && LINK.test(run) ? [`[The run](${run}).`] : []),
    ].join(" "),
    // The reader must see first what is left to do.
    list(next, Math.min(most, MAX_MESSAGES), "What to do:", markdownMessage),
    list(notApproved, Math.min(most, MAX_MESSAGES), "Not approved:", markdownMessage),
    begun ? list(receipt.changes, most, "", changeItem) : "",
    begun ? requestsFold(receipt.changes.slice(0, most), forge) : "",
    list(
      messages,
      Math.min(most, MAX_MESSAGES),
      "Messages:",
      ({ severity, text }) => `${capitalized(severity)}: ${markdownMessage(text)}`,
    ),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

const LINK = /^https?:\/\/[\w.:/-]+$/;

/** The first `most` items, and how many more there are. */
function list<T>(items: readonly T[], most: number, head: string, item: (one: T) => string): string {
  if (items.length === 0) return "";
  const rest = items.length - most;
  const lines = [
    ...items.slice(0, most).map((one) => `- ${item(one)}`),
    ...(rest > 0 ? [`- … and ${rest} more`] : []),
  ].join("\n");
  return head === "" ? lines : `${head}\n\n${lines}`;
}

/** "**Platform / monthly** (list price, `94b4acd9-…`): done, read back: equal. EUR 99.00 → 109.00 per month" */
function changeItem(change: ReceiptChange): string {
  const { title, kindTitle, id, sentence, differences = [] } = change;
  const about = [markdownText(kindTitle), ...(id === undefined ? [] : [codeSpan(id)])].join(", ");
  return [
    `${bold(title)} (${about}): ${outcomeWords(change)}. ${markdownText(sentence, MAX_MESSAGE)}`,
    ...differences.slice(0, MAX_REQUESTS).map(({ path, before, after }) => {
      const text = `${path}: applied ${valueText(before)}, the vendor shows ${valueText(after)}`;
      return `  - ${markdownText(text, MAX_MESSAGE)}`;
    }),
    ...(differences.length > MAX_REQUESTS ? [`  - … and ${differences.length - MAX_REQUESTS} more`] : []),
  ].join("\n");
}

function requestsFold(changes: readonly ReceiptChange[], { folds }: Forge): string {
  const sent = changes.filter(({ requests }) => requests.length > 0);
  if (sent.length === 0) return "";
  const number = sent.reduce((sum, { requests }) => sum + requests.length, 0);
  const lines = sent.map(({ title, requests }) => {
    const shown = requests.slice(0, MAX_REQUESTS).map((request) => codeSpan(requestWords(request)));
    const rest = requests.length - shown.length;
    const all = rest > 0 ? [...shown, `… and ${counted(rest, "more request")}`] : shown;
    return `- ${bold(title)}: ${all.join("; ")}`;
  });
  const head = `What was sent (${number})`;
  return folds
    ? `<details>\n<summary>${head}</summary>\n\n${lines.join("\n")}\n\n</details>`
    : `#### ${head}\n\n${lines.join("\n")}`;
}
